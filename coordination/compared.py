"""A message that compares → the comparison, or the question which place is meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from coordination import comparisons
from coordination.choice import NoPlace, PlaceChoice, which
from coordination.comparisons import Comparison
from coordination.errors import Refusal
from coordination.figures import Public
from coordination.places import Found, PlaceRef
from coordination.scope import Scope
from coordination.sector import Nothing
from coordination.village import MINES
from understanding.aspects import SAFETY
from understanding.comparisons import MONITORING, PLACES, ROUNDS, beside, says_so
from understanding.questions import COMPARE, Question
from understanding.requests import Request

PROTECTION = "Protection"


@dataclass(frozen=True, kw_only=True)
class ComparisonChoice:
    """Which place? For the one part of a comparison that may mean several; ``before`` and ``after`` are settled ids.

    ``near``: there is no place of that name, the candidates are near in spelling.
    """

    query: Public[str]
    candidates: Public[tuple[PlaceRef, ...]] = ()
    near: Public[bool] = False
    kind: Public[str]
    before: Public[tuple[int, ...]] = ()
    after: Public[tuple[int, ...]] = ()
    sectors: Public[tuple[str, ...]] = ()


Compared = Comparison | Nothing | ComparisonChoice | PlaceChoice | NoPlace


def compared(scope: Scope, request: Request, named: Sequence[Found], *, command: bool = False) -> Compared | None:
    """The comparison of the places ``named``; None where a text that need not compare names none that are known.

    Raises `Refusal` where it says that it compares and too many places, or several doubtful ones, are named.
    """
    sure, kind = command or says_so(request.text), beside(request.written) or (PLACES if len(named) > 1 else ROUNDS)
    found = list(named[:1] if kind != PLACES else named)
    if not sure and not (found and all(one.candidates and one.candidates[0].why != "near" for one in found)):
        return None
    if not found:
        raise Refusal("compare.usage")
    if len(found) > comparisons.MOST:
        raise Refusal("compare.most", n=comparisons.MOST)
    sectors = _sectors(request, kind)
    open_parts = [one for one in found if not one.place]
    if not open_parts:
        return comparisons.compare(scope, kind, [one.place.id for one in found if one.place], sectors)
    return _asked(found, open_parts, kind, sectors)


def _asked(found: list[Found], open_parts: list[Found], kind: str, sectors: tuple[str, ...]) -> Compared:
    first = next((one for one in open_parts if not one.candidates), open_parts[0])
    if not first.candidates:
        return which(first, Question(COMPARE, sectors))
    if len(open_parts) > 1:
        raise Refusal("compare.which_each", names=", ".join(one.query for one in open_parts))
    at = found.index(first)
    before, after = ([one.place.id for one in part if one.place] for part in (found[:at], found[at + 1 :]))
    return ComparisonChoice(
        query=first.query,
        candidates=tuple(one.place for one in first.candidates),
        near=first.decision == "none",
        kind=kind,
        before=tuple(before),
        after=tuple(after),
        sectors=sectors,
    )


def _sectors(request: Request, kind: str) -> tuple[str, ...]:
    """The sectors that are compared; whether a place is safe asks for what is reported of both its sectors.

    "Protection monitoring" is a source.
    """
    if SAFETY in request.aspects:
        return PROTECTION, MINES
    said = [one.text.lower() for one in request.why if one.used == "sector" and one.value == PROTECTION]
    if kind == MONITORING and said == [PROTECTION.lower()] and "protection monitoring" in request.written.lower():
        return tuple(one for one in request.sectors if one != PROTECTION)
    return request.sectors
