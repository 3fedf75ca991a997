"""kill -9 at ten random points; the bench does fifty."""

from pathlib import Path

from bench.faults import bench


async def test_every_question_is_answered_once_and_in_order(tmp_path: Path, postgres_url: str | None) -> None:
    counts = await bench(40, 10, tmp_path, postgres_url)
    assert (counts["lost"], counts["reordered"], counts["doubled_unexplained"]) == (0, 0, 0)
