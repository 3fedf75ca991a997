"""What seals the few things that are kept as somebody typed them; the process gives the key."""

from typing import Protocol


class Seal(Protocol):
    """Seals bytes for one row; ``place`` is authenticated, so that rows cannot be exchanged."""

    def close(self, plain: bytes, place: str) -> bytes:
        """The sealed bytes."""
        ...

    def open(self, sealed: bytes, place: str) -> bytes:
        """The plain bytes of `close` for the same place; raises otherwise."""
        ...


class NoSeal:
    """Where no key is at hand nothing is kept and nothing opened."""

    def close(self, plain: bytes, place: str) -> bytes:
        """Raises."""
        raise LookupError(f"no key to seal {place}")

    def open(self, sealed: bytes, place: str) -> bytes:
        """Raises."""
        raise LookupError(f"no key to open {place}")
