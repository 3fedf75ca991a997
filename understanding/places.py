"""Text → the place it means: a name with or without its township, a code, or a sentence that names a place."""

from understanding.place_also import others
from understanding.place_areas import misspelled_areas, narrow, narrow_from_afar
from understanding.place_choice import Decision
from understanding.place_codes import CODE, known_codes, with_names
from understanding.place_index import PlaceIndex
from understanding.place_known import read_known
from understanding.place_lead import Roles, likeliest, unknown_lead
from understanding.place_meaning import Doubt, Meaning, Named, characters, meaning
from understanding.place_spans import Span, Words, cover, find_spans
from understanding.place_unknown import bare_name, likely_name, unknown, unknown_names
from understanding.zawgyi import readings

__all__ = ["Meaning", "name_spans", "search"]


def search(index: PlaceIndex, text: str, more_common: frozenset[str] = frozenset()) -> Meaning:
    """The place that ``text`` means. ``more_common`` are folded words of the desk that are no places (agencies).

    Burmese is read as the encoding that it looks like and, when that says nothing, as the other one.
    """
    likely, *other = readings(text)
    found = _search(index, likely, more_common)
    for reading in other:
        second = _search(index, reading, more_common)
        if _names_a_place(second) and not _names_a_place(found):
            return second
    return found


def _names_a_place(meaning: Meaning) -> bool:
    return any(choice.why != "near" for choice in meaning.decision.choices[:1])


def _search(index: PlaceIndex, text: str, more_common: frozenset[str]) -> Meaning:
    words = Words(text, more_common)
    codes = known_codes(index, words)
    if not codes and CODE.fullmatch(text.strip()):
        return Meaning(text.strip(), Decision("none"), (0, len(text)), "")
    spans = find_spans(index, words, codes)
    every = with_names(index, words, spans)
    found = _known(words, index, every) if codes else _by_name(index, words, spans)
    return others(words, index, found, every) if found.span else found


def _by_name(index: PlaceIndex, words: Words, spans: list[Span]) -> Meaning:
    count = len(words.tokens)
    whole = index.hits(words.key(0, count))
    if whole and (count == 1 or not all(words.common(i) for i in range(count))):
        return meaning(words, index, Named(Span(0, count, whole, 0), whole))
    found = cover(index, words) or spans
    for area in misspelled_areas(words, index, found):
        apart = [span for span in found if not span.overlaps(area)]
        found = sorted([*apart, area], key=lambda span: span.first)
    bare = bare_name(words, index, _once(found)) if words.tokens else None
    if bare is not None:
        return bare
    return _known(words, index, found) if found else unknown(words, index, *likely_name(words))


def _once(spans: list[Span]) -> list[Span]:
    """Each name once, where it stands first."""
    return list({span.hits: span for span in reversed(spans)}.values())[::-1]


def name_spans(index: PlaceIndex, text: str) -> tuple[tuple[int, int], ...]:
    """Where names and aliases of places stand in ``text``."""
    words = Words(text)
    return tuple(characters(words, span.first, span.last) for span in find_spans(index, words))


def _known(words: Words, index: PlaceIndex, found: list[Span]) -> Meaning:
    """The place that is meant, narrowed by the areas named beside it, else anywhere in the sentence."""
    spans = _once(found)
    own = [span for span in spans if not span.guessed]
    if not own:
        return unknown(words, index, *likely_name(words))
    strange = unknown_names(words, found)
    roles = Roles(words, [*(span for span in found if not span.guessed), *strange])
    best = likeliest(words, index, _narrowed(words, index, own, spans), roles)
    rather = unknown_lead(words, best.span, roles, strange)
    if rather is not None:
        return unknown(words, index, rather.first, rather.last, cued=True)
    back = Doubt("back", words.said(best.span.first, best.span.last))
    unclear = roles.contested or roles.declined(best.span) or roles.only_left(best.span)
    return read_known(words, index, best, spans, back if unclear else None)


def _narrowed(words: Words, index: PlaceIndex, own: list[Span], spans: list[Span]) -> list[Named]:
    """The names with their areas, without the areas that these are."""
    named = [narrow(words, index, span, spans) for span in own]
    if not any(one.used for one in named):
        named = [narrow_from_afar(words, index, span, spans) for span in own]
    areas = {area for one in named for area in one.used}
    return [one for one in named if one.span not in areas] or named
