"""Waypost's own side: a store made by its own import, asked through the code of ``waypost place --file``."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.matching.answers import NORTH, Answered, Place, Query, timed
from bot.desk import OpenDesk, open_desk
from bot.settings import read_settings
from coordination import places
from coordination.scope import Scope
from exchange.importing import How, import_file
from exchange.places import Request, importer
from understanding.redaction import findings

_TITLED = re.compile(r"(?:U|Daw|Ko|Ma)\s+\S")
"""Names of places that begin as those of people do."""


@contextmanager
def opened(folder: Path, area: tuple[str, ...] = (), database_url: str | None = None) -> Iterator[OpenDesk]:
    """The desk of the store in ``folder``, or of another one with the key there, whatever the environment says."""
    settings = read_settings(
        data_dir=folder, database_url=database_url, key=None, area=area, catalogue_dir=None, log_level="WARNING"
    )
    with open_desk(settings) as desk:
        yield desk


def build(folder: Path, gazetteer: Path) -> float:
    """Import the gazetteer into a store in ``folder``; seconds."""
    began = time.perf_counter()
    with opened(folder) as desk:
        import_file(desk, importer(Request()), gazetteer, How())
    return time.perf_counter() - began


def answer(folder: Path, queries: Sequence[Query], area: tuple[str, ...] = ()) -> Answered:
    """What Waypost says to each query, for a desk with that area; raises `ValueError` for an unknown township."""
    with opened(folder, area) as desk:
        unknown = desk.read(lambda scope: places.area(scope).unknown)
        if unknown:
            raise ValueError(f"No township of that name: {', '.join(unknown)}")
        return desk.read(lambda scope: timed(queries, lambda query: _found(scope, query)))


def _found(scope: Scope, query: Query) -> tuple[list[str], str]:
    found = places.find(scope, query.text)
    return [candidate.place.source_id for candidate in found.candidates], found.decision


def north(known: Sequence[Place]) -> tuple[str, ...]:
    """Codes of all townships of Kachin and Shan (North)."""
    return tuple(place.id for place in known if place.kind == "township" and place.state in NORTH)


def titled(folder: Path, known: Sequence[Place]) -> dict[str, int]:
    """Places whose names begin with U, Daw, Ko or Ma: how many pass as places, how many are taken for a person.

    The first asks each name alone and wants all of it covered; the second asks it alone and inside a sentence.
    """
    names = [place.name for place in known if _TITLED.match(place.name)]
    with opened(folder) as desk:
        return desk.read(
            lambda scope: {
                "names": len(names),
                "places": sum((0, len(name)) in places.spans(scope, name) for name in names),
                "persons": sum(_as_person(scope, name) for name in names),
            }
        )


def _as_person(scope: Scope, name: str) -> bool:
    texts = (name, f"10 HH want to go to {name} in November")
    return any(found.kind == "name" for text in texts for found in findings(text, places.spans(scope, text)))


def ready(folder: Path, query: Query) -> dict[str, float]:
    """Seconds from disk to the first answer, and MB of memory for it, in a fresh process."""
    return program("bench.matching.ready", str(folder), query.text)


def program(name: str, *arguments: str) -> dict[str, Any]:
    """The JSON object that a program of this folder prints."""
    done = subprocess.run([sys.executable, "-m", name, *arguments], check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result
