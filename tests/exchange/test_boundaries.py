"""Outlines of areas: joined to places, made simple, kept one a place; what cannot be is listed."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.cli import app
from coordination import boundaries as kept
from exchange.boundaries import IMPORTER
from exchange.importing import How, import_file
from exchange.report import ImportReport
from models.boundaries import Boundary
from models.places import Place
from tests.exchange.conftest import Store
from understanding import outlines
from understanding.outlines import OutlineError
from words import Words

SQUARE = [[97.0, 25.0], [97.5, 25.0], [97.5, 25.5], [97.0, 25.5], [97.0, 25.0]]
AREA = {"type": "Polygon", "coordinates": [SQUARE]}


def bring(store: Store, folder: Path, *features: Any, how: How | None = None) -> ImportReport:
    collected = [{"type": "Feature", "properties": told, "geometry": shape} for told, shape in features]
    path = folder / "f.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": collected}), encoding="utf-8")
    return import_file(store, IMPORTER, path, how or How())


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.stored, report.updated, report.unchanged, len(report.listed)


def listed(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.expected) for one in report.listed]


def test_outlines_are_kept_and_replaced(store: Store, tmp_path: Path) -> None:
    named = {"TS": "Hka Mai (demo)", "OBJECTID": 1}
    assert counts(bring(store, tmp_path, (named, AREA))) == (1, 0, 0, 0)
    assert counts(bring(store, tmp_path, (named, AREA))) == (0, 0, 1, 0)
    other = {"type": "MultiPolygon", "coordinates": [[SQUARE], [[[98, 25], [98.1, 25], [98, 25.1], [98, 25]]]]}
    assert counts(bring(store, tmp_path, ({"TS_PCODE": "demo:t1"}, other))) == (0, 1, 0, 0)
    (row,) = store.rows(select(Boundary))
    township = store.rows(select(Place.id).where(Place.source_id == "demo:t1"))[0]
    assert (row.place_id, row.source, len(json.loads(row.geometry)["coordinates"])) == (township, "GeoJSON", 2)
    assert store.read(lambda scope: kept.outlines(scope, [township, 99])) == {township: row.geometry}


@pytest.mark.parametrize(
    ("told", "shape", "problem"),
    [
        ({"TS": "Zzyzx"}, AREA, (1, "TS", "outline_place")),
        ({"TS_PCODE": "MMR555555"}, AREA, (1, "TS_PCODE", "outline_place")),
        ({"TS": "Lawa Bum"}, AREA, (1, "TS", "outline_place")),
        ({"TS": "Hka Mai (demo)"}, {"type": "Point", "coordinates": [97, 25]}, (1, "geometry", "outline")),
        ({"TS": "Hka Mai (demo)"}, None, (1, "geometry", "outline")),
        ({"TS": "Hka Mai (demo)"}, {"type": "Polygon", "coordinates": []}, (1, "geometry", "outline_ring")),
        ({"TS": "Hka Mai (demo)"}, {"type": "Polygon"}, (1, "geometry", "outline_ring")),
        ({"TS": "Hka Mai (demo)"}, {"type": "MultiPolygon", "coordinates": [[], 1]}, (1, "geometry", "outline_ring")),
    ],
)  # fmt: skip
def test_what_matches_nothing_or_is_no_outline_is_listed(
    store: Store, tmp_path: Path, words: Words, told: dict[str, Any], shape: Any, problem: tuple[int, str, str]
) -> None:
    report = bring(store, tmp_path, (told, shape), ({"TS": "Nam Hkai (demo)"}, AREA))
    assert (listed(report), report.held, store.rows(select(Boundary))) == ([problem], True, [])
    assert report.to_json(words)["listed"][0]["reason"]
    assert (
        counts(bring(store, tmp_path, (told, shape), ({"TS": "Nam Hkai (demo)"}, AREA), how=How(partial=True)))[0] == 1
    )


def test_properties_of_two_schemes_are_read_each_where_the_other_lacks(store: Store, tmp_path: Path) -> None:
    both = ({"ADM3_EN": "Hka Mai (demo)"}, AREA), ({"TS": "Nam Hkai (demo)"}, AREA)
    assert counts(bring(store, tmp_path, *both))[0] == 2
    assert len({row.place_id for row in store.rows(select(Boundary))}) == 2


def test_two_outlines_of_one_place(store: Store, tmp_path: Path) -> None:
    smaller = {"type": "Polygon", "coordinates": [[[97, 25], [97.1, 25], [97, 25.1], [97, 25]]]}
    report = bring(store, tmp_path, ({"TS": "Hka Mai (demo)"}, AREA), ({"TS_PCODE": "demo:t1"}, smaller))
    assert listed(report) == [(2, "geometry", "once")]


@pytest.mark.parametrize(
    ("positions", "key"),
    [
        (SQUARE[:-1], "outline_ring"),
        ([SQUARE[0]] * 5, "outline_ring"),
        ([[0, 0], [1, 1], [2, 2], [0, 0]], "outline_ring"),
        ([[0, 0], [1, 1], "x", [0, 0]], "outline_ring"),
        ([[0], [1], [2], [0]], "outline_ring"),
        ("x", "outline_ring"),
        ([[0, 0], [0, 91], [1, 1], [0, 0]], "outline_degrees"),
        ([[0, 0], [True, 1], [1, 1], [0, 0]], "outline_degrees"),
        ([[0, 0], [float("nan"), 1], [1, 1], [0, 0]], "outline_degrees"),
        ([[0, 0], [500_000, 2_800_000], [1, 1], [0, 0]], "outline_degrees"),
        ([[179, 0], [-179, 0], [-179, 1], [179, 0]], "outline_date_line"),
    ],
)
def test_rings_that_are_none(positions: Any, key: str) -> None:
    with pytest.raises(OutlineError, match=key):
        outlines.ring(positions)


def test_an_outline_too_small_to_be_drawn_is_none() -> None:
    with pytest.raises(OutlineError):
        outlines.simplified([[outlines.ring([[0, 0], [1e-7, 0], [0, 1e-7], [0, 0]])]])


def test_corners_that_tell_nothing_go_and_islands_too_small_to_be_seen() -> None:
    square = [[float(x), 0.0] for x in range(11)] + [[10.0, 10.0], [0.0, 10.0], [0.0, 0.0]]
    island = [[20.0, 0.0], [20.0001, 0.0], [20.0, 0.0001], [20.0, 0.0]]
    hole = [[4.0, 4.0], [6.0, 4.0], [5.0, 6.0], [4.0, 4.0]]
    (polygon,) = outlines.simplified([[outlines.ring(square), outlines.ring(hole)], [outlines.ring(island)]])
    assert [sorted(set(one)) for one in polygon] == [
        [(0.0, 0.0), (0.0, 10.0), (10.0, 0.0), (10.0, 10.0)],
        [(4.0, 4.0), (5.0, 6.0), (6.0, 4.0)],
    ]
    assert polygon[0][0] == polygon[0][-1]


_DEGREES = st.floats(-80, 80, allow_nan=False)


@given(st.lists(st.tuples(_DEGREES, _DEGREES).map(list), min_size=3, max_size=60), st.integers(3, 30))
def test_any_ring_becomes_a_closed_one_of_few_corners(corners: list[list[float]], most: int) -> None:
    try:
        ring = outlines.ring([*corners, corners[0]])
        kept_rings = outlines.simplified([[ring]], most)
    except OutlineError:
        return
    ((found,),) = kept_rings
    assert found[0] == found[-1]
    assert len(found) >= 4
    assert set(found) <= {(round(x, 5), round(y, 5)) for x, y in ring}


def test_the_command_is_there() -> None:
    from typer.testing import CliRunner

    assert "Outlines of states" in CliRunner().invoke(app, ["import", "boundaries", "--help"]).output
