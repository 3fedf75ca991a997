"""Builders for a small fictional township: places, agencies, assessments and commitments, straight into the tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from models import data_version
from models.agencies import Agency
from models.assessments import Assessment, IndicatorValue
from models.commitments import Commitment
from models.places import Place, PlaceName
from understanding.fold import fold

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass
class Township:
    """Writes into one store, transaction by transaction; places and agencies are known by their names."""

    db: Any = None
    places: dict[str, int] = field(default_factory=dict)
    agencies: dict[str, int] = field(default_factory=dict)
    number: Any = field(default_factory=lambda: count(1))
    state_id: int = 0
    township_id: int = 0
    other_id: int = 0

    def __setattr__(self, name: str, value: Any) -> None:
        """What is written past the operations changes the version of the data as they do."""
        super().__setattr__(name, value)
        if name == "db" and value is not None:
            data_version.change(value, uuid4().hex)

    def found(self) -> None:
        """The state and the two townships, before anything else."""
        self.state_id = self._place("Demo State", "state")
        self.township_id, self.other_id = (self._township(name) for name in ("Hka Mai", "Nmai Ga"))

    def _township(self, name: str) -> int:
        place = self._place(name, "township", parent_id=self.state_id, state_id=self.state_id)
        self.db.get(Place, place).township_id = place
        return place

    def _place(self, name: str, kind: str, **more: Any) -> int:
        row = Place(source_id=f"t:{kind}:{next(self.number)}", source="test", kind=kind, name=name, **more)
        self.db.add(row)
        self.db.flush()
        self.db.add(PlaceName(place_id=row.id, text=name, folded=fold(name), kind="name"))
        self.db.flush()
        return int(row.id or 0)

    def village(self, name: str, kind: str = "village", *, listed: bool = True, township: int | None = None) -> int:
        """A village or camp of the township."""
        above = township or self.township_id
        more = {"parent_id": above, "township_id": above, "state_id": self.state_id}
        self.places[name] = self._place(name, kind, listed=listed, **more)
        return self.places[name]

    def agency(self, acronym: str, *, shows_presence: bool = False) -> int:
        """An agency by its acronym, made once."""
        if acronym not in self.agencies:
            row = Agency(acronym=acronym, name=f"{acronym} name", kind="local", shows_presence=shows_presence)
            self.db.add(row)
            self.db.flush()
            self.agencies[acronym] = int(row.id or 0)
        return self.agencies[acronym]

    def assess(
        self,
        place: int,
        values: Mapping[str, Any],
        *,
        tool: str = "KII",
        on: date = date(2026, 10, 12),
        agency: str = "DCO",
        consent: bool = True,
        informants: int | None = None,
        agreed: str = "unknown",
        programme: str = "assessment",
    ) -> None:
        """One assessment with its values: numbers, choices or tables, as the catalogue has them."""
        at = next(self.number)
        row = Assessment(
            place_id=place, collected_on=on, tool=tool, agency_id=self.agency(agency), informants=informants,
            informants_agreed=agreed, consent=consent, programme=programme, source=f"f1.{at}", recorded_at=NOW,
        )  # fmt: skip
        self.db.add(row)
        self.db.flush()
        for code, value in values.items():
            self.db.add(
                IndicatorValue(
                    assessment_id=row.id, place_id=place, indicator=code, source=f"f1.{at}.{code}", recorded_at=NOW,
                    **_stored(value),
                )
            )  # fmt: skip
        self.db.flush()

    def commit(self, place: int, agency: str, activity: str, target: int, **more: Any) -> None:
        """A commitment; confirmed and in households unless said otherwise."""
        at = next(self.number)
        fields = {"unit": "HH", "status": "confirmed", "reported_on": date(2026, 11, 1), "start": date(2026, 11, 1)}
        self.db.add(
            Commitment(
                number=at, place_id=place, agency_id=self.agency(agency), activity=activity, target=target,
                source=f"f2.{at}", recorded_at=NOW, **(fields | more),
            )
        )  # fmt: skip
        self.db.flush()


def _stored(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return {"cells": dict(value)}
    if isinstance(value, int | float):
        return {"number": float(value)}
    return {"state": value} if value in {"unknown", "not_assessed", "refused"} else {"choice": value}


def lawa_bum(township: Township) -> int:
    """The village of the model dialogue: assessed 41 days ago, food covered in part, old education, no HLP."""
    place = township.village("Lawa Bum")
    informed = {"PRF-03": 96, "MIN-01": "direct", "MIN-03": "not_surveyed", "HLT-01": 40, "HLT-02": "midwife"}
    township.assess(place, informed, informants=4, agreed="yes")
    township.assess(place, {"HLT-02": "midwife", "WSH-01": "unprotected"}, tool="DO", agreed="yes")
    township.assess(place, {"FSC-02": 96, "WSH-02": 41, "WSH-03": 50, "SHE-03": 30}, tool="HHS", informants=96)
    township.assess(place, {"EDU-03": 22, "EDU-01": "primary"}, on=date(2025, 3, 12))
    township.commit(place, "DFA", "FSC-A1", 96, reached=96, months=2, start=date(2026, 10, 12), status="delivered")
    township.commit(place, "HMC", "FSC-A1", 60, months=4, start=date(2026, 12, 12))
    township.commit(place, "DRN", "FSC-A2", 40, months=6, status="pledged", start=None)
    township.commit(place, "HMC", "SHE-A2", 30)
    return place
