"""The log: our own events as JSON lines, and nothing in them that could name a person, a chat or the token.

Three walls, at any level. Messages of libraries are dropped, only where they came from stays. Of an exception only
its type and our own frames as ``file:line`` stay, never a value. What is left in the fields passes a redaction.
"""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

_ROOT = Path(__file__).parent.parent
_SECRET = re.compile(r"\d{5,}:[\w-]{20,}|(?<![\w.:])-?\d{6,}(?![\w.:])|@\w{4,}")
_FREE = frozenset({"event", "level", "logger", "at", "error", "frames", "reference", "update"})
"""Fields that only this program fills."""


class StandardError(logging.Handler):
    """Writes lines to what is standard error at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        sys.stderr.write(f"{self.format(record)}\n")


def configure(level: str) -> None:
    """Send everything to standard error as JSON lines from ``level`` on."""
    renderer = structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
        foreign_pre_chain=[without_message, *_common()],
    )
    handler = StandardError()
    handler.setFormatter(renderer)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("httpx", "httpcore", "telegram", "apscheduler", "aiohttp", "asyncio", "sqlalchemy", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("psycopg").setLevel(logging.ERROR)  # it warns of work that is taken back and done again
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[*_common(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _common() -> list[Any]:
    return [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        without_values,
        redact,
    ]


def without_message(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A library's message may quote anything: keep where it was written instead."""
    record: logging.LogRecord = event["_record"]
    event["event"] = f"{Path(record.pathname).name}:{record.lineno}"
    if record.exc_info:
        event["exc_info"] = record.exc_info
    record.exc_info = record.exc_text = record.stack_info = None
    return event


def without_values(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace ``exc_info`` by the exception's type and our own frames."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info if isinstance(info, BaseException) else info[1] if isinstance(info, tuple) else None
    if error is not None:
        event["error"] = type(error).__name__
        event["frames"] = frames(error.__traceback__)
    return event


def frames(trace: TracebackType | None) -> list[str]:
    """``file:line`` of the frames that are ours."""
    return [
        f"{Path(frame.filename).relative_to(_ROOT)}:{frame.lineno}"
        for frame in traceback.extract_tb(trace)
        if Path(frame.filename).is_relative_to(_ROOT) and "site-packages" not in frame.filename
    ]


def redact(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Blank out tokens, long numbers and @names in every field that is not ours alone."""
    for key, value in event.items():
        if key in _FREE or key.startswith("_") or isinstance(value, bool | float | None):
            continue
        event[key] = _number(value) if isinstance(value, int) else _SECRET.sub("…", str(value))
    return event


def _number(value: int) -> int | str:
    return value if abs(value) < 10**5 else "…"
