"""A store filled with made-up places, assessments and commitments, straight by SQL: nothing in it is real."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bench.matching.scale import Country, country
from bot.database import Database
from bot.resources import resource
from coordination.catalogue import Catalogue, Indicator
from coordination.rules import CELLS
from models.assessments import ASSESSMENTS, VALUES
from models.commitments import Commitment
from models.places import NAMES, PLACES
from understanding.fold import fold

SYLLABLES = resource("data") / "demo" / "places_geonames.csv"
ROUNDS = 60
"""Days between two rounds of assessments."""
_AT_ONCE = 20_000
_SEED = 11


@dataclass(frozen=True)
class Filling:
    """How much of everything: villages, assessed ones among them, rounds in each, commitments."""

    places: int = 57_790
    assessed: int = 2_000
    rounds: int = 3
    commitments: int = 20_000


def fill(database: Database, catalogue: Catalogue, filling: Filling, today: date) -> list[tuple[int, str]]:
    """Fill an empty store that has agencies; id and name of each assessed village."""
    made = country(SYLLABLES, filling.places)
    chosen = random.Random(_SEED)
    database.transaction(lambda db: _places(db, made))
    villages = list(made.villages())
    assessed = chosen.sample(villages, min(filling.assessed, len(villages)))
    database.transaction(lambda db: _assessments(db, catalogue, [id_ for id_, *_ in assessed], filling.rounds, today))
    database.transaction(lambda db: _commitments(db, catalogue, [id_ for id_, *_ in assessed], filling, today))
    database.transaction(lambda db: db.connection().exec_driver_sql("ANALYZE"))
    return [(id_, f"{name}, {made.townships[township - made.first_township]}") for id_, name, township in assessed]


def _places(db: Session, made: Country) -> None:
    rows, names = [], []
    for entry in made.entries():
        rows.append({
            "id": entry.id, "source_id": entry.source_id, "source": "made up", "pcode": None, "kind": entry.kind,
            "name": entry.name, "name_my": None, "parent_id": entry.parent_id, "township_id": entry.township_id,
            "state_id": entry.state_id, "latitude": None, "longitude": None, "active": True, "listed": False,
        })  # fmt: skip
        names.append({"place_id": entry.id, "text": entry.name, "folded": fold(entry.name), "kind": "name"})
        if len(rows) == _AT_ONCE:
            _add(db, PLACES, rows)
            rows.clear()
    _add(db, PLACES, rows)
    for start in range(0, len(names), _AT_ONCE):
        _add(db, NAMES, names[start : start + _AT_ONCE])


def _add(db: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.connection().execute(table.insert(), rows)


def _assessments(db: Session, catalogue: Catalogue, place_ids: list[int], rounds: int, today: date) -> None:
    chosen, now = random.Random(_SEED + 1), datetime.now(UTC)
    abouts: list[dict[str, Any]] = []
    values: list[dict[str, Any]] = []
    for place_id in place_ids:
        for number in range(rounds):
            id_ = len(abouts) + 1
            day = today - timedelta(days=1 + chosen.randrange(20) + ROUNDS * number)
            abouts.append({
                "id": id_, "place_id": place_id, "collected_on": day, "tool": "TEC", "agency_id": 1,
                "programme": "assessment", "instance": "", "informants": 3, "informants_agreed": "yes",
                "matched_observation": "yes", "authority_list": "no", "consent": True, "source": f"made.{id_}",
                "recorded_at": now, "earlier": [],
            })  # fmt: skip
            for indicator in catalogue.indicators.values():
                answer = _answer(indicator, chosen)
                values.append({
                    "assessment_id": id_, "place_id": place_id, "indicator": indicator.code, "state": "value",
                    "source": f"made.{id_}", "recorded_at": now, **answer,
                })  # fmt: skip
        if len(values) > _AT_ONCE:
            _flush(db, abouts, values)
    _flush(db, abouts, values)


def _flush(db: Session, abouts: list[dict[str, Any]], values: list[dict[str, Any]]) -> None:
    new = [about for about in abouts if "done" not in about]
    _add(db, ASSESSMENTS, new)
    _add(db, VALUES, values)
    for about in new:
        about["done"] = True
    values.clear()


def _answer(indicator: Indicator, chosen: random.Random) -> dict[str, Any]:
    answer: dict[str, Any] = {"number": None, "choice": None, "cells": None}
    if indicator.data_type == "table":
        return answer | {"cells": {cell: chosen.randrange(1, 60) for cell in CELLS}}
    if indicator.data_type in {"int", "pct"}:
        return answer | {"number": float(chosen.randrange(100))}
    return answer | {"choice": chosen.choice(indicator.allowed)}


def _commitments(db: Session, catalogue: Catalogue, place_ids: list[int], filling: Filling, today: date) -> None:
    db.add_all(_made_commitments(catalogue, place_ids, filling.commitments, today))


def _made_commitments(catalogue: Catalogue, place_ids: list[int], count: int, today: date) -> Iterator[Commitment]:
    chosen, now = random.Random(_SEED + 2), datetime.now(UTC)
    activities = list(catalogue.activities.values())
    for number in range(1, count + 1):
        activity = chosen.choice(activities)
        status = chosen.choice(("pledged", "confirmed", "ongoing", "delivered"))
        target = chosen.randrange(5, 80)
        yield Commitment(
            number=number,
            place_id=chosen.choice(place_ids),
            agency_id=chosen.randrange(1, 20),
            activity=activity.code,
            unit=activity.unit,
            target=target,
            reached=target if status == "delivered" else None,
            start=today - timedelta(days=chosen.randrange(90)),
            months=chosen.randrange(1, 7) if activity.has_months else None,
            status=status,
            reported_on=today - timedelta(days=chosen.randrange(60)),
            source=f"made.c{number}",
            recorded_at=now,
        )
