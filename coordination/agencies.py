"""Agencies of the DSWG: the shipped list, a desk's own, and each agency's switch for showing its presence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coordination.errors import Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.outcome import Outcome
from coordination.scope import Scope
from coordination.viewer import Role, Viewer
from models import agencies as table
from models.agencies import Agency
from understanding.fold import fold

KINDS = ("local", "INGO", "IO", "UN", "authority", "other", "unknown")
NOT_NAMED = "?"
"""Acronym of the one row under which sheets without organisations go: no agency, so nobody finds or picks it."""


@dataclass(frozen=True)
class AgencyRef:
    """An agency as other modules know it; ``shows_presence`` is its own choice (domain section 6, off by default)."""

    id: int
    acronym: str
    name: str
    shows_presence: bool
    aliases: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class AgencyRow:
    """One agency of a list; ``aliases`` are other names and spellings, ``kind`` one of `KINDS`."""

    row: int
    acronym: str
    name: str
    aliases: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class NewAgency:
    """An agency as a sheet names it, which the desk does not know yet."""

    name: str
    kind: str = "unknown"


@dataclass(frozen=True)
class ImportAgencies:
    """Override by acronym and extend; no agency is ever taken away, nobody's switch is touched."""

    rows: tuple[AgencyRow, ...]


@dataclass(frozen=True)
class SetPresence:
    """Show or hide where an agency works; only the agency itself decides, or the operator for it."""

    agency_id: int
    on: bool


def seed(scope: Scope) -> None:
    """Put the shipped list into an empty table; does nothing where there is any agency."""
    if not table.any_there(scope.db):
        table.add_all(
            scope.db,
            [
                Agency(acronym=entry.acronym, name=entry.name, aliases="|".join(entry.aliases), kind=entry.kind)
                for entry in scope.desk.catalogue.agencies
            ],
        )


def everyone(scope: Scope) -> tuple[AgencyRef, ...]:
    """All agencies by acronym, without `NOT_NAMED`."""
    return tuple(_ref(row) for row in table.everyone(scope.db) if row.acronym != NOT_NAMED)


def showing(scope: Scope) -> frozenset[int]:
    """Ids of the agencies that show where they work."""
    return table.showing(scope.db)


def not_named(scope: Scope) -> AgencyRef | None:
    """The row for what no agency is named for, once there is one."""
    return next((_ref(row) for row in table.everyone(scope.db) if row.acronym == NOT_NAMED), None)


def added(scope: Scope, new: Iterable[NewAgency]) -> dict[str, int]:
    """Ids by name of agencies that a sheet names, made where they are not there yet.

    A part of a write: only operations call it, so that an agency comes in together with what it did.
    """
    held = {row.acronym: row for row in table.everyone(scope.db)}
    known = named(everyone(scope))
    wanted = {one.name: one for one in new}
    missing = [one for one in wanted.values() if one.name not in held and fold(one.name) not in known]
    rows = [Agency(acronym=one.name, name=one.name, kind=one.kind) for one in missing]
    table.add_all(scope.db, rows)
    held |= {row.acronym: row for row in rows}
    return {name: held[name].id or 0 if name in held else known[fold(name)].id for name in wanted}


def by_id(scope: Scope, agency_id: int | None) -> AgencyRef | None:
    """The agency of that id."""
    found = table.get(scope.db, agency_id) if agency_id is not None else None
    return _ref(found) if found else None


def by_name(scope: Scope, text: str) -> AgencyRef | None:
    """The agency of an acronym, name or alias; None where nobody or more than one bears it."""
    return named(everyone(scope)).get(fold(text))


def named(agencies: Iterable[AgencyRef]) -> Mapping[str, AgencyRef]:
    """Agencies by folded acronym, name and alias; the acronym goes before the name, the name before an alias."""
    everybody = tuple(agencies)
    found: dict[str, AgencyRef] = {}
    for spellings in (lambda one: (one.acronym,), lambda one: (one.name,), lambda one: one.aliases):
        level: dict[str, set[AgencyRef]] = {}
        for agency in everybody:
            for spelling in spellings(agency):
                level.setdefault(fold(spelling), set()).add(agency)
        found = {key: next(iter(bearers)) for key, bearers in level.items() if len(bearers) == 1} | found
    found.pop("", None)
    return found


def plan(scope: Scope, rows: Iterable[AgencyRow]) -> Outcome:
    """What `ImportAgencies` would do."""
    return _sorted(scope, rows)[0]


def _sorted(scope: Scope, rows: Iterable[AgencyRow]) -> tuple[Outcome, list[AgencyRow], list[tuple[Agency, AgencyRow]]]:
    existing = {fold(agency.acronym): agency for agency in table.everyone(scope.db)}
    new: list[AgencyRow] = []
    changed: list[tuple[Agency, AgencyRow]] = []
    unchanged = 0
    for row in rows:
        agency = existing.get(fold(row.acronym))
        if agency is None:
            new.append(row)
        elif _said(agency) == (row.acronym, row.name, "|".join(row.aliases), row.kind):
            unchanged += 1
        else:
            changed.append((agency, row))
    return Outcome(len(new), len(changed), unchanged), new, changed


def _import(scope: Scope, command: ImportAgencies) -> Outcome:
    outcome, new, changed = _sorted(scope, command.rows)
    for agency, row in changed:
        agency.acronym, agency.name, agency.kind = row.acronym, row.name, row.kind
        agency.aliases = "|".join(row.aliases)
    table.add_all(
        scope.db,
        [Agency(acronym=row.acronym, name=row.name, aliases="|".join(row.aliases), kind=row.kind) for row in new],
    )
    return outcome


def _set_presence(scope: Scope, command: SetPresence) -> AgencyRef:
    agency = table.get(scope.db, command.agency_id)
    if agency is None:
        raise Refusal("agency.unknown", name="")
    agency.shows_presence = command.on
    scope.db.flush()
    return _ref(agency)


def _may_show(viewer: Viewer, agency_id: int) -> bool:
    """A coordinator may not decide it for an agency, not even for the own one (domain section 6)."""
    of_agency = viewer.kind == "person" and viewer.agency_id == agency_id
    return viewer.kind == "operator" or (of_agency and viewer.role not in {Role.COORDINATOR, Role.ADMIN})


def _said(agency: Agency) -> tuple[str, str, str, str]:
    return agency.acronym, agency.name, agency.aliases, agency.kind


def _ref(agency: Agency) -> AgencyRef:
    aliases = tuple(alias for alias in agency.aliases.split("|") if alias)
    return AgencyRef(agency.id or 0, agency.acronym, agency.name, agency.shows_presence, aliases, agency.kind)


OPERATIONS |= {
    ImportAgencies: Operation(
        "agencies.import", lambda scope, _c: scope.viewer.coordinates, _import, lambda done: done.counts()
    ),
    SetPresence: Operation(
        "agencies.presence",
        lambda scope, command: _may_show(scope.viewer, command.agency_id),
        _set_presence,
        lambda agency: {"agency": agency.acronym, "on": agency.shows_presence},
    ),
}
