"""``waypost check data``: what to look at, as a table and as JSON, for coordinators only."""

import json
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from bot.cli import app
from bot.desk import open_desk
from bot.resources import resource
from coordination.execute import execute
from coordination.findings import RULES
from coordination.misunderstood import CountMisunderstood
from coordination.scope import Scope
from models.assessments import PROTECTION_MONITORING
from models.audit import AuditEntry
from models.places import Place
from tests.hka_mai import Township
from words import Words
from words.language import read_locales

SHELL = CliRunner()
TODAY = datetime.now(UTC).date()
DAY = TODAY - timedelta(days=10)


def faulty(scope: Scope) -> None:
    """A village for every rule about values and commitments; one that is good; and a good one that is old."""
    town = Township(scope.db)
    town.found()
    bad, good = town.village("Lawa Bum"), town.village("Nam Sop")
    counts = {"PRF-03": 90, "PRF-04": 95, "FSC-02": 5000, "WSH-02": 91, "EDU-01": "none", "EDU-04": 2}
    town.assess(bad, {**counts, "MIN-01": "none_after_survey", "MIN-03": "not_surveyed"}, on=DAY, agency="ZQX")
    town.assess(bad, {"MIN-01": "direct"}, on=DAY, agency="ZQX", programme=PROTECTION_MONITORING)
    town.assess(good, {"PRF-03": 96, "PRF-04": 71, "FSC-02": 96, "MIN-01": "direct", "MIN-03": "not_surveyed"}, on=DAY)
    town.assess(town.village("Sut Ga"), {"WSH-02": 12}, on=date(2020, 3, 1))
    town.village("Hkum Ga")
    town.commit(bad, "HMC", "FSC-A1", 5000, start=DAY, reported_on=DAY, months=2)
    town.commit(town.village("Kawng Hpra"), "HMC", "WSH-A1", 20, start=DAY, reported_on=DAY)
    town.commit(town.township_id, "HMC", "WSH-A1", 300, start=DAY, reported_on=DAY)
    scope.db.add(Place(source_id="t:stray", source="test", kind="village", name="Nowhere Ga", listed=True))
    counts = {"stored": 3, "updated": 0, "unchanged": 0, "listed": 5}
    scope.db.add(
        AuditEntry(at=scope.now, actor="operator", role="coordinator", action="commitments.import", counts=counts)
    )


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    with open_desk() as desk:
        desk.write(faulty)


def checked(*args: str) -> dict[str, Any]:
    result = SHELL.invoke(app, ["check", "data", "--json", *args])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def test_every_fault_is_found_and_good_data_is_left_alone() -> None:
    found = checked("--area", "Hka Mai")["findings"]
    assert [(one["rule"], (one["place"] or "").split(" · ")[0]) for one in found] == [
        ("need_over_people", "Lawa Bum"),
        ("mines_cleared", "Lawa Bum"),
        ("mines_monitored", "Lawa Bum"),
        ("help_over_people", "Lawa Bum"),
        ("need_over_present", "Lawa Bum"),
        ("returnees_over_present", "Lawa Bum"),
        ("never_but_known", "Kawng Hpra"),
        ("school_teachers", "Lawa Bum"),
        ("no_township", "Nowhere Ga"),
        ("rows_listed", ""),
        ("above_village", "Hka Mai"),
        ("all_out_of_date", "Sut Ga"),
        ("never", "Hkum Ga"),
    ]
    assert [one["weight"] for one in found] == sorted((one["weight"] for one in found), reverse=True)


def test_a_finding_says_what_where_why_and_what_to_do() -> None:
    first = checked("--area", "Hka Mai")["findings"][0]
    assert first["place"] == "Lawa Bum · village, Hka Mai, Demo State"
    assert first["what"] == "HH need food (FSC-02): far more than any number of households known there"
    assert "5000 HH need food; key informants reported" in first["claims"][0]
    assert "ZQX" in first["claims"][0]
    assert "at least 5 times" in first["why"]
    assert first["todo"].startswith("Ask whoever counted")


def test_counts_freshness_and_imports() -> None:
    found = checked("--area", "Hka Mai")
    assert found["counts"] == {
        "outlier": 2, "contradiction": 5, "commitment": 1, "freshness": 3, "place": 1, "import": 1,
    }  # fmt: skip
    assert found["places"] == 5
    water = next(one for one in found["freshness"] if one["indicator"] == "WSH-02")
    assert (water["current"], water["due"], water["out_of_date"]) == (1, 0, 1)
    assert (found["imports"][0]["kind"], found["imports"][0]["stored"], found["imports"][0]["listed"]) == (
        "commitments", 3, 5,
    )  # fmt: skip


def test_the_table_reads_like_the_json() -> None:
    result = SHELL.invoke(app, ["check", "data", "--area", "Hka Mai"])
    assert result.exit_code == 0
    told = " ".join(result.output.split())
    for part in ("Cannot be right", "Lawa Bum", "WASH: 1 current, 0 due in 30 days, 1 out of date", "5 listed"):
        assert part in told


def test_what_was_not_understood_is_counted_by_kind() -> None:
    with open_desk() as desk:
        for kind in ("no_place", "unknown_command", "no_place"):
            desk.write(partial(execute, command=CountMisunderstood(kind)))
    assert checked("--area", "Hka Mai")["misunderstood"] == {"no_place": 2, "unknown_command": 1}
    told = SHELL.invoke(app, ["check", "data", "--area", "Hka Mai"]).output
    assert "Not understood in 30 days: 3 (no place named 2, unknown command 1)" in told


@pytest.mark.parametrize("role", ["group", "agency", "focal", "protection"])
def test_others_may_not(role: str) -> None:
    result = SHELL.invoke(app, ["check", "data", "--area", "Hka Mai", "--as", role])
    assert (result.exit_code, result.stderr.strip()) == (2, "Your role does not allow that.")


@pytest.mark.parametrize("area", ["zzyx quux", "Nowhere at all"])
def test_an_unknown_area_is_one_sentence(area: str) -> None:
    result = SHELL.invoke(app, ["check", "data", "--area", area])
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_looking_changes_nothing_but_is_audited() -> None:
    before = checked("--area", "Hka Mai")
    assert checked("--area", "Hka Mai") == before
    with open_desk() as desk:
        entries = desk.read(lambda scope: list(scope.db.exec(select(AuditEntry)).all()))
    assert [one.klass for one in entries if one.action == "read.quality"] == ["confidential", "confidential"]


def test_check_alone_still_looks_at_the_desk() -> None:
    result = SHELL.invoke(app, ["check", "--json"])
    assert {"store", "key", "catalogue"} <= {one["name"] for one in json.loads(result.output)}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_its_texts(rule: str) -> None:
    words = Words(read_locales(resource("locales")))
    assert all(words.has(f"quality.{part}.{rule}") for part in ("what", "why", "todo"))
