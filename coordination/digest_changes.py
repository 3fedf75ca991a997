"""What changed since a digest was said last, and which lines come first: by rule, never by taste. Pure.

A figure that was said of a day and now reads otherwise of the same day was wrong: it is told as a correction. A newer
count is news. What only grew old is neither, and never counts as better (domain section 3, shelf-life).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coordination.digest_standing import (
    DELIVERED,
    LAPSED,
    OVERDUE,
    STOPPED,
    Delivery,
    Ending,
    Key,
    NeedState,
    Standing,
    unpacked,
)
from coordination.figures import Amount, Count, Public
from coordination.places import PlaceRef

NEW, REOPENED, LARGER, SMALLER, COVERED, ENDED, CORRECTED = (
    "new", "reopened", "larger", "smaller", "covered", "ended", "corrected",
)  # fmt: skip
WORSE, BETTER = (NEW, REOPENED, LARGER), (SMALLER, COVERED, ENDED)
COMMITTED = ("new", DELIVERED, LAPSED, OVERDUE)


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A need that was said wrongly: ``now`` None where it was taken back, ``before`` None where it is no count."""

    place: Public[PlaceRef]
    sector: Public[str]
    code: Public[str]
    before: Public[Amount | None] = None
    now: Public[Amount | None] = None


@dataclass(frozen=True, kw_only=True)
class Headline:
    """One line at the top. ``kind`` is gap, reopened, delivery or ending, and says which fields it has."""

    kind: Public[str]
    place: Public[PlaceRef]
    sector: Public[str] = ""
    code: Public[str] = ""
    amount: Public[Amount | None] = None
    month: Public[date | None] = None


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Since the last digest: numbers of needs by kind of change, of commitments by what became of them, corrections.

    ``aged`` needs passed their date; ``endings`` are covers that end soon, told for the first time.
    """

    needs: Public[tuple[tuple[str, int], ...]] = ()
    commitments: Public[tuple[tuple[str, int], ...]] = ()
    corrections: Public[tuple[Correction, ...]] = ()
    aged: Public[int] = 0
    endings: Public[int] = 0

    @property
    def quiet(self) -> bool:
        """Whether nothing happened."""
        return self == NOTHING


NOTHING = Changes()
"""No change."""


@dataclass(frozen=True)
class Compared:
    """`Changes`, and the headlines that they give."""

    changes: Changes
    headlines: tuple[Headline, ...]


def compared(now: Standing, before: Mapping[str, Any] | None) -> Compared:
    """``now`` beside what was said last; a first digest has nothing to compare with, and only its alert on top."""
    if before is None:
        return Compared(NOTHING, _headlines((), (), now.endings))
    was = {text: unpacked(packed) for text, packed in before["needs"].items()}
    found = [(kind, *now.needs[text]) for text in now.needs if (kind := _kind(was.get(text), now.needs[text][1]))]
    counts = Counter(kind for kind, _, _ in found)
    committed, delivered = _committed(now, before["commitments"])
    endings = [one for one in now.endings if one.text not in set(before["endings"])]
    corrections = [_correction(key, was[key.text], state) for kind, key, state in found if kind == CORRECTED]
    changes = Changes(
        needs=tuple((kind, counts[kind]) for kind in (*WORSE, *BETTER) if counts[kind]),
        commitments=tuple((kind, committed[kind]) for kind in COMMITTED if committed[kind]),
        corrections=(*corrections, *_taken_back(now, was)),
        aged=sum(_aged(was.get(text), state) for text, (_, state) in now.needs.items()),
        endings=len(endings),
    )
    fresh = [(kind, key, state) for kind, key, state in found if kind in {NEW, REOPENED} and state.valid]
    return Compared(changes, _headlines(fresh, delivered, endings))


def _kind(was: NeedState | None, now: NeedState) -> str | None:
    """How a need changed; None where nothing is to be told."""
    if now.open and (was is None or not was.open):
        return NEW if was is None or not was.there else REOPENED
    if was is None or not was.open:
        return None
    if was.dated == now.dated and ((now.there, now.low) != (was.there, was.low)):
        return CORRECTED
    if not now.open:
        return COVERED if now.there else ENDED
    return LARGER if now.low > was.low else SMALLER if now.low < was.low else None


def _aged(was: NeedState | None, now: NeedState) -> bool:
    return was is not None and was.open and was.valid and now.open and not now.valid


def _correction(key: Key, was: NeedState, now: NeedState) -> Correction:
    told = Count("HH", now.low) if now.there and now.counted else None
    return Correction(place=key.place, sector=key.sector, code=key.code, before=_said(was), now=told)


def _said(was: NeedState) -> Count | None:
    return Count("HH", was.low) if was.counted else None


def _taken_back(now: Standing, was: Mapping[str, NeedState]) -> Iterable[Correction]:
    """Open needs that no value stands behind any more. A place that left the area is no correction."""
    inside = {str(place.id): place for place in now.places}
    for text in sorted(text for text, state in was.items() if state.open and text not in now.needs):
        place_id, _, code = text.partition(".")
        if place_id in inside:
            yield Correction(place=inside[place_id], sector="", code=code, before=_said(was[text]))


def _committed(now: Standing, was: Mapping[str, str]) -> tuple[Counter[str], list[Delivery]]:
    counted: Counter[str] = Counter()
    delivered = []
    for number, (_, state) in now.commitments.items():
        earlier = was.get(str(number))
        counted["new"] += earlier is None and state != STOPPED
        if state != earlier and state in {DELIVERED, LAPSED, OVERDUE}:
            counted[state] += 1
            if number in now.deliveries:
                delivered.append(now.deliveries[number])
    return counted, delivered


def _headlines(
    fresh: Sequence[tuple[str, Key, NeedState]], delivered: Sequence[Delivery], endings: Sequence[Ending]
) -> tuple[Headline, ...]:
    """The rule: the largest new gap, the largest delivery, the first alert; one line each at most.

    Largest is by the published band of households, then severity, then the open share; the first alert is that of the
    earliest month, then of the highest severity. What is equal then goes by the names of place and indicator.
    """
    lines = []
    if fresh:
        kind, key, state = min(fresh, key=lambda one: _size(one[1], one[2]))
        amount = Count("HH", state.low) if state.counted else None
        lines.append(
            Headline(
                kind="reopened" if kind == REOPENED else "gap",
                place=key.place, sector=key.sector, code=key.code, amount=amount,
            )
        )  # fmt: skip
    if households := [one for one in delivered if one.reached.unit == "HH"]:
        one = min(
            households, key=lambda each: (-each.reached.banded().low, each.place.name, each.place.id, each.activity)
        )
        lines.append(Headline(kind="delivery", place=one.place, code=one.activity, amount=one.reached))
    if endings:
        first = min(endings, key=lambda one: (one.month, -(one.severity or 0), one.key.place.name, one.text))
        place, sector = first.key.place, first.key.sector
        lines.append(Headline(kind="ending", place=place, sector=sector, code=first.key.code, month=first.month))
    return tuple(lines)


def _size(key: Key, state: NeedState) -> tuple[object, ...]:
    return -state.low, -(state.severity or 0), -state.rank, key.place.name, key.place.id, key.code
