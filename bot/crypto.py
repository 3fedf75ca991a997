"""Sealing of what must not lie open on disk: AES-GCM under keys derived from one master key."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12


class SealError(Exception):
    """A sealed value was made with another key, for another row, or is damaged."""


def derive(master: bytes, purpose: str) -> bytes:
    """A 32-byte key of its own for one purpose (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"waypost:{purpose}".encode()).derive(master)


def keyed_hash(key: bytes, text: str) -> str:
    """HMAC-SHA256 of ``text``, cut to 128 bits, as 32 hex digits."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


class Seal:
    """Seals bytes for one row: ``place`` (such as ``inbox:1:2``) is authenticated, so rows cannot be exchanged."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def close(self, plain: bytes, place: str) -> bytes:
        """Nonce and ciphertext of ``plain``."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """The plain bytes; raises `SealError` when key or place are not those of `close`."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError):
            raise SealError(place) from None

    def fits(self, sealed: bytes, place: str) -> bool:
        """Whether ``sealed`` was made with this key for ``place``."""
        try:
            self.open(sealed, place)
        except SealError:
            return False
        return True
