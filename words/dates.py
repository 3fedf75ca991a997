"""Days and months as people write them, in the reader's language."""

from datetime import date

from words.language import Words


def day(words: Words, at: date) -> str:
    """A day (of a moment: in UTC) such as 12 Oct 2026."""
    return words.say("date.day", day=at.day, month=_name(words, at), year=at.year)


def month(words: Words, at: date) -> str:
    """A month such as Oct 2026."""
    return words.say("date.month", month=_name(words, at), year=at.year)


def _name(words: Words, at: date) -> str:
    return words.say(f"month.{at.month}")
