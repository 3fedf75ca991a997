"""Questions asked back: what was typed, which place was picked then, and what the desk learns of it.

Whose question it was is needed to find the same chat and to count people, and for nothing else: it is kept as keyed
hashes of person or chat together with the name, for 30 days at most, and no audit entry tells it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from coordination import aliases
from coordination.choice import NoPlace, PlaceChoice
from coordination.errors import Refusal
from coordination.execute import OPERATIONS, Operation, execute
from coordination.places import PlaceRef, spans
from coordination.scope import Scope
from coordination.told import Result
from models import aliases as alias_rows
from models import picks as rows
from models import place_merges
from models.aliases import PlaceAlias
from models.picks import AliasPick, AskedName
from understanding.fold import fold
from understanding.redaction import personal

ASKED = timedelta(days=1)
"""How long what was typed is kept beside its choices."""
PICKED = timedelta(days=30)
"""How long a pick is kept (domain section 6 rule 29)."""

Keyed = Callable[[str], str]
"""A keyed hash: the same for the same text, and without the key nobody can tell what it was."""


@dataclass(frozen=True)
class Asker:
    """Who asks or picks, and where: references that leave here only through ``keyed``."""

    chat_ref: str
    person_ref: str | None
    keyed: Keyed

    def chat(self, folded: str) -> str:
        """This chat as it stands beside a name."""
        return self.keyed(f"chat|{self.chat_ref}|{folded}")

    def person(self, folded: str) -> str:
        """This person as one who picked for a name; the chat where nobody is known."""
        return self.keyed(f"person|{self.person_ref or self.chat_ref}|{folded}")


@dataclass(frozen=True)
class NoteQuestion:
    """Keep ``text`` as typed for a day; nothing of it when it holds a name or number of a person, or is too long."""

    asker: Asker
    text: str


@dataclass(frozen=True)
class NotePick:
    """Somebody pressed the button of a place under the question ``asked_id``."""

    asker: Asker
    asked_id: int
    place_id: int


def ask_back(scope: Scope, asker: Asker, results: Sequence[Result]) -> tuple[Result, ...]:
    """``results`` ready to be shown: a question to the reader knows what was typed and begins with the earlier pick."""
    return tuple(_ask_back(scope, asker, result) for result in results)


def _ask_back(scope: Scope, asker: Asker, result: Result) -> Result:
    if isinstance(result, PlaceChoice):
        ordered = _earlier_first(scope, asker, result.query, result.candidates)
        return replace(result, candidates=ordered, asked=execute(scope, NoteQuestion(asker, result.query)))
    if isinstance(result, NoPlace) and result.near:
        ordered = _earlier_first(scope, asker, result.query, result.near)
        return replace(result, near=ordered, asked=execute(scope, NoteQuestion(asker, result.query)))
    return result


def _earlier_first(scope: Scope, asker: Asker, query: str, choices: tuple[PlaceRef, ...]) -> tuple[PlaceRef, ...]:
    earlier = rows.earlier(scope.db, asker.chat(fold(query)), scope.now - PICKED)
    return tuple(sorted(choices, key=lambda place: place.id != earlier))


def asked(scope: Scope, asker: Asker, asked_id: int) -> str:
    """What was typed in this chat; raises ``aliases.expired`` after a day, and for what another chat typed."""
    found = _asked(scope, asker, asked_id)
    if found is None:
        raise Refusal("aliases.expired")
    return found.text


def _asked(scope: Scope, asker: Asker, asked_id: int) -> AskedName | None:
    found = rows.asked(scope.db, asked_id)
    mine = found is not None and found.chat == asker.chat(found.folded) and found.asked_at > scope.now - ASKED
    return found if mine else None


def _note(scope: Scope, command: NoteQuestion) -> int | None:
    text = " ".join(command.text.split())
    folded = fold(text)
    if not folded or len(text) > aliases.LONGEST or personal(text, spans(scope, text)):
        return None
    chat = command.asker.chat(folded)
    return rows.add_asked(scope.db, AskedName(chat=chat, text=text, folded=folded, asked_at=scope.now))


def _pick(scope: Scope, command: NotePick) -> None:
    asker, name = command.asker, _asked(scope, command.asker, command.asked_id)
    if name is None:
        return
    picker = asker.person(name.folded)
    rows.remember(scope.db, asker.chat(name.folded), command.place_id, scope.now)
    rows.withdraw(scope.db, command.asked_id, picker)
    candidate = _candidate(scope, name, command)
    if candidate is not None and candidate.state == aliases.WAITING:
        pick = AliasPick(asked_id=command.asked_id, picker=picker, alias_id=candidate.id or 0, at=scope.now)
        rows.add_pick(scope.db, pick)


def _candidate(scope: Scope, name: AskedName, command: NotePick) -> PlaceAlias | None:
    """The alias that the pick speaks for; None when the place bears the name already, or nobody may bear it."""
    place_id = command.place_id
    if alias_rows.bears(scope.db, place_id, name.folded) or aliases.problem(scope, name.text):
        return None
    key = command.asker.keyed(aliases.key_of(place_id, name.text))
    known = alias_rows.by_key(scope.db, key)
    if known is not None or _refused_before(scope, name, command):
        return known
    made = PlaceAlias(
        place_id=place_id, key=key, text=name.text, folded=name.folded, state=aliases.WAITING, noted_at=scope.now
    )
    scope.db.add(made)
    scope.db.flush()
    return made


def _refused_before(scope: Scope, name: AskedName, command: NotePick) -> bool:
    """Whether the spelling was refused for a place that went into this one."""
    gone = place_merges.gone_ids(scope.db, command.place_id)
    keys = [command.asker.keyed(aliases.key_of(place_id, name.text)) for place_id in gone]
    return alias_rows.any_refused(scope.db, keys)


def _known(scope: Scope, _command: NoteQuestion | NotePick) -> bool:
    return scope.viewer.known


OPERATIONS |= {
    NoteQuestion: Operation("picks.question", _known, _note, audited=False, changes_facts=False),
    NotePick: Operation("picks.pick", _known, _pick, audited=False, changes_facts=False),
}
