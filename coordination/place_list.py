"""The desk's own list of places, and who may change places."""

from dataclasses import dataclass
from typing import Any

from coordination import places
from coordination.errors import Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.scope import Scope
from models import places as rows


@dataclass(frozen=True)
class ListPlaces:
    """Put places on the desk's list, or off it."""

    place_ids: tuple[int, ...]
    listed: bool = True


def may_change_places(scope: Scope, _command: Any) -> bool:
    """Coordinators and the operator keep the list of places; raises `Refusal` while a list is being taken in."""
    if scope.viewer.coordinates and rows.taking_in(scope.db):
        raise Refusal("place.taking_in")
    return scope.viewer.coordinates


def _list(scope: Scope, command: ListPlaces) -> int:
    places.get_many(scope, command.place_ids)
    return rows.set_listed(scope.db, command.place_ids, command.listed)


OPERATIONS[ListPlaces] = Operation("places.list", may_change_places, _list, lambda changed: {"changed": changed})
