"""What holds for every movement (domain section 4): stages and how they follow each other, windows, confidence."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

RETURN, RELOCATION, LOCAL, DISPLACEMENT = "return", "relocation", "local_integration", "new_displacement"
KINDS = (RETURN, RELOCATION, LOCAL, DISPLACEMENT)
INTENTION, VISIT, PLANNED, DEPARTED, ARRIVED, SETTLED = (
    "intention", "go_and_see", "planned", "departed", "arrived", "settled",
)  # fmt: skip
POSTPONED, CANCELLED, BACK, MOVED_AGAIN = "postponed", "cancelled", "returned_to_camp", "moved_again"
STAGES = (
    INTENTION, VISIT, PLANNED, DEPARTED, ARRIVED, SETTLED, POSTPONED, CANCELLED, BACK, MOVED_AGAIN, DISPLACEMENT,
)  # fmt: skip
AHEAD = frozenset({INTENTION, VISIT, PLANNED, POSTPONED})
"""Stages of what has not happened yet."""
COMING = (PLANNED, DEPARTED)
"""Stages that are told as people who come; an intention is told apart and never summed with them."""
NEEDS_REASON = frozenset({POSTPONED, CANCELLED})
ORGANISERS = ("self", "church", "committee", "authority", "armed", "agency")
SECRET_ORGANISERS = frozenset({"authority", "armed"})
"""Organisers that are confidential."""
PUSH = ("pressure", "offer", "aid_cut", "eviction", "unannounced", "fighting")
PULL = ("land", "house", "relatives", "services", "work")
CONDITIONS = ("land", "documents", "house", "mines", "aid", "services")
PREPARATION = ("go_and_see", "land", "house", "transport", "list", "documents")
PREPARED = frozenset({"go_and_see", "land", "house", "transport", "list"})
"""Preparation that makes a plan of an intention; a named organiser does, too."""
SOURCES = ("committee", "church", "agency_seen", "hearsay", "media")
REASONS = ("funds", "access", "weather", "security", "land", "choice", "other")
DAY, THIRD, MONTH, SEASON, WIDER = "day", "third", "month", "season", "wider"
SETTLES = timedelta(days=90)
"""Still there after three months."""
HEARSAY, ONE_SOURCE, TWO_SOURCES, VERIFIED = 1, 2, 3, 4
"""Confidence."""

_NEXT: dict[str, Collection[str]] = {
    INTENTION: (VISIT, PLANNED, DEPARTED, ARRIVED, POSTPONED, CANCELLED, DISPLACEMENT),
    VISIT: (INTENTION, PLANNED, DEPARTED, ARRIVED, POSTPONED, CANCELLED),
    PLANNED: (INTENTION, VISIT, DEPARTED, ARRIVED, POSTPONED, CANCELLED),
    POSTPONED: (INTENTION, VISIT, PLANNED, DEPARTED, ARRIVED, CANCELLED),
    CANCELLED: (INTENTION, PLANNED, DEPARTED, ARRIVED),
    DEPARTED: (ARRIVED, BACK, MOVED_AGAIN),
    ARRIVED: (SETTLED, BACK, MOVED_AGAIN),
    SETTLED: (BACK, MOVED_AGAIN),
    BACK: (INTENTION, PLANNED, DEPARTED),
    MOVED_AGAIN: (ARRIVED, BACK),
    DISPLACEMENT: (BACK, MOVED_AGAIN),
}


def following(stage: str) -> tuple[str, ...]:
    """The stages that may come after ``stage``, in the order of `STAGES`."""
    return tuple(one for one in STAGES if one in _NEXT[stage])


def may_follow(before: str, after: str) -> bool:
    """Whether a movement may come from one stage to the other; the same again is no step."""
    return before == after or after in _NEXT[before]


@dataclass(frozen=True)
class Window:
    """When: from a first to a last day as far as known, how precisely, and the words that were said for it."""

    first: date | None = None
    last: date | None = None
    precision: str | None = None
    said: str | None = None


def window(first: date | None, last: date | None, said: str | None, *, ahead: bool) -> Window:
    """The window as it is kept: what has not happened yet is a third of a month or wider, a day only lies behind.

    Words that say it more closely are not kept.
    """
    if first is None and last is None:
        return Window(said=said)
    if not ahead or first is None or last is None:
        return Window(first, last, _precision(first, last), said)
    begin, end = _third(first)[0], _third(last)[1]
    kept = said if (begin, end) == (first, last) else None
    return Window(begin, end, max(_precision(begin, end), THIRD, key=_WIDTH.index), kept)


_WIDTH = (DAY, THIRD, MONTH, SEASON, WIDER)


def _precision(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return WIDER
    days = (last - first).days + 1
    limits = ((1, DAY), (11, THIRD), (31, MONTH), (124, SEASON))
    return next((name for most, name in limits if days <= most), WIDER)


def _third(day: date) -> tuple[date, date]:
    """First and last day of the third of a month (1–10, 11–20, 21–end) that holds ``day``."""
    begin = 1 if day.day <= 10 else 11 if day.day <= 20 else 21
    end = begin + 9 if begin < 21 else monthrange(day.year, day.month)[1]
    return day.replace(day=begin), day.replace(day=end)


def behind(first: date | None, last: date | None, today: date) -> tuple[date | None, date | None]:
    """The days of what has happened: "5 Nov" that would lie ahead is that of the year before."""
    if first is None or first <= today:
        return first, last
    return _year_before(first), (_year_before(last) if last else None)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def stage_of(said: str | None, *, doubtful: bool, whole: bool) -> str:
    """The stage of a report that says ``said``.

    What lies ahead is planned only with a destination, a window and some preparation (``whole``), and without words
    of doubt; else it is an intention.
    """
    if said not in {None, INTENTION, PLANNED}:
        return str(said)
    return PLANNED if whole and not doubtful else INTENTION


def confidence_of(source: str | None, stage: str, *, doubtful: bool) -> int:
    """1 hearsay (also media and words of doubt), 2 one direct source, 4 seen by an agency's staff where people arrived.

    3, two independent sources, comes of a second report.
    """
    if source in {"hearsay", "media"} or doubtful:
        return HEARSAY
    return VERIFIED if source == "agency_seen" and stage in {ARRIVED, SETTLED} else ONE_SOURCE


def quarter(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_end(first: date) -> date:
    """The last day of the quarter that begins on ``first``."""
    return quarter(first + timedelta(days=100)) - timedelta(days=1)
