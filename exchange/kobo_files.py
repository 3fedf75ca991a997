"""KoboToolbox's exports as they stand: JSON of the API, CSV of the first section, XLSX with a sheet per repeat.

Shapes as KoboToolbox's formpack writes them and its API answers: a submission is a mapping of questions to answers; the
rows of a repeat hang below it, in JSON as lists, in XLSX by ``_parent_table_name`` and ``_parent_index``.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from exchange import cells, sheets
from exchange.files import FileError
from exchange.sheets import Table

UUIDS = ("_uuid", "meta/instanceID", "instanceID", "_submission__uuid")
"""Columns with the id of a submission, as `Node.said` looks for them."""
_LINKS = ("_parent_index", "_parent_table_name", "_submission__uuid")
_LOOKED_AT = 20
"""Submissions of a JSON file of which one at least must have an id."""


@dataclass
class Node:
    """One submission, or one row of a repeat in it.

    ``number`` is its row in a table, or its place in a JSON file counted from 1; ``section`` the name of the repeat, ""
    for a submission; ``part`` where it stands in the submission ("tools[2]/ki[1]"). ``answers`` are what is not blank,
    by header as in the file.
    """

    number: int
    section: str
    part: str
    answers: Mapping[str, Any]
    children: list["Node"] = field(default_factory=list)

    def said(self, *names: str) -> str:
        """The first of these answers that is not blank, as text."""
        return next((text for name in names if (text := cells.text(self.answers.get(name)))), "")

    def every(self) -> Iterator["Node"]:
        """This one and all below it."""
        yield self
        for child in self.children:
            yield from child.every()


@dataclass(frozen=True)
class Export:
    """What a file holds: submissions and the headers of each section ("" the first) in their order.

    ``complete``: headers of questions that nobody answered are there, too; ``repeats``: so are the rows of repeats.
    """

    nodes: tuple[Node, ...]
    headers: Mapping[str, tuple[str, ...]]
    complete: bool
    repeats: bool
    header_row: int = 1


def read(name: str, data: bytes, *, forced: bool) -> Export | None:
    """The export in a file; None where it is none. ``forced``: it is one whether or not it has ids.

    Raises `FileError` when the file is not what its name says.
    """
    if Path(name).suffix.lower() == ".json":
        return _of_json(data, forced=forced)
    tables = [_Section.of(table) for table in sheets.tables(name, data)]
    main = [one for one in tables if one.is_main]
    if not main and forced:
        main = [one for one in tables if not one.is_repeat][:1]
    return _of_tables(main[0], [one for one in tables if one.is_repeat]) if main else None


def _of_json(data: bytes, *, forced: bool) -> Export:
    text = sheets.decoded(data)
    try:
        loaded = json.loads(text)
    except json.JSONDecodeError as error:
        raise FileError("import.file.json", line=error.lineno) from None
    except (RecursionError, ValueError):
        raise FileError("import.file.broken") from None
    results = loaded.get("results") if isinstance(loaded, dict) else loaded
    if isinstance(loaded, dict) and results is None and _has_id(loaded):
        results = [loaded]
    if not isinstance(results, list) or not all(isinstance(one, dict) for one in results):
        raise FileError("import.file.no_kobo_json")
    if results and not forced and not any(_has_id(one) for one in results[:_LOOKED_AT]):
        raise FileError("import.file.no_kobo_json")
    return of_results(results)


def _has_id(submission: Mapping[str, Any]) -> bool:
    return any(name in submission for name in UUIDS)


def of_results(results: Sequence[Mapping[str, Any]]) -> Export:
    """The submissions that the API answers with."""
    nodes = tuple(_node(number, "", "", one, 0) for number, one in enumerate(results, start=1))
    headers: dict[str, dict[str, None]] = {"": {}}
    for node in nodes:
        for each in node.every():
            headers.setdefault(each.section, {}).update(dict.fromkeys(each.answers))
    return Export(nodes, {section: tuple(names) for section, names in headers.items()}, complete=False, repeats=True)


_DEEPEST = 8


def _node(number: int, section: str, part: str, said: Mapping[str, Any], depth: int) -> Node:
    """One submission or row; lists of mappings are repeats, mappings are groups."""
    node = Node(number, section, part, {})
    answers: dict[str, Any] = {}
    for question, answer in _flat(said, ""):
        if not isinstance(answer, list):
            answers[question] = answer
        elif depth < _DEEPEST and not question.startswith("_"):
            name = question.rpartition("/")[2]
            rows = [row for row in answer if isinstance(row, dict)]
            for at, row in enumerate(rows, start=1):
                node.children.append(_node(number, name, _below(part, name, at), row, depth + 1))
    node.answers = {question: answer for question, answer in answers.items() if cells.text(answer)}
    return node


def _below(part: str, section: str, place: int) -> str:
    """Where a row of a repeat stands, by letters that every store takes."""
    here = f"{re.sub(r'[^A-Za-z0-9_.-]', '_', section)[:60]}[{place}]"
    return f"{part}/{here}" if part else here


def _flat(said: Mapping[str, Any], above: str, depth: int = 0) -> Iterator[tuple[str, Any]]:
    for question, answer in said.items():
        name = f"{above}{question}"
        if name == "_validation_status" and isinstance(answer, dict):
            yield name, answer.get("uid") or answer.get("label")
        elif isinstance(answer, dict):
            if depth < _DEEPEST and not name.startswith("_"):
                yield from _flat(answer, f"{name}/", depth + 1)
        else:
            yield name, answer


@dataclass(frozen=True)
class _Section:
    """One table of an export and its headers; its rows are read when somebody asks: it may be no export at all."""

    name: str
    top: int
    headers: tuple[str, ...]
    table: Table

    @classmethod
    def of(cls, table: Table) -> "_Section":
        """The first filled row has the headers."""
        top, first = next(_filled(table))
        headers: list[str] = []
        for cell in first:
            header = " ".join(cells.text(cell).split())
            same = sum(one == header or one.startswith(f"{header} (") for one in headers) if header else 0
            headers.append(f"{header} ({same + 1})" if same and header in headers else header)
        return cls(table.name, top, tuple(headers), table)

    @cached_property
    def rows(self) -> tuple[tuple[int, Sequence[Any]], ...]:
        """Its rows with their numbers; rows of HXL tags under the headers are passed over."""
        return tuple((at, row) for at, row in _filled(self.table) if at > self.top and not _is_tags(row))

    @property
    def is_repeat(self) -> bool:
        return any(link in self.headers for link in _LINKS)

    @property
    def is_main(self) -> bool:
        own = set(self.headers)
        return not self.is_repeat and bool(own & set(UUIDS[:-1]) or {"_id", "_submission_time"} <= own)

    def answers(self, row: Sequence[Any]) -> dict[str, Any]:
        pairs = zip(self.headers, row, strict=False)
        return {header: cell for header, cell in pairs if header and cells.text(cell)}


def _filled(table: Table) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows that hold anything, with their numbers from 1 on."""
    return ((at, row) for at, row in enumerate(table.grid, start=1) if any(cells.text(cell) for cell in row))


def _is_tags(row: Sequence[Any]) -> bool:
    filled = [text for cell in row if (text := cells.text(cell))]
    return all(text.startswith("#") for text in filled)


def _of_tables(main: _Section, repeats: Sequence[_Section]) -> Export:
    """Rows of repeats below their submissions; one whose submission is not in the file stands for itself."""
    nodes = [Node(at, "", "", main.answers(row)) for at, row in main.rows]
    by_index: dict[tuple[str, str], Node] = {
        ("", node.said("_index") or str(at)): node for at, node in enumerate(nodes, start=1)
    }
    by_uuid = {node.said("_uuid"): node for node in nodes}
    for section in _parents_first(repeats):
        for at, (number, row) in enumerate(section.rows, start=1):
            answers = section.answers(row)
            above = _parent(answers, repeats, by_index) or by_uuid.get(cells.text(answers.get("_submission__uuid")))
            siblings = nodes if above is None else above.children
            place = 1 + sum(child.section == section.name for child in siblings)
            node = Node(number, section.name, _below(above.part if above else "", section.name, place), answers)
            siblings.append(node)
            by_index[section.name, node.said("_index") or str(at)] = node
    headers = {"": main.headers} | {section.name: section.headers for section in repeats}
    shown = {name: tuple(filter(None, of_section)) for name, of_section in headers.items()}
    return Export(tuple(nodes), shown, complete=True, repeats=bool(main.name), header_row=main.top)


def _parent(
    answers: Mapping[str, Any], repeats: Sequence[_Section], by_index: Mapping[tuple[str, str], Node]
) -> Node | None:
    """The row that a row of a repeat hangs below: in the sheet that it names, which may be cut to 31 signs."""
    table, index = (cells.text(answers.get(name)) for name in ("_parent_table_name", "_parent_index"))
    named = next((one.name for one in repeats if one.name == table), None)
    cut = next((one.name for one in repeats if len(one.name) >= 28 and table.startswith(one.name[:28])), "")
    return by_index.get((named or cut, index))


def _parents_first(repeats: Sequence[_Section]) -> list[_Section]:
    """Sheets in an order in which no row comes before the one that it hangs below."""
    above = {
        one.name: {
            cells.text(dict(zip(one.headers, row, strict=False)).get("_parent_table_name")) for _, row in one.rows
        }
        for one in repeats
    }
    ordered: list[_Section] = []
    waiting = list(repeats)
    while waiting:
        placed = {one.name for one in ordered}
        ready = [one for one in waiting if not (above[one.name] & above.keys()) - placed - {one.name}] or waiting
        ordered += ready
        waiting = [one for one in waiting if one not in ready]
    return ordered
