"""Telegram's edge: one file per noun, each with ``handlers()``; first match wins, in this order.

Conversations come first: an edited message is for nobody else. Then files, whatever stands under them; questions come
last: they take what nothing else took.
"""

from typing import Any

from handlers import (
    agencies,
    aliases,
    ask,
    changes,
    commitments,
    comparisons,
    digests,
    entitlements,
    files,
    flows,
    groups,
    information_gaps,
    invitations,
    languages,
    mine,
    movements,
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
    flows, files, typed, people, languages, registration, entitlements, invitations, groups, digests, agencies, aliases,
    places, comparisons, changes, commitments, mine, information_gaps, quality, movements, review, sightings,
    questioned, helping, ask,
)  # fmt: skip


def register(application: Any) -> None:
    """Give PTB every handler of the desk."""
    for file in FILES:
        application.add_handlers(file.handlers())
