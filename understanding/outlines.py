"""Outlines of areas made simple: as few points as a map needs, the telling ones kept (Visvalingam and Whyatt 1993)."""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush, nlargest
from itertools import pairwise
from math import isfinite

Point = tuple[float, float]
Ring = list[Point]
"""Longitude and latitude in degrees of its corners, the first one not repeated at the end."""
POINTS = 800
"""Of one outline: a township is drawn well with them, and 330 of these are some 5 MB."""
_FINEST = 2e-8
"""Square degrees: a triangle of some 200 m² times a thousand is seen on no map of a township."""
_DIGITS = 5
"""Decimals of a degree: about a metre."""


class OutlineError(ValueError):
    """The outline cannot be one; the text is the last part of a locale key."""


def ring(positions: object) -> Ring:
    """A ring of GeoJSON as its corners; raises `OutlineError` when it is none, or passes the date line."""
    if not isinstance(positions, list) or len(positions) < 4:
        raise OutlineError("outline_ring")
    points = [_point(position) for position in positions]
    if points[0] != points[-1]:
        raise OutlineError("outline_ring")
    corners = [point for point, before in zip(points[1:], points, strict=False) if point != before]
    if len(set(corners)) < 3 or _area(corners) == 0:
        raise OutlineError("outline_ring")
    if any(abs(one[0] - other[0]) > 180 for one, other in pairwise(points)):
        raise OutlineError("outline_date_line")
    return corners


def _point(position: object) -> Point:
    if not isinstance(position, list) or len(position) < 2:
        raise OutlineError("outline_ring")
    longitude, latitude = position[0], position[1]
    for degrees, limit in ((longitude, 180), (latitude, 90)):
        if isinstance(degrees, bool) or not isinstance(degrees, int | float) or not abs(degrees) <= limit:
            raise OutlineError("outline_degrees")
    return float(longitude), float(latitude)


def simplified(polygons: Sequence[Sequence[Ring]], points: int = POINTS) -> list[list[Ring]]:
    """The polygons (outer ring first, then holes) with at most about ``points`` corners in all.

    Corners whose triangle with their neighbours is smallest go first; rings too small to be seen go whole, but the
    largest one. The rings are closed again, as GeoJSON wants them. Raises `OutlineError` when no area is left.
    """
    weighed = [[_weights(one) for one in polygon] for polygon in polygons]
    every = [weight for polygon in weighed for one in polygon for weight in one]
    least = max(min(nlargest(points, every)), _FINEST)
    largest = max((polygon[0] for polygon in polygons), key=_area)
    kept = []
    for polygon, weights in zip(polygons, weighed, strict=True):
        rings = [_kept(one, each, least) for one, each in zip(polygon, weights, strict=True)]
        if polygon[0] is largest and not rings[0]:
            rings[0] = _kept(polygon[0], weights[0], min(nlargest(4, weights[0])))
        if rings[0]:
            kept.append([one for one in rings if one])
    if not kept:
        raise OutlineError("outline_ring")
    return kept


def _kept(corners: Ring, weights: Sequence[float], least: float) -> Ring:
    """The corners of a ring that weigh enough, closed; empty where no area is left."""
    found = [
        (round(longitude, _DIGITS), round(latitude, _DIGITS))
        for (longitude, latitude), weight in zip(corners, weights, strict=True)
        if weight >= least
    ]
    return [*found, found[0]] if len(set(found)) >= 3 else []


def _weights(corners: Ring) -> list[float]:
    """For each corner the area that goes with it when all that weigh less are gone."""
    count = len(corners)
    before, after = [*range(-1, count - 1)], [*range(1, count), 0]
    before[0] = count - 1
    weights = [_triangle(corners, before[at], at, after[at]) for at in range(count)]
    waiting = [(weight, at) for at, weight in enumerate(weights)]
    heapify(waiting)
    gone, left, reached = [False] * count, count, 0.0
    while left > 3:
        weight, at = heappop(waiting)
        if gone[at] or weight != weights[at]:
            continue
        gone[at], left = True, left - 1
        weights[at] = reached = max(reached, weight)
        one, other = before[at], after[at]
        after[one], before[other] = other, one
        for near in (one, other):
            weights[near] = _triangle(corners, before[near], near, after[near])
            heappush(waiting, (weights[near], near))
    whole = max(reached, *(weights[at] for at in range(count) if not gone[at]))
    return [weight if lost else whole for weight, lost in zip(weights, gone, strict=True)]


def _triangle(corners: Ring, one: int, two: int, three: int) -> float:
    (x1, y1), (x2, y2), (x3, y3) = corners[one], corners[two], corners[three]
    return abs((x2 - x1) * (y3 - y1) - (x3 - x1) * (y2 - y1)) / 2


def _area(corners: Ring) -> float:
    """Of a ring, in square degrees."""
    shifted = [*corners[1:], corners[0]]
    total = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(corners, shifted, strict=True))
    return abs(total) / 2 if isfinite(total) else 0.0
