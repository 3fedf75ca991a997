"""One turn of a conversation: where it stands + what came in + what can be looked up → where it stands then. Pure.

The engine computes and does nothing: `flows.runner` keeps the state, renders the turn and does what is done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from flows.facts import Facts
from flows.flow import Answers, Choice, Flow, Got, Read, Step, Unclear
from flows.spoken import Control, control
from flows.state import CHECK, MOST_WAITING, OPENING, State

PATIENCE = 3
"""So many answers without sense in a row, and Skip and Cancel are offered in words."""


@dataclass(frozen=True)
class Typed:
    """Something typed; ``edited`` corrects an earlier message of that id."""

    text: str
    message_id: int | None = None
    edited: bool = False


@dataclass(frozen=True)
class Pressed:
    """A button with an answer to ``step``."""

    step: str
    value: str


@dataclass(frozen=True)
class Controlled:
    """One of the fixed buttons; ``step`` is what to change, ``version`` that of the read-back that is saved."""

    control: Control
    step: str = ""
    version: int = 0


Given = Typed | Pressed | Controlled


class Outcome(Enum):
    """What a turn came to."""

    ASKS = "asks"
    MISSED = "missed"
    NEEDED = "needed"
    ASIDE = "aside"
    LATER = "later"
    FULL = "full"
    CHANGES = "changes"
    STALE = "stale"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Turn:
    """The state after it, and the question that stands (``state.asked``) with ``choices`` to pick from.

    ``ASIDE`` is nothing for this conversation, ``LATER`` a further report that waits, ``FULL``
    one too many; ``fresh`` is what was just
    answered.
    """

    state: State
    outcome: Outcome
    choices: tuple[Choice, ...] = ()
    fresh: Answers | None = None


def begin(flow: Flow, facts: Facts, answers: Answers | None = None, **more: Any) -> Turn:
    """The first turn; with ``answers`` of a report of one line only what is required is asked for."""
    given = flow.takes(answers or {})
    return _go_on(flow, facts, State(flow.name, given, **more), given)


def take(flow: Flow, facts: Facts, state: State, given: Given) -> Turn:
    """The turn after ``given``."""
    if isinstance(given, Controlled):
        return _controlled(flow, facts, state, given)
    if isinstance(given, Pressed):
        return _pressed(flow, facts, state, given)
    return _edited(flow, facts, state, given) if given.edited else _typed(flow, facts, state, given)


def standing(flow: Flow, facts: Facts, state: State, outcome: Outcome = Outcome.ASKS) -> Turn:
    """The question that is open, once more."""
    step = flow.step(state.asked)
    return Turn(state, outcome, step.choices(facts, state.answers) if step else ())


def _controlled(flow: Flow, facts: Facts, state: State, given: Controlled) -> Turn:
    step = flow.step(state.asked)
    match given.control:
        case Control.CANCEL:
            return Turn(state, Outcome.CANCELLED)
        case Control.SAVE if state.asked == CHECK:
            return Turn(state, Outcome.DONE) if given.version == state.version else _stale(flow, facts, state)
        case Control.CHANGE if state.asked == CHECK and not given.step:
            return Turn(state, Outcome.CHANGES)
        case Control.CHANGE if flow.card and (wanted := flow.step(given.step)) and wanted.applies(facts, state.answers):
            return standing(flow, facts, replace(state, asked=given.step, misses=0))
        case Control.SKIP if step is not None and given.step in {"", step.key}:
            return _skipped(flow, facts, state, step)
        case Control.BACK:
            return _back(flow, facts, state)
    return _stale(flow, facts, state)


def _stale(flow: Flow, facts: Facts, state: State) -> Turn:
    return standing(flow, facts, state, Outcome.STALE)


def _skipped(flow: Flow, facts: Facts, state: State, step: Step) -> Turn:
    if step.required and state.answers.get(step.key) is None:
        return standing(flow, facts, state, Outcome.NEEDED)
    kept = {} if step.key in state.answers else {step.key: None}
    return _answered(flow, facts, state, kept)


def _back(flow: Flow, facts: Facts, state: State) -> Turn:
    """To the question before; its answer is open again. What came with the first line is left standing.

    Whoever was about to change something comes back to the read-back.
    """
    if state.asked in state.answers:
        return _go_on(flow, facts, state, {})
    if not state.path:
        return standing(flow, facts, state)
    last = state.path[-1]
    answers = {key: value for key, value in state.answers.items() if key != last}
    return standing(flow, facts, replace(_with(state, answers), path=state.path[:-1], asked=last, misses=0))


def _pressed(flow: Flow, facts: Facts, state: State, given: Pressed) -> Turn:
    """An answer by button, also under an earlier question: that corrects it."""
    step = flow.step(given.step)
    if step is None or not step.applies(facts, state.answers):
        return _stale(flow, facts, state)
    read = step.press(facts, state.answers, given.value)
    return _taken(flow, facts, state, step.key, read) or _stale(flow, facts, state)


def _typed(flow: Flow, facts: Facts, state: State, given: Typed) -> Turn:
    step, said = flow.step(state.asked), _labelled(flow, facts, state, given.text)
    if said is not None:
        return _heard(_pressed(flow, facts, state, said), given, state.asked)
    if ordered := control(given.text):
        return _ordered(flow, facts, state, ordered)
    if facts.asks(given.text):
        return Turn(state, Outcome.ASIDE)
    if step is None:
        return _under_card(flow, facts, state, given)
    turn = _taken(flow, facts, state, step.key, step.read(facts, state.answers, given.text))
    if turn is None and flow.at_once:  # nobody has to answer it: whatever else is said is for the desk
        return Turn(state, Outcome.ASIDE)
    return _heard(turn, given, step.key) if turn else _missed(flow, facts, state)


def _labelled(flow: Flow, facts: Facts, state: State, text: str) -> Pressed | None:
    """A text that says what a button says is that button."""
    step, said = flow.step(state.asked), text.strip().casefold()
    choices = step.choices(facts, state.answers) if step else ()
    found = next((one for one in choices if label(facts, one).casefold() == said), None)
    return Pressed(state.asked, found.value) if found else None


def label(facts: Facts, choice: Choice) -> str:
    """What a button says, in the reader's language."""
    return facts.tell.say(choice.key, **choice.params) if choice.key else choice.label


def _ordered(flow: Flow, facts: Facts, state: State, ordered: Control) -> Turn:
    """A typed order; "yes" saves only what is read back now."""
    if ordered is Control.SAVE and state.asked != CHECK:
        return _missed(flow, facts, state)
    return _controlled(flow, facts, state, Controlled(ordered, version=state.version))


def _under_card(flow: Flow, facts: Facts, state: State, given: Typed) -> Turn:
    """A correction of what is read back, or another report, which waits."""
    if amended := flow.amends(facts, state.answers, given.text):
        return _heard(_answered(flow, facts, state, amended), given, OPENING)
    if flow.opens(facts, given.text) is None:
        return _missed(flow, facts, state)
    if len(state.waiting) >= MOST_WAITING:
        return standing(flow, facts, state, Outcome.FULL)
    return standing(flow, facts, replace(state, waiting=(*state.waiting, given.text)), Outcome.LATER)


def _edited(flow: Flow, facts: Facts, state: State, given: Typed) -> Turn:
    """A corrected message answers its step again; the question that is open stays open."""
    key = state.heard.get(str(given.message_id), "")
    step = flow.step(key)
    if key == OPENING:
        read: Read = Got(values) if (values := flow.opens(facts, given.text)) else None
    else:
        read = step.read(facts, state.answers, given.text) if step else None
    if not key:
        return Turn(state, Outcome.ASIDE)
    if not isinstance(read, Got):
        return standing(flow, facts, state, Outcome.MISSED)
    return _answered(flow, facts, state, read.values)


def _heard(turn: Turn, given: Typed, key: str) -> Turn:
    """Note which message said it, so that an edit finds its step."""
    if turn.fresh is None or given.message_id is None:
        return turn
    heard = {**turn.state.heard, str(given.message_id): key}
    return replace(turn, state=replace(turn.state, heard=heard))


def _taken(flow: Flow, facts: Facts, state: State, key: str, read: Read) -> Turn | None:
    """The turn after an answer to the step ``key`` was read; None where it made no sense."""
    if isinstance(read, Got):
        return _answered(flow, facts, state, read.values)
    if isinstance(read, Unclear):
        return Turn(replace(state, asked=key, misses=0), Outcome.ASKS, read.choices)
    return None


def _missed(flow: Flow, facts: Facts, state: State) -> Turn:
    return standing(flow, facts, replace(state, misses=state.misses + 1), Outcome.MISSED)


def _answered(flow: Flow, facts: Facts, state: State, values: Answers) -> Turn:
    """Take the answers over, and ask what is open then."""
    known = flow.takes(values)
    path = (*(key for key in state.path if key not in known), *(key for key in known if flow.step(key)))
    after = replace(_with(state, {**state.answers, **known}), path=path, misses=0)
    return _go_on(flow, facts, after, known)


def _with(state: State, answers: Mapping[str, Any]) -> State:
    changed = answers != state.answers
    return replace(state, answers=answers, version=state.version + changed)


def _go_on(flow: Flow, facts: Facts, state: State, fresh: Answers) -> Turn:
    """The next open question; what no longer makes sense after the other answers is forgotten."""
    for one in flow.steps:
        if one.key in state.answers and not one.applies(facts, state.answers):
            left = {key: value for key, value in state.answers.items() if key != one.key}
            state = replace(_with(state, left), path=tuple(key for key in state.path if key != one.key))
    step = next((one for one in flow.steps if _open(facts, state, one)), None)
    if step is not None:
        asked = replace(state, asked=step.key)
        return Turn(asked, Outcome.ASKS, step.choices(facts, asked.answers), fresh)
    checked = replace(state, asked=CHECK)
    return Turn(checked, Outcome.ASKS if flow.card else Outcome.DONE, (), fresh)


def _open(facts: Facts, state: State, step: Step) -> bool:
    if step.key in state.answers or not (step.asked and step.applies(facts, state.answers)):
        return False
    return step.required or not state.brief or step.urgent(facts, state.answers)
