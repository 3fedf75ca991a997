"""Aliases: names that people use for a place beyond those of the lists, and a coordinator's word on each."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from coordination import place_memory, places
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.places import PlaceRef
from coordination.scope import Scope
from models import aliases as rows
from models import picks, place_merges
from models.aliases import PlaceAlias, Used
from models.places import update_names
from understanding.common_words import COMMON
from understanding.fold import fold, tokens
from understanding.names import is_code
from understanding.redaction import personal

WAITING, CONFIRMED, REFUSED = rows.WAITING, rows.CONFIRMED, rows.REFUSED
STATES = (WAITING, CONFIRMED, REFUSED)
PAGE = 5
SHORTEST, LONGEST = 2, 60
"""Letters of the shortest alias, characters of the longest."""
NAMESAKES = 3
"""Other places of a name that are told; the rest are counted."""


@dataclass(frozen=True)
class ConfirmAlias:
    """Make a spelling that waits a name of its place, for everybody."""

    alias_id: int


@dataclass(frozen=True)
class RefuseAlias:
    """Turn away a spelling that waits: it does not come again for that place."""

    alias_id: int


@dataclass(frozen=True)
class TakeBackAlias:
    """Undo a confirmation (the name goes, but for one that a list has brought, too) or a refusal."""

    alias_id: int


@dataclass(frozen=True)
class AddAlias:
    """Make ``text`` a name of a place; ``key`` is the keyed hash of `key_of`."""

    text: str
    place_id: int
    key: str


@dataclass(frozen=True)
class Alias:
    """A spelling for a place. ``text`` is None once it is no longer kept, ``id`` where nothing is stored yet.

    ``picks`` by ``people`` people, the ``last`` one then, as long as it waits. ``also`` are other places of that very
    name, those of the desk's area or list first, and ``others`` how many more there are.
    """

    id: int | None
    text: str | None
    place: PlaceRef
    state: str
    picks: int = 0
    people: int = 0
    last: datetime | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    also: tuple[PlaceRef, ...] = ()
    others: int = 0


@dataclass(frozen=True)
class AliasPage:
    """A page of aliases of one state (0 is the first), and how many there are of each state."""

    state: str
    page: int
    pages: int
    entries: tuple[Alias, ...]
    counts: dict[str, int]


@dataclass(frozen=True)
class Proposal:
    """A spelling and the places that its place's name may mean: ``sure`` when it means just one."""

    text: str
    name: str
    places: tuple[PlaceRef, ...]
    sure: bool
    near: bool


def listing(scope: Scope, state: str = WAITING, page: int = 0, size: int = PAGE) -> AliasPage:
    """Aliases of a state, page by page (the last one where ``page`` is beyond it); raises `NotAllowedError`."""
    _for_coordinators(scope)
    counts = {one: rows.count(scope.db, one) for one in STATES}
    pages = max(1, -(-counts[state] // size))
    page = min(page, pages - 1)
    found = rows.listing(scope.db, state, page * size, size)
    return AliasPage(state, page, pages, tuple(_alias(scope, used) for used in found), counts)


def get(scope: Scope, alias_id: int, *states: str) -> Alias:
    """The alias of that id; raises `NotAllowedError`, or ``aliases.decided`` when it is in none of ``states``."""
    _for_coordinators(scope)
    return _alias(scope, _used(scope, alias_id, *states))


def named(scope: Scope, text: str) -> tuple[Alias, ...]:
    """The confirmed aliases of that spelling; raises `NotAllowedError`."""
    _for_coordinators(scope)
    return tuple(_alias(scope, Used(row, 0, 0, None)) for row in rows.confirmed(scope.db, fold(text)))


def propose(scope: Scope, text: str, place: str) -> Proposal:
    """What ``text`` as a name of ``place`` (as people write it) would be; raises `Refusal`. Nothing is written."""
    _for_coordinators(scope)
    spelling = _usable(scope, text)
    if personal(place, places.spans(scope, place)):
        raise Refusal("refusal.personal")
    found = places.find(scope, place)
    refs = tuple(candidate.place for candidate in found.candidates)
    if not refs:
        raise Refusal("aliases.no_place", name=place)
    if found.certain is not None:
        return Proposal(spelling, found.query or place, (found.certain,), sure=True, near=False)
    return Proposal(spelling, found.query or place, refs, sure=False, near=found.candidates[0].why == "near")


def proposed(scope: Scope, text: str, place_id: int) -> Alias:
    """``text`` as a name of a place, to be read back; raises `Refusal` when it is one already."""
    _for_coordinators(scope)
    place = places.get(scope, place_id)
    if rows.bears(scope.db, place_id, fold(text)):
        raise Refusal("aliases.known", spelling=text, place=place.name)
    also, others = _namesakes(scope, fold(text), place_id)
    return Alias(None, text, place, WAITING, also=also, others=others)


def problem(scope: Scope, text: str) -> str | None:
    """Key of why ``text`` cannot be anybody's alias; None when it can.

    Everyday words, agencies, sectors and numbers would be taken for that place in any sentence.
    """
    key = fold(text)
    if len(key) < SHORTEST or len(text) > LONGEST:
        return "aliases.length"
    if personal(text, places.spans(scope, text)):
        return "refusal.personal"
    no_places = place_memory.recall(scope).no_places
    everyday = all(token.key in COMMON or token.key in no_places or token.key.isdigit() for token in tokens(text))
    return "aliases.everyday" if everyday or key in no_places or is_code(text) else None


def key_of(place_id: int, text: str) -> str:
    """What is hashed to know a spelling of a place again."""
    return f"{place_id}|{fold(text)}"


def _usable(scope: Scope, text: str) -> str:
    spelling = " ".join(text.split())
    wrong = problem(scope, spelling)
    if wrong is not None:
        raise Refusal(wrong, **({"least": SHORTEST, "most": LONGEST} if wrong == "aliases.length" else {}))
    return spelling


def _for_coordinators(scope: Scope) -> None:
    if not scope.viewer.coordinates:
        raise NotAllowedError


def _used(scope: Scope, alias_id: int, *states: str) -> Used:
    used = rows.get(scope.db, alias_id)
    if used is None or used.row.state not in states:
        raise Refusal("aliases.decided")
    return used


def _alias(scope: Scope, used: Used) -> Alias:
    row = used.row
    also, others = _namesakes(scope, row.folded, row.place_id) if row.folded else ((), 0)
    return Alias(
        id=row.id,
        text=row.text,
        place=places.get(scope, row.place_id),
        state=row.state,
        picks=used.picks,
        people=used.people,
        last=used.last,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        also=also,
        others=others,
    )


def _namesakes(scope: Scope, folded: str, place_id: int) -> tuple[tuple[PlaceRef, ...], int]:
    """Other places that are called so, those in the desk's area or on its list first, and how many are left out."""
    townships = places.area(scope).townships
    found = places.get_many(scope, [other for other in rows.bearers(scope.db, folded) if other != place_id])
    near = sorted(found, key=lambda place: not (place.listed or place.township_id in townships))
    return tuple(near[:NAMESAKES]), len(near[NAMESAKES:])


def _confirm(scope: Scope, command: ConfirmAlias) -> Alias:
    used = _used(scope, command.alias_id, WAITING)
    return _settle(scope, used.row, used.row.text or "", used)


def _add(scope: Scope, command: AddAlias) -> Alias:
    text = _usable(scope, command.text)
    row = rows.by_key(scope.db, command.key) or PlaceAlias(
        place_id=command.place_id, key=command.key, state=WAITING, noted_at=scope.now
    )
    return _settle(scope, row, text, Used(row, 0, 0, None))


def _settle(scope: Scope, row: PlaceAlias, text: str, used: Used) -> Alias:
    """Write the name. What is told of it is read before: the index of places must not be built on unsaved rows."""
    shown = replace(proposed(scope, text, row.place_id), picks=used.picks, people=used.people)
    row.text, row.folded = text, fold(text)
    rows.add_name(scope.db, row.place_id, text, fold(text))
    _decide(scope, row, CONFIRMED)
    return replace(shown, id=row.id, state=CONFIRMED, decided_at=row.decided_at, decided_by=row.decided_by)


def _refuse(scope: Scope, command: RefuseAlias) -> Alias:
    used = _used(scope, command.alias_id, WAITING)
    shown = _alias(scope, used)
    _decide(scope, used.row, REFUSED)
    return replace(shown, state=REFUSED, decided_at=scope.now, decided_by=scope.viewer.label)


def _decide(scope: Scope, row: PlaceAlias, state: str) -> None:
    row.state, row.decided_at, row.decided_by = state, scope.now, scope.viewer.label
    scope.db.add(row)
    scope.db.flush()
    picks.forget(scope.db, row.id or 0)


def _take_back(scope: Scope, command: TakeBackAlias) -> Alias:
    """What was decided, as it stood: afterwards the spelling is as if nobody had ever picked it."""
    used = _used(scope, command.alias_id, CONFIRMED, REFUSED)
    shown, row = _alias(scope, used), used.row
    if row.state == CONFIRMED and not row.imported:
        _drop_name(scope, row, row.folded or "")
    scope.db.delete(row)
    scope.db.flush()
    return shown


def _drop_name(scope: Scope, row: PlaceAlias, folded: str) -> None:
    """Take a name from the place, and from what merges keep of it, so that no split brings it back.

    Where the place bore it before such a merge, it has it again as then.
    """
    borne: str | None = None
    for merge in place_merges.that_moved(scope.db, row.place_id, "place_alias.place_id", row.id or 0):
        borne = merge.gave.get(folded, rows.ALIAS)
        merge.names = [name for name in merge.names if name[1:] != [folded, rows.ALIAS]]
        merge.gave = {key: kind for key, kind in merge.gave.items() if key != folded}
    if borne is None:
        rows.drop_name(scope.db, row.place_id, folded)
    else:
        update_names(scope.db, [(row.place_id, folded, borne)])


def _may_decide(scope: Scope, _command: Any) -> bool:
    return scope.viewer.coordinates


def _history(done: Alias) -> dict[str, Any]:
    return {"alias": done.id, "place": done.place.id, "state": done.state, "picks": done.picks, "people": done.people}


OPERATIONS |= {
    ConfirmAlias: Operation("aliases.confirm", _may_decide, _confirm, _history),
    RefuseAlias: Operation("aliases.refuse", _may_decide, _refuse, _history),
    TakeBackAlias: Operation("aliases.take_back", _may_decide, _take_back, _history),
    AddAlias: Operation("aliases.add", _may_decide, _add, _history),
}
