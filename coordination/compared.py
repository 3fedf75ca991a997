"""A message that compares → the comparison, or the question which place is meant."""

from dataclasses import dataclass, replace

from coordination import comparisons, places
from coordination.choice import NoPlace, PlaceChoice, which
from coordination.comparisons import Comparison
from coordination.errors import Refusal
from coordination.figures import Public
from coordination.places import Candidate, Found, PlaceRef
from coordination.scope import Scope
from coordination.sector import Nothing
from coordination.village import MINES
from understanding import comparisons as asking
from understanding.aspects import SAFETY
from understanding.comparisons import MONITORING, PLACES, ROUNDS
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


def compared(
    scope: Scope, request: Request, last: PlaceRef | None, *, command: bool = False
) -> tuple[Compared, tuple[PlaceRef, ...]] | None:
    """The comparison with its places, the ``last`` one where one is left out; None where it is none after all.

    A text that does not say "compare" ("A or B, which has water") compares only places that are known. Raises `Refusal`
    where too many places, or several doubtful ones, are named.
    """
    said = asking.read(request.written, command=command)
    found = [places.find(scope, one) for one in said.parts] if said else _named(request)
    if last and said and said.left_out:
        found = [Found(last.name, "exact", (Candidate(last, 1.0, "name"),), None, ""), *found]
    kind = said.kind if said else asking.beside(request.written) or (PLACES if len(found) > 1 else ROUNDS)
    if not said and not (found and all(one.candidates and one.candidates[0].why != "near" for one in found)):
        return None
    if not found or (said and said.left_out and not last):
        raise Refusal("compare.usage")
    if len(found) > comparisons.MOST:
        raise Refusal("compare.most", n=comparisons.MOST)
    sectors = _sectors(request, kind)
    settled = tuple(one.place for one in found if one.place)
    if len(settled) == len(found):
        return comparisons.compare(scope, kind, [one.id for one in settled], sectors), settled
    return _asked(found, kind, sectors), ()


def _named(request: Request) -> list[Found]:
    """The places of the text in their order; that one may be taken back speaks against none that stand side by side."""
    lead: Found | None = request.known
    named = sorted((lead, *lead.also), key=lambda one: one.span or (0, 0)) if lead else []
    return [replace(one, decision="one") if _only_doubted(one) else one for one in named]


def _only_doubted(one: Found) -> bool:
    return bool(one.doubt and one.doubt.why == "back" and len(one.candidates) == 1 and not one.others)


def _asked(found: list[Found], kind: str, sectors: tuple[str, ...]) -> Compared:
    open_parts = [one for one in found if not one.place]
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
