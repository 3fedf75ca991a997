"""Choosing a language, in words: each by its own name."""

from words.language import ENGLISH, Words
from words.message import Button, Message, Reply

VERB = "la"
"""``1|la|<language>``; without one it is that of Telegram, in a group that of the desk."""


def which(words: Words, *, group: bool) -> Reply:
    """In which language?"""
    rows = [tuple(Button(name(words, one), f"1|{VERB}|{one}") for one in words.languages)]
    automatic = words.say("language.automatic_desk" if group else "language.automatic")
    asked = words.html("language.which_group" if group else "language.which")
    return Reply((Message(asked, (*rows, (Button(automatic, f"1|{VERB}|"),))),))


def chosen(words: Words, wanted: str | None) -> Message:
    """That answers come in the language of ``words``, what is missing in it, and who answers for it."""
    if wanted is not None and not words.translated:
        return Message(words.html("language.untranslated", name=name(words, wanted)))
    said = [words.html("language.chosen")]
    if words.language != ENGLISH and not words.signed:
        said.append(words.html("language.unsigned"))
    return Message("\n".join(said))


def name(words: Words, language: str) -> str:
    """A language by its own name; by its code where that has no text."""
    key = f"language.{language}"
    return words.say(key) if words.has(key) else language
