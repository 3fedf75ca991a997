"""A group that somebody unknown registers with a code: it is told so, and its members can be counted."""

from coordination.execute import execute
from coordination.groups import CreateGroupInvitation
from tests.talk import OTHER_GROUP, STRANGER, Talk


async def test_a_stranger_registers_a_group_with_a_code_and_learns_nothing_else(talk: Talk) -> None:
    hashed = talk.desk.identity.code_hash("j" * 20)
    talk.desk.write(lambda scope: execute(scope, CreateGroupInvitation(hashed, "Food sector")))
    assert await talk.say(STRANGER, "/register " + "j" * 20) == [talk.desk.words.say("refusal.stranger")]
    (done,) = await talk.say(STRANGER, "/register " + "j" * 20, OTHER_GROUP)
    assert "registered as Food sector" in done
    assert await talk.say(STRANGER, "/village Lawa Bum", OTHER_GROUP) == [talk.desk.words.say("refusal.stranger")]
    await talk.parts.clockwork.members.count()
    assert {call["chat_id"] for call in talk.calls("getChatMemberCount")} == {str(OTHER_GROUP)}
