"""The whole bot on a fictional township with planted values, over HTTP through the sandbox."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest_asyncio
import structlog.testing

from coordination.scope import Scope
from tests.hka_mai import Township
from tests.talk import Talk, talking

EXACT = {"87 HH", "87 of 173", "173 HH"}
RESTRICTED = {"direct evidence", "not surveyed", "open land disputes: 4", "ZQX", "light restrictions on movement"}
CONFIDENTIAL = {
    "more than 5 incidents", "armed actors reported inside", "accidents in 12 months: 7", "without parents; refer",
    "several places avoided", "many children at hard work",
}  # fmt: skip
PUBLIC = {"50–99 HH", "unprotected wells or spring", "midwife", "12 Oct 2026", "Never assessed"}


def plant(township: Township) -> None:
    """A village with a value of every class, one whose values may not be shared, one never assessed, two of a name."""
    township.found()
    place = township.village("Lawa Bum")
    told = {"PRF-03": 173, "MIN-01": "direct", "MIN-03": "not_surveyed", "HLP-03": 4, "PRO-04": "light"}
    secret = {"PRO-02": "more", "PRO-03": "inside", "MIN-02": 7, "CPR-01": "yes", "CPR-03": "many", "GBV-02": "several"}
    township.assess(place, {**told, **secret, "HLT-02": "midwife"}, informants=4, agreed="yes", agency="ZQX")
    township.assess(place, {"WSH-02": 87, "FSC-02": 87, "SHE-03": 87}, tool="HHS", agency="ZQX")
    township.assess(place, {"WSH-01": "unprotected"}, tool="DO", agency="ZQX")
    township.assess(place, {"EDU-01": "none"}, on=date(2025, 3, 12), agency="ZQX")
    township.commit(place, "ZQX", "WSH-A1", 20)
    township.commit(place, "ZQX", "FSC-A1", 30, status="pledged", start=None)
    township.assess(township.village("Nam Sop"), {"WSH-01": "surface", "WSH-02": 87}, agency="ZQX", consent=False)
    township.village("Hkum Ga")
    township.village("Kawng Hpra")
    township.village("Kawng Hpra", township=township.other_id)
    township.village("Sut Ga", "camp")
    township.village("Daw Hkawn Bum")


@pytest_asyncio.fixture
async def talk(tmp_path: Path, template: Path) -> AsyncIterator[Talk]:
    """The bot on the planted township; people and groups as in `tests.talk`."""
    with structlog.testing.capture_logs():
        async with talking(tmp_path, template) as conversation:

            def work(scope: Scope) -> None:
                plant(Township(scope.db))

            conversation.desk.write(work)
            yield conversation
