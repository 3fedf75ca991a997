"""What place a text means, once it is known which words name it: the decision, and the text without these words."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from understanding.place_choice import Choice, Decision, choices, decide, is_twin
from understanding.place_index import AREAS, Hit, PlaceIndex
from understanding.place_near import ALIKE_INSIDE, MOST, SHOWN, VERY_ALIKE, Ranking, rank
from understanding.place_spans import Span, Words


class Doubt(NamedTuple):
    """Why a known place is asked and not gone on with, and the words that speak against it.

    ``why``: "beside" (words beside it may make another name of it), "kind" (it is of no such kind), "area" (a township
    that is none), "code" (of no place), "name" (it is not that of the code), "back" (it may be taken back), "near"
    (something near it).
    """

    why: str
    said: str


@dataclass(frozen=True)
class Meaning:
    """What place a text means. ``name`` is the name as typed ("" when the text names none), ``span`` where it stands;

    ``rest`` is the text without the place and the area that was named with it, which stand at ``parts``. ``also`` are
    the other places that the text names; of those in ``unread`` not even this was looked up. ``areas`` are where it
    should lie where none of that name lies there.
    """

    name: str
    decision: Decision
    span: tuple[int, int] | None
    rest: str
    parts: tuple[tuple[int, int], ...] = ()
    also: tuple["Meaning", ...] = ()
    unread: tuple[str, ...] = ()
    doubt: Doubt | None = None
    areas: tuple[int, ...] = ()

    def beside(self, also: tuple["Meaning", ...], unread: tuple[str, ...] = ()) -> "Meaning":
        """The same in a text that names these places, too."""
        return replace(self, also=also, unread=unread)


@dataclass(frozen=True)
class Named:
    """A span with what narrows it: the places left, the spans used and their areas, and whether all lie elsewhere."""

    span: Span
    hits: tuple[Hit, ...]
    used: tuple[Span, ...] = ()
    areas: tuple[int, ...] = ()
    elsewhere: bool = False


def meaning(words: Words, index: PlaceIndex, named: Named, doubt: Doubt | None = None) -> Meaning:
    """What a known name means. Kind words after it narrow; one that fits none of the places makes the choice doubtful.

    So does another place that is as likely to be meant by such a spelling.
    """
    span = named.span
    kinds, end = words.kind_after(span.last)
    exact = choices(index, named.hits, kinds)
    if any(other.guessed for other in named.used):
        exact = tuple(replace(choice, why="near") for choice in exact)
    if named.elsewhere:
        exact = tuple(replace(choice, score=0.5, why="elsewhere") for choice in exact)
    at = characters(words, span.first, span.last)
    doubt = doubt or _doubt(words, index, span, exact)
    decision = decide(index, exact, sure=doubt is None and not named.elsewhere)
    areas = all(index[choice.place_id].kind in AREAS for choice in exact)
    if not areas or (len(exact) > 1 and not kinds & AREAS):
        ranking = rank(index, words.text[slice(*at)], named.areas, kinds)
        if named.elsewhere:
            decision = _ask_elsewhere(ranking, exact)
        elif len(exact) > 1 or not _is_alone(index, exact[0], ranking, named, kinds):
            decision = _ask(index, ranking, exact)
    cut = [characters(words, span.first, end)]
    cut += [characters(words, other.first, words.kind_after(other.last)[1]) for other in named.used]
    return Meaning(
        words.text[slice(*at)],
        decision,
        at,
        without(words.text, cut),
        tuple(cut),
        doubt=doubt if decision.decision == "ask" else None,
        areas=named.areas if named.elsewhere else (),
    )


def _doubt(words: Words, index: PlaceIndex, span: Span, exact: tuple[Choice, ...]) -> Doubt | None:
    """Another kind than that of the places, or a camp by half of its name, which may be another church's."""
    kinds, end = words.kind_after(span.last)
    if not _fits(index, exact, kinds):
        return Doubt("kind", words.said(span.last, end))
    whole = exact[0].why != "short" or ("camp" in kinds and not words.church_after(span.last))
    return None if whole else Doubt("beside", words.said(span.first, max(end, span.last)))


def _fits(index: PlaceIndex, found: tuple[Choice, ...], kinds: frozenset[str]) -> bool:
    return not kinds or any(index[choice.place_id].kind in _alike(kinds) for choice in found)


def _is_alone(index: PlaceIndex, exact: Choice, ranking: Ranking, named: Named, kinds: frozenset[str]) -> bool:
    """Whether no rival makes the only name of these letters doubtful. In an area that was named, few names compete."""
    if named.areas and not any(span.guessed for span in named.used):
        return True
    rivals = [place_id for place_id in ranking.rivals if not _is_same(index, place_id, exact.place_id)]
    if index[exact.place_id].kind in kinds:
        rivals = [rival for rival in rivals if index[rival].kind in _alike(kinds)]
    return not any(index.is_likely(rival) or not index.is_likely(exact.place_id) for rival in rivals)


def _is_same(index: PlaceIndex, one: int, other: int) -> bool:
    return one == other or is_twin(index, one, other) or is_twin(index, other, one)


def _ask(index: PlaceIndex, ranking: Ranking, exact: tuple[Choice, ...]) -> Decision:
    """The bearers of the name and their rivals, the likeliest first; rivals only among the first few."""
    bearers = {choice.place_id: choice for choice in exact}
    worth = {*bearers, *ranking.rivals, *(choice.place_id for choice in ranking.above(VERY_ALIKE).choices)}
    likely = [choice for choice in ranking.choices if choice.place_id in worth]
    found = [bearers.pop(choice.place_id, choice) for choice in likely[:MOST]]
    found += bearers.values()
    first, *rest = found
    known = [choice for choice in rest if choice.why != "near" and index.is_likely(choice.place_id)]
    found = [first, *known, *(choice for choice in rest if choice not in known)]
    return Decision("ask", tuple(found[:SHOWN]), len(found[SHOWN:]))


def _ask_elsewhere(ranking: Ranking, exact: tuple[Choice, ...]) -> Decision:
    """Near names in the area that was named, then the bearers of the name outside it."""
    found = (*ranking.above(ALIKE_INSIDE).choices[:MOST], *exact)
    return Decision("ask", found[:SHOWN], len(found[SHOWN:]))


def coded(words: Words, index: PlaceIndex, named: Named, doubt: Doubt | None, other: Span | None) -> Meaning:
    """What a code means: its place, unless something speaks against it; ``other`` is a name beside it that does."""
    span = named.span
    found: tuple[Choice, ...] = (Choice(span.hits[0].place_id, 1.0, "code"),)
    cut = [characters(words, part.first, part.last) for part in (span, *named.used, *([other] if other else []))]
    if other is not None:
        doubt = Doubt("name", words.said(other.first, other.last))
        found += tuple(one for one in choices(index, other.hits) if one.place_id != found[0].place_id)[: SHOWN - 1]
    if named.elsewhere:
        doubt = doubt or Doubt("area", words.said(named.used[-1].first, named.used[-1].last))
    decision = decide(index, found, sure=doubt is None)
    doubt = doubt if decision.decision == "ask" else None
    rest = without(words.text, cut)
    return Meaning(words.text[slice(*cut[0])], decision, cut[0], rest, tuple(cut), doubt=doubt)


def near_meaning(
    words: Words, index: PlaceIndex, at: tuple[int, int], ranking: Ranking, extra: tuple[Span, ...] = ()
) -> Meaning:
    """What a name that nobody bears means: words ``at`` (first to last), with the areas ``extra`` named beside it."""
    first, last = at
    span = characters(words, first, last)
    cut = [characters(words, first, words.kind_after(last)[1]), *(characters(words, s.first, s.last) for s in extra)]
    found = ranking.choices[:MOST]
    decision = Decision("none", found)
    if ranking.sure and index.knows(found[0].place_id) and not any(span_.guessed for span_ in extra):
        decision = Decision("one", found[:1])
    return Meaning(words.text[slice(*span)], decision, span, without(words.text, cut), tuple(cut))


def _alike(kinds: frozenset[str]) -> frozenset[str]:
    """Kinds that people do not tell apart: everything settled but camps."""
    settled = frozenset(["village", "village_tract", "town", "ward"])
    return kinds | settled if kinds & settled else kinds


def characters(words: Words, first: int, last: int) -> tuple[int, int]:
    """Where the words stand, with a bracket that closes the last of them."""
    start, end = words.tokens[first].start, words.tokens[last - 1].end
    open_bracket = words.text.count("(", start, end) > words.text.count(")", start, end)
    return start, end + (open_bracket and words.text[end : end + 1] == ")")


def without(text: str, spans: list[tuple[int, int]]) -> str:
    left, at = [], 0
    for start, end in sorted(spans):
        left.append(text[at:start])
        at = max(at, end)
    return " ".join(" ".join([*left, text[at:]]).split())
