"""Which command menus Telegram has, so that one is not sent again; by bot, and by chat or scope and language."""

from sqlalchemy import BigInteger, Column, delete
from sqlmodel import Field, Session, SQLModel, col


class CommandMenu(SQLModel, table=True):
    """A menu that Telegram took. ``shown_to`` is a chat's keyed reference, or a scope with its language."""

    __tablename__ = "command_menu"

    bot_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    shown_to: str = Field(primary_key=True)
    digest: str


def digest(db: Session, bot_id: int, shown_to: str) -> str | None:
    """Digest of the menu that Telegram has; None where it has none of its own."""
    row = db.get(CommandMenu, (bot_id, shown_to))
    return row.digest if row else None


def keep(db: Session, bot_id: int, shown_to: str, taken: str | None) -> None:
    """Telegram took a menu, or with None took it away."""
    row = db.get(CommandMenu, (bot_id, shown_to))
    if taken is None:
        forget(db, shown_to)
    elif row is None:
        db.add(CommandMenu(bot_id=bot_id, shown_to=shown_to, digest=taken))
    else:
        row.digest = taken


def forget_all(db: Session, bot_id: int) -> None:
    """Keep nothing of a bot."""
    db.execute(delete(CommandMenu).where(col(CommandMenu.bot_id) == bot_id))


def forget(db: Session, chat_ref: str) -> None:
    """Keep nothing of a chat."""
    db.execute(delete(CommandMenu).where(col(CommandMenu.shown_to) == chat_ref))
