"""Severity rules of the catalogue as small frozen things (0 minimal … 4 catastrophic), read from their JSON."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Any

AGE_BANDS = ("0_4", "5_11", "12_17", "18_59", "60")

CELLS = tuple(f"{sex}_{band}" for band in AGE_BANDS for sex in ("F", "M"))
"""Keys of a table of people by sex and age: F_0_4, M_0_4, F_5_11, M_5_11, … F_60, M_60."""


def _people(*bands: str) -> tuple[str, ...]:
    return tuple(cell for cell in CELLS if cell.split("_", 1)[1] in bands)


POPULATIONS: Mapping[str, tuple[str, ...]] = {
    "persons": CELLS,
    "children 0-4": _people("0_4"),
    "children 5-17": _people("5_11", "12_17"),
    "children 0-17": _people("0_4", "5_11", "12_17"),
}
"""Denominators that are sums of cells of PRF-06, by their names in the catalogue."""


@dataclass(frozen=True)
class Unrated:
    """Context only."""


@dataclass(frozen=True)
class ByChoice:
    """Severity of each answer of a list; yes/no indicators have ``yes`` and ``no``."""

    severities: Mapping[str, int]


@dataclass(frozen=True)
class ByShare:
    """Count as percent of ``base`` (indicator or population): at most the first cut 0, below the others 1, 2, 3."""

    base: str
    cuts: tuple[float, ...]


@dataclass(frozen=True)
class ByBands:
    """First ``(upper, severity)`` with the value at most ``upper``, else ``above``."""

    cuts: tuple[tuple[float, int], ...]
    above: int


@dataclass(frozen=True)
class ByRatio:
    """People of ``base`` per unit counted: at most each cut 0, 1, 2, 3, else 4."""

    base: str
    cuts: tuple[float, ...]


@dataclass(frozen=True)
class ByLength:
    """How many items a list names: at most each cut 0, 1, 2, 3, else 4."""

    cuts: tuple[float, ...]


SeverityRule = Unrated | ByChoice | ByShare | ByBands | ByRatio | ByLength


class RuleError(ValueError):
    """What was expected instead of this rule."""


def parse_rule(text: str, code: str, data_type: str, allowed: tuple[str, ...]) -> SeverityRule:
    """The rule that ``text`` (JSON) holds for indicator ``code``; raises `RuleError` with what is expected."""
    try:
        raw = json.loads(text)
    except json.JSONDecodeError:
        raise RuleError('JSON such as {"type":"bool","true":0,"false":2} or {"type":"none"}') from None
    if not isinstance(raw, dict) or raw.get("type") not in _TYPES:
        raise RuleError('"type" to be one of ' + ", ".join(_TYPES))
    data_types, parse = _TYPES[raw["type"]]
    if data_type not in data_types:
        raise RuleError(f'a rule for data_type {data_type}; "{raw["type"]}" is for {", ".join(data_types)}')
    return parse(raw, code, allowed)


def _severity(value: Any, name: str) -> int:
    if type(value) is not int or not 0 <= value <= 4:
        raise RuleError(f"a severity from 0 to 4 for {name}")
    return value


def _numbers(raw: dict[str, Any]) -> tuple[float, ...]:
    cuts = raw.get("cuts")
    if not isinstance(cuts, list) or len(cuts) != 4 or not all(_is_number(cut) for cut in cuts):
        raise RuleError('"cuts" to be four numbers')
    if any(low >= high for low, high in pairwise(cuts)):
        raise RuleError('"cuts" to rise')
    return tuple(cuts)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _none(_raw: dict[str, Any], _code: str, _allowed: tuple[str, ...]) -> SeverityRule:
    return Unrated()


def _choice(raw: dict[str, Any], _code: str, allowed: tuple[str, ...]) -> SeverityRule:
    severities = raw.get("map")
    if not isinstance(severities, dict) or not severities:
        raise RuleError('"map" to give answers a severity')
    if strange := [answer for answer in severities if answer not in allowed]:
        raise RuleError(f'"map" to hold only allowed_values, not "{strange[0]}"')
    return ByChoice({answer: _severity(value, answer) for answer, value in severities.items()})


def _bool(raw: dict[str, Any], _code: str, _allowed: tuple[str, ...]) -> SeverityRule:
    return ByChoice({"yes": _severity(raw.get("true"), "true"), "no": _severity(raw.get("false"), "false")})


def _share(raw: dict[str, Any], _code: str, _allowed: tuple[str, ...]) -> SeverityRule:
    return ByShare(_base(raw, "base"), _numbers(raw))


def _base(raw: dict[str, Any], field: str) -> str:
    base = raw.get(field)
    if not isinstance(base, str) or not base:
        raise RuleError(f'"{field}" to be an indicator\'s code or one of {", ".join(POPULATIONS)}')
    return base


def _bands(raw: dict[str, Any], _code: str, _allowed: tuple[str, ...]) -> SeverityRule:
    cuts = raw.get("cuts")
    if not isinstance(cuts, list) or not cuts or not all(_is_band(cut) for cut in cuts):
        raise RuleError('"cuts" to be pairs [upper limit, severity]')
    if any(low[0] >= high[0] for low, high in pairwise(cuts)):
        raise RuleError('"cuts" to rise')
    pairs = tuple((upper, _severity(severity, f"up to {upper}")) for upper, severity in cuts)
    return ByBands(pairs, _severity(raw.get("above"), "above"))


def _is_band(cut: Any) -> bool:
    return isinstance(cut, list) and len(cut) == 2 and _is_number(cut[0])


def _ratio(raw: dict[str, Any], code: str, _allowed: tuple[str, ...]) -> SeverityRule:
    if raw.get("den") != code:
        raise RuleError(f'"den" to be {code}, the indicator itself')
    if (base := _base(raw, "num")) not in POPULATIONS:
        raise RuleError('"num" to be one of ' + ", ".join(POPULATIONS))
    return ByRatio(base, _numbers(raw))


def _length(raw: dict[str, Any], _code: str, _allowed: tuple[str, ...]) -> SeverityRule:
    return ByLength(_numbers(raw))


_Parse = Callable[[dict[str, Any], str, tuple[str, ...]], SeverityRule]

_TYPES: Mapping[str, tuple[tuple[str, ...], _Parse]] = {
    "none": (("enum", "int", "bool", "pct", "list", "table"), _none),
    "enum": (("enum",), _choice),
    "bool": (("bool",), _bool),
    "share": (("int",), _share),
    "bands": (("int", "pct"), _bands),
    "ratio": (("int",), _ratio),
    "count": (("list",), _length),
}
