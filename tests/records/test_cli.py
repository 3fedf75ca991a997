"""``waypost import``, ``template`` and ``agencies`` on a store of their own."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import Session
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.cli.context import open_desk
from coordination import parts
from models import staging as table
from models.places import Place, PlaceName
from understanding.fold import fold

HEAD = "place,date,tool,agency,WSH-04"


@pytest.fixture
def folder(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a store that holds one village."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path))
    (tmp_path / "waypost.sqlite").write_bytes(template.read_bytes())
    with open_desk() as desk:
        desk.database.transaction(_fill)
    return tmp_path


def _fill(session: Session) -> None:
    session.add(Place(id=1, source_id="demo:v1", source="demo", kind="village", name="Lawa Bum"))
    session.flush()
    session.add(PlaceName(place_id=1, text="Lawa Bum", folded=fold("Lawa Bum"), kind="name"))


def waypost(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def write(folder: Path, *lines: str) -> str:
    (folder / "f.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(folder / "f.csv")


def rows_in(folder: Path, table: str) -> int:
    connection = sqlite3.connect(folder / "waypost.sqlite")
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    finally:
        connection.close()


def test_a_clean_file_leaves_with_zero_and_a_line(folder: Path) -> None:
    file = write(folder, HEAD, "Lawa Bum,2024-10-12,KII,KBC,3")
    result = waypost("import", "assessments", file)
    assert (result.exit_code, result.stdout) == (0, "1 row: 1 stored, 0 updated, 0 unchanged, 0 listed.\n")
    again = waypost("import", "assessments", file, "--json")
    assert json.loads(again.stdout) == {
        "rows": 1, "stored": 0, "updated": 0, "unchanged": 1, "listed": [], "notes": [],
    }  # fmt: skip


def test_listed_rows_leave_with_one_and_their_reasons(folder: Path) -> None:
    file = write(folder, HEAD, "Lawa Bum,2024-10-12,KII,KBC,3", "Lawa Bum,2024-10-13,KII,KBC,x")
    result = waypost("import", "assessments", file)
    assert result.exit_code == 1
    assert result.stdout == (
        'row 3 · WSH-04: "x". Expected: a whole number from 0 to 999,999, or unknown, not_assessed, refused; '
        "empty when it was not asked\n"
        "Nothing was stored. Rows: 2; listed: 1; ready: 1. "
        "Mend the listed ones, or import the ready ones with --partial.\n"
    )
    assert rows_in(folder, "assessment") == 0
    dry = waypost("import", "assessments", file, "--dry-run")
    assert (dry.exit_code, "Nothing was stored (dry run)" in dry.stdout) == (1, True)
    partial = waypost("import", "assessments", file, "--partial", "--json")
    assert (partial.exit_code, json.loads(partial.stdout)["stored"]) == (1, 1)
    assert rows_in(folder, "assessment") == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("assessments", "no.csv"), "no.csv"),
        (("assessments", "."), "is a folder"),
        (("assessments", "f.csv", "--map", "nonsense"), "--map nonsense"),
        (("assessments", "f.csv", "--map", "a=b"), 'no field "b"'),
        (("assessments", "f.csv", "--map", "a=tool"), 'no column "a"'),
        (("commitments", "f.csv"), "activity"),
        (("agencies", "f.csv"), "acronym"),
    ],
)
def test_wrong_usage_leaves_with_two_and_a_sentence(folder: Path, words: tuple[str, ...], sentence: str) -> None:
    write(folder, HEAD, "Lawa Bum,2024-10-12,KII,KBC,3")
    result = waypost("import", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_a_column_under_another_name(folder: Path) -> None:
    file = write(folder, HEAD.replace("place", "Village name"), "Lawa Bum,2024-10-12,KII,KBC,3")
    assert waypost("import", "assessments", file, "--map", "village name=place").exit_code == 0


def test_commitments_and_agencies(folder: Path) -> None:
    file = write(folder, "acronym,name,aliases,kind", "DCO,Demo Church Organisation,DC|Demo Church,local")
    assert waypost("import", "agencies", file).exit_code == 0
    listed = json.loads(waypost("agencies", "list", "--json").stdout)
    assert [one["aliases"] for one in listed if one["acronym"] == "DCO"] == [["DC", "Demo Church"]]
    file = write(folder, "agency,place,activity,target,status", "Demo Church,Lawa Bum,FSC-A1,60,confirmed")
    result = waypost("import", "commitments", file)
    assert (result.exit_code, result.stdout.startswith("row 2 · status")) == (0, True)


def test_presence(folder: Path) -> None:
    assert waypost("agencies", "presence", "kbc", "on").stdout == "Everybody registered can now see where KBC works.\n"
    assert "KBC · Kachin Baptist Convention · local · shows where it works\n" in waypost("agencies", "list").stdout
    assert waypost("agencies", "presence", "KBC", "off").stdout == "Where KBC works is now restricted.\n"
    unknown = waypost("agencies", "presence", "XYZ", "on")
    assert (unknown.exit_code, '"XYZ"' in unknown.stderr) == (2, True)


@pytest.mark.parametrize("name", ["assessments", "commitments"])
def test_a_template_is_written_once_and_reads_back(folder: Path, name: str) -> None:
    assert waypost("template", name).stdout == f"Written: waypost-{name}.xlsx\n"
    assert waypost("import", name, f"waypost-{name}.xlsx").exit_code == 0
    again = waypost("template", name)
    assert (again.exit_code, "exists already" in again.stderr) == (2, True)
    assert waypost("template", name, "no/such/folder.xlsx").exit_code == 2
    misnamed = waypost("template", name, "mine.csv")
    assert (misnamed.exit_code, "ends in .xlsx" in misnamed.output, (folder / "mine.csv").exists()) == (2, True, False)


KILLED = """
import os
from bot.cli import app
from coordination import audit, parts, staging
from models import staging as table

parts.PART, staging.AT_ONCE = 300, 2
calls = iter(range(99))

def killed(*_arguments, **_named):
    if next(calls) == {after}:
        os._exit(9)
    return kept(*_arguments, **_named)

kept = {what}
{what} = killed
app(["import", "assessments", "f.csv"])
"""


def kill(folder: Path, what: str, after: int) -> None:
    """Import f.csv in many parts, and be killed in that call of ``what``, its transaction under way."""
    code = KILLED.format(what=what, after=after)
    killed = subprocess.run([sys.executable, "-c", code], cwd=folder, env=_environment(folder), check=False)
    assert killed.returncode == 9


def later(folder: Path) -> None:
    """Let it be a minute ago that somebody worked on an import."""
    connection = sqlite3.connect(folder / "waypost.sqlite")
    connection.execute("UPDATE import_job SET touched_at = datetime(touched_at, '-1 minute')")
    connection.commit()
    connection.close()


FILE = [HEAD, *(f"Lawa Bum,2024-10-{day:02},KII,KBC,3" for day in range(1, 29))]


@pytest.mark.parametrize(("what", "after"), [("table.add", 0), ("table.fill", 0), ("staging.decide", 0)])
def test_killed_before_it_was_decided_nothing_is_stored_and_the_next_try_goes_in(
    folder: Path, what: str, after: int
) -> None:
    file = write(folder, *FILE)
    kill(folder, what, after)
    later(folder)
    assert waypost("agencies", "list").exit_code == 0
    assert [rows_in(folder, table) for table in ("assessment", "import_job", "import_part")] == [0, 0, 0]
    assert waypost("import", "assessments", file).exit_code == 0
    assert rows_in(folder, "indicator_value") == 28


@pytest.mark.parametrize(
    ("what", "after"), [("table.settle", 0), ("table.settle", 2), ("table.move_on", 3), ("audit.record", 0)]
)
def test_killed_while_it_is_stored_the_next_command_brings_it_to_its_end(folder: Path, what: str, after: int) -> None:
    file = write(folder, *FILE)
    kill(folder, what, after)
    assert rows_in(folder, "assessment") < 28
    later(folder)
    assert waypost("agencies", "list").exit_code == 0
    assert (rows_in(folder, "assessment"), rows_in(folder, "indicator_value")) == (28, 28)
    assert rows_in(folder, "audit WHERE action = 'assessments.import'") == 1
    again = json.loads(waypost("import", "assessments", file, "--json").stdout)
    assert (again["stored"], again["unchanged"]) == (0, 28)


def test_another_import_brings_the_one_before_to_its_end_first(folder: Path) -> None:
    file = write(folder, *FILE)
    kill(folder, "table.settle", 1)
    again = json.loads(waypost("import", "assessments", file, "--json").stdout)
    assert (again["stored"], again["unchanged"], rows_in(folder, "indicator_value")) == (0, 28, 28)


@pytest.mark.parametrize(
    ("what", "sentence", "stored"),
    [("fill", "Stopped. Nothing of the file was stored.\n", 0), ("settle", "Stopped after 0 of", 28)],
)
def test_ctrl_c_says_what_became_of_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, what: str, sentence: str, stored: int
) -> None:
    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    file = write(folder, *FILE)
    monkeypatch.setattr(parts, "PART", 300)
    with monkeypatch.context() as stopping:
        stopping.setattr(table, what, interrupted)
        result = waypost("import", "assessments", file)
    assert (result.exit_code, result.stdout) == (130, "")
    assert sentence in result.stderr
    later(folder)
    waypost("agencies", "list")
    assert (rows_in(folder, "assessment"), rows_in(folder, "import_part WHERE payload <> x''")) == (stored, 0)


def _environment(folder: Path) -> dict[str, str]:
    return {"WAYPOST_DATA_DIR": str(folder), "PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""}
