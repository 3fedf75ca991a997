"""Every conversation of the desk, by its name."""

from flows.commitment_progress import PROGRESS, PROGRESS_FLOW
from flows.commitments import COMMIT_FLOW, COMMITTING
from flows.flow import Flow
from flows.movement_after import AFTER
from flows.movement_news import CHANGES, NEWS
from flows.movements import MOVE, MOVEMENTS

FLOWS: dict[str, Flow] = {one.name: one for one in (PROGRESS_FLOW, COMMIT_FLOW, CHANGES, MOVEMENTS, AFTER)}
"""A new flow is a file beside this one and a name here; in this order they are asked whether a text is their report."""
BY_LINK = frozenset({MOVE, NEWS, COMMITTING, PROGRESS})
"""Conversations that people begin themselves, and that a link may open; the others go on from one of these."""
