"""Questioning a figure, in words."""

from coordination.questioned import PAGE, Figure, FigurePage
from coordination.review import DOUBTS, Submitted
from words import buttons as press
from words import review
from words.layout import BLANK, Line, page
from words.message import Button, Reply
from words.sector import source
from words.telling import Telling

LIST, PICK, DOUBT = press.QUESTIONED, "qv", "qr"
"""Verbs of the buttons: ``1|q|<place>|<page>``, ``1|qv|<value>``, ``1|qr|<value>|<why>``."""


def listing(tell: Telling, shown: FigurePage, *, edit: bool = True) -> Reply:
    """Which figure?"""
    title = tell.say("questioned.which", place=tell.place(shown.place))
    if shown.pages > 1:
        title = tell.say("area.page", title=title, page=shown.page + 1, pages=shown.pages)
    lines, rows = [Line("", label=title), BLANK], []
    for number, one in enumerate(shown.figures, shown.page * PAGE + 1):
        lines.append(Line(tell.say("questioned.line", n=number, value=tell.value(one.reading)), hang=True))
        lines.append(Line(source(tell, one.reading), indent=True))
        rows.append(Button(tell.words.digits(number), review.data(PICK, one.value_id)))
    if not shown.figures:
        lines = [Line(tell.say("questioned.none", place=tell.place(shown.place)))]
    turn = [Button(tell.say("button.previous"), _list(shown, shown.page - 1))] if shown.page else []
    if shown.page + 1 < shown.pages:
        turn.append(Button(tell.say("button.next"), _list(shown, shown.page + 1)))
    buttons = [tuple(rows[at : at + 3]) for at in range(0, len(rows), 3)]
    return Reply(page(lines, [*buttons, tuple(turn)]), shown.holds, shown.place.township_id, edit=edit)


def _list(shown: FigurePage, number: int) -> str:
    return review.data(LIST, shown.place.id, number)


def why(tell: Telling, one: Figure, *, edit: bool = True) -> Reply:
    """What is wrong with it? The figure is read back; a reason stores the question."""
    lines = [
        Line("", label=tell.place(one.place, full=True)),
        Line(tell.value(one.reading)),
        Line(source(tell, one.reading), indent=True),
        BLANK,
        Line(tell.say("questioned.ask_why")),
    ]
    made = [Button(tell.say(f"questioned.why.{doubt}"), review.data(DOUBT, one.value_id, doubt)) for doubt in DOUBTS]
    rows = [tuple(made[at : at + 2]) for at in range(0, len(made), 2)]
    cancel = Button(tell.say("button.cancel"), review.data(LIST, one.place.id, 0))
    return Reply(page(lines, [*rows, (cancel,)]), one.holds, one.place.township_id, edit=edit)


def noted(tell: Telling, submitted: Submitted) -> Reply:
    """That the figure is marked, and who will look."""
    undo = Button(tell.say("review.button.undo"), review.data(review.UNDO, submitted.id))
    return Reply(
        page([Line(tell.say("questioned.noted"))], [(undo,)]), also=review.alerts(tell.words, submitted.waiting)
    )
