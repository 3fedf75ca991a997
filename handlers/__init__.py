"""Telegram's edge: one file per noun, each with ``handlers()``; first match wins, in this order."""

from typing import Any

from handlers import agencies, groups, invitations, people

FILES: tuple[Any, ...] = (people, invitations, groups, agencies)


def register(application: Any) -> None:
    """Give PTB every handler of the desk."""
    for file in FILES:
        application.add_handlers(file.handlers())
