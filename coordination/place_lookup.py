"""Places by code, and by a name within their township, as sheets with columns for each level give them."""

from collections.abc import Collection

from coordination import place_memory
from coordination.place_tree import REGIONS
from coordination.places import CERTAIN, PlaceRef, get_many
from coordination.scope import Scope
from models import places as rows
from understanding.fold import fold
from understanding.names import STRENGTH
from understanding.place_index import Hit
from understanding.zawgyi import readings


class KnownKinds:
    """What kind of place a code belongs to, as the store knew it when this was made."""

    def __init__(self, scope: Scope) -> None:
        self._db = scope.db
        self._regions = rows.kinds_of_codes(scope.db, REGIONS)

    def other(self, code: str, kind: str) -> str | None:
        """The kind of the stored place of ``code``, where it is a region and ``kind`` is not that, or the reverse.

        A village may become a town, a region never anything else.
        """
        held = self._regions.get(code) or (rows.kind_of_code(self._db, code) if kind in REGIONS else None)
        return held if held != kind else None


class PlaceLookup:
    """All places as one transaction sees them; made once for many look-ups."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._index = place_memory.index(scope)
        self._refs: dict[int, PlaceRef] = {}

    def get(self, place_id: int) -> PlaceRef:
        """The place of that id; raises `Refusal`."""
        if place_id not in self._refs:
            self._refs[place_id] = get_many(self._scope, [place_id])[0]
        return self._refs[place_id]

    def coded(self, code: str) -> PlaceRef | None:
        """The place of a p-code or of the code of its source."""
        place_id = self._index.code(code.strip())
        return None if place_id is None else self.get(place_id)

    def townships(self, name: str, state: str = "") -> tuple[PlaceRef, ...]:
        """The townships of that name, those of the state where it tells them apart."""
        found = tuple(map(self.get, self._index.townships(name)))
        inside = tuple(one for one in found if state and one.state and fold(one.state) in fold(state))
        return inside or found

    def named(self, township_id: int, name: str, kinds: Collection[str]) -> tuple[PlaceRef, ...]:
        """Places of ``kinds`` in a township that surely bear ``name``; the very name goes before another of theirs."""
        for reading in readings(name):
            hits = [hit for hit in self._index.hits(fold(reading)) if self._is_there(hit, township_id, kinds)]
            first = min((STRENGTH.index(hit.strength) for hit in hits), default=None)
            ids = dict.fromkeys(hit.place_id for hit in hits if STRENGTH.index(hit.strength) == first)
            if ids:
                return tuple(map(self.get, ids))
        return ()

    def within(self, place_id: int, area_id: int) -> bool:
        """Whether a place lies in an area; none lies in itself."""
        return place_id != area_id and self._index.within(place_id, area_id)

    def _is_there(self, hit: Hit, township_id: int, kinds: Collection[str]) -> bool:
        entry = self._index[hit.place_id]
        return entry.township_id == township_id and entry.kind in kinds and entry.active and hit.strength in CERTAIN
