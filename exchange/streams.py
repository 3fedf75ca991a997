"""Sequences that are made anew on every pass, so that of a long file one row at a time stands in memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar, overload

T = TypeVar("T")


class Stream(Sequence[T]):
    """What ``source()`` yields, each time that it is asked; counted once, by a pass of its own unless told.

    Reading on is cheap, jumping about is not: ``stream[n]`` passes over all that comes before.
    """

    def __init__(self, source: Callable[[], Iterable[T]], length: int | None = None) -> None:
        self._source = source
        self._length = length

    def __iter__(self) -> Iterator[T]:
        """One pass."""
        return iter(self._source())

    def __len__(self) -> int:
        """How many there are."""
        if self._length is None:
            self._length = sum(1 for _ in self)
        return self._length

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> list[T]: ...

    def __getitem__(self, at: int | slice) -> T | list[T]:
        """The one at a position from 0 on, or a part as a list; negative positions count from the end."""
        if isinstance(at, slice):
            start, stop, step = at.indices(len(self)) if _from_end(at) else (at.start or 0, at.stop, at.step or 1)
            return list(islice(self, start, stop, step))
        position = at if at >= 0 else len(self) + at
        for found in islice(self, max(position, 0), max(position, 0) + 1):
            return found
        raise IndexError(at)


def _from_end(part: slice) -> bool:
    return any(end is not None and end < 0 for end in (part.start, part.stop))
