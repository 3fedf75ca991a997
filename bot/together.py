"""Pieces of work that share a transaction and fail each by itself."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

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
        except BaseException as error:
            driver_error = error.orig if isinstance(error, DBAPIError) else error
            fatal = getattr(driver_error, "sqlstate", None) in self._fatal
            self._lost = fatal or not (self._session.is_active and _stands(_driver(self._session)))
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
    driver = _driver(session)
    driver.execute("SAVEPOINT work")
    try:
        yield
        session.flush()
    except BaseException:
        if session.is_active and _stands(driver):
            session.expunge_all()
            driver.execute("ROLLBACK TO SAVEPOINT work")
            driver.execute("RELEASE SAVEPOINT work")
        raise
    driver.execute("RELEASE SAVEPOINT work")


def _driver(session: Session) -> Any:
    """The driver's connection of a transaction that is under way."""
    return session.connection().connection.driver_connection


def _stands(driver: Any) -> bool:
    """Whether the transaction is still there: SQLite takes back all of it when a disk is full or fails."""
    return bool(getattr(driver, "in_transaction", True))
