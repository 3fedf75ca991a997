"""Builders of observations for tests of evidence and severity."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from bot.resources import resource
from coordination import catalogue, evidence, severity
from coordination.rules import CELLS

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def known() -> catalogue.Catalogue:
    """The shipped catalogue."""
    return catalogue.load(resource("data"))


@pytest.fixture(scope="session")
def saw() -> Callable[..., evidence.Observation]:
    """``saw("WSH-02", 41, tool="HHS", ago=3)``: numbers, answers, tables by their type; ``state`` for no value."""

    def build(indicator: str, value: object = None, *, ago: int = 0, state: str = "value", **more: object):
        told: dict[str, object] = {"place_id": 1, "indicator": indicator, "state": state, "tool": "KII"}
        told["collected_on"] = TODAY - timedelta(days=ago)
        if isinstance(value, dict):
            told["cells"] = value
        elif isinstance(value, str):
            told["choice"] = value
        elif value is not None:
            told["number"] = value
        return evidence.Observation(**(told | more))

    return build


@pytest.fixture(scope="session")
def people() -> Callable[..., dict[str, int]]:
    """A full table of PRF-06: every cell 0 but those given."""
    return lambda **cells: dict.fromkeys(CELLS, 0) | cells


@pytest.fixture(scope="session")
def rated(known) -> Callable[..., dict[str, severity.Rating]]:
    """Ratings of observations, as of today."""
    return lambda *seen: severity.rate(known, evidence.weigh(known, seen, TODAY))


@pytest.fixture(scope="session")
def weighed(known) -> Callable[..., dict[str, evidence.Evidence]]:
    """Evidence from observations, as of today."""
    return lambda *seen: evidence.weigh(known, seen, TODAY)
