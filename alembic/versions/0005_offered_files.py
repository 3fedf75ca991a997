"""Files that wait for their sender's yes."""

import sqlalchemy as sa
from alembic import op

from models import columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offered_file",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("person_ref", sa.String(), nullable=False),
        sa.Column("chat_ref", sa.String(), nullable=False),
        sa.Column("message_id", columns.BigId, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("offered_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_offered_file_offered_at", "offered_file", ["offered_at"], unique=False)
