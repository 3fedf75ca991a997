"""Places and their spellings in memory: what a name, a code or a part of the country means."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from copy import copy
from functools import cached_property
from typing import Any, NamedTuple, Self

from understanding.fold import fold
from understanding.likeness import undressed
from understanding.nearby import Nearby
from understanding.spelling import PLAIN, Spelling

AREAS = frozenset(["state", "district", "township"])
"""Kinds that stand for a part of the country and not for a settlement."""


class Entry(NamedTuple):
    """One place. The ids of township and state are those of the place itself where it is one."""

    id: int
    source_id: str
    pcode: str | None
    name: str
    name_my: str | None
    kind: str
    parent_id: int | None
    township_id: int | None
    state_id: int | None
    active: bool
    listed: bool


class Hit(NamedTuple):
    """A place, the kind of the spelling that was met (`understanding.names.STRENGTH`), and how it is written."""

    place_id: int
    strength: str
    written: str = ""


class PlaceIndex:
    """Lookups over all places; built once, from plain tuples (place id, folded spelling, kind of spelling, as written).

    ``area`` holds the ids of the townships that the desk has named. ``on_list`` are the places that a desk goes on with
    unasked: its list, or its area where it has no list, with what these lie in.
    """

    def __init__(
        self, places: Iterable[Entry], spellings: Iterable[tuple[int, str, str, str]], spelling: Spelling = PLAIN
    ) -> None:
        self.spelling = spelling
        self.places = {entry.id: entry for entry in places}
        self._hits: dict[str, tuple[Hit, ...]] = {}
        self._codes: dict[str, int] = {}
        self._add_spellings(spellings)
        self._add_codes()
        self._set_list(frozenset())

    def with_area(self, area: frozenset[int]) -> Self:
        """The same places for a desk that has named these townships."""
        other = copy(self)
        other._set_list(area)
        return other

    def _set_list(self, area: frozenset[int]) -> None:
        """``on_list`` and what it is made of; rankings that are remembered depend on it."""
        listed = [entry for entry in self.places.values() if entry.listed]
        chosen = listed or [entry for entry in self.places.values() if entry.township_id in area]
        chosen += [self[township] for township in area]
        self.area = area
        self.has_list = bool(listed or area)
        self.on_list = frozenset(id_ for entry in chosen for id_ in (entry.id, *self._above(entry)))
        home = {id_ for id_, entry in self.places.items() if entry.kind == "state" and entry.name in self._home}
        self._likely_states = frozenset() if self.has_list else frozenset(home)
        self.ranked: dict[tuple[Any, ...], Any] = {}

    @property
    def _home(self) -> frozenset[str]:
        return self.spelling.sounds.home

    def _add_spellings(self, spellings: Iterable[tuple[int, str, str, str]]) -> None:
        collected: defaultdict[str, list[Hit]] = defaultdict(list)
        for place_id, folded, strength, written in spellings:
            if place_id not in self.places:
                continue
            if strength == "code":
                self._codes[folded] = place_id
            collected[folded].append(Hit(place_id, strength, undressed(written)))
        self._hits = {folded: tuple(hits) for folded, hits in collected.items()}

    def _add_codes(self) -> None:
        for entry in self.places.values():
            for code in (entry.pcode, entry.source_id):
                if code:
                    self._codes[code.casefold()] = entry.id

    def __getitem__(self, place_id: int) -> Entry:
        return self.places[place_id]

    def knows(self, place_id: int) -> bool:
        """Whether the desk goes on with this place unasked: it is on its list, or the desk has named none."""
        return place_id in self.on_list or not self.has_list

    def hits(self, key: str) -> tuple[Hit, ...]:
        """Places with a spelling whose key is ``key``."""
        return self._hits.get(key, ())

    def is_likely(self, place_id: int) -> bool:
        """Whether people here rather mean this place than its like elsewhere: the desk's list or area, else home."""
        return place_id in self.on_list or self.places[place_id].state_id in self._likely_states

    @cached_property
    def nearby(self) -> Nearby:
        """Every spelling but codes, for near names; built when a name is first not known."""
        return Nearby(self.spelling.sounds, self._names)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(key for key, hits in self._hits.items() if any(hit.strength != "code" for hit in hits))

    @cached_property
    def _spellings_in(self) -> dict[int, set[int]]:
        """Numbers of the spellings of the places in each township, state, tract and so on."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        for number, key in enumerate(self._names):
            for hit in self._hits[key]:
                for area in (hit.place_id, *self._above(self.places[hit.place_id])):
                    found[area].add(number)
        return dict(found)

    def spellings_in(self, areas: Collection[int]) -> set[int]:
        """Numbers in `nearby` of the spellings of the places in ``areas``."""
        return set().union(*(self._spellings_in.get(area, ()) for area in areas))

    def code(self, text: str) -> int | None:
        """The place of a p-code or source id; a village's six digits may have ``MMR`` before them."""
        code = text.casefold()
        found = self._codes.get(code, self._codes.get(fold(code)))
        if found is None and code.startswith("mmr") and len(code) == len("mmr") + 6:
            found = self._codes.get(code.removeprefix("mmr"))
        return found

    def _above(self, entry: Entry) -> list[int]:
        """Ids of what ``entry`` lies in, nearest first."""
        above: list[int] = []
        for start in (entry.parent_id, entry.township_id, entry.state_id):
            current = start
            while current is not None and current != entry.id and current not in above and current in self.places:
                above.append(current)
                current = self.places[current].parent_id
        return above

    def within(self, place_id: int, area_id: int) -> bool:
        """Whether the place lies in the other one."""
        entry = self.places[place_id]
        area = self.places.get(area_id)
        if area is not None and area.kind == "township" and entry.township_id is not None:
            return entry.township_id == area_id != place_id
        return area_id in self._above(entry)

    @cached_property
    def township_forms(self) -> tuple[list[int], list[str], list[str]]:
        """Every spelling of every township: its id, its letters and its sound."""
        found = [
            (hit.place_id, number)
            for number, key in enumerate(self._names)
            for hit in self._hits[key]
            if self.places[hit.place_id].kind == "township" and hit.strength != "code"
        ]
        forms = self.nearby.forms(number for _, number in found)
        return [id_ for id_, _ in found], [form.letters for form in forms], [form.sound for form in forms]

    def prepare(self) -> None:
        """Build what is otherwise built when it is first needed."""
        if self.places:
            _ = self.township_forms, self._spellings_in

    def townships(self, text: str) -> tuple[int, ...]:
        """Ids of the townships of that name or code."""
        coded = self.code(text.strip())
        if coded is not None and self[coded].kind == "township":
            return (coded,)
        found = dict.fromkeys(hit.place_id for hit in self.hits(fold(text)) if self[hit.place_id].kind == "township")
        return tuple(found)
