"""The words of messages, read from ``data/understanding/`` and from a file of the desk's own."""

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from coordination.catalogue import Catalogue
from coordination.sectors import NO_SECTOR, SectorWords
from understanding.aspects import ASPECTS
from understanding.cues import INTENTS, Cue, cues
from understanding.fold import fold
from understanding.learned import Weights
from understanding.lexicon import Lexicon, Season
from understanding.refusals import REASONS

OWN_COLUMNS = ["word", "meaning"]
"""Columns of a desk's own file."""


class LexiconError(Exception):
    """A table of words cannot be used; the text says which line, and what is expected there."""


def load(folder: Path, catalogue: Catalogue, own: Path | None = None) -> Lexicon:
    """The words of ``folder`` with the sectors and agencies of ``catalogue``; those of the file ``own`` over them.

    Raises `LexiconError`.
    """
    classes = {name: tuple(words.split()) for name, words in _rows(folder / "word_classes.csv", 2)}
    more = _sector_words(folder, catalogue)
    english = dict(catalogue.sector_words) | more.get("en", {})
    sectors = english | {word: sector for words in more.values() for word, sector in words.items()}
    shorthand = {word.casefold(): meaning for word, meaning in _rows(folder / "shorthand.csv", 2)}
    shorthand |= {word.casefold(): meaning for word, meaning in _own(own)}
    return Lexicon(
        shorthand=shorthand,
        plain_sectors=frozenset(english),
        find_sectors=SectorWords(sectors).find,
        seasons=tuple(_season(words, first, last) for words, first, last in _rows(folder / "seasons.csv", 3)),
        agencies=_agencies(catalogue),
        classes=classes,
        cues=_cues(folder, classes),
        weights=_weights(folder),
        refusals=_refusals(folder),
        stages=_stages(folder),
        aspects=_aspects(folder),
        movements=_movements(folder),
    )


def _rows(path: Path, columns: int, *, may_be_empty: bool = False) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file), 1):
            if len(row) != columns or not (may_be_empty or all(row)):
                raise LexiconError(f"{path}, line {number}: expected {columns} columns.")
            if number > 1:
                yield row


def _own(path: Path | None) -> Sequence[tuple[str, str]]:
    """The desk's own words."""
    if path is None:
        return ()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file)) or [[]]
    except OSError as error:
        raise LexiconError(f"WAYPOST_WORDS: {path} cannot be read ({error.strerror}).") from None
    except (UnicodeDecodeError, csv.Error):
        raise LexiconError(f"WAYPOST_WORDS: {path} is no CSV file in UTF-8.") from None
    if [one.strip().lower() for one in header] != OWN_COLUMNS:
        raise LexiconError(f"{path}, line 1: expected the columns {','.join(OWN_COLUMNS)}.")
    found = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, 2) if any(map(str.strip, row))]
    for number, row in found:
        if len(row) != len(OWN_COLUMNS) or not all(row):
            raise LexiconError(f"{path}, line {number}: expected a word and what it means, such as: tarpy,tarpaulin")
    return [(row[0], row[1]) for _, row in found]


def _sector_words(folder: Path, catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """More words for sectors, by language: also such as mean one in chat only, or none at all ("", "phone number")."""
    found: dict[str, dict[str, str]] = {}
    for sector, language, words in _rows(folder / "sector_words.csv", 3):
        if sector in {*catalogue.sectors, NO_SECTOR}:
            plain = (" ".join(word.casefold().split()) for word in words.split("|"))
            found.setdefault(language, {}).update(dict.fromkeys(plain, sector.strip(NO_SECTOR)))
    return found


def _season(words: str, first: str, last: str) -> Season:
    days = [tuple(map(int, day.split("-"))) for day in (first, last)]
    return Season(tuple(words.split("|")), (days[0][0], days[0][1]), (days[1][0], days[1][1]))


def _agencies(catalogue: Catalogue) -> dict[str, str]:
    return {
        fold(name): agency.acronym
        for agency in reversed(catalogue.agencies)
        for name in (agency.name, *agency.aliases, agency.acronym)
    }


def _cues(folder: Path, classes: dict[str, tuple[str, ...]]) -> tuple[Cue, ...]:
    rows = [(intent, float(weight), pattern) for intent, weight, pattern in _rows(folder / "cues.csv", 3)]
    strange = {intent for intent, _, _ in rows} - set(INTENTS)
    if strange:
        raise LexiconError(f"{folder / 'cues.csv'}: expected intents of {', '.join(INTENTS)}.")
    return cues(rows, classes)


def _weights(folder: Path) -> Weights:
    """Hundredths in a column for each intent, empty for none."""
    rows = _rows(folder / "intent_weights.csv", 1 + len(INTENTS), may_be_empty=True)
    return {
        feature: tuple((number, int(cell) / 100) for number, cell in enumerate(cells) if cell)
        for feature, *cells in rows
    }


def _refusals(folder: Path) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Patterns with their reasons, the most urgent reason first."""
    rows = [(reason, re.compile(pattern)) for reason, pattern in _rows(folder / "refusals.csv", 2)]
    return tuple(sorted(rows, key=lambda row: REASONS.index(row[0])))


def _stages(folder: Path) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for intent, stage, pattern in _rows(folder / "stages.csv", 3):
        found.setdefault(intent, []).append((stage, re.compile(pattern)))
    return found


def _aspects(folder: Path) -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = [(aspect, re.compile(pattern)) for aspect, pattern in _rows(folder / "aspects.csv", 2)]
    if strange := {aspect for aspect, _ in rows} - set(ASPECTS):
        raise LexiconError(f"{folder / 'aspects.csv'}: expected one of {', '.join(ASPECTS)}, not {', '.join(strange)}.")
    return tuple(rows)


def _movements(folder: Path) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """Words of reports of movements, by the field of the record that they tell."""
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for field, code, pattern in _rows(folder / "movement_words.csv", 3):
        found.setdefault(field, []).append((code, re.compile(pattern, re.IGNORECASE)))
    return found
