"""A text that is rewritten step by step and still knows what of it was typed where. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Self


class Change(NamedTuple):
    """``text[start:end]`` becomes ``new``."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Draft:
    """``text`` as it is now; for each of its characters the part of ``typed`` that it stands for."""

    typed: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, typed: str) -> Self:
        """The text as it was typed."""
        return cls(typed, typed, tuple(range(len(typed))), tuple(range(1, len(typed) + 1)))

    def changed(self, changes: Iterable[Change]) -> Self:
        """With these changes, in order and apart from each other; one that begins inside the one before is left out."""
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for change in changes:
            if change.start < at:
                continue
            text += [self.text[at : change.start], change.new]
            starts += self.starts[at : change.start]
            ends += self.ends[at : change.start]
            first, last = self.back(change.start, change.end)
            starts += [first] * len(change.new)
            ends += [last] * len(change.new)
            at = change.end
        text.append(self.text[at:])
        return type(self)(self.typed, "".join(text), (*starts, *self.starts[at:]), (*ends, *self.ends[at:]))

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` was typed."""
        if start >= end:
            return (self.starts[start], self.starts[start]) if start < len(self.starts) else (len(self.typed),) * 2
        return self.starts[start], max(self.ends[start:end])

    def said(self, start: int, end: int) -> str:
        """What was typed where ``text[start:end]`` stands now."""
        return self.typed[slice(*self.back(start, end))]

    def lowered(self) -> Self:
        """In lower case, letter by letter."""
        low = "".join(one if len(one := char.lower()) == 1 else char for char in self.text)
        return type(self)(self.typed, low, self.starts, self.ends)
