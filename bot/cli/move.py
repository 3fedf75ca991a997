"""``waypost move``: the whole store into another one."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from bot.settings import read_settings
from words import Words
from words.language import read_locales


def move(
    to_url: Annotated[str, typer.Argument(help="Address of an empty store, postgresql://… or sqlite:///…")],
    from_url: Annotated[
        str | None, typer.Option("--from", help="Address of the store to copy; the desk's own when not given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Copy the whole store into an empty one, from SQLite to PostgreSQL or back. Stop the bot first.

    All of it goes in or nothing, and every table is read again and compared. The old store stays as it is. The key is
    not part of it: keep WAYPOST_DATA_DIR or WAYPOST_KEY as they are.
    """
    from bot.database import without_password
    from bot.moving import move as move_store
    from bot.resources import resource
    from models.moving import Content

    settings = read_settings()
    words = Words(read_locales(resource("locales")))

    def tell(table: Content) -> None:
        if not as_json:
            typer.echo(words.say("cli.move.table", name=table.table, rows=table.rows, checksum=table.checksum[:16]))

    source = from_url or settings.store_url
    moved = move_store(source, to_url, tell)
    rows = sum(table.rows for table in moved)
    if as_json:
        told = {"from": without_password(source), "to": without_password(to_url), "rows": rows}
        typer.echo(json.dumps(told | {"tables": [asdict(table) for table in moved]}, ensure_ascii=False))
        return
    typer.echo(words.say("cli.move.done", tables=len(moved), rows=rows, url=without_password(to_url)))
