"""Plans whose time has passed without news: whoever reported is asked once (domain section 4, quiet rule)."""

from dataclasses import dataclass
from typing import Any

from coordination import people
from coordination.execute import OPERATIONS, Operation
from coordination.movement_totals import SILENT_ASKED, WAITED_FOR
from coordination.people import Recipient
from coordination.scope import Scope
from models import movements as rows


@dataclass(frozen=True)
class AskForNews:
    """Ask the reporters of plans whose window ended 30 days ago and of which nothing was heard since."""


def _ask(scope: Scope, _command: AskForNews) -> tuple[tuple[int, Recipient], ...]:
    """Movements with whom to ask about them."""
    asked = []
    for one in rows.silent(scope.db, WAITED_FOR, scope.now.date() - SILENT_ASKED):
        rows.change(scope.db, one.id or 0, {"asked_at": scope.now})
        reporter = people.recipient_at(scope, one.reporter_ref)
        if reporter is not None and scope.now - one.news_at > SILENT_ASKED:
            asked.append((one.id or 0, reporter))
    return tuple(asked)


def _clock(scope: Scope, _command: Any) -> bool:
    return scope.viewer.kind == "tick"


OPERATIONS[AskForNews] = Operation(
    "movement.ask_for_news", _clock, _ask, lambda asked: {"asked": len(asked)}, changes_facts=False
)
