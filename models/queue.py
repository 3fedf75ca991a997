"""Tables of durable intake and delivery. Core tables, not SQLModel: this is the hot path."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)
from sqlmodel import SQLModel

from models.columns import HOLDS_PLACES, BigId, Moment

inbox = Table(
    "inbox",
    SQLModel.metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_ref", String, nullable=False),
    Column("payload", LargeBinary),
    Column("status", String, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", Moment),
    Column("error", String),
    Column("received_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Index("ix_inbox_turns", "bot_id", "status", "chat_ref", "update_id"),
)
"""status: pending, done or aside; payload is encrypted and NULL once handled."""

inbox_lease = Table(
    "inbox_lease",
    SQLModel.metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_ref", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("until", Moment, nullable=False),
)
"""Which process has a chat's turn, where several share a store, and until when it counts as alive without a word.

A table of its own, since what answers an update must not wait for, or be taken back because of, whoever took it.
"""

outbox = Table(
    "outbox",
    SQLModel.metadata,
    Column("id", BigId, primary_key=True),
    Column("dedupe", String, nullable=False, unique=True),
    Column("chat_ref", String, nullable=False),
    Column("person_ref", String),
    Column("method", String, nullable=False),
    Column("params", LargeBinary),
    Column("klass", String, nullable=False),
    Column("township_id", BigInteger, info=HOLDS_PLACES),
    Column("priority", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("not_before", Moment),
    Column("expires_at", Moment),
    Column("protect", Boolean, nullable=False, default=False),
    Column("delete_after", Integer),
    Column("attempts", Integer, nullable=False, default=0),
    Column("lease_until", Moment),
    Column("message_id", BigInteger),
    Column("error", String),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Index("ix_outbox_next", "status", "chat_ref", "id"),
    Index("ix_outbox_due", "status", "not_before"),
)
"""status: pending, later (until not_before), sent or dead; params are encrypted and NULL once sent or dead.

delete_after is in seconds.
"""

address = Table(
    "address",
    SQLModel.metadata,
    Column("ref", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("reachable", Boolean, nullable=False, default=True),
    Column("seen_at", Moment, nullable=False),
)
"""The only place where a Telegram id stands, encrypted; read by intake and sender alone. kind: person or chat."""
