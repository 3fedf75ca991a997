"""Values and commitments of one invented place, as the rules take them."""

from datetime import date
from typing import Any

from coordination.catalogue import Catalogue
from coordination.commitment_rules import Promise
from coordination.evidence import Observation
from coordination.findings import Flag
from coordination.gaps import Record
from coordination.value_rules import Known, known

TODAY = date(2026, 11, 22)
DAY = date(2026, 11, 2)
LAWA_BUM = 7


def value(code: str, said: Any, tool: str = "KII", on: date = DAY, **more: Any) -> Observation:
    """One value of the place: a number, a choice, or a table of people."""
    kind = "cells" if isinstance(said, dict) else "choice" if isinstance(said, str) else "number"
    state = "unknown" if said is None else "value"
    fields = {
        "place_id": LAWA_BUM,
        "indicator": code,
        "state": state,
        "tool": tool,
        "collected_on": on,
        "agency": "DCO",
    }
    return Observation(**(fields | {kind: said} | more))


def place(catalogue: Catalogue, *values: Observation, place_id: int = LAWA_BUM) -> Known:
    """What these values make known of the place today."""
    return known(catalogue, place_id, values, TODAY)


def promise(activity: str = "FSC-A1", target: int = 40, **more: Any) -> Promise:
    """A confirmed commitment in the place, where 96 households are known."""
    about = {name: more.pop(name) for name in ("place_id", "source", "settled", "people") if name in more}
    fields = {
        "id": 12, "agency_id": 1, "agency": "HMC", "activity": activity, "target": target, "reached": None,
        "start": date(2026, 11, 10), "end": None, "months": None, "components": frozenset(), "status": "confirmed",
        "unit": "HH", "reached_on": None, "reported_on": date(2026, 11, 12),
    }  # fmt: skip
    held = {"place_id": LAWA_BUM, "source": "f1.2", "settled": True, "people": {"HH": 96}}
    return Promise(record=Record(**(fields | more)), **(held | about))


def rules(flags: list[Flag]) -> list[str]:
    """The rules that fit, in alphabetical order."""
    return sorted(flag.rule for flag in flags)
