"""``waypost settings``: what is in force."""

import json
from typing import Annotated, Any

import typer
from pydantic import SecretStr
from rich import print as rich_print
from rich.table import Table

from bot.database import without_password
from bot.settings import Settings, read_settings

MASK = "********"


def settings(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show every setting that is in force; secrets are masked."""
    values = effective(read_settings())
    if as_json:
        typer.echo(json.dumps(values, ensure_ascii=False))
        return
    table = Table("Setting", "Value", "What it is", box=None)
    for name, field in Settings.model_fields.items():
        key = f"WAYPOST_{name.upper()}"
        table.add_row(key, _shown(values[key]), field.description or "")
    rich_print(table)


def effective(current: Settings) -> dict[str, Any]:
    """Value of each setting by the name of its variable; tokens, keys and the admins' ids masked."""
    values = {f"WAYPOST_{name.upper()}": _value(name, getattr(current, name)) for name in Settings.model_fields}
    return values | {"WAYPOST_DATABASE_URL": without_password(current.store_url)}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, SecretStr):
        return MASK
    if name == "admins":
        return [MASK for _ in value]
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _shown(value: Any) -> str:
    return "-" if value is None or value == [] else ", ".join(value) if isinstance(value, list) else str(value)
