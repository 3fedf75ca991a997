"""News on a commitment: in one line, or question by question ("progress")."""

from typing import Any

from coordination import commitment_views
from coordination.commitment_changes import REASONS, UpdateCommitment, may_commit
from coordination.commitment_states import MOST
from coordination.commitment_views import View
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import execute
from coordination.scope import Scope
from coordination.viewer import Klass
from flows.commitment_dates import UNKNOWN, day_of, month_choices, pressed
from flows.commitment_reading import MOST_CHOICES, REACHING, count_of, meant, named, read_line, told
from flows.facts import Facts
from flows.flow import Answers, Choice, Done, Flow, Got, Read, Step, Unclear
from understanding import commitments as said
from understanding.commitments import DELAYED, SAME
from understanding.cues import UPDATE
from words import commitments as texts
from words.layout import Line

PROGRESS = "progress"
_ORDER = ("confirmed", "ongoing", "delivered", "partial", "suspended", "cancelled")


def _may(scope: Scope) -> None:
    if not may_commit(scope.viewer):
        raise NotAllowedError("refusal.commitment_nobody")


def view_of(facts: Facts, answers: Answers) -> View:
    """The commitment that is spoken of."""
    return commitment_views.one(facts.scope, int(answers["which"]))


def _known(facts: Facts, answers: Answers) -> View | None:
    """The commitment that is spoken of, once that is known and as long as it is there."""
    try:
        return view_of(facts, answers) if "which" in answers else None
    except Refusal:
        return None


def _is_known(facts: Facts, answers: Answers) -> bool:
    return _known(facts, answers) is not None


def _choices_of(facts: Facts, views: list[View]) -> tuple[Choice, ...]:
    return tuple(Choice(str(view.number), label=texts.label(facts.tell, view)) for view in views[:MOST_CHOICES])


def _which(facts: Facts, answers: Answers) -> tuple[Choice, ...]:
    among, viewer = answers.get("among"), facts.scope.viewer
    agency_id = None if among and viewer.coordinates else viewer.agency_id
    found = commitment_views.meant(facts.scope, agency_id, None, ())
    return _choices_of(facts, [view for view in found if not among or view.number in among])


def _read_which(facts: Facts, answers: Answers, text: str) -> Read:
    number = said.bare(text)
    found = named(facts, (number,)) if number else meant(facts, facts.read(text))
    if len(found) == 1:
        return _chosen(facts, answers, found[0])
    return Unclear(_choices_of(facts, found)) if found else None


def _press_which(facts: Facts, answers: Answers, value: str) -> Read:
    known = value.isascii() and value.isdecimal() and len(value) < 10
    return _chosen(facts, answers, named(facts, (int(value),))[0]) if known else None


def _chosen(facts: Facts, answers: Answers, view: View) -> Got:
    """The commitment, and what the line said of it that left open which one."""
    line = answers.get("line")
    return Got(told(facts, facts.read(line), view) if line else {"which": view.number})


def _states(facts: Facts, answers: Answers) -> tuple[Choice, ...]:
    view = view_of(facts, answers)
    offered = [state for state in _ORDER if state in view.options and state != view.status]
    later = [DELAYED] if view.open else []
    same = [SAME] if view.status in {"confirmed", "ongoing", "delivered"} else []
    return tuple(Choice(state, f"commitments.say.{state}") for state in (*same, *offered, *later))


def _read_state(facts: Facts, answers: Answers, text: str) -> Read:
    """What an update says, as far as the commitment may come there."""
    request = facts.read(text)
    if request.intent != UPDATE and not said.confirms(text):
        return None
    found = {key: value for key, value in told(facts, request, view_of(facts, answers)).items() if key != "which"}
    return Got(found) if "state" in found else Unclear(_states(facts, answers))


def _press_state(facts: Facts, answers: Answers, value: str) -> Read:
    known = value in {SAME, DELAYED} or value in view_of(facts, answers).options
    return Got({"state": value}) if known else None


def _needs_start(facts: Facts, answers: Answers) -> bool:
    state, view = answers.get("state"), _known(facts, answers)
    if view is None:
        return False
    unknown = state == "confirmed" and view.start is None
    return state == DELAYED or unknown or (state in {"confirmed", "ongoing"} and bool(answers.get("start")))


def _read_start(facts: Facts, _answers: Answers, text: str) -> Read:
    request = facts.read(text)
    found = request.when_from or request.when_to
    return Got({"start": found.isoformat()}) if found else None


def _starts(facts: Facts, answers: Answers) -> tuple[Choice, ...]:
    now = () if answers.get("state") == DELAYED else (Choice("now", "flow.commit.start.now"),)
    return (*now, *month_choices(facts), Choice(UNKNOWN, "flow.commit.start.unknown"))


def _press_start(facts: Facts, _answers: Answers, value: str) -> Read:
    found = pressed(facts, value)
    return Got({"start": found}) if found is not None else None


def _reaches(facts: Facts, answers: Answers) -> bool:
    says = answers.get("state") in REACHING or answers.get("reached") is not None
    return says and _is_known(facts, answers)


def _read_reached(facts: Facts, _answers: Answers, text: str) -> Read:
    request = facts.read(text)
    found = count_of(request)
    return Got({"reached": found}) if found is not None and 0 < found <= MOST else None


def _reached(facts: Facts, answers: Answers) -> tuple[Choice, ...]:
    target = view_of(facts, answers).target
    amount = texts.counted(facts.tell, target.number, target.unit)
    return (Choice(str(target.number), "flow.progress.reached.all", {"amount": amount}),)


def _press_reached(facts: Facts, answers: Answers, value: str) -> Read:
    return _read_reached(facts, answers, value)


def _needs_reason(facts: Facts, answers: Answers) -> bool:
    view = _known(facts, answers)
    return view is not None and view.reason


def _reasons(_facts: Facts, _answers: Answers) -> tuple[Choice, ...]:
    return tuple(Choice(one, f"commitments.reason.{one}") for one in REASONS)


def _read_target(facts: Facts, _answers: Answers, text: str) -> Read:
    found = count_of(facts.read(text))
    return Got({"target": found}) if found and 0 < found <= MOST else None


def _read_months(facts: Facts, _answers: Answers, text: str) -> Read:
    found = facts.read(text).months or said.bare(text)
    return Got({"months": found}) if found and 0 < found <= 24 else None


def _has_months(facts: Facts, answers: Answers) -> bool:
    view = _known(facts, answers)
    return view is not None and facts.scope.desk.catalogue.activities[view.activity].has_months


def opens(facts: Facts, text: str) -> Answers | None:
    """News in one line that surely are such: with a number, or with a place and what it is about.

    Anything else may be the answer to a question of another conversation.
    """
    request = facts.read(text)
    sure = request.intent == UPDATE and request.villages and (request.sectors or request.households)
    return read_line(facts, request) if sure or said.numbers(text) else None


def amends(facts: Facts, answers: Answers, text: str) -> Answers | None:
    """A correction under the read-back: another number or start, or other news of the same commitment."""
    request, view = facts.read(text), view_of(facts, answers)
    about = set(said.numbers(text)) or ({view.number} if not (request.villages or request.sectors) else set())
    if request.intent == UPDATE and about == {view.number}:
        return {key: value for key, value in told(facts, request, view).items() if key != "which"} or None
    found: dict[str, Any] = {}
    if _reaches(facts, answers) and (reached := count_of(request)):
        found["reached"] = reached
    if request.when_from and _needs_start(facts, answers):
        found["start"] = request.when_from.isoformat()
    return found or None


def changes(facts: Facts, answers: Answers) -> dict[str, Any]:
    """The fields that the news change."""
    view, state = view_of(facts, answers), answers["state"]
    found: dict[str, Any] = {key: answers[key] for key in ("target", "months", "reached") if answers.get(key)}
    if "start" in answers:
        found["start"] = day_of(answers["start"])
    if state == DELAYED:
        kept = view.status if view.status in {"interest", "pledged", "confirmed"} else "confirmed"
        return found | {"status": kept}
    return found if state == SAME else found | {"status": state}


def card(facts: Facts, answers: Answers) -> list[Line]:
    """The read-back: how it stood and how it will."""
    said_so = changes(facts, answers)
    if said_so.get("status") == "confirmed" and not said_so.get("start", view_of(facts, answers).start):
        said_so["status"] = "pledged"
    return texts.news(facts.tell, view_of(facts, answers), said_so, answers.get("reason"))


def finish(facts: Facts, answers: Answers) -> Done:
    """Store it."""
    view = view_of(facts, answers)
    command = UpdateCommitment(view.number, changes(facts, answers), answers.get("reason"), view.version)
    return Done(texts.stored(facts.tell, execute(facts.scope, command)))


def _township(facts: Facts, answers: Answers) -> int | None:
    view = _known(facts, answers)
    return view.place.township_id if view else None


STEPS = (
    Step("which", _read_which, _which, _press_which, required=True, klass=Klass.RESTRICTED),
    Step("state", _read_state, _states, _press_state, applies=_is_known, required=True),
    Step("start", _read_start, _starts, _press_start, applies=_needs_start, required=True),
    Step("reached", _read_reached, _reached, _press_reached, applies=_reaches, required=True),
    Step("reason", lambda _facts, _answers, _text: None, _reasons, applies=_needs_reason, required=True),
    Step("target", _read_target, applies=_is_known),
    Step("months", _read_months, applies=_has_months),
)

PROGRESS_FLOW = Flow(
    PROGRESS,
    STEPS,
    may=_may,
    finish=finish,
    card=card,
    opens=opens,
    amends=amends,
    notes=("among", "line"),
    klass=Klass.RESTRICTED,
    township=_township,
)
