"""Names that people use for places, as coordinators read and decide on them."""

from coordination.aliases import CONFIRMED, PAGE, REFUSED, STATES, WAITING, Alias, AliasPage, Proposal
from coordination.places import PlaceRef
from coordination.viewer import Klass
from words.dates import day
from words.layout import BLANK, Line, page
from words.message import Button, Message, Reply
from words.telling import Telling

LIST, CONFIRM, REFUSE, TAKE_BACK, ADD = "al", "ac", "ar", "at", "aa"
"""Verbs of the buttons: ``1|al|<state>|<page>``, ``1|ac|<alias>``, ``1|aa|<asked>|<place>``; with ``|y`` it is done."""
LETTERS = {state[0]: state for state in STATES}
"""States as buttons write them."""
YES = "y"


def listing(tell: Telling, shown: AliasPage) -> Reply:
    """A page of the aliases of one state, with what can be done about each."""
    title = tell.say(f"aliases.title.{shown.state}", n=shown.counts[shown.state])
    if shown.pages > 1:
        title = tell.say("area.page", title=title, page=shown.page + 1, pages=shown.pages)
    lines = [Line("", label=title) if shown.entries else Line(tell.say(f"aliases.none.{shown.state}"))]
    for number, alias in enumerate(shown.entries, shown.page * PAGE + 1):
        lines += [BLANK, *_entry(tell, number, alias)]
    return _reply(page([*lines, BLANK, Line(tell.say("aliases.usage"))], _buttons(tell, shown)))


def _entry(tell: Telling, number: int, alias: Alias) -> list[Line]:
    what = tell.say("aliases.entry", n=number, spelling=spelling(tell, alias), place=tell.place(alias.place, full=True))
    return [Line(what, hang=True), *(Line(said, indent=True) for said in notes(tell, alias))]


def notes(tell: Telling, alias: Alias) -> list[str]:
    """How often picked, or who decided and when; and the other places of that name."""
    said = []
    if alias.picks and alias.last:
        people = tell.say("aliases.people", n=alias.people)
        said.append(tell.say("aliases.picked", n=alias.picks, people=people, date=day(tell.words, alias.last)))
    if alias.decided_at:
        said.append(tell.say("aliases.by", who=alias.decided_by, date=day(tell.words, alias.decided_at)))
    return [*said, *also(tell, alias)]


def also(tell: Telling, alias: Alias) -> list[str]:
    """The warning that other places bear the name, too."""
    if not alias.also:
        return []
    names = "; ".join(
        tell.say("aliases.namesake", place=tell.place(place), above=place.township or place.state or "–")
        for place in alias.also
    )
    more = [tell.say("aliases.more", n=alias.others)] if alias.others else []
    return [" ".join([tell.say("aliases.also", names=names), *more])]


def spelling(tell: Telling, alias: Alias) -> str:
    """What was typed, as long as it is kept."""
    return alias.text or tell.say("aliases.gone")


def _buttons(tell: Telling, shown: AliasPage) -> list[tuple[Button, ...]]:
    acts = (CONFIRM, REFUSE) if shown.state == WAITING else (TAKE_BACK,)
    rows = [
        tuple(Button(tell.say(f"aliases.button.{act}", n=number), f"1|{act}|{alias.id}") for act in acts)
        for number, alias in enumerate(shown.entries, shown.page * PAGE + 1)
    ]
    turn = [Button(tell.say("button.previous"), _list(shown.state, shown.page - 1))] if shown.page else []
    if shown.page + 1 < shown.pages:
        turn.append(Button(tell.say("button.next"), _list(shown.state, shown.page + 1)))
    others = [
        Button(tell.say(f"aliases.tab.{state}", n=shown.counts[state]), _list(state))
        for state in STATES
        if state != shown.state and (shown.counts[state] or state == WAITING)
    ]
    return [*rows, tuple(turn), tuple(others)]


def _list(state: str, number: int = 0) -> str:
    return f"1|{LIST}|{state[0]}|{number}"


def read_back(tell: Telling, alias: Alias, act: str) -> Reply:
    """The question before something is written about a stored alias."""
    return _sure(tell, alias, act, f"1|{act}|{alias.id}|{YES}")


def read_back_new(tell: Telling, alias: Alias, asked: int) -> Reply:
    """The question before a coordinator's own alias is written; ``asked`` is the id of what was typed."""
    return _sure(tell, alias, ADD, f"1|{ADD}|{asked}|{alias.place.id}|{YES}")


def _sure(tell: Telling, alias: Alias, act: str, data: str) -> Reply:
    """``act`` read back; a confirmation and a new alias read alike."""
    key = f"aliases.sure.{_deed(act, alias)}"
    asked = tell.say(key, spelling=spelling(tell, alias), place=_apart(tell, alias.place))
    yes = Button(tell.say(f"aliases.yes.{act}"), data)
    rows = [(yes,), (Button(tell.say("aliases.back"), _list(alias.state)),)]
    return _reply(page([Line(asked), *(Line(said) for said in notes(tell, alias))], rows))


def _apart(tell: Telling, place: PlaceRef) -> str:
    """The place with its tract or town, which tells it from its namesakes of the township."""
    full = tell.place(place, full=True)
    return tell.say("aliases.within", place=full, within=place.within) if place.within else full


def _deed(act: str, alias: Alias) -> str:
    if act == TAKE_BACK:
        return "take_back_refusal" if alias.state == REFUSED else "take_back"
    return "refuse" if act == REFUSE else "confirm"


def done(tell: Telling, alias: Alias, act: str) -> Reply:
    """What was written; a confirmation and a refusal can be taken back from here."""
    said = told(tell, alias, act)
    back = Button(tell.say("aliases.back"), _list(WAITING))
    undo = (Button(tell.say(f"aliases.yes.{TAKE_BACK}"), f"1|{TAKE_BACK}|{alias.id}"),) if act != TAKE_BACK else ()
    return _reply(page([Line(line) for line in said], [(*undo, back)]))


def told(tell: Telling, alias: Alias, act: str) -> list[str]:
    """What was written, as plain sentences."""
    key = f"aliases.done.{_deed(act, alias)}"
    what = tell.say(key, spelling=spelling(tell, alias), place=tell.place(alias.place, full=True))
    return [what, *(also(tell, alias) if alias.state == CONFIRMED and act != TAKE_BACK else [])]


def which(tell: Telling, proposal: Proposal, asked: int) -> Reply:
    """Which place is to have the new name?"""
    labels = tell.choices(proposal.places)
    rows = [
        (Button(label, f"1|{ADD}|{asked}|{place.id}"),)
        for label, place in zip(labels, proposal.places, strict=True)
    ]  # fmt: skip
    key = "aliases.near" if proposal.near else "aliases.which"
    return _reply(page([Line(tell.say(key, spelling=proposal.text, name=proposal.name))], rows))


def _reply(messages: tuple[Message, ...]) -> Reply:
    """What people asked is for coordinators (domain section 6)."""
    return Reply(messages, Klass.CONFIDENTIAL)
