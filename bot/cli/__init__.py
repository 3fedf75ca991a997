"""The command line: one file per noun."""

import typer

app = typer.Typer(name="waypost", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
