"""Sums over movements in which nothing is added twice (domain section 4): one report counts for each group. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from coordination import movement_rules as rules
from coordination.movement_matches import ANOTHER, PART

SILENT_ASKED, SILENT_OUT = timedelta(days=30), timedelta(days=60)
"""A plan whose window passed so long ago without news: its reporter is asked; it is out of all totals."""
WAITED_FOR = (rules.INTENTION, rules.PLANNED, rules.DEPARTED)
"""Stages of which news is awaited."""


class Told(Protocol):
    """What a total needs of a movement."""

    id: int | None
    kind: str
    stage: str
    destination_id: int | None
    households: int | None
    households_to: int | None
    reported_households: int | None
    split_of: int | None
    confidence: int
    window_from: date | None
    window_to: date | None


class Linked(Protocol):
    """What a total needs of a link."""

    movement_id: int
    other_id: int
    kind: str
    independent: bool | None


@dataclass(frozen=True)
class Total:
    """Households of several groups: from ``low`` to ``high`` as reported, ``unknown`` groups without a number.

    ``groups`` are counted once each, ``sources`` is how many reports tell of them, ``first`` and ``last`` their time.
    """

    low: int
    high: int
    groups: int
    sources: int
    unknown: int
    first: date | None
    last: date | None


def silent(one: Told, today: date) -> bool:
    """Whether it is ahead, its time passed and nobody has said anything: out of totals."""
    over = one.window_to is not None and one.window_to < today - SILENT_OUT
    return one.stage in WAITED_FOR and over


@dataclass(frozen=True)
class Group:
    """Reports of one group of people: the one that counts, and all of them."""

    counting: Told
    reports: tuple[Told, ...]

    @property
    def stage(self) -> str:
        """How far it has come: a plan that one report tells of stays one where another only tells of the wish."""
        stages = {one.stage for one in self.reports}
        planned = self.counting.stage == rules.INTENTION and rules.PLANNED in stages
        return rules.PLANNED if planned else self.counting.stage


def groups(told: Sequence[Told], links: Iterable[Linked]) -> list[Group]:
    """Reports that are the same, a part of the other, or may be either, together.

    Of them counts the field-verified one, else one with two independent sources, else the newest.
    """
    grouped, parts = _groups(told, links)
    return [Group(_counting(reports, parts), tuple(reports)) for reports in grouped]


def total(grouped: Sequence[Group]) -> Total | None:
    """The sum over these groups, with the range of what was reported; None over none."""
    if not grouped:
        return None
    ranges = [_range(one) for one in grouped]
    told = [report for one in grouped for report in one.reports]
    return Total(
        low=sum(low for low, _ in filter(None, ranges)),
        high=sum(high for _, high in filter(None, ranges)),
        groups=len(grouped),
        sources=len(told),
        unknown=ranges.count(None),
        first=min((one.counting.window_from for one in grouped if one.counting.window_from), default=None),
        last=max((one.counting.window_to for one in grouped if one.counting.window_to), default=None),
    )


def _range(group: Group) -> tuple[int, int] | None:
    """Lowest and highest number that was reported; that of a field-verified report alone where there is one."""
    chosen = group.counting
    if chosen.households is None:
        return None
    if chosen.confidence >= rules.VERIFIED:
        return chosen.households, chosen.households_to or chosen.households
    wholes = [one for one in group.reports if one.households is not None]
    low = min(one.households or 0 for one in wholes)
    return low, max(one.households_to or one.households or 0 for one in wholes)


def _counting(group: Sequence[Told], parts: Mapping[int, bool]) -> Told:
    """Field-verified before two sources before the newest; a part counts only where the whole is not told of."""
    wholes = [one for one in group if not parts.get(one.id or 0)] or list(group)
    return max(wholes, key=lambda one: (_rank(one), one.households is not None, one.id or 0))


def _rank(one: Told) -> int:
    return one.confidence if one.confidence > rules.ONE_SOURCE else rules.ONE_SOURCE


def _groups(told: Sequence[Told], links: Iterable[Linked]) -> tuple[list[list[Told]], dict[int, bool]]:
    """Movements that may be told of twice, together; and which of them are parts of others."""
    head = {one.id or 0: one.id or 0 for one in told}

    def find(number: int) -> int:
        while head[number] != number:
            number = head[number]
        return number

    parts: dict[int, bool] = {}
    for link in links:
        if link.kind == ANOTHER or not {link.movement_id, link.other_id} <= head.keys():
            continue
        parts[link.movement_id] = parts.get(link.movement_id, False) or link.kind == PART
        one, other = sorted((find(link.movement_id), find(link.other_id)))
        head[other] = one
    grouped: dict[int, list[Told]] = {}
    for one_told in told:
        grouped.setdefault(find(one_told.id or 0), []).append(one_told)
    return list(grouped.values()), parts
