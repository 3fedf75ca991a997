"""Driving an import part by part: how much goes in at once, and when others have their turn."""

from collections.abc import Callable
from functools import partial
from threading import Event
from time import perf_counter
from typing import Any, Protocol, TypeVar

from coordination import staging
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.outcome import Outcome
from coordination.scope import Scope
from coordination.staging import Prepared, Progress

T = TypeVar("T")
HOLD = 0.008
"""Seconds for which a part of an import should hold the store: a chat answer waits for it up to three times, and must
still be there within 50 ms."""
TURN = 0.002
"""Seconds between two parts, in which whoever waits gets the store."""
LARGEST = 64
TRIES = 3
"""How often a list of places is planned anew because others change places meanwhile."""

_never = Event()


class Store(Protocol):
    """Where an import reads and writes; the acting viewer is the store's own matter.

    A store may have ``step`` besides: as ``write``, for what is done again if a power cut takes it back.
    """

    def read(self, work: Callable[[Scope], T]) -> T:
        """``work(scope)`` in a transaction that only reads."""
        ...

    def write(self, work: Callable[[Scope], T]) -> T:
        """``work(scope)`` in one write transaction."""
        ...


Told = Callable[[int, int], None]
"""Told of (parts stored, parts in all); once it was told anything, the import is decided."""


def bring(store: Store, command: Callable[[str], Any], name: Callable[[Scope], str], told: Told) -> Outcome:
    """Do ``command(name)``: small ones in one transaction, large ones in parts. Raises `Refusal`.

    Interrupted before ``told`` was called, nothing of it is stored; after that, all of it will be.
    """
    source = store.read(name)
    made = command(source)
    for _ in range(TRIES):
        prepared = store.read(partial(staging.prepare, command=made))
        if prepared is None:
            return _at_once(store, made, told)
        job_id = _decided(store, made, source, prepared)
        if job_id is not None:
            told(0, len(prepared.parts))
            return prepared.outcome + _stored(store, job_id, told)
        recover(store, every=True)
    raise Refusal("import.changed_meanwhile")


def recover(store: Store, *, every: bool = False) -> int:
    """Bring imports that were left to their end, and forget the ones that were not decided; how many were brought.

    With ``every`` also those on which somebody may be at work: two get on with it as well as one.
    """
    stale = store.read(staging.stale)
    if stale:
        store.write(lambda scope: staging.drop(scope, *stale))
    left = store.read(staging.under_way if every else staging.left)
    for job_id in left:
        forward(store, job_id)
    return len(left)


def forward(store: Store, job_id: int, told: Told = lambda _applied, _total: None) -> None:
    """Store what is left of a decided import, at a pace that leaves others their turn."""
    pace = _Pace()

    def step(scope: Scope) -> Progress:
        return pace.timed(lambda count: staging.forward(scope, job_id, count))

    write = getattr(store, "step", store.write)
    while True:
        progress: Progress = write(step)
        told(progress.applied, progress.total)
        if progress.done:
            return
        _never.wait(TURN)


class _Pace:
    """How many parts go in at once: as many as fit into `HOLD`, by how long the last ones took."""

    def __init__(self) -> None:
        self._count = 1

    def timed(self, work: Callable[[int], Progress]) -> Progress:
        """``work(count)``, by which the next count is chosen."""
        began = perf_counter()
        progress = work(self._count)
        fitting = int(self._count * HOLD / (perf_counter() - began))
        self._count = max(1, min(fitting, self._count * 2, LARGEST))
        return progress


def _stored(store: Store, job_id: int, told: Told) -> Outcome:
    forward(store, job_id, told)
    return store.write(lambda scope: staging.outcome(scope, job_id))


def _at_once(store: Store, command: Any, told: Told) -> Outcome:
    outcome: Outcome = store.write(lambda scope: execute(scope, command))
    told(1, 1)
    return outcome


def _decided(store: Store, command: Any, name: str, prepared: Prepared) -> int | None:
    """The id of the import once it counts; None when the store changed meanwhile. What fails leaves nothing."""
    write = getattr(store, "step", store.write)
    job_id: int = store.write(lambda scope: staging.begin(scope, command, name, prepared))
    parts = prepared.parts
    try:
        for start in range(0, len(parts), LARGEST):
            write(partial(staging.fill, job_id=job_id, start=start, parts=parts[start : start + LARGEST]))
            _never.wait(TURN)
        return job_id if store.write(lambda scope: staging.decide(scope, job_id, prepared)) else None
    except BaseException:
        store.write(lambda scope: staging.drop(scope, job_id))
        raise
