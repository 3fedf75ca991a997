"""Shorthand, glued units and Burmese words of a text written out in English, names of places left alone. Pure."""

import re
from collections.abc import Iterator, Sequence

from understanding.drafts import Change, Draft
from understanding.lexicon import Lexicon

Spans = Sequence[tuple[int, int]]

_BURMESE_DIGITS = str.maketrans("၀၁၂၃၄၅၆၇၈၉", "0123456789")
_WORD = re.compile(r"[A-Za-z0-9&][\w'’/&+]*(?:\.(?=\s))?")
_GLUED = re.compile(
    r"(\d+)(hhs?|fams?|ppl|pax|inds?|mths?|months?|m|wks?|yrs?|hh/s|families|households|houses|kits)", re.I
)
_SIGNS = re.compile(r"[@%~&]|(?<=\s)/(?=\s)")
_COUNTED_BESIDE = re.compile(r"\d*[a-z]+/\d+[a-z]*")
"""Counts beside each other: "HH/98" of "21 HH/98 inds"."""
_MEANT = {"%": " percent", "&": " and ", "~": " ", "@": " ", "/": "|"}
_SPACES = re.compile(r"\s{2,}|[\t\r\u00a0\u200b]")
_UNITS = {"m": "months", "ind": "persons", "inds": "persons"}
_MOVE = (
    r"(?:go|goes|going|return\w*|move\w*|moving|home|back|cmg|come|coming|want\w*|wnt|plan\w*|relocat\w*|went|camp|cmp)"
)
_TO = re.compile(rf"\b{_MOVE} (2)(?= +(?!hh|fam|ppl|pax|house|people|week|wk|month|mth|day|of)[a-z@'])", re.I)
_TO_NUMBER = re.compile(r"\b[a-z]+ (2)(?= +\d+ *(?:hh|fam|house|ppl|pax|people))", re.I)
_FOR = re.compile(
    r"\b[a-z]+ (4)(?= +(?:\d|the |my |our |a )|(?= +(?:shelter|food|water|wash|health|school|nfi|mtg|meeting)))", re.I
)


def written_out(typed: str, lexicon: Lexicon, names: Spans = ()) -> Draft:
    """``typed`` in plain words; ``names`` are where names of places stand in it."""
    draft = Draft.of(typed)
    digits = [
        Change(at, at + 1, char.translate(_BURMESE_DIGITS)) for at, char in enumerate(typed) if "၀" <= char <= "၉"
    ]
    changes = [*digits, *_burmese(typed, lexicon), *_figures(typed), *_words(typed, lexicon)]
    free = [one for one in changes if not any(one.start < end and one.end > start for start, end in names)]
    return draft.changed(sorted(free, key=lambda one: (one.start, -one.end)))


def _burmese(text: str, lexicon: Lexicon) -> Iterator[Change]:
    if lexicon.burmese is not None and not text.isascii():
        before = 0
        for match in lexicon.burmese.finditer(text):
            lead = "" if match.start() in {0, before} or text[match.start() - 1].isspace() else " "
            trail = "" if text[match.end() : match.end() + 1].strip() == "" else " "
            before = match.end()
            yield Change(*match.span(), f"{lead}{lexicon.shorthand[match[0]]}{trail}")


def _figures(text: str) -> Iterator[Change]:
    """Figures that stand for words: "go 2 X", "latrines 4 20 HH"."""
    for pattern, word in ((_TO, "to"), (_TO_NUMBER, "to"), (_FOR, "for")):
        for match in pattern.finditer(text):
            yield Change(*match.span(1), word)


def _words(text: str, lexicon: Lexicon) -> Iterator[Change]:
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        meaning = lexicon.shorthand.get(word) or lexicon.shorthand.get(word.rstrip("."))
        glued = _GLUED.fullmatch(word)
        if glued:
            unit = lexicon.shorthand.get(glued[2]) or glued[2]
            yield Change(*match.span(), f"{glued[1]} {_UNITS.get(glued[2], unit)}")
        elif meaning:
            yield Change(*match.span(), meaning)
        elif _COUNTED_BESIDE.fullmatch(word):
            yield from _beside(match, lexicon)
    for match in _SIGNS.finditer(text):
        yield Change(*match.span(), _MEANT[match[0]])
    for match in _SPACES.finditer(text):
        yield Change(*match.span(), "\n" if "\n" in match[0].strip(" \t") else " ")


def _beside(match: re.Match[str], lexicon: Lexicon) -> Iterator[Change]:
    for part in re.finditer(r"/|[a-z]+", match[0], re.IGNORECASE):
        meaning = lexicon.shorthand.get(part[0].casefold())
        start = match.start() + part.start()
        if part[0] == "/":
            yield Change(start, start + 1, ", ")
        elif meaning:
            yield Change(start, start + len(part[0]), f" {meaning}" if part.start() else meaning)
