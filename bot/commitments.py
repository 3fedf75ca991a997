"""What the clock does about commitments: those who made them hear that one needs a look, and no more."""

from collections.abc import Iterator

from coordination.commitment_clock import WorkOnDuties, is_due
from coordination.execute import execute
from coordination.scope import Scope
from words import Words
from words.commitments import alert
from words.message import Notice


def due(scope: Scope, words: Words) -> Iterator[tuple[str, Notice]]:
    """Work off what is due by now; one notice for each thing that is due."""
    for nudge in execute(scope, WorkOnDuties()) if is_due(scope) else ():
        about = f"commitment.{nudge.number}.{nudge.due.kind}.{nudge.due.on:%Y%m%d}"
        yield from ((about, alert(words, to, nudge.number)) for to in nudge.tell)
