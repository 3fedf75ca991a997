"""Answers of a form in the words of the catalogue: a choice by its name or label, a count, or why there is none."""

import re

from coordination.catalogue import STATES, Indicator
from exchange import cells
from exchange.kobo_rows import Given
from exchange.kobo_words import MISSING_CODES, UNKNOWN_CODES, Words, bare, is_other, state, untyped, words, yes_no
from exchange.rows import RowReader, one_of

_BRACKETS = re.compile(r"\(.*?\)")
_WHOLE = re.compile(r"(\d+)\.0+")
_COUNTS = frozenset(["int", "table", "pct"])


def cell(reader: RowReader, indicator: Indicator, field: str, given: Given) -> str | None:
    """The cell under ``field`` as a template would have it; None where the answer gives no value.

    What it means is remarked on where that is not plain; what cannot be read stays as it is, to be listed, unless
    somebody may have typed it.
    """
    if given.rivals:
        reader.refuse(field, "kobo_twice")
        return None
    if indicator.data_type in _COUNTS:
        return _count(reader, field, given)
    if _other(indicator, given):
        reader.remark(field, "kobo_other")
        return None
    return _list(indicator, given) if indicator.data_type == "list" else _choice(indicator, given)


def _other(indicator: Indicator, given: Given) -> bool:
    """Whether "other" was chosen, also among several in one cell; where the catalogue has it, it is an answer."""
    if "other" in indicator.allowed:
        return False
    several = indicator.data_type == "list" and not given.ticked
    return any("other" in words(text) if several else is_other(text) for pick in given.picks for text in pick)


def _count(reader: RowReader, field: str, given: Given) -> str:
    text = given.text
    if text.isdecimal() and text not in UNKNOWN_CODES:
        return text
    if said := _state(given):
        return said
    if text in MISSING_CODES:
        reader.remark(field, "kobo_missing_code", value=text)
        return "unknown"
    if text in UNKNOWN_CODES:
        reader.remark(field, "kobo_number", value=text)
    number = _WHOLE.fullmatch(text)
    return number[1] if number else shown(given)


def _state(given: Given) -> str | None:
    """Unknown, refused or not assessed, when that is all that was picked."""
    if len(given.picks) != 1:
        return None
    said = (one_of(spelling, STATES) or state(spelling) for spelling in given.picks[0])
    return next((found for found in said if found), None)


def _choice(indicator: Indicator, given: Given) -> str:
    chosen = _chosen(indicator, given)
    if len(given.picks) == 1 and chosen:
        return chosen[0]
    if said := _state(given):
        return said
    if len(given.picks) == 1 and given.text in UNKNOWN_CODES | MISSING_CODES:
        return "unknown"
    if indicator.data_type == "bool" and len(given.picks) == 1 and (answer := yes_no(given.text)):
        return answer
    return shown(given)


def _chosen(indicator: Indicator, given: Given) -> list[str]:
    """The choices of the catalogue that were picked, None of those that are none."""
    found = (next((one for text in pick if (one := _allowed(indicator, text))), None) for pick in given.picks)
    return [one for one in found if one]


def _allowed(indicator: Indicator, text: str) -> str | None:
    """The choice that ``text`` means: by its letters; else by its words, without a code, a number or brackets."""
    exact = one_of(text, indicator.allowed)
    if exact is not None:
        return exact
    by_words = _by_words(indicator)
    said, unbracketed = bare(text), bare(_BRACKETS.sub(" ", text))
    code = tuple(words(indicator.code))
    numbered = said[:1] and said[0].isdecimal()
    rest = said[len(code) :] if said[: len(code)] == code else said[1:] if numbered else ()
    return next((by_words[one] for one in (said, unbracketed, rest) if one in by_words), None)


def _by_words(indicator: Indicator) -> dict[Words, str]:
    """Choices by their words. One of two things is both: ``protected_well_or_spring`` is a protected spring, too."""
    found: dict[Words, str] = {}
    for choice in indicator.allowed:
        left, either, right = choice.partition("_or_")
        if either:
            first, second = words(left), words(right)
            found |= dict.fromkeys((first, first[:-1] + second), choice)
    return found | {bare(choice): choice for choice in indicator.allowed}


def _list(indicator: Indicator, given: Given) -> str:
    """Several choices; in one cell they are separated by signs, or by spaces and then told apart by the longest."""
    if said := _state(given):
        return said
    if len(given.picks) == 1 and given.text in UNKNOWN_CODES | MISSING_CODES:
        return "unknown"
    if given.ticked or len(given.picks) > 1:
        chosen = [*_chosen(indicator, given)]
        return "; ".join(chosen) if len(chosen) == len(given.picks) else _only_none(given) or shown(given)
    chosen = _apart(indicator, given.picks[0][0]) or _chosen(indicator, given)
    return "; ".join(chosen) if chosen else _only_none(given) or shown(given)


def _only_none(given: Given) -> str:
    return "none" if len(given.picks) == 1 and any(words(text) == ("none",) for text in given.picks[0]) else ""


def _apart(indicator: Indicator, text: str) -> list[str]:
    """The choices in one cell, empty where a word is none of them."""
    if re.search(r"[;,|\n]", text):
        found = [_allowed(indicator, part) for part in re.split(r"[;,|\n]", text) if part.strip()]
        return [one for one in found if one] if all(found) else []
    by_words = _by_words(indicator)
    rest: Words = bare(text)
    chosen: list[str] = []
    while rest:
        length = next((n for n in range(len(rest), 0, -1) if rest[:n] in by_words), 0)
        if not length:
            return []
        chosen.append(by_words[rest[:length]])
        rest = rest[length:]
    return chosen


def shown(given: Given) -> str:
    """The answer as it may be repeated to a person: a name of a choice, never a text that was typed."""
    text = cells.text(given.text)
    return text if given.known else untyped(text)
