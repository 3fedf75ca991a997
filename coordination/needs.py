"""A need and its cover as an answer may show them: two gaps, who helps, what is pledged (domain section 5)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from coordination.figures import Amount, Count, Portion, Public, Restricted, Share
from coordination.gaps import Gap, Record
from coordination.plain import PlainCover
from coordination.readings import Reading
from coordination.viewer import Klass


@dataclass(frozen=True, kw_only=True)
class Helper:
    """One commitment of an agency: restricted unless the agency shows its presence (domain section 6).

    ``area`` is the name of what it is meant for where that is more than the place.
    """

    klass: Public[Klass]
    agency: Public[str]
    activity: Public[str]
    sector: Public[str]
    status: Public[str]
    target: Public[Amount]
    reached: Public[Amount | None] = None
    months: Public[int | None] = None
    start: Public[date | None] = None
    assumed: Restricted[bool] = False
    area: Public[str | None] = None


@dataclass(frozen=True, kw_only=True)
class OpenNeed:
    """A counted need of one place. ``now`` is open now, ``later`` open if confirmed help arrives: never one number.

    ``share_now`` and ``share_later`` are the same as shares, which is all that leaves into a group.
    """

    klass: Public[Klass]
    sector: Public[str]
    reading: Public[Reading]
    need: Public[Amount]
    months: Public[int] = 1
    valid: Public[bool] = False
    dated: Public[date]
    now: Restricted[Count | None] = None
    later: Restricted[Count | None] = None
    share_now: Public[Share | Portion]
    share_later: Public[Share | Portion]
    overlap: Restricted[Count | None] = None
    runs_out: Restricted[tuple[int, int] | None] = None
    plain: Restricted[PlainCover | None] = None
    helpers: Public[tuple[Helper, ...]] = ()
    pledged: Public[tuple[Helper, ...]] = ()
    beside: Public[tuple[Helper, ...]] = ()
    silence: Restricted[int | None] = None

    @property
    def listed(self) -> bool:
        """Whether the need is a list of works, where the count says nothing to people."""
        return bool(self.reading.choices)


@dataclass(frozen=True, kw_only=True)
class YesNoNeed:
    """A condition that is a need: a school, a road. ``state`` is open, someone (is on it) or done."""

    klass: Public[Klass]
    sector: Public[str]
    reading: Public[Reading]
    state: Public[str] = "open"
    valid: Public[bool] = False
    dated: Public[date]


def helper(
    record: Record, sector: str, shown: Collection[int], assumed: Collection[int] = (), area: str | None = None
) -> Helper:
    """A commitment of an agency whose id may be among those that show their presence."""
    return Helper(
        klass=Klass.PUBLIC if record.agency_id in shown else Klass.RESTRICTED,
        agency=record.agency,
        activity=record.activity,
        sector=sector,
        status=record.status,
        target=Count(record.unit, record.target),
        reached=None if record.reached is None else Count(record.unit, record.reached),
        months=record.months,
        start=record.start,
        assumed=record.id in assumed,
        area=area,
    )


def open_need(reading: Reading, gap: Gap, wide: Iterable[Helper], shown: Collection[int], today: date) -> OpenNeed:
    """The need behind ``reading`` with the result of the gap arithmetic; ``wide`` is help for the area around."""
    need = gap.need
    fitting = {activity.code for activity in need.activities}

    def helpers(records: tuple[Record, ...]) -> tuple[Helper, ...]:
        return tuple(helper(record, reading.sector, shown, gap.assumed) for record in records)

    return OpenNeed(
        klass=reading.klass,
        sector=reading.sector,
        reading=reading,
        need=Count(need.unit, need.count),
        months=need.months,
        valid=need.valid,
        dated=reading.collected_on,
        now=Count(need.unit, gap.current),
        later=Count(need.unit, gap.projected),
        share_now=Share(Fraction(gap.current_exact) / need.count, need.count),
        share_later=Share(gap.open_share, need.count),
        overlap=Count(need.unit, gap.overlap) if gap.overlap else None,
        runs_out=gap.runs_out,
        plain=gap.plain,
        helpers=helpers(gap.counted),
        pledged=helpers(gap.pledged),
        beside=(*helpers(gap.beside), *(one for one in wide if one.activity in fitting)),
        silence=min(((today - record.reported_on).days for record in gap.counted), default=None),
    )
