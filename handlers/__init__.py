"""Telegram's edge: one file per noun, each with ``handlers()``; first match wins, in this order.

Questions come last: they take what no other file took.
"""

from typing import Any

from handlers import agencies, aliases, ask, groups, invitations, people, places, questioned, review, sightings
from handlers import help as helping

FILES: tuple[Any, ...] = (
    people, invitations, groups, agencies, aliases, places, review, sightings, questioned, helping, ask,
)  # fmt: skip


def register(application: Any) -> None:
    """Give PTB every handler of the desk."""
    for file in FILES:
        application.add_handlers(file.handlers())
