"""Where a conversation stands: plain data that a row can hold and any process can go on from."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

CHECK = "check"
"""What is asked when a conversation waits for [Save]."""
OPENING = "*"
"""Stands for the message of one line that a conversation began with."""
MOST_WAITING = 20
"""Further reports that wait for their turn behind an open one."""


@dataclass(frozen=True)
class State:
    """``answers`` by step, ``path`` the steps in the order in which they were answered, ``asked`` what is open.

    ``brief``: it began with a report of one line, and only what is required is asked. ``heard`` says which message
    answered which step (an edit corrects it). ``version`` grows with every change of an answer: a [Save] under an
    older read-back saves nothing. ``waiting`` are further reports of the same kind, as typed.
    """

    flow: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    asked: str = ""
    brief: bool = False
    misses: int = 0
    heard: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    waiting: tuple[str, ...] = ()


def dump(state: State) -> bytes:
    """As JSON."""
    return json.dumps(asdict(state), ensure_ascii=False).encode()


def load(stored: bytes) -> State | None:
    """The state of `dump`; None where another version of the program wrote it and it cannot be read."""
    try:
        raw = json.loads(stored)
        return State(**{**raw, "path": tuple(raw["path"]), "waiting": tuple(raw["waiting"])})
    except (TypeError, ValueError, KeyError):
        return None
