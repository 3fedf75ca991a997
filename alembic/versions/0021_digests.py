"""Digests, their periods, and what was said in them."""

import sqlalchemy as sa
from alembic import op

from models import columns

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "digest",
        sa.Column("id", key, nullable=False),
        sa.Column("chat_ref", sa.String(), nullable=False),
        sa.Column("topic", key, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("area_id", key, nullable=True),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("settled_at", columns.Moment(timezone=True), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["place.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_digest_due", "digest", ["paused", "due_at"], unique=False)
    op.create_index("ix_digest_chat_ref", "digest", ["chat_ref"], unique=False)
    op.create_table(
        "digest_snapshot",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "digest_run",
        sa.Column("digest_id", key, nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("due_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("as_of", columns.Moment(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lease_until", columns.Moment(timezone=True), nullable=True),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("snapshot", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["snapshot"], ["digest_snapshot.key"]),
        sa.PrimaryKeyConstraint("digest_id", "period"),
    )
    op.create_index("ix_digest_run_state", "digest_run", ["state"], unique=False)
    op.create_index("ix_digest_run_snapshot", "digest_run", ["snapshot"], unique=False)
