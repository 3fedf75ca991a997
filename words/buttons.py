"""Data of buttons: ``1|<verb>|<args…>``, at most 64 bytes, understood after any restart.

Only what was typed before a question was asked back is kept, for a day: its id comes last, and without it the button
works as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from coordination.catalogue import Catalogue, sector_key
from understanding.wanted import EVERYTHING, Wanted, of_code
from words.message import Button

VERSION = "1"
MOST_BYTES = 64
LARGEST = 2**63 - 1
"""The largest id that a store can hold."""
VILLAGE, MORE, SECTOR, WHO, GAPS, SAFETY, OTHER = "v", "m", "s", "w", "g", "f", "n"
PLACE, BESIDE = "p", "b"
"""A place's own page, in the place of the message or below it (a question that still waits for its answer)."""
DATA = "e"
"""On what the figures of a place, or of a sector of it, rest."""
CHANGES = "c"
"""What changed in a place (`words.changes`)."""
TOTALS = "a"
"""An area in sum, or a sector of it."""
QUESTIONED = "q"
"""The figures of a place, to question one (`words.questioned`)."""
VERBS = (VILLAGE, MORE, SECTOR, WHO, GAPS, SAFETY, OTHER, PLACE, BESIDE, DATA, TOTALS, CHANGES)


@dataclass(frozen=True)
class Pressed:
    """A pressed button: ``place_id`` None where there is none, ``sectors`` by their names in the catalogue.

    ``asked`` is the id of what was typed (`coordination.picks`); None under what was not asked back. ``wanted`` is what
    a list of open needs is narrowed to.
    """

    verb: str
    place_id: int | None = None
    sectors: tuple[str, ...] = ()
    page: int = 0
    asked: int | None = None
    wanted: Wanted = EVERYTHING


def data(
    verb: str, place_id: int | None = None, sectors: Sequence[str] = (), page: int = 0, asked: int | None = None
) -> str:
    """Data of a button. What would not fit is left out: what was typed, then sectors, the last ones first."""
    kept = [sector_key(sector) for sector in sectors]
    while True:
        parts = [
            VERSION,
            verb,
            str(place_id) if place_id is not None else "",
            "+".join(kept),
            str(page) if page else "",
            str(asked) if asked is not None else "",
        ]
        text = "|".join(parts).rstrip("|")
        if len(text.encode()) <= MOST_BYTES or not (kept or asked is not None):
            return text
        if asked is None:
            kept.pop()
        asked = None


def read(catalogue: Catalogue, text: str) -> Pressed | None:
    """What a button says; None for data of another version or of none of ours."""
    version, verb, place, sectors, page, asked, only, *more = [*text.split("|"), "", "", "", "", "", ""]
    if version != VERSION or verb not in VERBS or any(more) or not all(map(_number, (place, page, asked))):
        return None
    wanted = of_code(only) if verb == GAPS or not only else None
    if wanted is None:
        return None
    names = {sector_key(sector): sector for sector in catalogue.sectors}
    keys = [part for part in sectors.split("+") if part]
    if any(part not in names for part in keys):
        return None
    named, number = tuple(names[part] for part in keys), int(place) if place else None
    return Pressed(verb, number, named, int(page or 0), int(asked) if asked else None, wanted)


def _number(part: str) -> bool:
    """Whether a store can hold the number."""
    return part == "" or (part.isascii() and part.isdigit() and len(part) < 20 and int(part) <= LARGEST)


def button(label: str, verb: str, place_id: int | None = None, sectors: Sequence[str] = (), page: int = 0) -> Button:
    """A button that asks the desk."""
    return Button(label, data(verb, place_id, sectors, page))
