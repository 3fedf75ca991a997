"""Whom and where a row means: agencies by acronym, name or alias, places by code or by name within a township."""

from collections.abc import Mapping

from coordination import agencies, places
from coordination.agencies import AgencyRef
from coordination.places import Found, PlaceRef, place_label
from coordination.scope import Scope
from exchange import cells
from exchange.rows import RowReader
from understanding.fold import fold

NEAR = 3
"""Near names that are told."""
SURE = frozenset({"name", "burmese", "alias", "previous", "code"})
"""Why a place may be the one without asking; likeness or another township is not enough to store anything."""


class Finder:
    """Looks up each spelling once per file."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._places: dict[str, Found] = {}
        self._agencies: Mapping[str, AgencyRef] = agencies.named(agencies.everyone(scope))

    def agency(self, reader: RowReader) -> AgencyRef | None:
        """The agency of the row; None where the cell is empty or listed.

        A person who coordinates nothing reports for the own agency only (domain section 6 rule 31).
        """
        if not reader.needed("agency", "agency"):
            return None
        viewer, found = self._scope.viewer, self._agencies.get(fold(reader.text("agency")))
        if found is None:
            reader.refuse("agency", "agency")
        elif viewer.agency_id not in (None, found.id) and not viewer.coordinates:
            reader.refuse("agency", "own_agency", agency=viewer.agency)
        return found

    def place(self, reader: RowReader, kinds: frozenset[str] | None = None) -> PlaceRef | None:
        """The place of the row, of one of ``kinds`` when given; None where the cells are empty or listed."""
        by_code = bool(reader.text("place code"))
        column = "place code" if by_code else "place"
        if not by_code and not reader.text("place"):
            reader.refuse("place", "place")
            return None
        place = self._by_code(reader) if by_code else self._by_name(reader)
        if place is not None and kinds is not None and place.kind not in kinds:
            reader.refuse(column, "place_kind", kind=place.kind.replace("_", " "))
            return None
        return place

    def coded(self, text: str) -> PlaceRef | None:
        """The place whose code is ``text`` and nothing else."""
        found = self._find(text) if text else None
        places = [one.place for one in found.candidates if one.why == "code"] if found else []
        return places[0] if found and len(places) == 1 and not found.rest.strip() else None

    def knows_agency(self, name: str) -> bool:
        """Whether the desk has an agency of this name or acronym."""
        return fold(name) in self._agencies

    def _by_code(self, reader: RowReader) -> PlaceRef | None:
        """A code is believed whatever name stands beside it; a name that is not the place's is remarked on."""
        cell = reader.row.cells["place code"]
        if cells.shortened(cell):
            reader.refuse("place code", "code_shortened")
            return None
        by_code = [one.place for one in self._find(cells.code(cell)).candidates if one.why == "code"]
        if len(by_code) != 1:
            reader.refuse("place code", "place_code")
            return None
        name = reader.text("place")
        if name and by_code[0].id not in {one.place.id for one in self._find(name).candidates}:
            reader.remark("place", "place_of_code", place=self._label(by_code[0]))
        return by_code[0]

    def _by_name(self, reader: RowReader) -> PlaceRef | None:
        name, township = reader.text("place"), reader.text("township")
        found = self._find(f"{name}, {township}" if township else name)
        sure = [one.place for one in found.candidates if one.why in SURE]
        doubtful = found.doubtful and len(found.candidates) == 1
        if len(sure) == 1 and not (found.others or doubtful or found.rest.strip(" ,")):
            return sure[0]
        near = "; ".join(self._label(one.place) for one in found.candidates[:NEAR])
        several = len(sure) > 1 and not found.rest.strip(" ,")
        reader.refuse("place", "place_which" if several else "place_near" if near else "place_unknown", near=near)
        return None

    def _label(self, place: PlaceRef) -> str:
        return place_label(place, self._scope.viewer, full=True)

    def _find(self, text: str) -> Found:
        if text not in self._places:
            self._places[text] = places.find(self._scope, text)
        return self._places[text]
