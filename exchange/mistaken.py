"""Files of another kind that are handed in by mistake: told by what stands in them, whatever their name."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from exchange.files import FileError

_ENDINGS = {
    ".pdf": "pdf", ".doc": "word", ".docx": "word", ".odt": "word", ".rtf": "word", ".ods": "ods",
    ".numbers": "numbers", ".xlsb": "xlsb", ".html": "html", ".htm": "html",
}  # fmt: skip
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|table|(?:\w+:)?workbook)\b", re.I
)
_WORD_STREAM = "WordDocument".encode("utf-16-le")


def check(name: str, data: bytes) -> None:
    """Raise `FileError`, saying how to get a table out of it, for a PDF, a page, a Word, ODS or Numbers file."""
    kind = _kind(data) or _ENDINGS.get(Path(name).suffix.lower())
    if kind:
        raise FileError(f"import.file.is_{kind}")


def _kind(data: bytes) -> str | None:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"{\\rtf") or (data.startswith(b"\xd0\xcf\x11\xe0") and _WORD_STREAM in data):
        return "word"
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    return "html" if _PAGE.match(data[:4000].removeprefix(b"\xef\xbb\xbf")) else None


def _packed(data: bytes) -> str | None:
    """What a zip is, by the names in it."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if "word/document.xml" in names:
        return "word"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "Index.zip" in names or any(name.startswith("Index/") and name.endswith(".iwa") for name in names):
        return "numbers"
    return "ods" if "mimetype" in names and "content.xml" in names else None
