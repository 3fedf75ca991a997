"""Under which ids a form server knows a submission, and how far each of its forms has been read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Column, Table, inspect, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import Moment, chunks
from models.rows import insert_new

CURRENT, EARLIER, NUMBER, PART = "current", "earlier", "number", "part"
"""What a name is: the id of the version in force, of one before, the server's own number, or a row of a repeat."""


class SubmissionName(SQLModel, table=True):
    """One name of a submission; ``instance`` is the one that its assessments bear, whatever version they are of.

    Each edit gives a submission a new id. All lead to one ``instance``, so that an edit is never a second visit.
    """

    __tablename__ = "submission_name"

    name: str = Field(primary_key=True)
    instance: str = Field(index=True)
    kind: str = Field(description="current, earlier, number or part")


class FormPull(SQLModel, table=True):
    """``reached``: every submission that the server had received before this moment has been read."""

    __tablename__ = "form_pull"

    form: str = Field(primary_key=True)
    reached: datetime = Field(sa_column=Column(Moment, nullable=False))


NAMES = cast(Table, inspect(SubmissionName).local_table)


def named(db: Session, names: Sequence[str]) -> list[SubmissionName]:
    """Those of ``names`` that are known."""
    return [
        row
        for part in chunks(names)
        for row in db.exec(select(SubmissionName).where(col(SubmissionName.name).in_(part))).all()
    ]


def names_of(db: Session, instances: Sequence[str]) -> list[SubmissionName]:
    """Every name of these instances."""
    return [
        row
        for part in chunks(instances)
        for row in db.exec(select(SubmissionName).where(col(SubmissionName.instance).in_(part))).all()
    ]


def set_names(db: Session, wanted: Sequence[dict[str, Any]]) -> None:
    """Let each name (``name``, ``instance``, ``kind``) mean what is said, new or not."""
    known = {row.name: row for row in named(db, [one["name"] for one in wanted])}
    for one in wanted:
        row = known.get(one["name"])
        if row is not None and (row.instance, row.kind) != (one["instance"], one["kind"]):
            row.instance, row.kind = one["instance"], one["kind"]
    for part in chunks([one for one in wanted if one["name"] not in known]):
        insert_new(db, NAMES, part)
    db.flush()


def join(db: Session, instances: Sequence[str], kept: str) -> None:
    """Let the names of ``instances`` lead to ``kept``: they turned out to be one submission."""
    moving = update(SubmissionName).where(col(SubmissionName.instance).in_(instances))
    db.execute(moving.values(instance=kept).execution_options(synchronize_session="fetch"))


def reached(db: Session, form: str) -> datetime | None:
    """How far ``form`` has been read; None where it never was."""
    row = db.get(FormPull, form)
    return row.reached if row else None


def set_reached(db: Session, form: str, moment: datetime) -> None:
    """Keep how far ``form`` has been read."""
    db.merge(FormPull(form=form, reached=moment))
    db.flush()
