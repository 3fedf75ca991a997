"""How far apart two places lie, as roughly as people need it to tell them apart."""

from dataclasses import dataclass
from math import asin, atan2, cos, degrees, radians, sin, sqrt

EARTH = 6371.0
"""Radius in km."""
DIRECTIONS = ("north", "north_east", "east", "south_east", "south", "south_west", "west", "north_west")
_TURN = 360 / len(DIRECTIONS)
_STEPS = ((20, 1), (100, 5))
"""Below so many km a distance is rounded to so many; above to `_COARSE`."""
_COARSE = 10


@dataclass(frozen=True)
class Away:
    """A rounded distance in km, 0 for less than one, and one of `DIRECTIONS`."""

    km: int
    direction: str


def away(here: tuple[float, float], there: tuple[float, float]) -> Away:
    """How far and in which direction ``there`` lies from ``here``; latitude and longitude in degrees."""
    km, bearing = _apart(here, there)
    step = next((step for limit, step in _STEPS if km < limit), _COARSE)
    return Away(round(km / step) * step if km >= 1 else 0, DIRECTIONS[round(bearing / _TURN) % len(DIRECTIONS)])


def _apart(here: tuple[float, float], there: tuple[float, float]) -> tuple[float, float]:
    """Distance on the sphere in km, and the direction at the start in degrees from north."""
    (one, other), turned = (radians(here[0]), radians(there[0])), radians(there[1] - here[1])
    half = sin((other - one) / 2) ** 2 + cos(one) * cos(other) * sin(turned / 2) ** 2
    east = sin(turned) * cos(other)
    north = cos(one) * sin(other) - sin(one) * cos(other) * cos(turned)
    return 2 * EARTH * asin(sqrt(min(1.0, half))), degrees(atan2(east, north)) % 360
