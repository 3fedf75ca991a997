"""An agency commits: in one line, or question by question ("commit")."""

from typing import Any

from coordination.commitment_changes import RecordCommitment, may_commit
from coordination.commitment_clock import asked_about
from coordination.errors import NotAllowedError
from coordination.execute import execute
from coordination.facts import note_read
from coordination.scope import Scope
from coordination.viewer import Klass
from flows.commitment_dates import day_of
from flows.commitment_lines import (
    DELIVERED,
    PLAN,
    YES,
    amends,
    notified,
    opens,
    state_of,
)  # fmt: skip
from flows.commitment_steps import STEPS, agency_id, agency_of, open_need
from flows.facts import Facts
from flows.flow import Answers, Done, Flow
from words import commitments as texts
from words.layout import Line

COMMITTING = "commit"


def _may(scope: Scope) -> None:
    if not may_commit(scope.viewer):
        raise NotAllowedError("refusal.commitment_nobody")


def status_of(answers: Answers) -> str:
    """The state in which it would be stored."""
    state = state_of(answers)
    if state != PLAN:
        return state
    return "confirmed" if answers.get("start") and answers.get("hand") == YES else "pledged"


def card(facts: Facts, answers: Answers) -> list[Line]:
    """The read-back."""
    found = open_need(facts, answers)
    note_read(facts.scope, "cover", answers["place"], Klass.RESTRICTED)
    place, own = facts.place(answers["place"]), agency_id(facts, answers) == facts.scope.viewer.agency_id
    shown = texts.Draft(agency_of(facts, answers), place, answers, status_of(answers), found, own=own)
    return texts.draft(facts.tell, shown)


def finish(facts: Facts, answers: Answers) -> Done:
    """Store it; whoever is told of it hears no more than a number."""
    target, status = int(answers["target"]), status_of(answers)
    fields = ("months", "components", "population", "modality", "partner", "donor", "conditions", "movement")
    more: dict[str, Any] = {key: answers[key] for key in fields if answers.get(key) is not None}
    more |= {key: day_of(answers.get(key)) for key in ("start", "end")}
    if status == DELIVERED:
        more |= {"reached": target}
    found = open_need(facts, answers)
    command = RecordCommitment(
        answers["place"], agency_id(facts, answers), answers["activity"], target, {"status": status, **more}
    )
    done = execute(facts.scope, command)
    told = asked_about(facts.scope, found.numbers) if found and notified(answers) else ()
    return Done(texts.stored(facts.tell, done, told))


def _township(facts: Facts, answers: Answers) -> int | None:
    return facts.place(answers["place"]).township_id if answers.get("place") else None


COMMIT_FLOW = Flow(
    COMMITTING,
    STEPS,
    may=_may,
    finish=finish,
    card=card,
    opens=opens,
    amends=amends,
    notes=("places", "activities", "movement"),
    klass=Klass.RESTRICTED,
    township=_township,
)
