"""Who gets a digest, of what and when: set up by coordinators in private for registered groups or for themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from coordination import people, places
from coordination.digest_content import GAPS, KINDS, SECTOR, TOWNSHIP
from coordination.digest_periods import LAST_DAY, RHYTHMS, WEEKLY, Period, Rhythm, after, is_zone
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.people import ACTIVE
from coordination.places import PlaceRef
from coordination.scope import Scope
from models import digests as rows
from models import people as people_rows
from models.digests import Digest, DigestRun

ASKED, GONE = "asked", "gone"
"""Why a digest rests: a coordinator said so, or the desk cannot write there any more."""
SHOWN_RUNS = 4
MOST = 20
"""Digests of one chat: more would only be noise, and a slip of the finger makes no flood."""
ZONE = "Asia/Yangon"
"""Zone of the first digest; later ones begin with that of the last."""
MONDAY_MORNING = (WEEKLY, 0, 8 * 60)


@dataclass(frozen=True)
class CreateDigest:
    """Let a registered group, or the coordinator's own chat (``chat_ref`` None), have a digest.

    It begins weekly, on Monday at 8, in the zone of the last one that was made.
    """

    kind: str
    chat_ref: str | None = None
    area_id: int | None = None
    sectors: tuple[str, ...] = ()
    topic: int | None = None


@dataclass(frozen=True)
class ChangeDigest:
    """Change what ``said`` names: rhythm, day, minute, zone, language, silent, pinned, paused (true or false)."""

    digest_id: int
    said: Mapping[str, Any]


@dataclass(frozen=True)
class MoveToTopic:
    """Let the digests of the group behind ``ref`` come into a topic of it; None is the group itself."""

    ref: str
    person_ref: str | None
    topic: int | None


@dataclass(frozen=True)
class RemoveDigest:
    """No such digest any more."""

    digest_id: int


@dataclass(frozen=True)
class SendDigest:
    """Send a digest now, besides its periods; ``source`` is unique, so that it is sent once."""

    digest_id: int
    source: str


@dataclass(frozen=True)
class RunEntry:
    """One period as coordinators see it: ``on`` is the day it was due, ``state`` and ``reason`` as in the table."""

    on: date
    state: str
    reason: str | None


@dataclass(frozen=True)
class DigestEntry:
    """A digest as coordinators see it. ``label`` is the group's; None for a person's, or a group that is gone."""

    id: int
    label: str | None
    own: bool
    kind: str
    area: PlaceRef | None
    sectors: tuple[str, ...]
    rhythm: Rhythm
    language: str | None
    silent: bool
    pinned: bool
    in_topic: bool
    paused: str | None
    due_at: datetime
    runs: tuple[RunEntry, ...] = field(default=())


def listing(scope: Scope) -> tuple[DigestEntry, ...]:
    """Every digest in the order in which they were made; raises `NotAllowedError`."""
    only_coordinators(scope)
    return tuple(_entry(scope, one) for one in rows.everyone(scope.db) if _may_see(scope, one))


def one(scope: Scope, digest_id: int) -> DigestEntry:
    """One digest with its last periods; raises `NotAllowedError` or ``digests.gone``."""
    only_coordinators(scope)
    row = found(scope, digest_id)
    runs = tuple(
        RunEntry(run.due_at.date(), run.state, run.reason) for run in rows.newest(scope.db, digest_id, SHOWN_RUNS)
    )
    return replace(_entry(scope, row), runs=runs)


def groups(scope: Scope) -> tuple[tuple[str, str], ...]:
    """Reference and label of the groups that may have a digest, by label."""
    only_coordinators(scope)
    return tuple((group.ref, group.label) for group in people_rows.groups(scope.db) if group.status == ACTIVE)


def townships(scope: Scope) -> tuple[PlaceRef, ...]:
    """The townships that a digest may be of: those of the desk's area, and where places of its list lie; by name."""
    ids = {place.township_id for place in places.listed(scope)} | set(places.area(scope).townships)
    found = places.get_many(scope, [one for one in ids if one is not None])
    return tuple(sorted(found, key=lambda place: (place.name, place.id)))


def rhythm_of(row: Digest) -> Rhythm:
    """When a digest is due."""
    return Rhythm(row.rhythm, row.day, row.minute, row.zone)


def schedule(row: Digest, period: Period) -> None:
    """Let ``period`` be the next one."""
    row.due_on, row.due_at = period.on, period.at


def only_coordinators(scope: Scope) -> None:
    """Refuse everybody else."""
    if not scope.viewer.coordinates:
        raise NotAllowedError


def _may_see(scope: Scope, row: Digest) -> bool:
    """What a coordinator has for themselves is nobody else's; what is left of one may be taken away by all."""
    own = row.chat_ref == scope.viewer.ref
    return own or people_rows.person(scope.db, row.chat_ref) is None or row.paused == GONE


def found(scope: Scope, digest_id: int) -> Digest:
    """The row of a digest, for `coordination.digest_runs`; raises ``digests.gone``."""
    row = rows.get(scope.db, digest_id)
    if row is None or not _may_see(scope, row):
        raise Refusal("digests.gone", number=digest_id)
    return row


def _entry(scope: Scope, row: Digest) -> DigestEntry:
    group = people_rows.group(scope.db, row.chat_ref)
    return DigestEntry(
        id=row.id or 0,
        label=group.label if group else None,
        own=row.chat_ref == scope.viewer.ref,
        kind=row.kind,
        area=places.get(scope, row.area_id) if row.area_id is not None else None,
        sectors=tuple(row.sectors),
        rhythm=rhythm_of(row),
        language=row.language,
        silent=row.silent,
        pinned=row.pinned,
        in_topic=row.topic is not None,
        paused=row.paused,
        due_at=row.due_at,
    )


def _create(scope: Scope, command: CreateDigest) -> DigestEntry:
    ref = command.chat_ref or scope.viewer.ref
    if ref is None or not people.recipient(scope.db, ref, scope.now).known:
        raise Refusal("digests.no_chat")
    _check(scope, command)
    made = rows.everyone(scope.db)
    if sum(one.chat_ref == ref for one in made) >= MOST:
        raise Refusal("digests.too_many", n=MOST)
    kind, day, minute = MONDAY_MORNING
    rhythm = Rhythm(kind, day, minute, made[-1].zone if made else ZONE)
    first = after(rhythm, scope.now)
    row = Digest(
        chat_ref=ref, topic=command.topic, kind=command.kind, area_id=command.area_id, sectors=list(command.sectors),
        rhythm=kind, day=day, minute=minute, zone=rhythm.zone, due_on=first.on, due_at=first.at,
        created_by=scope.viewer.label, created_at=scope.now,
    )  # fmt: skip
    rows.add(scope.db, row)
    return _entry(scope, row)


def _check(scope: Scope, command: CreateDigest) -> None:
    known = command.kind in KINDS and set(command.sectors) <= set(scope.desk.catalogue.sectors)
    needs_sector = command.kind == SECTOR and not command.sectors
    needs_area = command.kind == TOWNSHIP and command.area_id is None
    if not known or needs_sector or needs_area or (command.kind == GAPS and command.sectors):
        raise Refusal("digests.unclear")
    if command.area_id is not None and places.get(scope, command.area_id).kind not in places.AREAS:
        raise Refusal("digests.no_area")


def _change(scope: Scope, command: ChangeDigest) -> DigestEntry:
    row = found(scope, command.digest_id)
    said = dict(command.said)
    if "paused" in said:
        said["paused"] = ASKED if said["paused"] else None
    timing = {name: said.get(name, getattr(row, name)) for name in ("rhythm", "day", "minute", "zone")}
    if timing["rhythm"] != row.rhythm and "day" not in said:
        timing["day"] = 0 if timing["rhythm"] == WEEKLY else 1
    rhythm = Rhythm(timing["rhythm"], timing["day"], timing["minute"], timing["zone"])
    _check_rhythm(rhythm)
    resumed = row.paused is not None and said.get("paused", row.paused) is None
    for name, value in (said | timing).items():
        setattr(row, name, value)
    if resumed and not people.recipient(scope.db, row.chat_ref, scope.now).known:
        raise Refusal("digests.no_chat")
    if resumed or rhythm_of(row) != rhythm or set(said) & {"rhythm", "day", "minute", "zone"}:
        schedule(row, after(rhythm, scope.now))
    scope.db.add(row)
    scope.db.flush()
    return one(scope, command.digest_id)


def _check_rhythm(rhythm: Rhythm) -> None:
    days = {WEEKLY: range(7)}.get(rhythm.kind, range(1, LAST_DAY + 1))
    if rhythm.kind not in RHYTHMS or rhythm.day not in days:
        raise Refusal("digests.unclear")
    if not 0 <= rhythm.minute < 24 * 60:
        raise Refusal("digests.no_time")
    if not is_zone(rhythm.zone):
        raise Refusal("digests.no_zone", name=rhythm.zone)


def _move(scope: Scope, command: MoveToTopic) -> int:
    here = rows.of_chat(scope.db, command.ref)
    if not here:
        raise Refusal("digests.none_here")
    for row in here:
        row.topic = command.topic
        scope.db.add(row)
    return len(here)


def _remove(scope: Scope, command: RemoveDigest) -> int:
    row = found(scope, command.digest_id)
    rows.remove(scope.db, row.id or 0)
    return row.id or 0


def _send(scope: Scope, command: SendDigest) -> DigestEntry:
    row = found(scope, command.digest_id)
    if not people.recipient(scope.db, row.chat_ref, scope.now).known:
        raise Refusal("digests.no_chat")
    run = DigestRun(
        digest_id=row.id or 0, period=f"now.{command.source}", due_at=scope.now, as_of=scope.now, state=rows.CLAIMED
    )
    rows.begin(scope.db, [run])
    return _entry(scope, row)


def _may_move(scope: Scope, command: MoveToTopic) -> bool:
    sender = people.active(scope.db, command.person_ref, scope.now)
    return scope.viewer.kind == "group" and sender is not None and sender.role == "coordinator"


def _coordinates(scope: Scope, _command: Any) -> bool:
    return scope.viewer.coordinates


def _counts(result: DigestEntry) -> dict[str, Any]:
    return {"digest": result.id}


OPERATIONS |= {
    CreateDigest: Operation("digests.create", _coordinates, _create, _counts, changes_facts=False),
    ChangeDigest: Operation("digests.change", _coordinates, _change, _counts, changes_facts=False),
    MoveToTopic: Operation("digests.topic", _may_move, _move, lambda n: {"digests": n}, changes_facts=False),
    RemoveDigest: Operation("digests.remove", _coordinates, _remove, lambda id_: {"digest": id_}, changes_facts=False),
    SendDigest: Operation("digests.send", _coordinates, _send, _counts, changes_facts=False),
}
