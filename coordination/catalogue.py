"""The catalogue: sectors, indicators with severity rules, activities, agencies. Read once at start, checked whole.

A DSWG's own folder may hold any of indicators.csv, activities.csv, sectors.csv and yes_no.csv: a row with the code of
a shipped row replaces it, other rows are added.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from coordination.csv_rows import CatalogueError, Row, parse_each, read_rows
from coordination.rules import POPULATIONS, ByShare, RuleError, SeverityRule, parse_rule
from coordination.sectors import Mention, SectorWords, word_index
from coordination.viewer import Klass
from understanding.fold import tokens

__all__ = ["Activity", "AgencyEntry", "Catalogue", "CatalogueError", "Indicator", "load", "sector_key"]

STATES = ("unknown", "not_assessed", "refused")
"""Answers that every indicator allows and that are never a value."""
TOOLS = ("HHS", "KII", "FGD", "DO", "TEC", "derived")
KINDS, CLASSES = ("condition", "need"), ("public", "restricted", "confidential")
DATA_TYPES = ("enum", "int", "bool", "pct", "list", "table")
NEXUS = ("humanitarian", "development", "peace")
YES_NO = "yes/no"
MONTHS_OF_A_PACKAGE = 6
"""Months that a need spans when an activity with months covers it."""


@dataclass(frozen=True)
class Indicator:
    """One line of the registry. ``allowed`` are the answers of enum, bool (yes, no) and list, without the states."""

    code: str
    label: str
    sector: str
    kind: str
    data_type: str
    unit: str | None
    allowed: tuple[str, ...]
    tools: tuple[str, ...]
    iasc: tuple[str, ...]
    monitoring: bool
    rule: SeverityRule
    gap_unit: str | None
    klass: Klass
    valid_days: int


@dataclass(frozen=True)
class Activity:
    """What agencies do. ``need`` is the need indicator that it covers; ``unit`` what is counted."""

    code: str
    sector: str
    name: str
    synonyms: tuple[str, ...]
    need: str | None
    unit: str
    has_months: bool
    components: tuple[str, ...]
    nexus: str


@dataclass(frozen=True)
class AgencyEntry:
    """An agency of the shipped list; ``kind`` is local, INGO, IO or UN."""

    acronym: str
    name: str
    aliases: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class Catalogue:
    """Everything the desk knows by heart. Mappings keep the order of the files; ``sectors`` is the order of lists.

    ``sector_words`` maps plain words (lower case) to sectors, ``answered_by`` a yes/no condition to what changes it.
    """

    indicators: Mapping[str, Indicator]
    activities: Mapping[str, Activity]
    agencies: tuple[AgencyEntry, ...]
    sectors: tuple[str, ...]
    sector_words: Mapping[str, str] = field(repr=False)
    answered_by: Mapping[str, tuple[str, ...]] = field(repr=False)

    def need_activities(self, code: str) -> tuple[Activity, ...]:
        """The activities that cover need ``code``, in the order of the file."""
        return self._by_need.get(code, ())

    def months_of(self, code: str) -> int:
        """Months over which need ``code`` is counted: 6 where an activity with months covers it, else 1."""
        return MONTHS_OF_A_PACKAGE if any(one.has_months for one in self.need_activities(code)) else 1

    def components_of(self, code: str) -> tuple[str, ...]:
        """The different components of the activities that cover need ``code``; empty where none is told apart."""
        return tuple(dict.fromkeys(part for one in self.need_activities(code) for part in one.components))

    def of_sector(self, sector: str) -> tuple[Indicator, ...]:
        """The indicators of a sector, in the order of the file."""
        return tuple(one for one in self.indicators.values() if one.sector == sector)

    def sector_of(self, word: str) -> str | None:
        """Sector by its name or a plain word for it ("water", "latrines", "food"), else None."""
        return self.sector_words.get(" ".join(word.casefold().split()))

    def sectors_in(self, text: str) -> tuple[Mention, ...]:
        """Sector words in ``text`` from left to right: longest first, whole words only, never overlapping."""
        return self._finder.find(text)

    @cached_property
    def plain_words(self) -> frozenset[str]:
        """Single words, folded, that sector words are made of: "drinking" and "water" of "drinking water"."""
        return frozenset(token.key for words in self.sector_words for token in tokens(words))

    @cached_property
    def _by_need(self) -> Mapping[str | None, tuple[Activity, ...]]:
        every = [(one.need, one) for one in self.activities.values()]
        return {code: tuple(one for need, one in every if need == code) for code, _ in every}

    @cached_property
    def _finder(self) -> SectorWords:
        return SectorWords(self.sector_words)


def sector_key(sector: str) -> str:
    """Name of a sector in keys of texts: ``sector.`` + "wash", "shelter_nfi", "governance_civil_documentation"."""
    return "_".join("".join(sign if sign.isalnum() else " " for sign in sector.casefold()).split())


def load(folder: Path, extra: Path | None = None) -> Catalogue:
    """The catalogue of ``folder``, overridden and extended by ``extra``.

    Raises `CatalogueError` naming file, line and field of everything that is wrong.
    """
    if extra is not None and not extra.is_dir():
        raise CatalogueError([f"{extra}: expected a folder with indicators.csv or activities.csv, found none"])
    words = _merged(folder, extra, "sectors.csv", _SECTOR_COLUMNS, lambda row: row.listed("words"))
    sectors = tuple(sector for sector in words if sector != "-")
    indicators = _merged(folder, extra, "indicators.csv", _INDICATOR_COLUMNS, lambda row: _indicator(row, sectors))
    activities = _merged(folder, extra, "activities.csv", _ACTIVITY_COLUMNS, lambda row: _activity(row, sectors))
    answers = _merged(folder, extra, "yes_no.csv", _YES_NO_COLUMNS, lambda row: row.listed("activities"))
    parse_each((row for row, _ in indicators.values()), lambda row: _check_base(row, indicators))
    parse_each((row for row, _ in activities.values()), lambda row: _check_need(row, indicators))
    parse_each((row for row, _ in answers.values()), lambda row: _check_answer(row, indicators, activities))
    agencies = parse_each(read_rows(folder / "agencies.csv", _AGENCY_COLUMNS), _agency)
    plain_activities = {code: activity for code, (_, activity) in activities.items()}
    return Catalogue(
        indicators={code: indicator for code, (_, indicator) in indicators.items()},
        activities=plain_activities,
        agencies=tuple(agency for _, agency in agencies),
        sectors=sectors,
        sector_words=word_index(
            {sector: listed for sector, (_, listed) in words.items()},
            [(one.sector, one.synonyms) for one in plain_activities.values()],
        ),
        answered_by={code: codes for code, (_, codes) in answers.items()},
    )


_SECTOR_COLUMNS = ("sector", "words")
_YES_NO_COLUMNS = ("indicator", "activities")
_AGENCY_COLUMNS = ("acronym", "name", "aliases", "kind")
_ACTIVITY_COLUMNS = (
    "code", "sector", "activity", "synonyms", "need_indicator", "unit", "has_months", "components", "nexus",
)  # fmt: skip
_INDICATOR_COLUMNS = (
    "code", "label", "sector", "kind", "data_type", "unit", "allowed_values", "tools", "iasc_criteria", "pm_overlap",
    "severity_map", "gap_unit", "sensitivity", "valid_days",
)  # fmt: skip

Entry = TypeVar("Entry")


def _merged(
    folder: Path, extra: Path | None, name: str, columns: tuple[str, ...], parse: Callable[[Row], Entry]
) -> dict[str, tuple[Row, Entry]]:
    """Rows of one file by their first column, the extra folder's over the shipped ones."""
    entries = _keyed(read_rows(folder / name, columns), columns[0], parse)
    if extra is not None and (extra / name).exists():
        entries |= _keyed(read_rows(extra / name, columns), columns[0], parse)
    return entries


def _keyed(rows: list[Row], key: str, parse: Callable[[Row], Entry]) -> dict[str, tuple[Row, Entry]]:
    seen: set[str] = set()

    def parse_once(row: Row) -> Entry:
        code = row.text(key)
        if code in seen:
            raise row.wrong(key, "every one once in this file")
        seen.add(code)
        return parse(row)

    return {row.cells[key]: (row, entry) for row, entry in parse_each(rows, parse_once)}


def _indicator(row: Row, sectors: tuple[str, ...]) -> Indicator:
    data_type = row.one_of("data_type", DATA_TYPES)
    allowed = _allowed(row, data_type)
    return Indicator(
        code=row.text("code"),
        label=row.text("label"),
        sector=_sector(row, sectors),
        kind=row.one_of("kind", KINDS),
        data_type=data_type,
        unit=row.cells["unit"] or None,
        allowed=allowed,
        tools=_tools(row),
        iasc=_dash(row.listed("iasc_criteria", ",")),
        monitoring=row.yes("pm_overlap"),
        rule=_rule(row, data_type, allowed),
        gap_unit=None if row.text("gap_unit") == "-" else row.cells["gap_unit"],
        klass=Klass.of(row.one_of("sensitivity", CLASSES)),
        valid_days=row.positive("valid_days"),
    )


def _allowed(row: Row, data_type: str) -> tuple[str, ...]:
    if data_type == "bool":
        return ("yes", "no")
    if data_type not in {"enum", "list"}:
        return ()
    allowed = tuple(value for value in row.listed("allowed_values") if value not in STATES)
    if not allowed:
        raise row.wrong("allowed_values", "answers separated by |")
    return allowed


def _tools(row: Row) -> tuple[str, ...]:
    tools = row.listed("tools", ",")
    if not tools or not set(tools) <= set(TOOLS):
        raise row.wrong("tools", "some of " + ", ".join(TOOLS) + " separated by commas")
    return tools


def _rule(row: Row, data_type: str, allowed: tuple[str, ...]) -> SeverityRule:
    try:
        return parse_rule(row.cells["severity_map"], row.cells["code"], data_type, allowed)
    except RuleError as error:
        raise row.wrong("severity_map", str(error)) from None


def _dash(parts: tuple[str, ...]) -> tuple[str, ...]:
    return () if parts == ("-",) else parts


def _sector(row: Row, sectors: tuple[str, ...]) -> str:
    if row.cells["sector"] not in sectors:
        raise row.wrong("sector", "a sector of sectors.csv (" + ", ".join(sectors) + ")")
    return row.cells["sector"]


def _activity(row: Row, sectors: tuple[str, ...]) -> Activity:
    return Activity(
        code=row.text("code"),
        sector=_sector(row, sectors),
        name=row.text("activity"),
        synonyms=row.listed("synonyms"),
        need=row.cells["need_indicator"] or None,
        unit=row.text("unit"),
        has_months=row.yes("has_months"),
        components=row.listed("components"),
        nexus=row.one_of("nexus", NEXUS),
    )


def _agency(row: Row) -> AgencyEntry:
    return AgencyEntry(row.text("acronym"), row.text("name"), row.listed("aliases"), row.text("kind"))


def _check_base(row: Row, indicators: Mapping[str, tuple[Row, Indicator]]) -> None:
    rule = indicators[row.cells["code"]][1].rule
    if not isinstance(rule, ByShare) or rule.base in POPULATIONS:
        return
    if rule.base not in indicators or indicators[rule.base][1].data_type != "int":
        raise row.wrong("severity_map", '"base" to be the code of a count or one of ' + ", ".join(POPULATIONS))


def _check_need(row: Row, indicators: Mapping[str, tuple[Row, Indicator]]) -> None:
    need = row.cells["need_indicator"]
    if need and (need not in indicators or indicators[need][1].kind != "need"):
        raise row.wrong("need_indicator", "nothing or the code of an indicator of kind need")


def _check_answer(
    row: Row,
    indicators: Mapping[str, tuple[Row, Indicator]],
    activities: Mapping[str, tuple[Row, Activity]],
) -> None:
    code = row.cells["indicator"]
    if code not in indicators or indicators[code][1].gap_unit != YES_NO:
        raise row.wrong("indicator", f"the code of an indicator with gap_unit {YES_NO}")
    if not set(row.listed("activities")) <= set(activities):
        raise row.wrong("activities", "codes of activities.csv separated by |")
