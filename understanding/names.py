"""The spellings under which a place is known, made of the names that a list gives for it."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from understanding.common_words import CHURCHES
from understanding.fold import fold

STRENGTH = ("name", "burmese", "alias", "previous", "short", "code", "part")
"""Kinds of spellings, the strongest first. ``short`` is a camp's name without its church; ``part``, a name without its
direction or kind word, is the weakest."""

_ALSO = re.compile(r"\s+\(\s*(?:a|A|ခ|aka)\s*\)\s+|\s+a\.?k\.?a\.?\s+", re.IGNORECASE)
_STROKE = re.compile(r"\s*/\s*")
_DIVIDED = re.compile(r"[(/]|\sa\.?k", re.IGNORECASE)
"""What there is in every text that `_ALSO`, `_STROKE` or brackets divide."""
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_MARKED = re.compile(r"^\s*\(\s*(?:a|A|ခ)\s*\)\s*|\s*\(\s*(?:a|A|ခ)\s*\)\s*$", re.IGNORECASE)
_SIDE = re.compile(
    r"(?P<name>.+?)\s*\((?P<side>north|south|east|west)\)|(?P<first>(?:north|south|east|west)(?:ern)?)\s+(?P<other>.+)",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Z]{2,3}\d{3,}[A-Z]?\d*", re.IGNORECASE)
_SIDES = """
north south east west upper lower middle central new old northern southern eastern western haung thit
မြောက် တောင် အရှေ့ အနောက် အထက် အောက် အလယ် မြောက်ပိုင်း တောင်ပိုင်း အရှေ့ပိုင်း အနောက်ပိုင်း ဟောင်း သစ်
"""
DIRECTIONS = frozenset(fold(word) for word in _SIDES.split())
"""Words that tell places of one name apart."""
_KIND_WORDS = {
    "town": ("town", "မြို့"),
    "ward": ("ward", "ရပ်ကွက်"),
    "camp": ("camp", "idp camp", "စခန်း"),
    "village": ("village", "ရွာ", "ကျေးရွာ"),
    "village_tract": ("village tract", "tract", "vt", "ကျေးရွာအုပ်စု"),
    "township": ("township", "tsp", "မြို့နယ်"),
    "district": ("district", "ခရိုင်"),
    "state": ("state", "region", "union territory", "ပြည်နယ်", "တိုင်းဒေသကြီး"),
}
_CHURCHES_IN_FULL = ("baptist church", "catholic church", "rc church", "kbc church", "ag church", "baptist")
"""What the names of camps end with and people leave out."""
_NUMBERED = ("No (", "No(", "အမှတ်")
"""Wards with a number instead of a name."""
_QUALIFIERS = frozenset(["demo"])
"""What may stand in brackets after a name without being part of it."""
_LEAST_PART = 3
"""A part of a name shorter than this many letters is no name of its own."""
_LEAST_HALF = 4
"""As `_LEAST_PART` where a stroke parts the halves, as it also stands in abbreviations."""


class Spelling(NamedTuple):
    """One spelling: as written, its key, its kind (one of `STRENGTH`)."""

    text: str
    folded: str
    kind: str


def is_code(text: str) -> bool:
    """Whether ``text`` looks like a p-code that stands among names."""
    return bool(_CODE.fullmatch(text.strip()))


def spellings(names: Iterable[tuple[str, str]], kind: str) -> dict[str, Spelling]:
    """Spellings by key of a place of ``kind`` from pairs (text, "name" | "burmese" | "alias" | "previous").

    Both halves of "X (a) Y", "X (Y)" and "X/Y" are names; "Town", "Ward" or "(North)" after a name may be left out.
    """
    found: dict[str, Spelling] = {}
    for text, origin in names:
        for spelling in _of_one(text.strip(), "code" if is_code(text) else origin, kind):
            keep_strongest(found, spelling)
    return found


def keep_strongest(found: dict[str, Spelling], spelling: Spelling) -> None:
    """Put ``spelling`` into ``found`` unless a stronger one of its key stands there."""
    held = found.get(spelling.folded)
    if spelling.folded and (held is None or STRENGTH.index(spelling.kind) < STRENGTH.index(held.kind)):
        found[spelling.folded] = spelling


def _of_one(text: str, origin: str, kind: str) -> list[Spelling]:
    whole = _MARKED.sub("", text) if "(" in text else text
    made = [Spelling(text, fold(text), origin)]
    if whole != text:
        made.append(Spelling(whole, fold(whole), origin))
    if origin == "code":
        return made
    if kind == "state":
        made += [Spelling(form, fold(form), "alias") for form in _sided(whole)]
    for half, strength in _halves(whole):
        made.append(Spelling(half, fold(half), origin if strength == "name" else strength))
    if whole.startswith(_NUMBERED):
        return made
    return made + [shorter for spelling in made for shorter in _without_kind(spelling, kind)]


def _sided(text: str) -> list[str]:
    """Other ways to write a state's part: "X (North)" is also Northern X, N. X, X (N), X State (North), NXS."""
    found = _SIDE.fullmatch(text)
    if not found:
        return []
    name, side = found["name"] or found["other"], (found["side"] or found["first"]).removesuffix("ern")
    short = f"{side[0]}{name[0]}S" if name.isalpha() else ""
    forms = [f"{side}ern {name}", f"{side} {name}", f"{side[0]} {name}", f"{name} {side}", f"{name} {side[0]}"]
    return [*forms, f"{name} State {side}", *([short] if short else [])]


def _halves(text: str) -> list[tuple[str, str]]:
    """The names inside ``text`` with their strength: "part" where only a direction or number was taken away."""
    if not _DIVIDED.search(text):
        return []
    also = _ALSO.split(text)
    if len(also) == 1 and all(len(fold(half)) >= _LEAST_HALF for half in _STROKE.split(text)):
        also = _STROKE.split(text)
    if len(also) > 1:
        return [pair for half in also if _is_name(half) for pair in ((half, "name"), *_halves(half))]
    inside = [content.strip() for content in _IN_BRACKETS.findall(text)]
    if not inside or text.startswith(_NUMBERED):
        return []
    names = [content for content in inside if _is_name(content)]
    outside = " ".join(_IN_BRACKETS.sub(" ", text).split())
    qualified = bool(names) or any(fold(content) in _QUALIFIERS for content in inside)
    halves = [(content, "alias") for content in names] + [(outside, "name" if qualified else "part")]
    return [(half, strength) for half, strength in halves if _is_name(half)]


def _is_name(text: str) -> bool:
    key = fold(text)
    return len(key) >= _LEAST_PART and not key.isdigit() and key not in _NO_NAMES


_NO_NAMES = DIRECTIONS | _QUALIFIERS | {fold(word) for words in _KIND_WORDS.values() for word in words}


def _without_kind(spelling: Spelling, kind: str) -> list[Spelling]:
    """``X Town`` without ``Town`` (the town's very name), other kind words as parts, camps without their church."""
    made = []
    lower = spelling.text.casefold()
    for ending, pattern, strength in _ENDINGS.get(kind, ()):
        found = pattern.fullmatch(spelling.text) if lower.endswith(ending) else None
        if found and _is_name(found[1]):
            made.append(Spelling(found[1], fold(found[1]), strength or spelling.kind))
    return made + [shorter for found in made for shorter in _without_kind(found, kind)]


def _endings(kind: str, words: Iterable[str]) -> list[tuple[str, re.Pattern[str], str | None]]:
    """Kind words, patterns of a name before one, and the strength of what is left (None: that of the whole)."""
    strength = None if kind in {"town", "camp"} else "part"
    patterns = [(word, rf"(.+?)[\s-]+{word}" if word.isascii() else rf"(.+?)\s*{word}", strength) for word in words]
    if kind == "camp":
        patterns += [(church, rf"(.+?)[\s-]+{church}", "short") for church in (*sorted(CHURCHES), *_CHURCHES_IN_FULL)]
    return [(word.casefold(), re.compile(pattern, re.IGNORECASE), left) for word, pattern, left in patterns]


_ENDINGS = {kind: _endings(kind, words) for kind, words in _KIND_WORDS.items()}
