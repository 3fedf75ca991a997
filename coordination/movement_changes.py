"""Later changes of movements, each with what was said before, and taking one's own last step back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from coordination import movement_flags, movement_matches, people
from coordination import movement_rules as rules
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.movements import Recorded, changeable, may_report, seen
from coordination.people import Recipient
from coordination.scope import Scope
from models import movements as rows
from models.movements import Movement, MovementChange

UNDO = timedelta(minutes=15)
"""How long a report or a change can be taken back (domain section 6 rule 13)."""
ANSWERED = "answered"
"""What an answer to a question after the report does."""


@dataclass(frozen=True)
class ChangeMovement:
    """Set fields of a movement (columns of `Movement`, and ``asks``); what it said before is kept.

    ``action`` says what happened: a stage, ``answered`` or ``corrected``; ``reason`` why it was postponed or cancelled.
    """

    movement_id: int
    values: dict[str, Any]
    action: str = "corrected"
    reason: str | None = None


@dataclass(frozen=True)
class UndoMovement:
    """Take back one's own last step on a movement within 15 minutes: a change of it, or the report itself.

    Answers to what was asked after the report are a part of it: they go with it.
    """

    movement_id: int


@dataclass(frozen=True)
class Undone:
    """``gone``: the report itself was taken back, not only a change of it."""

    id: int
    gone: bool


def _change(scope: Scope, command: ChangeMovement) -> Recorded:
    found = changeable(scope, command.movement_id)
    stage = command.values.get("stage", found.stage)
    if not rules.may_follow(found.stage, stage):
        raise Refusal("movement.no_such_step", code=f"M-{found.id}")
    if stage in rules.NEEDS_REASON and stage != found.stage and command.reason not in rules.REASONS:
        raise Refusal("movement.reason_needed")
    if stage == rules.SETTLED and found.stage != stage and found.stage_on > scope.now.date() - rules.SETTLES:
        raise Refusal("movement.not_settled_yet")
    _keep_history(scope, found, command)
    values = {name: value for name, value in command.values.items() if name != "asks"}
    if stage != found.stage:
        values.setdefault("stage_on", scope.now.date())
    before, news = set(found.flags), {"news_at": scope.now}
    rows.change(scope.db, command.movement_id, {**values, **news})
    if "asks" in command.values:
        rows.set_asks(scope.db, command.movement_id, command.values["asks"])
    return Recorded((command.movement_id,), tell=_flagged_anew(scope, command.movement_id, before))


def _flagged_anew(scope: Scope, movement_id: int, before: set[str]) -> tuple[Recipient, ...]:
    """Weigh the flags again after a change, and whom to tell of new ones; negative flow is told, too."""
    now = rows.get(scope.db, movement_id)
    if now is None:
        return ()
    said = movement_flags.said(now.kind, now.organiser, now.push, before | set(now.flags))
    flags = said | movement_flags.of_destination(scope, now.destination_id)
    rows.change(scope.db, movement_id, {"flags": sorted(flags)})
    negative = now.stage in {rules.BACK, rules.MOVED_AGAIN} and now.stage_on == scope.now.date()
    return people.guardians(scope) if flags - before or negative else ()


def _keep_history(scope: Scope, found: Movement, command: ChangeMovement) -> None:
    kept = {*command.values, "stage_on", "news_at", "flags"} - {"asks"}
    before: dict[str, Any] = {name: _plain(getattr(found, name)) for name in sorted(kept)}
    if "asks" in command.values:
        before["asks"] = [list(one) for one in rows.asks(scope.db, [command.movement_id]).get(command.movement_id, [])]
    if command.reason:
        before["reason"] = command.reason
    changed = MovementChange(
        movement_id=command.movement_id,
        at=scope.now,
        actor=scope.viewer.label,
        action=command.action,
        before=before,
    )
    rows.add_change(scope.db, changed)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _undo(scope: Scope, command: UndoMovement) -> Undone:
    found = seen(scope, command.movement_id)
    last = _last_step(scope, found)
    if last is not None and last.actor == scope.viewer.label and scope.now - last.at <= UNDO:
        _restore(scope, found, last)
        return Undone(command.movement_id, gone=False)
    if found.reporter_ref != scope.viewer.ref:
        raise NotAllowedError("refusal.movement_not_yours")
    if last is not None or scope.now - found.recorded_at > UNDO:
        raise Refusal("movement.too_late", code=f"M-{command.movement_id}")
    for part in rows.parts(scope.db, found.split_of or command.movement_id):
        rows.change(scope.db, part.id or 0, {"undone_at": scope.now})
        movement_matches.forget(scope, part.id or 0)
    return Undone(command.movement_id, gone=True)


def _last_step(scope: Scope, found: Movement) -> MovementChange | None:
    """The last change; none where all are the reporter's own answers and the report can still be taken back."""
    changes = rows.changes(scope.db, found.id or 0)
    ours = found.reporter_ref == scope.viewer.ref and scope.now - found.recorded_at <= UNDO
    if ours and all(one.action == ANSWERED and one.actor == scope.viewer.label for one in changes):
        return None
    return next(iter(changes), None)


def _restore(scope: Scope, found: Movement, last: MovementChange) -> None:
    values = {name: value for name, value in last.before.items() if name not in {"asks", "reason"}}
    made = {name: _READ.get(name, _as_it_is)(value) for name, value in values.items()}
    rows.change(scope.db, found.id or 0, made)
    if "asks" in last.before:
        rows.set_asks(scope.db, found.id or 0, [(sector, months) for sector, months in last.before["asks"]])
    scope.db.delete(last)
    scope.db.flush()


def _as_it_is(value: Any) -> Any:
    return value


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


_READ: dict[str, Callable[[Any], Any]] = {
    "stage_on": _day, "window_from": _day, "window_to": _day, "news_at": _moment,
}  # fmt: skip


def _reports(scope: Scope, _command: Any) -> bool:
    may_report(scope)
    return True


OPERATIONS |= {
    ChangeMovement: Operation("movement.change", _reports, _change, lambda done: {"movements": list(done.ids)}),
    UndoMovement: Operation("movement.undo", _reports, _undo, lambda done: {"movements": [done.id], "gone": done.gone}),
}
