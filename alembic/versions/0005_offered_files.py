"""Files that wait for their sender's yes, and what agencies offer for review."""

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
    op.create_table(
        "review_offer",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("person_ref", sa.String(), nullable=True),
        sa.Column("agency_id", columns.BigId, nullable=True),
        sa.Column("offered_at", columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source"),
    )
    op.create_table(
        "offered_assessment",
        sa.Column("offer_id", columns.BigId, autoincrement=False, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("place_id", columns.BigId, nullable=False),
        sa.Column("agency_id", columns.BigId, nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"]),
        sa.ForeignKeyConstraint(["offer_id"], ["review_offer.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"]),
        sa.PrimaryKeyConstraint("offer_id", "row"),
    )
    op.create_index("ix_offered_assessment_place_id", "offered_assessment", ["place_id"], unique=False)
