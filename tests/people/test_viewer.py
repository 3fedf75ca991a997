"""Who a sender is, by person, chat and time; and what a queued message's recipient may still read."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from coordination import people
from coordination.groups import RegisterGroup, RemoveGroup
from coordination.registration import LeaveDesk, RefusePerson, RemovePerson, ResumePerson, SuspendPerson
from coordination.viewer import GROUP, STRANGER, Chat, Klass, Role, Viewer
from tests.people.conftest import GROUP_REF, Office

IN_GROUP = Viewer(kind="unregistered", chat=Chat.GROUP)
SHUT_OUT: dict[str, Callable[[Office, Viewer], object]] = {
    "suspended": lambda office, person: office.do(SuspendPerson(person.label)),
    "removed": lambda office, person: office.do(RemovePerson(person.label)),
    "left": lambda office, person: office.do(LeaveDesk(), person),
}


def register(office: Office, label: str = "Food sector") -> None:
    office.member(Role.COORDINATOR, "boss")
    office.do(RegisterGroup(GROUP_REF, "boss", label), IN_GROUP)


def test_person_in_private_is_that_person(office: Office) -> None:
    office.member(Role.FOCAL, "focal")
    looking = office.look("focal")
    assert (looking.kind, looking.role, looking.agency, looking.townships) == ("person", Role.FOCAL, "DCO", {1})
    assert (looking.label, looking.consented, looking.sector) == ("P-1", True, None)


def test_sector_lead_is_an_agency_person_with_a_mark(office: Office) -> None:
    office.join(office.invite(Role.AGENCY, leads="water"), "lead")
    assert office.look("lead").sector == "WASH"


def test_unknown_sender_is_a_stranger(office: Office) -> None:
    assert office.look("nobody") == STRANGER
    assert office.look(None) == STRANGER


@pytest.mark.parametrize("how", SHUT_OUT)
def test_who_is_shut_out_is_a_stranger_at_once_everywhere(office: Office, how: str) -> None:
    register(office)
    person = office.member(Role.AGENCY, "worker")
    assert office.look("worker", GROUP_REF).kind == "group"
    SHUT_OUT[how](office, person)
    assert office.look("worker") == STRANGER
    assert office.look("worker", GROUP_REF).kind == "stranger"


def test_resumed_person_is_back(office: Office) -> None:
    person = office.member(Role.AGENCY, "worker")
    office.do(SuspendPerson(person.label))
    office.do(ResumePerson(person.label))
    assert office.look("worker") == person


def test_registration_runs_out_after_90_days(office: Office) -> None:
    office.member(Role.AGENCY, "worker")
    assert office.look("worker", after=timedelta(days=90) - timedelta(seconds=1)).kind == "person"
    assert office.look("worker", after=timedelta(days=90)) == STRANGER


@pytest.mark.parametrize("role", [Role.PROTECTION, Role.COORDINATOR])
def test_who_waits_or_was_refused_is_a_stranger(office: Office, role: Role) -> None:
    joined = office.join(office.invite(role), "new")
    assert joined.waiting
    assert office.look("new") == STRANGER
    office.do(RefusePerson(joined.label))
    assert office.look("new") == STRANGER


def test_consent_is_asked_at_first_and_yearly(office: Office, now: object) -> None:
    office.join(office.invite(Role.AGENCY), "worker")
    assert people.needs_consent(office.look("worker"))
    person = office.member(Role.AGENCY, "other")
    assert not people.needs_consent(person)
    entry = office.rows(lambda session: people.active(session, "other", office.now))
    assert not people.has_consented(entry, office.now + people.CONSENT_VALID)


def test_registered_group_is_the_group_whoever_asks(office: Office) -> None:
    register(office)
    for role in (Role.AGENCY, Role.PROTECTION):
        office.member(role, f"a {role}")
        looking = office.look(f"a {role}", GROUP_REF)
        assert (looking.kind, looking.chat, looking.role, looking.ref) == ("group", Chat.GROUP, None, GROUP_REF)
        assert looking.label == GROUP.label
        assert not looking.townships


def test_anonymous_admins_channels_and_outsiders_of_a_registered_group_are_strangers(office: Office) -> None:
    register(office)
    assert office.look(None, GROUP_REF).kind == "stranger"
    assert office.look("outsider", GROUP_REF).kind == "stranger"


def test_group_that_is_not_registered_or_was_removed(office: Office) -> None:
    register(office)
    assert office.look("boss", "another group").kind == "unregistered"
    office.do(RemoveGroup("food sector"))
    assert office.look("boss", GROUP_REF).kind == "unregistered"


@pytest.mark.parametrize(
    ("ref", "highest"),
    [
        ("agency", Klass.RESTRICTED),
        ("focal", Klass.RESTRICTED),
        ("protection", Klass.CONFIDENTIAL),
        ("coordinator", Klass.CONFIDENTIAL),
        ("boss", Klass.CONFIDENTIAL),
        (GROUP_REF, Klass.PUBLIC),
        ("nobody", None),
    ],
)
def test_a_queued_message_is_checked_against_the_right_to_read_it(
    office: Office, ref: str, highest: Klass | None
) -> None:
    register(office)
    for role in Role:
        if role is not Role.ADMIN:
            office.member(role, str(role))

    def may(klass: Klass | None) -> bool:
        allowed: bool = office.rows(lambda session: people.recipient_may(session, ref, klass, 1, office.now))
        return allowed

    assert may(None)
    assert [klass for klass in Klass if may(klass)] == [
        klass for klass in Klass if klass <= (-1 if highest is None else highest)
    ]


def test_focal_point_is_bound_to_the_townships_of_the_invitation(office: Office) -> None:
    office.member(Role.FOCAL, "focal")
    for township, expected in ((1, True), (2, False), (None, False)):
        may = office.rows(
            lambda session, at=township: people.recipient_may(session, "focal", Klass.RESTRICTED, at, office.now)
        )
        assert may is expected


def test_suspended_in_the_middle_gets_no_queued_message(office: Office) -> None:
    person = office.member(Role.PROTECTION, "worker")
    office.do(SuspendPerson(person.label))
    may = office.rows(lambda session: people.recipient_may(session, "worker", Klass.PUBLIC, 1, office.now))
    assert not may
