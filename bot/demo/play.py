"""The demo itself: the sandbox and, against it, the bot, in one process and one event loop."""

from collections.abc import Callable

from bot import app
from bot.demo import cast
from bot.desk import open_desk
from bot.settings import Settings
from sandbox import Sandbox, serve

HOST = "127.0.0.1"


async def play(settings: Settings, port: int, on_ready: Callable[[], None]) -> None:
    """Serve the page on ``port`` of this machine and run the bot until Ctrl-C."""
    people = [persona.user for persona in cast.people()]
    sandbox = Sandbox(people, [circle.group for circle in cast.groups()], title="Waypost (demo)")
    await serve(sandbox, HOST, port)
    try:
        with open_desk(settings, demo=True) as opened:
            await app.run(opened, lambda _parts: on_ready())
    finally:
        await sandbox.close()
