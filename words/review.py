"""What waits for a coordinator, and what became of it, in words."""

from collections.abc import Iterable, Sequence

from coordination.assessments import Answer
from coordination.movement_decisions import DECISIONS
from coordination.movement_pairs import Pair
from coordination.people import Recipient
from coordination.readings import Reading
from coordination.review import Waiting
from coordination.review_cards import ImportRows, ImportSummary, ReviewCard
from coordination.review_decisions import REASONS, News
from coordination.viewer import Klass
from words import buttons as press
from words import movements
from words.buttons import MOST_BYTES, button
from words.labels import unanswered_phrase, value_phrase
from words.language import Words
from words.layout import BLANK, Line, page
from words.message import Button, Message, Notice, Reply
from words.sector import source
from words.telling import Telling

QUEUE, ACCEPT, CORRECT, VALUE, SAVE = "rq", "ra", "rc", "rv", "rw"
REFUSE, WITHDRAW, UNDO, NEWS, ROWS, CANCEL, MATCH = "rf", "rt", "ru", "rn", "ri", "rx", "rm"
"""Verbs of the buttons: ``1|rq|<after>``, ``1|ra|<item>``, ``1|rw|<item>|<answer>``, ``1|rf|<item>|<reason>``."""
YES = "y"
ITEMS_OF_A_LIST = "+"
"""What parts the items of a list in the data of a button."""


def data(verb: str, *parts: object) -> str:
    """Data of a button about an item."""
    return "|".join([press.VERSION, verb, *map(str, parts)])


def nothing_waits(tell: Telling) -> Reply:
    """The queue is empty."""
    return Reply(page([Line(tell.say("review.none"))]), edit=True)


def card(tell: Telling, shown: ReviewCard) -> Reply:
    """One item with what can be done about it."""
    title = tell.say(f"review.title.{shown.kind}", n=shown.waiting)
    body = _body(tell, shown)
    lines = [Line("", label=title), *body, BLANK, *_sent(tell, shown)]
    return _reply(page(lines, _card_buttons(tell, shown)))


def _body(tell: Telling, shown: ReviewCard) -> list[Line]:
    if shown.pair is not None:
        return _pair(tell, shown.pair)
    return _import(tell, shown.summary) if shown.summary else _value(tell, shown)


def _pair(tell: Telling, pair: Pair) -> list[Line]:
    """Two reports of perhaps one movement, and what whoever reported says of them."""
    said = tell.say("review.movement.said", said=tell.say(f"movement.match.{pair.said}"))
    both = [line for one in (pair.one, pair.other) for line in (BLANK, Line(movements.short(tell, one)))]
    independent = [Line(tell.say("review.movement.independent"))] if pair.independent else []
    return [*both, BLANK, Line(said), *independent]


def _value(tell: Telling, shown: ReviewCard) -> list[Line]:
    lines = [Line("", label=tell.place(shown.place, full=True))] if shown.place else []
    if shown.proposed is None:
        return [*lines, Line(tell.say("review.no_indicator"))]
    lines += [BLANK, *_said(tell, "review.seen" if shown.why is None else "review.doubted", [shown.proposed])]
    if shown.why is not None:
        lines.append(Line(tell.say(f"questioned.why.{shown.why}"), label=tell.say("review.why")))
    if shown.corrected:
        lines.append(Line(tell.say("review.corrected_meanwhile")))
    if shown.now:
        return [*lines, BLANK, *_said(tell, "review.now", shown.now)]
    return lines if shown.why is not None else [*lines, BLANK, Line(tell.say("review.nothing_now"))]


def _said(tell: Telling, key: str, readings: Iterable[Reading]) -> list[Line]:
    """Values with date, tool and agency under a heading."""
    lines = [Line("", label=tell.say(key))]
    for one in readings:
        by = tell.say("review.by", source=source(tell, one), agency=one.agency) if one.agency else source(tell, one)
        lines += [Line(tell.value(one), indent=True), Line(by, indent=True)]
    return lines


def _import(tell: Telling, summary: ImportSummary) -> list[Line]:
    done = summary.outcome
    number = done.stored + done.updated + done.unchanged
    days = [tell.day(day) for day in dict.fromkeys((summary.first, summary.last))]
    lines = [
        tell.say("review.import.rows", n=number),
        tell.say("review.import.places", n=summary.places),
        tell.say("review.import.when", days="–".join(days), tools=tell.tools(summary.tools)),
        tell.say("review.import.become", new=done.stored, changed=done.updated, same=done.unchanged),
        *([tell.say("review.import.left_out", n=summary.left_out)] if summary.left_out else []),
    ]
    return [BLANK, *(Line(line) for line in lines)]


def _sent(tell: Telling, shown: ReviewCard) -> list[Line]:
    role = tell.say(f"people.role.{shown.role}") if shown.role else tell.say("review.gone")
    who = ", ".join(part for part in (shown.agency, role) if part)
    klass = tell.say(f"review.class.{shown.klass.name.lower()}")
    return [Line(tell.say("review.sent", who=who, date=tell.day(shown.sent_at))), Line(klass)]


def _card_buttons(tell: Telling, shown: ReviewCard) -> list[tuple[Button, ...]]:
    later = Button(tell.say("review.button.later"), data(QUEUE, shown.id))
    accept = Button(tell.say("review.button.keep" if shown.why else "review.button.accept"), data(ACCEPT, shown.id))
    correct = Button(
        tell.say("review.button.replace" if shown.why else "review.button.correct"), data(CORRECT, shown.id)
    )
    refuse = Button(tell.say("review.button.refuse"), data(REFUSE, shown.id))
    withdraw = Button(tell.say("review.button.withdraw"), data(WITHDRAW, shown.id))
    if shown.pair is not None:
        kinds = [Button(tell.say(f"movement.match.{kind}"), data(MATCH, shown.id, kind)) for kind in DECISIONS]
        return [tuple(kinds[:2]), (kinds[2], later)]
    if shown.summary is not None:
        return [(accept, refuse), (Button(tell.say("review.button.rows"), data(ROWS, shown.id, 0)), later)]
    if shown.proposed is None:
        return [(refuse if shown.why is None else withdraw, later)]
    if shown.corrected:
        return [(accept, later)]
    return [(accept, correct), (refuse if shown.why is None else withdraw, later)]


def import_rows(tell: Telling, shown: ImportRows) -> Reply:
    """A page of what an import says, assessment by assessment."""
    title = tell.say("review.rows")
    if shown.pages > 1:
        title = tell.say("area.page", title=title, page=shown.page + 1, pages=shown.pages)
    lines = [Line("", label=title)]
    for one in shown.rows:
        where = source(tell, one.readings[0]) if one.readings else ""
        lines += [BLANK, Line(where, label=tell.place(one.place), hang=True)]
        lines += [Line(tell.value(said), indent=True) for said in one.readings]
    turn = [Button(tell.say("button.previous"), data(ROWS, shown.id, shown.page - 1))] if shown.page else []
    if shown.page + 1 < shown.pages:
        turn.append(Button(tell.say("button.next"), data(ROWS, shown.id, shown.page + 1)))
    return _reply(page(lines, [tuple(turn), (_back(tell, shown.id),)]))


def sure_to_store(tell: Telling, shown: ReviewCard) -> Reply:
    """An import read back: it cannot be taken back afterwards."""
    body = _import(tell, shown.summary) if shown.summary else []
    yes = Button(tell.say("review.button.store"), data(ACCEPT, shown.id, YES))
    return _reply(page([*body, BLANK, Line(tell.say("review.sure.store"))], [(yes, _back(tell, shown.id))]))


def sure_to_withdraw(tell: Telling, shown: ReviewCard) -> Reply:
    """A withdrawal read back."""
    yes = Button(tell.say("review.button.withdraw"), data(WITHDRAW, shown.id, YES))
    lines = [*_value(tell, shown), BLANK, Line(tell.say("review.sure.withdraw"))]
    return _reply(page(lines, [(yes, _back(tell, shown.id))]))


def which_value(tell: Telling, shown: ReviewCard) -> Reply:
    """Another value: to be picked, or typed where there is no choice."""
    lines = [*_value(tell, shown), BLANK, Line(tell.say("review.which_value"))]
    indicator = tell.indicator(shown.proposed.code) if shown.proposed else None
    choices = indicator.allowed if indicator and indicator.data_type in {"enum", "bool"} else ()
    rows = [
        (Button(value_phrase(tell.words, indicator, one), data(VALUE, shown.id, one)),) for one in choices if indicator
    ]
    return _reply(page(lines, [*rows, (Button(tell.say("button.cancel"), data(CANCEL, shown.id)),)]))


def sure_to_correct(tell: Telling, shown: ReviewCard, instead: Reading, said: Answer) -> Reply | None:
    """Another value read back; None where it is too long for a button."""
    save = data(SAVE, shown.id, word(said))
    if len(save.encode()) > MOST_BYTES:
        return None
    lines = [*_value(tell, shown), BLANK, Line(tell.value(instead), label=tell.say("review.instead"))]
    row = (Button(tell.say("button.save"), save), Button(tell.say("button.cancel"), data(CANCEL, shown.id)))
    return _reply(page(lines, [row]))


def word(said: Answer) -> str:
    """An answer as a button bears it, and as people may type it."""
    if said.state != "value":
        return said.state
    if said.number is not None:
        return f"{said.number:g}" if said.number % 1 else str(int(said.number))
    return (said.choice or "none").replace("|", ITEMS_OF_A_LIST)


def which_reason(tell: Telling, item_id: int) -> Reply:
    """Why it is refused."""
    rows = [(Button(tell.say(f"review.reason.{one}"), data(REFUSE, item_id, one)),) for one in REASONS]
    return _reply(page([Line(tell.say("review.which_reason"))], [*rows, (_back(tell, item_id),)]))


def done(tell: Telling, told: News) -> Reply:
    """What was decided; its sender hears that there is news."""
    said = tell.say(f"review.done.{told.state}")
    if told.reason:
        said = tell.say("review.because", said=said, reason=tell.say(f"review.reason.{told.reason}"))
    lines = [Line(said), *([Line(tell.say("review.told"))] if told.tell else [])]
    undo = (Button(tell.say("review.button.undo"), data(UNDO, told.id)),) if told.undo else ()
    following = (Button(tell.say("review.button.next", n=told.left), data(QUEUE, told.id)),) if told.left else ()
    also = (news_alert(tell.words, told.tell, told),) if told.tell else ()
    return Reply(page(lines, [(*undo, *following)]), also=also)


def news(tell: Telling, told: News) -> Reply:
    """What became of what the reader sent."""
    about = [tell.say(f"review.kind.{told.kind}")]
    if told.place and told.indicator and told.indicator in tell.catalogue.indicators:
        what = unanswered_phrase(tell.words, tell.indicator(told.indicator))
        about = [tell.say("review.about", what=what, place=tell.place(told.place))]
    said = tell.say(f"review.news.{told.kind}.{told.state}")
    if told.reason:
        said = tell.say("review.because", said=said, reason=tell.say(f"review.reason.{told.reason}"))
    card = [(button(tell.say("button.card"), press.VILLAGE, told.place.id),)] if told.place else []
    township = told.place.township_id if told.place else None
    return Reply(page([*(Line("", label=line) for line in about), Line(said)], card), told.klass, township)


def alerts(words: Words, waiting: Waiting) -> tuple[Notice, ...]:
    """To coordinators, without content: so much waits."""
    return tuple(_alert(words, to, waiting.count) for to in waiting.tell)


def _alert(words: Words, to: Recipient, count: int) -> Notice:
    own = words.into(to.language)
    look = Button(own.say("people.open"), data(QUEUE, 0))
    return Notice(to.ref, Message(own.html("review.alert", n=count), ((look,),)))


def news_alert(words: Words, to: Recipient, told: News) -> Notice:
    """To the sender, without content: there is news (domain section 6 rule 26)."""
    own = words.into(to.language)
    look = Button(own.say("people.open"), data(NEWS, told.id))
    return Notice(to.ref, Message(own.html("review.alert_news"), ((look,),)))


def _back(tell: Telling, item_id: int) -> Button:
    return Button(tell.say("button.previous"), data(CANCEL, item_id))


def _reply(messages: Sequence[Message]) -> Reply:
    """What waits is for coordinators."""
    return Reply(tuple(messages), Klass.CONFIDENTIAL)
