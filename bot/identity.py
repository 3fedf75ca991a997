"""The master key, and the only way from a Telegram id to the reference that the rest of the program knows."""

import base64
import binascii
import os
from datetime import datetime
from pathlib import Path

from bot.crypto import KEY_BYTES, Seal, derive, keyed_hash
from bot.settings import Settings, SettingsError

KEY_FILE = "key"


class Identity:
    """Keyed references of people and chats, hashes of invitation codes, and the seal of stored values.

    A private chat has its person's id at Telegram and therefore the person's reference here.
    """

    def __init__(self, master: bytes) -> None:
        self._refs = derive(master, "refs")
        self._codes = derive(master, "codes")
        self._picks = derive(master, "picks")
        self._webhook = derive(master, "webhook")
        self.seal = Seal(derive(master, "seal"))

    def person_ref(self, user_id: int) -> str:
        """Reference of a person by Telegram user id."""
        return keyed_hash(self._refs, str(user_id))

    def chat_ref(self, chat_id: int) -> str:
        """Reference of a chat by Telegram chat id; of a private chat it equals the person's."""
        return keyed_hash(self._refs, str(chat_id))

    def code_hash(self, code: str) -> str:
        """Hash under which an invitation code is kept."""
        return keyed_hash(self._codes, code)

    @property
    def webhook_secret(self) -> str:
        """What Telegram must send along with updates, unless the settings have one; the same in every process."""
        return base64.urlsafe_b64encode(self._webhook).decode().rstrip("=")

    def pick_hash(self, text: str) -> str:
        """Hash under which is kept who asked for a name or picked a place, and which spelling was decided on."""
        return keyed_hash(self._picks, text)


def open_identity(settings: Settings, *, store_in_use: bool) -> Identity:
    """Identity from ``WAYPOST_KEY`` or the key file, which is made on first start with mode 0600.

    Raises `SettingsError` when the key is malformed, or when the file is gone while ``store_in_use``: a new key could
    read nothing of that store.
    """
    master, path = master_key(settings), settings.data_dir / KEY_FILE
    if master is None:
        if store_in_use:
            raise SettingsError(
                f"{path}: the key of this store is missing. Restore that file or set WAYPOST_KEY; "
                "without it the people and messages of the store cannot be read."
            )
        _write_key(path, os.urandom(KEY_BYTES))
        master = _read_key(path)
    return Identity(master)


def master_key(settings: Settings) -> bytes | None:
    """The key of ``WAYPOST_KEY`` or the key file; None when there is none. Raises `SettingsError` when malformed."""
    if settings.key is not None:
        return _decode(settings.key.get_secret_value(), "WAYPOST_KEY")
    path = settings.data_dir / KEY_FILE
    return _read_key(path) if path.exists() else None


def replace_key(settings: Settings, key: bytes, now: datetime) -> Path | None:
    """Make ``key`` the one of the key file; where the other one that stood there is now, because it may be the only
    copy.
    """
    path, kept = settings.data_dir / KEY_FILE, None
    if path.exists():
        kept = path.with_name(f"{KEY_FILE}.until-{now:%Y%m%d-%H%M%S}")
        path.rename(kept)
    _write_key(path, key)
    return kept


def _write_key(path: Path, key: bytes) -> None:
    """Write a new key; O_EXCL, so that two starts at once cannot overwrite each other's."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(key) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _read_key(path: Path) -> bytes:
    return _decode(path.read_text(encoding="ascii", errors="replace"), str(path))


def _decode(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingsError(f"{where}: expected the base64 text of {KEY_BYTES} random bytes (44 characters).")
    return key
