"""Outlines of areas."""

import sqlalchemy as sa
from alembic import op

from models import columns

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "boundary",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("place_id", columns.BigId, nullable=False),
        sa.Column("geometry", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("imported_at", columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_boundary_place_id", "boundary", ["place_id"])
