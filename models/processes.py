"""Several processes of the bot on one PostgreSQL: how they tell who leads, how many they are, and that there is news.

The locks belong to a session that each process keeps for nothing else: when it ends, however it ends, they are gone.
Their names are two numbers: what the lock is for, and the bot.
"""

from sqlalchemy import text
from sqlmodel import Session

LEADS, RUNS = 0x57617971, 0x57617972
"""Held alone by the process that leads, and shared by every one that runs."""
LARGEST = 0x7FFFFFFF

SETTLE = """
SELECT set_config(name, wanted, false) FROM pg_settings JOIN (VALUES
    ('tcp_keepalives_idle', '5'), ('tcp_keepalives_interval', '3'), ('tcp_keepalives_count', '3'),
    ('idle_session_timeout', '0')) AS ours (named, wanted) ON name = named
"""
"""The server finds out within 15 seconds that a machine is gone, and ends no session for being quiet."""
LISTEN = "LISTEN waypost"
IS_ALONE = f"SELECT pg_try_advisory_lock({RUNS}, %s)"
"""Whether no other process runs; then none can begin before `JOIN`."""
JOIN = f"SELECT pg_advisory_lock_shared({RUNS}, %(bot)s)"
JOINED = f"SELECT pg_advisory_unlock({RUNS}, %(bot)s)"
LEAD = f"SELECT pg_try_advisory_lock({LEADS}, %s)"
RUNNING = f"""
SELECT count(*) FROM pg_locks
WHERE locktype = 'advisory' AND granted AND mode = 'ShareLock' AND classid = {RUNS} AND objid = %s AND objsubid = 2
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""  # noqa: S608 - the number above
_NEWS = text("SELECT pg_notify('waypost', '')")


def lock_number(bot_id: int) -> int:
    """A bot in the name of a lock."""
    return bot_id & LARGEST


def tell(db: Session) -> None:
    """With the commit every other process hears that there may be work; on SQLite there is no other."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(_NEWS)
