"""Figures that somebody may question: the values of a place as the viewer sees them, each by itself (rule 31)."""

from dataclasses import dataclass

from coordination import facts, places
from coordination.disclosure import publish
from coordination.errors import Refusal
from coordination.facts import Facts
from coordination.figures import Public
from coordination.places import PlaceRef
from coordination.readings import Reading
from coordination.scope import Scope
from coordination.viewer import Klass
from models import assessments as rows

PAGE = 6
"""Figures of a page."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A value behind an answer, as it is shown; ``holds`` is the highest class in that answer."""

    place: Public[PlaceRef]
    holds: Public[Klass]
    value_id: Public[int]
    reading: Public[Reading]


@dataclass(frozen=True, kw_only=True)
class FigurePage:
    """A page of the figures of a place (0 is the first), in the catalogue's order."""

    place: Public[PlaceRef]
    holds: Public[Klass]
    figures: Public[tuple[Figure, ...]]
    page: Public[int]
    pages: Public[int]


def page(scope: Scope, place_id: int, number: int = 0) -> FigurePage:
    """A page of what may be questioned; the last one where ``number`` is beyond it. Raises `Refusal`."""
    known = _facts(scope, place_id)
    shown = _figures(known)
    pages = max(1, -(-len(shown) // PAGE))
    number = min(number, pages - 1)
    facts.note_read(scope, "figures", place_id, known.holds)
    part = shown[number * PAGE : (number + 1) * PAGE]
    return FigurePage(place=known.place, holds=known.holds, figures=part, page=number, pages=pages)


def figure(scope: Scope, value_id: int) -> Figure:
    """One figure; raises ``ask.button_old`` where the viewer does not see it, or another one has come since."""
    found = rows.value(scope.db, value_id)
    if found is not None:
        shown = _figures(_facts(scope, found[0].place_id))
        seen = next((one for one in shown if one.value_id == value_id), None)
        if seen is not None:
            return seen
    raise Refusal("ask.button_old")


def of_indicator(scope: Scope, place_id: int, code: str) -> Figure | None:
    """The figure of an indicator that the viewer sees; None where there is none, for whatever reason."""
    return next((one for one in _figures(_facts(scope, place_id)) if one.reading.code == code), None)


def _facts(scope: Scope, place_id: int) -> Facts:
    (known,) = facts.of(scope, [places.get(scope, place_id)])
    return known


def _figures(known: Facts) -> tuple[Figure, ...]:
    return tuple(
        publish(
            Figure(
                place=known.place,
                holds=known.holds,
                value_id=known.evidence[one.code].observation.value_id,
                reading=one,
            ),
            known.level,
        )
        for one in known.readings
        if one.known
    )
