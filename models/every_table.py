"""The tables of the desk, whichever file they are in."""

from importlib import import_module
from pkgutil import iter_modules

from sqlalchemy import Table
from sqlmodel import SQLModel

import models


def every_table() -> list[Table]:
    """All tables; those that others point to come first."""
    for module in iter_modules(models.__path__):
        import_module(f"models.{module.name}")
    return SQLModel.metadata.sorted_tables
