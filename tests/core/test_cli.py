"""Every wrong setting or file gets a sentence and exit code 2, never a traceback."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot import locks
from bot.cli import COMMANDS, app, load
from bot.cli.settings import MASK
from bot.settings import Settings

TOKEN = "7000000001:abcdefghijklmnopqrstuvwxyz0123456789"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No .env of the developer, a data folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path / "desk"))


def waypost(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def refused(result: Result) -> str:
    """The sentence of a refusal."""
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result.stderr


def test_run_without_a_token_says_where_to_get_one() -> None:
    assert "@BotFather" in refused(waypost("run"))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("ADMINS", "me", "WAYPOST_ADMINS"),
        ("BOT_API_URL", "nowhere", "WAYPOST_BOT_API_URL"),
        ("LOG_LEVEL", "LOUD", "WAYPOST_LOG_LEVEL"),
        ("KEY", "short", "WAYPOST_KEY"),
        ("DATABASE_URL", "nonsense", "WAYPOST_DATABASE_URL"),
        ("DATABASE_URL", "quack:///x", "WAYPOST_DATABASE_URL"),
        ("CATALOGUE_DIR", "/nowhere/at/all", "nowhere"),
        ("DATA_DIR", "/proc/version/x", "/proc/version"),
        ("WEBHOOK_SECRET", "guess me", "WAYPOST_WEBHOOK_SECRET"),
    ],
)
def test_wrong_settings(monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str) -> None:
    monkeypatch.setenv(f"WAYPOST_{name}", value)
    assert expected in refused(waypost("check"))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--webhook", "http://example.org/in"), "https"),
        (("--webhook", "example.org"), "WAYPOST_WEBHOOK_URL"),
        (("--webhook", "https://name:word@example.org/in"), "without name"),
        (("--webhook", "https://example.org/in?x=1"), "without name"),
        (("--listen", "nowhere"), "HOST:PORT"),
        (("--listen", "127.0.0.1:99999"), "HOST:PORT"),
    ],
)
def test_a_webhook_that_cannot_be(monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], expected: str) -> None:
    monkeypatch.setenv("WAYPOST_BOT_TOKEN", TOKEN)
    assert expected in refused(waypost("run", *options))


@pytest.mark.parametrize(
    ("listen", "webhook", "expected"),
    [
        (None, None, None),
        ("", None, None),
        (None, "https://example.org/in", ("127.0.0.1", 8080)),
        ("9000", None, ("127.0.0.1", 9000)),
        ("0.0.0.0:9000", "http://localhost:9000/in", ("0.0.0.0", 9000)),
        ("[::1]:9000", "http://[::1]:9000/in", ("::1", 9000)),
    ],
)
def test_where_pages_are_served(listen: str | None, webhook: str | None, expected: object) -> None:
    assert Settings(_env_file=None, listen=listen, webhook_url=webhook).address == expected


def test_a_store_that_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "waypost.sqlite").write_text("this is a shopping list, and a long one at that" * 50)
    assert "not a database" in refused(waypost("check"))


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgres_by_each_of_its_names(server: Any, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    name = server.clone()
    monkeypatch.setenv("WAYPOST_DATABASE_URL", server.url(name).replace("postgresql", scheme, 1))
    told = {finding["name"]: finding["state"] for finding in json.loads(waypost("check", "--json").stdout)}
    assert told["store"] == "ok"
    server.drop(name)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgresql://waypost:hidden@nowhere.invalid/waypost", "nowhere.invalid"),
        ("postgresql://waypost:hidden@127.0.0.1:1/waypost", "127.0.0.1"),
        ("postgresql://guarded:hidden@/postgres?host={folder}", "password authentication failed"),
        ("postgresql://waypost:hidden@/nodatabase?host={folder}", "nodatabase"),
        ("postgresql://stranger:hidden@/postgres?host={folder}", "stranger"),
        ("postgresql://waypost:hid@den@nowhere.invalid/waypost", "in a password write @ as %40"),
        ("postgresql://waypost:hidden@nowhere.invalid:port/waypost", "WAYPOST_DATABASE_URL"),
        ("postgresql+asyncpg://waypost:hidden@nowhere.invalid/waypost", "WAYPOST_DATABASE_URL"),
    ],
)
@pytest.mark.parametrize("command", ["check", "people list"])
def test_postgres_that_cannot_be_used(
    server: Any, monkeypatch: pytest.MonkeyPatch, address: str, expected: str, command: str
) -> None:
    monkeypatch.setenv("WAYPOST_DATABASE_URL", address.format(folder=server.folder))
    said = refused(waypost(*command.split()))
    assert expected in said
    assert "hid" not in said
    assert "den@" not in said


def test_a_user_who_may_not_make_tables_and_a_database_for_other_letters(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.say("CREATE ROLE limited LOGIN")
    server.say("CREATE DATABASE latin ENCODING LATIN1 LOCALE 'C' TEMPLATE template0")
    monkeypatch.setenv("WAYPOST_DATABASE_URL", server.url("postgres").replace("waypost@", "limited@"))
    assert "permission denied for schema public" in refused(waypost("check"))
    monkeypatch.setenv("WAYPOST_DATABASE_URL", server.url("latin"))
    assert "LATIN1, which cannot hold Burmese" in refused(waypost("check"))
    server.say("DROP ROLE limited")
    server.drop("latin")


def test_postgres_without_its_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYPOST_DATABASE_URL", "postgresql://waypost@nowhere.invalid/waypost")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "waypost[postgres]" in refused(waypost("check"))


def test_settings_mask_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    key = base64.b64encode(bytes(32)).decode()
    monkeypatch.setenv("WAYPOST_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("WAYPOST_KEY", key)
    monkeypatch.setenv("WAYPOST_WEBHOOK_SECRET", "a-secret-of-a-webhook")
    monkeypatch.setenv("WAYPOST_ADMINS", "700000005")
    monkeypatch.setenv("WAYPOST_DATABASE_URL", "postgresql://waypost:hidden@db/waypost?password=hidden")
    for output in (waypost("settings").stdout, waypost("settings", "--json").stdout):
        for secret in (TOKEN, key, "a-secret-of-a-webhook", "700000005", "hidden"):
            assert secret not in output
    values = json.loads(waypost("settings", "--json").stdout)
    assert values["WAYPOST_BOT_TOKEN"] == MASK
    assert values["WAYPOST_SEND_LIMITS"] is True


def test_check_on_a_new_desk_says_what_to_do() -> None:
    result = waypost("check", "--json")
    found = {finding["name"]: finding for finding in json.loads(result.stdout)}
    assert result.exit_code == 2
    assert (found["store"]["state"], found["places"]["state"], found["token"]["state"]) == ("ok", "wrong", "warning")
    assert "waypost import places" in found["places"]["text"]
    assert "WRONG   places" in waypost("check").stdout


def test_check_sees_an_open_key_file(tmp_path: Path) -> None:
    waypost("check")
    (tmp_path / "desk" / "key").chmod(0o644)
    assert "chmod 600" in waypost("check").stdout


def test_check_warns_of_what_botfather_should_turn_off() -> None:
    from bot import health
    from bot.desk import open_desk

    on = {"supports_inline_queries": True, "can_read_all_group_messages": True, "can_join_groups": True}
    with open_desk() as desk:
        assert list(health._account(dict.fromkeys(on, False), desk)) == []
        told = {finding.name: finding for finding in health._account(on, desk)}
    assert {one.state for one in told.values()} == {"warning"}
    for name, command in (("inline", "/setinline"), ("privacy", "/setprivacy"), ("groups", "/setjoingroups")):
        assert command in told[name].text


def test_a_lost_key_is_not_replaced(tmp_path: Path) -> None:
    from bot.desk import open_desk
    from models import addresses

    with open_desk() as desk:
        sealed = desk.identity.seal.close(b"5", "address:ref")
        desk.write(lambda scope: addresses.add(scope.db, "ref", "person", sealed, scope.now))
    (tmp_path / "desk" / "key").unlink()
    assert "key of this store is missing" in refused(waypost("check"))


def test_what_nobody_expected_in_the_running_bot_leaves_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(_desk: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setenv("WAYPOST_BOT_TOKEN", TOKEN)
    monkeypatch.setattr("bot.app.run", fail)
    result = waypost("run")
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "secret" not in result.output


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_lists_how_each_command_begins(name: str) -> None:
    assert " ".join(load(name).help.split()).startswith(COMMANDS[name])


def test_a_command_waits_only_for_what_it_needs() -> None:
    """Store and network are not imported for the help, the network not for a question."""
    heavy = (
        "print([name for name in ('sqlalchemy', 'alembic', 'telegram', 'aiohttp', 'pandas') if name in sys.modules])"
    )
    for line, expected in (("import bot.cli", "[]"), ("from bot.cli import ask", "['sqlalchemy']")):
        done = subprocess.run([sys.executable, "-c", f"import sys; {line}; {heavy}"], capture_output=True, text=True)
        assert done.stdout.strip() == expected, line


def test_a_second_bot_on_one_data_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYPOST_BOT_TOKEN", TOKEN)
    with locks.alone(tmp_path / "desk", locks.RUNNING, ""):
        second = subprocess.run([sys.executable, "-m", "bot", "run"], capture_output=True, text=True, check=False)
    assert (second.returncode, second.stdout) == (2, "")
    assert "already runs on this data folder" in second.stderr
