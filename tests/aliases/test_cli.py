"""``waypost places alias``."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

ROWS = [
    ["place_id", "name", "kind", "township"],
    ["x:1", "Lawa Bum", "village", "Hka Mai"],
    ["x:2", "Kawng Hpra", "village", "Hka Mai"],
    ["x:3", "Kawng Hpra", "village", "Nmai Ga"],
    ["x:4", "Nam Sop", "village", "Hka Mai"],
]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def alias(*arguments: str) -> Result:
    return run("places", "alias", *arguments)


@pytest.fixture
def filled(data_dir: Path) -> Path:
    """A data folder with four villages."""
    with (data_dir / "list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(ROWS)
    assert run("import", "places", "list.csv").exit_code == 0
    return data_dir


def meaning(text: str) -> tuple[str, list[str]]:
    found = json.loads(run("place", text, "--json").stdout)
    return found["decision"], [candidate["id"] for candidate in found["candidates"]]


def test_add_list_and_drop(filled: Path) -> None:
    assert alias("list").stdout == "No name was confirmed yet.\n"
    assert alias("add", "lbm", "Lawa Bum").stdout == 'Saved: "lbm" is a name of Lawa Bum · village, Hka Mai.\n'
    assert meaning("lbm") == ("one", ["x:1"])
    assert alias("list").stdout.startswith('"lbm" → x:1 Lawa Bum · village, Hka Mai; by operator, ')
    assert alias("drop", "LBM").stdout.startswith('Taken back: "lbm"')
    assert meaning("lbm")[0] == "none"
    assert alias("list").stdout == "No name was confirmed yet.\n"


def test_json(filled: Path) -> None:
    (added,) = json.loads(alias("add", "lbm", "x:1", "--json").stdout)
    assert (added["text"], added["place"]["source_id"], added["state"]) == ("lbm", "x:1", "confirmed")
    assert json.loads(alias("list", "--json").stdout)[0]["text"] == "lbm"
    assert json.loads(alias("list", "--state", "waiting", "--json").stdout) == []
    assert json.loads(alias("drop", "lbm", "--json").stdout)[0]["place"]["source_id"] == "x:1"


def test_the_name_of_another_place_is_told_and_asked(filled: Path) -> None:
    told = alias("add", "Nam Sop", "Lawa Bum").stdout
    assert "Also the name of Nam Sop, Hka Mai: whoever writes it is asked which one." in told
    assert meaning("Nam Sop") == ("ask", ["x:4", "x:1"])


def test_a_name_of_several_places_is_dropped_by_place(filled: Path) -> None:
    for place in ("x:1", "x:4"):
        assert alias("add", "zup", place).exit_code == 0
    told = alias("drop", "zup")
    assert (told.exit_code, "x:1 Lawa Bum" in told.stderr, "x:4 Nam Sop" in told.stderr) == (2, True, True)
    assert alias("drop", "zup", "Nam Sop").exit_code == 0
    assert meaning("zup") == ("one", ["x:1"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "zup", "Kawng Hpra"), "x:2 Kawng Hpra, Hka Mai; x:3 Kawng Hpra, Nmai Ga. Nothing was changed."),
        (("add", "zup", "Kawng Hprra"), "Near in spelling: x:2 Kawng Hpra, Hka Mai"),
        (("add", "zup", "zzyx quux"), 'I know no place "zzyx quux". Nothing was changed.'),
        (("add", "Lawa-Bum", "x:1"), '"Lawa-Bum" is a name of Lawa Bum already.'),
        (("add", "water", "x:1"), "everyday words"),
        (("add", "Daw Mya Mya", "x:1"), "I don't keep names, numbers or positions of people."),
        (("add", "z", "x:1"), "A name has 2 letters at least and 60 at most."),
        (("drop", "zup"), 'The desk gave no place the name "zup". Nothing was changed.'),
        (("drop", "Lawa Bum"), 'The desk gave no place the name "Lawa Bum". Nothing was changed.'),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    filled: Path, arguments: tuple[str, ...], told: str
) -> None:
    result = alias(*arguments)
    assert (result.exit_code, told in result.stderr) == (2, True)
    assert json.loads(alias("list", "--json").stdout) == []


def test_without_places_it_says_how_to_import(data_dir: Path) -> None:
    told = alias("add", "zup", "Lawa Bum")
    assert (told.exit_code, "waypost import places" in told.stderr) == (2, True)


def test_the_help_lists_what_there_is() -> None:
    told = run("places", "--help").stdout
    assert "alias" in told
    assert all(word in alias("--help").stdout for word in ("add", "list", "drop"))
