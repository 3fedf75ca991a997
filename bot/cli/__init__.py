"""The command line: one file per noun, listed here.

A file holds a function of the command's name, or ``app``, a group of commands; it is imported when it is called, so
that no command waits for what only another one needs. No command catches expected errors: `Commands` turns them into
one sentence on standard error and exit code 2.
"""

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

EXIT_EXPECTED = 2
COMMANDS = {
    "run": "Run the bot by long polling or webhook, until Ctrl-C or SIGTERM.",
    "demo": "Try the desk: a chat page with invented villages, people and groups.",
    "check": "Look at settings, store, key, catalogue, places, people and the bot's account",
    "ask": "Ask as somebody would in chat and print the very answer.",
    "gaps": "List open needs, worst first, as a viewer may see them.",
    "compare": "Set a place beside another, beside its earlier round, or beside protection monitoring.",
    "settings": "Show every setting that is in force; secrets are masked.",
    "invite": "Invite one person: prints a code that works once, for 72 hours.",
    "people": "See and change who uses the desk.",
    "groups": "See and change in which groups the desk answers.",
    "digest": "See what digests groups get, what one says now, and send one.",
    "agencies": "See the agencies of the desk; waypost import agencies adds to them.",
    "import": "Read a file of other people's data, row by row.",
    "backup": "Copy everything into one sealed file, while the bot goes on.",
    "restore": "Put a backup in place of what the store holds. Stop the bot first.",
    "move": "Copy the whole store into an empty one, from SQLite to PostgreSQL or back.",
    "pull": "Bring in what forms have collected since the last time.",
    "place": "Find the place that a text means.",
    "understand": "Read a message: intent, places, sector, households, time.",
    "places": "See and change the desk's own list of places.",
    "export": "Write what the desk holds to a file that waypost import reads back.",
    "template": "Write an XLSX to fill in and read back with waypost import.",
}
"""Every command in the order of the help, with how its own help begins."""
FILES = {"import": "imports", "compare": "comparisons"}
"""Files that cannot bear the name of their command."""
MORE = {"places": ("place_page",), "check": ("quality",)}
"""Files that add commands to the group of another file."""


class Commands(TyperGroup):
    """The top of all commands: loads the one that is called; expected errors leave as one sentence, no traceback."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that ``args`` begin with, loaded."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, load(name) if name else listed, rest

    def invoke(self, ctx: Any) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise typer.Exit(0) from None
        except Exception as error:
            text = _sentence(error)
            if text is None:
                raise
            sys.stderr.write(f"{text}\n")
            raise typer.Exit(EXIT_EXPECTED) from None


def load(name: str) -> Any:
    """The command or group ``name`` out of its file."""
    file, *_ = [import_module(f"bot.cli.{one}") for one in (FILES.get(name, name), *MORE.get(name, ()))]
    holder = typer.Typer()
    if hasattr(file, "app"):
        holder.add_typer(file.app, name=name)
    else:
        holder.command(name)(getattr(file, name))
    return get_group(holder).commands[name]


def _sentence(error: Exception) -> str | None:
    from bot.errors import sentence
    from bot.resources import resource
    from words import Words
    from words.language import read_locales

    return sentence(error, Words(read_locales(resource("locales"))))


app = typer.Typer(
    name="waypost", cls=Commands, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False
)


@app.callback()
def waypost() -> None:
    """The information desk of a durable solutions working group, in chat."""


for _name, _line in COMMANDS.items():
    app.command(_name, help=_line)(waypost)
