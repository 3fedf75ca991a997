"""Submissions of form servers: which are one and the same, which are newer, how far a form has been read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from coordination.execute import OPERATIONS, Operation
from coordination.scope import Scope
from models import submissions as table
from models.submissions import CURRENT, EARLIER, NUMBER, PART


@dataclass(frozen=True)
class Submission:
    """What a file says about the submission that a row comes from.

    ``uuid`` is the id of this version, ``earlier`` are ids of versions before it. ``number`` is the server's own number
    with the moment of submission: neither changes with an edit. ``part`` is the row of a repeat ("tools[2]"), ``parts``
    are all that the file has of this submission, None where the file leaves repeats out. ``asked`` are the indicators
    that the file has columns of, None where it has a column for what was answered only.
    """

    uuid: str
    part: str = ""
    earlier: tuple[str, ...] = ()
    number: str = field(default="", compare=False)
    parts: frozenset[str] | None = None
    asked: frozenset[str] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is known by, the surest first."""
        return tuple(dict.fromkeys(name for name in (self.uuid, self.number, *self.earlier) if name))

    @property
    def together(self) -> str:
        """The same for all rows of it, and for its versions where the server numbers them."""
        return self.number or self.uuid

    def instance(self, root: str) -> str:
        """The instance of the assessment that this row is, ``root`` being that of the submission."""
        return f"{root}/{self.part}" if self.part else root


def part_of(instance: str) -> str:
    """The row of a repeat that an instance names, "" for the submission itself."""
    return instance.partition("/")[2]


@dataclass(frozen=True)
class Known:
    """What the store knows of the submissions of one import, by the uuid of the version in hand.

    ``roots`` names the instance of each, ``others`` further ones that turned out to be the same submission, ``parts``
    the instances of rows of repeats. ``outdated`` versions have been replaced by an edit, ``edited`` ones replace one.
    """

    roots: Mapping[str, str]
    others: Mapping[str, tuple[str, ...]]
    outdated: frozenset[str]
    edited: frozenset[str]
    parts: Mapping[str, tuple[str, ...]]

    def instances(self, uuid: str) -> tuple[str, ...]:
        """Every instance under which assessments of the submission may be stored."""
        roots = (self.roots[uuid], *self.others[uuid])
        return roots + tuple(part for root in roots for part in self.parts.get(root, ()))


def known(scope: Scope, submissions: Sequence[Submission]) -> Known:
    """Look up ``submissions``; reads only."""
    by_uuid = {one.uuid: one for one in submissions}
    rows = {row.name: row for row in table.named(scope.db, sorted({n for one in by_uuid.values() for n in one.names}))}
    found = {
        uuid: tuple(dict.fromkeys(rows[name].instance for name in one.names if name in rows))
        for uuid, one in by_uuid.items()
    }
    replaced = {earlier for one in by_uuid.values() for earlier in one.earlier}
    replaced |= {row.name for row in rows.values() if row.kind == EARLIER}
    roots = _roots(by_uuid, found)
    parts: dict[str, list[str]] = {}
    for row in table.names_of(scope.db, sorted({root for all_of in found.values() for root in all_of})):
        if row.kind == PART:
            parts.setdefault(row.instance, []).append(row.name)
    return Known(
        roots=roots,
        others={uuid: tuple(one for one in found[uuid] if one != roots[uuid]) for uuid in by_uuid},
        outdated=frozenset(uuid for uuid in by_uuid if uuid in replaced),
        edited=frozenset(uuid for uuid in by_uuid if found[uuid] and uuid not in rows),
        parts={root: tuple(names) for root, names in parts.items()},
    )


def _roots(by_uuid: Mapping[str, Submission], found: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The instance of each version; two versions in one file are one submission, too."""
    roots: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for uuid, one in by_uuid.items():
        in_file = next((by_name[name] for name in one.names if name in by_name), uuid)
        roots[uuid] = found[uuid][0] if found[uuid] else in_file
        by_name |= dict.fromkeys(one.names, roots[uuid])
    return roots


def remember(scope: Scope, submissions: Iterable[Submission], known: Known) -> None:
    """Keep the names of what has been stored: the newest version is in force, the others are earlier ones."""
    wanted: dict[str, tuple[str, str]] = {}
    by_uuid: dict[str, Submission] = {}
    for one in submissions:
        root = known.roots[one.uuid]
        by_uuid[one.uuid] = one
        if one.part:
            wanted[one.instance(root)] = (root, PART)
    for uuid in by_uuid:
        if known.others[uuid]:
            table.join(scope.db, known.others[uuid], known.roots[uuid])
    newest = {known.roots[uuid] for uuid in by_uuid}
    for row in table.names_of(scope.db, sorted(newest)):
        if row.kind == CURRENT:
            wanted[row.name] = (row.instance, EARLIER)
    for uuid, one in by_uuid.items():
        root = known.roots[uuid]
        wanted |= dict.fromkeys(one.earlier, (root, EARLIER))
        wanted |= {one.number: (root, NUMBER)} if one.number else {}
    wanted |= {uuid: (known.roots[uuid], CURRENT) for uuid in by_uuid if uuid not in known.outdated}
    table.set_names(scope.db, [{"name": name, "instance": root, "kind": kind} for name, (root, kind) in wanted.items()])


@dataclass(frozen=True)
class RecordReach:
    """``form`` has been read: every submission that its server had received before ``moment`` is dealt with."""

    form: str
    moment: datetime


def reached(scope: Scope, form: str) -> datetime | None:
    """How far ``form`` has been read; None where it never was."""
    return table.reached(scope.db, form)


OPERATIONS[RecordReach] = Operation(
    "forms.pull",
    lambda scope, _c: scope.viewer.coordinates,
    lambda scope, command: table.set_reached(scope.db, command.form, command.moment),
)
