"""On what figures rest, in words: each with its tool, day, age, informants, what disagrees and what was before."""

from coordination.readings import Reading
from coordination.sources import Sourced, Sources
from words import buttons as press
from words.buttons import button
from words.layout import Line
from words.links import in_private
from words.message import Button, Message
from words.screens import Long, screen
from words.sector import differing
from words.telling import Telling
from words.village import question


def sources(tell: Telling, told: Sources) -> tuple[Message, ...]:
    """The figures of a place, sector by sector."""
    blocks = [_figure(tell, one) for one in told.figures]
    return screen(
        tell,
        Long(_title(tell, told), [], blocks, tell.ending(told.demo)),
        lambda at: press.data(press.DATA, told.place.id, told.sectors, at),
        lambda turn: [turn, *_buttons(tell, told)],
    )


def _title(tell: Telling, told: Sources) -> str:
    place = tell.place(told.place)
    if len(told.sectors) != 1:
        return tell.say("data.title", place=place)
    return tell.say("data.title_sector", place=place, sector=tell.sector(told.sectors[0]))


def _figure(tell: Telling, figure: Sourced) -> list[Line]:
    one = figure.reading
    value = tell.say("data.drives", value=tell.value(one)) if figure.drives else tell.value(one)
    notes = [Line(tell.say(note), indent=True) for note in one.notes]
    before = [Line(tell.say("data.before", value=tell.value(was), source=_source(tell, was)), indent=True)
              for was in figure.before]  # fmt: skip
    return [Line(value, label=one.code), *_sourced(tell, one), *differing(tell, one), *notes, *before]


def _sourced(tell: Telling, one: Reading) -> list[Line]:
    """Tool, day and age; who was asked, how many, whether they agreed."""
    parts = [_source(tell, one)]
    parts += [tell.say(f"data.informants.{_NUMBERS[one.informants]}")] if one.informants else []
    parts += [tell.say("data.agreed")] if one.agreed else []
    parts += [tell.say("data.single")] if one.single else []
    parts += [tell.agency(one.agency)] if one.agency else []
    return [Line("; ".join(parts), indent=True)]


_NUMBERS = {"1": "one", "2": "two", "3+": "more"}


def _source(tell: Telling, one: Reading) -> str:
    """Tools, day and how long ago, and whether that is past the shelf-life."""
    key = "source.aged" if one.valid else "source.out_of_date"
    return tell.say(key, source=tell.tools(one.tools), date=tell.day(one.collected_on), age=tell.age(one.age_days))


def _buttons(tell: Telling, told: Sources) -> list[tuple[Button, ...]]:
    place = told.place.id
    deeper = [button(tell.sector(one), press.SECTOR, place, (one,)) for one in told.sectors[:1]]
    card = button(tell.say("button.card"), press.VILLAGE, place)
    sector = told.sectors[0] if told.sectors else None
    return [(*deeper, card, *question(tell, place)), *in_private(tell, place, sector=sector)]
