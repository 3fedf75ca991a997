"""Every flow of the registry: it has its texts, its buttons fit, and no answer of any kind breaks it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from bot.database import Database
from bot.resources import resource
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.movements import MovementRow, RecordMovement
from coordination.scope import Desk, Scope
from coordination.viewer import Role, Viewer
from flows import engine, state
from flows.engine import Controlled, Outcome, Pressed, Typed
from flows.facts import Facts
from flows.flow import Flow
from flows.registry import FLOWS
from flows.spoken import Control
from tests.hka_mai import NOW, Township
from words import Words
from words.language import read_locales
from words.telling import Telling

WORDS = Words(read_locales(resource("locales")))
TEXTS = (
    "Sut Ga", "Lawa Bum", "Kawng Hpra", "Nowhere At All", "12", "7-8 families", "0", "-3", "99999999999", "in 1850",
    "end of January", "after harvest", "church", "army", "food 6 months and shelter", "nothing", "50 and 30", "yes",
    "no", "back", "skip", "cancel", "save", "change", "M-1 arrived", "M-999999 cancelled", "what about Lawa Bum?",
    "28 HH will move Sut Ga -> Lawa Bum end Jan, church organises", "M-1 postponed to March, no funds", "", " ", "|",
    "m-1 not 28 but 25 HH", "14 families from Sut Ga, 6 return to Lawa Bum, 8 local integration", "🙂", "မှ ၁၂ စု",
    "80 families to two villages", "80 families from Sut Ga to Lawa Bum and Nam Sop",
)  # fmt: skip


@dataclass
class Place:
    """A store in one transaction that is never committed, and somebody of an agency who reports."""

    facts: Facts
    about: dict[str, Any]


@pytest.fixture
def place(db: Database, desk: Desk) -> Iterator[Place]:
    """Villages, a camp, two of one name, and a movement of the viewer's own."""
    made: list[Place] = []

    def work(session: Any) -> None:
        town = Township(session)
        town.found()
        for name in ("Lawa Bum", "Nam Sop", "Kawng Hpra"):
            town.village(name)
        town.village("Kawng Hpra", township=town.other_id)
        camp = town.village("Sut Ga", "camp")
        viewer = Viewer("person", role=Role.AGENCY, ref="r", label="P-1", agency_id=town.agency("ZQX"), agency="ZQX")
        scope = Scope(session, desk, viewer, NOW)
        for source in ("x", "y"):
            row = MovementRow(origin_id=camp, destination_id=town.places["Lawa Bum"], households=28)
            done = execute(scope, RecordMovement((row,), source))
        about = {"ids": list(done.ids), "stage": "intention", "visited": False, "push": False}
        about["matches"] = [[one.link_id, one.other_id] for one in done.matches]
        made.append(Place(Facts(scope, Telling(WORDS, desk.catalogue, viewer), "u1.1"), {"about": about}))

    with Session(db.engine) as session:
        work(session)
        yield made[0]
        session.rollback()


def steps(flow: Flow) -> list[tuple[str, str]]:
    """The names of the texts of a flow's steps."""
    return [(one.key, one.text or one.key) for one in flow.steps]


@pytest.mark.parametrize("flow", FLOWS.values(), ids=list(FLOWS))
def test_every_step_has_its_texts(flow: Flow) -> None:
    wanted = [f"flow.{flow.name}.{what}.{text}" for _, text in steps(flow) for what in ("ask", "miss")]
    wanted += [f"flow.{flow.name}.name.{key}" for key, _ in steps(flow)] if flow.card else []
    wanted += [f"flow.{flow.name}.miss.check"] if flow.card else []
    assert [key for key in wanted if not WORDS.has(key)] == []


INPUTS = st.one_of(
    st.tuples(st.just("text"), st.sampled_from(TEXTS) | st.text(max_size=12), st.integers(0, 3), st.booleans()),
    st.tuples(st.just("choice"), st.integers(0, 9)),
    st.tuples(st.just("press"), st.integers(0, 20), st.sampled_from(["1", "x", "", "99999999999999999999", "same"])),
    st.tuples(st.just("control"), st.sampled_from(Control), st.integers(-1, 20), st.integers(-1, 3)),
)


def made(flow: Flow, turn: engine.Turn, one: tuple[Any, ...]) -> engine.Given:
    """An input out of what hypothesis picked; choices and steps are those that the flow has now."""
    keys = [step.key for step in flow.steps]
    match one:
        case ("text", text, message, edited):
            return Typed(text, message, edited)
        case ("choice", at) if turn.choices:
            return Pressed(turn.state.asked, turn.choices[at % len(turn.choices)].value)
        case ("press", at, value):
            return Pressed(keys[at % len(keys)], value)
        case ("control", control, at, version):
            step = keys[at % len(keys)] if at >= 0 else ""
            return Controlled(control, step, turn.state.version if version < 0 else version)
    return Controlled(Control.BACK)


@pytest.mark.only("sqlite", "the engine has no SQL of its own")
@pytest.mark.parametrize("name", list(FLOWS))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(inputs=st.lists(INPUTS, max_size=9))
def test_no_answers_of_any_kind_break_a_flow(place: Place, name: str, inputs: list[tuple[Any, ...]]) -> None:
    """What is said no to is a `Refusal`; whatever stands can be kept, read back and asked."""
    flow, facts = FLOWS[name], place.facts
    turn = engine.begin(flow, facts, place.about if "about" in flow.notes else {})
    for one in inputs:
        try:
            turn = engine.take(flow, facts, turn.state, made(flow, turn, one))
        except Refusal:
            continue
        if turn.outcome in {Outcome.DONE, Outcome.CANCELLED}:
            break
        shown(flow, facts, turn)
    if turn.outcome is Outcome.DONE:
        done(lambda: flow.finish(facts, turn.state.answers), facts)


def shown(flow: Flow, facts: Facts, turn: engine.Turn) -> None:
    """All of it can be kept and rendered."""
    assert state.load(state.dump(turn.state)) == turn.state
    step = flow.step(turn.state.asked)
    if step is None:
        assert flow.card
        done(lambda: flow.card and flow.card(facts, turn.state.answers), facts)
        return
    assert WORDS.say(f"flow.{flow.name}.ask.{step.text or step.key}", **step.params(facts, turn.state.answers))
    for choice in turn.choices:
        assert len(choice.value.encode()) <= 30
        assert "|" not in choice.value
        assert engine.label(facts, choice)


def done(what: Callable[[], Any], facts: Facts) -> None:
    """Do it under a savepoint that is taken back; a `Refusal` is an answer, too."""
    with facts.scope.db.begin_nested() as point:
        try:
            what()
        except Refusal:
            pass
        finally:
            point.rollback()
            facts.known.clear()


def test_a_choice_is_an_answer(place: Place) -> None:
    """Every usual answer that a step offers is taken by it."""
    for flow in FLOWS.values():
        facts = replace(place.facts, known={})
        answers = place.about if "about" in flow.notes else {"which": place.about["about"]["ids"][0]}
        for step in flow.steps:
            if step.applies(facts, answers):
                offered = step.choices(facts, answers)
                assert all(step.press(facts, answers, one.value) for one in offered), (flow.name, step.key)
