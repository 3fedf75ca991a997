"""A file of any length, sealed piece by piece: nothing of it can be read, changed, moved, added or cut off unnoticed.

It begins with what is needed to get its key from the desk's key or from a passphrase. Then follow pieces of 64 KiB,
each sealed by AES-GCM under its number, whether it is the last one, and the file's beginning.
"""

import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from bot.crypto import KEY_BYTES, derive
from coordination.errors import Refusal

FAMILY = b"waypost backup "
MAGIC = FAMILY + b"1\n"
KEY, PASSPHRASE = b"k", b"p"
"""What opens a file: the desk's key, or a passphrase."""
SALT, CHECK = 32, 16
PIECE, TAG = 64 * 1024, 16
SCRYPT = {"n": 2**16, "r": 8, "p": 2}
"""64 MiB and a third of a second a try (OWASP's password storage cheat sheet)."""


@dataclass(frozen=True)
class Lock:
    """The beginning of a file and the key that goes with it."""

    beginning: bytes
    key: bytes

    @property
    def has_passphrase(self) -> bool:
        """Whether a passphrase opens it."""
        return self.beginning.startswith(MAGIC + PASSPHRASE)


@dataclass(frozen=True)
class Beginning:
    """What can be read of a file without a key."""

    way: bytes
    salt: bytes
    check: bytes

    def unlock(self, secret: bytes) -> Lock | None:
        """The lock that ``secret`` opens, the desk's key or a passphrase in UTF-8; None when it is not the right one.

        Takes a third of a second for a passphrase.
        """
        lock = _lock(self.way, secret, self.salt)
        return lock if compare_digest(lock.beginning[-CHECK:], self.check) else None


def new_lock(way: bytes, secret: bytes) -> Lock:
    """The lock of a new file; no two have the same key."""
    return _lock(way, secret, os.urandom(SALT))


def read_beginning(file: BinaryIO) -> Beginning | None:
    """The beginning of a sealed file; None when it is none. The file stands where its pieces begin."""
    read = file.read(len(MAGIC) + 1 + SALT + CHECK)
    way, rest = read[len(MAGIC) : len(MAGIC) + 1], read[len(MAGIC) + 1 :]
    if not read.startswith(MAGIC) or way not in {KEY, PASSPHRASE} or len(rest) != SALT + CHECK:
        return None
    return Beginning(way, rest[:SALT], rest[SALT:])


def _lock(way: bytes, secret: bytes, salt: bytes) -> Lock:
    if way == PASSPHRASE:
        normal = unicodedata.normalize("NFC", secret.decode()).encode()
        master = Scrypt(salt=salt, length=KEY_BYTES, **SCRYPT).derive(normal)
    else:
        master = derive(secret, f"backup:{salt.hex()}")
    return Lock(MAGIC + way + salt + derive(master, "check")[:CHECK], derive(master, "file"))


class SealedWriter:
    """Seals what is written; without `end` the file is refused as cut off."""

    def __init__(self, file: BinaryIO, lock: Lock) -> None:
        self._file = file
        self._seal = _Pieces(lock)
        self._waiting = bytearray()
        file.write(lock.beginning)

    def write(self, data: bytes) -> int:
        """Take any number of bytes."""
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._file.write(self._seal.close(bytes(self._waiting[:PIECE]), last=False))
            del self._waiting[:PIECE]
        return len(data)

    def flush(self) -> None:
        """Nothing: a piece is written when it is full."""

    def end(self) -> None:
        """Write the last piece."""
        self._file.write(self._seal.close(bytes(self._waiting), last=True))


class SealedReader:
    """Opens piece by piece; ``damaged`` gives the error to raise at a piece that is not what was written there."""

    def __init__(self, file: BinaryIO, lock: Lock, damaged: Callable[[], Refusal]) -> None:
        self._file = file
        self._seal = _Pieces(lock)
        self._damaged = damaged
        self._next = file.read(PIECE + TAG)
        self._opened = memoryview(b"")
        self._ended = False

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end, which is known to be the end."""
        if not self._opened and not self._ended:
            self._open()
        part, self._opened = self._opened[:size], self._opened[size:]
        return bytes(part)

    def _open(self) -> None:
        sealed, self._next = self._next, self._file.read(PIECE + TAG)
        self._ended = not self._next
        try:
            self._opened = memoryview(self._seal.open(sealed, last=self._ended))
        except InvalidTag:
            raise self._damaged() from None


class _Pieces:
    """The cipher of one file, piece after piece. A file's key is used for it alone, so numbers serve as nonces."""

    def __init__(self, lock: Lock) -> None:
        self._cipher = AESGCM(lock.key)
        self._about = lock.beginning
        self._number = 0

    def close(self, plain: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(last), plain, self._about)

    def open(self, sealed: bytes, *, last: bool) -> bytes:
        return self._cipher.decrypt(self._nonce(last), sealed, self._about)

    def _nonce(self, last: bool) -> bytes:
        self._number += 1
        return self._number.to_bytes(11, "big") + bytes([last])
