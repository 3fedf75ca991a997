"""In which language a person or a group reads the desk: as chosen, else that of their Telegram, else the desk's."""

from dataclasses import dataclass

from coordination import groups, people
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.people import ACTIVE
from coordination.scope import Scope
from coordination.viewer import Chat
from models import people as rows


@dataclass(frozen=True)
class ChooseLanguage:
    """Answer the viewer in ``language``, the stem of a locale file; None for that of their Telegram."""

    language: str | None


@dataclass(frozen=True)
class ChooseGroupLanguage:
    """Answer the group behind ``ref`` in ``language``; None for that of the desk."""

    ref: str
    person_ref: str | None
    language: str | None


@dataclass(frozen=True)
class NoteLanguage:
    """The Telegram of the person behind ``ref`` speaks ``language``; None where the desk does not."""

    ref: str
    language: str | None


def _choose(scope: Scope, command: ChooseLanguage) -> None:
    people.myself(scope).language = command.language


def _choose_for_group(scope: Scope, command: ChooseGroupLanguage) -> None:
    group = rows.group(scope.db, command.ref)
    if group is None or group.status != ACTIVE:
        raise Refusal("refusal.group")
    if not groups.is_coordinator(scope, command.person_ref):
        raise NotAllowedError("language.coordinators")
    group.language = command.language


def _note(scope: Scope, command: NoteLanguage) -> None:
    """Kept of people only who are registered or wait for it: for what they are told without having asked."""
    known = rows.standing(scope.db, command.ref)
    person = rows.person(scope.db, command.ref) if known and known.telegram_language != command.language else None
    if person is not None:
        person.telegram_language = command.language


def _is_person(scope: Scope, _command: ChooseLanguage) -> bool:
    return scope.viewer.kind == "person" and scope.viewer.chat is Chat.PRIVATE


OPERATIONS |= {
    ChooseLanguage: Operation("people.language", _is_person, _choose, changes_facts=False),
    ChooseGroupLanguage: Operation(
        "groups.language", lambda scope, _c: scope.viewer.chat is Chat.GROUP, _choose_for_group, changes_facts=False
    ),
    NoteLanguage: Operation("people.heard", lambda _scope, _c: True, _note, audited=False, changes_facts=False),
}
