"""From plain lines to a message: wrapped for a phone, escaped once, cut where Telegram's limit asks for it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape, unescape

from words.beside import below, english, own
from words.message import LIMIT, Button, Message
from words.wrapping import WIDTH, cells, wrap

HANGING = "   "
ROW = 3
"""Buttons in a row."""
_COMMA = re.compile("(?<=[\u1000-\u109f]),")


@dataclass(frozen=True)
class Line:
    """One line of an answer as plain text; ``label`` is printed bold before it.

    ``indent`` sets all of it in, ``hang`` only what is wrapped.
    """

    text: str
    label: str = ""
    indent: bool = False
    hang: bool = False

    @cached_property
    def wrapped(self) -> tuple[str, ...]:
        """What it takes on a phone screen, measured once."""
        start = HANGING if self.indent else ""
        text = f"{self.label}  {self.text}" if self.label and self.text else self.label or self.text
        return tuple(wrap(text, start, HANGING if self.hang else start)) or ("",)

    @cached_property
    def shown(self) -> tuple["Line", ...]:
        """In its own language alone, with the English of what is guarded beneath (`words.beside`)."""
        if self.label.isascii() and self.text.isascii():
            return (self,)
        line = replace(self, text=_punctuated(own(self.text)), label=_punctuated(own(self.label)))
        if not below(self.label + self.text):
            return (line,)
        parts = (english(self.label), english(self.text))
        said = ": ".join(part for part in parts if part)
        return line, replace(self, text=said, label="", indent=self.indent or self.hang)


BLANK = Line("")


def page(lines: Iterable[Line], buttons: Sequence[Sequence[Button]] = (), limit: int = LIMIT) -> tuple[Message, ...]:
    """The lines as one message, or as several when they pass ``limit`` units; the last bears the buttons."""
    texts = split("\n".join(html_line for line in tidy(lines) for html_line in _rendered(line)), limit)
    rows = tuple(tuple(row) for row in buttons if row)
    return (*(Message(text) for text in texts[:-1]), Message(texts[-1], rows))


def height(lines: Iterable[Line]) -> int:
    """How many lines of a phone screen these take."""
    return sum(len(line.wrapped) for line in tidy(lines))


def fits(text: str) -> bool:
    """Whether ``text`` takes one line at most."""
    return cells(own(text)) <= WIDTH


def tidy(lines: Iterable[Line]) -> list[Line]:
    """Lines as they are shown, without blank ones at both ends or in a row."""
    kept: list[Line] = []
    for line in (shown for one in lines for shown in one.shown):
        if line != BLANK or (kept and kept[-1] != BLANK):
            kept.append(line)
    return kept[:-1] if kept and kept[-1] == BLANK else kept


def rows_of(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    """Buttons three in a row."""
    return [tuple(buttons[at : at + ROW]) for at in range(0, len(buttons), ROW)]


def _punctuated(text: str) -> str:
    """A comma after Burmese is a Burmese one."""
    return _COMMA.sub("၊", text)


def _rendered(line: Line) -> Iterator[str]:
    """The one place where text of people and data becomes HTML."""
    label = line.label
    for text in line.wrapped:
        start, said = len(text) - len(text.lstrip()), text.lstrip()
        bold = label if said.startswith(label) else said if label.startswith(said) else ""
        label = label[len(bold) :].lstrip()
        shown = f"<b>{escape(bold, quote=False)}</b>" if bold else ""
        yield text[:start] + shown + escape(said[len(bold) :], quote=False)


_PIECE = re.compile(r"<[^<>]+>|&#?\w+;|.", re.DOTALL)
_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_BREAKS = ("\n\n", "\n", " ")


def units(html: str) -> int:
    """Length of a text as Telegram counts it: UTF-16 units after tags and entities are parsed."""
    return len(plain(html).encode("utf-16-le")) // 2


def plain(html: str) -> str:
    """The text as a person reads it, without tags."""
    return unescape(re.sub(r"<[^<>]+>", "", html))


def split(html: str, limit: int = LIMIT) -> list[str]:
    """``html`` in texts of at most ``limit`` units: cut between sections, else lines, else words; tags stay whole.

    Tags that are open at a cut are closed there and opened again in the next text.
    """
    texts: list[str] = []
    while units(html) > limit:
        head, rest = _cut(html, limit)
        open_tags = _open_tags(head)
        texts.append(head.rstrip() + "".join(f"</{name}>" for name, _ in reversed(open_tags)))
        html = "".join(tag for _, tag in open_tags) + rest.lstrip()
    return [*texts, html]


def _cut(html: str, limit: int) -> tuple[str, str]:
    fits = _fitting(html, limit)
    for mark in _BREAKS:
        at = html.rfind(mark, 0, fits + 1)
        if at > fits // 2 and not _inside_tag(html, at):
            return html[:at], html[at:]
    return html[:fits], html[fits:]


def _fitting(html: str, limit: int) -> int:
    """Index of the first piece that does not fit; tags and entities are whole pieces."""
    used = 0
    for piece in _PIECE.finditer(html):
        used += units(piece.group())
        if used > limit:
            return piece.start()
    return len(html)


def _inside_tag(html: str, at: int) -> bool:
    return html.rfind("<", 0, at) > html.rfind(">", 0, at)


def _open_tags(html: str) -> list[tuple[str, str]]:
    tags: list[tuple[str, str]] = []
    for tag in _TAG.finditer(html):
        if not tag.group(1):
            tags.append((tag.group(2), tag.group()))
        elif tags and tags[-1][0] == tag.group(2):
            tags.pop()
    return tags
