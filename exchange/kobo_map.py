"""What a person says of the questions of a form: which field one is, what a choice means, what holds for all rows."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from exchange import cells, sheets
from exchange.files import FileError
from exchange.kobo_names import LEFT_OUT, coded, parts
from exchange.sheets import Layout

SETTABLE = ("place", "township", "place code", "date", "tool", "agency", "consent")
"""What --set may say for every row; answers are never set."""


_TOTAL = re.compile(r"(count|sum)\(\s*(.+?)\s*\)")
_QUESTION = frozenset(["question", "questions", "column", "kobo", "kobo question", "header", "source", "from"])
_FIELD = frozenset(
    ["field", "indicator", "field or indicator", "indicator or field", "code", "indicator code", "meaning"]
)
"""What the first row of a file of pairs says when it is a header."""


@dataclass(frozen=True)
class Said:
    """``fields`` by folded question, ``choices`` by folded question and choice; ``names`` are the spellings given.

    ``totals`` say how the rows of a repeat make one number: ("count", field) of those that say yes, or ("sum", field).
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[tuple[str, str], str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    totals: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def total(self, section: str, header: str) -> tuple[str, str] | None:
        """How the answers under a header of a repeat make one number, None where nobody said how."""
        spellings = (cells.fold(header), cells.fold(f"{section}/{parts(header)[-1]}"))
        return next((found for one in spellings if (found := self.totals.get(one))), None)

    def choice(self, header: str, answer: str) -> str | None:
        """What --map says that an answer to a question means, by the whole header or its last part."""
        if not self.choices:
            return None
        spellings = (cells.fold(header), cells.fold(parts(header)[-1]))
        return next((found for one in spellings if (found := self.choices.get((one, cells.fold(answer))))), None)


def read(mapping: Mapping[str, str], layout: Layout) -> Said:
    """What the pairs of --map mean; raises `FileError` for what they cannot.

    ``question → field``, ``question → -`` (left out), ``question/choice → answer``, and for a question in a repeat
    ``question → count(field)`` or ``question → sum(field)``.
    """
    fields: dict[str, str] = {}
    choices: dict[tuple[str, str], str] = {}
    names: dict[str, str] = {}
    totals: dict[str, tuple[str, str]] = {}
    for old, new in mapping.items():
        total = _TOTAL.fullmatch(new)
        counted = layout.field(total[2]) if total else None
        name = layout.field(new) or (new if new == LEFT_OUT else None)
        question, slash, choice = old.rpartition("/")
        names[cells.fold(old)] = old
        if total and counted:
            totals[cells.fold(old)] = (total[1], counted)
        elif name is not None:
            fields[cells.fold(old)] = name
        elif slash:
            choices[cells.fold(question), cells.fold(choice)] = new
        else:
            raise FileError("import.file.map_field", field=new)
    return Said(fields, choices, names, totals)


def constants(given: Mapping[str, str], layout: Layout) -> dict[str, str]:
    """``field → value`` for rows whose form did not ask it; raises `FileError` for another field."""
    found = {layout.fields.get(cells.fold(name), name): value for name, value in given.items()}
    wrong = next((name for name in found if name not in SETTABLE or coded(name)), None)
    if wrong is not None:
        raise FileError("import.file.set_field", field=wrong, allowed=", ".join(SETTABLE))
    return found


def of_file(name: str, data: bytes) -> dict[str, str]:
    """Pairs of a file with two columns; a first row such as ``question, field`` is passed over.

    JSON (one mapping), CSV or XLSX. Raises `FileError`.
    """
    if name.lower().endswith(".json"):
        return _of_json(data)
    rows = [[cells.text(cell) for cell in row] for row in sheets.tables(name, data)[0].grid]
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    first = [cells.fold(cell) for cell in (filled[0][1] if filled else [])]
    if first[:1] and (first[0] in _QUESTION or (first[1:2] and first[1] in _FIELD)):
        filled = filled[1:]
    return _pairs((number, row[0], row[1] if len(row) > 1 else "") for number, row in filled)


def _pairs(rows: Iterable[tuple[int, str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, old, new in rows:
        if not old or not new:
            raise FileError("import.file.map_row", row=number)
        found[old] = new
    return found


def _of_json(data: bytes) -> dict[str, str]:
    try:
        loaded = json.loads(sheets.decoded(data))
    except (RecursionError, ValueError):
        raise FileError("import.file.json", line=1) from None
    if not isinstance(loaded, dict) or not all(isinstance(new, str) and new for new in loaded.values()):
        raise FileError("import.file.map_json")
    return _pairs((number, old, new) for number, (old, new) in enumerate(loaded.items(), start=1))
