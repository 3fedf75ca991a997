"""What waits for review."""

import sqlalchemy as sa
from alembic import op

from models import columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "review_item",
        sa.Column("id", key, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("place_id", key, nullable=True),
        sa.Column("indicator", sa.String(), nullable=True),
        sa.Column("value_id", key, nullable=True),
        sa.Column("sender_ref", sa.String(), nullable=False),
        sa.Column("agency_id", key, nullable=True),
        sa.Column("sent_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("told_at", columns.Moment(timezone=True), nullable=True),
        sa.Column("corrector_ref", sa.String(), nullable=True),
        sa.Column("correcting_since", columns.Moment(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"]),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"]),
        sa.ForeignKeyConstraint(["value_id"], ["indicator_value.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("review_item", schema=None) as batch_op:
        batch_op.create_index("ix_review_item_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_review_item_value", ["value_id"], unique=False)
