"""Names of what the catalogue holds. What a DSWG added without a text of its own shows the catalogue's own label."""

from coordination.catalogue import Activity, Indicator, sector_key
from words.language import Words


def sector_name(words: Words, sector: str) -> str:
    """Short name of a sector."""
    key = f"sector.{sector_key(sector)}"
    return words.say(key) if words.has(key) else sector


def activity_name(words: Words, activity: Activity) -> str:
    """Name of an activity."""
    key = f"activity.{activity.code}"
    return words.say(key) if words.has(key) else activity.name


def indicator_phrase(words: Words, indicator: Indicator, number: object = "") -> str:
    """Short phrase of an indicator; of counts with the ``number`` (or band) in it: "41 HH short of water"."""
    key = f"indicator.{indicator.code}"
    if words.has(key):
        return words.say(key, n=number)
    return f"{indicator.label}: {number}" if number != "" else indicator.label


def unanswered_phrase(words: Words, indicator: Indicator) -> str:
    """What was asked, without a number: "children not in school"."""
    key = f"indicator.{indicator.code}.unanswered"
    return words.say(key) if words.has(key) else indicator_phrase(words, indicator, " ").strip(" :")


def value_phrase(words: Words, indicator: Indicator, choice: str) -> str:
    """Phrase of an answer, of each item of a list joined by commas; it stands alone: "direct evidence"."""
    return ", ".join(_answer(words, indicator.code, item.strip()) for item in choice.split("|"))


def unit_name(words: Words, unit: str, number: object = "") -> str:
    """Name of a unit of count, in the form for ``number``: "1 child", "20–49 children"."""
    return words.say(f"unit.{unit}", n=number) if words.has(f"unit.{unit}") else unit


def _answer(words: Words, code: str, choice: str) -> str:
    key = f"value.{code}.{choice}"
    return words.say(key) if words.has(key) else choice.replace("_", " ")
