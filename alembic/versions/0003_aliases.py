"""Aliases."""

import sqlalchemy as sa
from alembic import op

from models import columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked_name",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("asked_at", columns.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "earlier_pick",
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat"),
    )
    op.create_table(
        "place_alias",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("folded", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("noted_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("decided_at", columns.Moment(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("place_alias", schema=None) as batch_op:
        batch_op.create_index("ix_place_alias_state", ["state"], unique=False)

    op.create_table(
        "alias_pick",
        sa.Column(
            "asked_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("picker", sa.String(), nullable=False),
        sa.Column("alias_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["alias_id"], ["place_alias.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("asked_id", "picker"),
    )
    with op.batch_alter_table("alias_pick", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alias_pick_alias_id"), ["alias_id"], unique=False)
