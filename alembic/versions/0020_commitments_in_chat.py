"""Further fields of commitments, and who is asked about those made in chat."""

import sqlalchemy as sa
from alembic import op

from models import columns

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("commitment", sa.Column("contact", sa.String(), nullable=True))
    op.add_column("commitment", sa.Column("movement", sa.Integer(), nullable=True))
    op.add_column("commitment", sa.Column("reason", sa.String(), nullable=True))
    op.create_index("ix_commitment_agency", "commitment", ["agency_id", "superseded_at"], unique=False)
    op.create_table(
        "commitment_duty",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_ref", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("undo_version", columns.BigId, nullable=True),
        sa.Column("undo_ref", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_commitment_duty_person_ref", "commitment_duty", ["person_ref"], unique=False)
    op.create_index("ix_commitment_duty_due_on", "commitment_duty", ["due_on"], unique=False)
