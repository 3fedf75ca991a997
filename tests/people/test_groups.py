"""Registering, leaving and watching groups."""

from datetime import timedelta

import pytest

from coordination import groups
from coordination.errors import NotAllowedError, Refusal
from coordination.groups import (
    CreateGroupInvitation,
    JoinGroup,
    NoteMembers,
    NoteRemoval,
    RegisterGroup,
    RemoveGroup,
)
from coordination.invitations import LIFETIME
from coordination.registration import SuspendPerson
from coordination.viewer import GROUP, OPERATOR, STRANGER, TICK, UNREGISTERED, Chat, Role, Viewer
from tests.people.conftest import GROUP_REF, Office

STRANGER_IN_GROUP = Viewer(kind="stranger", chat=Chat.GROUP)


def register(office: Office, ref: str = GROUP_REF, label: str = "Food sector") -> groups.GroupEntry:
    entry: groups.GroupEntry = office.do(RegisterGroup(ref, "boss", label), UNREGISTERED)
    return entry


@pytest.fixture
def boss(office: Office) -> Viewer:
    return office.member(Role.COORDINATOR, "boss")


def test_coordinator_registers_a_group_under_their_own_word(office: Office, boss: Viewer) -> None:
    entry = register(office, label="  Food   sector ")
    assert (entry.label, entry.status, entry.registered_by) == ("Food sector", "active", boss.label)
    assert office.look("boss", GROUP_REF).kind == "group"


@pytest.mark.parametrize("role", [Role.AGENCY, Role.FOCAL, Role.PROTECTION, None])
def test_nobody_else_registers(office: Office, role: Role | None) -> None:
    if role:
        office.member(role, "worker")
    with pytest.raises(NotAllowedError):
        office.do(RegisterGroup(GROUP_REF, "worker" if role else None, "Food sector"), UNREGISTERED)


def test_suspended_coordinator_registers_nothing(office: Office, boss: Viewer) -> None:
    office.do(SuspendPerson(boss.label))
    with pytest.raises(NotAllowedError):
        register(office)


def test_a_private_chat_is_no_group(office: Office, boss: Viewer) -> None:
    with pytest.raises(NotAllowedError):
        office.do(RegisterGroup("boss", "boss", "Food sector"), boss)


@pytest.mark.parametrize("label", ["U Tun Lin's group", "water, 09 450 123 456", "wash@example.org"])
def test_a_label_names_no_person(office: Office, boss: Viewer, label: str) -> None:
    with pytest.raises(Refusal, match=r"refusal\.personal"):
        register(office, label=label)
    with pytest.raises(Refusal, match=r"refusal\.personal"):
        office.do(CreateGroupInvitation("hash", label))


def test_a_label_has_no_hidden_characters(office: Office, boss: Viewer) -> None:
    assert register(office, label="\u202eFood\u200b\x00 sector").label == "Food sector"


@pytest.mark.parametrize("label", ["", "   ", "x" * 61])
def test_a_label_is_needed(office: Office, boss: Viewer, label: str) -> None:
    with pytest.raises(Refusal) as refusal:
        register(office, label=label)
    assert refusal.value.key == "groups.label_needed"


def test_two_groups_share_no_label(office: Office, boss: Viewer) -> None:
    register(office)
    with pytest.raises(Refusal) as refusal:
        register(office, "other", "food SECTOR")
    assert refusal.value.key == "groups.label_taken"


def test_a_removed_groups_label_is_free(office: Office, boss: Viewer) -> None:
    register(office)
    office.do(RemoveGroup("FOOD sector"), boss)
    register(office, "other")
    assert [(entry.label, entry.status) for entry in office.scoped(groups.listing)] == [("Food sector", "active")]
    assert office.look("boss", GROUP_REF).kind == "unregistered"
    assert office.look("boss", "other").kind == "group"


def test_registering_again_renames(office: Office, boss: Viewer) -> None:
    register(office)
    assert register(office, label="Food and shelter").label == "Food and shelter"
    assert len(office.scoped(groups.listing)) == 1


def test_a_code_registers_one_group_once(office: Office) -> None:
    office.do(CreateGroupInvitation("code", "Food sector"))
    assert office.do(JoinGroup(GROUP_REF, "code"), UNREGISTERED).registered_by == "operator"
    with pytest.raises(Refusal) as refusal:
        office.do(JoinGroup("other", "code"), UNREGISTERED)
    assert refusal.value.key == "refusal.group"


@pytest.mark.parametrize(
    ("viewer", "key"),
    [(UNREGISTERED, "refusal.group"), (STRANGER_IN_GROUP, "refusal.stranger"), (GROUP, "refusal.not_allowed")],
)
def test_a_code_that_does_not_work_reads_like_none(office: Office, viewer: Viewer, key: str) -> None:
    office.do(CreateGroupInvitation("late", "Food sector"), at=office.now - LIFETIME)
    person_code = office.invite(Role.AGENCY)
    for code in ("guessed", "late", person_code):
        with pytest.raises(Refusal) as refusal:
            office.do(JoinGroup(GROUP_REF, code), viewer)
        assert refusal.value.key == key
    with pytest.raises(Refusal) as refusal:
        office.join("late", "a person cannot join by a group's code")


def test_being_put_out_ends_the_registration_and_is_told(office: Office, boss: Viewer) -> None:
    register(office)
    news = office.do(NoteRemoval(GROUP_REF), STRANGER)
    assert (news.label, [to.ref for to in news.tell]) == ("Food sector", ["boss"])
    assert office.look("boss", GROUP_REF).kind == "unregistered"
    assert office.do(NoteRemoval(GROUP_REF), STRANGER) is None


def test_growth_is_told_once(office: Office, boss: Viewer) -> None:
    register(office)
    assert office.scoped(groups.active_refs) == (GROUP_REF,)
    counts = [(12, False), (12, False), (11, False), (13, True), (13, False)]
    for day, (count, told) in enumerate(counts):
        news = office.do(NoteMembers(GROUP_REF, count), TICK, office.now + timedelta(days=day))
        assert (news is not None) is told, count
    assert office.do(NoteMembers("other", 5), TICK) is None


@pytest.mark.parametrize("actor", [STRANGER, GROUP])
def test_outsiders_see_and_change_no_groups(office: Office, boss: Viewer, actor: Viewer) -> None:
    register(office)
    for command in (CreateGroupInvitation("h", "Other"), RemoveGroup("Food sector"), NoteMembers(GROUP_REF, 3)):
        with pytest.raises(NotAllowedError):
            office.do(command, actor)
    with pytest.raises(NotAllowedError):
        office.scoped(groups.listing, actor)


def test_unknown_group_is_said(office: Office) -> None:
    with pytest.raises(Refusal) as refusal:
        office.do(RemoveGroup("Nothing"), OPERATOR)
    assert refusal.value.key == "groups.unknown"
