"""The one row by which every process knows whether what it keeps in memory is still what the store says."""

from sqlalchemy import bindparam, select
from sqlmodel import Field, Session, SQLModel, col

from models.prepared import Prepared
from models.rows import insert_new

_ONLY = 1


class DataVersion(SQLModel, table=True):
    """``token`` is another one after each change of what answers are made of; a token never comes again."""

    __tablename__ = "data_version"

    id: int = Field(primary_key=True)
    token: str


_TABLE = SQLModel.metadata.tables["data_version"]
_TOKEN = Prepared(select(col(DataVersion.token)).where(col(DataVersion.id) == _ONLY))
_CHANGE = Prepared(_TABLE.update().where(_TABLE.c.id == _ONLY).values(token=bindparam("new")))


def token(db: Session) -> str:
    """The token as this transaction sees it; "" before the first change."""
    return _TOKEN.scalar(db) or ""


def change(db: Session, new: str) -> None:
    """Let the token be another one."""
    if not _CHANGE.run(db, new=new):
        insert_new(db, _TABLE, [{"id": _ONLY, "token": new}])
