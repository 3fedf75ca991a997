"""The conversations about commitments on a store: whatever comes in, nothing raises and nothing is half-written."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.resources import resource
from coordination.commitment_changes import RecordCommitment
from coordination.errors import Refusal
from coordination.scope import Scope
from coordination.viewer import Viewer
from flows.commitment_progress import PROGRESS
from flows.commitments import COMMITTING
from flows.engine import Controlled, Given, Pressed, Typed
from flows.facts import Facts
from flows.registry import FLOWS
from flows.runner import Talk
from flows.spoken import Control
from models.commitments import Commitment
from tests.commitments.conftest import Setting
from words import Words
from words.language import read_locales
from words.telling import Telling

WORDS = Words(read_locales(resource("locales")))
CHAT = "chat"
TEXTS = (
    "Lawa Bum", "shelter", "30", "30 HH", "0", "many", "6 months", "January", "in 1850", "yes", "no", "back", "skip",
    "cancel", "save", "change", "we can cover shelter for 30 HH in Lawa Bum", "delivered 8 of 10", "we can't do it",
    "delayed to March", "C-1", "C-7 confirmed", "C-99999999", "C-7 done", "HMC can do shelter for 9 HH in Lawa Bum",
    "what about Lawa Bum?", "not 30 but 20 HH", "", "|", "🙂", "အိမ်ထောင်စု ၂၀",
)  # fmt: skip
INPUTS = st.one_of(
    st.tuples(st.just("text"), st.sampled_from(TEXTS) | st.text(max_size=8), st.integers(0, 3), st.booleans()),
    st.tuples(st.just("button"), st.integers(0, 9)),
    st.tuples(
        st.just("press"), st.integers(0, 20), st.sampled_from(["1", "x", "", "9" * 20, "same", "ongoing", "yes"])
    ),
    st.tuples(st.just("control"), st.sampled_from(Control), st.integers(-1, 20)),
)


class Open:
    """Seals nothing."""

    def close(self, data: bytes, _place: str) -> bytes:
        """As it is."""
        return data

    open = close


def talk(scope: Scope, at: int) -> Talk:
    """The chat of the staff in one update."""
    return Talk(Facts(scope, Telling(WORDS, scope.desk.catalogue, scope.viewer), f"u1.{at}"), CHAT)


def made(talk: Talk, one: tuple[Any, ...], shown: list[str]) -> Given:
    """An input out of what hypothesis picked; a button is one of those that stand there now."""
    found = talk.open()
    keys = [step.key for step in (found[1] if found else FLOWS[COMMITTING]).steps]
    match one:
        case ("text", text, message, edited):
            return Typed(text, message, edited)
        case ("button", at) if shown:
            _, _, _, what, *more = shown[at % len(shown)].split("|")
            if what == "a":
                return Pressed(more[0], more[1])
            control = next(each for each in Control if each.value == what)
            version = int(more[0]) if control is Control.SAVE else 0
            return Controlled(control, more[0] if more and control is not Control.SAVE else "", version)
        case ("press", at, value):
            return Pressed(keys[at % len(keys)], value)
        case ("control", control, at):
            return Controlled(control, keys[at % len(keys)] if at >= 0 else "", found[2].version if found else 0)
    return Controlled(Control.BACK)


@pytest.mark.only("sqlite", "the conversations have no SQL of their own")
@pytest.mark.parametrize("flow", [COMMITTING, PROGRESS])
@pytest.mark.parametrize("who", ["staff", "coordinator"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(inputs=st.lists(INPUTS, max_size=10))
def test_no_sequence_raises_or_half_writes(
    setting: Setting, flow: str, who: str, inputs: list[tuple[Any, ...]]
) -> None:
    viewer: Viewer = getattr(setting, who)
    setting.desk = replace(setting.desk, seal=Open())
    if setting.run(lambda scope: talk(scope, 0).open(), viewer):
        setting.run(lambda scope: talk(scope, 0).take(Controlled(Control.CANCEL)), viewer)
    setting.do(RecordCommitment(setting.place, setting.staff.agency_id or 0, "SHE-A2", 10))
    shown = buttons(said(setting, viewer, lambda scope: talk(scope, 1).begin(flow, {}, brief=True)))
    for at, one in enumerate(inputs):
        before = versions(setting)
        reply = said(setting, viewer, partial(step, at=at, one=one, shown=shown))
        shown = buttons(reply) or shown
        after = versions(setting)
        assert len(after) - len(before) in {0, 1}
        numbers = [row.number for row in after if row.superseded_at is None]
        assert len(numbers) == len(set(numbers))


def step(scope: Scope, *, at: int, one: tuple[Any, ...], shown: list[str]) -> Any:
    """One input in one update."""
    here = talk(scope, at + 2)
    return here.take(made(here, one, shown))


def said(setting: Setting, viewer: Viewer, work: Callable[[Scope], Any]) -> Any:
    """The reply; None for a refusal, which takes everything back."""
    try:
        return setting.run(work, viewer)
    except Refusal:
        return None


def buttons(reply: Any) -> list[str]:
    """Data of the buttons of a conversation."""
    rows = [row for message in reply.messages for row in message.buttons] if reply else []
    return [button.data for row in rows for button in row if button.data and button.data.startswith("1|a|")]


def versions(setting: Setting) -> list[Commitment]:
    """Every version."""

    def read(scope: Scope) -> list[Commitment]:
        found = list(scope.db.exec(select(Commitment)).all())
        scope.db.expunge_all()
        return found

    rows: list[Commitment] = setting.run(read)
    return rows
