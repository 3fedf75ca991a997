"""Expected failures as sentences."""

import errno
import sqlite3

from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from bot.crypto import SealError
from bot.database import TRIES, DatabaseError
from bot.settings import SettingsError
from coordination.catalogue import CatalogueError
from coordination.errors import Refusal
from coordination.lexicons import LexiconError
from coordination.spellings import SpellingError
from words import Words

SPOKEN = (SettingsError, DatabaseError, CatalogueError, LexiconError, SpellingError)
"""Errors whose own text is the sentence."""
OUTSIDE = {"08", "25", "28", "3D", "3F", "53", "55", "57", "58"}
"""PostgreSQL's classes of errors that have their cause outside the program: no connection, no right, no database."""
TOOK_TOO_LONG = "57014"
"""Of PostgreSQL for a statement that was cancelled: by a limit on its time, which it would reach again."""
REASONS = {
    "SQLITE_FULL": "disk full", "SQLITE_READONLY": "disk read-only", "SQLITE_IOERR": "disk failed",
    "SQLITE_CANTOPEN": "store cannot be opened", "SQLITE_BUSY": "store held by another program",
    "SQLITE_CORRUPT": "store damaged", "SQLITE_NOTADB": "store damaged",
    "53100": "disk full", "25006": "store read-only", "53300": "store has no connection left",
}  # fmt: skip
"""What the engines say, as the log tells it."""


def why(error: BaseException) -> str:
    """The cause of an error for the log; its type for one that is a fault of the program."""
    return _outside(error) or type(error).__name__


def is_outside(error: BaseException) -> bool:
    """Whether the store or the machine is to blame, so that where in the program it was says nothing."""
    return _outside(error) is not None


def _outside(error: BaseException) -> str | None:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "disk full"
    driver = error.orig if isinstance(error, DBAPIError) else error
    name = "_".join(getattr(driver, "sqlite_errorname", "").split("_")[:2])
    state = getattr(driver, "sqlstate", None) or ""
    if name in REASONS or state in REASONS:
        return REASONS[name if name in REASONS else state]
    lost = hasattr(driver, "sqlstate") and type(driver).__name__ in {"OperationalError", "InterfaceError"}
    away = lost and not state
    return "store away" if away or (state[:2] in OUTSIDE and state != TOOK_TOO_LONG) else None


def sentence(error: BaseException, words: Words) -> str | None:
    """What to tell the operator about an expected ``error``; ``None`` for one that is a fault of the program."""
    if isinstance(error, SPOKEN):
        return str(error)
    if isinstance(error, Refusal):
        return words.say(error.key, **error.params)
    if isinstance(error, SealError):
        return words.say("cli.error.key")
    if isinstance(error, ArgumentError | NoSuchModuleError):
        return words.say("cli.error.store_url")
    if isinstance(error, DBAPIError):
        return _of_store(error, words)
    return _of_system(error, words) if isinstance(error, OSError) else None


def _of_store(error: DBAPIError, words: Words) -> str | None:
    if hasattr(error.orig, "sqlstate"):
        return _of_postgres(error, words)
    reason = str(error.orig)
    if "locked" in reason:
        return words.say("cli.error.store_locked")
    if "full" in reason:
        return words.say("cli.error.disk_full")
    operational = isinstance(error.orig, sqlite3.DatabaseError) and not isinstance(error.orig, sqlite3.IntegrityError)
    return words.say("cli.error.store", reason=reason) if operational else None


def _of_postgres(error: DBAPIError, words: Words) -> str | None:
    """PostgreSQL's own message quotes neither passwords nor, but for what the desk did wrong itself, values."""
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state == "53100":
        return words.say("cli.error.disk_full")
    if state in TRIES and state != "23505":
        return words.say("cli.error.store_locked")
    unreachable = state is None and isinstance(error, OperationalError)
    if unreachable or state == "42501" or (state or "")[:2] in OUTSIDE:
        return words.say("cli.error.store", reason=" ".join(str(error.orig).split()))
    return None


def _of_system(error: OSError, words: Words) -> str:
    if error.errno == errno.ENOSPC:
        return words.say("cli.error.disk_full")
    return words.say("cli.error.file", name=error.filename or "", reason=error.strerror or str(error))
