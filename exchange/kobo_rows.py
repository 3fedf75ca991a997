"""An export of KoboToolbox as rows of assessments: one for each submission, or for each row of a repeat of tools."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from coordination.outcome import Remark
from coordination.submissions import Submission
from exchange import cells
from exchange.files import FileError
from exchange.kobo_columns import Reading, Section, ticked
from exchange.kobo_files import UUIDS, Export, Node
from exchange.kobo_names import TAKE_PART, coded
from exchange.kobo_words import is_code, is_other, state, tool, untyped, yes_no
from exchange.sheets import Layout, Row, Sheet

SHAPE = "kobo"
SUBMISSION, VERDICT = "submission", "verdict"
"""Cells of a row besides the fields of the layout."""
NOT_APPROVED, REFUSED = "kobo_not_approved", "kobo_refused"
"""Verdicts on a submission of which nothing is taken."""
_UUID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)")
_CREDIBILITY = ("informants agreed", "matched observation", "authority list")
_COUNTER = re.compile(r"(?:.*/)?([A-Za-z]\w*)_count")


@dataclass(frozen=True)
class Given:
    """An answer to a question about an indicator: what was picked, each with its other spellings.

    ``ticked``: picked one by one; ``rivals``: another question of the same field says something else; ``known``: every
    pick is a choice of the form, so that nobody typed it.
    """

    header: str
    picks: tuple[tuple[str, ...], ...]
    ticked: bool = False
    rivals: bool = False
    known: bool = False

    @property
    def text(self) -> str:
        """The picks as they stand in the file."""
        return " ".join(pick[0] for pick in self.picks)


@dataclass(frozen=True)
class _Draft:
    part: str
    about: Mapping[str, Any]
    answers: Mapping[str, Given]
    asked: frozenset[str]


@dataclass
class Rows:
    """Makes the rows of one export; ``constants`` are what holds where a form did not ask."""

    export: Export
    reading: Reading
    constants: Mapping[str, Any]
    sections: dict[str, Section] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sections = {name: self.reading.section(self.export, name) for name in self.export.headers}

    def sheet(self, layout: Layout) -> Sheet:
        """The rows, by fields of ``layout``; raises `FileError` when nothing in the file can be a needed field."""
        if self.export.complete:
            self._check(layout)
        columns: dict[str, str] = {}
        for section in self.sections.values():
            for header, column in section.in_order:
                columns.setdefault(column.field, header)
        return Sheet(
            header_row=self.export.header_row,
            headers=tuple(header for headers in self.export.headers.values() for header in headers),
            columns=columns,
            unread=tuple(dict.fromkeys(header for one in self.sections.values() for header in one.unread)),
            twice=(),
            rows=tuple(row for node in self.export.nodes for row in self._rows(node)),
            notes=tuple(self._notes()),
            shape=SHAPE,
        )

    def _check(self, layout: Layout) -> None:
        fields = {one.field for section in self.sections.values() for one in section.columns.values()}
        tools = {one.tool for section in self.sections.values() for one in section.columns.values()} - {""}
        there = fields | self.constants.keys() | ({"tool"} if tools else set())
        missing = [" / ".join(group) for group in layout.needed if not there & set(group)]
        if missing:
            raise FileError("import.file.kobo_fields", columns=", ".join(missing))

    def _rows(self, node: Node) -> Iterator[Row]:
        drafts = list(self._drafts(node, self.constants))
        verdicts = [_verdict(node, draft) for draft in drafts]
        if drafts and (NOT_APPROVED in verdicts or (all(verdicts) and not any(draft.answers for draft in drafts))):
            yield self._row(node, _Draft("", {}, {}, frozenset()), frozenset(), verdicts[0])
            return
        parts = frozenset(draft.part for draft, verdict in zip(drafts, verdicts, strict=True) if not verdict)
        for draft, verdict in zip(drafts, verdicts, strict=True):
            yield self._row(node, draft, parts, verdict)

    def _row(self, node: Node, draft: _Draft, parts: frozenset[str], verdict: str) -> Row:
        uuid = _uuid(node.said(*UUIDS))
        more: dict[str, Any] = {VERDICT: verdict} if verdict else {}
        if uuid:
            more[SUBMISSION] = Submission(
                uuid=uuid,
                part=draft.part,
                earlier=_earlier(node, uuid),
                number=_number(node),
                parts=parts if self.export.repeats else None,
                asked=draft.asked if self.export.complete else None,
            )
        about = {name: cell for name, cell in draft.about.items() if name != TAKE_PART}
        label = "/".join(filter(None, (f"…{uuid[-8:]}" if uuid else "", draft.part)))
        return Row(node.number, {**about, **draft.answers, **more}, label)

    def _drafts(self, node: Node, inherited: Mapping[str, Any]) -> Iterator[_Draft]:
        """The assessments of a submission or of a row of a repeat; repeats without a tool have none."""
        section = self.sections[node.section]
        if node.section and not section.has_tool:
            return
        about = {**inherited, **self._about(node, section)}
        counted = sum(self.reading.counts_informants(child.section) for child in node.children)
        if counted:
            about.setdefault("informants", counted)
        below = {name: cell for name, cell in about.items() if name not in {"tool", "informants"}}
        below |= {name: cell for name, cell in self.constants.items() if name == "tool"}
        drafts = [draft for child in node.children for draft in self._drafts(child, below)]
        by_tool = self._answers(node, section)
        for name, given in self._totals(node).items():
            by_tool.setdefault("", {}).setdefault(name, given)
        own = str(about.get("tool", ""))
        answers = by_tool.pop("", {}) | by_tool.pop(own, {})
        if answers or not (drafts or by_tool):
            yield _Draft(node.part, about, answers, self._asked(section, {"", own}))
        for group, of_group in by_tool.items():
            part = "/".join(filter(None, (node.part, group.lower())))
            yield _Draft(part, {**about, "tool": group}, of_group, self._asked(section, {group}))
        yield from drafts

    def _asked(self, section: Section, tools: set[str]) -> frozenset[str]:
        return frozenset(one.field[:6] for one in section.columns.values() if coded(one.field) and one.tool in tools)

    def _about(self, node: Node, section: Section) -> dict[str, Any]:
        """The fields that are no indicators: of several questions, the first that is answered."""
        found: dict[str, Any] = {}
        for header, column in section.about:
            answer = node.answers.get(header)
            if answer is None or state(answer) == "not_assessed":
                continue
            name, cell = column.field, self._cell(header, column.field, answer)
            if name in {"consent", TAKE_PART} and cell == "no":
                found[name] = "no"
            elif name == "place" and is_other(found.get(name, "")):
                found[name] = cell
            else:
                found.setdefault(name, cell)
            code = self._code(header, answer)
            if name == "place" and code:
                found.setdefault("place code", code)
        return found

    def _cell(self, header: str, name: str, answer: Any) -> Any:
        """An answer in the words of the desk, or as it stands."""
        text = self.reading.said.choice(header, cells.text(answer)) or cells.text(answer)
        labels = self.reading.form.labels(self.reading.form.question(header), text)
        spellings = (text, *labels)
        if name == "date":
            return answer if isinstance(answer, datetime) else text[:10] if _MOMENT.match(text) else text
        if name == "tool":
            return next((found for one in spellings if (found := tool(one))), untyped(text))
        if name in {"consent", TAKE_PART, *_CREDIBILITY}:
            said = next((found for one in spellings if (found := yes_no(one))), None)
            doubtful = name in _CREDIBILITY and any(state(one) or one.casefold() == "partly" for one in spellings)
            return said or ("unknown" if doubtful else untyped(text))
        return labels[0] if labels and name in {"place", "township", "agency"} else text

    def _code(self, header: str, answer: Any) -> str:
        """The code of a place that is the name of a choice whose label is the place's name."""
        text = cells.text(answer)
        labelled = self.reading.form.labels(self.reading.form.question(header), text)
        return text if labelled and is_code(text) else ""

    def _answers(self, node: Node, section: Section) -> dict[str, dict[str, Given]]:
        """Answers by tool of their group ("" for none) and by field."""
        found: dict[str, dict[str, Given]] = {}
        for header, column in section.asked:
            given = self._given(node, section, header)
            if given is None:
                continue
            of_tool = found.setdefault(column.tool, {})
            first = of_tool.setdefault(column.field, given)
            if first.text.casefold() != given.text.casefold():
                of_tool[column.field] = Given(first.header, first.picks, first.ticked, rivals=True, known=first.known)
        return found

    def _totals(self, node: Node) -> dict[str, Given]:
        """What the rows of repeats come to where --map says how; one that says neither makes the total unknown."""
        said: dict[tuple[str, str], list[str]] = {}
        headers: dict[tuple[str, str], str] = {}
        for child in node.children:
            for header in self.export.headers[child.section]:
                if total := self.reading.said.total(child.section, header):
                    said.setdefault(total, []).append(cells.text(child.answers.get(header)))
                    headers[total] = header
        return {
            total[1]: Given(headers[total], ((_total(total[0], rows),),), known=True)
            for total, rows in said.items()
            if any(rows)
        }

    def _given(self, node: Node, section: Section, header: str) -> Given | None:
        form, question = self.reading.form, self.reading.form.question(header)
        chosen = ticked(node, section, header)
        if chosen is None:
            text = cells.text(node.answers.get(header))
            if not text:
                return None
            several = text.split() if question and all(form.labels(question, one) for one in text.split()) else [text]
            chosen, by_tick = tuple(several), len(several) > 1
        else:
            by_tick = True
        known = by_tick or all(form.labels(question, one) or form.is_label(question, one) for one in chosen)
        return Given(header, tuple(self._pick(header, one) for one in chosen), by_tick, known=known)

    def _pick(self, header: str, choice: str) -> tuple[str, ...]:
        said = self.reading.said.choice(header, choice)
        return (said,) if said else (choice, *self.reading.form.labels(self.reading.form.question(header), choice))

    def _notes(self) -> Iterator[Remark]:
        row = self.export.header_row
        for name, section in self.sections.items():
            counted = any(self.reading.said.total(name, header) for header in self.export.headers[name])
            if name and not (section.has_tool or counted or self.reading.counts_informants(name)):
                yield Remark(row, name, "kobo_repeat_unread")
        for name in self.reading.unused():
            yield Remark(row, name, "kobo_map_unused")
        if not self.export.repeats:
            for name in self._left_out():
                yield Remark(row, name, "kobo_repeats_missing")

    def _left_out(self) -> list[str]:
        """Repeats that a CSV obviously leaves out: the form has them, they were counted, or no answer is there."""
        main = self.sections[""]
        counters = [found[1] for header in main.unread if (found := _COUNTER.fullmatch(header))]
        names = sorted({*self.reading.form.repeats, *counters})
        answered = any(header in node.answers for node in self.export.nodes for header in main.answers)
        return names or ([] if answered else ["repeats"])


def _verdict(node: Node, draft: _Draft) -> str:
    """Why nothing is taken of an assessment, "" where it is taken."""
    status = "_".join(cells.fold(node.said("_validation_status", "_submission__validation_status")).split())
    if status.removeprefix("validation_status_") == "not_approved" or node.said("_deleted_at"):
        return NOT_APPROVED
    silent = draft.about.get("consent") == "no" and not draft.answers
    return REFUSED if silent or draft.about.get(TAKE_PART) == "no" else ""


def _total(how: str, rows: list[str]) -> str:
    """The number of rows that say yes, or the sum of their numbers; ``unknown`` where one of them says neither."""
    numbers = [cells.whole(row) for row in rows]
    if how == "count":
        answers = [yes_no(row) for row in rows]
        return "unknown" if None in answers else str(answers.count("yes"))
    return "unknown" if None in numbers else str(sum(number for number in numbers if number is not None))


def _uuid(text: str) -> str:
    """An id without its ``uuid:``; what does not look like one is known by its hash only."""
    bare = text.removeprefix("uuid:").strip()
    return bare if not bare or _UUID.fullmatch(bare) else sha256(bare.encode()).hexdigest()[:32]


def _earlier(node: Node, uuid: str) -> tuple[str, ...]:
    found = (_uuid(node.said(name)) for name in ("meta/deprecatedID", "deprecatedID", "meta/rootUuid", "rootUuid"))
    return tuple(dict.fromkeys(one for one in found if one and one != uuid))


def _number(node: Node) -> str:
    """The server's own number with the moment of submission, hashed: no edit changes it. "" where one is missing."""
    number, moment = node.said("_id", "_submission__id"), _MOMENT.match(node.said("_submission_time"))
    known = f"{number}@{moment[1]}T{moment[2]}" if number.isdecimal() and moment else ""
    return f"no:{sha256(known.encode()).hexdigest()[:32]}" if known else ""
