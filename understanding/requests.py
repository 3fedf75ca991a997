"""A text as typed → what it asks or reports, field by field, with the words that said so. Pure and deterministic."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from understanding import aspects, intents, quantities, refusals, stages
from understanding.agencies import Agency, find_agencies
from understanding.cues import AGENCY, HOUSEHOLDS, OTHER, PERSONS, PLACE, SECTOR, TIME
from understanding.drafts import Change, Draft
from understanding.lexicon import Lexicon
from understanding.misspelling import is_known, plain_words, put_right
from understanding.periods import Period
from understanding.quantities import Quantity
from understanding.redaction import personal
from understanding.roles import Named, roles
from understanding.shorthand import written_out

ABOUT, ORIGIN = "about", "origin"
"""What a place is in a message."""


class PlaceFinder(Protocol):
    """Finds the places of a text."""

    def spans(self, text: str) -> Sequence[tuple[int, int]]:
        """Where names of places surely stand."""

    def places(self, text: str, plain: frozenset[str]) -> Sequence["FoundPlace"]:
        """The places that the text names; ``plain`` are folded words that are no names."""


@dataclass(frozen=True)
class FoundPlace:
    """A place of a text: its name, kind, where it stands, and further words (kind, area) that belong to it.

    ``name`` is None where what was typed may mean places of different names.
    """

    name: str | None
    kind: str
    span: tuple[int, int]
    parts: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Evidence:
    """Words as typed, where they stand, and what they were used for."""

    text: str
    start: int
    end: int
    used: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a message wants. Fields are None or empty where nothing is said; names are those of the store.

    ``refusal``: why it must not be answered (`understanding.refusals`). ``more``: further requests of the message.
    ``aspects``: what its words say besides (`understanding.aspects`). ``roles``: where places stand in ``written``, the
    text in plain words, and whether it is about them ("about"), people come from them ("origin") or neither ("").
    ``strange`` are words that it does not know, names of places apart; ``known`` is what the finder itself made of the
    places, for whoever gave it.
    """

    text: str
    intent: str
    villages: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    households: int | None = None
    origins: tuple[str, ...] = ()
    when: str | None = None
    when_from: date | None = None
    when_to: date | None = None
    individuals: int | None = None
    agency: str | None = None
    months: int | None = None
    item: str | None = None
    stage: str | None = None
    confidence: float = 1.0
    refusal: str | None = None
    why: tuple[Evidence, ...] = ()
    more: tuple["Request", ...] = ()
    aspects: frozenset[str] = frozenset()
    roles: tuple[tuple[tuple[int, int], str], ...] = ()
    written: str = ""
    strange: tuple[str, ...] = ()
    known: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Marked:
    """The text with signs, and what each kind of sign stands for, in the order of the text before signs."""

    draft: Draft
    written: str
    plain: tuple[str, str]
    names: Sequence[tuple[int, int]]
    places: tuple[FoundPlace, ...]
    agencies: tuple[Agency, ...]
    periods: tuple[Period, ...]
    numbers: tuple[Quantity, ...]
    households: Quantity | None
    sectors: tuple[tuple[str, int, int], ...]
    evidence: tuple[Evidence, ...]


def read(text: str, places: PlaceFinder, lexicon: Lexicon, today: date) -> Request:
    """What ``text`` asks or reports, seen from ``today``."""
    marked = mark(text, places, lexicon, today)
    signs = marked.draft.text
    refused = _refusal(text, marked, lexicon)
    said = intents.wanted(signs, lexicon.cues, lexicon.weights, lexicon.greetings)
    intent = OTHER if refused else said.intent
    found = _located(marked, intent)
    doubt = stages.is_doubtful(signs, lexicon.stages)
    period = marked.periods[0] if marked.periods else None
    return Request(
        text=text,
        intent=intent,
        villages=_names(found, ABOUT),
        origins=_names(found, ORIGIN),
        sectors=tuple(dict.fromkeys(sector for sector, _, _ in marked.sectors)),
        households=marked.households.value if marked.households else None,
        individuals=quantities.persons(marked.numbers),
        months=quantities.months(marked.numbers),
        when=_said(marked, "when"),
        when_from=period.first if period else None,
        when_to=period.last if period else None,
        agency=marked.agencies[0].acronym if marked.agencies else None,
        item=_said(marked, "sector"),
        stage=stages.stage(intent, signs, lexicon.stages),
        confidence=round(said.confidence * (0.7 if doubt else 1.0), 2),
        refusal=refused,
        aspects=aspects.named(marked.plain[1], lexicon.aspects),
        roles=tuple((one.span, role) for one, role in found),
        written=marked.written,
        strange=tuple(word for word in _WORD.findall(signs) if not is_known(word, lexicon)),
        why=(*marked.evidence, *(_evidence(marked.draft, span, "intent", intent) for span in said.spans)),
    )


def _refusal(text: str, marked: Marked, lexicon: Lexicon) -> str | None:
    """Why the message must not be answered; names and numbers of people are a reason, too."""
    said = next(
        filter(None, (refusals.refusal(plain, lexicon.refusals) for plain in dict.fromkeys(marked.plain))), None
    )
    return said or (refusals.PEOPLE if personal(text, marked.names) else None)


def _located(marked: Marked, intent: str) -> list[tuple[FoundPlace, str]]:
    """The places, and whether the message is about them or people come from there."""
    at = [match.start() for match in re.finditer(rf"\b{PLACE}\b", marked.draft.text)]
    named = [Named(one.name or "", one.kind, where) for one, where in zip(marked.places, at, strict=False)]
    found = roles(marked.draft.text, named, intent)
    role = dict.fromkeys(found.about, ABOUT) | dict.fromkeys(found.origins, ORIGIN)
    return [(one, role.get(number, "")) for number, one in enumerate(marked.places)]


def _names(found: Sequence[tuple[FoundPlace, str]], wanted: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.name for one, role in found if role == wanted and one.name))


def _said(marked: Marked, used: str) -> str | None:
    return next((one.text for one in marked.evidence if one.used == used), None)


def _evidence(draft: Draft, span: tuple[int, int], used: str, value: object) -> Evidence:
    start, end = draft.back(*span)
    return Evidence(draft.typed[start:end], start, end, used, str(value))


def mark(text: str, finder: PlaceFinder, lexicon: Lexicon, today: date) -> Marked:
    """The signs of ``text``: places first, then agencies, times, numbers and sectors, each on what is left."""
    names = () if text.strip() in lexicon.shorthand else finder.spans(text)
    out = written_out(text, lexicon, names)
    named = finder.places(out.text, plain_words(out.text, lexicon))
    places = tuple(sorted((one for one in named if not _is_topic(one, out.text, lexicon)), key=lambda one: one.span))
    why = [_evidence(out, one.span, "place", one.name) for one in places]
    draft = out.changed(_place_signs(places))
    agencies = find_agencies(draft.text, lexicon.agencies, shouted=text.isupper())
    why += [_evidence(draft, (one.start, one.end), "agency", one.acronym) for one in agencies]
    draft = draft.lowered().changed(Change(one.start, one.end, AGENCY) for one in agencies)
    lower = draft.changed(_signs(draft.text))
    plain = draft = put_right(lower, lexicon)
    periods = lexicon.calendar.corrected(draft.text, today)
    why += [_evidence(draft, (one.start, one.end), "when", _days(one)) for one in periods]
    draft = draft.changed(Change(one.start, one.end, _time_sign(one, today)) for one in periods)
    numbers = quantities.quantities(draft.text)
    households = quantities.households(numbers, draft.text)
    why += [_evidence(draft, (one.start, one.end), one.kind, one.value) for one in numbers if one.kind != "bare"]
    sectors = tuple((one.sector, one.start, one.end) for one in lexicon.find_sectors(draft.text) if one.sector)
    why += [_evidence(draft, (start, end), "sector", sector) for sector, start, end in sectors]
    draft = draft.changed(
        _other_signs(numbers, households, [_sector_sign(draft.text, one, lexicon) for one in sectors])
    )
    both = (lower.text, plain.text)
    return Marked(draft, out.text, both, names, places, agencies, periods, numbers, households, sectors, tuple(why))


def _is_topic(one: FoundPlace, text: str, lexicon: Lexicon) -> bool:
    """Whether a name is Burmese for a sector, or an unknown one such a word with what grammar puts behind it."""
    said = text[slice(*one.span)]
    topics = lexicon.find_sectors(said) if not said.isascii() else ()
    return bool(topics) and (one.name is None or topics[0].end - topics[0].start == len(said))


_WORD = re.compile(r"(?<![^\W\d_])[a-z]{3,}(?![^\W\d_])")
_STAND_IN = "@"
"""Where a place stands while capitals still count."""


def _signs(text: str) -> Iterator[Change]:
    return (Change(at, at + 1, PLACE) for at, char in enumerate(text) if char == _STAND_IN)


def _place_signs(places: Sequence[FoundPlace]) -> list[Change]:
    """A sign for each place; nothing for the area that was named with it."""
    changes = []
    for one in places:
        own = [part for part in one.parts if part[0] <= one.span[0] < part[1]]
        changes.append(Change(one.span[0], max([one.span[1], *(end for _, end in own[:1])]), _STAND_IN))
        changes += [Change(*part, "") for part in one.parts if part not in own]
    return sorted(changes, key=lambda change: change.start)


def _time_sign(period: Period, today: date) -> str:
    """The sign of a time, marked where all of it lies behind."""
    return f"{TIME}:p" if period.last and period.last <= today and period.first else TIME


def _sector_sign(text: str, mention: tuple[str, int, int], lexicon: Lexicon) -> Change:
    """The sign of a sector, marked where something that opens and closes was named; "food gap" stays a gap."""
    _, start, end = mention
    words = text[start:end].split()
    sign = f"{SECTOR}:f" if words[-1] in lexicon.classes["facility"] else SECTOR
    return Change(start, end, f"{sign} {words[-1]}" if words[-1] in lexicon.classes["gap"] else sign)


def _other_signs(numbers: Sequence[Quantity], households: Quantity | None, sectors: Sequence[Change]) -> list[Change]:
    """Signs for counts beside those for sectors; of "20 houses" the number is a count and the houses a sector."""
    changes = list(sectors)
    for one in numbers:
        sign = HOUSEHOLDS if one is households or one.kind == quantities.HOUSEHOLDS else PERSONS
        if one.kind in {quantities.HOUSEHOLDS, quantities.PERSONS} or one is households:
            end = min((word.start for word in sectors if one.start < word.start < one.end), default=one.end)
            changes.append(Change(one.start, end, sign if end == one.end else f"{sign} "))
    return sorted(changes, key=lambda change: change.start)


def _days(period: Period) -> str:
    return "/".join(str(day) if day else "" for day in (period.first, period.last))
