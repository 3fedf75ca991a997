"""Files that were sent, in memory, and the little that must be known of a picture."""

import secrets
import struct
from dataclasses import dataclass

from sandbox.errors import ApiError, bad_request
from sandbox.people import Json

MEGABYTE = 1024 * 1024
PICTURE_TYPES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@dataclass(frozen=True)
class Upload:
    """A file as it came in a request."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class StoredFile:
    """A file that Telegram has; ``size`` is (width, height) of a picture sent as such, else ``None``."""

    id: str
    path: str
    upload: Upload
    size: tuple[int, int] | None = None

    def json(self) -> Json:
        """The photo or document field of a Message."""
        base = {"file_id": self.id, "file_unique_id": f"u{self.id}", "file_size": len(self.upload.content)}
        if self.size:
            return {"photo": [base | {"width": self.size[0], "height": self.size[1]}]}
        return {"document": base | {"file_name": self.upload.name, "mime_type": self.upload.mime}}


class Files:
    """All files of one sandbox by file id and by path. Ids are random: a second start never meets an old one."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}

    def keep(self, upload: Upload, *, picture: bool) -> StoredFile:
        """Store an upload as a picture or as a document, within Telegram's limits."""
        if len(upload.content) > (10 if picture else 50) * MEGABYTE:
            raise ApiError(413, "Request Entity Too Large")
        if not upload.content:
            raise bad_request("file must be non-empty")
        size = _drawable(upload.content) if picture else None
        number = len(self.by_id) + 1
        folder, suffix = ("photos", "") if picture else ("documents", f"_{upload.name}")
        stored = StoredFile(secrets.token_hex(12), f"{folder}/file_{number}{suffix}", upload, size)
        self.by_id[stored.id] = self.by_path[stored.path] = stored
        return stored

    def get(self, file_id: str) -> StoredFile:
        """A file sent before, or Telegram's refusal."""
        if file_id not in self.by_id:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self.by_id[file_id]


def picture_type(content: bytes) -> str | None:
    """The MIME type of a PNG or JPEG by its first bytes, else ``None``."""
    return next((mime for start, mime in PICTURE_TYPES.items() if content.startswith(start)), None)


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG in pixels, ``None`` for anything else."""
    try:
        if picture_type(content) == "image/png":
            width, height = struct.unpack(">II", content[16:24])
            return width, height
        return _jpeg_size(content) if picture_type(content) == "image/jpeg" else None
    except (struct.error, IndexError):
        return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walk the segments of a JPEG to its frame header (SOF0 to SOF15 without DHT, JPG, DAC)."""
    at = 2
    while content[at] == 0xFF:
        kind = content[at + 1]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return None


def _drawable(content: bytes) -> tuple[int, int]:
    size = picture_size(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size
