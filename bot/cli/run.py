"""``waypost run``: the bot."""

import asyncio
import gc
from typing import Annotated, Any

import structlog
import typer

from bot import locks, log
from bot.cli.context import open_desk
from bot.engines import parse_url
from bot.errors import sentence
from bot.settings import read_settings
from words import Words


def run(
    webhook: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Have updates posted to this https address instead of asking for them."),
    ] = None,
    listen: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help="Where webhook and health pages are served, plain http behind a reverse proxy. "
            "127.0.0.1:8080 with a webhook; without one no pages unless given.",
        ),
    ] = None,
    secret_in_path: Annotated[
        bool,
        typer.Option(
            "--secret-in-path",
            help="For a Bot API server that sends no secret: it becomes the last part of the address.",
        ),
    ] = False,
) -> None:
    """Run the bot by long polling or webhook, until Ctrl-C or SIGTERM."""
    from bot import app  # heavy, and no other command needs it

    settings = read_settings(**_given(webhook_url=webhook, listen=listen, webhook_secret_in_path=secret_in_path))
    app.token_of(settings)
    log.configure(settings.log_level)
    # One process on SQLite; on PostgreSQL several may run on one folder, but none while a backup is put in place.
    hold = locks.shared if parse_url(settings.store_url).get_backend_name() == "postgresql" else locks.alone
    with hold(settings.data_dir, locks.RUNNING, "cli.run.other"), open_desk(settings) as desk:
        try:
            asyncio.run(app.run(desk))
        except KeyboardInterrupt:
            return
        except Exception as error:  # noqa: BLE001 - logged without its values
            _leave(error, desk.words)
        finally:
            gc.freeze()  # what lives till the end need not be searched for garbage: that is most of a stop's time


def _given(**options: Any) -> dict[str, Any]:
    """Options that were given: they go before the settings of the same name."""
    return {name: value for name, value in options.items() if value}


def _leave(error: Exception, words: Words) -> None:
    """A traceback could quote a message: what nobody expected goes to the log, which holds no values."""
    if sentence(error, words) is not None:
        raise error
    structlog.get_logger("waypost").error("ended", exc_info=error)
    raise typer.Exit(1)
