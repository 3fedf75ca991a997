"""The form behind an export: labels, choices and repeats, from an XLSForm or from the asset that the API gives."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from exchange import cells, sheets
from exchange.files import FileError
from exchange.kobo_words import words

_REPEATS = frozenset(["begin_repeat", "begin repeat"])
_CHOOSING = ("select_one", "select_multiple", "rank", "select one", "select multiple")


@dataclass(frozen=True)
class Question:
    """A question: its labels in every language, and the list of its choices ("" when it has none)."""

    name: str
    labels: tuple[str, ...]
    choices: str = ""


@dataclass(frozen=True)
class Form:
    """Questions by name, labels of choices by list and name, names of the repeats."""

    questions: Mapping[str, Question] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    repeats: frozenset[str] = frozenset()

    @cached_property
    def _by_label(self) -> dict[tuple[str, ...], str]:
        return {words(label): one.name for one in self.questions.values() for label in one.labels}

    @cached_property
    def _found(self) -> dict[str, Question | None]:
        return {}

    def question(self, header: str) -> Question | None:
        """The question under a header: its name, with groups or without, or its label."""
        if header not in self._found:
            self._found[header] = self._search(header) if self.questions else None
        return self._found[header]

    def _search(self, header: str) -> Question | None:
        last = header.rpartition("/")[2].strip()
        name = last if last in self.questions else self._by_label.get(words(header)) or self._by_label.get(words(last))
        return self.questions.get(name or "")

    def labels(self, question: Question | None, choice: str) -> tuple[str, ...]:
        """The labels of a choice by its name; empty where the form has none."""
        return self.choices.get(question.choices, {}).get(choice, ()) if question else ()

    def is_label(self, question: Question | None, text: str) -> bool:
        """Whether ``text`` is the label of one of the choices: then it is no text of anybody's own making."""
        listed = self.choices.get(question.choices, {}) if question else {}
        return any(words(text) == words(label) for labels in listed.values() for label in labels)


def read(name: str, data: bytes) -> Form:
    """The form in a file; raises `FileError` when it is neither an XLSForm nor an asset."""
    survey, choices = _of_json(data) if Path(name).suffix.lower() == ".json" else _of_sheets(name, data)
    questions, repeats = {}, set()
    for row in survey:
        kind, _, rest = cells.text(row.get("type")).partition(" ")
        question = cells.text(row.get("name")) or cells.text(row.get("$autoname"))
        if cells.text(row.get("type")) in _REPEATS:
            repeats.add(question)
        elif question:
            chosen = cells.text(row.get("select_from_list_name")) or (rest.split() or [""])[0]
            questions[question] = Question(question, _labels(row), chosen if kind in _CHOOSING else "")
    if not questions:
        raise FileError("import.file.no_form", name=name)
    listed: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in choices:
        choice = cells.text(row.get("name")) or cells.text(row.get("$autovalue")) or cells.text(row.get("value"))
        of_list = cells.text(row.get("list_name")) or cells.text(row.get("list name"))
        if choice and of_list:
            listed.setdefault(of_list, {})[choice] = _labels(row)
    return Form(questions, listed, frozenset(repeats))


def _labels(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Every label of a row: columns ``label``, ``label::English (en)``, or the asset's list with one per language."""
    found: list[str] = []
    for column, label in row.items():
        if column.casefold().partition(":")[0] == "label":
            found += [cells.text(one) for one in label] if isinstance(label, list) else [cells.text(label)]
    return tuple(dict.fromkeys(filter(None, found)))


Records = Iterable[Mapping[str, Any]]


def _of_json(data: bytes) -> tuple[Records, Records]:
    try:
        loaded = json.loads(sheets.decoded(data))
    except (RecursionError, ValueError):
        raise FileError("import.file.json", line=1) from None
    content = loaded.get("content", loaded) if isinstance(loaded, dict) else {}
    content = content if isinstance(content, dict) else {}
    survey, choices = content.get("survey") or [], content.get("choices") or []
    return _mappings(survey), _mappings(choices)


def _mappings(rows: Any) -> list[Mapping[str, Any]]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _of_sheets(name: str, data: bytes) -> tuple[Records, Records]:
    by_name = {table.name.casefold().strip(): table.grid for table in sheets.tables(name, data)}
    return _records(by_name.get("survey", ())), _records(by_name.get("choices", ()))


def _records(grid: Sequence[Sequence[Any]]) -> list[Mapping[str, Any]]:
    filled = [row for row in grid if any(cells.text(cell) for cell in row)]
    if not filled:
        return []
    headers = [cells.text(cell) for cell in filled[0]]
    return [{header: cell for header, cell in zip(headers, row, strict=False) if header} for row in filled[1:]]
