"""Text that people hand in: in which encoding it is, and tables separated by commas, semicolons, tabs or bars."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO, TextIOWrapper
from itertools import islice

from exchange.files import FileError
from exchange.sheet_pieces import COLUMN_LIMIT, ROW_LIMIT

DELIMITERS = ",;\t|"
_LOOKED_AT = 40
"""Records in which the separator is looked for."""
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_CHUNK = 1 << 20
LATIN = "cp1252"
"""What Windows writes where nobody chose UTF-8."""


def encoding(data: bytes) -> str:
    """The encoding of a text; raises `FileError` when it is none, or damaged.

    UTF-8 with or without mark, UTF-16 with mark or by its zeros, else Windows-1252: never for a text that is UTF-8 but
    for a few broken letters.
    """
    if data.startswith(_BINARY):
        raise FileError("import.file.not_csv")
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    for name in [marked] if marked else [*_by_zeros(data[:4000]), "utf-8"]:
        if name and _decodes(data, name):
            return name
    if marked or b"\0" in data or _almost_utf_8(data) or not _decodes(data, LATIN):
        raise FileError("import.file.encoding")
    return LATIN


def _by_zeros(head: bytes) -> list[str]:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    return (
        ["utf-16-le"] if odd > len(head) // 8 > even * 4 else ["utf-16-be"] if even > len(head) // 8 > odd * 4 else []
    )


def _decodes(data: bytes, name: str) -> bool:
    """Whether ``data`` is text of this encoding without zeros in it, which no text has."""
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for start in range(0, len(data), _CHUNK):
            if "\0" in decoder.decode(data[start : start + _CHUNK]):
                raise FileError("import.file.not_csv")
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _almost_utf_8(data: bytes) -> bool:
    text = data.decode("utf-8", errors="replace")
    return sum(1 for sign in text if sign > "\x7f") > 2 * text.count("\ufffd")


def decoded(data: bytes) -> str:
    """The text of a file; raises `FileError` as `encoding` does."""
    return data.decode(encoding(data))


def records(data: bytes, name: str, delimiter: str) -> Iterator[list[str]]:
    """The records of a table, read on while they are asked for; raises `FileError` for open quotes and wide ones."""
    with TextIOWrapper(BytesIO(data), name, newline="") as text:
        read = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            for number, record in enumerate(read, 1):
                if len(record) > COLUMN_LIMIT and any(cell for cell in record[COLUMN_LIMIT:]):
                    raise FileError("import.file.wide", limit=COLUMN_LIMIT)
                if number > ROW_LIMIT:
                    raise FileError("import.file.long", limit=ROW_LIMIT)
                yield record[:COLUMN_LIMIT] if len(record) > COLUMN_LIMIT else record
        except csv.Error:
            raise FileError("import.file.quotes", line=read.line_num) from None


def delimiter(data: bytes, name: str) -> str:
    """The sign between cells: the one that makes most records equally wide; Excel's own "sep=" line counts first."""
    head = TextIOWrapper(BytesIO(data), name, newline="").read(8)
    if head.lower().startswith("sep=") and head[4:5] in DELIMITERS and head[4:5]:
        return head[4]
    return max(DELIMITERS, key=lambda sign: _evenness(records(data, name, sign)))


def _evenness(rows: Iterable[list[str]]) -> tuple[int, int]:
    """How many of the first records share a width above 1, and that width."""
    widths: Counter[int] = Counter()
    try:
        widths.update(len(row) for row in islice(rows, _LOOKED_AT) if len(row) > 1)
    except FileError:
        return 0, 0
    width, often = max(widths.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    return often, width
