"""Files that people send to the bot: who may, how long one waits for its sender's yes, and the import of it, once."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from coordination.errors import NotAllowedError, Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.scope import Scope
from coordination.viewer import Chat, Role, Viewer
from models import files as table
from models.files import OfferedFile

LIMIT = 5 * 1024 * 1024
"""Bytes of a file from a chat."""
WAITS = timedelta(hours=1)
"""How long a file that was shown waits for its sender."""
KEPT = 2 * WAITS
"""How long it is remembered at most: what is being imported when its hour ends is still told."""
PER_HOUR = 20
"""Files of one person in an hour: reading one costs as much as many answers (domain section 6 rule 24)."""
ASSESSMENTS, COMMITMENTS = "assessments", "commitments"
OF_AGENCIES = frozenset({ASSESSMENTS, COMMITMENTS})
"""Kinds of files that an agency may send about its own work."""
TAKE = "files.take"


@dataclass(frozen=True)
class TakeFile:
    """Note that the viewer sent a file to be read; refused to roles that may not, and beyond `PER_HOUR`."""


@dataclass(frozen=True)
class OfferFile:
    """Keep for an hour which file was shown to the viewer; see `models.files.OfferedFile`."""

    chat_ref: str
    message_id: int
    sealed: bytes
    digest: str
    kind: str


@dataclass(frozen=True)
class ChooseKind:
    """The sender says which kind of file it is."""

    offer_id: int
    kind: str


@dataclass(frozen=True)
class ClaimFile:
    """Take an offered file for the import by ``source``, an update; refused where it was taken before.

    It belongs into the very transaction from which on the import counts: then nothing is imported twice, and whatever
    ends the program in between leaves both undone.
    """

    offer_id: int
    source: str


@dataclass(frozen=True)
class ForgetFile:
    """The file waits no longer: it was imported and told, or cancelled."""

    offer_id: int


@dataclass(frozen=True)
class Offer:
    """A file that waits, or that ``done_by``, an update, has imported."""

    id: int
    message_id: int
    sealed: bytes
    digest: str
    kind: str
    done_by: str | None


def may_send(viewer: Viewer) -> bool:
    """Whether the viewer's files are read: in private a coordinator's, and an agency's (its own work)."""
    agency = viewer.kind == "person" and viewer.role is Role.AGENCY and viewer.agency_id is not None
    return viewer.coordinates or (agency and viewer.chat is Chat.PRIVATE)


def check_kind(viewer: Viewer, kind: str) -> None:
    """Raises `NotAllowedError` when a file of ``kind`` is not for this viewer to send."""
    if not viewer.coordinates and kind not in OF_AGENCIES:
        raise NotAllowedError("files.coordinators_only")


def goes_to_review(viewer: Viewer, kind: str) -> bool:
    """Whether a coordinator has to look at such a file of this viewer before it counts."""
    return kind == ASSESSMENTS and not viewer.coordinates


def own(scope: Scope, offer_id: int) -> Offer:
    """The viewer's own file that waits; one sentence when there is none, it is too old or somebody else's."""
    found = table.get(scope.db, offer_id)
    if found is None or found.person_ref != scope.viewer.ref:
        raise Refusal("files.gone")
    if found.done_by is None and found.offered_at <= scope.now - WAITS:
        raise Refusal("files.gone")
    return Offer(offer_id, found.message_id, found.sealed, found.digest, found.kind, found.done_by)


def _take(scope: Scope, _command: TakeFile) -> None:
    if table.taken(scope.db, scope.viewer.label, TAKE, scope.now - timedelta(hours=1)) >= PER_HOUR:
        raise Refusal("files.too_many", n=PER_HOUR)


def _offer(scope: Scope, command: OfferFile) -> int:
    table.expire(scope.db, scope.now - KEPT)
    ref = scope.viewer.ref or ""
    return table.add(scope.db, OfferedFile(person_ref=ref, offered_at=scope.now, **asdict(command)))


def _choose(scope: Scope, command: ChooseKind) -> None:
    table.set_kind(scope.db, own(scope, command.offer_id).id, command.kind)


def _claim(scope: Scope, command: ClaimFile) -> None:
    if not table.claim(scope.db, command.offer_id, scope.viewer.ref or "", command.source, scope.now - WAITS):
        raise Refusal("files.gone")


def _forget(scope: Scope, command: ForgetFile) -> None:
    table.remove(scope.db, own(scope, command.offer_id).id)


def _may(scope: Scope, _command: Any) -> bool:
    return may_send(scope.viewer)


OPERATIONS |= {
    TakeFile: Operation(TAKE, _may, _take, changes_facts=False),
    OfferFile: Operation("files.offer", _may, _offer, changes_facts=False),
    ChooseKind: Operation("files.kind", _may, _choose, changes_facts=False),
    ClaimFile: Operation("files.claim", _may, _claim, changes_facts=False),
    ForgetFile: Operation("files.forget", _may, _forget, changes_facts=False),
}
