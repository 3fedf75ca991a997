"""What the desk notes of a backup, and what it must not take up again where a restored one left off."""

from dataclasses import asdict, dataclass
from typing import Any

from coordination import digest_runs
from coordination.execute import OPERATIONS, Operation
from coordination.scope import Scope
from models import moving, outbox, topics
from models import people as rows


@dataclass(frozen=True)
class NoteBackup:
    """A copy of everything was made, confidential values too."""

    rows: int


@dataclass(frozen=True)
class SettleRestored:
    """The store has just been restored: nobody knows any more what was sent and used since the backup."""


PASSED_OVER = 10_000
"""So many submissions, questions and files may have come since the backup: buttons that bear their numbers still stand
in chats, and must mean nothing else."""


@dataclass(frozen=True)
class Settled:
    """What was given up."""

    messages: int
    invitations: int


def _note(_scope: Scope, command: NoteBackup) -> int:
    return command.rows


def _settle(scope: Scope, _command: SettleRestored) -> Settled:
    """Unsent messages may have been sent meanwhile, open invitations used: an invitation works once (rule 30).
    Conversations go on: what was saved of them since the backup is lost with the rest.

    Deletions of messages of ours stay due (domain section 6 rule 16), and so do updates that wait: whoever wrote them
    was told nothing yet, and Telegram does not bring them again. What people were told last is forgotten: they have
    been told other things since.
    """
    moving.pass_over(scope.db.connection(), PASSED_OVER)
    topics.forget_all(scope.db)
    digest_runs.pass_over(scope)
    return Settled(
        messages=outbox.give_up(scope.db, "restored", scope.now),
        invitations=rows.close_invitations(scope.db, scope.now),
    )


def _is_operator(scope: Scope, _command: Any) -> bool:
    return scope.viewer.kind == "operator"


OPERATIONS[NoteBackup] = Operation("backup.make", _is_operator, _note, lambda rows: {"rows": rows}, changes_facts=False)
OPERATIONS[SettleRestored] = Operation("backup.restore", _is_operator, _settle, asdict)
