"""The key and what hangs on it."""

import base64
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.crypto import Seal, SealError
from bot.desk import open_desk
from bot.identity import KEY_FILE, Identity, open_identity
from bot.settings import Settings, SettingsError
from models import addresses

KEY = base64.b64encode(bytes(32)).decode()


def settings(folder: Path, **more: object) -> Settings:
    return Settings(_env_file=None, data_dir=folder, **more)


def test_a_key_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    first = open_identity(settings(tmp_path), store_in_use=False)
    path = tmp_path / KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    kept = path.read_bytes()
    second = open_identity(settings(tmp_path), store_in_use=True)
    assert path.read_bytes() == kept
    assert first.person_ref(5) == second.person_ref(5)


def test_a_store_without_its_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="missing"):
        open_identity(settings(tmp_path), store_in_use=True)
    assert not (tmp_path / KEY_FILE).exists()


@pytest.mark.parametrize("key", ["short", "", base64.b64encode(bytes(16)).decode(), "!" * 44])
def test_a_malformed_key_is_explained(tmp_path: Path, key: str) -> None:
    with pytest.raises(SettingsError, match="WAYPOST_KEY: expected the base64"):
        open_identity(settings(tmp_path, key=SecretStr(key)), store_in_use=False)


def test_the_key_of_the_settings_needs_no_file(tmp_path: Path) -> None:
    open_identity(settings(tmp_path, key=SecretStr(KEY)), store_in_use=True)
    assert not (tmp_path / KEY_FILE).exists()


def test_another_key_than_the_stores_is_refused(tmp_path: Path) -> None:
    with open_desk(settings(tmp_path)) as desk:
        ref = desk.identity.person_ref(5)
        sealed = desk.identity.seal.close(b"5", f"address:{ref}")
        desk.write(lambda scope: addresses.add(scope.db, ref, "person", sealed, scope.now))
    with (
        open_desk(settings(tmp_path, key=SecretStr(KEY))) as desk,
        pytest.raises(SettingsError, match="does not belong"),
    ):
        _ = desk.identity


def test_references_differ_by_key_and_tell_nothing() -> None:
    one, other = Identity(bytes(32)), Identity(bytes([1]) * 32)
    assert one.person_ref(700000001) == one.chat_ref(700000001), "a private chat is its person"
    assert one.person_ref(700000001) != other.person_ref(700000001)
    assert len({one.person_ref(700000001), one.code_hash("700000001"), one.pick_hash("700000001")}) == 3
    assert len(one.person_ref(700000001)) == 32


def test_sealed_values_hold_their_place() -> None:
    seal = Seal(bytes(32))
    closed = seal.close(b"secret", "inbox:1:2")
    assert b"secret" not in closed
    assert seal.open(closed, "inbox:1:2") == b"secret"
    for changed, place in ((closed, "inbox:1:3"), (closed[:-1] + b"x", "inbox:1:2"), (b"", "inbox:1:2")):
        with pytest.raises(SealError):
            seal.open(changed, place)
    assert not Seal(bytes([1]) * 32).fits(closed, "inbox:1:2")
