"""The parameters of one call, however they came: query, JSON, form or multipart."""

import json
from collections.abc import Mapping
from email.message import Message
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from sandbox.errors import bad_request
from sandbox.files import Upload


class Params:
    """Named values; strings are read as what a method asks for, as Telegram does."""

    def __init__(self, values: Mapping[str, Any], uploads: Mapping[str, Upload] | None = None) -> None:
        self.values = {name: value for name, value in values.items() if value is not None}
        self.uploads = dict(uploads or {})

    def text(self, name: str) -> str | None:
        """As a string."""
        value = self.values.get(name)
        return value if value is None or isinstance(value, str) else json.dumps(value)

    def number(self, name: str) -> int | None:
        """As an integer; 400 if it is none."""
        value = self.text(name)
        try:
            return int(value) if value else None
        except ValueError:
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        """As a boolean; what is not said is false."""
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes")

    def data(self, name: str) -> Any:
        """As an object or list, from JSON where it came as a string."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """The file of this name, sent directly or by ``attach://``."""
        target = self.values.get(name)
        if isinstance(target, str) and target.startswith("attach://"):
            return self.attached(target)
        return self.uploads.get(name)

    def attached(self, target: str) -> Upload:
        """The file behind ``attach://name``; 400 if it was not sent."""
        name = target.removeprefix("attach://")
        if name not in self.uploads:
            raise bad_request("can't find file to attach")
        return self.uploads[name]

    def loggable(self) -> dict[str, Any]:
        """For the log of calls: values, files by name and size."""
        files = {name: {"name": file.name, "size": len(file.content)} for name, file in self.uploads.items()}
        return self.values | files


async def parameters(request: Request) -> Params:
    """Everything that a request gives, its body over its query."""
    body = await request.body()
    kind = request.headers.get("content-type", "")
    values: dict[str, Any] = dict(request.query_params)
    if kind.startswith("multipart/form-data"):
        more, uploads = multipart(kind, body)
        return Params(values | more, uploads)
    if kind.startswith("application/json") and body:
        return Params(values | _object(body))
    return Params(values | dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True)))


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        raise bad_request("can't parse request JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("can't parse request JSON object")
    return value


def multipart(kind: str, body: bytes) -> tuple[dict[str, str], dict[str, Upload]]:
    """Fields and files of a multipart body, by the standard library's MIME parser."""
    whole: Message = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    values: dict[str, str] = {}
    uploads: dict[str, Upload] = {}
    for part in whole.walk():
        content = part.get_payload(decode=True)
        if part.is_multipart() or not isinstance(content, bytes):
            continue
        name, filename = str(part.get_param("name", header="content-disposition")), part.get_filename()
        if filename is None:
            values[name] = content.decode(errors="replace")
        else:
            uploads[name] = Upload(filename, part.get_content_type(), content)
    return values, uploads
