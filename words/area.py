"""The list of open needs of an area, in words and pages."""

from dataclasses import replace

from coordination.area import PAGE, AreaGaps, Entry, Total
from understanding.wanted import CURRENT, Wanted
from words import buttons as press
from words.buttons import button
from words.cover import cover_phrase, need_phrase, yes_no_phrase
from words.labels import indicator_phrase
from words.layout import BLANK, Line, height, page
from words.links import GAPS_LINK, in_private
from words.message import Button, Message
from words.screens import MOST_LINES, turning
from words.telling import Telling

SECTORS = 3
SEVERE = 3
"""The severity from which [Severity 3+] lists."""


def area(tell: Telling, gaps: AreaGaps) -> tuple[Message, ...]:
    """A page of open needs, worst first; what holds for all of them stands on the first page only."""
    first = not gaps.page
    head = [Line("", label=_title(tell, gaps)), *_narrowed(tell, gaps)]
    lines = [
        line for at, entry in enumerate(gaps.entries, gaps.page * PAGE + 1) for line in entry_lines(tell, at, entry)
    ]
    if not gaps.entries:
        lines.append(Line(tell.say("area.none")))
    caveat = [BLANK, Line(tell.say("sector.caveat"))] if gaps.entries else []
    tail = [*caveat, *tell.ending(gaps.demo)]
    room = MOST_LINES - height([*head, BLANK, *lines, *tail])
    about = _fitting(_freshness(tell, gaps) if first else [], room)
    totals = [Line(total_phrase(tell, total)) for total in gaps.totals if first and total.places > 1]
    sums = _fitting(totals, room - height(about) - 1)
    return page([*head, *about, BLANK, *lines, BLANK, *sums, *tail], _buttons(tell, gaps))


def _fitting(lines: list[Line], room: int) -> list[Line]:
    """As many of these lines as there is room for; none is cut."""
    kept = list(lines)
    while kept and height(kept) > room:
        kept.pop()
    return kept


def _narrowed(tell: Telling, gaps: AreaGaps) -> list[Line]:
    """What the list is narrowed to, in words."""
    wanted = gaps.wanted
    said = [tell.say("area.only.severity", n=wanted.severity)] if wanted.severity is not None else []
    said += [tell.say(f"area.only.{wanted.fresh}")] if wanted.fresh else []
    said += [tell.say("area.only.nobody")] if wanted.nobody else []
    said += [tell.say(f"area.only.{wanted.nexus}")] if wanted.nexus else []
    return [Line(tell.say("area.only", said=", ".join(said)))] if said else []


def _title(tell: Telling, gaps: AreaGaps) -> str:
    place = tell.place(gaps.area) if gaps.area else tell.say("area.desk")
    key = "area.title_sector" if gaps.sector else "area.title"
    said = tell.say(key, place=place, sector=tell.sector(gaps.sector) if gaps.sector else "")
    return tell.say("area.page", title=said, page=gaps.page + 1, pages=gaps.pages) if gaps.pages > 1 else said


def _freshness(tell: Telling, gaps: AreaGaps) -> list[Line]:
    if gaps.places < 2:
        return []
    said = tell.say("area.freshness", n=gaps.places, current=gaps.current, outdated=gaps.outdated, unknown=gaps.unknown)
    return [Line(said)]


def entry_lines(tell: Telling, at: int, entry: Entry) -> list[Line]:
    """Number ``at`` of a list of open needs: where and which sector, then what is needed and how it is covered."""
    severity = entry.severity if entry.valid else None
    mark, sector = tell.mark(entry.sector, severity), tell.graded(entry.sector, severity)
    where = tell.say("area.entry", n=at, mark=mark, place=tell.place(entry.place), sector=sector)
    if entry.need is None:
        what = yes_no_phrase(tell, entry.yes_no) if entry.yes_no else ""
    elif entry.need.listed:
        what = need_phrase(tell, entry.need)
    else:
        what = tell.say("area.need", need=need_phrase(tell, entry.need), cover=cover_phrase(tell, entry.need))
    if not entry.valid:
        what = tell.say("area.old", what=what, date=tell.month(entry.dated))
    return [Line(where.replace("  ", " "), hang=True), Line(what, indent=True)]


def total_phrase(tell: Telling, total: Total) -> str:
    """The sum of one need over the places: exact, or "at least" so many."""
    what = indicator_phrase(tell.words, tell.indicator(total.code), total.need)
    if total.at_least:
        return tell.say("area.at_least" if total.valid else "area.at_least_old", what=what, n=total.places)
    key = "area.total" if total.valid else "area.total_old"
    return tell.say(key, what=what, n=total.places, now=total.now, later=total.later)


def _buttons(tell: Telling, gaps: AreaGaps) -> list[tuple[Button, ...]]:
    places = list({entry.place.id: entry.place for entry in gaps.entries}.values())
    labels = tell.choices(places)
    villages = [button(label, press.VILLAGE, place.id) for place, label in zip(places, labels, strict=True)]
    pairs = [tuple(villages[at : at + 2]) for at in range(0, len(villages), 2)]
    turn = turning(tell, gaps.page, gaps.pages, lambda at: data(gaps, gaps.sector, at))
    link = in_private(tell, gaps.area.id if gaps.area else None, GAPS_LINK, gaps.sector)
    return [*pairs, turn, tuple(_sectors(tell, gaps)), tuple(_filters(tell, gaps)), *link]


def _sectors(tell: Telling, gaps: AreaGaps) -> list[Button]:
    """The sectors of the list, worst first, or back to all of them."""
    at = gaps.area.id if gaps.area else None
    sums = [button(tell.say("button.totals"), press.TOTALS, at, (gaps.sector,) if gaps.sector else ())]
    sums = sums if gaps.places > 1 else []
    if gaps.sector:
        return [Button(tell.say("button.all_sectors"), data(gaps, None)), *sums]
    sectors = [Button(tell.sector(one), data(gaps, one)) for one in gaps.sectors[:SECTORS] if len(gaps.sectors) > 1]
    return [*sectors, *sums]


def _filters(tell: Telling, gaps: AreaGaps) -> list[Button]:
    """What the list may be narrowed to; a second press takes it back."""
    was = gaps.wanted
    offered = (
        ("severe", was.severity == SEVERE, replace(was, severity=None if was.severity == SEVERE else SEVERE)),
        ("nobody", was.nobody, replace(was, nobody=not was.nobody)),
        ("current", was.fresh == CURRENT, replace(was, fresh="" if was.fresh == CURRENT else CURRENT)),
    )
    shown = [one for one in offered if one[1] or gaps.count > 1]
    return [
        Button(tell.say(f"button.only_{name}.off" if on else f"button.only_{name}"), data(gaps, gaps.sector, 0, wanted))
        for name, on, wanted in shown
    ]


def data(gaps: AreaGaps, sector: str | None, page: int = 0, wanted: Wanted | None = None) -> str:
    """Data of a button that opens a page of such a list: ``1|g|<area>|<sector>|<page>||<filters>``."""
    made = press.data(press.GAPS, gaps.area.id if gaps.area else None, (sector,) if sector else (), page)
    code = (gaps.wanted if wanted is None else wanted).code
    return made + "|" * (6 - made.count("|")) + code if code else made
