"""Who may use the desk: the viewer behind an update, and what a queued message's recipient may still see."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from coordination import disclosure
from coordination.errors import NotAllowedError
from coordination.scope import Scope
from coordination.viewer import GROUP, STRANGER, UNREGISTERED, Chat, Klass, Role, Viewer
from models import people as rows
from models.people import Person, Standing

ACTIVE, WAITING, SUSPENDED, LEFT = "active", "waiting", "suspended", "left"
VALID = timedelta(days=90)
"""How long a registration holds until somebody re-confirms it (domain section 6 rule 1)."""
NOTICE = 3
"""Version of the purpose notice. Whoever changes what the notice says raises it, and everybody is asked anew."""
CONSENT_VALID = timedelta(days=365)
"""The purpose notice comes again yearly (domain section 6 rule 18)."""


@dataclass(frozen=True)
class Recipient:
    """Somebody to tell, and in which language."""

    ref: str
    language: str | None


def viewer(db: Session, person_ref: str | None, chat_ref: str, chat: Chat, now: datetime) -> Viewer:
    """Who looks: by the sender, the chat and its kind.

    Suspended, left, expired, waiting and unknown people are strangers; so are anonymous admins and channels, which
    have no ``person_ref`` (domain section 6 rules 1, 2 and 30). In a registered group everybody is that group.
    """
    person = rows.standing(db, person_ref)
    if person is not None and not _in_force(person, now):
        person = None
    if chat is Chat.PRIVATE:
        return _as_viewer(person, now) if person else STRANGER
    group = rows.circle(db, chat_ref)
    if group is None or group.status != ACTIVE:
        return UNREGISTERED
    if person is None:
        return replace(STRANGER, chat=Chat.GROUP)
    return replace(GROUP, ref=group.ref, language=group.language, consented=has_consented(person, now))


def active(db: Session, person_ref: str | None, now: datetime) -> Person | None:
    """The person behind a reference if their registration is in force at ``now``."""
    person = rows.person(db, person_ref)
    return person if person and _in_force(person, now) else None


def _in_force(person: Person | Standing, now: datetime) -> bool:
    return person.status == ACTIVE and person.valid_until > now


def waits(db: Session, person_ref: str | None) -> bool:
    """Whether this is somebody who will be told when a second coordinator confirms them."""
    person = rows.standing(db, person_ref)
    return person is not None and person.status == WAITING


def has_consented(person: Person | Standing, now: datetime) -> bool:
    """Whether the person agreed to the purpose notice as it reads now, within the last year."""
    recent = person.consented_at is not None and person.consented_at > now - CONSENT_VALID
    return recent and person.consent_version == NOTICE


def needs_consent(looking: Viewer) -> bool:
    """Whether the purpose notice comes before any other answer."""
    return looking.known and not looking.consented


def _as_viewer(person: Standing, now: datetime) -> Viewer:
    return Viewer(
        kind="person",
        role=Role(person.role),
        ref=person.ref,
        label=person.label,
        agency_id=person.agency_id,
        agency=person.agency,
        sector=person.leads,
        townships=frozenset(person.townships),
        consented=has_consented(person, now),
        language=person.language,
    )


def recipient(db: Session, ref: str, now: datetime) -> Viewer:
    """Who would read a message to chat ``ref`` now; a private chat has its person's reference."""
    group = rows.circle(db, ref)
    if group is not None:
        return GROUP if group.status == ACTIVE else UNREGISTERED
    return viewer(db, ref, ref, Chat.PRIVATE, now)


def recipient_may(db: Session, ref: str, klass: Klass | None, township_id: int | None, now: datetime) -> bool:
    """Whether a queued message may still go to chat ``ref`` (domain section 6 rule 30).

    A message without a class holds no data and goes to anybody; a public one to whoever is known, admins among them.
    """
    looking = recipient(db, ref, now)
    if klass is None:
        return True
    if klass is Klass.PUBLIC:
        return looking.known
    level = disclosure.clearance(looking, township_id)
    return level is not None and klass <= level


def in_force(scope: Scope) -> tuple[tuple[str, str, str | None], ...]:
    """Reference, role and language of everybody whose registration is in force."""
    everybody = (one for one in rows.everybody(scope.db) if _in_force(one, scope.now))
    return tuple((one.ref, one.role, _recipient(one).language) for one in everybody)


def coordinators(scope: Scope, *, but: str | None = None) -> tuple[Recipient, ...]:
    """Active coordinators except the one labelled ``but``."""
    return tuple(
        _recipient(person)
        for person in rows.with_role(scope.db, Role.COORDINATOR)
        if person.label != but and active(scope.db, person.ref, scope.now)
    )


def recipient_at(scope: Scope, ref: str) -> Recipient | None:
    """The person behind a reference, while their registration is in force."""
    person = active(scope.db, ref, scope.now)
    return _recipient(person) if person else None


def language(db: Session, ref: str) -> str | None:
    """The language of the person behind a reference, as far as it is known."""
    person = rows.person(db, ref)
    return _recipient(person).language if person else None


def role_of(scope: Scope, ref: str) -> str | None:
    """Role of the person behind a reference; None for one who is no longer there."""
    person = rows.person(scope.db, ref)
    return person.role if person else None


def _recipient(person: Person) -> Recipient:
    return Recipient(person.ref, person.language or person.telegram_language)


def guardians(scope: Scope) -> tuple[Recipient, ...]:
    """Active coordinators and protection staff."""
    found = [*rows.with_role(scope.db, Role.COORDINATOR), *rows.with_role(scope.db, Role.PROTECTION)]
    return tuple(_recipient(one) for one in found if active(scope.db, one.ref, scope.now))


def recipient_called(scope: Scope, label: str) -> Recipient | None:
    """The person to tell who bears ``label``."""
    person = rows.by_label(scope.db, label)
    return _recipient(person) if person else None


def next_label(scope: Scope) -> str:
    """A pseudonym that nobody had before."""
    taken = rows.everybody(scope.db)
    return f"P-{int(taken[-1].label.removeprefix('P-')) + 1 if taken else 1}"


def myself(scope: Scope) -> Person:
    """The viewer's row; raises the stranger's refusal when the registration is no longer in force."""
    person = active(scope.db, scope.viewer.ref, scope.now)
    if person is None:
        raise NotAllowedError("refusal.stranger")
    return person
