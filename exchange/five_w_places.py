"""Where a row of a 5W is: the most exact place that it names and the desk knows.

Codes go before names, a camp or village before its tract or town, these before the township, each name only within the
township of the row. A place that is named and not known leaves the row on the next wider one that it names itself, and
that is told; nothing is guessed from likeness. Help in a camp that is not known never counts for the village around it:
such a row stands on the tract, town or township, where nothing counts as cover (domain section 5).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coordination import places
from coordination.place_lookup import PlaceLookup
from coordination.places import PlaceRef, place_label
from coordination.scope import Scope
from exchange.five_w_words import meant, said
from exchange.rows import RowReader
from exchange.tally import Tally
from understanding.fold import fold

CODES = ("site code", "ward code", "settlement code", "town code", "tract code")
"""Fields with codes of places below the township, the most exact first."""
NAMES = ("site", "settlement", "ward", "other", "tract", "town")
FIELDS = (*CODES, "township code", *NAMES, "township", "state", "place kind")
"""Every field that says where a row is."""
NEAR = 3
"""Near names that are told."""
ALIKE = 0.75
"""Score from which a name is told as near."""
_CAMP = {"camp": ("camp", "idp", "site", "displacement")}
_SETTLED = ("village", "ward", "camp")
_AROUND = ("village_tract", "town")
_KIND_WORDS = {
    "village_tract": (" vt", " village tract", " tract"),
    "town": (" town",),
    "ward": (" ward", " quarter"),
    "village": (" village",),
    "camp": (" camp", " idp camp", " idps camp"),
    "township": (" township", " tsp"),
}
_ALSO = " (a) "

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Placed:
    """The place of a row, or why it has none; ``column`` and ``key`` say what is to be told, "" nothing."""

    place: PlaceRef | None
    column: str = ""
    key: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


class Placer:
    """Places rows of one file; the same cells are looked up once. ``exact`` lists what is not known exactly."""

    def __init__(self, scope: Scope, tally: Tally, *, exact: bool = False) -> None:
        self._scope = scope
        self._places = PlaceLookup(scope)
        self._tally = tally
        self._exact = exact
        self._known: dict[tuple[str, ...], Placed] = {}
        self._alike: dict[tuple[str, int], tuple[PlaceRef, ...]] = {}

    def place(self, reader: RowReader) -> PlaceRef | None:
        """The place of the row; None where it is listed."""
        cells = tuple(said(reader.text(name)) for name in FIELDS)
        found = self._known.get(cells)
        if found is None:
            found = self._known[cells] = self._look(
                {name: text for name, text in zip(FIELDS, cells, strict=True) if text}
            )
        if found.place is None:
            reader.refuse(found.column, found.key, **found.params)
        elif found.key:
            self._tally.remark(reader.row, found.column, found.key, **found.params)
        return found.place

    def _look(self, texts: Texts) -> Placed:
        township = self._township(texts)
        coded, code = self._coded(texts)
        if coded is not None and township.place is not None and coded.township_id != township.place.id:
            return Placed(None, code, "place_conflict", {"place": self._label(coded), "township": township.place.name})
        around = township.place or (self._township_of(coded) if coded else None)
        if around is None:
            return Placed(coded) if coded is not None else township
        camp = self._camp_or_none(texts, around)
        if camp is not None:
            return Placed(camp)
        if coded is not None and (coded.kind in _SETTLED or not self._named_in(texts)):
            return Placed(coded)
        return self._by_name(texts, around, coded)

    def _by_name(self, texts: Texts, township: PlaceRef, coded: PlaceRef | None) -> Placed:
        """The village, ward or camp that is named, else the tract or town, else the township."""
        area = coded if coded is not None and coded.kind in _AROUND else self._around(texts, township)
        found: tuple[PlaceRef, ...] = ()
        for name in _named(texts):
            found = () if self._is_camp(texts) else self._within(township, texts[name], _SETTLED, area)
            if len(found) == 1:
                return Placed(found[0], *self._code_remark(texts))
            if found:
                break
        return self._wider(texts, area or township, found)

    def _wider(self, texts: Texts, area: PlaceRef, several: tuple[PlaceRef, ...]) -> Placed:
        """The row on the place around what it names, with a word on what is not known."""
        column = next(iter(_named(texts)), "")
        if column and not several and fold(texts[column]) in {fold(area.name), fold(area.name.removesuffix(" Town"))}:
            column = "" if area.kind in {"town", "township"} else column
        if not column and "tract" in texts and area.kind == "township" and not self._is(texts["tract"], area):
            column = "tract"
        if not column:
            return Placed(area, *self._code_remark(texts))
        near = self._near(texts[column], area, several)
        if self._exact:
            return Placed(None, column, "place_which" if several else "place_near" if near else "place_unknown", near)
        key = "place_wider_which" if several else "place_wider_near" if near else "place_wider"
        return Placed(area, column, key, {"place": self._label(area), **near})

    def _is(self, text: str, area: PlaceRef) -> bool:
        return fold(area.name) in {fold(form) for form, _ in _forms(text, (area.kind, "town"))}

    def _near(self, text: str, area: PlaceRef, several: tuple[PlaceRef, ...]) -> dict[str, Any]:
        found = several or self._like(text, area)
        return {"near": "; ".join(self._label(one) for one in found[:NEAR])} if found else {}

    def _like(self, text: str, area: PlaceRef) -> tuple[PlaceRef, ...]:
        """Other places of the township whose names are like ``text``."""
        township = self._township_of(area) or area
        if (text, township.id) not in self._alike:
            candidates = places.find(self._scope, f"{text}, {township.name}").candidates
            likely = (one.place for one in candidates if one.score >= ALIKE)
            self._alike[text, township.id] = tuple(one for one in likely if one.township_id == township.id)
        return tuple(one for one in self._alike[text, township.id] if one.id not in {township.id, area.id})

    def _township(self, texts: Texts) -> Placed:
        """The township by its code, else by its name; the two must not be of different ones."""
        by_code = self._places.coded(texts["township code"]) if "township code" in texts else None
        coded = by_code if by_code is not None and by_code.kind == "township" else None
        named = self._townships(texts.get("township", ""), texts.get("state", ""))
        if coded is not None and named and coded.id not in {one.id for one in named}:
            return Placed(
                None, "township code", "place_conflict", {"place": self._label(coded), "township": named[0].name}
            )
        if coded is not None or len(named) == 1:
            return Placed(coded or named[0])
        if named:
            return Placed(
                None, "township", "place_which", {"near": "; ".join(self._label(one) for one in named[:NEAR])}
            )
        column = "township" if "township" in texts else "township code" if "township code" in texts else "township"
        return Placed(None, column, "place_township")

    def _townships(self, name: str, state: str) -> tuple[PlaceRef, ...]:
        found = (self._places.townships(form, state) for form, _ in _forms(name, ("township",)) if name)
        return next((one for one in found if one), ())

    def _township_of(self, place: PlaceRef) -> PlaceRef | None:
        return self._places.get(place.township_id) if place.township_id else None

    def _coded(self, texts: Texts) -> tuple[PlaceRef | None, str]:
        """The place of the most exact code that is known, and its field."""
        for name in CODES:
            found = self._places.coded(texts[name]) if name in texts else None
            if found is not None:
                return found, name
        return None, ""

    def _code_remark(self, texts: Texts) -> tuple[str, str]:
        """What is to be told of a code that is not known, where a name was found instead."""
        unknown = (name for name in CODES if name in texts and not self._places.coded(texts[name]))
        column = next(unknown, "")
        return (column, "place_code_unknown") if column else ("", "")

    def _is_camp(self, texts: Texts) -> bool:
        if meant(texts.get("place kind", ""), _CAMP) is not None:
            return True
        return "site" in texts and fold(texts["site"]) != fold(texts.get("settlement", ""))

    def _camp_or_none(self, texts: Texts, township: PlaceRef) -> PlaceRef | None:
        if not self._is_camp(texts):
            return None
        area = self._around(texts, township)
        for name in _named(texts):
            found = self._within(township, texts[name], ("camp",), area)
            if len(found) == 1:
                return found[0]
        return None

    def _named_in(self, texts: Texts) -> bool:
        return any(name in texts for name in NAMES if name not in {"tract", "town"})

    def _around(self, texts: Texts, township: PlaceRef) -> PlaceRef | None:
        """The tract or town of the row; a ward only where the row is about no camp."""
        kinds = _AROUND if self._is_camp(texts) else (*_AROUND, "ward")
        found = (
            self._within(township, texts[name], (kind,), None)
            for name in ("tract", "town", "ward", "settlement")
            if name in texts
            for kind in kinds
        )
        return next((one[0] for one in found if len(one) == 1), None)

    def _within(
        self, township: PlaceRef, text: str, kinds: Collection[str], area: PlaceRef | None
    ) -> tuple[PlaceRef, ...]:
        """Places of that name in the township; of several, and of those whose tract is known, the ones in ``area``."""
        for form, of in _forms(text, kinds):
            found = self._places.named(township.id, form, of)
            if not found:
                continue
            if area is None or area.kind == "ward":
                return found
            inside = tuple(one for one in found if self._places.within(one.id, area.id))
            return inside or tuple(one for one in found if one.within is None)
        return ()

    def _label(self, place: PlaceRef) -> str:
        return place_label(place, self._scope.viewer, full=True)


def _named(texts: Texts) -> Iterable[str]:
    return (name for name in ("site", "settlement", "ward", "other") if name in texts)


def _forms(text: str, kinds: Collection[str]) -> Iterable[tuple[str, Collection[str]]]:
    """How a place may stand in the list, and of which kinds it is then.

    As typed, both names of "X (a) Y", and with or without the word for its kind.
    """
    whole = [text, *text.split(_ALSO)] if _ALSO in text else [text]
    yield from ((form, kinds) for form in whole)
    for form in whole:
        for kind in kinds:
            for word in _KIND_WORDS.get(kind, ()):
                ends = form.casefold().endswith(word)
                yield (form[: -len(word)] if ends else form + word), (kind,)
