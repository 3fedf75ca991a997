"""``waypost import commitments`` with a 5W."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

HEAD = "Month,Organization,Township,Village,Activity,Reached households"
PLACES = "place_id,kind,name,township,township_pcode,state\nv1,village,Lawa Bum,Hka Mai,MMR990001,Demo State\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path / "var"))
    (tmp_path / "places.csv").write_text(PLACES, encoding="utf-8")

    def go(*args: str):
        return CliRunner().invoke(app, [str(one) for one in args])

    assert go("import", "places", tmp_path / "places.csv").exit_code == 0
    return go


def test_listed_rows_are_written_and_named(run, tmp_path: Path) -> None:
    sheet, rest = tmp_path / "5w.csv", tmp_path / "rest.csv"
    row = "2026-02,KBC,Hka Mai,Lawa Bum"
    sheet.write_text(f"{HEAD}\n{row},food baskets,5\n{row},dancing,6\n", encoding="utf-8")
    done = run("import", "commitments", sheet, "--partial", "--rest", rest, "--json")
    made = json.loads(done.stdout)
    assert (done.exit_code, made["rows"], made["stored"], [one["row"] for one in made["listed"]]) == (1, 2, 1, [3])
    assert "rest.csv" in done.stderr
    assert run("import", "commitments", sheet, "--partial", "--rest", rest).exit_code == 2
    rest.write_text(rest.read_text(encoding="utf-8-sig").replace(",dancing,", ",rice,"), encoding="utf-8")
    assert "1 row: 1 stored" in run("import", "commitments", rest).stdout


@pytest.mark.parametrize("given", ["agency", "agency=", "place=x", "agency=Nobody At All"])
def test_a_wrong_set_is_said(run, tmp_path: Path, given: str) -> None:
    sheet = tmp_path / "5w.csv"
    sheet.write_text("date,township,activity,beneficiaries\n2026-06-01,Hka Mai,rice,5\n", encoding="utf-8")
    done = run("import", "commitments", sheet, "--set", given)
    assert (done.exit_code, "--set" in done.stderr, "Traceback" in done.stderr) == (2, True, False)
    assert run("import", "commitments", sheet, "--set", "agency=KBC").exit_code == 0


def test_a_forced_shape_that_is_none(run, tmp_path: Path) -> None:
    sheet = tmp_path / "5w.csv"
    sheet.write_text("a,b\n1,2\n", encoding="utf-8")
    done = run("import", "commitments", sheet, "--from", "5w")
    assert (done.exit_code, "--from 5w" in done.stderr) == (2, True)
