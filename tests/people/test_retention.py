"""What goes after its time, and what stays (domain section 6 rule 15)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table
from sqlmodel import Session, select

from coordination.errors import NotAllowedError
from coordination.registration import ConfirmPerson, LeaveDesk
from coordination.retention import PurgeOldData
from coordination.viewer import OPERATOR, STRANGER, TICK, Role
from models import addresses
from models.assessments import Assessment, IndicatorValue
from models.audit import AuditEntry
from models.people import Invitation, Person
from models.queue import address, inbox, outbox
from tests.people.conftest import Office


def purge(office: Office, days: float) -> Any:
    """What the purge removes that many days from now."""
    return office.do(PurgeOldData(), TICK, office.now + timedelta(days=days))


def insert(office: Office, table: Table, **row: Any) -> None:
    office.db.transaction(lambda session: session.execute(table.insert().values(**row)))


def count(office: Office, thing: Any) -> int:
    return len(office.rows(lambda session: session.execute(select(thing)).all()))


def keep_address(office: Office, ref: str) -> None:
    office.db.transaction(lambda session: addresses.add(session, ref, "person", b"sealed", office.now))


def test_nothing_young_goes(office: Office) -> None:
    office.member(Role.PROTECTION, "worker")
    assert set(vars(purge(office, 0)).values()) == {0}


@pytest.mark.parametrize(("status", "gone"), [("done", 1), ("pending", 0), ("aside", 0)])
def test_handled_updates_go_after_seven_days(office: Office, status: str, gone: int) -> None:
    insert(
        office,
        inbox,
        bot_id=1,
        update_id=1,
        chat_ref="c",
        status=status,
        received_at=office.now,
        finished_at=office.now,
    )
    assert purge(office, 7).updates == 0
    assert purge(office, 7.1).updates == gone


@pytest.mark.parametrize(("status", "gone"), [("sent", 1), ("dead", 1), ("pending", 0)])
def test_finished_messages_go_after_seven_days(office: Office, status: str, gone: int) -> None:
    row = {"dedupe": "d", "chat_ref": "c", "method": "sendMessage", "klass": "public", "priority": 0}
    insert(office, outbox, **row, status=status, created_at=office.now, finished_at=office.now)
    assert purge(office, 7.1).messages == gone


def test_leaver_is_forgotten_after_thirty_days_and_the_label_never_returns(office: Office) -> None:
    worker = office.member(Role.FOCAL, "worker")
    keep_address(office, "worker")
    office.do(LeaveDesk(), worker)
    assert purge(office, 30).leavers == 0
    assert count(office, address) == 1
    assert purge(office, 30.1).leavers == 1
    assert count(office, address) == 0
    (row,) = office.rows(lambda session: session.exec(select(Person)).all())
    kept = (row.ref, row.label, row.agency_id, row.townships, row.leads, row.consented_at, row.invitation_id)
    assert kept == ("gone:P-1", "P-1", None, [], None, None, None)
    assert purge(office, 31).leavers == 0
    assert office.join(office.invite(Role.AGENCY), "worker").label == "P-2"


def test_addresses_of_strangers_go_after_seven_days_and_members_stay(office: Office) -> None:
    office.member(Role.AGENCY, "worker")
    for ref in ("worker", "stranger"):
        keep_address(office, ref)
    assert purge(office, 6).strangers == 0
    assert purge(office, 7.1).strangers == 1
    assert office.rows(lambda session: session.scalars(select(address.c.ref)).all()) == ["worker"]


def test_invitations_go_thirty_days_after_use_or_expiry(office: Office) -> None:
    office.join(office.invite(Role.AGENCY), "worker")
    office.invite(Role.AGENCY)
    assert purge(office, 30).invitations == 0
    assert purge(office, 30.1).invitations == 1, "the used one"
    assert purge(office, 33.1).invitations == 1, "the expired one"
    assert office.look("worker").known


def test_invitation_of_somebody_who_waits_stays(office: Office) -> None:
    joined = office.join(office.invite(Role.PROTECTION), "worker")
    assert purge(office, 60).invitations == 0
    office.do(ConfirmPerson(joined.label))
    assert purge(office, 60).invitations == 1


def test_confidential_values_go_after_six_months_and_others_stay(office: Office) -> None:
    office.db.transaction(lambda session: add_values(session, office.now))
    assert purge(office, 183).confidential_values == 0
    assert purge(office, 183.1).confidential_values == 1
    assert office.rows(lambda session: [row.indicator for row in session.exec(select(IndicatorValue))]) == ["WSH-02"]


def add_values(session: Session, now: datetime) -> None:
    visit = {"place_id": 2, "collected_on": now.date(), "tool": "KII", "agency_id": 1, "source": "f1.1"}
    session.add(Assessment(id=1, recorded_at=now, **visit))
    session.flush()
    for indicator in ("MIN-02", "WSH-02"):
        session.add(IndicatorValue(assessment_id=1, place_id=2, indicator=indicator, source="f1.1", recorded_at=now))


def test_audit_goes_after_24_months_and_the_purge_is_audited(office: Office) -> None:
    office.invite(Role.AGENCY)
    assert purge(office, 731).audit_entries == 0
    assert purge(office, 731.1).audit_entries == 1
    newest = office.rows(lambda session: session.exec(select(AuditEntry).order_by(AuditEntry.id.desc())).first())
    assert (newest.actor, newest.action, newest.counts["audit_entries"]) == ("tick", "retention.purge", 1)


def test_only_the_clock_and_the_operator_purge(office: Office) -> None:
    office.do(PurgeOldData(), OPERATOR)
    for actor in (STRANGER, office.member(Role.COORDINATOR, "boss")):
        with pytest.raises(NotAllowedError):
            office.do(PurgeOldData(), actor)
    assert count(office, Invitation) == 1
