"""``waypost import places``, ``place`` and ``places``."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.places.conftest import COUNTRY, GAZETTEER


@pytest.fixture
def folder(data_dir: Path) -> Path:
    """A data folder with a migrated, empty store, and a list of places."""
    with (data_dir / "list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([GAZETTEER, *COUNTRY])
    return data_dir


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def filled(folder: Path) -> Path:
    """The same with the list imported."""
    assert run("import", "places", "list.csv").exit_code == 0
    return folder


def test_import_reports_rows(folder: Path) -> None:
    told = run("import", "places", "list.csv", "--json")
    assert told.exit_code == 0
    assert json.loads(told.stdout) == {
        "rows": 16, "stored": 16, "updated": 0, "unchanged": 0, "listed": [], "notes": [],
        "merged": [],
    }  # fmt: skip
    assert "16 unchanged" in run("import", "places", "list.csv", "--from", "gazetteer").stdout


def test_wrong_rows_are_listed_with_what_is_expected(folder: Path) -> None:
    with (folder / "list.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["gn:600", "L", "hamlet", "Foo", *[""] * 6, "x", "97", ""])
    told = run("import", "places", "list.csv")
    assert told.exit_code == 1
    assert 'kind: "hamlet". Expected: one of state' in told.stdout
    assert 'lat: "x". Expected: decimal degrees from -90 to 90' in told.stdout
    assert run("place", "Lung Hpra").exit_code == 2


def test_a_file_of_another_shape_is_a_sentence(folder: Path) -> None:
    told = run("import", "places", "list.csv", "--from", "mimu")
    assert (told.exit_code, "gazetteer" in told.stderr) == (2, True)


def test_without_places_commands_say_how_to_import(folder: Path) -> None:
    for command in (["place", "Lung Hpra"], ["places", "add", "Lung Hpra"]):
        told = run(*command)
        assert (told.exit_code, "waypost import places" in told.stderr) == (2, True)


def test_place_prints_what_scripts_read(filled: Path) -> None:
    told = json.loads(run("place", "daw hkrai yang, hka mai", "--json").stdout)
    assert told == {
        "query": "daw hkrai yang, hka mai",
        "decision": "exact",
        "candidates": [
            {"id": "gn:94", "pcode": None, "name": "Daw Hkrai Yang", "kind": "village", "township": "Hka Mai (demo)",
             "score": 1.0, "why": "name"},
        ],
    }  # fmt: skip


def test_many_places_one_line_each_in_order(filled: Path) -> None:
    lines = [{"query": "Mai Hkawt", "id": 7}, {"query": "MMR099002"}, {"query": "nothing at all"}]
    (filled / "q.jsonl").write_text("\n".join(json.dumps(line) for line in lines) + "\n\n", encoding="utf-8")
    told = [json.loads(line) for line in run("place", "--file", "q.jsonl").stdout.splitlines()]
    assert [(line["query"], line["decision"], len(line["candidates"])) for line in told] == [
        ("Mai Hkawt", "ask", 2),
        ("MMR099002", "exact", 1),
        ("nothing at all", "none", 0),
    ]


@pytest.mark.parametrize("line", ["Mai Hkawt", "[]", '{"q": "x"}', '{"query": 3}'])
def test_a_line_that_is_no_query_is_named(filled: Path, line: str) -> None:
    (filled / "q.jsonl").write_text('{"query": "x"}\n' + line, encoding="utf-8")
    told = run("place", "--file", "q.jsonl")
    assert (told.exit_code, told.stderr) == (2, 'Line 2: expected a JSON object with the key "query" and a text.\n')


def test_either_a_text_or_a_file(filled: Path) -> None:
    assert run("place").exit_code == run("place", "x", "--file", "q.jsonl").exit_code == 2
    assert run("place", "--file", "missing.jsonl").exit_code == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("daw hkrai yang", "gn:94  Daw Hkrai Yang · village, Hka Mai (demo), Sumpra State  (its name)"),
        ("gat hkrang", "MMR099001002  Nawng Tsai (a) Gat Hkrang · village tract"),
        ("Zup Hkrai", "(its name without the church)"),
        ("lungg hpra", "near in spelling"),
        ("thanks", "No place is named"),
    ],
)
def test_place_for_people(filled: Path, text: str, shown: str) -> None:
    assert shown in run("place", text).stdout


def test_more_than_ten_choices_are_counted(filled: Path) -> None:
    with (filled / "more.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["place_id", "name", "kind", "township"], *[[f"x:{n}", "Pan Tsai", "village", f"T{n}"] for n in range(12)]]
        )
    run("import", "places", "more.csv")
    assert "and 2 more" in run("place", "Pan Tsai").stdout


def test_the_desks_list(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "No places are on the desk's list" in run("places", "list").stdout
    assert "On the list: Daw Hkrai Yang" in run("places", "add", "daw hkrai yang", "gn:93").stdout
    monkeypatch.setenv("WAYPOST_AREA", "Hka Mai (demo)")
    shown = run("places", "list").stdout
    assert "Area of the desk (WAYPOST_AREA): Hka Mai (demo)" in shown
    assert "gn:93  Mai Hkawt · village, Tsawm Bum, Sumpra State" in shown
    listed = json.loads(run("places", "list", "--json").stdout)
    assert [place["source_id"] for place in listed["listed"]] == ["gn:94", "gn:93"]
    assert [place["name"] for place in listed["area"]] == ["Hka Mai (demo)"]
    assert "Off the list" in run("places", "drop", "gn:93").stdout


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Mai Hkawt", "may be one of these"),
        ("Lungg Hpra", "Near in spelling: gn:91 Lung Hpra"),
        ("Zzyzx Wuwu", 'I know no place "Zzyzx Wuwu". Nothing was changed.'),
        ("Daw Hkrai Yang camp", "may be one of these"),
        ("Daw Hkrai Yang, Lung Hpra", "may be one of these"),
    ],
)
def test_only_one_certain_place_goes_on_the_list(filled: Path, name: str, told: str) -> None:
    result = run("places", "add", "gn:94", name)
    assert (result.exit_code, told in result.stderr) == (2, True)
    assert json.loads(run("places", "list", "--json").stdout)["listed"] == []


@pytest.fixture
def survey(filled: Path) -> Path:
    """A second list with one village of the first under another id."""
    with (filled / "survey.csv").open("w", encoding="utf-8", newline="") as file:
        row = ["S-1", "Survey", "village", "Lung Hpra", *COUNTRY[5][5:9]]
        csv.writer(file).writerows([["place_id", "source", "kind", "name", *GAZETTEER[5:9]], row])
    return filled


def test_an_import_tells_what_it_merged(survey: Path) -> None:
    expected = {
        "row": 2,
        "id": "S-1",
        "name": "Lung Hpra",
        "kept": "gn:91",
        "kept_name": "Lung Hpra",
        "kind": "village",
    }
    assert json.loads(run("import", "places", "survey.csv", "--dry-run", "--json").stdout)["merged"] == [expected]
    assert "row 2 · S-1 Lung Hpra is one place with gn:91 Lung Hpra" in run("import", "places", "survey.csv").stdout
    assert json.loads(run("import", "places", "survey.csv", "--json").stdout)["merged"] == []
    found = json.loads(run("place", "S-1", "--json").stdout)
    assert (found["decision"], found["candidates"][0]["id"]) == ("exact", "gn:91")
    assert "S-1 Lung Hpra · village → gn:91 Lung Hpra · by an import" in run("places", "merges").stdout


def test_merging_and_splitting(survey: Path) -> None:
    assert run("places", "merges").stdout == "No places were merged.\n"
    told = run("places", "merge", "mai hkawt, hka mai", "gn:94")
    assert "One place now: gn:92 Mai Hkawt. Daw Hkrai Yang is a further name of it" in told.stdout
    shown = run("places", "merges").stdout
    assert "gn:94 Daw Hkrai Yang · village → gn:92 Mai Hkawt · by operator" in shown
    (listed,) = json.loads(run("places", "merges", "--json").stdout)
    assert (listed["code"], listed["kept"], listed["way"], listed["merged_by"]) == (
        "gn:94",
        "gn:92",
        "hand",
        "operator",
    )
    assert "Two places again: gn:94 Daw Hkrai Yang beside gn:92 Mai Hkawt" in run("places", "split", "gn:94").stdout
    run("import", "places", "survey.csv")
    again = json.loads(run("places", "split", "S-1", "--json").stdout)
    assert (again["code"], again["way"]) == ("S-1", "import")
    assert json.loads(run("import", "places", "survey.csv", "--json").stdout)["merged"] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("merge", "gn:92", "Zzyzx Wuwu"), "I know no place"),
        (("merge", "gn:92", "Mai Hkawt"), "may be one of these"),
        (("merge", "gn:92", "gn:92"), "both names mean this one place"),
        (("merge", "gn:92", "camp:1"), "only two places of one kind"),
        (("split", "gn:92"), "was merged into another"),
    ],
)
def test_what_cannot_be_merged_or_split_is_a_sentence(filled: Path, arguments: tuple[str, ...], told: str) -> None:
    result = run("places", *arguments)
    assert (result.exit_code, told in result.stderr, "Traceback" in result.stderr) == (2, True, False)
    assert "Nothing was changed." in result.stderr
