"""Programmes and form instances of assessments."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("programme", sa.String(), nullable=False, server_default="assessment"))
        batch_op.add_column(sa.Column("instance", sa.String(), nullable=False, server_default=""))
        batch_op.drop_index("ux_assessment_key")
        batch_op.create_index(
            "ux_assessment_key",
            ["place_id", "collected_on", "tool", "agency_id", "programme", "instance"],
            unique=True,
        )
        batch_op.create_index("ix_assessment_instance", ["instance"], unique=False)
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.alter_column("programme", server_default=None)
        batch_op.alter_column("instance", server_default=None)
