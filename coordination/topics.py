"""What a person was told last in a chat, so that "and health?" needs no name again: a row for a while, never a text.

Each person in each chat has an own one, in a group too; an answer that uses it always names its place.
"""

from dataclasses import dataclass
from datetime import timedelta

from coordination import places
from coordination.catalogue import sector_key
from coordination.errors import Refusal
from coordination.execute import OPERATIONS, Operation, execute
from coordination.places import PlaceRef
from coordination.scope import Scope
from models import topics as rows
from models.topics import Last
from understanding.questions import KINDS, Question

LASTS = timedelta(minutes=30)
"""How long it carries over: as long as a break between two meetings. Whoever comes back later has moved on."""


@dataclass(frozen=True)
class Speaker:
    """Who speaks, and where: keyed references. A chat without a person behind it (a channel) has no memory."""

    person_ref: str | None
    chat_ref: str


@dataclass(frozen=True)
class Topic:
    """What was asked and answered last: the places, none for the desk's own area, and the question about them."""

    places: tuple[PlaceRef, ...]
    question: Question


@dataclass(frozen=True)
class KeepTopic:
    """Remember ``topic`` for ``speaker``; without one forget what was remembered."""

    speaker: Speaker
    topic: Topic | None


def recall(scope: Scope, speaker: Speaker) -> Topic | None:
    """What ``speaker`` was told last; None after a while, and where one of the places is gone."""
    if speaker.person_ref is None:
        return None
    found = rows.last(scope.db, speaker.person_ref, speaker.chat_ref, scope.now - LASTS)
    if found is None or found.kind not in KINDS:
        return None
    names = {sector_key(sector): sector for sector in scope.desk.catalogue.sectors}
    try:
        known = places.get_many(scope, found.places)
    except Refusal:
        return None
    return Topic(known, Question(found.kind, tuple(names[key] for key in found.sectors if key in names)))


def keep(scope: Scope, speaker: Speaker, topic: Topic | None) -> None:
    """Remember ``topic``; see `KeepTopic`."""
    execute(scope, KeepTopic(speaker, topic))


def _keep(scope: Scope, command: KeepTopic) -> None:
    speaker, topic = command.speaker, command.topic
    if speaker.person_ref is None:
        return
    if topic is None:
        rows.forget(scope.db, speaker.person_ref, speaker.chat_ref)
        return
    question = topic.question
    told = Last([place.id for place in topic.places], question.kind, [sector_key(one) for one in question.sectors])
    rows.keep(scope.db, speaker.person_ref, speaker.chat_ref, told, scope.now)


OPERATIONS[KeepTopic] = Operation(
    "topics.keep", lambda scope, _c: scope.viewer.known, _keep, audited=False, changes_facts=False
)
