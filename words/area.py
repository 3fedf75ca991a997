"""The list of open needs of an area, in words and pages."""

from coordination.area import PAGE, AreaGaps, Entry, Total
from words import buttons as press
from words.buttons import button
from words.cover import cover_phrase, need_phrase, yes_no_phrase
from words.labels import indicator_phrase
from words.layout import BLANK, Line, page
from words.links import GAPS_LINK, in_private
from words.message import Button, Message
from words.telling import Telling


def area(tell: Telling, gaps: AreaGaps) -> tuple[Message, ...]:
    """A page of open needs, worst first; what holds for all of them stands on the first page only."""
    first = not gaps.page
    lines = [Line("", label=_title(tell, gaps)), *(_freshness(tell, gaps) if first else []), BLANK]
    for at, entry in enumerate(gaps.entries, gaps.page * PAGE + 1):
        lines += entry_lines(tell, at, entry)
    if not gaps.entries:
        lines.append(Line(tell.say("area.none")))
    lines += [BLANK, *(Line(total_phrase(tell, total)) for total in gaps.totals if first and total.places > 1)]
    caveat = [Line(tell.say("sector.caveat"))] if gaps.entries else []
    return page([*lines, *caveat, *tell.ending(gaps.demo)], _buttons(tell, gaps))


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
    area_id = gaps.area.id if gaps.area else None
    sectors = (gaps.sector,) if gaps.sector else ()
    turn = []
    if gaps.page:
        turn.append(button(tell.say("button.previous"), press.GAPS, area_id, sectors, gaps.page - 1))
    if gaps.page + 1 < gaps.pages:
        turn.append(button(tell.say("button.next"), press.GAPS, area_id, sectors, gaps.page + 1))
    pairs = [tuple(villages[at : at + 2]) for at in range(0, len(villages), 2)]
    return [*pairs, tuple(turn), *in_private(tell, area_id, GAPS_LINK, gaps.sector)]
