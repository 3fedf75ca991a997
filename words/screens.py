"""Answers longer than a phone's screen, screen by screen: what holds for all of it stands on each of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from words.layout import BLANK, Line, height, page
from words.message import Button, Message
from words.telling import Telling

MOST_LINES = 25
"""Lines of a phone's screen."""

Turn = Callable[[int], str]
"""Data of the button that opens a screen, by its number from 0."""


@dataclass(frozen=True)
class Long:
    """An answer: its ``title``, the lines below it, ``blocks`` that stay whole where they fit, and how it ends.

    ``loose``: a blank line stands between blocks.
    """

    title: str
    below: Sequence[Line]
    blocks: Sequence[Sequence[Line]]
    tail: Sequence[Line]
    loose: bool = True


def screen(
    tell: Telling, long: Long, turn: Turn, buttons: Callable[[Sequence[Button]], Sequence[Sequence[Button]]]
) -> tuple[Message, ...]:
    """The screen that the reader asked for (``tell.page``; the last one beyond it).

    ``buttons`` makes the rows from those that turn the page, of which there may be none.
    """
    room = MOST_LINES - height([Line("", label=_numbered(tell, long.title, 9, 9)), BLANK, BLANK, *long.tail]) - 1
    between = [BLANK] if long.loose else []
    screens = _screens(list(long.below), [[*between, *block] for block in long.blocks], room)
    at = max(0, min(tell.page, len(screens) - 1))
    title = _numbered(tell, long.title, at + 1, len(screens)) if len(screens) > 1 else long.title
    lines = [Line("", label=title), *screens[at], BLANK, *long.tail]
    return page(lines, [row for row in buttons(turning(tell, at, len(screens), turn)) if row])


def turning(tell: Telling, at: int, count: int, turn: Turn) -> tuple[Button, ...]:
    """[‹ Back] and [Next ›], as far as there are such screens."""
    back = [Button(tell.say("button.previous"), turn(at - 1))] if at else []
    return (*back, *([Button(tell.say("button.next"), turn(at + 1))] if at + 1 < count else []))


def blocks_of(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines in blocks, cut where a blank one stands."""
    blocks: list[list[Line]] = [[]]
    for line in lines:
        if line == BLANK:
            blocks.append([])
        else:
            blocks[-1].append(line)
    return [block for block in blocks if block]


def _numbered(tell: Telling, title: str, at: int, count: int) -> str:
    return tell.say("area.page", title=title, page=at, pages=count)


def _screens(below: list[Line], blocks: list[list[Line]], room: int) -> list[list[Line]]:
    """The blocks, one after another; a longer one goes on on the next screen, below its own first line."""
    screens, current = [], below
    for block in blocks:
        if height([*current, *block]) <= room:
            current = [*current, *block]
        elif height(block) <= room:
            screens.append(current)
            current = block
        else:
            for line in block:
                if height([*current, line]) > room:
                    screens.append(current)
                    current = _heading(block) if line.indent else []
                current = [*current, line]
    return [*screens, current]


def _heading(block: Sequence[Line]) -> list[Line]:
    """What the indented lines of a block stand under: the source of figures, say."""
    return [next(line for line in block if line != BLANK)]
