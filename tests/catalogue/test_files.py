"""Errors of the catalogue's files, and a group's own files over the shipped ones."""

import csv
import shutil
from pathlib import Path

import pytest

from bot.resources import resource
from coordination.catalogue import CatalogueError, load
from coordination.rules import ByBands
from coordination.viewer import Klass

INDICATOR = {
    "code": "WSH-09",
    "label": "Households that buy water",
    "sector": "WASH",
    "kind": "need",
    "data_type": "int",
    "unit": "HH",
    "allowed_values": ">=0",
    "tools": "KII,TEC",
    "iasc_criteria": "2",
    "pm_overlap": "no",
    "severity_map": '{"type":"share","base":"PRF-03","cuts":[0,10,25,50]}',
    "gap_unit": "HH",
    "sensitivity": "public",
    "valid_days": "90",
}
ACTIVITY = {
    "code": "WSH-A9",
    "sector": "WASH",
    "activity": "Water trucking",
    "synonyms": "truck|bowser",
    "need_indicator": "WSH-02",
    "unit": "HH",
    "has_months": "yes",
    "components": "",
    "nexus": "humanitarian",
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def write(path: Path, *rows: dict[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0])
        out.writeheader()
        out.writerows(rows)


def problems(own: Path) -> tuple[str, ...]:
    with pytest.raises(CatalogueError) as caught:
        load(resource("data"), own)
    assert str(caught.value) == "\n".join(caught.value.problems)
    return caught.value.problems


def test_new_codes_extend(own):
    write(own / "indicators.csv", INDICATOR)
    write(own / "activities.csv", ACTIVITY | {"need_indicator": "WSH-09"})
    catalogue = load(resource("data"), own)
    assert len(catalogue.indicators) == 78
    assert catalogue.indicators["WSH-09"].tools == ("KII", "TEC")
    assert catalogue.indicators["WSH-09"].klass is Klass.PUBLIC
    assert catalogue.months_of("WSH-09") == 6
    assert catalogue.sector_of("bowsers") == "WASH"
    assert [one.code for one in catalogue.of_sector("WASH")][-1] == "WSH-09"


def test_the_same_code_overrides(own):
    row = INDICATOR | {"code": "WSH-03", "kind": "condition", "gap_unit": "yes/no", "valid_days": "30"}
    write(own / "indicators.csv", row | {"severity_map": '{"type":"bands","cuts":[[10,0],[20.5,3]],"above":4}'})
    catalogue = load(resource("data"), own)
    assert len(catalogue.indicators) == 77
    assert catalogue.indicators["WSH-03"].valid_days == 30
    assert catalogue.indicators["WSH-03"].rule == ByBands(((10, 0), (20.5, 3)), 4)
    assert [one.code for one in catalogue.of_sector("WASH")] == ["WSH-01", "WSH-02", "WSH-03", "WSH-04", "WSH-05"]


def test_own_sectors_and_yes_no_needs(own):
    write(own / "sectors.csv", {"sector": "Winter", "words": "cold|snow"})
    write(own / "indicators.csv", INDICATOR | {"code": "WIN-01", "sector": "Winter", "gap_unit": "yes/no"})
    write(own / "yes_no.csv", {"indicator": "WIN-01", "activities": "NFI-A1"})
    catalogue = load(resource("data"), own)
    assert catalogue.sectors[-1] == "Winter"
    assert catalogue.sector_of("snow") == "Winter"
    assert catalogue.answered_by["WIN-01"] == ("NFI-A1",)


def test_an_empty_folder_changes_nothing(own):
    assert load(resource("data"), own) == load(resource("data"))


def test_a_missing_folder_is_told(own):
    (told,) = problems(own / "none")
    assert told.startswith(f"{own / 'none'}: expected a folder")


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("code", "", "expected a text"),
        ("label", "", "expected a text"),
        ("sector", "Wash", "expected a sector of sectors.csv"),
        ("kind", "Need", "expected one of condition, need"),
        ("data_type", "float", "expected one of enum, int, bool, pct, list, table"),
        ("tools", "KI", "expected some of HHS, KII, FGD, DO, TEC, derived"),
        ("tools", "", "expected some of"),
        ("tools", "KII,KII", "expected every value once"),
        ("pm_overlap", "Y", "expected one of yes, no"),
        ("gap_unit", "", "expected a text"),
        ("sensitivity", "", "expected one of public, restricted, confidential"),
        ("sensitivity", "pubic", "expected one of public, restricted, confidential"),
        ("valid_days", "0", "expected a whole number above 0"),
        ("valid_days", "-3", "expected a whole number above 0"),
        ("valid_days", "½", "expected a whole number above 0"),
        ("severity_map", "", "expected JSON such as"),
        ("severity_map", "[]", 'expected "type" to be one of none, enum, bool, share, bands, ratio, count'),
        ("severity_map", '{"type":"shares"}', 'expected "type" to be one of'),
        ("severity_map", '{"type":"bool","true":0,"false":2}', 'a rule for data_type int; "bool" is for bool'),
        ("severity_map", '{"type":"share","cuts":[0,10,25,50]}', '"base" to be an indicator'),
        ("severity_map", '{"type":"share","base":"PRF-99","cuts":[0,10,25,50]}', '"base" to be the code of a count'),
        ("severity_map", '{"type":"share","base":"PRF-06","cuts":[0,10,25,50]}', '"base" to be the code of a count'),
        ("severity_map", '{"type":"share","base":"PRF-03","cuts":[0,10,25]}', '"cuts" to be four numbers'),
        ("severity_map", '{"type":"share","base":"PRF-03","cuts":[0,10,25,true]}', '"cuts" to be four numbers'),
        ("severity_map", '{"type":"share","base":"PRF-03","cuts":[0,10,25,NaN]}', '"cuts" to be four numbers'),
        ("severity_map", '{"type":"share","base":"PRF-03","cuts":[0,25,10,50]}', '"cuts" to rise'),
        ("severity_map", '{"type":"bands","cuts":[],"above":4}', '"cuts" to be pairs [upper limit, severity]'),
        ("severity_map", '{"type":"bands","cuts":[[1]],"above":4}', '"cuts" to be pairs [upper limit, severity]'),
        ("severity_map", '{"type":"bands","cuts":[[5,0],[5,1]],"above":4}', '"cuts" to rise'),
        ("severity_map", '{"type":"bands","cuts":[[5,5]],"above":4}', "a severity from 0 to 4 for up to 5"),
        ("severity_map", '{"type":"bands","cuts":[[5,0]]}', "a severity from 0 to 4 for above"),
        ("severity_map", '{"type":"ratio","num":"persons","den":"WSH-04","cuts":[1,2,3,4]}', '"den" to be WSH-09'),
        ("severity_map", '{"type":"ratio","num":"PRF-03","den":"WSH-09","cuts":[1,2,3,4]}', '"num" to be one of'),
    ],
)
def test_errors_name_file_line_field(own, field, value, expected):
    write(own / "indicators.csv", INDICATOR | {"code": "WSH-08"}, INDICATOR | {field: value})
    (told,) = problems(own)
    assert told.startswith(f"{own / 'indicators.csv'}, line 3, {field}: ")
    assert expected in told
    assert told.endswith(f'found "{value}"')


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"allowed_values": ""}, "allowed_values: expected answers separated by |"),
        ({"allowed_values": "unknown"}, "allowed_values: expected answers separated by |"),
        ({"allowed_values": "yes|Yes"}, "allowed_values: expected every value once"),
        ({"severity_map": '{"type":"enum"}'}, 'expected "map" to give answers a severity'),
        ({"severity_map": '{"type":"enum","map":{"maybe":1}}'}, 'only allowed_values, not "maybe"'),
        ({"severity_map": '{"type":"enum","map":{"good":5}}'}, "a severity from 0 to 4 for good"),
        ({"severity_map": '{"type":"enum","map":{"good":true}}'}, "a severity from 0 to 4 for good"),
    ],
)
def test_answers_are_checked(own, changes, expected):
    row = INDICATOR | {"data_type": "enum", "allowed_values": "good|bad", "gap_unit": "yes/no"}
    write(own / "indicators.csv", row | {"severity_map": '{"type":"enum","map":{"good":0}}'} | changes)
    (told,) = problems(own)
    assert expected in told


def test_yes_no_rules_need_both_answers(own):
    row = INDICATOR | {"data_type": "bool", "severity_map": '{"type":"bool","true":0}'}
    write(own / "indicators.csv", row)
    assert "a severity from 0 to 4 for false" in problems(own)[0]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("sector", "Roads", "expected a sector of sectors.csv"),
        ("activity", "", "expected a text"),
        ("need_indicator", "WSH-01", "expected nothing or the code of an indicator of kind need"),
        ("need_indicator", "WSH-99", "expected nothing or the code of an indicator of kind need"),
        ("unit", "", "expected a text"),
        ("has_months", "", "expected one of yes, no"),
        ("components", "seed|seed", "expected every value once"),
        ("nexus", "triple", "expected one of humanitarian, development, peace"),
    ],
)
def test_activities_are_checked(own, field, value, expected):
    write(own / "activities.csv", ACTIVITY | {field: value})
    (told,) = problems(own)
    assert told.startswith(f"{own / 'activities.csv'}, line 2, {field}: {expected}")


def test_an_override_that_breaks_an_activity_is_told_at_the_activity(own):
    write(own / "indicators.csv", INDICATOR | {"code": "WSH-02", "kind": "condition"})
    (told,) = problems(own)
    assert "activities.csv, line 11, need_indicator: expected nothing or" in told


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"indicator": "WSH-02", "activities": "WSH-A1"}, "indicator"),
        ({"indicator": "WSH-99", "activities": "WSH-A1"}, "indicator"),
        ({"indicator": "WSH-01", "activities": "WSH-A1|WSH-A99"}, "activities"),
    ],
)
def test_yes_no_needs_are_checked(own, row, field):
    write(own / "yes_no.csv", row)
    assert problems(own)[0].startswith(f"{own / 'yes_no.csv'}, line 2, {field}: expected")


def test_everything_wrong_is_told_at_once(own):
    write(own / "indicators.csv", INDICATOR | {"kind": ""}, INDICATOR | {"code": "WSH-08", "valid_days": "x"})
    first, second = problems(own)
    assert "line 2, kind" in first
    assert "line 3, valid_days" in second


def test_a_code_stands_once_in_a_file(own):
    write(own / "indicators.csv", INDICATOR, INDICATOR)
    (told,) = problems(own)
    assert told == f'{own / "indicators.csv"}, line 3, code: expected every one once in this file, found "WSH-09"'


def test_lines_are_counted_as_an_editor_shows_them(own):
    write(own / "activities.csv", ACTIVITY | {"activity": "Water\ntrucking"}, ACTIVITY | {"code": "WSH-A8", "unit": ""})
    (told,) = problems(own)
    assert "line 4, unit" in told


def test_blank_lines_count_but_hold_nothing(own):
    write(own / "activities.csv", ACTIVITY | {"unit": ""})
    path = own / "activities.csv"
    header, row = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"\ufeff{header}\n\n,,,,,,,,\n{row}\n", encoding="utf-8")
    assert "line 4, unit" in problems(own)[0]


def test_missing_columns_are_told(own):
    write(own / "activities.csv", {key: value for key, value in ACTIVITY.items() if key != "unit"})
    assert problems(own) == (f"{own / 'activities.csv'}, line 1, unit: expected this column, found none",)


def test_an_empty_file_is_told(own):
    (own / "activities.csv").write_text("", encoding="utf-8")
    assert problems(own)[0].startswith(f"{own / 'activities.csv'}, line 1: expected the columns code, sector")


def test_cells_too_many_are_told(own):
    write(own / "activities.csv", ACTIVITY)
    with (own / "activities.csv").open("a", encoding="utf-8") as file:
        file.write("WSH-A8,WASH,a,b\n")
    assert problems(own) == (f"{own / 'activities.csv'}, line 3: expected 9 cells, found 4",)


def test_an_open_quote_is_told(own):
    write(own / "activities.csv", ACTIVITY)
    with (own / "activities.csv").open("a", encoding="utf-8") as file:
        file.write('WSH-A8,"WASH,a\n')
    assert problems(own)[0].startswith(f"{own / 'activities.csv'}, line 3: expected a complete CSV record")


def test_another_encoding_is_told(own):
    (own / "activities.csv").write_bytes("code,sector\nTrócaire".encode("latin-1"))
    assert problems(own) == (
        f"{own / 'activities.csv'}: expected text in UTF-8; save the file again with that encoding",
    )


def test_a_shipped_file_that_is_gone_is_told(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(resource("data"), folder)
    (folder / "agencies.csv").unlink()
    with pytest.raises(CatalogueError, match=r"agencies\.csv: expected this file, found none"):
        load(folder)


def test_more_columns_than_known_are_fine(own):
    write(own / "activities.csv", ACTIVITY | {"remark": "ours"})
    assert load(resource("data"), own).activities["WSH-A9"].name == "Water trucking"
