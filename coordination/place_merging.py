"""Mending the list of places: two that are one, and one that is two after all. Nothing is lost either way."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coordination.errors import Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.place_list import may_change_places
from coordination.scope import Scope
from models import aliases, places
from models import place_merges as table
from models.place_merges import PlaceMerge
from models.places import Place
from understanding.fold import fold
from understanding.names import STRENGTH

_OPTIONAL = ("name_my", "pcode", "latitude", "longitude")
"""Columns that the kept place takes over where it has nothing."""


@dataclass(frozen=True)
class MergePlaces:
    """Make one place of two: everything about ``gone_id`` moves to ``place_id``, its names become further ones."""

    place_id: int
    gone_id: int


@dataclass(frozen=True)
class SplitPlace:
    """Take a merge back. ``code`` is the id or p-code of the place that went into another, or its name."""

    code: str


@dataclass(frozen=True)
class MergeEntry:
    """A merge: what went (``code``, ``name``) into which place, by an import or by whose hand, and when.

    ``rows`` is the number of rows that moved with it. After a split ``place_id`` is the place that is back.
    """

    code: str
    name: str
    kind: str
    kept: str
    kept_name: str
    way: str
    merged_at: datetime
    merged_by: str
    rows: int
    place_id: int | None = None


def merges(scope: Scope) -> tuple[MergeEntry, ...]:
    """The merges in force, the newest first."""
    return tuple(_entry(merge, kept, name) for merge, kept, name in table.listing(scope.db))


def _entry(merge: PlaceMerge, kept: str, kept_name: str, place_id: int | None = None) -> MergeEntry:
    rows = sum(len(keys) for keys in merge.moved.values())
    gone = (merge.code, merge.name, merge.kind)
    return MergeEntry(*gone, kept, kept_name, merge.way, merge.merged_at, merge.merged_by, rows, place_id)


def _merge(scope: Scope, command: MergePlaces) -> MergeEntry:
    kept, gone = _row(scope, command.place_id), _row(scope, command.gone_id)
    _check(scope, kept, gone)
    record = _record(scope, kept, gone)
    record.filled = _fill(kept, gone)
    scope.db.flush()
    record.moved = table.move(scope.db, command.place_id, command.gone_id)
    record.gave = _give_names(scope, command.place_id, record)
    scope.db.add(record)
    table.drop_place(scope.db, command.gone_id)
    return _entry(record, kept.source_id, kept.name)


def _row(scope: Scope, place_id: int) -> Place:
    row = table.place(scope.db, place_id)
    if row is None:
        raise Refusal("place.unknown")
    return row


def _check(scope: Scope, kept: Place, gone: Place) -> None:
    """Refuse what could not be merged without losing something or putting places where they are not."""
    if kept.id == gone.id:
        raise Refusal("place.merge.same", name=kept.name)
    if kept.kind != gone.kind:
        kinds = {"kept_kind": kept.kind.replace("_", " "), "gone_kind": gone.kind.replace("_", " ")}
        raise Refusal("place.merge.kinds", kept=kept.name, gone=gone.name, **kinds)
    if places.holds_any(scope.db, gone.id or 0) and _above(kept) != _above(gone):
        raise Refusal("place.merge.elsewhere", kept=kept.name, gone=gone.name)
    found = table.clash(scope.db, kept.id or 0, gone.id or 0)
    if found is not None:
        name, common = found
        shown = ", ".join(str(value) for column, value in common.items() if value and not column.endswith("_id"))
        raise Refusal("place.merge.clash", kept=kept.name, gone=gone.name, table=name.replace("_", " "), common=shown)


def _above(place: Place) -> tuple[int | None, ...]:
    """The areas that everything inside a place lies in as well."""
    return tuple(id_ if id_ != place.id else None for id_ in (place.township_id, place.state_id))


def _record(scope: Scope, kept: Place, gone: Place) -> PlaceMerge:
    columns = gone.model_dump(exclude={"id", "source_id"})
    columns |= {name: None for name in ("parent_id", "township_id", "state_id") if columns[name] == gone.id}
    names = table.names_of(scope.db, gone.id or 0)
    return PlaceMerge(
        **columns,
        kept_id=kept.id or 0,
        gone_id=gone.id,
        way=table.HAND,
        code=gone.source_id,
        names=[[text, key, kind] for key, (text, kind) in names.items()],
        merged_at=scope.now,
        merged_by=scope.viewer.label,
    )


def _fill(kept: Place, gone: Place) -> dict[str, list[Any]]:
    """Let ``kept`` have what it lacks; column → [before, after]."""
    before = kept.model_dump()
    for name in _OPTIONAL:
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(gone, name))
    kept.listed = kept.listed or gone.listed
    return {name: [before[name], value] for name, value in kept.model_dump().items() if value != before[name]}


def _give_names(scope: Scope, place_id: int, record: PlaceMerge) -> dict[str, str | None]:
    """Call the kept place what the gone one was called, a main name as a further one; key → kind before."""
    held = table.names_of(scope.db, place_id)
    wanted = {key: (text, "alias" if kind == "name" else kind) for text, key, kind in record.names}
    wanted |= {fold(code): (code, "code") for code in (record.code, record.pcode) if code}
    gave: dict[str, str | None] = {}
    for key, (_, kind) in wanted.items():
        before = held[key][1] if key in held else None
        if before is None or STRENGTH.index(kind) < STRENGTH.index(before):
            gave[key] = before
    new = [(place_id, wanted[key][0], key, wanted[key][1]) for key, before in gave.items() if before is None]
    places.insert_names(scope.db, new)
    raised = {key: wanted[key][1] for key, before in gave.items() if before is not None}
    _set_kinds(scope, place_id, raised)
    return gave


def _set_kinds(scope: Scope, place_id: int, kinds: dict[str, str]) -> None:
    if kinds:
        places.update_names(scope.db, [(place_id, key, kind) for key, kind in kinds.items()])


def _split(scope: Scope, command: SplitPlace) -> MergeEntry:
    record = _meant(scope, command.code)
    _check_last(scope, record)
    kept = _row(scope, record.kept_id)
    place_id = _bring_back(scope, record)
    table.move_back(scope.db, record.moved, record.kept_id, place_id)
    _take_names(scope, record)
    _part_aliases(scope, record, place_id)
    _unfill(scope, kept, record)
    scope.db.flush()
    places.close_loops(scope.db)
    record.undone_at, record.undone_by = scope.now, scope.viewer.label
    scope.db.flush()
    return _entry(record, kept.source_id, kept.name, place_id)


def _meant(scope: Scope, text: str) -> PlaceMerge:
    """The merge that ``text`` means: the id, else the p-code, else the name of what only one gone place had."""
    found = table.called(scope.db, text.strip())
    wanted = text.strip().casefold()
    for told in ("code", "pcode", "name"):
        meant = [merge for merge in found if (getattr(merge, told) or "").casefold() == wanted]
        if len(meant) > 1:
            raise Refusal("place.split.which", name=text, codes=", ".join(merge.code for merge in meant))
        if meant:
            return meant[0]
    raise Refusal("place.split.unknown", name=text)


def _check_last(scope: Scope, record: PlaceMerge) -> None:
    """A merge that was itself moved by a later one has to wait for that one."""
    for later in table.of_kept(scope.db, record.kept_id):
        if [record.id] in later.moved.get("place_merge.kept_id", []):
            raise Refusal("place.split.first", name=record.name, first=later.code)


def _bring_back(scope: Scope, record: PlaceMerge) -> int:
    """The place as it was, with its spellings, and the id that it had; its new one when it never had any."""
    new_id = max(places.last_id(scope.db), table.last_gone(scope.db)) + 1
    place_id = record.gone_id if record.gone_id is not None else new_id
    columns = record.model_dump() | {"id": place_id, "source_id": record.code}
    places.insert_places(scope.db, [[columns[name] for name in places.COLUMNS]])
    places.insert_names(scope.db, [(place_id, *spelling) for spelling in record.names])
    return place_id


def _take_names(scope: Scope, record: PlaceMerge) -> None:
    """Take from the kept place the spellings that it had from the gone one only."""
    left = dict(record.gave)
    for other in table.of_kept(scope.db, record.kept_id):
        if other is not record:
            shared = {key: left.pop(key) for _, key, _ in other.names if key in left}
            other.gave = {**other.gave, **shared}
    table.drop_names(scope.db, record.kept_id, [key for key, before in left.items() if before is None])
    _set_kinds(scope, record.kept_id, {key: before for key, before in left.items() if before is not None})


def _part_aliases(scope: Scope, record: PlaceMerge, place_id: int) -> None:
    """An alias that came with the gone place and was confirmed since is a name of the place that is back, not of both.

    One that a list has brought meanwhile stays with both: nobody can tell whose it is.
    """
    moved = [alias_id for (alias_id,) in record.moved.get("place_alias.place_id", [])]
    for alias in aliases.confirmed_of(scope.db, moved):
        folded = alias.folded or ""
        if alias.place_id == place_id and not aliases.bears(scope.db, place_id, folded):
            aliases.add_name(scope.db, place_id, alias.text or "", folded)
            if not alias.imported:
                aliases.drop_name(scope.db, record.kept_id, folded)


def _unfill(scope: Scope, kept: Place, record: PlaceMerge) -> None:
    """Give the kept place back what it had in the columns that the merge filled, unless they were changed since."""
    for name, (before, after) in record.filled.items():
        gone = name.endswith("_id") and before is not None and table.place(scope.db, before) is None
        if getattr(kept, name) == after and not gone:
            setattr(kept, name, before)
    scope.db.add(kept)


OPERATIONS[MergePlaces] = Operation("places.merge", may_change_places, _merge, lambda entry: {"moved": entry.rows})
OPERATIONS[SplitPlace] = Operation("places.split", may_change_places, _split, lambda entry: {"moved": entry.rows})
