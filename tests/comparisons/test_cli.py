"""``waypost compare``: the answer of the chat, and all of its rows as a table in JSON."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.desk import open_desk
from coordination.scope import Scope
from models.assessments import PROTECTION_MONITORING
from tests.hka_mai import Township

SHELL = CliRunner()


def fill(scope: Scope) -> None:
    town = Township(scope.db)
    town.found()
    one, other = town.village("N'Lung Ga"), town.village("Nam Sop")
    town.assess(one, {"WSH-02": 41, "PRF-03": 96, "HLT-02": "midwife"})
    town.assess(one, {"WSH-02": 60, "PRF-03": 96}, on=date(2026, 2, 1))
    town.assess(other, {"WSH-01": "surface"})
    town.assess(one, {"HLT-02": "none"}, programme=PROTECTION_MONITORING)


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    with open_desk() as desk:
        desk.write(fill)


def compared(*args: str) -> dict[str, Any]:
    result = SHELL.invoke(app, ["compare", "N'Lung Ga", *args, "--json"])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def test_rounds() -> None:
    table = compared("--with", "rounds", "--as", "agency")["comparison"]
    assert (table["kind"], table["columns"]) == ("rounds", ["now", "before"])
    water = next(row for row in table["rows"] if row["indicator"] == "WSH-02")
    assert [cell["number"] for cell in water["cells"]] == ["41", "60"]
    assert [cell["date"] for cell in water["cells"]] == ["2026-10-12", "2026-02-01"]
    assert (water["more"], water["agrees"]) == (-19, False)


def test_monitoring() -> None:
    table = compared("--with", "monitoring", "--as", "protection")["comparison"]
    assert table["columns"] == ["assessment", "protection_monitoring"]
    assert [(row["indicator"], row["agrees"]) for row in table["rows"]] == [("HLT-02", False)]


def test_places_and_a_sector_with_null_for_what_is_not_known() -> None:
    table = compared("--with", "Nam Sop", "--sector", "water", "--as", "agency")["comparison"]
    assert table["columns"] == ["N'Lung Ga", "Nam Sop"]
    assert {row["sector"] for row in table["rows"]} == {"WASH"}
    count = next(row for row in table["rows"] if row["indicator"] == "WSH-02")
    assert [cell["number"] for cell in count["cells"]] == ["41", None]
    assert count["cells"][1]["value"] is None


@pytest.mark.parametrize("viewer", ["group", "agency", "focal"])
def test_monitoring_is_refused_to_others(viewer: str) -> None:
    answer = compared("--with", "monitoring", "--as", viewer)
    assert (answer["decision"], answer["comparison"]) == ("refused", None)
    assert "midwife" not in json.dumps(answer)


def test_as_text() -> None:
    result = SHELL.invoke(app, ["compare", "N'Lung Ga", "--with", "Nam Sop"])
    assert result.exit_code == 0
    assert "Before any travel ask Mine Action" in result.output
