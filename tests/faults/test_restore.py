"""A drill under load: backup, kill, destroy, restore; the bench does ten times as much."""

from pathlib import Path

from bench.backup import bench


async def test_nothing_is_missing_that_was_answered_as_saved(tmp_path: Path, postgres_url: str | None) -> None:
    counts = await bench(3, 1, 0, tmp_path, postgres_url)
    assert (counts["saved_before"], counts["missing"]) == (3, 0)
