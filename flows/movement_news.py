"""What became of a movement: it happened, was postponed or called off, or was reported wrongly; "M-12 arrived"."""

import re
from collections.abc import Sequence
from typing import Any

from coordination import movement_list, movements
from coordination import movement_rules as rules
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.movement_changes import ChangeMovement
from coordination.viewer import Klass
from flows import movement_reading as reading
from flows.facts import Facts
from flows.flow import Answers, Choice, Done, Flow, Got, Read, Step
from understanding import movements as understood
from understanding.cues import REPORT
from words import movements as texts
from words.layout import Line

NEWS = "news"
CORRECTED, SEEN = "corrected", "verified"
_CODE = re.compile(r"\s*[mM]\s?[-–]?\s?(\d{1,9})\b[\s:,.-]*")
_CORRECTS = re.compile(r"\bcorrect(?:ion|ed|ing)?\b|\bnot \d", re.IGNORECASE)
_SEEN = re.compile(r"\b(?:verif\w*|confirm\w*|checked|seen|saw)\b", re.IGNORECASE)


def opens(facts: Facts, text: str) -> Answers | None:
    """ "M-12 postponed to March, no funds", "m-4 not 28 but 25 HH"; None where no number of ours stands in front."""
    found = _CODE.match(text)
    rest = text[found.end() :] if found else ""
    if found is None or not rest.strip():
        return None
    said = _said(facts, rest)
    if not said:
        return None
    return {"which": int(found[1]), **said}


def correction(facts: Facts, text: str) -> Answers | None:
    """ "correction 15 not 12 HH for Lawa Bum", of an own report that is there; None where it is none."""
    request = facts.read(text)
    if request.intent != REPORT or not request.households or not _CORRECTS.search(text):
        return None
    mine = [
        one.id
        for one in movement_list.own_last(facts.scope)
        if not request.villages or (one.destination and one.destination.name in request.villages)
    ]
    if not mine:
        return None
    said = {"what": CORRECTED, "households": {"n": request.households, "to": None}}
    return said | ({"which": mine[0]} if len(mine) == 1 else {})


def _said(facts: Facts, text: str) -> dict[str, Any]:
    """What the rest of the message says has become of it."""
    patterns = facts.scope.desk.lexicon.stages.get(REPORT, ())
    stage = next((name for name, pattern in patterns if pattern.search(text.casefold())), None)
    request = facts.read(text)
    said: dict[str, Any] = {}
    if request.households:
        said["households"] = {"n": request.households, "to": understood.upper(text, request.households)}
    if request.when:
        said["when"] = _when(facts, request, stage)
    if _SEEN.search(text) and stage in {None, rules.ARRIVED, rules.VISIT}:
        said["what"] = SEEN
    elif stage is not None:
        said["what"] = stage
    elif said:
        said["what"] = CORRECTED
    if reason := understood.one(text, facts.scope.desk.lexicon.movements, "reason"):
        said["reason"] = reason
    return said if "what" in said else {}


def _when(facts: Facts, request: Any, stage: str | None) -> dict[str, Any]:
    first, last = request.when_from, request.when_to
    ahead = stage is None or stage in rules.AHEAD
    if not ahead:
        first, last = rules.behind(first, last, facts.today)
    return reading.dump(rules.window(first, last, request.when[:40], ahead=ahead))


def _mine(facts: Facts, _known: Answers) -> tuple[Choice, ...]:
    """The own last reports."""
    shown = movement_list.own_last(facts.scope)
    return tuple(Choice(str(one.id), label=texts.label(facts.tell, one)) for one in shown)


def _press_which(facts: Facts, _known: Answers, value: str) -> Read:
    if not (value.isascii() and value.isdecimal() and len(value) < 10):
        return None
    movements.changeable(facts.scope, int(value))
    return Got({"which": int(value)})


def _read_which(facts: Facts, _known: Answers, text: str) -> Read:
    whole = opens(facts, text)
    if whole is not None:
        return Got(whole)
    found = re.fullmatch(r"\s*[mM]?\s?-?\s?(\d{1,9})\s*", text)
    return _press_which(facts, {}, found[1]) if found else None


def _whats(facts: Facts, known: Answers) -> tuple[Choice, ...]:
    """Stages that may follow, and that it was wrong."""
    stage = movements.changeable(facts.scope, known["which"]).stage
    verified = [SEEN] if stage in {rules.ARRIVED, rules.SETTLED, rules.DEPARTED, *rules.AHEAD} else []
    return tuple(Choice(one, f"movement.action.{one}") for one in (*rules.following(stage), *verified, CORRECTED))


def _read_what(facts: Facts, _known: Answers, text: str) -> Read:
    said = _said(facts, text)
    return Got(said) if said else None


def _needs_reason(_facts: Facts, known: Answers) -> bool:
    return known.get("what") in rules.NEEDS_REASON


def _read_reason(facts: Facts, _known: Answers, text: str) -> Read:
    found = understood.one(text, facts.scope.desk.lexicon.movements, "reason")
    return Got({"reason": found}) if found else None


def _reasons(_facts: Facts, _known: Answers) -> tuple[Choice, ...]:
    return tuple(Choice(one, f"movement.reason.{one}") for one in rules.REASONS)


def _numbered(_facts: Facts, known: Answers) -> bool:
    return known.get("what") in {CORRECTED, SEEN, rules.ARRIVED}


def _dated(_facts: Facts, known: Answers) -> bool:
    return known.get("what") in {CORRECTED, rules.POSTPONED, rules.PLANNED, rules.ARRIVED, rules.DEPARTED}


STEPS = (
    Step("which", _read_which, _mine, _press_which, required=True, klass=Klass.RESTRICTED),
    Step("what", _read_what, _whats, applies=lambda _f, known: bool(known.get("which")), required=True),
    Step("reason", _read_reason, _reasons, applies=_needs_reason, required=True),
    Step("when", reading.when, applies=_dated),
    Step("households", reading.households, applies=_numbered),
)


def values(facts: Facts, known: Answers) -> dict[str, Any]:
    """The columns that change."""
    before = movements.changeable(facts.scope, known["which"])
    window, what = reading.load(known.get("when")), known["what"]
    said: dict[str, Any] = {}
    if what == SEEN:
        said["confidence"] = rules.VERIFIED
    elif what != CORRECTED:
        said["stage"] = what
    if households := known.get("households"):
        said |= {"households": households["n"], "households_to": households["to"]}
    if known.get("when") and (what in rules.AHEAD or what == CORRECTED):
        said |= {"window_from": window.first, "window_to": window.last}
        said |= {"precision": window.precision, "said_when": window.said}
    elif window.last and window.last <= facts.today:
        said["stage_on"] = window.last
    return {name: value for name, value in said.items() if getattr(before, name) != value}


def card(facts: Facts, known: Answers) -> Sequence[Line]:
    """The movement, and what changes."""
    shown = movement_list.card(facts.scope, known["which"])
    return texts.change(facts.tell, shown, known["what"], values(facts, known), known.get("reason"))


def finish(facts: Facts, known: Answers) -> Done:
    """Store the change."""
    changed = values(facts, known)
    if not changed:
        raise Refusal("movement.nothing_changed", code=texts.code(known["which"]))
    reason = known.get("reason") if known["what"] in rules.NEEDS_REASON else None
    done = execute(facts.scope, ChangeMovement(known["which"], changed, known["what"], reason))
    return Done(texts.saved(facts.tell, done, hidden=False, key="movement.saved_change"))


def _amends(facts: Facts, _known: Answers, text: str) -> Answers | None:
    return None if opens(facts, text) else _said(facts, text) or None


def township_of(facts: Facts, movement_id: int) -> int | None:
    """The township by which a focal point may see a movement; raises `Refusal` where it is gone."""
    found = movements.seen(facts.scope, movement_id)
    ends = [one for one in (found.origin_id, found.destination_id) if one is not None]
    townships = [facts.place(one).township_id for one in ends]
    return next(iter([*(one for one in townships if one in facts.scope.viewer.townships), *townships]), None)


def _township(facts: Facts, known: Answers) -> int | None:
    """That of the report; the own ones to pick from are bounded by the viewer's own townships."""
    if not known.get("which"):
        return min(facts.scope.viewer.townships, default=None)
    return township_of(facts, known["which"])


def _admits(facts: Facts, known: Answers) -> None:
    if known.get("which"):
        movements.changeable(facts.scope, known["which"])


CHANGES = Flow(NEWS, STEPS, movements.may_report, finish, card, opens, _amends, admits=_admits, township=_township)
