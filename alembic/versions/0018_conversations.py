"""Where open conversations stand."""

import sqlalchemy as sa
from alembic import op

from models import columns

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "flow_state",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("chat_ref", sa.String(), nullable=False),
        sa.Column("person_ref", sa.String(), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("touched_at", columns.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chat_ref"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_flow_state_person_ref", "flow_state", ["person_ref"], unique=False)
    op.create_index("ix_flow_state_touched_at", "flow_state", ["touched_at"], unique=False)
