"""Runs the migrations on the connection that bot/database.py opened."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import models

for _module in iter_modules(models.__path__):
    import_module(f"models.{_module.name}")  # each tells SQLModel of its tables


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write SQLModel's string type as SQLAlchemy's own."""
    return "sa.String()" if kind == "type" and isinstance(item, AutoString) else False


context.configure(
    render_item=render_item,
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    user_module_prefix="columns.",
)
with context.begin_transaction():
    context.run_migrations()
