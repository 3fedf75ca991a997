"""What people read and press in chat, from update data to reply."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.resources import resource
from coordination.admins import EnsureAdmins
from coordination.errors import NotAllowedError, Refusal
from coordination.people import NOTICE
from coordination.registration import SuspendPerson
from coordination.scope import Scope
from coordination.viewer import STRANGER, TICK, UNREGISTERED, Chat, Klass, Role, Viewer
from handlers import agencies, groups, invitations, people, registration
from handlers.edge import Incoming
from models.agencies import Agency
from tests.people.conftest import GROUP_REF, Office
from words import Words
from words.language import read_locales
from words.message import Reply
from words.people import consent_notice

WORDS = Words(read_locales(resource("locales")))


def hashed(code: str) -> str:
    """Stands for the keyed hash."""
    return f"hash of {code}"


def say(office: Office, work: Callable[..., Any], viewer: Viewer, args: str = "", **more: Any) -> Reply:
    """One update of ``viewer`` through a handler's work."""
    chat_ref = more.pop("chat_ref", None) or viewer.ref or more.get("person_ref") or "chat"
    more.setdefault("person_ref", viewer.ref)
    incoming = Incoming(source="u1.1", chat_ref=chat_ref, args=args, **more)

    def run(scope: Scope) -> Any:
        first = (hashed,) if work in (people._start, invitations._invite, groups._register) else ()
        return work(*first, scope, incoming, WORDS)

    reply: Reply = office.scoped(run, viewer)
    return reply


def text(reply: Reply) -> str:
    return "\n".join(message.text for message in reply.messages)


def data(reply: Reply) -> list[str | None]:
    return [button.data for message in reply.messages for row in message.buttons for button in row]


def test_notice_says_what_for_who_sees_how_long_and_what_not_to_type() -> None:
    (message,) = consent_notice(WORDS).messages
    for part in ("What for", "Who sees", "How long", "Telegram can read this", "Do not type names", "not displaced"):
        assert part in message.text
    assert [button.data for row in message.buttons for button in row] == [f"1|ok|{NOTICE}", "1|nn|"]


def test_notice_in_a_group_only_points_to_the_private_chat() -> None:
    (message,) = consent_notice(WORDS, Chat.GROUP).messages
    assert not message.buttons


def test_a_coordinator_invites_and_the_invited_joins(office: Office) -> None:
    boss = office.member(Role.COORDINATOR, "boss")
    made = text(say(office, invitations._invite, boss, "focal DCO Hka Mai (demo)", bot_username="demo_bot"))
    assert "focal point, DCO (Hka Mai (demo))" in made
    code = made.split("https://t.me/demo_bot?start=")[1].split()[0]
    reply = say(office, people._start, STRANGER, code, person_ref="new")
    assert "You are registered as P-2." in text(reply)
    assert data(reply) == [f"1|ok|{NOTICE}", "1|nn|"]
    assert office.look("new").role is Role.FOCAL
    with pytest.raises(Refusal) as refusal:
        say(office, people._start, STRANGER, code, person_ref="second")
    assert refusal.value.key == "refusal.stranger"


def test_without_a_bot_name_the_code_is_to_be_typed(office: Office) -> None:
    boss = office.member(Role.COORDINATOR, "boss")
    made = text(say(office, invitations._invite, boss, 'agency "demo church organisation" leads water'))
    assert "agency, DCO, leads WASH" in made
    assert "/start j" in made


@pytest.mark.parametrize(
    ("args", "key"),
    [
        ("focal", "invite.usage"),
        ("boss DCO", "invite.role_unknown"),
        ("admin DCO", "invite.role_unknown"),
        ("focal DCO", "invite.focal_needs_townships"),
        ("focal DCO Hka Mai (demo), Nowhere at all", "invite.township_unknown"),
    ],
)
def test_wrong_invitations_are_explained(office: Office, args: str, key: str) -> None:
    boss = office.member(Role.COORDINATOR, "boss")
    with pytest.raises(Refusal) as refusal:
        say(office, invitations._invite, boss, args)
    assert refusal.value.key == key
    WORDS.say(key, **refusal.value.params)


@pytest.mark.parametrize("role", [Role.AGENCY, Role.FOCAL, Role.PROTECTION])
def test_others_do_not_invite(office: Office, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        say(office, invitations._invite, office.member(role, "x"), "agency DCO")


def test_who_waits_is_confirmed_by_another_coordinator(office: Office) -> None:
    first = office.member(Role.COORDINATOR, "first")
    second = office.member(Role.COORDINATOR, "second", by=first)
    office.invite(Role.PROTECTION, by=first)
    code = f"hash-{office.made}"
    reply = office.scoped(
        lambda scope: people._start(lambda _code: code, scope, Incoming("u1.1", "new", "new", args="anything"), WORDS),
        STRANGER,
    )
    assert reply.klass is None, "somebody who waits is a stranger when the message is sent"
    (alert,) = reply.also
    assert (alert.person_ref, alert.message.text) == ("second", "P-3 waits for your confirmation.")
    assert [button.data for row in alert.message.buttons for button in row] == ["1|pv|P-3"], "nobody confirms unread"
    opened = say(office, registration._decide, second, data="1|pv|P-3")
    assert "protection, DCO" in text(opened)
    data = [button.data for row in opened.messages[0].buttons for button in row]
    assert data[:2] == ["1|pc|P-3|protection", "1|pr|P-3"]
    with pytest.raises(NotAllowedError):
        say(office, registration._decide, first, data="1|pc|P-3|protection")
    pressed = say(office, registration._decide, second, data="1|pc|P-3|protection")
    assert [note.person_ref for note in pressed.also] == ["new"]
    assert office.look("new").role is Role.PROTECTION
    with pytest.raises(Refusal) as refusal:
        say(office, registration._decide, second, data="1|pc|P-3|protection")
    assert refusal.value.key == "people.is_active", "a second press is told, not doubled"


def test_refused_by_button(office: Office) -> None:
    boss = office.member(Role.COORDINATOR, "boss")
    office.join(office.invite(Role.PROTECTION), "new")
    assert not say(office, registration._decide, boss, data="1|pr|P-2").also
    assert office.look("new") == STRANGER


@pytest.mark.parametrize("label", ["P-99", "nobody", "", "x" * 50])
def test_a_button_for_nobody_is_answered(office: Office, label: str) -> None:
    boss = office.member(Role.COORDINATOR, "boss")
    with pytest.raises(Refusal) as refusal:
        say(office, registration._decide, boss, data=f"1|pv|{label}")
    assert refusal.value.key == "people.unknown"


def agree(office: Office, who: str, pressed: str) -> Reply:
    """The reply on the way to a press of [I agree]."""
    return office.scoped(
        lambda scope: people._agree(scope, Incoming("u1.1", who, who, data=pressed), WORDS)[1], office.look(who)
    )


def test_agreeing_opens_the_desk(office: Office) -> None:
    office.join(office.invite(Role.AGENCY), "worker")
    assert "How long" in text(agree(office, "worker", f"1|ok|{NOTICE - 1}")), "an older notice is shown as it reads now"
    assert not office.look("worker").consented
    assert text(agree(office, "worker", f"1|ok|{NOTICE}")) == "Thank you."
    assert office.look("worker").consented
    shown = text(say(office, people._begin, office.look("worker")))
    assert shown.startswith("<b>1 of 3</b>")


def test_start_welcomes_by_who_it_is(office: Office) -> None:
    office.do(EnsureAdmins(("admin",)), TICK)
    assert "no data" in text(say(office, people._start, office.look("admin")))
    assert "Ask about a village" in text(say(office, people._start, office.member(Role.AGENCY, "worker")))
    group = Viewer(kind="group", chat=Chat.GROUP, ref=GROUP_REF)
    assert "public figures only" in text(say(office, people._start, group))


@pytest.mark.parametrize(
    ("viewer", "args", "key"),
    [
        (STRANGER, "", "refusal.stranger"),
        (STRANGER, "guessed-code", "refusal.stranger"),
        (STRANGER, "v12", "refusal.stranger"),
        (replace(STRANGER, chat=Chat.GROUP), "guessed-code", "refusal.stranger"),
        (UNREGISTERED, "guessed-code", "refusal.group"),
    ],
)
def test_strangers_read_one_sentence_whatever_they_send(office: Office, viewer: Viewer, args: str, key: str) -> None:
    with pytest.raises(Refusal) as refusal:
        say(office, people._start, viewer, args, person_ref="who")
    assert (refusal.value.key, refusal.value.params) == (key, {})


def test_me_shows_what_is_kept_and_until_when(office: Office) -> None:
    worker = office.member(Role.FOCAL, "worker")
    shown = text(say(office, people._me, worker))
    for part in ("P-1", "focal point, DCO", "Hka Mai (demo)", "20 Feb 2027", "22 Nov 2026", "30 days", "24 months"):
        assert part in shown


def test_leaving_asks_once_and_ends_access(office: Office) -> None:
    worker = office.member(Role.AGENCY, "worker")
    asked = say(office, people._leave, worker, data="1|lv|")
    assert data(asked) == ["1|lv|y", "1|me|"]
    assert office.look("worker").known
    gone = say(office, people._leave, worker, data="1|lv|y")
    assert gone.klass is None, "who has left is a stranger when the message is sent"
    assert office.look("worker") == STRANGER


def test_people_are_listed_and_changed_by_who_may(office: Office) -> None:
    boss = office.member(Role.COORDINATOR, "boss")
    office.member(Role.FOCAL, "worker")
    listed = text(say(office, registration._manage, boss))
    assert "P-1 · coordinator, DCO · active until 20 Feb 2027" in listed
    assert "P-2 · focal point, DCO (Hka Mai (demo)) · active" in listed
    assert "P-2 · focal point, DCO (Hka Mai (demo)) · suspended" in text(
        say(office, registration._manage, boss, "suspend p-2")
    )
    assert office.look("worker") == STRANGER
    for args in ("juggle P-2", "suspend"):
        with pytest.raises(Refusal) as refusal:
            say(office, registration._manage, boss, args)
        assert refusal.value.key == "people.usage"
    office.do(SuspendPerson("P-1"))
    with pytest.raises(NotAllowedError):
        say(office, registration._manage, office.look("boss"))


def test_long_lists_have_pages(office: Office) -> None:
    boss = office.member(Role.COORDINATOR, "boss")
    for number in range(20):
        office.join(office.invite(Role.AGENCY), f"person {number}")
    reply = say(office, registration._manage, boss)
    assert "(1/3)" in text(reply)
    assert reply.protected
    assert "1|pl|all|1" in data(reply)
    last = say(office, registration._turn, boss, data="1|pl|all|2")
    assert "P-21" in text(last)
    assert "P-2 " not in text(last)


@pytest.mark.parametrize("work", [people._me, people._agree, people._leave, registration._manage, registration._decide])
def test_own_matters_stay_out_of_groups(office: Office, work: Callable[..., Any]) -> None:
    group = Viewer(kind="group", chat=Chat.GROUP, ref=GROUP_REF)
    with pytest.raises(NotAllowedError) as refusal:
        say(office, work, group, data="1|pc|P-1")
    assert refusal.value.key == "people.in_private"


def test_presence_is_the_own_agencys_switch(office: Office) -> None:
    worker = office.member(Role.AGENCY, "worker")
    for word, shown in (("on", True), ("OFF", False)):
        say(office, agencies._presence, worker, word)
        assert office.rows(lambda session: session.get(Agency, 1)).shows_presence is shown
    with pytest.raises(Refusal) as refusal:
        say(office, agencies._presence, worker, "maybe")
    assert refusal.value.key == "people.presence_usage"
    with pytest.raises(NotAllowedError):
        say(office, agencies._presence, Viewer(kind="group", chat=Chat.GROUP, ref=GROUP_REF), "on")


def test_register_by_a_coordinators_word_and_by_a_code(office: Office) -> None:
    office.member(Role.COORDINATOR, "boss")
    reply = say(office, groups._register, UNREGISTERED, "Food sector", person_ref="boss", chat_ref=GROUP_REF)
    assert "registered as Food sector" in text(reply)
    made = office.do(groups.groups.CreateGroupInvitation(hashed("CODE"), "Shelter"))
    assert made > office.now
    say(office, groups._register, UNREGISTERED, "CODE", person_ref=None, chat_ref="other")
    assert office.look("boss", "other").kind == "group"


@pytest.mark.parametrize(
    ("viewer", "key"),
    [
        (UNREGISTERED, "refusal.group"),
        (STRANGER, "refusal.stranger"),
        (replace(STRANGER, chat=Chat.GROUP), "refusal.stranger"),
        (Viewer(kind="person", role=Role.AGENCY, ref="x"), "groups.in_group"),
    ],
)
def test_register_by_anybody_else(office: Office, viewer: Viewer, key: str) -> None:
    with pytest.raises(Refusal) as refusal:
        say(office, groups._register, viewer, "Food sector", person_ref="x", chat_ref=GROUP_REF)
    assert refusal.value.key == key


def test_being_put_out_of_a_group_is_told_to_coordinators(office: Office) -> None:
    office.member(Role.COORDINATOR, "boss")
    say(office, groups._register, UNREGISTERED, "Food sector", person_ref="boss", chat_ref=GROUP_REF)
    reply = say(office, groups._removed, UNREGISTERED, person_ref="anyone", chat_ref=GROUP_REF)
    assert (reply.messages, [note.person_ref for note in reply.also]) == ((), ["boss"])
    assert say(office, groups._removed, UNREGISTERED, person_ref="anyone", chat_ref=GROUP_REF) is None


def test_lists_of_people_are_no_data_of_villages(office: Office) -> None:
    office.do(EnsureAdmins(("admin",)), TICK)
    assert say(office, registration._manage, office.look("admin")).klass is Klass.PUBLIC


def test_a_link_to_a_village_opens_it_for_known_people(office: Office) -> None:
    worker = office.member(Role.AGENCY, "worker")
    assert "Hka Mai (demo)" in text(say(office, people._start, worker, "v2"))
    with pytest.raises(Refusal) as refusal:
        say(office, people._start, worker, "v999999999999999999")
    assert refusal.value.key == "place.unknown"
