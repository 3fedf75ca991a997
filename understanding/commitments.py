"""What a text says of commitments beyond `Request`: their numbers, the activity, how far one has come. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from understanding.fold import tokens
from understanding.requests import Request

SAME, DELAYED = "same", "delayed"
"""News that leave the state as it is, and news of another start."""
_NUMBER = re.compile(r"(?<![^\W_])c-?0*([1-9][0-9]{0,8})(?![0-9]|[^\W_]| ?%)", re.IGNORECASE)
_MOVEMENT = re.compile(r"(?<![^\W_])m-0*([1-9][0-9]{0,8})(?![0-9]|[^\W_])", re.IGNORECASE)
_CONFIRMED = re.compile(r"(?<!not )(?<!not yet )(?<!un)\bconfirm\w*|အတည်ပြု(?!မ)", re.IGNORECASE)
_IN_HAND = re.compile(r"\b(?:in hand|secured|approved|available|ready|have|got|both)\b|ရှိ", re.IGNORECASE)
_FUNDED = re.compile(
    r"\b(?:money|funds?|funding|budget)\b(?:\W+\w+){0,2}?\W+(?:there|hand|secured|approved|available|confirmed)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(r"\b(?:pledge\w*|not|no|waiting|pending|without)\b|မရှိ|မရသေး|ကတိ", re.IGNORECASE)
_SAME = re.compile(r"\b(?:on track|no change|unchanged|still (?:on|valid|holds?|planned|plan))\b", re.IGNORECASE)
_WHOLE = re.compile(r"\b\d[\d,]*\s?(?:/|of|out of)\s?(?:the |all )?(\d[\d,]*)\b", re.IGNORECASE)
_DONE = re.compile(r"\b(?:so far|reached|done|finished|completed?|built|delivered|distributed)\b|ပြီး", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w.,/-])(\d{1,6})(?![\w.,/%-]|\.\d)")


def numbers(text: str) -> tuple[int, ...]:
    """Numbers of commitments: "C-118", "c118"."""
    return tuple(dict.fromkeys(int(found) for found in _NUMBER.findall(text)))


def movement(text: str) -> int | None:
    """Number of the movement that asked: "for M-214"."""
    found = _MOVEMENT.search(text)
    return int(found[1]) if found else None


def alone(text: str) -> int | None:
    """The commitment that a text names when it says nothing else."""
    found = _NUMBER.fullmatch(text.strip(" .!?#"))
    return int(found[1]) if found else None


def whole(text: str) -> int | None:
    """What a part is said of: 30 in "28 of 30"."""
    found = _WHOLE.search(text)
    return int(found[1].replace(",", "")) if found else None


def reaches(text: str) -> bool:
    """Whether a number in a text is what was reached, not what was promised: "6 of 15 done, we stop"."""
    return bool(_WHOLE.search(text) or _DONE.search(text))


def bare(text: str) -> int | None:
    """The only number that a text holds beside those of commitments."""
    found = _BARE.findall(_MOVEMENT.sub(" ", _NUMBER.sub(" ", text)))
    return int(found[0]) if len(found) == 1 else None


def confirms(text: str) -> bool:
    """Whether money and access are there."""
    return bool(_CONFIRMED.search(text) or _IN_HAND.search(text))


def funded(text: str) -> bool:
    """Whether a promise says that its money is there."""
    return bool(_FUNDED.search(text)) and not _NOT_YET.search(text)


def pledges(text: str) -> bool:
    """Whether they are not yet."""
    return bool(_NOT_YET.search(text))


def news(request: Request, today: date) -> str:
    """How far something has come by an update: a state, `SAME` or `DELAYED`."""
    text, begins = request.text, request.when_from or request.when_to
    if _SAME.search(text):
        return SAME
    later = begins is not None and begins > today
    if _CONFIRMED.search(text):
        return "confirmed"
    if later and request.stage in {"suspended", "ongoing"}:
        return DELAYED
    return request.stage or SAME


def activities(request: Request, known: Mapping[str, Sequence[tuple[str, Sequence[str]]]]) -> tuple[str, ...]:
    """Codes of the activities that a text may mean; ``known`` has (code, words) by sector.

    The longest words that match decide; without any all of the sector are meant.
    """
    codes: list[str] = []
    for sector in request.sectors:
        said = _said(request)
        lengths = {code: _longest(said, words) for code, words in known.get(sector, ())}
        most = max(lengths.values(), default=0)
        codes += [code for code, length in lengths.items() if length == most]
    return tuple(codes)


def _said(request: Request) -> tuple[tuple[str, ...], ...]:
    """Words of the text piece by piece, the ones for sectors first."""
    pieces = [one.text for one in request.why if one.used == "sector"]
    return tuple(_keys(piece) for piece in (*pieces, request.text))


def _longest(said: Iterable[tuple[str, ...]], words: Sequence[str]) -> int:
    """Letters of the longest of ``words`` that stands in what was said."""
    keys = [key for word in words if (key := _keys(word))]
    return max((sum(map(len, key)) for key in keys for piece in said if _within(key, piece)), default=0)


def _within(key: tuple[str, ...], piece: tuple[str, ...]) -> bool:
    return any(piece[at : at + len(key)] == key for at in range(len(piece) - len(key) + 1))


def _keys(text: str) -> tuple[str, ...]:
    """Folded words without the s of the plural."""
    return tuple(token.key.removesuffix("s") or token.key for token in tokens(text))
