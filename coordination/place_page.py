"""A place's own page: who it is, how else it is called, and which places it must not be confused with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from coordination import facts, place_memory, places
from coordination.disclosure import clearance, exact, publish
from coordination.distance import Away, away
from coordination.figures import Public, Restricted
from coordination.namesakes import Alike, alike
from coordination.places import KINDS, PlaceRef
from coordination.scope import Scope
from coordination.viewer import Klass
from models import places as rows
from understanding.fold import fold, tokens
from understanding.place_index import PlaceIndex

MOST = 5
"""Namesakes that are shown at most."""
HOLDERS = (*places.AREAS, "town")
"""Kinds that other places lie in."""
LISTED, IN_AREA, HOLDS_LISTED, OFF_LIST = "listed", "area", "holds", "off"
"""How a place stands to the desk's own list."""
_SHOWN = ("alias", "name", "previous", "burmese")
"""Kinds of names that are shown, the most useful first; the others are made of these."""
_MADE = frozenset(["name", *KINDS])
"""How ids begin that no source gave: they say no more than name and township do."""


@dataclass(frozen=True)
class OtherName:
    """Another name of a place, or a ``former`` one."""

    text: str
    former: bool


@dataclass(frozen=True, kw_only=True)
class Namesake:
    """A place that may be taken for another one: of the ``same`` spelling or a like one, and how far from there."""

    place: Public[PlaceRef]
    code: Public[str | None]
    same: Public[bool]
    active: Public[bool]
    away: Restricted[Away | None] = None


@dataclass(frozen=True, kw_only=True)
class PlacePage:
    """Everything of a place but its figures.

    ``codes`` are its p-code, then other codes and ids; ``lies_in`` its tract or town, township, district and state as
    far as known; ``contains`` pairs (kind, number) of what lies in an area; ``standing`` how it stands to the desk's
    list, "" where there is none; ``active`` false where its source says that it is gone. ``bearers`` counts all other
    places of the very name. ``map`` is the address of a map at the place.
    """

    place: Public[PlaceRef]
    level: Public[Klass]
    holds: Public[Klass]
    source: Public[str]
    active: Public[bool]
    standing: Public[str]
    codes: Public[tuple[str, ...]]
    lies_in: Public[tuple[PlaceRef, ...]]
    contains: Public[tuple[tuple[str, int], ...]]
    names: Public[tuple[OtherName, ...]]
    namesakes: Public[tuple[Namesake, ...]]
    bearers: Public[int]
    map: Restricted[str | None] = None


def page(scope: Scope, place_id: int) -> PlacePage:
    """The page of a place for ``scope.viewer``; raises `Refusal` for an unknown place or a viewer without data."""
    place = places.get(scope, place_id)
    level = facts.level_of(scope, place.township_id)
    told = _page(scope, place, level)
    if exact(level):
        told = _with_positions(scope, told)
    facts.note_read(scope, "place", place.id, told.holds)
    return publish(told, level)


def _page(scope: Scope, place: PlaceRef, level: Klass) -> PlacePage:
    """All that is public."""
    index = place_memory.index(scope)
    names = rows.names_of(scope.db, place.id)
    found = alike(index, place.id, [(folded, kind) for _, folded, kind in names])
    return PlacePage(
        place=place,
        level=level,
        holds=Klass.PUBLIC,
        source=rows.source_of(scope.db, place.id),
        active=index[place.id].active,
        standing=_standing(index, place.id),
        codes=_codes(place, [text for text, _, kind in names if kind == "code"]),
        lies_in=places.above(scope, [place])[place.id],
        contains=_contains(scope, place),
        names=_other_names(place, [(text, kind) for text, _, kind in names]),
        namesakes=_namesakes(scope, index, found[:MOST]),
        bearers=sum(one.same for one in found),
    )


def _with_positions(scope: Scope, told: PlacePage) -> PlacePage:
    """The page with its map and distances, and the class that these give it.

    A focal point is told of distances within the own township only: one to elsewhere would tell where that is.
    """
    place = told.place
    everywhere = exact(clearance(scope.viewer, None))
    near_by = [one.place.id for one in told.namesakes if everywhere or one.place.township_id == place.township_id]
    known = rows.positions(scope.db, [place.id, *near_by])
    here = known.pop(place.id, None)
    if here is None:
        return told
    namesakes = [
        replace(one, away=away(here, known[one.place.id])) if one.place.id in known else one for one in told.namesakes
    ]
    shown = told if not scope.desk.map_url else replace(told, map=_map(scope.desk.map_url, here))
    holds = Klass.RESTRICTED if shown.map or known else Klass.PUBLIC
    return replace(shown, namesakes=tuple(namesakes), holds=holds)


def _map(template: str, here: tuple[float, float]) -> str:
    latitude, longitude = (f"{degrees:.5f}" for degrees in here)
    return template.replace("{lat}", latitude).replace("{lon}", longitude)


def _standing(index: PlaceIndex, place_id: int) -> str:
    entry = index[place_id]
    if entry.listed:
        return LISTED
    if entry.township_id in index.area:
        return IN_AREA
    if place_id in index.on_list:
        return HOLDS_LISTED
    return OFF_LIST if index.has_list else ""


def _contains(scope: Scope, place: PlaceRef) -> tuple[tuple[str, int], ...]:
    if place.kind not in HOLDERS:
        return ()
    numbers = rows.kinds_in(scope.db, place.id)
    return tuple((kind, numbers[kind]) for kind in KINDS if kind in numbers)


def _namesakes(scope: Scope, index: PlaceIndex, found: Sequence[Alike]) -> tuple[Namesake, ...]:
    refs = places.get_many(scope, [one.place_id for one in found])
    return tuple(
        Namesake(place=ref, code=_code(ref), same=one.same, active=index[ref.id].active)
        for ref, one in zip(refs, found, strict=True)
    )


def _code(place: PlaceRef) -> str | None:
    return next(iter(_codes(place, ())), None)


def _codes(place: PlaceRef, others: Iterable[str]) -> tuple[str, ...]:
    given = [code for code in (place.pcode, place.source_id, *others) if code and code.partition(":")[0] not in _MADE]
    return tuple(dict.fromkeys(given))


def _other_names(place: PlaceRef, names: Sequence[tuple[str, str]]) -> tuple[OtherName, ...]:
    """Names that say more than those that stand before them: no shorter form of one of these."""
    said = [_words(place.name), _words(place.name_my or "")]
    kept = []
    for text, kind in sorted((one for one in names if one[1] in _SHOWN), key=lambda one: _SHOWN.index(one[1])):
        words = _words(text)
        if not any(words in other or fold(text) == other.replace("|", "") for other in said):
            said.append(words)
            kept.append(OtherName(text, kind == "previous"))
    return tuple(kept)


def _words(text: str) -> str:
    """Keys of the words (syllables of Burmese) between strokes."""
    return f"|{'|'.join(token.key for token in tokens(text))}|"
