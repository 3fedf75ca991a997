"""How far a namesake lies: rounded, in eight directions."""

import pytest

from coordination.distance import DIRECTIONS, Away, away

HERE = (25.0, 97.0)
KM = 1 / 111.195
"""A km in degrees of latitude."""


@pytest.mark.parametrize(
    ("km", "rounded"),
    [(0, 0), (0.9, 0), (1.2, 1), (12.4, 12), (19.6, 20), (22.4, 20), (97, 95), (99, 100), (104, 100), (346, 350)],
)
def test_distances_get_rougher(km: float, rounded: int) -> None:
    assert away(HERE, (25.0 + km * KM, 97.0)) == Away(rounded, "north")


@pytest.mark.parametrize(
    ("north", "east", "direction"),
    [(1, 0, 0), (1, 1, 1), (0, 1, 2), (-1, 1, 3), (-1, 0, 4), (-1, -1, 5), (0, -1, 6), (1, -1, 7), (1, -0.1, 0)],
)
def test_eight_directions(north: float, east: float, direction: int) -> None:
    assert away((0.0, 10.0), (north / 10, 10 + east / 10)).direction == DIRECTIONS[direction]


def test_the_short_way_around_the_globe() -> None:
    assert away((0.0, 179.9), (0.0, -179.9)) == Away(20, "east")
    assert away((0.0, 0.0), (0.0, 180.0)).km == 20020
