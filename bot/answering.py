"""What happens inside the transaction of one update: who looks, the gates, the work, the letters, "handled"."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from bot import addresses, letters, turn
from bot.identity import Identity
from bot.together import savepoint
from bot.turn import Turn
from bot.writer import Clock
from coordination import people, places, requests
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.languages import NoteLanguage
from coordination.scope import Desk, Scope
from coordination.viewer import TICK, Chat, Viewer
from handlers import flows
from handlers.edge import First, Incoming, Work
from models import addresses as address_rows
from models import inbox as rows
from models import outbox as outbox_rows
from words import Words
from words.beside import under
from words.layout import plain
from words.message import Message, Reply
from words.people import consent_notice

T = TypeVar("T")

ON_THE_WAY = ".begin"
"""Marks what is said before the answer."""
NOTICE = 200
"""Characters that Telegram shows over a chat."""
UNSENT = 3
"""So many sentences may wait for a stranger; one who writes faster than they can be sent is told no more of them."""


@dataclass(frozen=True)
class Gates:
    """Whether strangers and people who have not agreed to the purpose notice reach the work."""

    strangers: bool = False
    before_consent: bool = False


@dataclass(frozen=True)
class Answering:
    """The desk as updates meet it."""

    desk: Desk
    words: Words
    identity: Identity
    clock: Clock

    def answer(self, db: Session, current: Turn, work: Work, gates: Gates) -> bool:
        """Do ``work`` and queue its reply; false when the update was handled before."""
        return self._answer(db, current, work, gates, lambda: True)

    def begin(self, db: Session, current: Turn, first: First[T], gates: Gates) -> T | None:
        """Do ``first`` and queue what it says on the way; ``None`` when the update ends here, see `handlers.edge`."""
        found: list[T] = []

        def work(scope: Scope, incoming: Incoming, words: Words) -> Reply:
            result, reply = first(scope, incoming, words)
            found[:] = [result]  # not one more: work that could not be committed is done again
            return reply

        self._answer(db, current, work, gates, lambda: not found)
        return found[0] if found else None

    def _answer(self, db: Session, current: Turn, work: Work, gates: Gates, ends: Callable[[], bool]) -> bool:
        """``ends`` says afterwards whether the update is handled or goes on."""
        now = self.clock()
        chat_ref = rows.waits_in(db, current.bot.id, current.update_id)
        if chat_ref is None:
            return False
        current.chat_ref = chat_ref
        requests.expect(db, current.foreseen)
        viewer = self.viewer(db, current, now)
        words = self.spoken(viewer, current)
        shut = _gate(viewer, words, gates, current.bot.username)
        reply = shut or self._work(Scope(db, self.desk, viewer, now), current, work, words)
        self._keep_address(db, current, viewer, now)
        self._note_language(Scope(db, self.desk, viewer, now), current)
        if shut or reply == strangers_sentence(viewer, words):
            reply = _mannered(db, current, viewer, reply or Reply(), now)
        last = ends()
        self.say(db, current, reply or Reply(), now, "" if last else ON_THE_WAY)
        if last:
            rows.finish(db, current.bot.id, current.update_id, now)
        return True

    def spoken(self, viewer: Viewer, current: Turn) -> Words:
        """The texts as whoever looks reads them: as they chose, else as their Telegram, in a group as the desk."""
        telegram = current.language if viewer.chat is Chat.PRIVATE else None
        return self.words.into(viewer.language or telegram)

    def _note_language(self, scope: Scope, current: Turn) -> None:
        if current.chat is Chat.PRIVATE and current.person_ref is not None:
            language = current.language if current.language in self.words.languages else None
            execute(scope, NoteLanguage(current.person_ref, language))

    def remembers(self, db: Session) -> bool:
        """Whether `remember` has nothing to do."""
        return places.remembered(Scope(db, self.desk, TICK, self.clock()))

    def remember(self, db: Session) -> None:
        """Have the places in memory as they stand, so that no write transaction waits for seconds until they are."""
        places.remember(Scope(db, self.desk, TICK, self.clock()))

    def foresee(self, engine: Engine, current: Turn) -> None:
        """Read what was written before the write transaction begins; what begins a command is read there."""
        text = turn.incoming(current).text
        if text and not text.startswith("/"):
            current.foreseen = requests.foresee(engine, self.desk, text, self.clock().date())

    def viewer(self, db: Session, current: Turn, now: datetime) -> Viewer:
        """Who looks."""
        return people.viewer(db, current.person_ref, current.chat_ref, current.chat, now)

    def acting(self, db: Session, current: Turn) -> Scope:
        """The surroundings of work for whoever sent the update; raises the stranger's `Refusal` when it may not be."""
        now = self.clock()
        viewer = self.viewer(db, current, now)
        if not viewer.known or people.needs_consent(viewer):
            raise Refusal("refusal.stranger")
        return Scope(db, self.desk, viewer, now)

    def say(self, db: Session, current: Turn, reply: Reply, now: datetime, stage: str = "") -> None:
        """Queue a reply; what must be protected edits only a message that was sent protected."""
        current.notice, current.menus = reply.notice, reply.menus
        pressed = current.pressed
        editable = pressed is not None and (
            not reply.protected or outbox_rows.is_protected(db, current.chat_ref, pressed["message"]["message_id"])
        )
        drafts = letters.answer(reply, current, now, editable=editable, stage=stage)
        letters.queue(db, self.identity.seal, drafts, now)

    def _work(self, scope: Scope, current: Turn, work: Work, words: Words) -> Reply | None:
        """The reply, or the sentence of a refusal, which takes back all that the work did."""
        try:
            with savepoint(scope.db):
                incoming = turn.incoming(current)
                return flows.again(scope, incoming, words, work(scope, incoming, words))
        except Refusal as refusal:
            said = Reply((Message(words.html(refusal.key, **refusal.params)),), edit=False)
            return said if scope.viewer.known else fixed(said.messages[0].text)

    def _waits(self, db: Session, current: Turn) -> bool:
        """Somebody who has just used an invitation and will be told when they are confirmed."""
        return current.chat is Chat.PRIVATE and people.waits(db, current.person_ref)

    def _keep_address(self, db: Session, current: Turn, before: Viewer, now: datetime) -> None:
        """Only of registered people and groups, from the moment they are, whoever writes in the group."""
        if current.gone:
            address_rows.unreachable(db, current.chat_ref)
        elif before.known or people.recipient(db, current.chat_ref, now).known or self._waits(db, current):
            addresses.keep(db, self.identity.seal, current.chat_ref, current.chat_id, now)


def fixed(text: str) -> Reply:
    """A sentence without data, for anybody."""
    return Reply((Message(text),), klass=None, edit=False)


def strangers_sentence(viewer: Viewer, words: Words) -> Reply:
    """The one thing that is said to strangers and unregistered groups."""
    return fixed(words.html("refusal.group" if viewer.kind == "unregistered" else "refusal.stranger"))


def _mannered(db: Session, current: Turn, viewer: Viewer, reply: Reply, now: datetime) -> Reply | None:
    """What is said at the gate, so that it floods no chat.

    In a group a press gets a text over the chat only, which nobody else sees, and strangers are told once a day.
    """
    if current.chat is Chat.GROUP and current.press is not None:
        return Reply(notice=plain(under(reply.messages[0].text))[:NOTICE])
    if not viewer.known and outbox_rows.unsent(db, current.chat_ref) >= UNSENT:
        return None
    if not viewer.known and current.chat is Chat.GROUP:
        return replace(reply, once=f"{viewer.kind}.{now:%Y%m%d}")
    return reply


def _gate(viewer: Viewer, words: Words, gates: Gates, username: str) -> Reply | None:
    if not viewer.known:
        return None if gates.strangers else strangers_sentence(viewer, words)
    if people.needs_consent(viewer) and not gates.before_consent:
        return consent_notice(words, viewer.chat, username)
    return None
