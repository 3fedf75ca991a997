"""Texts by key from the .po files; every language falls back to English."""

from html import escape
from pathlib import Path
from typing import Any

import polib

ENGLISH = "en"


class MissingTextError(LookupError):
    """A key that stands in no English locale file."""


def read_locales(folder: Path) -> dict[str, dict[str, str]]:
    """``{language: {key: text}}`` of every .po file in ``folder``; untranslated and fuzzy entries are left out."""
    return {
        path.stem: {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.translated()}
        for path in sorted(folder.glob("*.po"))
    }


class Words:
    """The texts of one language."""

    def __init__(self, locales: dict[str, dict[str, str]], language: str | None = None) -> None:
        self._locales = locales
        self.language = language if language in locales else ENGLISH
        self._texts = locales[ENGLISH] | locales[self.language]

    def into(self, language: str | None) -> "Words":
        """The same texts in another language (English where there is no file)."""
        return self if language == self.language else Words(self._locales, language)

    def has(self, key: str) -> bool:
        """Whether ``key`` has a text."""
        return key in self._texts

    def say(self, key: str, **params: Any) -> str:
        """The plain text of ``key`` with ``{params}`` filled; raises `MissingTextError`."""
        try:
            return self._texts[key].format(**params)
        except KeyError as error:
            raise MissingTextError(f"{key}: {error}") from None

    def html(self, key: str, **params: Any) -> str:
        """As `say`, with every parameter escaped for Telegram's HTML; the text itself may hold tags."""
        return self.say(key, **{name: escape(str(value), quote=False) for name, value in params.items()})
