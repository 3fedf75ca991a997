"""Texts by key from the .po files; every language falls back to English."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from gettext import c2py
from html import escape
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import polib

from words.beside import below, beside, english, own

if TYPE_CHECKING:
    from jinja2 import Environment, Template

ENGLISH = "en"
SIGNED = "X-Signed-By"
"""Header of a .po file with who has read it and answers for it: a native speaker."""
DIGITS: Mapping[str, dict[int, int]] = {"my": str.maketrans("0123456789", "၀၁၂၃၄၅၆၇၈၉")}
"""Languages with digits of their own."""
PLAIN = frozenset({"code", "codes", "row", "line", "reference", "label", "name", "names", "spelling", "text", "value"})
"""What keeps its digits: codes, rows of a spreadsheet, what people typed."""
GUARDED = (
    "consent.", "refusal.", "disclosure.", "card.mines", "card.nothing_to_show", "card.nothing_of_sector",
    "card.never_or_hidden", "compare.nothing", "indicator.MIN-", "value.MIN-", "activity.MIN-", "value.LIV-04.mines",
    "ask.travel", "ask.safety", "ask.nothing", "ask.not_text", "people.in_private", "people.me_kept",
    "files.in_private", "files.not_yours", "files.coordinators_only", "sightings.military", "sightings.position",
    "sightings.incident", "sightings.delete", "sightings.alert_incident",
    "movement.conditions.mines", "movement.flag.S1", "commitments.conditions.clearance",
    "compare.unknown_mines", "messages.people", "messages.rules", "messages.response", "sightings.movement",
    "tour.protection.",
    "quality.what.mines_", "quality.why.mines_", "quality.todo.mines_",
)  # fmt: skip
"""How keys begin of texts on mines, refusal, consent and disclosure (domain section 6 rule 32)."""
CARRIED = (
    "date.", "month.", "age.", "state.", "card.dated", "card.out_of_date", "questioned.mark", "source.", "tool.",
    "band.", "amount", "unit.", "sector.", "kind.", "gap.state.", "cover.yes_no", "card.and_more", "status.",
    "cover.commitment", "cover.reached", "cover.for_area", "cover.from", "cover.for_months",
)  # fmt: skip
"""How keys begin of what stands within those."""


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


@dataclass(frozen=True)
class Locale:
    """A language's file: ``{key: text}`` without untranslated and fuzzy entries, and whether somebody signed it."""

    texts: Mapping[str, str]
    signed: bool


class Locales(Mapping[str, Locale]):
    """Every .po file of ``folder`` by its language, read when it is first asked for.

    ``templates`` is the folder with the structure of digests.
    """

    def __init__(self, folder: Path, templates: Path | None = None) -> None:
        self._templates = templates
        self._paths = {path.stem: path for path in sorted(folder.glob("*.po"))}
        self._read: dict[str, Locale] = {}

    def __getitem__(self, language: str) -> Locale:
        if language not in self._read:
            self._read[language] = _locale(polib.pofile(str(self._paths[language])))
        return self._read[language]

    @cached_property
    def templates(self) -> "Environment":
        """The templates; they hold no user's text, and what they say is escaped where it becomes HTML."""
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # not needed for any answer in chat

        loader = FileSystemLoader(self._templates or ())
        return Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # noqa: S701

    def __contains__(self, language: object) -> bool:
        return language in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def read_locales(folder: Path, templates: Path | None = None) -> Locales:
    """The languages of ``folder``, and the templates of digests."""
    return Locales(folder, templates)


def _locale(file: polib.POFile) -> Locale:
    rule = file.metadata.get("Plural-Forms", "nplurals=1; plural=0;").split("plural=")[-1].strip(" ;")
    which = c2py(rule)
    texts = {entry.msgid: _text(entry, which) for entry in file if entry.translated()}
    return Locale(texts, bool(file.metadata.get(SIGNED, "").strip()))


def _text(entry: polib.POEntry, which: Callable[[int], int]) -> str:
    if not entry.msgid_plural:
        return str(entry.msgstr)
    forms = Forms(entry.msgstr_plural[0])
    forms.forms = tuple(text for _, text in sorted(entry.msgstr_plural.items()))
    forms.which = which
    return forms


class Words:
    """The texts of one language; ``default`` is that of the desk, for whoever has none of their own."""

    def __init__(self, locales: Locales, language: str | None = None, default: str = ENGLISH) -> None:
        self._locales = locales
        self.default = default if default in locales else ENGLISH
        self.language = language if language is not None and language in locales else ENGLISH
        self._english = locales[ENGLISH].texts
        self._own = locales[self.language].texts
        self._unsigned = self.language != ENGLISH and not locales[self.language].signed

    @property
    def translated(self) -> bool:
        """Whether anything is said in this language."""
        return bool(self._own)

    @property
    def signed(self) -> bool:
        """Whether a native speaker answers for the file of this language."""
        return not self._unsigned

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language that there is a file for, English first."""
        return (ENGLISH, *(one for one in self._locales if one != ENGLISH))

    def into(self, language: str | None) -> "Words":
        """The same texts in another language, where there is no file for it in that of the desk."""
        wanted = language if language is not None and language in self._locales else self.default
        return self if wanted == self.language else Words(self._locales, wanted, self.default)

    def has(self, key: str) -> bool:
        """Whether ``key`` has a text."""
        return key in self._english

    def template(self, name: str) -> "Template":
        """The structure of a digest."""
        return self._locales.templates.get_template(name)

    def digits(self, number: object) -> str:
        """A number in the language's digits."""
        return str(number).translate(DIGITS.get(self.language, {}))

    def say(self, key: str, **params: Any) -> str:
        """The plain text of ``key`` with ``{params}`` filled, in the form for ``{n}``; raises `MissingTextError`.

        Where nobody has signed the language, a text on danger carries its English along (`words.beside`).
        """
        translated = key in self._own
        try:
            text = self._own[key] if translated else self._english[key]
            if not (self._unsigned and translated and key.startswith(GUARDED + CARRIED)):
                return self._filled(text, params, own_digits=translated)
            said = self._filled(text, {name: _each(own, value) for name, value in params.items()})
            plain = {name: _each(english, value) for name, value in params.items()}
            meant = self._filled(self._english[key], plain, own_digits=False)
        except KeyError as error:
            raise MissingTextError(f"{key}: {error}") from None
        holds = any(isinstance(value, str) and below(value) for value in params.values())
        return beside(said, meant, guarded=holds or key.startswith(GUARDED))

    def _filled(self, text: str, params: Mapping[str, Any], *, own_digits: bool = True) -> str:
        chosen = text.form(params.get("n")) if isinstance(text, Forms) else text
        digits = DIGITS.get(self.language) if own_digits else None
        return "".join(_pieces(chosen, params, digits)) if digits else chosen.format(**params)

    def html(self, key: str, **params: Any) -> str:
        """As `say`, with every parameter escaped for Telegram's HTML; the text itself may hold tags."""
        return self.say(key, **{name: _escaped(value) for name, value in params.items()})


def _each(part: Callable[[str], str], value: object) -> object:
    return part(value) if isinstance(value, str) else value


def _escaped(value: object) -> object:
    return value if isinstance(value, int) else escape(str(value), quote=False)


def _pieces(text: str, params: Mapping[str, Any], digits: dict[int, int]) -> Iterator[str]:
    """A text piece by piece; numbers in ``digits``, but for those of a code such as C-12."""
    for literal, name, _, _ in Formatter().parse(text):
        yield literal
        if name is not None:
            value = params[name]
            counted = isinstance(value, int | float) or (isinstance(value, str) and value.isdecimal())
            yield str(value).translate(digits) if counted and not _coded(literal, name) else str(value)


def _coded(before: str, name: str) -> bool:
    return name in PLAIN or before.endswith("-")
