"""``waypost demo``: the bot, a chat page and a fictional township on this machine."""

import asyncio
import socket
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot import log
from bot.demo import cast, store
from bot.demo.play import HOST, play
from bot.resources import resource
from bot.settings import read_settings
from coordination.errors import Refusal
from words import Words
from words.language import read_locales

PORT = 8765
QUESTIONS = 2


def demo(
    port: Annotated[int, typer.Option(help="Port of the page.", min=1, max=65535)] = PORT,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start from nothing, as on the first day.")] = False,
) -> None:
    """Try the desk: a chat page with invented villages, people and groups. No token, no network."""
    words = Words(read_locales(resource("locales")))
    _check_port(port)
    address = f"http://{HOST}:{port}"
    settings = store.settings_of(read_settings().data_dir / folder(port), address)
    log.configure(settings.log_level)
    typer.echo(words.say("cli.demo.starting"))
    today = datetime.now(UTC).date()
    store.prepare(settings, today, fresh=fresh, say=lambda step: typer.echo(words.say(f"cli.demo.step.{step}")))
    with suppress(KeyboardInterrupt):
        asyncio.run(play(settings, port, lambda: typer.echo(_ready(words, address))))
    typer.echo(words.say("cli.demo.ended"))


def folder(port: int) -> str:
    """A store of its own for a second demo beside the first."""
    return "demo" if port == PORT else f"demo-{port}"


def _check_port(port: int) -> None:
    """Before any work: a page of another demo must not be mistaken for this one's."""
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        raise Refusal("cli.demo.port", port=port, other=port + 1 if port < 65535 else PORT) from None


def _ready(words: Words, address: str) -> str:
    first = cast.people()[0].user
    questions = "\n".join(f"  {question}" for question in first.suggestions[:QUESTIONS])
    return words.say("cli.demo.ready", address=address, persona=first.name, questions=questions)
