"""Builders of needs and records for tests of the gap arithmetic."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import settings

from bot.resources import resource
from coordination import catalogue, gaps

settings.register_profile("laws", deadline=None, derandomize=True, max_examples=150)
settings.load_profile("laws")

SHIPPED = catalogue.load(resource("data"))
COUNTED = date(2026, 10, 12)


def a_need(code: str = "FSC-02", count: int = 96, **more: object) -> gaps.Need:
    """A need counted on 12 Oct 2026, as the shipped catalogue knows it."""
    told: dict[str, object] = {
        "code": code,
        "count": count,
        "unit": SHIPPED.indicators[code].gap_unit,
        "months": SHIPPED.months_of(code),
        "components": SHIPPED.components_of(code),
        "dated": COUNTED,
        "valid": True,
        "activities": SHIPPED.need_activities(code),
    }
    return gaps.Need(**(told | more))


def a_record(number: int, status: str, target: int, **more: object) -> gaps.Record:
    """A record of food for ``target`` HH, undated; delivered ones reached their target unless said otherwise."""
    told: dict[str, object] = {
        "id": number,
        "agency_id": number,
        "agency": f"Agency {number}",
        "activity": "FSC-A1",
        "target": target,
        "reached": target if status == "delivered" else None,
        "start": None,
        "end": None,
        "months": None,
        "components": frozenset(),
        "status": status,
        "unit": "HH",
        "reached_on": None,
        "reported_on": date(2026, 11, 1),
    }
    return gaps.Record(**(told | more))


@pytest.fixture(scope="session")
def known() -> catalogue.Catalogue:
    """The shipped catalogue."""
    return SHIPPED


@pytest.fixture(scope="session")
def need() -> Callable[..., gaps.Need]:
    """See `a_need`."""
    return a_need


@pytest.fixture(scope="session")
def record() -> Callable[..., gaps.Record]:
    """See `a_record`."""
    return a_record
