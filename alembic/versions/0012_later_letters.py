"""Letters for later stand apart from those that are due; the next turns of an inbox come from its index alone."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    outbox = sa.table("outbox", sa.column("status"), sa.column("not_before"))
    waits = (outbox.c.status == "pending") & outbox.c.not_before.is_not(None)
    op.execute(outbox.update().where(waits).values(status="later"))
    op.create_index("ix_outbox_due", "outbox", ["status", "not_before"], unique=False)
    op.drop_index("ix_inbox_next", table_name="inbox")
    op.create_index("ix_inbox_turns", "inbox", ["bot_id", "status", "chat_ref", "update_id"], unique=False)
