"""What is wrong with places and with the rows that name them. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from math import cos, hypot, radians
from statistics import median
from typing import NamedTuple

from coordination.catalogue import Catalogue
from coordination.commitment_rules import copied
from coordination.findings import Figure, Flag, Held, import_of
from coordination.place_tree import publishers
from coordination.place_twins import NEAR_KM
from coordination.value_rules import COUNTED

SURE_NAMES = ("name", "burmese", "alias")
"""Kinds of names by which two places may be one (`place_twins`)."""
FAR_KM, FAR_TIMES, ENOUGH = 40.0, 4, 5
"""Off the middle of its township by so many km and so many times the usual, where so many places are known."""
CROWD, CROWD_TIMES = 200, 10
"""Rows that name one place, and how many times the usual."""
_KM_PER_DEGREE = 111.2


class Spot(NamedTuple):
    """A place as far as these rules look at it."""

    id: int
    source_id: str
    source: str
    kind: str
    township_id: int | None
    latitude: float | None
    longitude: float | None


def flags(spots: Sequence[Spot], names: Sequence[tuple[int, str]], rows: Mapping[int, int]) -> list[Flag]:
    """What places are flagged for; ``names`` are (place id, folded), ``rows`` how many rows name each place."""
    return [*_twins(spots, names), *_far_off(spots), *_crowded(rows)]


def _twins(spots: Sequence[Spot], names: Sequence[tuple[int, str]]) -> Iterator[Flag]:
    """Two rows of different publishers with one name, kind and township, near each other or without coordinates."""
    by_id = {spot.id: spot for spot in spots}
    bearers: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    for place_id, folded in names:
        spot = by_id[place_id]
        if spot.township_id is not None:
            bearers[folded, spot.kind, spot.township_id].add(place_id)
    told: set[tuple[int, int]] = set()
    for ids in bearers.values():
        for pair in combinations(sorted(ids), 2):
            one, other = by_id[pair[0]], by_id[pair[1]]
            if pair not in told and _may_be_one(one, other):
                told.add(pair)
                yield Flag(rule="twins", place_id=one.id, figures={"other": other.id})


def _may_be_one(one: Spot, other: Spot) -> bool:
    apart = _km(one, other)
    foreign = publishers(one.source_id, one.source).isdisjoint(publishers(other.source_id, other.source))
    return foreign and (apart is None or apart <= NEAR_KM)


def _km(one: Spot, other: Spot) -> float | None:
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    return _apart((one.latitude, one.longitude), (other.latitude, other.longitude))


def _apart(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Kilometres, flat: exact enough inside one country."""
    return hypot(here[0] - there[0], (here[1] - there[1]) * cos(radians(here[0]))) * _KM_PER_DEGREE


def _far_off(spots: Sequence[Spot]) -> Iterator[Flag]:
    """Coordinates far outside those of the township's other places."""
    placed: dict[int, dict[int, tuple[float, float]]] = defaultdict(dict)
    for spot in spots:
        if spot.township_id is not None and spot.latitude is not None and spot.longitude is not None:
            placed[spot.township_id][spot.id] = (spot.latitude, spot.longitude)
    for inside in placed.values():
        if len(inside) > ENOUGH:
            middle = (median(at[0] for at in inside.values()), median(at[1] for at in inside.values()))
            away = {id_: _apart(middle, at) for id_, at in inside.items()}
            usual = median(away.values())
            for id_, km in away.items():
                if km > max(FAR_KM, FAR_TIMES * usual):
                    yield Flag(rule="far_off", place_id=id_, figures={"km": round(km), "usual": round(usual)})


def _crowded(rows: Mapping[int, int]) -> Iterator[Flag]:
    """A place that far more rows name than any other: as when a column's first entry was copied into all of them."""
    usual = median(rows.values()) if rows else 0
    for id_, count in rows.items():
        if count >= CROWD and count >= CROWD_TIMES * usual:
            yield Flag(rule="crowded", place_id=id_, figures={"n": count, "usual": round(usual)})


def named_by(held: Sequence[Held], commitments: Collection[int]) -> dict[int, int]:
    """How many assessments and commitments name each place; interviews of a household survey count as one."""
    visits = {
        (one.observation.place_id, one.observation.collected_on if one.observation.tool == "HHS" else
         one.observation.assessment_id)
        for one in held
    }  # fmt: skip
    found: dict[int, int] = defaultdict(int)
    for place_id in (*(visit[0] for visit in visits), *commitments):
        found[place_id] += 1
    return dict(found)


def copied_values(catalogue: Catalogue, held: Sequence[Held]) -> list[Flag]:
    """One count of one agency and indicator in nearly all places of one import."""
    columns: dict[tuple[str, str, str], dict[int, int]] = defaultdict(dict)
    for one in held:
        origin, seen = import_of(one.source), one.observation
        indicator = catalogue.indicators.get(seen.indicator)
        if origin and seen.number is not None and indicator and indicator.unit in COUNTED:
            columns[origin, seen.agency, seen.indicator][seen.place_id] = round(seen.number)
    found = []
    for (_, agency, code), by_place in columns.items():
        number, count = copied(by_place)
        if number:
            figures: dict[str, Figure] = {"agency": agency, "number": number, "n": count, "all": len(by_place)}
            found.append(Flag(rule="copied_values", place_id=None, code=code, figures=figures))
    return found
