"""Which place is meant, no such place, and the question whether a place is safe, in words."""

from dataclasses import replace

from coordination.choice import AlsoNamed, NoPlace, NotRead, PlaceChoice
from coordination.places import PlaceRef
from coordination.sector import Nothing, SectorAnswer
from coordination.told import Safety
from understanding import questions
from words import buttons as press
from words import typed
from words.buttons import button
from words.layout import BLANK, Line, page
from words.message import Button, Message
from words.screens import Long, blocks_of, screen
from words.sector import back, body, caveat, nothing_line
from words.telling import Telling

VERBS = {
    questions.VILLAGE: press.VILLAGE,
    questions.SECTORS: press.SECTOR,
    questions.GAPS: press.GAPS,
    questions.WHO: press.WHO,
    questions.SAFETY: press.SAFETY,
    questions.PLACE: press.PLACE,
    questions.DATA: press.DATA,
    questions.TOTALS: press.TOTALS,
    questions.CHANGES: press.CHANGES,
}
QUERY = 40
"""Characters of a typed name that are repeated."""


def place_choice(tell: Telling, choice: PlaceChoice) -> tuple[Message, ...]:
    """Which of the places? Or, for one that is not on the desk's list or not surely meant: that one?"""
    first = choice.candidates[0]
    if choice.off_list or choice.doubtful:
        key = "ask.off_list" if choice.off_list else "ask.doubtful"
        lines = [*_reasons(tell, choice), Line(tell.say(key, place=_in_township(tell, first)))]
        yes = _go(tell.say("button.yes"), first, choice)
        buttons = [(yes, button(tell.say("button.another"), press.OTHER))]
        about = button(tell.say("button.about"), press.BESIDE, first.id)
        lines += tell.ending(demo=False)
        return page(lines, buttons if choice.question.kind == questions.PLACE else [*buttons, (about,)])
    labels = tell.choices(choice.candidates, townships=choice.elsewhere or choice.alike)
    rows = [(_go(label, one, choice),) for label, one in zip(labels, choice.candidates, strict=True)]
    more = [Line(tell.say("ask.others", n=choice.others))] if choice.others else []
    neither = button(tell.say("button.neither" if len(rows) == 2 and not more else "button.none_of_these"), press.OTHER)
    asked = Line(tell.say("ask.which_like" if choice.alike else "ask.which", name=_short(choice.query)))
    return page([*_reasons(tell, choice), asked, *more, *tell.ending(demo=False)], [*rows, (neither,)])


def _reasons(tell: Telling, choice: PlaceChoice) -> list[Line]:
    """Why it is asked: none of that name lies there, or what the text says against the place."""
    said, kind = _short(choice.said), choice.candidates[0].kind
    if choice.elsewhere and choice.areas:
        area = min(choice.areas, key=lambda one: _NARROWEST.index(one.kind))
        return [Line(tell.say("ask.elsewhere", name=_short(choice.query), area=tell.place(area)))]
    if not choice.doubt:
        return []
    key = "ask.unknown" if choice.doubt in {"beside", "near"} else f"ask.doubt_{choice.doubt}"
    return [Line(tell.say(key, name=said, kind=tell.say(f"kind.{kind}")))]


_NARROWEST = ("village_tract", "township", "town", "ward", "village", "camp", "district", "state")


def also_named(tell: Telling, also: AlsoNamed) -> tuple[Message, ...]:
    """The other places of a text, each by a button."""
    names = ", ".join(_short(query) for query in also.queries)
    labels = tell.choices(also.candidates, townships=True)
    verb, sectors = VERBS[also.question.kind], also.question.sectors
    buttons = [(button(label, verb, one.id, sectors),) for label, one in zip(labels, also.candidates, strict=True)]
    key = "ask.also_near" if also.near else "ask.also_which" if also.which else "ask.also"
    return page([Line(tell.say(key, names=names)), *tell.ending(demo=False)], buttons)


def not_read(tell: Telling, left: NotRead) -> tuple[Message, ...]:
    """What of a text is not answered, and what to do about it."""
    unknown = ", ".join(f'"{_short(name)}"' for name in left.unknown)
    lines = [Line(tell.say("ask.unknown_also", names=unknown))] if unknown else []
    if left.more:
        lines.append(Line(tell.say("ask.more_named", names=", ".join(map(_short, left.more)))))
    if left.moving:
        lines.append(Line(tell.say("ask.moving")))
    return page([*lines, *([Line(tell.say("ask.cut", n=left.read))] if left.read else []), *tell.ending(demo=False)])


def _in_township(tell: Telling, place: PlaceRef) -> str:
    if not place.township or place.kind == "township":
        return tell.place(place)
    return tell.say("ask.place_in", place=tell.place(place), township=place.township)


def _go(label: str, place: PlaceRef, asking: PlaceChoice | NoPlace) -> Button:
    question = asking.question
    return Button(label, press.data(VERBS[question.kind], place.id, question.sectors, asked=asking.asked))


def _short(query: str) -> str:
    return query if len(query) <= QUERY else query[: QUERY - 1] + "…"


def no_place(tell: Telling, answer: NoPlace) -> tuple[Message, ...]:
    """No place of that name, with near ones; or no place named at all."""
    noted = [Line(tell.say("ask.noted"))] if answer.noted else []
    if not answer.query:
        key = "ask.lost" if answer.lost else "ask.no_place_likely" if answer.likely else "ask.no_place"
        return page([Line(tell.say(key))], _likely(answer))
    if not answer.near:
        unknown = Line(tell.say("ask.unknown", name=_short(answer.query)))
        return page([unknown, Line(tell.say("ask.unknown_help")), *noted, *tell.ending(demo=False)], _likely(answer))
    labels = tell.choices(answer.near, townships=True)
    rows = [(_go(label, one, answer),) for label, one in zip(labels, answer.near, strict=True)]
    neither = button(tell.say("button.neither" if len(rows) == 2 else "button.none_of_these"), press.OTHER)
    near = Line(tell.say("ask.near", name=_short(answer.query)))
    return page([near, *noted, *tell.ending(demo=False)], [*rows, (neither,)])


def _likely(answer: NoPlace) -> list[tuple[Button, ...]]:
    """What may have been meant, each by a button that types it."""
    return list(typed.row(*answer.likely))


def safety(tell: Telling, answer: Safety) -> tuple[Message, ...]:
    """What is reported, with dates; never a yes or no, and whom to ask."""
    parts = [one if isinstance(one, Nothing) else replace(one, helpers=()) for one in answer.parts]
    blocks = [block for part in parts for block in _reported(tell, part)]
    travel = [] if tell.in_group else [BLANK, Line(tell.say("ask.travel"))]
    needs = [one for one in parts if not isinstance(one, Nothing)]
    tail = [*caveat(tell, needs), *travel, *tell.ending(answer.demo)]
    return screen(
        tell,
        Long(tell.place(answer.place, full=True), [Line(tell.say("ask.safety"))], blocks, tail),
        lambda at: press.data(press.SAFETY, answer.place.id, page=at),
        lambda turn: [turn, *back(tell, answer.place.id)],
    )


def _reported(tell: Telling, part: SectorAnswer | Nothing) -> list[list[Line]]:
    """A sector's values, its name above the first of them."""
    if isinstance(part, Nothing):
        return [[Line(nothing_line(tell, part))]]
    first, *more = blocks_of(body(tell, part)) or [[Line(tell.say("sector.unrated"))]]
    return [[Line("", label=tell.sector(part.sector)), *first], *more]
