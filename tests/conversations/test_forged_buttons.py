"""Clients may send any callback data: what no button of ours bears reads like an old button, and changes nothing."""

import pytest

from models.people import Person
from tests.talk import AGENCY, COORDINATOR, Talk

FORGED = (
    "1|pv|P-103|x", "1|pc|P-101|P-103", "1|pc|", "1|pc|P-101", "1|lv|y|y", "1|lv|n", "1|v|99999999999999999999",
    "1|v|1|wash|1|1|1", "1|s|1|no_sector", "1|zz|1", "0|v|1", "2|v|1", "\x00", "|" * 64,
)  # fmt: skip


@pytest.mark.parametrize("data", FORGED)
@pytest.mark.parametrize("who", [AGENCY, COORDINATOR])
async def test_forged_data_is_an_old_button(talk: Talk, who: int, data: str) -> None:
    await talk.say(who, "/help")
    await talk.press(who, talk.messages(who)[-1], data, raw=True)
    assert talk.texts(who)[-1] == talk.desk.words.say("ask.button_old")
    assert talk.inbox()[-1].status == "done"
    ref = talk.desk.identity.person_ref(who)
    assert talk.desk.database.reading(lambda db: db.get_one(Person, ref).status) == "active"
