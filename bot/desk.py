"""The opened desk: what every command and the running bot work on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from bot.database import Database
from bot.identity import Identity, open_identity
from bot.resources import resource
from bot.settings import Settings, SettingsError, read_settings
from coordination import agencies, catalogue, lexicons, spellings
from coordination.scope import Desk, Scope
from coordination.viewer import OPERATOR, Viewer
from exchange import staging
from models import addresses
from words import Words
from words.language import read_locales

T = TypeVar("T")


@dataclass(frozen=True)
class OpenDesk:
    """Settings, the migrated store, the desk and its words; ``write`` and ``read`` act as the operator."""

    settings: Settings
    database: Database
    desk: Desk
    words: Words

    def write(self, work: Callable[[Scope], T], viewer: Viewer = OPERATOR) -> T:
        """``work(scope)`` in one write transaction."""
        return self.database.transaction(lambda db: work(Scope(db, self.desk, viewer, datetime.now(UTC))))

    def step(self, work: Callable[[Scope], T]) -> T:
        """As ``write``, for a step that is taken again if a power cut takes it back."""
        return self.database.step(lambda db: work(Scope(db, self.desk, OPERATOR, datetime.now(UTC))))

    def read(self, work: Callable[[Scope], T], viewer: Viewer = OPERATOR) -> T:
        """``work(scope)`` in a transaction that only reads."""
        return self.database.reading(lambda db: work(Scope(db, self.desk, viewer, datetime.now(UTC))))

    @cached_property
    def identity(self) -> Identity:
        """Keyed references and the seal; makes the key on first use, raises `SettingsError` when it does not fit."""
        identity = open_identity(self.settings, store_in_use=self.database.reading(addresses.in_use))
        sample = self.database.reading(addresses.any_sealed)
        if sample is not None and not identity.seal.fits(sample[1], f"address:{sample[0]}"):
            raise SettingsError("The key does not belong to this store: use the one that was in force before.")
        return identity


def _words(language: str) -> Words:
    """The texts, in English for the command line, with ``language`` as the desk's; raises `SettingsError`."""
    locales = read_locales(resource("locales"), resource("digest_templates"))
    if language not in locales:
        raise SettingsError(f"WAYPOST_LANGUAGE: expected one of {', '.join(locales)}.")
    return Words(locales, default=language)


@contextmanager
def open_desk(settings: Settings | None = None, *, demo: bool = False) -> Iterator[OpenDesk]:
    """Open the desk of ``settings`` (of the environment by default): folder made, schema up to date, catalogue read.

    An import that was decided and left is brought to its end.

    Raises `SettingsError`, `DatabaseError`, `CatalogueError`, `SpellingError`, `LexiconError` or an operating system or
    database error; the command line turns each into one sentence.
    """
    settings = settings or read_settings()
    words = _words(settings.language)
    spelling = spellings.load(resource("data") / "spelling", settings.spelling)
    known = catalogue.load(resource("data"), settings.catalogue_dir)
    lexicon = lexicons.load(resource("data") / "understanding", known, settings.words)
    desk = Desk(known, settings.area, demo, settings.map_url, spelling, lexicon)
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(settings.store_url)
    try:
        database.migrate()
        opened = OpenDesk(settings, database, desk, words)
        if not opened.read(agencies.everyone):
            opened.write(agencies.seed)
        with suppress(DBAPIError):  # the store must open all the same; the running bot tries again, and logs it
            staging.recover(opened)
        yield opened
    finally:
        database.close()
