"""Several processes on one store: which of them has a chat's turn."""

import sqlalchemy as sa
from alembic import op

from models import columns

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbox_lease",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_ref", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", columns.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "chat_ref"),
    )
