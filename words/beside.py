"""The English below a text on danger, consent or refusal that nobody has signed (domain section 6 rule 32).

Such a text carries its English along, between Unicode's signs for a text with another beneath it, through whatever is
put together of it; a line that is shown is taken apart here.
"""

import re

_OPEN, _BELOW, _CLOSE = "\ufff9", "\ufffa", "\ufffb"
_MARKED = re.compile(f"{_OPEN}({_OPEN}?)([^{_OPEN}-{_CLOSE}]*){_BELOW}([^{_OPEN}-{_CLOSE}]*){_CLOSE}")
_LATIN_SCRIPT_ENDS = "\u0370"
_STOPS = str.maketrans({"၊": ",", "။": "."})
"""Burmese signs of punctuation, and those of English."""
_LEFT_OUT = "\0"
_AROUND = re.compile(rf"[\s,;:·–-]*{_LEFT_OUT}[\s,;:·–{_LEFT_OUT}-]*")
_EDGES = re.compile(rf"\A{_AROUND.pattern}|{_AROUND.pattern}\Z")


def beside(text: str, english: str, *, guarded: bool) -> str:
    """``text`` that carries ``english``; only one that is ``guarded`` has it shown, others serve those around them."""
    return f"{_OPEN}{_OPEN if guarded else ''}{text}{_BELOW}{english}{_CLOSE}"


def own(text: str) -> str:
    """``text`` in its own language alone."""
    return _MARKED.sub(r"\2", text)


def english(text: str) -> str:
    """What is said in English of ``text``: the English that it carries, and what needs no translation between."""
    if _OPEN not in text:
        return text
    said, at = "", 0
    for mark in _MARKED.finditer(text):
        said, at = said + _neutral(text[at : mark.start()]) + mark[3], mark.end()
    said = _AROUND.sub(", ", _EDGES.sub("", said + _neutral(text[at:])))
    return " ".join(said.split())


def below(text: str) -> str:
    """The English to be shown under ``text``; "" where nothing in it is guarded."""
    return english(text) if any(mark[1] for mark in _MARKED.finditer(text)) else ""


def under(text: str) -> str:
    """``text`` as it is shown: each line that needs it has its English beneath, a text of several lines as a whole."""
    if _OPEN not in text:
        return text
    text = _MARKED.sub(_whole, text)
    return "\n".join(own(line) + (f"\n{said}" if (said := below(line)) else "") for line in text.split("\n"))


def abreast(text: str) -> str:
    """``text`` as a button shows it, on one line."""
    said = below(text)
    return f"{own(text)} / {said}" if said else own(text)


def _whole(mark: re.Match[str]) -> str:
    """A marked text of several lines, taken apart; others as they are."""
    if "\n" not in mark[2]:
        return mark[0]
    return f"{mark[2]}\n\n{mark[3]}" if mark[1] else mark[2]


def _neutral(text: str) -> str:
    """``text`` between two marks if anybody can read it; what is in another script parts them by a comma."""
    if not any(letter.isalnum() and letter >= _LATIN_SCRIPT_ENDS for letter in text):
        return text.translate(_STOPS)
    return _LEFT_OUT
