"""Texts by key from the .po files; every language falls back to English."""

from collections.abc import Callable
from gettext import c2py
from html import escape
from pathlib import Path
from typing import Any

import polib

ENGLISH = "en"


class MissingTextError(LookupError):
    """A key that stands in no English locale file."""


class Forms(str):
    """A text with a form for each number, such as "1 day" and "2 days"; ``form(n)`` is the one for ``n``."""

    forms: tuple[str, ...]
    which: Callable[[int], int]

    def form(self, number: object) -> str:
        """The text for that number by the language's own rule; for what is no number ("20–49") that of many."""
        whole = str(number).isdecimal()
        return self.forms[min(self.which(int(str(number))), len(self.forms) - 1) if whole else -1]


def read_locales(folder: Path) -> dict[str, dict[str, str]]:
    """``{language: {key: text}}`` of every .po file in ``folder``; untranslated and fuzzy entries are left out."""
    return {path.stem: _texts(polib.pofile(str(path))) for path in sorted(folder.glob("*.po"))}


def _texts(file: polib.POFile) -> dict[str, str]:
    rule = file.metadata.get("Plural-Forms", "nplurals=1; plural=0;").split("plural=")[-1].strip(" ;")
    which = c2py(rule)
    return {entry.msgid: _text(entry, which) for entry in file if entry.translated()}


def _text(entry: polib.POEntry, which: Callable[[int], int]) -> str:
    if not entry.msgid_plural:
        return str(entry.msgstr)
    forms = Forms(entry.msgstr_plural[0])
    forms.forms = tuple(text for _, text in sorted(entry.msgstr_plural.items()))
    forms.which = which
    return forms


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
        """The plain text of ``key`` with ``{params}`` filled, in the form for ``{n}``; raises `MissingTextError`."""
        try:
            text = self._texts[key]
            chosen = text.form(params.get("n")) if isinstance(text, Forms) else text
            return chosen.format(**params)
        except KeyError as error:
            raise MissingTextError(f"{key}: {error}") from None

    def html(self, key: str, **params: Any) -> str:
        """As `say`, with every parameter escaped for Telegram's HTML; the text itself may hold tags."""
        return self.say(key, **{name: escape(str(value), quote=False) for name, value in params.items()})
