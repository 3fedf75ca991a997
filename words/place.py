"""A place's own page in words: at most 25 lines of a phone screen."""

from collections.abc import Sequence

from coordination.distance import Away
from coordination.place_page import HOLDERS, Namesake, OtherName, PlacePage
from coordination.place_tree import REGIONS
from understanding.fold import fold
from words import buttons as press
from words.buttons import button
from words.layout import BLANK, Line, height, page
from words.links import PAGE_LINK, in_private
from words.message import Button, Message
from words.telling import Telling

MOST_LINES = 25
_ROOM = ((8, 5), (4, 5), (2, 5), (1, 5), (1, 4), (1, 3), (0, 3), (0, 2), (0, 1))
"""How many other names and namesakes are shown, from the most that may be to the least."""
HALF = 16
"""Letters that half a row shows: a longer label stands alone, lest what tells it apart is cut off."""


def place_page(tell: Telling, told: PlacePage) -> tuple[Message, ...]:
    """The page with its buttons: as many names and namesakes as fit, rather names left out than namesakes."""
    for names, namesakes in _ROOM:
        lines = _lines(tell, told, names, told.namesakes[:namesakes])
        if height(lines) <= MOST_LINES:
            break
    return page(lines, _buttons(tell, told, told.namesakes[:namesakes]))


def _lines(tell: Telling, told: PlacePage, names: int, namesakes: Sequence[Namesake]) -> list[Line]:
    mapped = [BLANK, Line(tell.say("place.map_note"))] if told.map else []
    return [
        *_who(tell, told),
        BLANK,
        *_names(tell, told.names, names),
        *_standing(tell, told),
        BLANK,
        *_namesakes(tell, told, namesakes),
        *mapped,
        *tell.ending(demo=False),
    ]


def _who(tell: Telling, told: PlacePage) -> list[Line]:
    """Name, kind, codes, and where it lies or what lies in it."""
    place = told.place
    lines = [Line(place.name_my or "", label=tell.place(place))]
    lines.append(Line(", ".join(_codes(tell, told)), label=tell.say(f"place.kind.{place.kind}")))
    lines += [Line(tell.place(one), label=tell.say(f"place.kind.{one.kind}")) for one in told.lies_in]
    if place.township is None and place.kind not in REGIONS:
        lines.append(Line(tell.say("place.township_unknown"), label=tell.say("place.kind.township")))
    holds = [tell.say(f"place.number.{kind}", n=number) for kind, number in told.contains]
    return [*lines, *([Line(", ".join(holds), label=tell.say("place.contains"))] if holds else [])]


def _codes(tell: Telling, told: PlacePage) -> tuple[str, ...]:
    """The p-code, called so, then the others."""
    if told.place.pcode is None:
        return told.codes
    return (tell.say("place.pcode", code=told.codes[0]), *told.codes[1:])


def _names(tell: Telling, names: Sequence[OtherName], most: int) -> list[Line]:
    """Other names, then former ones; at the end how many more there are."""
    lines = []
    for key, former in (("place.also", False), ("place.formerly", True)):
        texts = [one.text for one in names[:most] if one.former is former]
        if texts:
            lines.append(Line(", ".join(texts), label=tell.say(key)))
    more = [Line(tell.say("place.more_names", n=len(names) - most))] if len(names) > most else []
    return [*lines, *more]


def _standing(tell: Telling, told: PlacePage) -> list[Line]:
    """Where it comes from, and what its source and this desk's list say of it."""
    key = f"place.source.{fold(told.source)}"
    source = tell.say(key) if tell.words.has(key) else told.source
    lines = [Line(source, label=tell.say("place.source"))]
    if not told.active:
        lines.append(Line(tell.say("place.inactive")))
    return [*lines, *([Line(tell.say(f"place.standing.{told.standing}"))] if told.standing else [])]


def _namesakes(tell: Telling, told: PlacePage, shown: Sequence[Namesake]) -> list[Line]:
    if not shown:
        return [Line(tell.say("place.no_namesakes"))]
    lines = [Line(_namesake(tell, told, one), hang=True) for one in shown]
    left = told.bearers - sum(one.same for one in shown)
    more = [Line(tell.say("place.more_namesakes", n=left))] if left else []
    return [Line("", label=tell.say("place.namesakes")), *lines, *more]


def _namesake(tell: Telling, told: PlacePage, one: Namesake) -> str:
    """Name, kind, township, the state where it is another one, code, and how far away."""
    place = one.place
    above = [place.township] if place.township and place.kind != "township" else []
    above += [place.state] if place.state and place.state != told.place.state and place.kind != "state" else []
    parts = [tell.say(f"kind.{place.kind}"), *above, *([one.code] if one.code else [])]
    parts += [] if one.active else [tell.say("place.gone")]
    parts += [_away(tell, one.away)] if one.away else []
    return tell.say("place.namesake", place=tell.place(place), what=", ".join(parts))


def _away(tell: Telling, away: Away) -> str:
    if away.km == 0:
        return tell.say("place.very_near")
    return tell.say("place.away", km=away.km, direction=tell.say(f"place.direction.{away.direction}"))


def _buttons(tell: Telling, told: PlacePage, shown: Sequence[Namesake]) -> list[tuple[Button, ...]]:
    place, others = told.place, [one.place for one in shown]
    labels = tell.choices([place, *others])[1:]
    pages = [button(label, press.PLACE, one.id) for label, one in zip(labels, others, strict=True)]
    key, verb = ("button.gaps", press.GAPS) if place.kind in HOLDERS else ("button.card", press.VILLAGE)
    figures = button(tell.say(key), verb, place.id)
    mapped = (Button(tell.say("button.map"), url=told.map),) if told.map else ()
    return [*_rows(pages), (figures, *mapped), *in_private(tell, place.id, PAGE_LINK)]


def _rows(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    """Short labels two in a row, long ones alone, in their order."""
    rows: list[tuple[Button, ...]] = []
    for one in buttons:
        if rows and len(rows[-1]) == 1 and max(len(one.label), len(rows[-1][0].label)) <= HALF:
            rows[-1] = (*rows[-1], one)
        else:
            rows.append((one,))
    return rows
