"""Movements, what they ask for, their later changes, and what two reports have to do with each other."""

import sqlalchemy as sa
from alembic import op

from models import columns

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _movement()
    op.create_table(
        "movement_ask",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("movement_id", columns.BigId, nullable=False),
        sa.Column("sector", sa.String(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["movement_id"], ["movement.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_movement_ask_movement_id", "movement_ask", ["movement_id"], unique=False)
    op.create_table(
        "movement_change",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("movement_id", columns.BigId, nullable=False),
        sa.Column("at", columns.Moment(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["movement_id"], ["movement.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_movement_change_movement_id", "movement_change", ["movement_id"], unique=False)
    op.create_table(
        "movement_link",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("movement_id", columns.BigId, nullable=False),
        sa.Column("other_id", columns.BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("independent", sa.Boolean(), nullable=True),
        sa.Column("linked_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["movement_id"], ["movement.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["movement.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_movement_link_pair", "movement_link", ["movement_id", "other_id"], unique=True)
    op.create_index("ix_movement_link_other_id", "movement_link", ["other_id"], unique=False)


def _movement() -> None:
    op.create_table(
        "movement",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("stage_on", sa.Date(), nullable=False),
        sa.Column("origin_id", columns.BigId, nullable=True),
        sa.Column("destination_id", columns.BigId, nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True)
          for name in ("households", "households_to", "individuals", "special_needs")),
        sa.Column("window_from", sa.Date(), nullable=True),
        sa.Column("window_to", sa.Date(), nullable=True),
        sa.Column("precision", sa.String(), nullable=True),
        sa.Column("said_when", sa.String(), nullable=True),
        sa.Column("organiser", sa.String(), nullable=True),
        *(sa.Column(name, sa.JSON(), nullable=False)
          for name in ("push", "pull", "conditions", "preparation", "flags")),
        sa.Column("site_kept", sa.Boolean(), nullable=True),
        sa.Column("source_kind", sa.String(), nullable=True),
        sa.Column("confidence", sa.Integer(), nullable=False),
        sa.Column("reported_households", sa.Integer(), nullable=True),
        sa.Column("split_of", columns.BigId, nullable=True),
        sa.Column("agency_id", columns.BigId, nullable=True),
        sa.Column("reporter_ref", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("news_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("undone_at", columns.Moment(timezone=True), nullable=True),
        sa.Column("asked_at", columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["origin_id"], ["place.id"]),
        sa.ForeignKeyConstraint(["destination_id"], ["place.id"]),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("ix_movement_origin", "movement", ["origin_id", "window_from"], unique=False)
    op.create_index("ix_movement_destination", "movement", ["destination_id", "window_from"], unique=False)
    op.create_index("ix_movement_split_of", "movement", ["split_of"], unique=False)
    op.create_index("ix_movement_reporter_ref", "movement", ["reporter_ref"], unique=False)
