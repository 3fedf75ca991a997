"""``waypost import``, ``template`` and ``agencies`` on a store of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.desk import open_desk

HEAD = "place,date,tool,agency,WSH-04"


def waypost(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def write(folder: Path, *lines: str) -> str:
    (folder / "f.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(folder / "f.csv")


def rows_in(table: str) -> int:
    with open_desk() as desk:
        return int(desk.read(lambda scope: scope.db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()))


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
    assert rows_in("assessment") == 0
    dry = waypost("import", "assessments", file, "--dry-run")
    assert (dry.exit_code, "Nothing was stored (dry run)" in dry.stdout) == (1, True)
    partial = waypost("import", "assessments", file, "--partial", "--json")
    assert (partial.exit_code, json.loads(partial.stdout)["stored"]) == (1, 1)
    assert rows_in("assessment") == 1


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
from bot.desk import open_desk
from coordination import execute
execute.audit.record = lambda *_a, **_k: os._exit(9)
app(["import", "assessments", "f.csv"])
"""


def test_killed_in_the_middle_nothing_is_stored_and_the_next_try_goes_in(folder: Path) -> None:
    """The kill comes when all rows are written and nothing is committed."""
    file = write(folder, HEAD, *(f"Lawa Bum,2024-10-{day:02},KII,KBC,3" for day in range(1, 29)))
    killed = subprocess.run([sys.executable, "-c", KILLED], cwd=folder, env=_environment(), check=False)
    assert killed.returncode == 9
    assert rows_in("assessment") == 0
    assert waypost("import", "assessments", file).exit_code == 0
    assert rows_in("indicator_value") == 28


def _environment() -> dict[str, str]:
    settings = {name: value for name, value in os.environ.items() if name.startswith("WAYPOST_")}
    return {**settings, "PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""}
