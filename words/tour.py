"""The tour of a role: three messages, each with an example that works."""

from coordination.examples import Examples
from words import help as helping
from words import typed
from words.language import Words
from words.message import Button, Message

STEPS = 3
ROLES = ("agency", "focal", "protection", "coordinator")


def message(words: Words, role: str, step: int, examples: Examples) -> Message:
    """Message ``step`` (from 1) of the tour of ``role``; admins, who see no data, have none and are told what to do."""
    if role not in ROLES:
        return Message(words.html("people.welcome_admin"))
    example = helping.filled(words, f"tour.example.{role}.{step}", examples)
    tried = typed.row(example) if examples.village or example.startswith("/") else ()
    shown = () if tried else (words.html("tour.try", example=example),)
    head = words.html("tour.step", step=step, steps=STEPS)
    said = "\n\n".join([head, words.html(f"tour.{role}.{step}"), *shown])
    return Message(said, (*tried, _on(words, step)))


def skipped(words: Words) -> Message:
    """The tour ends here."""
    return Message(words.html("tour.skipped"))


def begin(words: Words) -> tuple[tuple[Button, ...], ...]:
    """The button that begins it."""
    return ((Button(words.say("tour.begin"), helping.TOUR),),)


def _on(words: Words, step: int) -> tuple[Button, ...]:
    if step == STEPS:
        return (Button(words.say("tour.help"), "1|t|/help"),)
    next_ = Button(words.say("tour.next"), f"1|to|{step + 1}")
    return (next_, Button(words.say("tour.skip"), "1|to|x"))
