"""kill -9 at random points while updates are posted: each is posted again until it is answered, and answered once."""

from pathlib import Path

import pytest

from bench.faults import bench
from tests.talk import webhook


async def test_every_question_is_answered_once_and_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in webhook().items():
        monkeypatch.setenv(f"WAYPOST_{name.upper()}", value)
    counts = await bench(12, 3, tmp_path)
    assert (counts["lost"], counts["reordered"], counts["doubled_unexplained"]) == (0, 0, 0)
