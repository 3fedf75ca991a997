"""The figures as tables of text."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bench.matching.answers import SEGMENTS

_NONE = "-"
_LEGEND = """\
name only, township: core spellings of Kachin and Shan (North), without and with their township; typed: by aid workers;
any tsp: all spellings with a township. "-" where only a part was answered, which does not stand for all."""


def rows(by_name: Mapping[str, Any]) -> Iterator[str]:
    """Recall and times of everybody, or why one did not run."""
    yield "Right as the first / among the first five, in %; ms per query in one thread, p50 / p99"
    yield _line("", [*SEGMENTS, "p50/p99 ms", "build s"], 13)
    counts = next(told["recall"] for told in by_name.values() if "recall" in told)
    yield _line("(spellings)", [counts[name]["n"] for name in counts], 13)
    for name, told in by_name.items():
        if "not_run" in told:
            yield f"{name:<27} not run: {told['not_run']}"
        else:
            recalls = [_recall(told["recall"].get(segment)) for segment in SEGMENTS]
            yield _line(name, [*recalls, f"{told['p50_ms']:.1f}/{told['p99_ms']:.1f}", told["build_s"]], 13)
    yield _LEGEND


def unasked(by_name: Mapping[str, Any]) -> Iterator[str]:
    """What came of going on without asking, for each of Waypost's desks."""
    yield "Gone on without asking, % / of these rightly, % (wrongly: number)"
    yield _line("", SEGMENTS, 16)
    for name, told in by_name.items():
        yield _line(name, [_gone_on(told["unasked"].get(segment)) for segment in SEGMENTS], 16)


def _recall(told: Mapping[str, Any] | None) -> str:
    return f"{_share(told['at1'])}/{_share(told['at5'])}" if told else _NONE


def _gone_on(told: Mapping[str, Any] | None) -> str:
    return f"{_share(told['coverage'])}/{_share(told['precision'])} ({told['wrong_n']})" if told else _NONE


def _share(value: float | None) -> str:
    return _NONE if value is None else f"{value:.1f}"


def _line(name: str, cells: Iterable[Any], width: int) -> str:
    return f"{name:<27}" + "".join(f"{cell:>{width}}" for cell in cells)


def safety(figures: Mapping[str, Any]) -> Iterator[str]:
    """What must be none, and what the memory costs."""
    for name, told in figures["waypost"].items():
        shared = told["shared_names"]
        yield (
            f"{name}: {shared['n']} names alone that another place bears too, {shared['unasked']} not asked (bar: 0); "
            f"{shared['marked']} that the file marks so (also twins of one place), {shared['marked_unasked']} not asked"
        )
    told = figures["titled"]
    yield (
        f"{told['names']} names begin with U, Daw, Ko, Ma: {told['places']} pass as places, "
        f"{told['persons']} taken for a person (bar: 0)"
    )
    told = figures["ready"]
    yield (
        f"From disk to the first answer {told['seconds']} s, {told['mb']} MB (its process at most {told['peak_mb']} MB)"
    )


def scale(told: Mapping[str, Any]) -> str:
    """The line about five million names."""
    return (
        f"{told['names']:,} made-up names: {told['p50']} / {told['p99']} ms (p50 / p99 of {told['asked']}), "
        f"built in {told['build_s']} s, {told['mb']} MB (peak {told['peak_mb']} MB), "
        f"{told['at5_with_township']} % with township among the first five"
    )
