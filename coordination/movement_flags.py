"""Red flags of a movement (domain section 4): what was said, and what the desk knows of the destination."""

from collections.abc import Iterable

from coordination import assessments
from coordination.evidence import weigh
from coordination.movement_rules import DISPLACEMENT
from coordination.scope import Scope
from coordination.severity import by_sector, rate

FLAGS = ("V1", "V2", "V3", "V4", "V5", "I1", "S1", "S2", "S3", "D1", "D2", "D3")
OF_PUSH = {"pressure": "V1", "offer": "V2", "aid_cut": "V3", "eviction": "V4", "unannounced": "V5", "fighting": "S2"}
MINE_EVIDENCE, MINE_SURVEY = "MIN-01", "MIN-03"
SERIOUS = 3
BASIC = ("WASH", "Food Security", "Shelter/NFI")
"""Sectors whose severity makes a destination doubtful."""


def said(kind: str, organiser: str | None, push: Iterable[str], signs: Iterable[str]) -> set[str]:
    """The flags of what a report says; the flight of a new displacement is none of its own."""
    flags = {OF_PUSH[code] for code in push if code in OF_PUSH} | (set(signs) & set(FLAGS))
    if organiser == "armed":
        flags.add("S3")
    if organiser == "authority":
        flags.add("V1")
    return flags - {"S2"} if kind == DISPLACEMENT else flags


def of_destination(scope: Scope, place_id: int | None) -> set[str]:
    """S1: mines known or never looked for; D1: never assessed, or severe in water, food or shelter.

    Weighed over everything that the store holds: the flags are confidential themselves.
    """
    if place_id is None:
        return set()
    today = scope.now.date()
    evidence = weigh(scope.desk.catalogue, assessments.observations(scope, [place_id]), today)
    if not evidence:
        return {"D1", "S1"}
    sectors = by_sector(scope.desk.catalogue, rate(scope.desk.catalogue, evidence), evidence)
    severe = any((sectors[one].severity or 0) >= SERIOUS for one in BASIC if one in sectors)
    said = {code: one.observation.choice for code, one in evidence.items()}
    mined = said.get(MINE_EVIDENCE) == "direct" or said.get(MINE_SURVEY, "not_surveyed") == "not_surveyed"
    return ({"D1"} if severe else set()) | ({"S1"} if mined else set())
