"""Audit entries: every write, and every read of restricted or confidential data. Never a text of a message."""

from typing import Any

from coordination.scope import Scope
from coordination.viewer import Klass
from models import audit as table


def record(
    scope: Scope,
    action: str,
    *,
    klass: Klass | None = None,
    place_id: int | None = None,
    counts: dict[str, Any] | None = None,
) -> None:
    """Append one entry about what ``scope.viewer`` did or read."""
    viewer = scope.viewer
    table.add(
        scope.db,
        at=scope.now,
        actor=viewer.label or viewer.kind,
        role=str(viewer.role or viewer.kind),
        action=action,
        klass=klass.name.lower() if klass is not None else None,
        place_id=place_id,
        chat=str(viewer.chat),
        counts=counts or {},
    )
