"""The engine: one turn after the other, whatever comes in."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows import engine
from flows.engine import Controlled, Outcome, Pressed, Typed
from flows.flow import Flow
from flows.spoken import Control
from flows.state import CHECK, State, dump, load


def walk(flow: Flow, facts: Any, *texts: Any, state: State | None = None) -> engine.Turn:
    """The turn after these inputs, from the start."""
    turn = engine.begin(flow, facts) if state is None else engine.standing(flow, facts, state)
    for number, one in enumerate(texts):
        turn = engine.take(flow, facts, turn.state, Typed(one, number) if isinstance(one, str) else one)
    return turn


def test_asks_one_question_after_the_other_and_then_reads_back(flow: Flow, facts: Any) -> None:
    assert engine.begin(flow, facts).state.asked == "colour"
    assert walk(flow, facts, "red").state.asked == "number"
    assert walk(flow, facts, "blue").state.asked == "shade"
    checked = walk(flow, facts, "red", "12").state
    assert (checked.asked, dict(checked.answers)) == (CHECK, {"colour": "red", "number": 12})


def test_saves_only_what_was_read_back(flow: Flow, facts: Any) -> None:
    checked = walk(flow, facts, "red", "12").state
    save = Controlled(Control.SAVE, version=checked.version)
    assert engine.take(flow, facts, checked, save).outcome is Outcome.DONE
    corrected = engine.take(flow, facts, checked, Typed("not 13")).state
    assert engine.take(flow, facts, corrected, save).outcome is Outcome.STALE
    assert walk(flow, facts, "yes", state=corrected).outcome is Outcome.DONE


def test_a_button_of_an_earlier_question_corrects_it(flow: Flow, facts: Any) -> None:
    turn = walk(flow, facts, "red", "12", Pressed("colour", "blue"))
    assert (turn.state.asked, turn.state.answers["colour"]) == ("shade", "blue")
    assert walk(flow, facts, "red", Pressed("shade", "dark")).outcome is Outcome.STALE
    assert walk(flow, facts, Pressed("colour", "green")).outcome is Outcome.STALE


def test_what_no_longer_makes_sense_is_forgotten(flow: Flow, facts: Any) -> None:
    turn = walk(flow, facts, "blue", "dark", "12", Pressed("colour", "red"))
    assert dict(turn.state.answers) == {"colour": "red", "number": 12}


def test_an_edited_message_corrects_its_step_and_the_open_question_stays(flow: Flow, facts: Any) -> None:
    asked = walk(flow, facts, "red").state
    turn = engine.take(flow, facts, asked, Typed("blue", 0, edited=True))
    assert (turn.state.asked, turn.state.answers["colour"]) == ("shade", "blue")
    assert engine.take(flow, facts, asked, Typed("green", 0, edited=True)).outcome is Outcome.MISSED
    assert engine.take(flow, facts, asked, Typed("blue", 99, edited=True)).outcome is Outcome.ASIDE


def test_three_misses_in_a_row_are_counted_and_an_answer_ends_them(flow: Flow, facts: Any) -> None:
    turn = walk(flow, facts, "red", "many", "lots", "heaps")
    assert (turn.outcome, turn.state.misses) == (Outcome.MISSED, engine.PATIENCE)
    assert walk(flow, facts, "12", state=turn.state).state.misses == 0


def test_back_skip_and_cancel_in_words_and_by_button(flow: Flow, facts: Any) -> None:
    assert walk(flow, facts, "red", "back").state.asked == "colour"
    assert walk(flow, facts, "red", "Skip").state.answers == {"colour": "red", "number": None}
    assert walk(flow, facts, "skip").outcome is Outcome.NEEDED
    assert walk(flow, facts, "red", Controlled(Control.CANCEL)).outcome is Outcome.CANCELLED
    assert walk(flow, facts, "red", Controlled(Control.SKIP, "colour")).outcome is Outcome.STALE


def test_a_question_in_the_middle_changes_nothing(flow: Flow, facts: Any) -> None:
    before = walk(flow, facts, "red")
    assert walk(flow, facts, "what about red?", state=before.state) == engine.Turn(before.state, Outcome.ASIDE)


def test_several_meanings_are_asked_back(flow: Flow, facts: Any) -> None:
    turn = walk(flow, facts, "reddish")
    assert (turn.outcome, [one.value for one in turn.choices]) == (Outcome.ASKS, ["red", "blue"])


def test_a_change_asks_one_question_again_and_comes_back(flow: Flow, facts: Any) -> None:
    checked = walk(flow, facts, "red", "12").state
    asked = walk(flow, facts, Controlled(Control.CHANGE, "number"), state=checked).state
    assert asked.asked == "number"
    assert walk(flow, facts, "13", state=asked).state.asked == CHECK
    assert walk(flow, facts, "back", state=asked).state == checked
    assert walk(flow, facts, "skip", state=asked).state == checked


def test_a_report_of_one_line_is_asked_only_what_it_needs(flow: Flow, facts: Any) -> None:
    turn = engine.begin(flow, facts, {"colour": "blue"}, brief=True, heard={"7": "*"})
    assert turn.state.asked == CHECK
    edited = engine.take(flow, facts, turn.state, Typed("red 4", 7, edited=True))
    assert dict(edited.state.answers) == {"colour": "red", "number": 4}


def test_a_further_report_waits(flow: Flow, facts: Any) -> None:
    turn = walk(flow, facts, "red", "12", "blue 9")
    assert (turn.outcome, turn.state.waiting) == (Outcome.LATER, ("blue 9",))
    assert turn.state.answers["colour"] == "red"


INPUTS = st.one_of(
    st.builds(Typed, st.sampled_from(["red", "blue", "reddish", "dark", "12", "many", "back", "skip", "yes", "no",
                                      "cancel", "blue 9", "not 5", "why?", ""]) | st.text(max_size=9),
              st.integers(0, 4), st.booleans()),
    st.builds(Pressed, st.sampled_from(["colour", "shade", "number", "check", ""]), st.text(max_size=5)),
    st.builds(Controlled, st.sampled_from(Control), st.sampled_from(["", "colour", "shade", "x"]), st.integers(-1, 9)),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(inputs=st.lists(INPUTS, max_size=12))
def test_no_sequence_of_inputs_raises_or_loses_the_thread(flow: Flow, facts: Any, inputs: list[Any]) -> None:
    """Whatever comes in: a question stands, the state survives a restart, and only a read-back is saved."""
    state = engine.begin(flow, facts).state
    for one in inputs:
        turn = engine.take(flow, facts, state, one)
        if turn.outcome in {Outcome.DONE, Outcome.CANCELLED}:
            assert turn.outcome is Outcome.CANCELLED or state.asked == CHECK
            return
        assert load(dump(turn.state)) == turn.state
        assert turn.state.asked == CHECK or flow.step(turn.state.asked)
        assert turn.state.version >= state.version
        assert (turn.state.version == state.version) == (turn.state.answers == state.answers)
        state = turn.state


@pytest.mark.parametrize("stored", [b"", b"{}", b"[]", b'{"flow": 1, "path": 3}', b"\xff", b'{"later": 1}'])
def test_a_state_of_another_version_is_no_state(stored: bytes) -> None:
    assert load(stored) is None
