"""The village card in words: at most 25 lines of a phone screen, each figure with its date."""

from collections.abc import Sequence

from coordination.needs import Helper
from coordination.readings import Reading, Visit
from coordination.viewer import Klass
from coordination.village import MINES, SectorLine, VillageCard
from words import buttons as press
from words.buttons import button
from words.commitments import help_button
from words.cover import cover_phrase, helper_phrase, need_phrase
from words.layout import BLANK, Line, fits, height, page, rows_of
from words.links import in_private, share
from words.message import Button, Message
from words.movement_list import LIST, total
from words.movements import data
from words.screens import MOST_LINES, Long, screen
from words.telling import Telling

MOST_SECTORS = 6
IN_FULL = 3
"""Sectors whose cover stands on the card; the others have one line."""
SECTOR_BUTTONS = 3
BRIEF = 1
"""Lines of a card for sectors without data; [More sectors] has them all."""


def card(tell: Telling, card: VillageCard) -> tuple[Message, ...]:
    """The card of a place with its buttons."""
    head, tail = _head(tell, card), _tail(tell, card)
    first = enumerate(card.sectors[:MOST_SECTORS])
    blocks = [_sector(tell, card, line)[: None if at < IN_FULL else 1] for at, line in first]
    left = len(card.sectors) - len(blocks)
    shown = _fitting(MOST_LINES - height([*head, BLANK, *tail]) - 1, blocks, left)
    left += len(blocks) - shown
    more = [Line(tell.say("card.more", n=left))] if left else []
    lines = [*head, BLANK, *(line for block in blocks[:shown] for line in block), *more, BLANK, *tail]
    return page(lines, _buttons(tell, card))


def more_sectors(tell: Telling, card: VillageCard) -> tuple[Message, ...]:
    """Every sector line of a place, and a button for every sector."""
    blocks = [_sector(tell, card, sector) for sector in card.sectors]
    sectors = [button(tell.sector(one), press.SECTOR, card.place.id, (one,)) for one in tell.catalogue.sectors]
    back = button(tell.say("button.card"), press.VILLAGE, card.place.id)
    unknown = [[BLANK, *_unknown(tell, card)]]
    return screen(
        tell,
        Long(tell.place(card.place, full=True), [BLANK], [*blocks, *unknown], tell.ending(card.demo), loose=False),
        lambda at: press.data(press.MORE, card.place.id, page=at),
        lambda turn: [turn, *rows_of(sectors), (back,)],
    )


def _fitting(room: int, blocks: list[list[Line]], left: int) -> int:
    """How many sector blocks fit into ``room`` lines, at least one; ``left`` are further ones that never do."""
    used = 0
    for shown, block in enumerate(blocks):
        used += height(block)
        rest = 0 if shown + 1 == len(blocks) and not left else 1
        if shown and used + rest > room:
            return shown
    return len(blocks)


def _head(tell: Telling, card: VillageCard) -> list[Line]:
    lines = [Line("", label=tell.place(card.place, full=True)), Line(_assessed(tell, card)), BLANK]
    if card.people:
        lines.append(Line(_people(tell, card), label=tell.say("card.people")))
    if card.coming:
        lines.append(Line(total(tell, card.coming), label=tell.say("card.coming")))
    return [*lines, Line(mines(tell, card), label=tell.say("card.mines"))]


def _assessed(tell: Telling, card: VillageCard) -> str:
    if card.visit is None:
        return tell.say("card.never" if card.level is Klass.CONFIDENTIAL else "card.never_or_hidden")
    visit: Visit = card.visit
    said = tell.say(
        "card.assessed", date=tell.day(visit.collected_on), age=tell.age(visit.age_days), tools=tell.tools(visit.tools)
    )
    return tell.say("card.assessed_agreed", assessed=said) if visit.agreed else said


def _people(tell: Telling, card: VillageCard) -> str:
    parts = [one for one in (card.people, card.persons) if one and one.known]
    if not parts:
        return tell.say("state.unknown")
    return ", ".join(tell.value(one) + when(tell, one, card.visit) for one in parts)


def when(tell: Telling, reading: Reading, visit: Visit | None) -> str:
    """The date of a figure in brackets; none where it is that of the visit at the head of the card."""
    if not reading.valid:
        return " " + tell.say("card.out_of_date", date=tell.month(reading.collected_on))
    if visit and reading.collected_on == visit.collected_on:
        return ""
    return " " + tell.say("card.dated", date=tell.day(reading.collected_on))


def mines(tell: Telling, card: VillageCard) -> str:
    """The mine line, which every card has and which always sends to Mine Action."""
    survey = None if _says_unsurveyed(card.mines.evidence, card.mines.survey) else card.mines.survey
    parts = [one for one in (card.mines.evidence, survey, card.mines.accidents) if one]
    if not parts:
        return tell.say("card.mines_hidden" if card.level is Klass.PUBLIC else "card.mines_not_assessed")
    said = "; ".join(tell.value(one) + when(tell, one, card.visit) for one in parts)
    return tell.say("card.mines_known", said=said)


def _says_unsurveyed(evidence: Reading | None, survey: Reading | None) -> bool:
    """Whether "none known, never surveyed" says already that there was no survey."""
    if evidence is None or survey is None:
        return False
    never = (*evidence.choices, *survey.choices) == ("none_known_no_survey", "not_surveyed")
    return never and evidence.collected_on == survey.collected_on and evidence.valid == survey.valid


def _sector(tell: Telling, card: VillageCard, line: SectorLine) -> list[Line]:
    """A sector in one line of what drives it, and one of the open need beneath."""
    mark, name = tell.mark(line.sector, line.severity), tell.graded(line.sector, line.severity)
    head = tell.say("card.sector", mark=mark, sector=name)
    facts = _facts(tell, card, line)
    first = tell.say("card.line", sector=head.strip(), facts=", ".join(facts))
    if not fits(first) and len(facts) > 1 and line.need is None:
        first = tell.say("card.line", sector=head.strip(), facts=facts[0])
    cover = _cover(tell, line)
    together = tell.say("card.with_cover", line=first, cover=cover)
    if cover and fits(together):
        return [Line(together, hang=True)]
    return [Line(first, hang=True), *([Line(cover, indent=True)] if cover else [])]


def _cover(tell: Telling, line: SectorLine) -> str:
    if line.need is None or line.need.listed or (line.stale and not line.need.valid):
        return ""
    if not line.need.valid:
        return tell.say("card.open_at_last_count", date=tell.month(line.need.dated))
    uncovered = line.need.now is not None and not line.need.helpers
    return tell.say("cover.none_short") if uncovered else cover_phrase(tell, line.need)


def _facts(tell: Telling, card: VillageCard, line: SectorLine) -> list[str]:
    """What drives a sector: a need, a condition with the largest need beside it, or two conditions."""
    if line.empty:
        return [tell.say("card.nothing_of_sector" if line.sector in card.guarded else "state.not_assessed")]
    if line.stale:
        key = "card.open_at_last_count" if line.need else "card.out_of_date_line"
        return [tell.say(key, date=tell.month(line.stale))]
    needs = [need_phrase(tell, line.need) + when(tell, line.need.reading, card.visit)] if line.need else []
    conditions = [
        tell.value(one) + when(tell, one, card.visit) for one in (line.driver, *line.also) if one and not one.need
    ]
    driven_by_need = line.driver is not None and line.driver.need
    chosen = needs[:1] if driven_by_need else [*conditions[:1], *needs[:1]] if needs else conditions[:2]
    return chosen or [tell.say("card.unrated")]


def _tail(tell: Telling, card: VillageCard) -> list[Line]:
    return [*_helpers(tell, card.helpers), *_unknown(tell, card, brief=True), *tell.ending(card.demo)]


def _helpers(tell: Telling, helpers: Sequence[Helper]) -> list[Line]:
    working = sorted(
        {tell.agency(one.agency) for one in helpers if one.status in {"confirmed", "ongoing", "delivered", "partial"}}
    )
    pledged = [_pledge(tell, one) for one in helpers if one.status == "pledged"]
    lines = [Line(", ".join(working), label=tell.say("card.working"))] if working else []
    return [*lines, *([Line("; ".join(pledged), label=tell.say("card.pledged"))] if pledged else [])]


def _pledge(tell: Telling, one: Helper) -> str:
    return tell.say("card.pledge", help=helper_phrase(tell, one), sector=tell.sector(one.sector))


def _unknown(tell: Telling, card: VillageCard, *, brief: bool = False) -> list[Line]:
    """Sectors without data; where something may be hidden, both read the same (domain section 6 rule 25)."""
    sectors = [sector for sector in card.unknown if sector != MINES]
    hidden = [sector for sector in sectors if sector in card.guarded]
    unknown = [sector for sector in sectors if sector not in hidden]
    labelled = [(tell.say("card.unknown"), unknown), (tell.say("card.nothing_to_show"), hidden)]
    return [Line(_names(tell, label, names, brief=brief), label=label) for label, names in labelled if names]


def _names(tell: Telling, label: str, sectors: Sequence[str], *, brief: bool) -> str:
    """Names of sectors; when ``brief`` as many as two lines hold, and how many more."""
    names = [tell.sector(sector) for sector in sectors]
    shown = len(names)
    while True:
        text = ", ".join(names[:shown])
        if shown < len(names):
            text = tell.say("card.and_more", names=text, n=len(names) - shown)
        if not brief or shown == 1 or height([Line(text, label=label)]) <= BRIEF:
            return text
        shown -= 1


def _buttons(tell: Telling, card: VillageCard) -> list[tuple[Button, ...]]:
    place = card.place.id
    sectors = [button(tell.sector(line.sector), press.SECTOR, place, (line.sector,)) for line in card.sectors]
    more = button(tell.say("button.more"), press.MORE, place)
    who = (button(tell.say("button.who"), press.WHO, place),) if card.helpers else ()
    coming = (Button(tell.say("button.coming"), data(LIST, place, 0)),) if card.coming else ()
    about = button(tell.say("button.about"), press.PLACE, place)
    sources = button(tell.say("button.data"), press.DATA, place)
    changed = button(tell.say("button.changes"), press.CHANGES, place)
    rows = [coming, (more, *who, changed), (sources, about, *question(tell, place)), help_button(tell, place)]
    return [*rows_of(sectors[:SECTOR_BUTTONS]), *rows, share(tell, place), *in_private(tell, place)]


def question(tell: Telling, place_id: int) -> tuple[Button, ...]:
    """[Question a figure], in private only."""
    return () if tell.in_group else (button(tell.say("button.question"), press.QUESTIONED, place_id),)
