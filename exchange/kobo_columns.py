"""The questions of one export: which are fields of the desk, which are choices ticked one by one, which are neither."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from exchange import cells
from exchange.kobo_files import Export, Node
from exchange.kobo_form import Form
from exchange.kobo_map import Said
from exchange.kobo_names import LEFT_OUT, MADE, SECTION_FIELD, Column, Names, coded, is_meta, parts
from exchange.kobo_words import is_position, words

_TICKS = frozenset(["", "0", "1", "true", "false", "yes", "no"])
_TICKED = frozenset(["1", "true", "yes"])
_INFORMANTS = frozenset([
    "informants", "informant", "kis", "ki", "key_informants", "key_informant", "participants", "participant",
    "respondents", "respondent", "interviewees", "informant_repeat", "informants_repeat", "ki_repeat",
    "participants_repeat", "repeat_informants",
])  # fmt: skip
_PLACES = frozenset(["place", "place code", "township"])


@dataclass(frozen=True)
class Section:
    """The columns of one section: fields by header, ``ticks`` as (question, choice) by header, and the rest."""

    name: str
    columns: Mapping[str, Column]
    ticks: Mapping[str, tuple[str, str]]
    unread: tuple[str, ...]

    @cached_property
    def in_order(self) -> list[tuple[str, Column]]:
        """The columns; of several questions of one field, the one that is believed first in front."""
        return sorted(self.columns.items(), key=lambda pair: pair[1].rank)

    @cached_property
    def asked(self) -> list[tuple[str, Column]]:
        """Those of `in_order` that are indicators."""
        return [(header, column) for header, column in self.in_order if coded(column.field)]

    @cached_property
    def about(self) -> list[tuple[str, Column]]:
        """Those of `in_order` that are none."""
        return [(header, column) for header, column in self.in_order if not coded(column.field)]

    @cached_property
    def has_tool(self) -> bool:
        """Whether each row of this repeat says with which tool it was collected: then it is an assessment."""
        return any(column.field == "tool" for column in self.columns.values())

    @property
    def answers(self) -> tuple[str, ...]:
        """Headers under which indicators are asked here."""
        asked = [header for header, column in self.columns.items() if coded(column.field)]
        return (*asked, *self.ticks)


@dataclass
class Reading:
    """How the questions of an export are read: by their names, by the form behind them, by what the person says."""

    names: Names
    form: Form
    said: Said
    used: set[str] = field(default_factory=set)

    def section(self, export: Export, name: str) -> Section:
        """The columns of one section of ``export``."""
        headers = export.headers.get(name, ())
        nodes = [one for root in export.nodes for one in root.every() if one.section == name]
        ticks = self._ticks(headers, nodes)
        columns: dict[str, Column] = {}
        unread = []
        for header in headers:
            column = None if header in ticks else self.column(header)
            if self.said.total(name, header):
                self.used.add(cells.fold(f"{name}/{parts(header)[-1]}"))
                continue
            if column is not None and self._fits(column, header, nodes):
                columns[header] = column
            elif header not in ticks and not is_meta(header) and self.names.mapped(header) != LEFT_OUT:
                unread.append(header)
        sure = {(one.field, one.tool) for one in columns.values() if one.rank < MADE}
        for header, column in list(columns.items()):
            if coded(column.field) and column.rank == MADE and (column.field, column.tool) in sure:
                del columns[header]
                unread.append(header)
        for header, (question, _) in ticks.items():
            column = self.column(question)
            if column is not None:
                columns.setdefault(question, column)
            self._use(header)
        return Section(name, columns, ticks, tuple(unread))

    def column(self, header: str) -> Column | None:
        """The field of a question by its header; else by the name or a label that the form has for it."""
        self._use(header)
        found = self.names.column(header)
        question = self.form.question(header)
        if found or question is None or self.names.mapped(header) == LEFT_OUT:
            return found
        self._use(question.name)
        spellings = (question.name, *question.labels)
        return next((column for one in spellings if (column := self.names.column(one))), None)

    def counts_informants(self, section: str) -> bool:
        """Whether a repeat has a row for each informant."""
        self._use(section)
        mapped = self.names.mapped(section)
        return mapped == SECTION_FIELD if mapped else "_".join(words(section)) in _INFORMANTS

    def unused(self) -> tuple[str, ...]:
        """What --map names that is no question of this file, as the person spelled it."""
        return tuple(name for folded, name in self.said.names.items() if folded not in self.used)

    def _use(self, header: str) -> None:
        spelled = {cells.fold(header), cells.fold(parts(header)[-1])}
        self.used |= spelled
        self.used |= {
            cells.fold(f"{question}/{choice}") for question, choice in self.said.choices if question in spelled
        }

    def _ticks(self, headers: Sequence[str], nodes: Sequence[Node]) -> dict[str, tuple[str, str]]:
        """Columns of 0 and 1, one for each choice of a question that takes several: ``question/choice``."""
        by_question: dict[str, list[str]] = {}
        for header in headers:
            question, slash, choice = header.rpartition("/")
            if slash and choice and question:
                by_question.setdefault(question, []).append(header)
        found: dict[str, tuple[str, str]] = {}
        for question, columns in by_question.items():
            column = self.names.column(question.strip())
            if column is None or not coded(column.field) or (len(columns) == 1 and question not in headers):
                continue
            if all(cells.text(node.answers.get(one)).casefold() in _TICKS for node in nodes for one in columns):
                found |= {one: (question, one.rpartition("/")[2].strip()) for one in columns}
        return found

    def _fits(self, column: Column, header: str, nodes: Sequence[Node]) -> bool:
        """Whether what stands under a header can be the field: names of informants are no count, positions no place."""
        if column.fixed or column.field not in _PLACES | {"informants"}:
            return True
        said = [answer for node in nodes if (answer := node.answers.get(header)) is not None]
        if column.field == "informants":
            return all(cells.whole(answer) is not None for answer in said)
        return not any(is_position(answer) for answer in said)


def ticked(node: Node, section: Section, question: str) -> tuple[str, ...] | None:
    """The choices that are ticked for a question, None where it has no such columns or none is ticked."""
    chosen = tuple(
        choice
        for header, (of, choice) in section.ticks.items()
        if of == question and cells.text(node.answers.get(header)).casefold() in _TICKED
    )
    return chosen or None
