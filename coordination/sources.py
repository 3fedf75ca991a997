"""On what the figures of a place rest: tool, date, informants, what disagrees, and the rounds before."""

from collections.abc import Sequence
from dataclasses import dataclass

from coordination import facts, places
from coordination.disclosure import publish
from coordination.errors import Refusal
from coordination.evidence import Evidence, is_answer
from coordination.facts import Facts
from coordination.figures import Public, Restricted
from coordination.place_page import HOLDERS
from coordination.places import PlaceRef
from coordination.readings import Reading, told
from coordination.scope import Scope
from coordination.sector import Nothing
from coordination.viewer import Klass

ROUNDS = 4
"""Earlier values that are told of one indicator."""


@dataclass(frozen=True, kw_only=True)
class Sourced:
    """A figure (a value that counts, or an answer without one), whether it drives its sector, and earlier ones.

    Exact numbers only tell of earlier rounds: a change inside a band would tell what the band hides.
    """

    klass: Public[Klass]
    reading: Public[Reading]
    drives: Public[bool] = False
    before: Restricted[tuple[Reading, ...]] = ()


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The figures of a place, of some ``sectors`` or all, in the catalogue's order."""

    place: Public[PlaceRef]
    level: Public[Klass]
    holds: Public[Klass]
    demo: Public[bool] = False
    sectors: Public[tuple[str, ...]] = ()
    figures: Public[tuple[Sourced, ...]] = ()


def sources(scope: Scope, place_id: int, sectors: Sequence[str] = ()) -> Sources | Nothing:
    """Where the figures of a village or camp come from; raises ``data.areas`` for an area."""
    place = places.get(scope, place_id)
    if place.kind in HOLDERS:
        raise Refusal("data.areas")
    (known,) = facts.of(scope, [place])
    shown = [one for one in known.readings if not sectors or one.sector in sectors]
    answer = publish(
        Sources(
            place=place,
            level=known.level,
            holds=known.holds,
            demo=scope.desk.demo,
            sectors=tuple(sectors),
            figures=tuple(_sourced(known, one) for one in shown),
        ),
        known.level,
    )
    if not answer.figures:
        return Nothing(place, sectors[0] if len(sectors) == 1 else None, scope.desk.demo)
    facts.note_read(scope, "data", place.id, known.holds)
    return answer


def _sourced(known: Facts, reading: Reading) -> Sourced:
    return Sourced(
        klass=reading.klass,
        reading=reading,
        drives=known.sectors[reading.sector].driver == reading.code,
        before=_before(known, known.evidence[reading.code]),
    )


def _before(known: Facts, evidence: Evidence) -> tuple[Reading, ...]:
    """Values of former rounds, newest first."""
    answers = [one for one in evidence.history if is_answer(evidence.indicator, one)]
    made = (told(known.catalogue, one, known.today) for one in answers)
    return tuple(one for one in made if one.klass <= known.level)[:ROUNDS]
