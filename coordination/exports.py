"""Lists that leave the desk as files: by a coordinator or the operator, with reason and recipient, audited.

What is confidential never leaves in a file, whoever asks (domain section 6 rule 20).
"""

from dataclasses import dataclass, replace
from datetime import date

from coordination import audit, places
from coordination.area import AreaGaps
from coordination.errors import NotAllowedError, Refusal
from coordination.scope import Scope
from coordination.viewer import Klass, Role
from understanding.redaction import personal


@dataclass(frozen=True)
class Stamp:
    """What stands on an exported file: its class, its day, for whom and why."""

    klass: Klass
    as_of: date
    recipient: str
    reason: str


@dataclass(frozen=True)
class GapsFile:
    """A list of open needs that may leave as a file."""

    gaps: AreaGaps
    stamp: Stamp


def gaps_file(scope: Scope, wanted: AreaGaps, *, reason: str, recipient: str) -> GapsFile:
    """``wanted`` (all of its entries) stamped and audited for ``scope.viewer``, who must be allowed to export.

    Raises `NotAllowedError`, or `Refusal` without a reason or recipient or with names of people in them.
    """
    if not scope.viewer.coordinates:
        raise NotAllowedError
    if not reason.strip() or not recipient.strip():
        raise Refusal("cli.gaps.reason_needed")
    if any(personal(text, places.spans(scope, text)) for text in (reason, recipient)):
        raise Refusal("refusal.personal_name")
    audit.record(
        scope,
        "export.gaps",
        klass=wanted.holds,
        place_id=wanted.area.id if wanted.area else None,
        counts={"rows": len(wanted.entries), "recipient": recipient, "reason": reason},
    )
    return GapsFile(wanted, Stamp(wanted.holds, wanted.as_of, recipient, reason))


def for_file(scope: Scope) -> Scope:
    """``scope`` with the viewer's sight cut down to what may stand in a file: restricted at most."""
    viewer = scope.viewer
    if viewer.role in {Role.COORDINATOR, Role.PROTECTION}:
        return replace(scope, viewer=replace(viewer, role=Role.AGENCY))
    return scope
