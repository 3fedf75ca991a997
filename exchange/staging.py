"""Driving an import part by part: how much goes in at once, and when others have their turn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from threading import Event
from time import perf_counter
from typing import Any, Protocol, TypeVar

from coordination import staging
from coordination.errors import Refusal
from coordination.execute import execute, permitted
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


@dataclass(frozen=True)
class Import:
    """``command(name)`` with rows of a file; ``name`` names the import.

    ``claim`` is done in the transaction from which on it counts, and may refuse; ``counts`` go into its audit entry
    beside those of the operation; ``told`` watches it.
    """

    command: Callable[[str], Any]
    name: Callable[[Scope], str]
    claim: Callable[[Scope], None]
    counts: Mapping[str, int]
    told: Told


def bring(store: Store, given: Import) -> Outcome:
    """Do an import: small ones in one transaction, large ones in parts. Raises `Refusal`.

    Interrupted before ``told`` was called, nothing of it is stored; after that, all of it will be.
    """
    source = store.read(given.name)
    made = given.command(source)
    for _ in range(TRIES):
        prepared = store.read(partial(staging.prepare, command=made))
        if prepared is None:
            return _at_once(store, made, given)
        job_id = _decided(store, made, source, replace(prepared, counts=given.counts), given.claim)
        if job_id is not None:
            given.told(0, len(prepared.parts))
            return prepared.outcome + _stored(store, job_id, given.told)
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

    def step(scope: Scope) -> tuple[Progress, float]:
        began = perf_counter()
        progress = staging.forward(scope, job_id, pace.count)
        return progress, perf_counter() - began

    write = getattr(store, "step", store.write)
    while True:
        progress, seconds = write(step)
        pace.took(seconds)
        told(progress.applied, progress.total)
        if progress.done:
            return
        _never.wait(TURN)


class _Pace:
    """How many parts go in at once: as many as fit into `HOLD`, by how long the last ones took."""

    def __init__(self) -> None:
        self.count = 1

    def took(self, seconds: float) -> None:
        """``count`` parts took that long, by which the next count is chosen."""
        self.count = max(1, min(int(self.count * HOLD / seconds), self.count * 2, LARGEST))


def _stored(store: Store, job_id: int, told: Told) -> Outcome:
    forward(store, job_id, told)
    return store.write(lambda scope: staging.outcome(scope, job_id))


def _at_once(store: Store, command: Any, given: Import) -> Outcome:
    def work(scope: Scope) -> Outcome:
        given.claim(scope)
        done: Outcome = execute(scope, command, given.counts)
        return done

    outcome = store.write(work)
    given.told(1, 1)
    return outcome


def _decided(store: Store, command: Any, name: str, prepared: Prepared, claim: Callable[[Scope], None]) -> int | None:
    """The id of the import once it counts; None when the store changed meanwhile. What fails leaves nothing."""
    write = getattr(store, "step", store.write)
    job_id: int = store.write(lambda scope: staging.begin(scope, command, name, prepared))
    parts = prepared.parts

    def decide(scope: Scope) -> bool:
        permitted(scope, command)
        decided = staging.decide(scope, job_id, prepared)
        if decided:
            claim(scope)
        return decided

    try:
        for start in range(0, len(parts), LARGEST):
            write(partial(staging.fill, job_id=job_id, start=start, parts=parts[start : start + LARGEST]))
            _never.wait(TURN)
        return job_id if store.write(decide) else None
    except BaseException:
        store.write(lambda scope: staging.drop(scope, job_id))
        raise
