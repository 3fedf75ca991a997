"""The index of places and the words that are none, kept in the process as long as the store has not changed."""

from dataclasses import dataclass
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from coordination import memory
from coordination.scope import Scope
from models import agencies
from models import places as rows
from understanding.fold import fold
from understanding.place_index import Entry, PlaceIndex

_Version = tuple[Any, ...]


class Memory(NamedTuple):
    """All places, and the folded words of this desk that are no places: its agencies, what people call the sectors.

    ``bare_names`` are texts that were nothing but the name of a place, with the place that they turned out to mean:
    never anything else of what people write.
    """

    places: PlaceIndex
    no_places: frozenset[str]
    bare_names: "Names"


class Names(dict[str, Any]):
    """Names that were asked for; when there are many, they are all forgotten."""

    most = 5000

    def __setitem__(self, name: str, found: Any) -> None:
        if len(self) >= self.most:
            self.clear()
        super().__setitem__(name, found)


_kept: WeakKeyDictionary[Any, "_Kept"] = WeakKeyDictionary()
_building = Lock()


@dataclass
class _Kept:
    """The memory of one store. ``seen`` is a version of all data under which it was found to be current.

    ``version`` ends with the mark of a transaction that built it from changes of its own: rows that are taken back give
    their numbers to others.
    """

    version: _Version
    memory: Memory
    seen: tuple[Any, ...]


def index(scope: Scope) -> PlaceIndex:
    """All places as this transaction sees them."""
    return recall(scope).places


def recall(scope: Scope) -> Memory:
    """The memory as this transaction sees it; built anew (seconds) when the store has changed, here or elsewhere."""
    found = current(scope)
    if found is not None:
        return found
    engine, seen, own = _engine(scope), _seen(scope), memory.own(scope)
    version = (*_version(scope), own) if own else _version(scope)
    with _building:
        kept = _kept.get(engine)
        if kept is None or kept.version != version:
            kept = _Kept(version, Memory(_build(scope), _no_places(scope), Names()), seen)
            _kept[engine] = kept
        return kept.memory


def last(engine: Any) -> Memory | None:
    """The memory of the store behind ``engine`` as it was last needed; whether it still holds is asked later."""
    kept = _kept.get(engine)
    return kept.memory if kept else None


def current(scope: Scope) -> Memory | None:
    """The memory if this transaction need not build it; most often one look at the version of all data tells."""
    kept, seen, own = _kept.get(_engine(scope)), _seen(scope), memory.own(scope)
    if kept is None:
        return None
    if seen[0] and kept.seen == seen:
        if not own and isinstance(kept.version[-1], str):
            kept.version = _version(scope)  # what was changed there has been committed
        return kept.memory
    version = _version(scope)
    if kept.version not in (version, (*version, own)):
        return None
    kept.seen = seen
    return kept.memory


def _engine(scope: Scope) -> Any:
    return scope.db.get_bind().engine


def _seen(scope: Scope) -> tuple[Any, ...]:
    return memory.settled(scope), scope.desk.area


def _version(scope: Scope) -> _Version:
    return (*rows.version(scope.db), scope.desk.area)


def _build(scope: Scope) -> PlaceIndex:
    entries = [_entry(row) for row in rows.entries(scope.db)]
    bare = PlaceIndex(entries, rows.written(scope.db), scope.desk.spelling)
    if not scope.desk.area:
        return bare
    return bare.with_area(frozenset(id_ for name in scope.desk.area for id_ in bare.townships(name)))


def _no_places(scope: Scope) -> frozenset[str]:
    catalogue = scope.desk.catalogue
    acronyms = [agency.acronym for agency in catalogue.agencies]
    acronyms += [agency.acronym for agency in agencies.everyone(scope.db)]
    return catalogue.plain_words.union(map(fold, acronyms))


def _entry(row: tuple[Any, ...]) -> Entry:
    """A township is its own township, a state its own state, also where the row does not say so."""
    entry = Entry(*row)
    if entry.kind == "township":
        return entry._replace(township_id=entry.id)
    return entry._replace(state_id=entry.id) if entry.kind == "state" else entry
