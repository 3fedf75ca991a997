"""``waypost import``, ``template`` and ``agencies`` on a store of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text, update
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.engines import make_engine
from bot.settings import read_settings
from coordination import parts
from models import staging as table

HEAD = "place,date,tool,agency,WSH-04"


def waypost(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def write(folder: Path, *lines: str) -> str:
    (folder / "f.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(folder / "f.csv")


def rows_in(table: str) -> int:
    """Rows as they are: no desk is opened, which would bring an import to its end."""
    with connected() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


@contextmanager
def connected() -> Iterator[Connection]:
    engine = make_engine(read_settings().store_url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


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
    killed = subprocess.run([sys.executable, "-c", code], cwd=folder, env=_environment(), check=False)
    assert killed.returncode == 9


def later() -> None:
    """Let it be a minute ago that somebody worked on an import."""
    with connected() as connection:
        connection.execute(update(table.JOBS).values(touched_at=datetime.now(UTC) - timedelta(minutes=1)))


FILE = [HEAD, *(f"Lawa Bum,2024-10-{day:02},KII,KBC,3" for day in range(1, 29))]


@pytest.mark.parametrize(("what", "after"), [("table.add", 0), ("table.fill", 0), ("staging.decide", 0)])
def test_killed_before_it_was_decided_nothing_is_stored_and_the_next_try_goes_in(
    folder: Path, what: str, after: int
) -> None:
    file = write(folder, *FILE)
    kill(folder, what, after)
    later()
    assert waypost("agencies", "list").exit_code == 0
    assert [rows_in(table) for table in ("assessment", "import_job", "import_part")] == [0, 0, 0]
    assert waypost("import", "assessments", file).exit_code == 0
    assert rows_in("indicator_value") == 28


@pytest.mark.parametrize(
    ("what", "after"), [("table.settle", 0), ("table.settle", 2), ("table.move_on", 3), ("audit.record", 0)]
)
def test_killed_while_it_is_stored_the_next_command_brings_it_to_its_end(folder: Path, what: str, after: int) -> None:
    file = write(folder, *FILE)
    kill(folder, what, after)
    assert rows_in("assessment") < 28
    later()
    assert waypost("agencies", "list").exit_code == 0
    assert (rows_in("assessment"), rows_in("indicator_value")) == (28, 28)
    assert rows_in("audit WHERE action = 'assessments.import'") == 1
    again = json.loads(waypost("import", "assessments", file, "--json").stdout)
    assert (again["stored"], again["unchanged"]) == (0, 28)


def test_another_import_brings_the_one_before_to_its_end_first(folder: Path) -> None:
    file = write(folder, *FILE)
    kill(folder, "table.settle", 1)
    again = json.loads(waypost("import", "assessments", file, "--json").stdout)
    assert (again["stored"], again["unchanged"], rows_in("indicator_value")) == (0, 28, 28)


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
    later()
    waypost("agencies", "list")
    assert (rows_in("assessment"), rows_in("import_part WHERE length(payload) > 0")) == (stored, 0)


def _environment() -> dict[str, str]:
    settings = {name: value for name, value in os.environ.items() if name.startswith("WAYPOST_")}
    return {**settings, "PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""}
