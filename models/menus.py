"""Command menus as Telegram last got them: a digest by scope and language, so that nothing is sent twice."""

from sqlalchemy import delete
from sqlmodel import Field, Session, SQLModel, col, select


class Menu(SQLModel, table=True):
    """A menu that Telegram took; ``scope`` is a scope of Telegram's, or the reference of a person's private chat."""

    __tablename__ = "menu"

    scope: str = Field(primary_key=True)
    language: str = Field(primary_key=True, description="a language code, or '' for every other language")
    digest: str


def digests(db: Session) -> dict[tuple[str, str], str]:
    """Digests of what Telegram has, by scope and language."""
    return {(one.scope, one.language): one.digest for one in db.exec(select(Menu))}


def keep(db: Session, menu: Menu) -> None:
    """Telegram took this menu."""
    db.merge(menu)


def drop(db: Session, scope: str, language: str) -> None:
    """Telegram has no menu of that scope any more."""
    db.execute(delete(Menu).where(col(Menu.scope) == scope, col(Menu.language) == language))


def drop_all(db: Session) -> None:
    """Telegram has none of them."""
    db.execute(delete(Menu))
