"""``waypost ask`` and ``waypost gaps``: the very answer, and files that are stamped, audited and harmless."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import select
from typer.testing import CliRunner

from bot.cli import app
from bot.desk import open_desk
from coordination.scope import Scope
from models.audit import AuditEntry
from tests.conversations.conftest import CONFIDENTIAL, EXACT, RESTRICTED, plant
from tests.hka_mai import Township

SHELL = CliRunner()
FILE = ("--reason", "planning", "--recipient", "HMC office")


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted store in the folder of the environment's settings."""
    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    with open_desk() as desk:
        desk.write(lambda scope: plant(Township(scope.db)))


def run(*args: str) -> Any:
    return SHELL.invoke(app, list(args))


def asked(*args: str) -> dict[str, Any]:
    """What ``ask --json`` prints."""
    result = run("ask", *args, "--json")
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.output)
    return answer


def leaked(text: str) -> set[str]:
    told = " ".join(text.split())
    return {marker for marker in EXACT | RESTRICTED | CONFIDENTIAL if marker in told}


def audited() -> list[AuditEntry]:
    with open_desk() as desk:
        return desk.read(lambda scope: list(scope.db.exec(select(AuditEntry))))


def test_a_group_asks_by_default() -> None:
    answer = asked("wash in Lawa Bum")
    assert (answer["query"], answer["as"], answer["decision"], answer["kind"]) == (
        "wash in Lawa Bum", "group", "exact", "sectors",
    )  # fmt: skip
    assert answer["place"]["name"] == "Lawa Bum"
    (message,) = answer["messages"]
    assert message["plain"].endswith("Before any travel ask Mine Action and your\nsecurity focal point.")
    assert message["text"].startswith("<b>Lawa Bum · WASH</b>")
    assert message["buttons"] == [["Village card", "More sectors"], ["Sources"]]


@pytest.mark.parametrize("question", ["Lawa Bum", "gaps Hka Mai", "protection Lawa Bum", "who works in Lawa Bum"])
def test_each_kind_of_viewer_gets_the_own_answer(question: str) -> None:
    said = {kind: json.dumps(asked(question, "--as", kind), ensure_ascii=False).replace("\\n", " ") for kind in
            ("group", "agency", "focal", "protection", "coordinator")}  # fmt: skip
    assert leaked(said["group"]) == set()
    assert leaked(said["agency"]) & CONFIDENTIAL == leaked(said["focal"]) & CONFIDENTIAL == set()
    assert leaked(said["agency"]) == leaked(said["focal"]) != set() or question.startswith("protection")


def test_a_focal_point_of_another_township() -> None:
    assert leaked(asked("Lawa Bum", "--as", "focal", "--township", "Nmai Ga")["messages"][0]["plain"]) == set()
    assert run("ask", "Lawa Bum", "--as", "focal", "--township", "Zzyzx").exit_code == 2


def test_a_refusal_is_the_answer() -> None:
    answer = asked("Daw Mya Mya in Lawa Bum")
    assert (answer["decision"], answer["kind"]) == ("refused", "refusal")
    assert "I don't keep names" in answer["messages"][0]["plain"]


def test_plain_output_has_buttons_in_brackets() -> None:
    assert "[More sectors]" in run("ask", "Lawa Bum").output


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("ask", "Lawa Bum", "--agency", "NOPE"), "NOPE"),
        (("gaps", "--sector", "nonsense"), "--sector: I know no sector"),
        (("gaps", "--area", "Zzyzx"), "--area: I know no one area"),
        (("gaps", "--format", "csv"), "--reason and --recipient"),
        (("gaps", "--format", "xlsx", *FILE), "--output FILE"),
        (("gaps", "--format", "json", "--output", "x.json"), "--output is for"),
        (("gaps", "--as-of", "yesterday"), "--as-of"),
        (("ask", "Lawa Bum", "--as", "boss"), "--as"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(args: tuple[str, ...], sentence: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_without_places_the_command_says_how_to_import_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path / "empty"))
    for command in (("ask", "Lawa Bum"), ("gaps",)):
        result = run(*command)
        assert (result.exit_code, "waypost import places" in result.output) == (2, True)


def test_gaps_as_json() -> None:
    listed = json.loads(run("gaps", "--area", "Hka Mai", "--format", "json").output)
    assert (listed["as"], listed["area"], listed["places"]["all"]) == ("group", "Hka Mai", 6)
    first = listed["gaps"][0]
    assert (first["place"], first["in_need"], first["open_now"]) == ("Lawa Bum", "50–99", None)
    private = json.loads(run("gaps", "--format", "json", "--as", "agency", "--sector", "water").output)
    assert {(one["in_need"], one["open_now"], one["open_if_confirmed"]) for one in private["gaps"]} >= {(87, 87, 67)}


def test_an_area_is_found_among_villages_of_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def namesakes(scope: Scope) -> None:
        township = Township(scope.db)
        township.found()
        township.village("Nmai Bum", township=township.other_id)
        township.village("Nmai Bum", "township")

    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path / "other"))
    with open_desk() as desk:
        desk.write(namesakes)
    assert json.loads(run("gaps", "--area", "Nmai Bum", "--format", "json").output)["places"]["all"] == 0


def test_gaps_without_any_area(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path / "other"))
    with open_desk() as desk:
        desk.write(lambda scope: Township(scope.db).found())
    result = run("gaps")
    assert (result.exit_code, "--area" in result.output) == (2, True)


def test_gaps_as_of_a_day() -> None:
    listed = json.loads(run("gaps", "--format", "json", "--as-of", "2026-01-01").output)
    assert {one["indicator"] for one in listed["gaps"]} == {"EDU-01"}


def test_gaps_as_a_table() -> None:
    result = run("gaps", "--area", "Hka Mai")
    assert "Lawa Bum" in result.output
    assert "Reported to the DSWG only." in result.output
    assert leaked(result.output) == set()


def test_a_csv_file_is_stamped_and_audited_and_holds_nothing_confidential(tmp_path: Path) -> None:
    path = tmp_path / "gaps.csv"
    assert run("gaps", "--format", "csv", "--as", "coordinator", "--output", str(path), *FILE).exit_code == 0
    rows = list(csv.reader(StringIO(path.read_text(encoding="utf-8-sig"))))
    assert rows[0][0].startswith("Class: restricted. As of ")
    assert "For HMC office: planning." in rows[0][0]
    assert rows[1][:3] == ["place", "place_code", "township"]
    assert leaked(path.read_text(encoding="utf-8")) & CONFIDENTIAL == set()
    (entry,) = [one for one in audited() if one.action == "export.gaps"]
    assert (entry.actor, entry.klass) == ("operator", "restricted")
    assert entry.counts == {"rows": len(rows) - 2, "recipient": "HMC office", "reason": "planning"}
    assert run("gaps", "--format", "csv", "--output", str(path), *FILE).exit_code == 2


def test_a_file_for_the_public_is_public() -> None:
    result = run("gaps", "--format", "csv", *FILE)
    assert result.output.lstrip("\ufeff").startswith("Class: public.")
    assert leaked(result.output) == set()


def test_names_of_people_are_no_recipient() -> None:
    assert run("gaps", "--format", "csv", "--reason", "planning", "--recipient", "Daw Mya Mya").exit_code == 2
    assert [one for one in audited() if one.action == "export.gaps"] == []


def test_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "gaps.xlsx"
    assert run("gaps", "--format", "xlsx", "--output", str(path), *FILE).exit_code == 0
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows[0][0].startswith("Class: public.")
    assert rows[1][0] == "place"
    assert len(rows) > 3


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_name_that_looks_like_a_formula_is_a_text(start: str) -> None:
    def name(township: Township) -> None:
        township.found()
        place = township.village(f"{start}1+1 Ga")
        township.assess(place, {"WSH-02": 41})

    with open_desk() as desk:
        desk.write(lambda scope: name(_beside(scope.db)))
    assert f"'{start}1+1 Ga" in run("gaps", "--format", "csv", *FILE).output


def _beside(db: Any) -> Township:
    """Another township in the same store."""
    township = Township(db)
    for _ in range(1000):
        next(township.number)
    return township


def test_asking_as_a_command_prints_every_screen() -> None:
    told = asked("Lawa Bum", "--command", "data", "--as", "agency")
    said = " ".join(message["plain"] for message in told["messages"])
    assert told["kind"] == "data"
    assert len(told["messages"]) > 1
    assert "FSC-02" in said
    assert "WSH-02" in said
    assert all(len(message["plain"].split("\n")) <= 25 for message in told["messages"])


def test_only_some_gaps_and_what_nobody_knows() -> None:
    assert "Lawa Bum" in run("gaps", "--area", "Hka Mai", "--only", "severity 3, no agency").output
    wrong = run("gaps", "--only", "purple")
    assert wrong.exit_code == 2
    assert "purple" in wrong.output
    assert json.loads(run("gaps", "--unknown", "--format", "json").output) == {"unknown": []}
    assert "Nothing is waiting for an answer." in run("gaps", "--unknown").output
