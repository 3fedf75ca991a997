"""Files that people hand in, as far as every reader of them needs it."""

from hashlib import sha256
from pathlib import Path

from coordination.errors import Refusal

FILE_LIMIT = 50 * 1024 * 1024


class FileError(Refusal):
    """The file is not what it says or cannot be read; the text says what to do."""


def content(path: Path) -> bytes:
    """The bytes of a file of at most 50 MB; an operating system error leaves as it is."""
    if path.is_dir():
        raise FileError("import.file.folder", name=path.name)
    with path.open("rb") as file:
        data = file.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        raise FileError("import.file.too_big", megabytes=FILE_LIMIT >> 20)
    return data


def import_id(data: bytes, moment: str) -> str:
    """Short name of one import: the same content at another time gets another one."""
    return sha256(moment.encode() + data).hexdigest()[:12]
