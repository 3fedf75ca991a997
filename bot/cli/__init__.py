"""The command line: one file per noun, registered here.

A file holds a function (``app.command("check")(check.check)``) or a group of its own
(``app.add_typer(people.app, name="people")``). No command catches expected errors: `Commands` turns them into one
sentence on standard error and exit code 2.
"""

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from bot.cli import (
    agencies,
    ask,
    check,
    demo,
    gaps,
    groups,
    imports,
    invite,
    people,
    place,
    places,
    run,
    settings,
    template,
)
from bot.errors import sentence
from bot.resources import resource
from words import Words
from words.language import read_locales

EXIT_EXPECTED = 2


class Commands(TyperGroup):
    """The top of all commands: expected errors leave as one sentence, never as a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise typer.Exit(0) from None
        except Exception as error:
            text = sentence(error, Words(read_locales(resource("locales"))))
            if text is None:
                raise
            sys.stderr.write(f"{text}\n")
            raise typer.Exit(EXIT_EXPECTED) from None


app = typer.Typer(
    name="waypost", cls=Commands, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False
)


@app.callback()
def waypost() -> None:
    """The information desk of a durable solutions working group, in chat."""


app.command("run")(run.run)
app.command("demo")(demo.demo)
app.command("check")(check.check)
app.command("ask")(ask.ask)
app.command("gaps")(gaps.gaps)
app.command("settings")(settings.settings)
app.command("invite")(invite.invite)
app.add_typer(people.app, name="people")
app.add_typer(groups.app, name="groups")
app.add_typer(agencies.app, name="agencies")
app.add_typer(imports.app, name="import")
app.command("place")(place.place)
app.add_typer(places.app, name="places")
app.add_typer(template.app, name="template")
