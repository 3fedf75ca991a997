"""``waypost run``: the bot."""

import asyncio
from contextlib import suppress

from bot import app, log
from bot.cli.context import open_desk
from bot.settings import read_settings


def run() -> None:
    """Run the bot by long polling, until Ctrl-C or SIGTERM."""
    settings = read_settings()
    app.token_of(settings)
    log.configure(settings.log_level)
    with open_desk(settings) as desk, suppress(KeyboardInterrupt):
        asyncio.run(app.run(desk))
