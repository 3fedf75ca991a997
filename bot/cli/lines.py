"""Many texts at once, for commands that take one: a file with a JSON object on each line."""

import json
from collections.abc import Iterator
from pathlib import Path

from coordination.errors import Refusal
from exchange import files


def texts(file: Path, field: str) -> list[str]:
    """What stands under ``field`` in the JSON object of each line of ``file``, in order.

    Raises `Refusal` for a line that has no such text, `FileError` for a file that cannot be read.
    """
    return list(_of(files.content(file), field))


def _of(data: bytes, field: str) -> Iterator[str]:
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            text = json.loads(line)[field]
        except (ValueError, TypeError, KeyError):
            text = None
        if not isinstance(text, str):
            raise Refusal("cli.lines.bad_line", line=number, field=field)
        yield text
