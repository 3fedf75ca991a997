"""A worksheet's XML cut into pieces of some thousand rows, each a worksheet of its own, while it is unpacked.

Every reference to a cell is looked at: a row stands where it says, below the one before, and inside `COLUMN_LIMIT`, so
that the rectangle of a piece is small whatever the sheet claims.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exchange.files import FileError

ROW_LIMIT = 1_048_576
"""Rows that spreadsheet programs have."""
COLUMN_LIMIT = 1024
"""Columns that hold anything: A to AMJ."""
PIECE_ROWS = 2_000
_LONGEST_ROW = 16 * 1024 * 1024
_LONGEST_TAG = 1000
_MERGED_LIMIT = 200_000

_OPEN = re.compile(rb"<(?:\w+:)?worksheet\b[^>]*>")
_DATA = re.compile(rb"<(?:\w+:)?sheetData\b[^>]*>")
_END = re.compile(rb"</(?:\w+:)?sheetData\s*>")
_ROW = re.compile(rb"<(?:\w+:)?row\b(?:[^>]*/>|.*?</(?:\w+:)?row\s*>)", re.DOTALL)
_HEAD = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_ANY_REFERENCE = re.compile(rb"[\s\"']r\s*=\s*[\"']([^\"']*)[\"']")
_REFERENCE = re.compile(rb"([A-Z]{0,3})([0-9]{1,7})")
_EMPTY_CELL = re.compile(rb"<((?:\w+:)?c)\b[^<>]*(?:/>|></\1>)")
_WITHIN = rb"[\"'](?:[A-Z]{1,2}|A[A-L][A-Z]|AM[A-J])?([0-9]{1,7})[\"']"
_NUMBER = re.compile(rb"[\s\"']r\s*=\s*" + _WITHIN)
_STRANGE = re.compile(rb"[\s\"']r\s*=(?!\s*" + _WITHIN + rb")")
"""A reference that is none, or lies beyond `COLUMN_LIMIT`."""
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']")


@dataclass(frozen=True)
class Merged:
    """A block of merged cells by its rows and columns, all counted from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Piece:
    """Some rows as a worksheet; ``first`` is the number of the first one from 0 on."""

    first: int
    xml: bytes


class _Cutter:
    """Takes the text of a sheet bit by bit."""

    def __init__(self, merged: list[Merged]) -> None:
        self._merged = merged
        self._left = b""
        self._root = b""
        self._data = b""
        self._rows: list[bytes] = []
        self._first = self._last = 0
        self._closed = False

    def take(self, chunk: bytes) -> Iterator[Piece]:
        self._left += chunk
        if not self._data and not self._opened():
            return
        if not self._closed:
            yield from self._take_rows()
        if self._closed:
            self._take_merged()

    def _take_rows(self) -> Iterator[Piece]:
        """The rows that are whole; what follows the last of a table is left for `_take_merged`."""
        done, end = 0, _END.search(self._left)
        for match in _ROW.finditer(self._left, 0, end.start() if end else len(self._left)):
            done = match.end()
            yield from self._take_row(match[0])
        if end:
            self._closed = True
            if _HEAD.search(self._left, done, end.start()):
                raise FileError("import.file.broken")
            done = end.end()
        self._left = self._left[done:]
        if len(self._left) > _LONGEST_ROW:
            raise FileError("import.file.spread_out")

    def _take_merged(self) -> None:
        """Note the merged blocks below the rows; nothing else there matters."""
        done = 0
        for match in _MERGE.finditer(self._left):
            done = match.end()
            left, top, right, bottom = match.groups()
            if len(self._merged) >= _MERGED_LIMIT:
                raise FileError("import.file.spread_out")
            self._merged.append(Merged(int(top) - 1, _column(left), int(bottom) - 1, _column(right)))
        self._left = self._left[max(done, len(self._left) - _LONGEST_TAG) :]

    def _opened(self) -> bool:
        """Whether the rows begin in what was read so far."""
        root, data = _OPEN.search(self._left), _DATA.search(self._left)
        if b"<!" in self._left[: data.start() if data else None].replace(b"<!--", b""):
            raise FileError("import.file.broken")
        if root is None or data is None:
            return self._too_long()
        self._root, self._data = root[0], data[0].rstrip(b"/> ") + b">"
        self._left = self._left[data.end() :]
        self._closed = data[0].endswith(b"/>")
        return True

    def _too_long(self) -> bool:
        if len(self._left) > _LONGEST_ROW:
            raise FileError("import.file.broken")
        return False

    def _take_row(self, row: bytes) -> Iterator[Piece]:
        number, row = _checked(row, self._last)
        if number <= self._last or number > ROW_LIMIT:
            raise FileError("import.file.broken")
        if self._rows and number - self._first >= PIECE_ROWS:
            yield self._piece()
        if not self._rows:
            self._first = number
        self._last = number
        if row:
            self._rows.append(row)

    def _piece(self) -> Piece:
        name, root = self._data[1:-1].split()[0], self._root[1:-1].split()[0]
        body = b"".join(self._rows)
        self._rows = []
        return Piece(self._first - 1, b"".join((self._root, self._data, body, b"</", name, b"></", root, b">")))

    def finish(self) -> Iterator[Piece]:
        if not self._closed or b"worksheet" not in self._left:
            raise FileError("import.file.broken")
        if self._rows:
            yield self._piece()


def pieces(chunks: Iterable[bytes], merged: list[Merged]) -> Iterator[Piece]:
    """The pieces of a worksheet; what is merged is added to ``merged``. Raises `FileError` when it is damaged or wide.

    >>> sheet = b'<worksheet><sheetData><row r="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet>'
    >>> [piece.first for piece in pieces([sheet], [])]
    [1]
    """
    cutter = _Cutter(merged)
    for chunk in chunks:
        yield from cutter.take(chunk)
    yield from cutter.finish()


def _checked(row: bytes, last: int) -> tuple[int, bytes]:
    """The number of a row and the row, saying its number and no wider than allowed; empty where it says nothing."""
    if b"<!" in row or b"<?" in row:
        raise FileError("import.file.broken")
    if _STRANGE.search(row):
        row = _narrow(row)
    numbers = set(_NUMBER.findall(row))
    if len(numbers) > 1 and len(set(map(int, numbers))) > 1:
        raise FileError("import.file.broken")
    number = int(numbers.pop()) if numbers else last + 1
    head = _HEAD.match(row)
    if head is not None and not _NUMBER.search(head[0]):
        name = head[0][1:].split()[0].rstrip(b"/>")
        row = b"<" + name + b' r="%d"' % number + row[1 + len(name) :]
    values = row.count(b"<v") + row.count(b":v>") // 2 + row.count(b"<is") + row.count(b":is>")
    if values > COLUMN_LIMIT:
        raise FileError("import.file.spread_out")
    return number, row if values else b""


def _narrow(row: bytes) -> bytes:
    """A row with references of other forms, without its empty cells: those far right are only formatted."""
    if any(_REFERENCE.fullmatch(each) is None for each in _ANY_REFERENCE.findall(row)):
        raise FileError("import.file.broken")
    filled = _EMPTY_CELL.sub(b"", row)
    if _STRANGE.search(filled):
        raise FileError("import.file.spread_out")
    return filled


def _column(letters: bytes) -> int:
    """Number of a column from 0 on."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
