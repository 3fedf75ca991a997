"""What changed in a place since a day, or since somebody last looked: what the desk has learnt, never what grew old."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from coordination import facts, places
from coordination.disclosure import publish
from coordination.errors import Refusal
from coordination.evidence import agree
from coordination.facts import Facts
from coordination.figures import Public
from coordination.gaps import Record
from coordination.needs import Helper, OpenNeed, helper
from coordination.place_page import HOLDERS
from coordination.places import PlaceRef
from coordination.readings import Reading
from coordination.scope import Scope
from coordination.viewer import Klass

USUAL = timedelta(days=30)
"""How far back it goes where nothing else is said."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A figure that is new (``was`` None) or another one, or the same in a newer visit (``again``)."""

    klass: Public[Klass]
    now: Public[Reading]
    was: Public[Reading | None] = None
    again: Public[bool] = False


@dataclass(frozen=True, kw_only=True)
class Rerated:
    """A sector whose severity is another one, by what the desk has learnt."""

    sector: Public[str]
    now: Public[int | None]
    was: Public[int | None]


@dataclass(frozen=True, kw_only=True)
class HelpChange:
    """A commitment that is new (``was`` "") or changed; ``was`` is its state before."""

    klass: Public[Klass]
    helper: Public[Helper]
    was: Public[str] = ""


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What the desk has learnt of a place since a moment; ``looked``: it is when the reader last looked.

    ``dated``: somebody said since when. ``covers`` are needs whose open part is another one.
    """

    place: Public[PlaceRef]
    level: Public[Klass]
    holds: Public[Klass]
    demo: Public[bool] = False
    since: Public[datetime]
    dated: Public[bool] = False
    looked: Public[bool] = False
    figures: Public[tuple[Change, ...]] = ()
    sectors: Public[tuple[Rerated, ...]] = ()
    covers: Public[tuple[OpenNeed, ...]] = ()
    helps: Public[tuple[HelpChange, ...]] = ()

    @property
    def none(self) -> bool:
        """Whether there is nothing new to show."""
        return not (self.figures or self.sectors or self.covers or self.helps)


def changes(scope: Scope, place_id: int, since: datetime | None = None, *, looked: bool = False) -> Changes:
    """What is new in a village or camp since ``since`` (`USUAL` without); raises ``changes.areas`` for an area.

    ``looked``: that is when the reader last looked: then counts whatever the desk got to know after it, however old;
    else what was collected and reported after that day.

    Both states are judged as they may leave to the viewer: a change inside a band is none.
    """
    place = places.get(scope, place_id)
    if place.kind in HOLDERS:
        raise Refusal("changes.areas")
    moment = min(since or scope.now - USUAL, scope.now)
    (now,) = facts.of(scope, [place])
    was = facts.as_known(scope, place, moment, now.level) if looked else facts.before(now, scope, moment)
    answer = Changes(
        place=place,
        level=now.level,
        holds=now.holds,
        demo=scope.desk.demo,
        since=moment,
        dated=since is not None and not looked,
        looked=looked,
        figures=tuple(sorted(_figures(now, was), key=_order)),
        sectors=tuple(_rerated(now, was)),
        covers=tuple(_covers(now, was)),
        helps=tuple(_helps(now, was)),
    )
    facts.note_read(scope, "changes", place.id, now.holds)
    return publish(answer, now.level)


def _figures(now: Facts, was: Facts) -> Iterator[Change]:
    before = {one.code: one for one in was.readings if one.known}
    for one in now.readings:
        if not one.known:
            continue
        old = before.get(one.code)
        if old is None:
            yield Change(klass=one.klass, now=one)
        elif _said(publish(old, now.level)) != _said(publish(one, now.level)) or not _agrees(now, was, one):
            yield Change(klass=max(one.klass, old.klass), now=one, was=old)
        elif one.collected_on > old.collected_on:
            yield Change(klass=one.klass, now=one, was=old, again=True)


def _said(one: Reading) -> object:
    return one.amount, one.choices


def _agrees(now: Facts, was: Facts, one: Reading) -> bool:
    """Tables of people hold more than their sum; nobody but those who see exact numbers is told of it."""
    if now.catalogue.indicators[one.code].data_type != "table" or now.level < Klass.RESTRICTED:
        return True
    held, before = now.evidence[one.code], was.evidence[one.code]
    return agree(held.indicator, held.observation, before.observation)


def _order(one: Change) -> tuple[object, ...]:
    """What is another or new first, the severest in front, in the catalogue's order; what was confirmed last."""
    return one.again, -(one.now.severity or 0)


def _rerated(now: Facts, was: Facts) -> Iterator[Rerated]:
    for sector, one in now.sectors.items():
        before = was.sectors[sector].severity
        if before is not None and one.severity is not None and one.severity != before:
            yield Rerated(sector=sector, now=one.severity, was=before)


def _covers(now: Facts, was: Facts) -> Iterator[OpenNeed]:
    before = {one.reading.code: publish(one, now.level) for one in was.needs}
    for one in now.needs:
        shown, old = publish(one, now.level), before.get(one.reading.code)
        if old and (shown.share_now, shown.share_later) != (old.share_now, old.share_later):
            yield one


def _helps(now: Facts, was: Facts) -> Iterator[HelpChange]:
    before = {one.id: one for one in was.records}
    activities = now.catalogue.activities
    for one in now.records:
        old = before.get(one.id)
        if old is not None and _state(old) == _state(one):
            continue
        sector = activities[one.activity].sector if one.activity in activities else ""
        shown = helper(one, sector, now.shown)
        yield HelpChange(klass=shown.klass, helper=shown, was=old.status if old else "")


def _state(one: Record) -> Record:
    """What counts as a change of a commitment: anything but the day on which it was confirmed again."""
    return replace(one, reported_on=one.reported_on.min)
