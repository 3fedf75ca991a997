"""Waypost as it is run: a filled store with registered people, and ``waypost run`` upon it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bench.bots.processes import Running, program
from bench.matching.country import Filling, fill
from bench.matching.desk import opened
from bot.desk import OpenDesk
from coordination import agencies, people
from coordination.execute import execute
from coordination.invitations import CreateInvitation, Join, new_code
from coordination.registration import AgreeToPurpose
from coordination.scope import Scope
from coordination.viewer import STRANGER, Chat, Role

TOKEN = "900:waypost"
FIRST_PERSON = 500_000_001


def prepare(folder: Path, filling: Filling, persons: int, database_url: str | None = None) -> list[str]:
    """Fill a store in ``folder``, or an empty one at ``database_url``, and register people.

    Names of the assessed villages, each with its township.
    """
    with opened(folder, database_url=database_url) as desk:
        villages = fill(desk.database, desk.desk.catalogue, filling, datetime.now(UTC).date())
        for number in range(persons):
            _register(desk, FIRST_PERSON + number)
        desk.database.transaction(lambda db: db.connection().exec_driver_sql("ANALYZE"))
    return [name for _, name in villages]


def _register(desk: OpenDesk, user_id: int) -> None:
    """Somebody of an agency, as `bot.demo.enrol` does it."""
    ref, code = desk.identity.person_ref(user_id), desk.identity.code_hash(new_code())

    def work(scope: Scope) -> None:
        agency = agencies.everyone(scope)[0].acronym
        execute(scope, CreateInvitation(code, Role.AGENCY, agency, (), None))
        execute(replace(scope, viewer=STRANGER), Join(code, ref))
        viewer = people.viewer(scope.db, ref, ref, Chat.PRIVATE, scope.now)
        execute(replace(scope, viewer=viewer), AgreeToPurpose())

    desk.write(work)


def environment(folder: Path, url: str, database_url: str | None = None) -> dict[str, str]:
    """Settings of ``waypost run`` on a store that was prepared, with the Bot API server at ``url``."""
    store = {"WAYPOST_DATABASE_URL": database_url} if database_url else {}
    return store | {
        "WAYPOST_BOT_TOKEN": TOKEN,
        "WAYPOST_BOT_API_URL": url,
        "WAYPOST_DATA_DIR": str(folder),
        "WAYPOST_SEND_LIMITS": "false",
        "WAYPOST_LOG_LEVEL": "WARNING",
    }


@contextmanager
def run(folder: Path, url: str, database_url: str | None = None) -> Iterator[Running]:
    """``waypost run`` on the store in ``folder``, or on another one with the key there."""
    with program(["bot", "run"], environment(folder, url, database_url)) as pid:
        yield Running("waypost", TOKEN, pid)
