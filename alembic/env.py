"""Runs the migrations on the connection that bot/database.py opened."""

from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import models.agencies
import models.aliases
import models.assessments
import models.audit
import models.boundaries
import models.commitments
import models.files
import models.people
import models.picks
import models.place_merges
import models.places
import models.queue
import models.review
import models.submissions  # noqa: F401


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
