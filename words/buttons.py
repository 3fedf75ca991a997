"""Data of buttons: ``1|<verb>|<args…>``, at most 64 bytes, understood after any restart because nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from coordination.catalogue import Catalogue, sector_key
from words.message import Button

VERSION = "1"
MOST_BYTES = 64
VILLAGE, MORE, SECTOR, WHO, GAPS, SAFETY, OTHER = "v", "m", "s", "w", "g", "f", "n"
VERBS = (VILLAGE, MORE, SECTOR, WHO, GAPS, SAFETY, OTHER)


@dataclass(frozen=True)
class Pressed:
    """A pressed button: ``place_id`` None where there is none, ``sectors`` by their names in the catalogue."""

    verb: str
    place_id: int | None = None
    sectors: tuple[str, ...] = ()
    page: int = 0


def data(verb: str, place_id: int | None = None, sectors: Sequence[str] = (), page: int = 0) -> str:
    """Data of a button; sectors that would not fit are left out, the last ones first."""
    kept = [sector_key(sector) for sector in sectors]
    while True:
        parts = [
            VERSION,
            verb,
            str(place_id) if place_id is not None else "",
            "+".join(kept),
            str(page) if page else "",
        ]
        text = "|".join(parts).rstrip("|")
        if len(text.encode()) <= MOST_BYTES or not kept:
            return text
        kept.pop()


def read(catalogue: Catalogue, text: str) -> Pressed | None:
    """What a button says; None for data of another version or of none of ours."""
    version, verb, place, sectors, page, *more = [*text.split("|"), "", "", "", ""]
    if version != VERSION or verb not in VERBS or any(more) or not _number(place) or not _number(page):
        return None
    names = {sector_key(sector): sector for sector in catalogue.sectors}
    wanted = [part for part in sectors.split("+") if part]
    if any(part not in names for part in wanted):
        return None
    return Pressed(verb, int(place) if place else None, tuple(names[part] for part in wanted), int(page or 0))


def _number(part: str) -> bool:
    return part == "" or (part.isascii() and part.isdigit() and len(part) < 20)


def button(label: str, verb: str, place_id: int | None = None, sectors: Sequence[str] = (), page: int = 0) -> Button:
    """A button that asks the desk."""
    return Button(label, data(verb, place_id, sectors, page))
