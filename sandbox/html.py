"""Telegram's HTML subset, read the way TDLib reads it."""

from dataclasses import dataclass
from typing import NoReturn

from sandbox.errors import bad_request
from sandbox.people import Json

TYPES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
END = "\0"


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int


def read_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities; `ApiError` in Telegram's wording for what Telegram does not take."""
    return _Reader(source).read()


class _Reader:
    """One pass over the source, ended by a sentinel as in TDLib."""

    def __init__(self, source: str) -> None:
        self.source = source.replace(END, " ") + END
        self.at = 0
        self.text: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while self.char != END:
            if self.char != "<":
                self._put(self._letter())
            elif self.source[self.at + 1] == "/":
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            self._fail(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.text), self.entities

    @property
    def char(self) -> str:
        return self.source[self.at]

    def _fail(self, reason: str, at: int | None = None) -> NoReturn:
        where = "" if at is None else f" at byte offset {len(self.source[:at].encode())}"
        raise bad_request(f"can't parse entities: {reason}{where}")

    def _put(self, letter: str) -> None:
        self.text.append(letter)
        self.length += 2 if ord(letter) > 0xFFFF else 1

    def _letter(self) -> str:
        """One character, a character reference read as what it stands for."""
        decoded = self._reference() if self.char == "&" else None
        if decoded is None:
            decoded = self.char
            self.at += 1
        return decoded

    def _reference(self) -> str | None:
        stop = self.at + 1
        while self.source[stop].isascii() and (self.source[stop].isalnum() or self.source[stop] == "#"):
            stop += 1
        letter = _referred(self.source[self.at + 1 : stop])
        if letter is not None:
            self.at = stop + (self.source[stop] == ";")
        return letter

    def _word(self, stops: str) -> str:
        begin = self.at
        while not self.char.isspace() and self.char not in stops + END:
            self.at += 1
        return self.source[begin : self.at]

    def _spaces(self) -> None:
        while self.char.isspace():
            self.at += 1

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._word(">").lower()
        if self.char == END:
            self._fail("Unclosed start tag", begin)
        if tag not in TYPES:
            self._fail(f'Unsupported start tag "{tag}"', begin)
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            self._fail('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, attributes, self.length))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        """All attributes up to and with the closing bracket."""
        found: dict[str, str] = {}
        while True:
            self._spaces()
            if self.char == ">":
                self.at += 1
                return found
            name = self._word("=>/\"'").lower()
            if not name:
                self._fail(f'Empty attribute name in the tag "{tag}"', self.at)
            self._spaces()
            found[name] = self._value() if self.char == "=" else ""
            if self.char == END:
                self._fail(f'Unclosed start tag "{tag}"', begin)

    def _value(self) -> str:
        self.at += 1
        self._spaces()
        if self.char not in "\"'":
            return self._token()
        quote, letters = self.char, []
        self.at += 1
        while self.char not in (quote, END):
            letters.append(self._letter())
        self.at += self.char == quote
        return "".join(letters)

    def _token(self) -> str:
        begin = self.at
        while self.char.isascii() and (self.char.isalnum() or self.char in ".-"):
            self.at += 1
        if not self.char.isspace() and self.char not in (">", END):
            self._fail("Unexpected end of name token", begin)
        return self.source[begin : self.at].lower()

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            self._fail("Unexpected end tag", begin)
        self.at += 2
        name = self._word(">").lower()
        self._spaces()
        if self.char != ">":
            self._fail("Unclosed end tag", begin)
        self.at += 1
        opened = self.open.pop()
        if name not in ("", opened.tag):
            self._fail(f"Unmatched end tag at byte offset {self._bytes(begin)}, {_expected(opened.tag, name)}")
        self._close(opened)

    def _bytes(self, at: int) -> int:
        return len(self.source[:at].encode())

    def _close(self, opened: _Open) -> None:
        if self.length == opened.offset:
            return
        entity: Json = {"type": TYPES[opened.tag], "offset": opened.offset, "length": self.length - opened.offset}
        if opened.tag == "a":
            self._link(entity, opened.attributes.get("href") or self._since(opened.offset))
            return
        language = opened.attributes.get("class", "") if opened.tag == "code" else ""
        if language.startswith("language-") and self.open and self.open[-1].tag == "pre":
            self.open[-1].attributes["language"] = language.removeprefix("language-")
            return
        named = {"language": opened.attributes["language"]} if "language" in opened.attributes else {}
        self.entities.append(entity | named)

    def _since(self, offset: int) -> str:
        return "".join(self.text).encode("utf-16-le")[2 * offset :].decode("utf-16-le")

    def _link(self, entity: Json, target: str) -> None:
        """Keep a link that can be one; Telegram shows the text alone otherwise."""
        if target.startswith(("https://", "http://", "tg://")):
            self.entities.append(entity | {"url": target})


def _expected(tag: str, found: str) -> str:
    return f'expected "</{tag}>", found "</{found}>"'


def _referred(name: str) -> str | None:
    """What a character reference means; ``None`` leaves it as it stands."""
    if not name.startswith("#"):
        return NAMED.get(name)
    try:
        code = int(name[2:], 16) if name[1:2] in ("x", "X") else int(name[1:])
        return chr(code) if code and not 0xD800 <= code <= 0xDFFF else None
    except (ValueError, OverflowError):
        return None
