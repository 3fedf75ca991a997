"""Names of submissions of form servers, and how far each form has been read."""

import sqlalchemy as sa
from alembic import op

from models import columns

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_pull",
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("reached", columns.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("form"),
    )
    op.create_table(
        "submission_name",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("instance", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    with op.batch_alter_table("submission_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_name_instance"), ["instance"], unique=False)
