"""One import from file to report: read and checked first, then stored; all or nothing unless partial."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coordination.agencies import ImportAgencies
from coordination.assessments import RecordAssessments
from coordination.catalogue import Catalogue
from coordination.commitments import RecordCommitments
from coordination.outcome import Outcome
from coordination.scope import Scope
from exchange import agencies, assessments, commitments, files, kobo, sheets, staging
from exchange.commitment_files import CommitmentFile
from exchange.report import ImportReport
from exchange.rows import Batch
from exchange.sheets import Layout, Sheet
from exchange.staging import Import, Store, Told

_NOTHING = Outcome()


@dataclass(frozen=True)
class Importer:
    """How one kind of file is read and stored; ``command`` takes the rows and the name of the import.

    ``open`` makes rows of a file: of its name, its bytes, the layout and the columns that were renamed. What ``read``
    foresees is None where foreseeing takes as long as storing: then the store itself is asked; ``nothing`` is what
    comes of storing nothing.
    """

    layout: Callable[[Catalogue], Layout]
    read: Callable[[Scope, Sheet], tuple[Batch[Any], Outcome | None]]
    command: Callable[[Collection[Any], str], Any]
    open: Callable[[str, bytes, Layout, Mapping[str, str]], Sheet] = sheets.read
    nothing: Outcome = _NOTHING


def of_commitments(file: CommitmentFile) -> Importer:
    """The importer of this one file of commitments, which keeps what it needs to write the listed rows out."""
    return Importer(lambda _catalogue: commitments.LAYOUT, file.read, file.command, file.open)


IMPORTERS: Mapping[str, Importer] = {
    "assessments": Importer(assessments.layout, kobo.read, RecordAssessments, kobo.opener()),
    "commitments": Importer(
        lambda _catalogue: commitments.LAYOUT,
        lambda scope, sheet: CommitmentFile().read(scope, sheet),
        RecordCommitments,
        lambda *given: CommitmentFile().open(*given),
    ),
    "agencies": Importer(
        lambda _catalogue: agencies.LAYOUT, agencies.read, lambda rows, _name: ImportAgencies(tuple(rows))
    ),
}


def _unwatched(_applied: int, _total: int) -> None:
    """Nobody watches."""


def _unclaimed(_scope: Scope) -> None:
    """Whoever gives the file imports it."""


@dataclass(frozen=True)
class How:
    """``dry_run`` stores nothing, ``partial`` the good rows beside listed ones; ``mapping`` renames columns.

    ``claim`` is done in the transaction from which on the import counts; what it refuses is not imported.
    ``progress(n, total)`` is told how much of a decided import is stored, first when it is decided.
    """

    dry_run: bool = False
    partial: bool = False
    mapping: Mapping[str, str] = field(default_factory=dict)
    claim: Callable[[Scope], None] = _unclaimed
    progress: Told = _unwatched


def import_file(store: Store, importer: Importer, path: Path, how: How) -> ImportReport:
    """Import ``path``; raises `FileError` for a file that ``importer`` cannot read."""
    return import_bytes(store, importer, path.name, files.content(path), how)


def import_bytes(store: Store, importer: Importer, name: str, data: bytes, how: How) -> ImportReport:
    """Import ``data``, the content of a file of that ``name``; raises `FileError` as `import_file` does.

    Imports that were left before are brought to their end first.
    """
    staging.recover(store, every=True)
    layout = store.read(lambda scope: importer.layout(scope.desk.catalogue))
    sheet = importer.open(name, data, layout, how.mapping)
    batch, planned = store.read(lambda scope: importer.read(scope, sheet))

    def report(outcome: Outcome) -> ImportReport:
        return store.read(lambda scope: batch.report(scope, outcome, sheet))

    def source(scope: Scope) -> str:
        return "f" + files.import_id(data, scope.now.isoformat())

    if not how.dry_run and batch.listed and not how.partial:
        return report(planned or importer.nothing).held_back()
    if planned is not None and (how.dry_run or not planned.changes):
        return report(planned)
    listed = {"listed": len({(one.sheet, one.row) for one in batch.listed})}
    given = Import(lambda name: importer.command(batch.rows, name), source, how.claim, listed, how.progress)
    return report(staging.bring(store, given))
