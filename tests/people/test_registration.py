"""Invitations and every change of a registration: who may, from which state, to which."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from coordination import registration
from coordination.admins import EnsureAdmins
from coordination.errors import NotAllowedError, Refusal
from coordination.invitations import LIFETIME, CreateInvitation, Join, new_code
from coordination.registration import (
    AgreeToPurpose,
    ConfirmPerson,
    LeaveDesk,
    RefusePerson,
    RemovePerson,
    RenewPerson,
    RestorePerson,
    ResumePerson,
    SuspendPerson,
)
from coordination.viewer import GROUP, OPERATOR, STRANGER, TICK, Chat, Role, Viewer
from models.audit import AuditEntry
from models.people import Invitation, Person
from models.places import Place, PlaceName
from tests.people.conftest import Office
from understanding.fold import fold

STATES = ("active", "waiting", "suspended", "left")
CHANGES: list[tuple[Any, dict[str, str]]] = [
    (ConfirmPerson, {"waiting": "active"}),
    (RefusePerson, {"waiting": "left"}),
    (SuspendPerson, {"active": "suspended"}),
    (ResumePerson, {"suspended": "active"}),
    (RenewPerson, {"active": "active"}),
    (RemovePerson, {"active": "left", "waiting": "left", "suspended": "left"}),
]
MANAGED = {SuspendPerson, ResumePerson, RenewPerson, RemovePerson}


def in_state(office: Office, state: str) -> str:
    """Label of somebody in ``state``."""
    joined = office.join(office.invite(Role.PROTECTION), "someone")
    label = joined.label
    if state in {"active", "suspended"}:
        office.do(ConfirmPerson(label))
    if state == "suspended":
        office.do(SuspendPerson(label))
    if state == "left":
        office.do(RemovePerson(label))
    return label


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("command", "steps"), CHANGES)
def test_every_change_from_every_state(office: Office, command: Any, steps: dict[str, str], state: str) -> None:
    label = in_state(office, state)
    if state not in steps:
        with pytest.raises(Refusal) as refusal:
            office.do(command(label))
        assert refusal.value.key == f"people.is_{state}"
        return
    assert office.do(command(label.lower())).status == steps[state]


def viewer_of(office: Office, kind: str) -> Viewer:
    office.do(EnsureAdmins(("the admin",)), TICK)
    known = {"operator": OPERATOR, "tick": TICK, "stranger": STRANGER, "group": GROUP}
    if kind in known:
        return known[kind]
    if kind == "admin":
        return office.look("the admin")
    if kind == "coordinator in a group":
        return replace(office.member(Role.COORDINATOR, kind), chat=Chat.GROUP)
    return office.member(Role(kind), kind)


@pytest.mark.parametrize(
    ("kind", "confirms", "manages"),
    [
        ("operator", True, True),
        ("coordinator", True, True),
        ("admin", False, True),
        ("protection", False, False),
        ("agency", False, False),
        ("focal", False, False),
        ("coordinator in a group", False, False),
        ("group", False, False),
        ("stranger", False, False),
        ("tick", False, False),
    ],
)
def test_who_may_do_what(office: Office, kind: str, confirms: bool, manages: bool) -> None:
    actor = viewer_of(office, kind)
    for command, steps in CHANGES:
        state = next(iter(steps))
        label = in_state_of(office, state, command.__name__)
        allowed = manages if command in MANAGED else confirms
        if allowed:
            assert office.do(command(label), actor).status == steps[state]
        else:
            with pytest.raises(NotAllowedError):
                office.do(command(label), actor)
    if confirms:
        office.invite(Role.AGENCY, actor)
    else:
        with pytest.raises(NotAllowedError):
            office.invite(Role.AGENCY, actor)
    if not manages:
        with pytest.raises(NotAllowedError):
            office.scoped(registration.listing, actor)


def in_state_of(office: Office, state: str, ref: str) -> str:
    label: str = office.join(office.invite(Role.PROTECTION), ref).label
    if state != "waiting":
        office.do(ConfirmPerson(label))
    if state == "suspended":
        office.do(SuspendPerson(label))
    return label


def test_code_works_once(office: Office) -> None:
    code = office.invite(Role.AGENCY)
    assert office.join(code, "first").label == "P-1"
    with pytest.raises(Refusal) as refusal:
        office.join(code, "second")
    assert refusal.value.key == "refusal.stranger"
    assert office.look("second") == STRANGER


@pytest.mark.parametrize("age", [LIFETIME, LIFETIME + timedelta(days=1)])
def test_code_expires_after_72_hours(office: Office, age: timedelta) -> None:
    code = office.invite(Role.AGENCY, at=office.now - age)
    with pytest.raises(Refusal) as refusal:
        office.join(code, "late")
    assert refusal.value.key == "refusal.stranger"


def test_code_works_until_the_last_second(office: Office) -> None:
    code = office.invite(Role.AGENCY, at=office.now - LIFETIME + timedelta(seconds=1))
    assert not office.join(code, "in time").waiting


def test_unknown_code_reads_like_none(office: Office) -> None:
    with pytest.raises(Refusal) as refusal:
        office.join("guessed", "anyone")
    assert (refusal.value.key, refusal.value.params) == ("refusal.stranger", {})


@pytest.mark.parametrize("state", ["active", "waiting", "suspended"])
def test_a_code_lifts_no_state(office: Office, state: str) -> None:
    in_state(office, state)
    code = office.invite(Role.AGENCY)
    with pytest.raises(Refusal) as refusal:
        office.join(code, "someone")
    assert refusal.value.key == "refusal.stranger"
    assert office.join(code, "another").label == "P-2", "the code was not used up"


def test_who_left_comes_back_with_a_new_code_under_the_old_label(office: Office) -> None:
    person = office.member(Role.AGENCY, "someone")
    office.do(LeaveDesk(), person)
    assert office.join(office.invite(Role.FOCAL), "someone").label == "P-1"
    again = office.look("someone")
    assert (again.role, again.consented) == (Role.FOCAL, False)


def test_who_ran_out_comes_back_with_a_new_code(office: Office) -> None:
    office.join(office.invite(Role.AGENCY, at=office.now - timedelta(days=91)), "x", office.now - timedelta(days=91))
    assert office.look("x") == STRANGER
    assert office.join(office.invite(Role.AGENCY), "x").label == "P-1"
    assert office.look("x").known


def test_inviter_cannot_confirm(office: Office) -> None:
    first = office.member(Role.COORDINATOR, "first")
    second = office.member(Role.COORDINATOR, "second", by=first)
    joined = office.join(office.invite(Role.PROTECTION, by=first), "new")
    with pytest.raises(NotAllowedError) as refusal:
        office.do(ConfirmPerson(joined.label), first)
    assert refusal.value.key == "people.own_invitation"
    assert [to.ref for to in joined.tell] == ["second"]
    assert office.do(ConfirmPerson(joined.label), second).status == "active"


def test_agency_and_focal_point_need_no_second_coordinator(office: Office) -> None:
    for role in (Role.AGENCY, Role.FOCAL):
        assert not office.join(office.invite(role), f"new {role}").waiting


def test_renewing_counts_from_today(office: Office) -> None:
    office.join(office.invite(Role.AGENCY, at=office.now - timedelta(days=80)), "x", office.now - timedelta(days=80))
    assert office.do(RenewPerson("P-1")).valid_until == office.now + timedelta(days=90)


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (CreateInvitation("h", Role.AGENCY, "Nobody"), "invite.agency_unknown"),
        (CreateInvitation("h", Role.ADMIN, "DCO"), "invite.role_unknown"),
        (CreateInvitation("h", Role.FOCAL, "DCO"), "invite.focal_needs_townships"),
        (CreateInvitation("h", Role.FOCAL, "DCO", ("Nowhere at all",)), "invite.township_unknown"),
        (CreateInvitation("h", Role.AGENCY, "DCO", (), "juggling"), "invite.sector_unknown"),
        (CreateInvitation("h", Role.FOCAL, "DCO", ("Hka Mai (demo)",), "WASH"), "invite.lead_is_agency"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said(office: Office, command: CreateInvitation, key: str) -> None:
    with pytest.raises(Refusal) as refusal:
        office.do(command)
    assert refusal.value.key == key
    assert office.rows(lambda session: session.exec(select(Invitation)).all()) == []


def test_township_of_an_invitation_is_never_the_village_of_that_name(office: Office) -> None:
    made = office.do(CreateInvitation("h", Role.FOCAL, "dco", ("hka mai (demo)",)))
    assert (made.agency, made.townships) == ("DCO", ("Hka Mai (demo)",))
    assert office.rows(lambda session: session.exec(select(Invitation)).one().townships) == [1]


def test_townships_of_one_name_are_told_apart_by_code(office: Office) -> None:
    def second(session: Session) -> None:
        session.add(Place(id=3, source_id="demo:t2", source="demo", kind="township", name="Hka Mai (demo)"))
        session.flush()
        session.add(PlaceName(place_id=3, text="Hka Mai (demo)", folded=fold("Hka Mai (demo)"), kind="name"))

    office.db.transaction(second)
    with pytest.raises(Refusal) as refusal:
        office.invite(Role.FOCAL)
    assert refusal.value.key == "invite.township_which"
    assert "demo:t2" in refusal.value.params["names"]
    office.invite(Role.FOCAL, townships=("demo:t2",))
    assert office.rows(lambda session: session.exec(select(Invitation)).one().townships) == [3]


def test_codes_are_long_random_and_fit_a_start_link() -> None:
    codes = {new_code() for _ in range(100)}
    assert len(codes) == 100
    assert all(len(code) == 33 and code.replace("-", "a").replace("_", "a").isalnum() for code in codes)


def test_admins_are_those_of_the_settings(office: Office) -> None:
    office.do(EnsureAdmins(("one", "two")), TICK)
    assert office.look("one").role is Role.ADMIN
    assert office.do(EnsureAdmins(("two", "three")), TICK) == {"admins": 2, "dropped": 1}
    assert office.look("one") == STRANGER
    assert office.look("two", after=timedelta(days=400)).role is Role.ADMIN
    office.do(EnsureAdmins(("one",)), TICK)
    assert office.look("one").label == "P-1"


def test_nobody_restores_an_admin_whom_the_settings_do_not_name(office: Office) -> None:
    boss = office.member(Role.COORDINATOR, "boss")
    office.do(EnsureAdmins(("one", "two")), TICK)
    office.do(AgreeToPurpose(), office.look("one"))
    office.do(EnsureAdmins(("two",)), TICK)
    for viewer in (boss, office.look("two")):
        with pytest.raises(Refusal) as refusal:
            office.do(RestorePerson("P-2"), viewer)
        assert refusal.value.key == "people.is_left"
    assert office.look("one") == STRANGER


def test_a_suspended_admin_stays_suspended_over_a_start(office: Office) -> None:
    office.do(EnsureAdmins(("one",)), TICK)
    office.do(SuspendPerson("P-1"))
    office.do(EnsureAdmins(("one",)), TICK)
    assert office.look("one") == STRANGER


@pytest.mark.parametrize("command", [LeaveDesk(), AgreeToPurpose()])
def test_own_matters_are_for_people_in_private(office: Office, command: object) -> None:
    for actor in (OPERATOR, STRANGER, GROUP):
        with pytest.raises(NotAllowedError):
            office.do(command, actor)


def test_every_change_is_audited_under_labels(office: Office) -> None:
    boss = office.member(Role.COORDINATOR, "boss")
    worker = office.member(Role.AGENCY, "worker", by=boss)
    office.do(SuspendPerson(worker.label), boss)
    entries = office.rows(lambda session: list(session.exec(select(AuditEntry).order_by(AuditEntry.id))))
    assert [(entry.actor, entry.action, entry.counts) for entry in entries] == [
        ("operator", "invitation.create", {"role": "coordinator"}),
        ("stranger", "people.join", {"person": "P-1"}),
        ("operator", "people.confirm", {"person": "P-1"}),
        ("P-1", "people.consent", {"person": "P-1"}),
        ("P-1", "invitation.create", {"role": "agency"}),
        ("stranger", "people.join", {"person": "P-2"}),
        ("P-2", "people.consent", {"person": "P-2"}),
        ("P-1", "people.suspend", {"person": "P-2"}),
    ]


def test_listing_says_who_ran_out(office: Office) -> None:
    office.join(office.invite(Role.FOCAL, at=office.now - timedelta(days=91)), "x", office.now - timedelta(days=91))
    (entry,) = office.scoped(registration.listing)
    assert (entry.status, entry.role, entry.agency, entry.townships) == ("expired", "focal", "DCO", ("Hka Mai (demo)",))


def test_references_stand_beside_people_only(office: Office) -> None:
    boss = office.member(Role.COORDINATOR, "boss")
    office.member(Role.PROTECTION, "worker", by=boss)
    made = office.rows(lambda session: session.exec(select(Invitation)).all())
    assert {(row.created_by, row.used_by, row.confirmed_by) for row in made} == {
        ("operator", "P-1", "operator"),
        ("P-1", "P-2", "operator"),
    }
    assert {row.ref for row in office.rows(lambda session: session.exec(select(Person)).all())} == {"boss", "worker"}


def test_joining_needs_the_exact_hash(office: Office) -> None:
    office.invite(Role.AGENCY)
    with pytest.raises(Refusal):
        office.do(Join("HASH-1", "x"), STRANGER)
