"""Places: what a text means, how a place is called, what lies in an area, and the desk's own list."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from coordination import place_memory
from coordination.errors import Refusal
from coordination.scope import Scope
from coordination.viewer import Viewer
from models import places as rows
from understanding.place_index import Entry, PlaceIndex
from understanding.place_meaning import Doubt
from understanding.places import Meaning, name_spans, search

SETTLED = ("village", "camp")
"""Kinds that are assessed and helped: what lies `under` an area."""
KINDS = ("state", "district", "township", "town", "ward", "village_tract", "village", "camp")
"""Every kind of place."""
CERTAIN = frozenset(["name", "burmese", "alias", "previous", "code"])
"""Spellings that name a place for sure; camps without their church and names without their direction do not."""
_SIGNS = " ,.;:()-"
_LAST = "waypost_last_text"  # read in this transaction: a handler asks twice for one text
LONGEST_NAME = 100
"""Characters of a text that may be nothing but a name and a township."""
AREAS = ("state", "district", "township", "village_tract")
"""Kinds that an area answer is given for."""


@dataclass(frozen=True)
class PlaceRef:
    """A place as the desk speaks of it. Township and state are names; a township is its own township.

    ``within`` is the name of the village tract or town that it lies in, where that is known.
    """

    id: int
    source_id: str
    pcode: str | None
    name: str
    name_my: str | None
    kind: str
    township: str | None
    township_id: int | None
    state: str | None
    listed: bool
    within: str | None = None


@dataclass(frozen=True)
class Candidate:
    """A place that may be meant: score from 0 to 1; ``why`` is name, burmese, code, alias, previous, short,
    part, elsewhere (outside the township that was named) or near (in spelling)."""

    place: PlaceRef
    score: float
    why: str


@dataclass(frozen=True)
class Found:
    """What place a text means.

    ``query`` is the name as typed, "" when the text names none; ``span`` where it stands in the text and ``rest`` the
    text without it. ``decision``: exact and one go on; ask has candidates (``others`` more are left out); none has
    near names or nothing. ``doubtful``: the first is asked for the text's sake, not because it is off the desk's list;
    ``doubt`` is what speaks against it. ``areas`` are where it should lie and no place of that name does. ``also`` are
    the other places that the text names; those in ``unread`` were not looked up.
    """

    query: str
    decision: str
    candidates: tuple[Candidate, ...]
    span: tuple[int, int] | None
    rest: str
    others: int = 0
    doubtful: bool = False
    also: tuple["Found", ...] = ()
    doubt: Doubt | None = None
    areas: tuple[PlaceRef, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def certain(self) -> PlaceRef | None:
        """The place that a text names for sure, on the desk's list or not: what is stored where nobody can be asked.

        Exactly one bears that very name, and the text says nothing else. Likeness, half a name or a place outside the
        township that was named are not enough.
        """
        bearers = [one.place for one in self.candidates if one.why in CERTAIN]
        open_ = self.decision == "none" or self.others or self.doubt or self.also or self.unread
        named = bool(bearers) and self.candidates[0].place == bearers[0]
        return bearers[0] if named and len(bearers) == 1 and not (open_ or self.rest.strip(_SIGNS)) else None

    @property
    def place(self) -> PlaceRef | None:
        """The place to go on with, unasked."""
        return self.candidates[0].place if self.decision in {"exact", "one"} else None

    @property
    def alone(self) -> bool:
        """Whether the text is the name of that place and says nothing else."""
        return self.place is not None and not (self.rest.strip(" ,.?!") or self.also or self.unread)


@dataclass(frozen=True)
class Area:
    """The townships that the settings name: ids of those that are known, names of those that are not."""

    townships: tuple[int, ...]
    unknown: tuple[str, ...]


def place_label(place: PlaceRef, viewer: Viewer, *, full: bool = False, kind: str | None = None) -> str:
    """How a place is called: ``Lawa Bum``, or in full ``Lawa Bum · village, Hka Mai (demo), Kachin``.

    The one function that place names print through. ``kind`` is the word for the kind in the reader's language.
    Names are public: every viewer reads the same.
    """
    if not full:
        return place.name
    above = [place.township] if place.township and place.kind != "township" else []
    above += [place.state] if place.state and place.kind != "state" else []
    return f"{place.name} · {', '.join([kind or kind_word(place), *above])}"


def kind_word(place: PlaceRef) -> str:
    """The kind of a place in English."""
    return place.kind.replace("_", " ")


def choice_labels(
    places: Sequence[PlaceRef],
    viewer: Viewer,
    *,
    townships: bool = False,
    kinds: Callable[[PlaceRef], str] = kind_word,
) -> tuple[str, ...]:
    """Labels that tell places apart, as short as that allows: name; with township; tract or town; kind; code.

    ``townships``: each tells its township. ``kinds`` has the words for kinds in the reader's language.
    """
    forms = [
        tuple(
            place_label(place, viewer) + (f", {', '.join(more)}" if more else "")
            for more in ([], above, [*inside, *above], [*above, kind], [*above, kind, place.pcode or place.source_id])
        )
        for place in places
        for above in [[place.township] if place.township and place.kind != "township" else []]
        for inside in [[place.within] if place.within else []]
        for kind in [kinds(place)]
    ]
    counted = [Counter(level) for level in zip(*forms, strict=True)]
    return tuple(
        next(
            (form for form, count in list(zip(levels, counted, strict=True))[townships:] if count[form] == 1),
            levels[-1],
        )
        for levels in forms
    )


def find(scope: Scope, text: str) -> Found:
    """The place that ``text`` means: a name, with its township or not, a code, or a sentence that names a place."""
    index, no_places, bare_names = place_memory.recall(scope)
    known: Found | None = bare_names.get(text)
    if known is not None:
        return known
    last = scope.db.info.get(_LAST)
    if last is None or last[:2] != (index, text):
        last = scope.db.info[_LAST] = (index, text, found_as(index, search(index, text, no_places)))
    found: Found = last[2]
    if found.alone:
        bare_names[text] = found
    return found


def found_as(index: PlaceIndex, meaning: Meaning) -> Found:
    """What was found, as the desk speaks of it."""
    decided = meaning.decision
    pairs = zip(_refs(index, [choice.place_id for choice in decided.choices]), decided.choices, strict=True)
    return Found(
        query=meaning.name,
        decision=decided.decision,
        candidates=tuple(Candidate(ref, choice.score, choice.why) for ref, choice in pairs),
        span=meaning.span,
        rest=meaning.rest,
        others=decided.others,
        doubtful=decided.decision == "ask" and index.knows(decided.choices[0].place_id),
        also=tuple(found_as(index, other) for other in meaning.also),
        doubt=meaning.doubt,
        areas=_refs(index, meaning.areas),
        unread=meaning.unread,
    )


def is_name(scope: Scope, text: str) -> bool:
    """Whether ``text`` is nothing but a place's name, with its township or not."""
    return len(text) <= LONGEST_NAME and find(scope, text).alone


def remembered(scope: Scope) -> bool:
    """Whether the memory of places is current."""
    return place_memory.current(scope) is not None


def remember(scope: Scope) -> None:
    """Make the memory of places current; takes seconds when a national list has changed, else next to nothing."""
    place_memory.index(scope).prepare()


def get(scope: Scope, place_id: int) -> PlaceRef:
    """The place of that id; raises `Refusal`."""
    return get_many(scope, [place_id])[0]


def get_many(scope: Scope, place_ids: Sequence[int]) -> tuple[PlaceRef, ...]:
    """The places of these ids, in this order; raises `Refusal` when one is unknown."""
    index = place_memory.index(scope)
    if any(place_id not in index.places for place_id in place_ids):
        raise Refusal("place.unknown")
    return _refs(index, place_ids)


def under(scope: Scope, area_place_id: int) -> tuple[PlaceRef, ...]:
    """Villages and camps in a tract, town, township, district or state, by name."""
    return get_many(scope, _known(scope, rows.settled_in(scope.db, area_place_id, SETTLED)))


def above(scope: Scope, places: Iterable[PlaceRef]) -> dict[int, tuple[PlaceRef, ...]]:
    """By place id the tract or town, township, district and state that each lies in, as far as they are known."""
    index = place_memory.index(scope)
    return {place.id: _above(index, index[place.id]) for place in places}


def _above(index: PlaceIndex, entry: Entry) -> tuple[PlaceRef, ...]:
    found: list[int] = []
    for at in (entry.parent_id, entry.township_id, entry.state_id):
        while at in index.places and at != entry.id and at not in found:
            found.append(at)
            at = index.places[at].parent_id
    return _refs(index, found)


def listed(scope: Scope) -> tuple[PlaceRef, ...]:
    """The desk's own list of places, by name."""
    return get_many(scope, _known(scope, rows.listed_ids(scope.db)))


def _known(scope: Scope, place_ids: Sequence[int]) -> list[int]:
    """Without the places of a list that is being taken in: they are seen when all of it is there."""
    index = place_memory.index(scope)
    return [place_id for place_id in place_ids if place_id in index.places]


def area(scope: Scope) -> Area:
    """The desk's area as its settings name it."""
    index = place_memory.index(scope)
    unknown = tuple(name for name in scope.desk.area if not index.townships(name))
    return Area(tuple(sorted(index.area)), unknown)


def townships(scope: Scope, text: str) -> tuple[PlaceRef, ...]:
    """The townships of that name or code; villages and towns of the name do not count."""
    index = place_memory.index(scope)
    return _refs(index, index.townships(text))


def any_known(scope: Scope) -> bool:
    """Whether any places were imported."""
    return bool(place_memory.index(scope).places)


def spans(scope: Scope, text: str) -> tuple[tuple[int, int], ...]:
    """Where names of places stand in ``text``: what redaction must leave alone."""
    return name_spans(place_memory.index(scope), text)


def _refs(index: PlaceIndex, place_ids: Sequence[int]) -> tuple[PlaceRef, ...]:
    return tuple(_ref(index, place_id) for place_id in place_ids)


def _ref(index: PlaceIndex, place_id: int) -> PlaceRef:
    entry = index[place_id]
    township, state = index.places.get(entry.township_id or 0), index.places.get(entry.state_id or 0)
    parent = index.places.get(entry.parent_id or 0)
    return PlaceRef(
        id=entry.id,
        source_id=entry.source_id,
        pcode=entry.pcode,
        name=entry.name,
        name_my=entry.name_my,
        kind=entry.kind,
        township=township.name if township else None,
        township_id=entry.township_id,
        state=state.name if state else None,
        listed=entry.listed,
        within=parent.name if parent and parent.kind in {"village_tract", "town"} else None,
    )
