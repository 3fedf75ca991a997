"""Telegram ids by reference, sealed; intake and sender alone come here."""

from datetime import datetime

from sqlmodel import Session

from bot.crypto import Seal
from models import addresses as rows


def place(ref: str) -> str:
    """Where the id of ``ref`` is sealed to."""
    return f"address:{ref}"


def keep(db: Session, seal: Seal, ref: str, chat_id: int, now: datetime) -> None:
    """Keep where ``ref`` can be reached, and that it wrote at ``now``."""
    if not rows.seen(db, ref, now):
        kind = "person" if chat_id > 0 else "chat"
        rows.add(db, ref, kind, seal.close(str(chat_id).encode(), place(ref)), now)


def chat_id(db: Session, seal: Seal, ref: str) -> int | None:
    """Telegram id of ``ref``; ``None`` when it is not kept or cannot be reached. Raises `SealError`."""
    found = rows.sealed(db, ref)
    return int(seal.open(found[0], place(ref))) if found and found[1] else None


def moved(db: Session, seal: Seal, refs: tuple[str, str], new_id: int, now: datetime) -> None:
    """A group got a new id: ``refs`` are the old and the new reference. Doing it twice changes nothing."""
    old, new = refs
    if rows.sealed(db, old) is not None:
        keep(db, seal, new, new_id, now)
    rows.move(db, old, new)
