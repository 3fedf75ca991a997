"""What goes on around the engine: the state is read and kept, a turn becomes messages, what is done is done."""

from collections.abc import Sequence
from dataclasses import replace

from coordination import answer, conversations
from coordination.conversations import BeginConversation, EndConversation, KeepConversation, Open
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.scope import Scope
from coordination.viewer import Chat
from flows import engine, state
from flows.engine import Controlled, Given, Outcome, Turn, Typed
from flows.facts import Facts
from flows.flow import Answers, Done, Flow
from flows.registry import FLOWS
from flows.spoken import Control
from flows.state import State
from words import flows as texts
from words.message import Message, Reply


class Talk:
    """One chat's conversation in one update."""

    def __init__(self, facts: Facts, chat_ref: str) -> None:
        self.facts = facts
        self.scope: Scope = facts.scope
        self.chat_ref = chat_ref
        self.source = facts.source

    def open(self) -> tuple[Open, Flow, State] | None:
        """The conversation that is open; one that no flow of today understands is ended."""
        kept = conversations.in_chat(self.scope, self.chat_ref)
        if kept is None:
            return None
        stands = state.load(kept.state)
        flow = FLOWS.get(stands.flow) if stands else None
        if stands is None or flow is None:
            execute(self.scope, EndConversation(self.chat_ref))
            return None
        return kept, flow, stands

    def begin(
        self, name: str, answers: Answers | None = None, text: Typed | None = None, *, brief: bool = False
    ) -> Reply:
        """Open a conversation, with ``answers`` that are known already; raises `Refusal` where it may not be.

        ``text`` is the report of one line that gave them, which waits where another one of its kind is open. After
        such a report, or where it is to be ``brief``, only what is required is asked.
        """
        if self.scope.viewer.chat is Chat.GROUP:
            return texts.in_private(self.facts.tell, name)
        flow, before = FLOWS[name], self.open()
        flow.may(self.scope)
        if text is not None:
            answer.refuse_people(self.scope, text.text)
        flow.admits(self.facts, answers or {})
        if before and before[1].card and (text is None or before[1] is not flow):
            return self._one_at_a_time(before)
        if before and before[1].card and text is not None:
            return self._shown(*before[:2], self._later(before, text))
        heard = {str(text.message_id): state.OPENING} if text and text.message_id is not None else {}
        turn = engine.begin(flow, self.facts, answers, brief=brief or text is not None, heard=heard)
        return self._opened(flow, turn)

    def begin_list(self, name: str, texts_: Sequence[str], left: int, message_id: int | None) -> Reply:
        """Open the first of several reports; the others wait. ``left`` lines of the list could not be read."""
        first, *others = texts_
        if self.scope.viewer.chat is Chat.GROUP:
            return texts.in_private(self.facts.tell, name)
        for text in texts_:
            answer.refuse_people(self.scope, text)
        reply = self.begin(name, FLOWS[name].opens(self.facts, first), Typed(first, message_id))
        kept = self.open()
        if kept is not None:
            waits = replace(kept[2], waiting=(*kept[2].waiting, *others)[: state.MOST_WAITING])
            execute(self.scope, KeepConversation(kept[0].id, state.dump(waits), self.source))
        said = texts.list_read(self.facts.tell, len(texts_), left)
        return replace(reply, messages=(*said, *reply.messages))

    def _one_at_a_time(self, before: tuple[Open, Flow, State]) -> Reply:
        """Another conversation is open: it goes first."""
        kept, flow, stands = before
        asked = self._shown(kept, flow, engine.standing(flow, self.facts, stands))
        return replace(
            asked, messages=(*texts.said(self.facts.tell, "flow.one_at_a_time"), *asked.messages), edit=False
        )

    def _later(self, before: tuple[Open, Flow, State], text: Typed) -> Turn:
        """A whole report behind an open one waits for its turn."""
        _, flow, stands = before
        if len(stands.waiting) >= state.MOST_WAITING:
            return engine.standing(flow, self.facts, stands, Outcome.FULL)
        waits = replace(stands, waiting=(*stands.waiting, text.text))
        return engine.standing(flow, self.facts, waits, Outcome.LATER)

    def _opened(self, flow: Flow, turn: Turn) -> Reply:
        begun = BeginConversation(self.chat_ref, flow.name, state.dump(turn.state), self.source)
        number: int = execute(self.scope, begun)
        return replace(self._shown(Open(number, b"", self.source), flow, turn), edit=False)

    def take(self, given: Given, number: int | None = None) -> Reply | None:
        """What to say to ``given``; None where there is no conversation, or it is nothing for it.

        ``number`` is that of the button; one of an earlier conversation raises `Refusal`.
        """
        found = self.open()
        if found is None or (number is not None and found[0].id != number):
            if number is not None:
                raise Refusal("ask.button_old")
            return None
        kept, flow, stands = found
        if isinstance(given, Typed):
            if self.facts.read(given.text).refusal:
                return None
            if any(one.opens(self.facts, given.text) for one in FLOWS.values() if one is not flow):
                return None
            answer.refuse_people(self.scope, given.text)
        turn = engine.take(flow, self.facts, stands, given)
        if turn.outcome is Outcome.ASIDE:
            self._aside(flow, stands, given)
            return None
        return self._shown(kept, flow, turn, pressed=number is not None)

    def _aside(self, flow: Flow, stands: State, given: Given) -> None:
        """Leave a text to the desk; a question that may be left open is over then, unless a report waits behind it."""
        if flow.at_once and not stands.waiting and isinstance(given, Typed) and not given.edited:
            execute(self.scope, EndConversation(self.chat_ref))

    def _shown(self, kept: Open, flow: Flow, turn: Turn, *, pressed: bool = False) -> Reply:
        """Do what the turn came to, and say it."""
        if turn.outcome is Outcome.CANCELLED:
            key = "flow.stopped" if flow.at_once else "flow.cancelled"
            return self._next(turn.state, Reply(texts.said(self.facts.tell, key), edit=pressed))
        if turn.outcome is Outcome.DONE:
            return self._done(flow, turn)
        if refusal := self._refused(flow, turn.state):
            return self._next(turn.state, Reply(texts.refused(self.facts.tell, refusal), edit=False))
        execute(self.scope, KeepConversation(kept.id, state.dump(turn.state), self.source))
        also = self._at_once(flow, turn).reply.also if flow.at_once and turn.fresh else ()
        return replace(self._asking(kept.id, flow, turn), edit=pressed, also=also)

    def _refused(self, flow: Flow, stands: State) -> Refusal | None:
        """Why the viewer may not make this report, as far as it is known; under the read-back nothing else will be."""
        left = {step.key: None for step in flow.steps} if stands.asked == state.CHECK else {}
        try:
            flow.admits(self.facts, left | dict(stands.answers))
        except Refusal as refusal:
            return refusal
        return None

    def _at_once(self, flow: Flow, turn: Turn) -> Done:
        """What comes of the answers that have just been given."""
        notes = {key: value for key, value in turn.state.answers.items() if key in flow.notes}
        return flow.finish(self.facts, notes | dict(turn.fresh or {}))

    def _done(self, flow: Flow, turn: Turn) -> Reply:
        """The deed; then the flow that goes on from it, else the next report that waits."""
        flow.may(self.scope)
        done = self._at_once(flow, turn) if flow.at_once else flow.finish(self.facts, turn.state.answers)
        if not done.then:
            return self._next(turn.state, done.reply)
        following = engine.begin(FLOWS[done.then], self.facts, done.answers, waiting=turn.state.waiting)
        if following.outcome is Outcome.DONE:
            return self._next(turn.state, done.reply)
        return _joined(done.reply, self._opened(FLOWS[done.then], following))

    def _next(self, ended: State, reply: Reply) -> Reply:
        """The conversation is over; a report that waited has its turn."""
        execute(self.scope, EndConversation(self.chat_ref))
        for at, text in enumerate(ended.waiting):
            for flow in FLOWS.values():
                if (answers := self._admitted(flow, text)) is not None:
                    waiting = ended.waiting[at + 1 :]
                    turn = engine.begin(flow, self.facts, answers, brief=True, waiting=waiting)
                    return _joined(reply, self._opened(flow, turn))
        return reply

    def _admitted(self, flow: Flow, text: str) -> Answers | None:
        """The answers of a report that waited; None where it is none of this flow, or may not be made any more."""
        try:
            answers = flow.opens(self.facts, text)
            if answers is not None:
                flow.may(self.scope)
                flow.admits(self.facts, answers)
        except Refusal:
            return None
        return answers

    def again(self) -> Reply | None:
        """The open question, once more, after something else was answered; None where this update belongs to it."""
        found = self.open()
        if found is None or found[0].source == self.source:
            return None
        kept, flow, stands = found
        if flow.at_once:  # what it asks may be left open
            return None
        if refusal := self._refused(flow, stands):
            return self._next(stands, Reply(texts.refused(self.facts.tell, refusal), edit=False))
        try:
            return self._asking(kept.id, flow, engine.standing(flow, self.facts, stands))
        except Refusal:  # what it was about is gone: it must not keep anything else from being answered
            execute(self.scope, EndConversation(self.chat_ref))
            return None

    def _asking(self, number: int, flow: Flow, turn: Turn) -> Reply:
        tell, stands = self.facts.tell, turn.state
        if turn.outcome is Outcome.CHANGES:
            steps = [one.key for one in flow.steps if one.applies(self.facts, stands.answers)]
            return Reply(texts.changes(tell, number, flow.name, steps), edit=False)
        messages = (*self._before(flow, turn), *self._question(number, flow, turn))
        step = flow.step(stands.asked)
        klass = flow.klass if step is None else step.klass
        return Reply(messages, klass, flow.township(self.facts, stands.answers), edit=False)

    def _before(self, flow: Flow, turn: Turn) -> tuple[Message, ...]:
        """What is said before the question: that an answer was not understood, or is needed, or waits."""
        tell, stands = self.facts.tell, turn.state
        if turn.outcome is Outcome.MISSED:
            step = flow.step(stands.asked)
            skip, again = step is not None and not step.required, stands.misses >= engine.PATIENCE
            name = (step.text or step.key) if step else stands.asked
            return texts.missed(tell, f"{flow.name}.{name}", again=again, skip=skip)
        return texts.said(tell, _SAID[turn.outcome]) if turn.outcome in _SAID else ()

    def _question(self, number: int, flow: Flow, turn: Turn) -> tuple[Message, ...]:
        tell, stands = self.facts.tell, turn.state
        step = flow.step(stands.asked)
        if step is None:
            card = flow.card(self.facts, stands.answers) if flow.card else ()
            return texts.checked(tell, number, stands.version, card)
        answers = tuple((one.value, engine.label(self.facts, one)) for one in turn.choices)
        asked = texts.Question(
            name=f"{flow.name}.{step.text or step.key}",
            step=step.key,
            params=step.params(self.facts, stands.answers),
            answers=answers,
            skip=not step.required,
            back=not flow.at_once and (bool(stands.path) or step.key in stands.answers),
            stop=not flow.at_once,
        )
        return texts.question(tell, number, asked)


_SAID = {
    Outcome.NEEDED: "flow.needed",
    Outcome.LATER: "flow.later",
    Outcome.FULL: "flow.full",
    Outcome.STALE: "flow.stale",
}


def _joined(first: Reply, second: Reply) -> Reply:
    """Two replies as one, of the higher class."""
    classes = [one for one in (first.klass, second.klass) if one is not None]
    township = first.township_id if first.township_id is not None else second.township_id
    klass = max(classes) if classes else None
    return replace(first, messages=(*first.messages, *second.messages), klass=klass, township_id=township)


def joined(first: Reply, second: Reply | None) -> Reply:
    """``first`` with the question after it."""
    return first if second is None else replace(_joined(first, second), edit=False)


def control(what: str, more: tuple[str, ...]) -> Given:
    """What a pressed fixed button says; raises `Refusal` for one that does not exist."""
    found = next((one for one in Control if one.value == what), None)
    if found is None:
        raise Refusal("ask.button_old")
    if found is Control.SAVE:
        return Controlled(found, version=int(more[0]) if more and more[0].isdigit() else -1)
    return Controlled(found, step=more[0] if more else "")
