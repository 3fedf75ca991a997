"""Pieces of work that share a transaction and fail each by itself."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

T = TypeVar("T")


class TakenBackError(Exception):
    """The transaction is lost, with everything that was done in it."""


class Together:
    """Pieces of work in one transaction, each under a savepoint of its own and with nothing in memory of the others.

    ``fatal`` are the states by which PostgreSQL says that a whole transaction has to be done again.
    """

    def __init__(self, session: Session, fatal: Collection[str]) -> None:
        self._session = session
        self._fatal = fatal
        self._lost = False

    def run(self, work: Callable[[Session], T]) -> T:
        """Result of ``work(session)``; what it raises takes back this work alone, unless `check` says otherwise."""
        self._session.info.clear()
        try:
            with savepoint(self._session):
                result = work(self._session)
        except DBAPIError as error:
            self._lost = getattr(error.orig, "sqlstate", None) in self._fatal
            raise
        self._session.expunge_all()
        return result

    def check(self) -> None:
        """Raise `TakenBackError` unless the transaction still stands: rows of a session may fail when written."""
        if self._lost or not self._session.is_active:
            raise TakenBackError


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """What raises in here takes back what was done in here, and the session forgets its rows.

    A tenth of the cost of `Session.begin_nested`; but an error while rows of the session are written ends all of the
    transaction.
    """
    session.flush()
    driver = session.connection().connection.driver_connection
    assert driver is not None  # noqa: S101 - the connection of a transaction that is under way
    driver.execute("SAVEPOINT work")
    try:
        yield
        session.flush()
    except BaseException:
        if session.is_active:
            session.expunge_all()
            driver.execute("ROLLBACK TO SAVEPOINT work")
            driver.execute("RELEASE SAVEPOINT work")
        raise
    driver.execute("RELEASE SAVEPOINT work")
