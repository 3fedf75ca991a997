"""Rows of a file between reading and storing: whole, or packed so that very many take little memory."""

from collections.abc import Callable, Collection
from hashlib import blake2b
from typing import Any, Generic, NamedTuple, TypeVar

from coordination.parts import Parts

T = TypeVar("T")


class Earlier(NamedTuple):
    """A row of the file that has the key already: its number, and whether it says the same."""

    row: Any
    same: bool


class Whole(Generic[T]):
    """The rows of a file by their keys."""

    def __init__(self, key: Callable[[T], Any]) -> None:
        self._key = key
        self._kept: dict[Any, T] = {}

    def keep(self, row: T) -> Earlier | None:
        """Keep a row, unless there is one of its key."""
        earlier = self._kept.setdefault(self._key(row), row)
        if earlier is row:
            return None
        return Earlier(getattr(earlier, "row", ""), {**vars(earlier), "row": 0} == {**vars(row), "row": 0})

    def rows(self) -> Collection[T]:
        """The rows in their order."""
        return tuple(self._kept.values())


class Packed(Generic[T]):
    """The rows of a file packed, with fingerprints of their keys and of what they say."""

    def __init__(self, key: Callable[[T], Any]) -> None:
        self._key = key
        self._kept: Parts[T] = Parts()
        self._seen: dict[bytes, bytes] = {}

    def keep(self, row: T) -> Earlier | None:
        """Keep a row, unless there is one of its key."""
        said = {**vars(row), "row": 0}
        print_, number = _fingerprint(said), getattr(row, "row", 0)
        earlier = self._seen.setdefault(_fingerprint(self._key(row)), print_ + number.to_bytes(8))
        if earlier == print_ + number.to_bytes(8):
            self._kept.add(row)
            return None
        return Earlier(int.from_bytes(earlier[len(print_) :]), earlier.startswith(print_))

    def rows(self) -> Collection[T]:
        """The rows in their order."""
        return self._kept


def _fingerprint(value: Any) -> bytes:
    return blake2b(repr(value).encode(), digest_size=16).digest()
