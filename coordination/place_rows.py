"""A place as a file gives it."""

from dataclasses import dataclass

from coordination.place_tree import REGIONS
from understanding.names import Spelling, spellings

_CODES = {kind: f"{kind}_code" for kind in REGIONS}


@dataclass(frozen=True)
class PlaceRow:
    """One place as a file gives it. ``source_id`` is the file's own id, None where it has none.

    ``aliases`` are pairs (text, origin): "alias", "burmese" or "previous". ``parent_code`` and ``parent`` (a name) are
    the tract or town that it lies in, of ``parent_kind``. Coordinates in degrees.
    """

    row: int
    kind: str
    name: str
    source: str
    source_id: str | None = None
    pcode: str | None = None
    name_my: str | None = None
    aliases: tuple[tuple[str, str], ...] = ()
    state: str | None = None
    state_code: str | None = None
    district: str | None = None
    district_code: str | None = None
    township: str | None = None
    township_code: str | None = None
    parent: str | None = None
    parent_code: str | None = None
    parent_kind: str = "village_tract"
    latitude: float | None = None
    longitude: float | None = None
    active: bool = True
    listed: bool = False

    def region(self, kind: str) -> tuple[str | None, str | None]:
        """Name and code of the region of that kind that the row lies in, or is."""
        if self.kind == kind:
            return self.name, getattr(self, f"{kind}_code") or self.source_id
        return getattr(self, kind), getattr(self, _CODES[kind])

    @property
    def is_region(self) -> bool:
        """Whether the place is a state, district or township."""
        return self.kind in REGIONS

    @property
    def names(self) -> list[tuple[str, str]]:
        """Every name with its origin, the main one first."""
        return [(self.name, "name"), *self.aliases, *([(self.name_my, "burmese")] if self.name_my else [])]

    def spellings(self) -> dict[str, Spelling]:
        """The spellings that its names make, by key."""
        return spellings(self.names, self.kind)


def pcode(code: str | None) -> str | None:
    """The code if it is a p-code and not an id of a source's own such as ``gn:1``."""
    return None if code is None or ":" in code else code


def plain(name: str | None) -> str:
    """A name as made ids hold it: no case, single spaces."""
    return " ".join((name or "").casefold().split())
