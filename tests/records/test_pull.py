"""``waypost pull kobo`` and the options of forms, on a store of their own and a server on loopback."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.desk import open_desk
from models.submissions import FormPull
from tests import kobo
from tests.kobo_api import FORM, TOKEN, Api, serving

OLD = {"today": "2024-10-12", "start": None, "place__township": None}
NEWER = {"_submission_time": "2026-10-20T00:00:00"}


@pytest.fixture
def api(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """The server that the settings name."""
    with serving() as running:
        monkeypatch.setenv("WAYPOST_KOBO_URL", running.url)
        monkeypatch.setenv("WAYPOST_KOBO_TOKEN", TOKEN)
        monkeypatch.setenv("WAYPOST_KOBO_FORM", FORM)
        yield running


def waypost(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def pulled(*words: str) -> tuple[int, int, int, int]:
    result = waypost("pull", "kobo", "--json", *words)
    made = json.loads(result.stdout)
    assert made.keys() == {"rows", "stored", "updated", "unchanged", "listed", "notes"}
    return made["stored"], made["updated"], made["unchanged"], len(made["listed"])


def reach() -> list[str]:
    with open_desk() as desk:
        return desk.read(lambda scope: [f"{row.reached:%Y-%m-%d %H:%M}" for row in scope.db.exec(select(FormPull))])


def test_what_is_new_and_what_was_edited_comes_in(api: Api) -> None:
    first = kobo.submission(1, **OLD, _submission_time="2026-03-01T00:00:00")
    api.submissions = [first, kobo.submission(2, **OLD, **NEWER)]
    assert pulled() == (2, 0, 0, 0)
    assert reach() == ["2026-10-20 00:00"]
    api.submissions[0] = kobo.edited(first, 3, wash__wsh_04="8")
    api.submissions.append(kobo.submission(4, **OLD, _submission_time="2026-10-25T00:00:00"))
    assert pulled() == (1, 1, 1, 0)
    assert reach() == ["2026-10-25 00:00"]
    assert pulled() == (0, 0, 2, 0)


def test_where_it_stood_moves_only_as_far_as_everything_went_in(api: Api) -> None:
    bad = kobo.submission(2, **OLD, place__village="Nowhere Yang", _submission_time="2026-10-15T00:00:00")
    api.submissions = [kobo.submission(1, **OLD), bad, kobo.submission(3, **OLD, **NEWER)]
    assert pulled("--dry-run") == (2, 0, 0, 1)
    assert pulled() == (0, 0, 0, 1)
    assert reach() == []
    assert pulled("--partial") == (2, 0, 0, 1)
    assert reach() == ["2026-10-15 00:00"]
    api.submissions[1] = kobo.submission(2, **OLD, _submission_time="2026-10-15T00:00:00")
    assert pulled() == (1, 0, 1, 0)
    assert reach() == ["2026-10-20 00:00"]


def test_a_later_beginning_does_not_skip_for_ever(api: Api) -> None:
    api.submissions = [kobo.submission(1, **OLD), kobo.submission(2, **OLD, **NEWER)]
    assert pulled("--since", "2026-10-19") == (1, 0, 0, 0)
    assert reach() == []
    assert pulled() == (1, 0, 1, 0)


def test_several_forms(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    api.submissions = [kobo.submission(1, **OLD)]
    monkeypatch.setenv("WAYPOST_KOBO_FORM", f"{FORM}, {FORM}")
    assert pulled() == (1, 0, 1, 0)


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("KOBO_TOKEN", "wrong-5f1d", "does not accept the token"),
        ("KOBO_FORM", "aOtherForm", "knows no form aOtherForm"),
        ("KOBO_FORM", "", "Nothing says from where to read"),
        ("KOBO_URL", "http://kobo.example.org", "an address with https"),
        ("KOBO_URL", "https://me:wrong-5f1d@kobo.example.org", "without a name or password"),
    ],
)
def test_wrong_settings(api: Api, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, words: str) -> None:
    monkeypatch.setenv(f"WAYPOST_{setting}", value)
    result = waypost("pull", "kobo")
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert TOKEN not in result.stderr
    assert value == "" or "wrong-5f1d" not in result.stderr


def test_the_token_is_never_shown(api: Api) -> None:
    shown = waypost("settings")
    assert TOKEN not in shown.stdout
    assert json.loads(waypost("settings", "--json").stdout)["WAYPOST_KOBO_TOKEN"] == "********"


def test_map_set_and_form_from_the_command_line(folder: Path) -> None:
    one = kobo.submission(1, **OLD, tool=None, q1="1")
    export = kobo.saved(folder, "e.json", kobo.as_json(one))
    pairs = kobo.saved(folder, "map.csv", b"question,field\nq1,WSH-01\nq1/1,piped\n")
    survey = {"survey": [{"type": "text", "name": "q1"}]}
    form = kobo.saved(folder, "form.json", json.dumps(survey).encode())
    more = ["--map", str(pairs), "--set", "tool=KII", "--form", str(form), "--from", "kobo"]
    result = waypost("import", "assessments", str(export), *more)
    assert (result.exit_code, result.stdout) == (0, "1 row: 1 stored, 0 updated, 0 unchanged, 0 listed.\n")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--map", "nofile"], "expected COLUMN=FIELD"),
        (["--map", "bad.csv"], "row 2 of the file has not its two columns"),
        (["--map", "bad.json"], "must be one mapping"),
        (["--map", "q1=WSH-99"], 'there is no field "WSH-99"'),
        (["--set", "tool"], "expected FIELD=VALUE"),
        (["--set", "WSH-04=3"], "cannot be set for every row"),
        (["--form", "bad.csv"], "is no form"),
    ],
)
def test_wrong_options(folder: Path, more: list[str], words: str) -> None:
    export = kobo.saved(folder, "e.json", kobo.as_json(kobo.submission(1, **OLD)))
    kobo.saved(folder, "bad.csv", b"question,field\nq1,\n")
    kobo.saved(folder, "bad.json", b'{"q1": 3}')
    result = waypost("import", "assessments", str(export), *more)
    assert result.exit_code == 2
    assert words in result.stderr
