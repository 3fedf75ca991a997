"""Telling people, and coordinators of them, before a registration runs out (domain section 6 rule 1)."""

from collections.abc import Iterator

from coordination import people, registration
from coordination.scope import Scope
from words import Words
from words.message import Notice
from words.registration import ends, runs_out


def running_out(scope: Scope, words: Words) -> Iterator[tuple[str, Notice]]:
    """One reminder a person, reader and registration, a week ahead.

    To the coordinators who may renew it, which nobody does for oneself, and to the person.
    """
    for entry in registration.running_out(scope):
        own, others = people.recipient_called(scope, entry.label), people.coordinators(scope, but=entry.label)
        about = f"renew.{entry.label}.{entry.valid_until:%Y%m%d}"
        yield from ((about, runs_out(words, to, entry.label)) for to in others)
        if own:
            yield about, ends(words, own)
