"""The sector answer in words."""

from collections.abc import Iterable
from datetime import date

from coordination.catalogue import sector_key
from coordination.readings import Reading
from coordination.sector import Nothing, SectorAnswer
from words import buttons as press
from words.buttons import button
from words.commitments import help_button
from words.cover import details, help_lines, need_phrase, yes_no_phrase
from words.layout import BLANK, Line, page
from words.links import in_private
from words.message import Button, Message
from words.screens import Long, blocks_of, screen
from words.telling import Telling
from words.village import question


def sector(tell: Telling, answer: SectorAnswer) -> tuple[Message, ...]:
    """One sector of a place in depth."""
    title = tell.say("sector.title", place=tell.place(answer.place), sector=tell.sector(answer.sector))
    tail = [*caveat(tell, [answer]), *tell.ending(answer.demo)]
    return screen(
        tell,
        Long(title, [Line(_severity(tell, answer))], blocks_of(body(tell, answer)), tail),
        lambda at: press.data(press.SECTOR, answer.place.id, (answer.sector,), at),
        lambda turn: [turn, *_buttons(tell, answer)],
    )


def _severity(tell: Telling, answer: SectorAnswer) -> str:
    if answer.stale:
        return tell.say("sector.stale", date=tell.month(answer.stale))
    if answer.severity is None or answer.driver is None:
        return tell.say("sector.unrated")
    return tell.say(
        "sector.severity",
        mark=tell.mark(answer.sector, answer.severity) or answer.severity,
        code=answer.driver.code,
        driver=tell.value(answer.driver, of_base=True),
    )


def body(tell: Telling, answer: SectorAnswer) -> list[Line]:
    """Needs with their cover, then the other values by date and tool, then other help."""
    lines: list[Line] = []
    for need in answer.needs:
        lines += [Line(need_phrase(tell, need, of_base=True)), Line(source(tell, need.reading), indent=True)]
        lines += differing(tell, need.reading)
        if not need.valid:
            lines.append(Line(tell.say("card.open_at_last_count", date=tell.month(need.dated)), indent=True))
        lines += [*details(tell, need), BLANK]
    lines += _readings(tell, answer)
    if answer.helpers:
        lines += [BLANK, Line("", label=tell.say("sector.also"))]
        lines += help_lines(tell, answer.helpers)
    return lines


def caveat(tell: Telling, answers: Iterable[SectorAnswer]) -> list[Line]:
    """That cover is what was reported, below any answer that tells of cover or its lack."""
    told = any(one.needs or one.helpers for one in answers)
    return [BLANK, Line(tell.say("sector.caveat"))] if told else []


def source(tell: Telling, reading: Reading) -> str:
    """Who said so and when: "key informants reported, 12 Oct 2026", with the age where it is past its shelf-life."""
    key = f"source.{reading.tools[0]}" if len(reading.tools) == 1 else ""
    tools = tell.say(key) if key and tell.words.has(key) else tell.tools(reading.tools)
    key = "source.dated" if reading.valid else "source.out_of_date"
    return tell.say(key, source=tools, date=tell.day(reading.collected_on), age=tell.age(reading.age_days))


def differing(tell: Telling, reading: Reading) -> list[Line]:
    """What other tools of the round said, where it differs."""
    return [
        Line(
            tell.say(
                "source.beside", value=tell.value(one), tools=tell.tools(one.tools), date=tell.day(one.collected_on)
            ),
            indent=True,
        )
        for one in reading.beside
    ]


def _readings(tell: Telling, answer: SectorAnswer) -> list[Line]:
    """Values under a line for each source, so that none stands without its date; needs with their state."""
    states = {one.reading.code: yes_no_phrase(tell, one) for one in answer.yes_no}
    groups: dict[tuple[tuple[str, ...], date, bool], list[Reading]] = {}
    for one in answer.readings:
        groups.setdefault((one.tools, one.collected_on, one.valid), []).append(one)
    lines: list[Line] = []
    for group in groups.values():
        lines.append(BLANK)
        lines.append(Line(tell.say("source.heading", source=source(tell, group[0]))))
        for one in group:
            lines += [Line(states.get(one.code) or tell.value(one), indent=True), *differing(tell, one)]
    return lines


def nothing(tell: Telling, answer: Nothing) -> tuple[Message, ...]:
    """The one sentence for no data, not allowed and hidden."""
    noted = [Line(tell.say("ask.noted"))] if answer.noted else []
    return page([Line(nothing_line(tell, answer)), *noted, *tell.ending(answer.demo)], back(tell, answer.place.id))


def nothing_line(tell: Telling, answer: Nothing) -> str:
    """That sentence alone."""
    place = tell.place(answer.place)
    if answer.sector is None:
        return tell.say("ask.nothing_who", place=place)
    return tell.say("ask.nothing", sector=tell.sector(answer.sector), place=place)


def back(tell: Telling, place_id: int, sector: str | None = None) -> list[tuple[Button, ...]]:
    """[Village card], and in groups [Open in private]."""
    return [(button(tell.say("button.card"), press.VILLAGE, place_id),), *in_private(tell, place_id, sector=sector)]


def _buttons(tell: Telling, answer: SectorAnswer) -> list[tuple[Button, ...]]:
    rows = back(tell, answer.place.id, answer.sector)
    others = button(tell.say("button.more"), press.MORE, answer.place.id)
    data = button(tell.say("button.data"), press.DATA, answer.place.id, (answer.sector,))
    helps = help_button(tell, answer.place.id, sector_key(answer.sector))
    return [(*rows[0], others), (data, *question(tell, answer.place.id)), helps, *rows[1:]]
