"""Seeing with another's eyes: what the operator asks on behalf of a kind of viewer, from the command line."""

from collections.abc import Iterable
from dataclasses import replace

from coordination import agencies, places
from coordination.errors import Refusal
from coordination.scope import Scope
from coordination.viewer import GROUP, Role, Viewer


def on_behalf(scope: Scope, kind: str, agency: str | None = None, townships: Iterable[str] = ()) -> Scope:
    """``scope`` with the viewer of a ``kind``: group or a role, with an agency and, for a focal point, townships.

    The audit trail keeps the operator's label. Raises `Refusal` for an unknown agency or township.
    """
    known = agencies.by_name(scope, agency) if agency else None
    if agency and known is None:
        raise Refusal("agency.unknown", name=agency)
    if kind == "group":
        return replace(scope, viewer=replace(GROUP, label="operator"))
    viewer = Viewer(
        kind="person",
        role=Role(kind),
        label="operator",
        agency_id=known.id if known else None,
        agency=known.acronym if known else None,
        townships=_townships(scope, tuple(townships)),
    )
    return replace(scope, viewer=viewer)


def _townships(scope: Scope, names: tuple[str, ...]) -> frozenset[int]:
    """The townships named, else those of the desk: its area and its list."""
    if not names:
        listed = {place.township_id for place in places.listed(scope) if place.township_id is not None}
        return frozenset(listed | set(places.area(scope).townships))
    return frozenset(_township(scope, name) for name in names)


def _township(scope: Scope, name: str) -> int:
    found = places.townships(scope, name)
    if len(found) != 1:
        raise Refusal("cli.township_unknown", name=name)
    return found[0].id
