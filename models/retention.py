"""What is deleted by age: one statement a kind of row, each returns how many rows it took."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Delete, Update, and_, delete, or_, select, update
from sqlmodel import Session, col

from models import commitment_duties, movements
from models.aliases import REFUSED, WAITING, PlaceAlias
from models.assessments import IndicatorValue
from models.audit import AuditEntry
from models.information_gaps import InformationGap
from models.looks import Look
from models.misunderstood import Misunderstood
from models.people import Group, Invitation, Person
from models.picks import AliasPick, AskedName, EarlierPick
from models.queue import address, inbox, outbox
from models.review import ReviewItem
from models.staging import JOBS, PARTS
from models.topics import LastTopic


def handled_updates(db: Session, before: datetime) -> int:
    """Inbox rows that were done before then."""
    return _count(db, delete(inbox).where(inbox.c.status == "done", inbox.c.finished_at < before))


def finished_messages(db: Session, before: datetime) -> int:
    """Outbox rows that were sent or given up before then."""
    return _count(db, delete(outbox).where(outbox.c.status != "pending", outbox.c.finished_at < before))


def strangers(db: Session, before: datetime) -> int:
    """Addresses of unregistered people and chats that did not write since then."""
    people = select(col(Person.ref))
    groups = select(col(Group.ref)).where(col(Group.status) == "active")
    unregistered = address.c.ref.not_in(people) & address.c.ref.not_in(groups)
    return _count(db, delete(address).where(unregistered, address.c.seen_at < before))


def leavers(db: Session, before: datetime) -> int:
    """Addresses and details of those who left before then; the bare label stays, so that nobody gets it again."""
    gone = list(db.scalars(select(Person).where(col(Person.left_at) < before, col(Person.ref).not_like("gone:%"))))
    for person in gone:
        db.execute(delete(address).where(address.c.ref == person.ref))
        db.execute(update(ReviewItem).where(col(ReviewItem.sender_ref) == person.ref).values(sender_ref=""))
        commitment_duties.forget(db, person.ref)
        movements.forget_reporter(db, person.ref)
        person.ref, person.agency_id, person.townships = f"gone:{person.label}", None, []
        person.language = person.telegram_language = None
        person.leads = person.consented_at = person.invitation_id = None
        person.consent_version = person.wanted_role = person.wanted_by = None
    db.flush()
    return len(gone)


def invitations(db: Session, before: datetime) -> int:
    """Invitations used or expired before then, but for those by which somebody still waits for confirmation."""
    waiting = select(col(Person.invitation_id)).where(
        col(Person.status) == "waiting", col(Person.invitation_id).is_not(None)
    )
    old = (col(Invitation.used_at) < before) | (col(Invitation.expires_at) < before)
    stale = list(db.scalars(select(col(Invitation.id)).where(old, col(Invitation.id).not_in(waiting))))
    for person in db.scalars(select(Person).where(col(Person.invitation_id).in_(stale))):
        person.invitation_id = None
    db.flush()
    return _count(db, delete(Invitation).where(col(Invitation.id).in_(stale)))


def values(db: Session, indicators: Sequence[str], before: datetime) -> int:
    """Values of these indicators that were recorded before then, corrected ones too."""
    old = col(IndicatorValue.recorded_at) < before
    return _count(db, delete(IndicatorValue).where(col(IndicatorValue.indicator).in_(indicators), old))


def asked_names(db: Session, before: datetime) -> int:
    """Names that were typed before then and asked back."""
    return _count(db, delete(AskedName).where(col(AskedName.asked_at) < before))


def picks(db: Session, before: datetime) -> int:
    """Picks from before then, and what was picked last in a chat."""
    earlier = _count(db, delete(EarlierPick).where(col(EarlierPick.at) < before))
    return earlier + _count(db, delete(AliasPick).where(col(AliasPick.at) < before))


def alias_candidates(db: Session) -> int:
    """Aliases that wait and that no pick speaks for any more."""
    picked = select(col(AliasPick.alias_id))
    return _count(db, delete(PlaceAlias).where(col(PlaceAlias.state) == WAITING, col(PlaceAlias.id).not_in(picked)))


def refused_spellings(db: Session, before: datetime) -> int:
    """The text of aliases that were refused before then; that they were refused stays."""
    old = (col(PlaceAlias.state) == REFUSED, col(PlaceAlias.decided_at) < before, col(PlaceAlias.text).is_not(None))
    return _count(db, update(PlaceAlias).where(*old).values(text=None, folded=None))


def looks(db: Session, before: datetime) -> int:
    """When somebody last looked, where that was before then."""
    return _count(db, delete(Look).where(col(Look.at) < before))


def information_gaps(db: Session, names_before: datetime, before: datetime) -> int:
    """What was asked without an answer, for the last time before then: names sooner than places."""
    unnamed = col(InformationGap.place_id).is_(None)
    old = or_(and_(unnamed, col(InformationGap.last_at) < names_before), col(InformationGap.last_at) < before)
    return _count(db, delete(InformationGap).where(old))


def misunderstood(db: Session, before: date) -> int:
    """Counts of days before then."""
    return _count(db, delete(Misunderstood).where(col(Misunderstood.day) < before))


def topics(db: Session, before: datetime) -> int:
    """What people were told last, where that was before then."""
    return _count(db, delete(LastTopic).where(col(LastTopic.at) < before))


def imports(db: Session, before: datetime) -> int:
    """Imports that nobody touched since then, with the rows that wait in them, whatever became of them."""
    old = select(JOBS.c.id).where(JOBS.c.touched_at < before)
    return _count(db, delete(PARTS).where(PARTS.c.job_id.in_(old))) + _count(db, delete(JOBS).where(JOBS.c.id.in_(old)))


def audit(db: Session, before: datetime) -> int:
    """Audit entries from before then."""
    return _count(db, delete(AuditEntry).where(col(AuditEntry.at) < before))


def _count(db: Session, statement: Delete | Update) -> int:
    result: Any = db.execute(statement)
    return int(result.rowcount)
