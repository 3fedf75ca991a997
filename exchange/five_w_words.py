"""What the words in the cells of a 5W mean: periods, states, modalities, populations, kinds of organisations."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from exchange import cells

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_YEAR = re.compile(r"([a-z]{3,9})\.?[\s,'’-]*(\d{4}|\d{2})")
_YEAR_MONTH = re.compile(r"(\d{4})[\s/-]+([a-z]{3,9}|\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[\s/-]+(\d{4})")

STATUSES: Mapping[str, tuple[str, ...]] = {
    "cancelled": ("cancel", "withdrawn", "dropped"),
    "suspended": ("suspend", "on hold", "paused", "postpone", "halted"),
    "partial": ("partial",),
    "pledged": ("plan", "pipeline", "pledged", "not started", "upcoming", "proposed", "not yet"),
    "ongoing": (
        "ongoing", "on going", "in progress", "started", "active", "under implementation", "implementing",
        "not complete",
    ),
    "delivered": ("complete", "deliver", "done", "ended", "finish", "implemented", "closed", "achieved"),
    "confirmed": ("confirmed", "funded", "committed"),
    "interest": ("interest",),
    "lapsed": ("lapsed", "expired"),
}  # fmt: skip
"""Our states by what a 5W calls them. What is planned there says nothing of funds or access: a pledge."""
MODALITIES: Mapping[str, tuple[str, ...]] = {
    "mixed": ("hybrid", "mixed", "multiple", "both"),
    "cash": ("cash", "cbt", "cva", "ctp", "voucher", "mobile money", "transfer"),
    "in_kind": ("in kind", "inkind", "goods", "material"),
    "works": ("works", "construction", "infrastructure", "rehabilitation"),
    "service": ("service", "training", "technical", "support", "capacity", "facilit", "awareness"),
}
POPULATIONS: Mapping[str, tuple[str, ...]] = {
    "returnee": ("returnee", "returned", "repatriat"),
    "relocated": ("relocat", "resettle", "locally integrated", "local integration"),
    "idp": ("idp", "displaced", "camp population"),
    "host": ("host", "local communit", "stateless", "resident", "non displaced", "villager"),
}
"""Ours by what a 5W calls them. People of the place are its hosts: no legal status of theirs is kept."""
AGENCY_KINDS: Mapping[str, tuple[str, ...]] = {
    "INGO": ("ingo", "international ngo", "international non"),
    "local": (
        "nngo",
        "lngo",
        "national ngo",
        "local",
        "cso",
        "cbo",
        "faith",
        "community",
        "civil society",
        "national non",
    ),
    "IO": ("red cross", "international organi", "io"),
    "authority": ("government", "authority", "department", "ministry"),
    "UN": ("un ", "un agency", "united nations"),
}  # fmt: skip
_COMPONENTS: Mapping[str, tuple[str, ...]] = {
    "seed": ("seed", "crop", "vegetable", "fertili", "agri input", "garden"),
    "tools": ("tool", "fishery", "fishing", "equipment"),
    "animals": ("livestock", "animal", "poultry", "chicken", "piglet", "goat", "cattle"),
}
_EMPTY = frozenset(
    ["", "-", "--", "n/a", "na", "#n/a", "none", "nil", "null", "other", "others", "unknown", "0", "tbc", "tbd"]
)


def said(shown: str) -> str:
    """A cell's text, "" where it stands for nothing ("N/A", "Other")."""
    return "" if shown.casefold().strip() in _EMPTY else shown


def meant(shown: str, words: Mapping[str, tuple[str, ...]]) -> str | None:
    """Which of our words a cell means by the words that it holds, the first that fits; None where none does."""
    plain = f"{plain_words(shown)} "
    return next((ours for ours, theirs in words.items() if any(_holds(plain, word) for word in theirs)), None)


def plain_words(shown: str) -> str:
    """Words in lower case with one space between them and no marks."""
    return " ".join(re.sub(r"[^\w]+|_", " ", cells.fold(shown)).split())


def _holds(plain: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}", plain) is not None


def modality(shown: str) -> str | None:
    """Our modality; in-kind and cash together are mixed."""
    both = {meant(shown, {name: MODALITIES[name]}) for name in ("cash", "in_kind")}
    return "mixed" if None not in both else meant(shown, MODALITIES)


def population(shown: str) -> str | None:
    """Our population; several of them together are mixed."""
    found = {ours for ours in POPULATIONS if meant(shown, {ours: POPULATIONS[ours]})}
    if "idp" in found and "non displaced" in plain_words(shown):
        found.discard("idp")
    if len(found) > 1 or meant(shown, {"mixed": ("mixed", "all")}):
        return "mixed"
    return next(iter(found), meant(shown, {"host": ("vulnerable", "affected", "poor", "communit")}))


def components(shown: str, allowed: tuple[str, ...]) -> str | None:
    """The components that an activity's words name, separated by |; None where they name none."""
    found = [name for name in allowed if meant(shown, {name: _COMPONENTS.get(name, (name,))})]
    return "|".join(sorted(found)) or None


def month(cell: Any, year: Any = None) -> tuple[date, date] | None:
    """First and last day of a month: "February 2022", "Feb-22", "2022-02", 02/2022, any day of it, or with its year."""
    day = cells.day(cell)
    if day is not None:
        return _whole(day.year, day.month)
    shown = cells.text(cell).casefold()
    if year is not None and shown and not re.search(r"\d{4}", shown):
        shown = f"{shown} {cells.text(year)}"
    if found := _MONTH_YEAR.fullmatch(shown):
        return _whole(_year(found[2]), _number(found[1]))
    if found := _YEAR_MONTH.fullmatch(shown):
        return _whole(int(found[1]), int(found[2]) if found[2].isdecimal() else _number(found[2]))
    if found := _NUMBERS.fullmatch(shown):
        return _whole(int(found[2]), int(found[1]))
    return None


def _number(word: str) -> int:
    return _MONTHS.index(word[:3]) + 1 if word[:3] in _MONTHS else 0


def _year(shown: str) -> int:
    return int(shown) + (2000 if len(shown) == 2 else 0)


def _whole(year: int, number: int) -> tuple[date, date] | None:
    if not (1 <= number <= 12 and 1 <= year <= 9999):
        return None
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def count(cell: Any) -> int | None:
    """A whole number from 0 on, also where a spreadsheet's sum left 289.99999999999994; None for anything else."""
    whole = cells.whole(cell)
    if whole is not None or isinstance(cell, bool):
        return whole
    try:
        number = float(cells.text(cell).replace(",", ""))
    except ValueError:
        return None
    near = round(number) if abs(number) < 10**9 else -1
    return near if near >= 0 and abs(number - near) < 1e-6 else None


def singular(folded: str) -> str:
    """A folded name without the s of its plural."""
    return folded[:-1] if folded.endswith("s") else folded
