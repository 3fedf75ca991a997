"""Which notice a person agreed to, roles that wait for a second coordinator, menus as sent, what was not understood."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("consent_version", sa.Integer(), nullable=True))
        table.add_column(sa.Column("wanted_role", sa.String(), nullable=True))
        table.add_column(sa.Column("wanted_by", sa.String(), nullable=True))
    op.create_table(
        "menu",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "language"),
    )
    op.create_table(
        "misunderstood",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "kind"),
    )
