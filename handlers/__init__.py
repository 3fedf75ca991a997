"""Telegram's edge: one file per noun, each with ``handlers()``; first match wins, in this order.

Files come first, whatever stands under them; questions come last: they take what nothing else took.
"""

from typing import Any

from handlers import (
    agencies,
    aliases,
    ask,
    comparisons,
    digests,
    entitlements,
    files,
    groups,
    invitations,
    languages,
    people,
    places,
    quality,
    questioned,
    registration,
    review,
    sightings,
    typed,
)
from handlers import help as helping

FILES: tuple[Any, ...] = (
    files, typed, people, languages, registration, entitlements, invitations, groups, digests, agencies, aliases,
    places, comparisons, quality, review, sightings, questioned, helping, ask,
)  # fmt: skip


def register(application: Any) -> None:
    """Give PTB every handler of the desk."""
    for file in FILES:
        application.add_handlers(file.handlers())
