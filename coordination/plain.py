"""The plain sentence beside a gap as data: "All 96 HH have 2 of 6 months; 60 have the other 4 confirmed"."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coordination.cover import Cover

Sentence = tuple[str, dict[str, int | str]]
"""Key of a text and what fills it."""


@dataclass(frozen=True)
class Level:
    """``count`` units have cover in ``parts`` of the need's months or components."""

    count: int
    parts: int


@dataclass(frozen=True)
class PlainCover:
    """Cover of a need of ``total`` units in words' terms, larger levels first.

    ``kind`` says what ``of`` counts: whole (1), months, items (components) or shares (months × components).
    ``rest`` is true where what is confirmed fills exactly the parts that nobody has yet.
    """

    total: int
    unit: str
    kind: str
    of: int
    done: tuple[Level, ...]
    coming: tuple[Level, ...]
    rest: bool

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Keys under ``gap.plain`` with their parameters, to be joined by "; "."""
        if not self.done and not self.coming:
            return (("gap.plain.none", {}),)
        return tuple(_whole(self)) if self.kind == "whole" else tuple(_parts(self))


def plain_cover(total: int, unit: str, done: Cover, all_of_it: Cover) -> PlainCover:
    """What ``done`` and, beyond it, ``all_of_it`` (done and coming, nowhere less) cover of ``total`` units."""
    have = _flat(done)
    coming = [units - had for units, had in zip(_flat(all_of_it), have, strict=True)]
    return PlainCover(
        total=total,
        unit=unit,
        kind=_kind(len(done.cells), len(done.cells[0])),
        of=len(have),
        done=_levels(have),
        coming=_levels(coming),
        rest=any(have) and all((units > 0) != (more > 0) for units, more in zip(have, coming, strict=True)),
    )


def _flat(cover: Cover) -> list[int]:
    return [units for row in cover.cells for units in row]


def _kind(components: int, months: int) -> str:
    if components == 1:
        return "whole" if months == 1 else "months"
    return "items" if months == 1 else "shares"


def _levels(cells: Sequence[int]) -> tuple[Level, ...]:
    return tuple(Level(count, parts) for count, parts in sorted(Counter(cells).items(), reverse=True) if count)


def _whole(plain: PlainCover) -> Iterator[Sentence]:
    done = sum(level.count for level in plain.done)
    coming = sum(level.count for level in plain.coming)
    said: dict[str, int | str] = {"total": plain.total, "unit": plain.unit}
    if done:
        yield f"gap.plain.whole.{'all' if done == plain.total else 'done'}", said | {"n": done}
    if coming:
        whole = done + coming == plain.total
        word = ("rest" if whole else "more") if done else ("all_confirmed" if whole else "confirmed")
        yield f"gap.plain.whole.{word}", said | {"n": coming}


def _parts(plain: PlainCover) -> Iterator[Sentence]:
    levels = [(level, False) for level in plain.done] + [(level, True) for level in plain.coming]
    for place, (level, coming) in enumerate(levels):
        word = _following(plain, coming) if place else _opening(plain, level, coming)
        params: dict[str, int | str] = {"n": level.count, "unit": plain.unit, "parts": level.parts, "of": plain.of}
        yield f"gap.plain.{plain.kind}.{word}", params


def _opening(plain: PlainCover, level: Level, coming: bool) -> str:
    if level.count == plain.total:
        return "all_confirmed" if coming else "all"
    return "confirmed" if coming else "done"


def _following(plain: PlainCover, coming: bool) -> str:
    if not coming:
        return "more"
    return "rest" if plain.rest and len(plain.coming) == 1 else "more_confirmed"
