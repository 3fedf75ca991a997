"""``waypost run``: the bot."""

import asyncio

import structlog
import typer

from bot import locks, log
from bot.cli.context import open_desk
from bot.errors import sentence
from bot.settings import read_settings
from words import Words


def run() -> None:
    """Run the bot by long polling, until Ctrl-C or SIGTERM."""
    from bot import app  # heavy, and no other command needs it

    settings = read_settings()
    app.token_of(settings)
    log.configure(settings.log_level)
    with locks.shared(settings.data_dir, locks.RUNNING, "cli.backup.other"), open_desk(settings) as desk:
        try:
            asyncio.run(app.run(desk))
        except KeyboardInterrupt:
            return
        except Exception as error:  # noqa: BLE001 - logged without its values
            _leave(error, desk.words)


def _leave(error: Exception, words: Words) -> None:
    """A traceback could quote a message: what nobody expected goes to the log, which holds no values."""
    if sentence(error, words) is not None:
        raise error
    structlog.get_logger("waypost").error("ended", exc_info=error)
    raise typer.Exit(1)
