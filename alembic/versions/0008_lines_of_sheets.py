"""Lines of sheets that commitments come from, so that the next month's sheet finds them again."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("line", sa.String(), nullable=True))
        batch_op.create_index("ix_commitment_line", ["line"], unique=False)
