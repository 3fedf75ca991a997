"""``waypost invite``, ``people`` and ``groups`` on a store of their own."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.cli.context import open_desk
from bot.settings import read_settings
from coordination import people
from coordination.execute import execute
from coordination.groups import JoinGroup
from coordination.invitations import Join
from coordination.scope import Scope
from coordination.viewer import STRANGER, UNREGISTERED, Chat
from models.agencies import Agency
from models.places import Place, PlaceName
from models.queue import outbox
from understanding.fold import fold

USER_ID = 987_654_321


@pytest.fixture
def folder(data_dir: Path) -> Path:
    """A data folder with a migrated store that holds one agency and one township."""
    with open_desk() as desk:
        desk.database.transaction(_fill)
    return data_dir


def _fill(session: Session) -> None:
    if not session.get(Agency, 1):
        session.add(Agency(id=1, acronym="DCO", name="Demo Church Organisation", kind="local"))
    elif (first := session.get(Agency, 1)) is not None:
        first.acronym, first.name = "DCO", "Demo Church Organisation"
    session.add(Place(id=1, source_id="demo:t1", source="demo", kind="township", name="Hka Mai (demo)"))
    session.flush()
    session.add(PlaceName(place_id=1, text="Hka Mai (demo)", folded=fold("Hka Mai (demo)"), kind="name"))


def waypost(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def parsed(*words: str) -> Any:
    result = waypost(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def join(code: str, user_id: int = USER_ID) -> str:
    """Label of whoever sends that code."""
    with open_desk() as desk:
        command = Join(desk.identity.code_hash(code), desk.identity.person_ref(user_id))
        label: str = desk.write(lambda scope: execute(scope, command), STRANGER).label
        return label


def test_the_first_coordinator_comes_by_the_command_line(folder: Path) -> None:
    made = parsed("invite", "--role", "coordinator", "--agency", "dco")
    assert (made["role"], made["agency"], made["townships"], made["link"]) == ("coordinator", "DCO", [], None)
    assert datetime.fromisoformat(made["expires_at"]) > datetime.now(UTC)
    assert join(made["code"]) == "P-1"
    (waiting,) = parsed("people", "list")
    assert (waiting["label"], waiting["status"]) == ("P-1", "waiting")
    assert waypost("people", "confirm", "p-1").exit_code == 0
    assert parsed("people", "list")[0]["status"] == "active"
    with open_desk() as desk:
        told = desk.database.reading(lambda session: session.execute(select(outbox.c.chat_ref)).scalars().all())
        assert told == [desk.identity.person_ref(USER_ID)]


def test_invitation_with_townships_and_link(folder: Path) -> None:
    words = ("invite", "--role", "focal", "--agency", "DCO", "--townships", "hka mai (demo)", "--bot", "demo_bot")
    made = parsed(*words)
    assert made["townships"] == ["Hka Mai (demo)"]
    assert made["link"] == f"https://t.me/demo_bot?start={made['code']}"
    shown = waypost(*words).stdout
    assert "focal point, DCO (Hka Mai (demo))" in shown
    assert "https://t.me/demo_bot?start=" in shown


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("invite", "--role", "boss", "--agency", "DCO"), 'no role "boss"'),
        (("invite", "--role", "admin", "--agency", "DCO"), 'no role "admin"'),
        (("invite", "--role", "agency", "--agency", "Nobody"), 'no agency "Nobody"'),
        (("invite", "--role", "focal", "--agency", "DCO"), "at least one township"),
        (("invite", "--role", "focal", "--agency", "DCO", "--townships", "Nowhere"), 'no township "Nowhere"'),
        (("invite", "--role", "agency", "--agency", "DCO", "--leads", "juggling"), 'no sector "juggling"'),
        (("people", "suspend", "P-9"), "Nobody here is called P-9"),
        (("groups", "remove", "Nothing"), "No registered group"),
        (("groups", "invite", "--label", " "), "what to call this group"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_exit_code_2(folder: Path, words: tuple[str, ...], part: str) -> None:
    result = waypost(*words)
    assert result.exit_code == 2
    assert part in result.stderr
    assert "Traceback" not in result.output


def test_changes_of_a_person(folder: Path) -> None:
    join(parsed("invite", "--role", "agency", "--agency", "DCO")["code"])
    for word, status in (
        ("suspend", "suspended"),
        ("resume", "active"),
        ("renew", "active"),
        ("leave", "left"),
    ):
        assert parsed("people", word, "P-1")[0]["status"] == status
    assert "Nobody is registered yet" in waypost("people", "list").stdout
    assert "P-1 · agency, DCO · left" in waypost("people", "list", "--all").stdout


def test_a_group_by_code(folder: Path) -> None:
    assert "No group is registered yet" in waypost("groups", "list").stdout
    code = parsed("groups", "invite", "--label", "Food sector")["code"]
    with open_desk() as desk:
        command = JoinGroup(desk.identity.chat_ref(-100_123), desk.identity.code_hash(code))
        desk.write(lambda scope: execute(scope, command), UNREGISTERED)
    assert parsed("groups", "list")[0]["label"] == "Food sector"
    assert "Food sector · registered" in waypost("groups", "list").stdout
    assert waypost("groups", "remove", "food sector").exit_code == 0
    assert parsed("groups", "list")[0]["status"] == "removed"
    assert "/register j" in waypost("groups", "invite", "--label", "Shelter").stdout


def test_no_telegram_id_and_no_code_stands_in_the_store(folder: Path) -> None:
    made = parsed("invite", "--role", "agency", "--agency", "DCO")
    join(made["code"])
    with open_desk(read_settings()) as desk:
        ref = desk.identity.person_ref(USER_ID)
        known = desk.read(lambda scope: _known(scope, ref))
    assert known
    for path in folder.glob("waypost.sqlite*"):
        stored = path.read_bytes()
        assert str(USER_ID).encode() not in stored
        for size in (4, 8):
            assert USER_ID.to_bytes(size, "big") not in stored
            assert USER_ID.to_bytes(size, "little") not in stored
        assert made["code"].encode() not in stored


def _known(scope: Scope, ref: str) -> bool:
    return people.viewer(scope.db, ref, ref, Chat.PRIVATE, scope.now).known
