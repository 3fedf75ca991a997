"""Broken files of every kind: each is taken in, or refused with a sentence and nothing stored. ``[N] [--seed S]``.

Nothing but a refusal may be raised, a refused or held-back file may leave no trace, a telephone number in a column that
nobody reads may stand in no output. What fails is kept in a folder that is named. The last line is a JSON object.
"""

import argparse
import json
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from bench.fuzzing import mutate, seeds
from bench.fuzzing.seeds import CANARY, File
from bot.database import make_engine
from bot.errors import sentence
from bot.resources import resource
from coordination import agencies, catalogue, spellings
from coordination.errors import Refusal
from coordination.scope import Desk, Scope
from coordination.viewer import OPERATOR
from exchange import boundaries, places
from exchange.importing import IMPORTERS, How, Importer, import_file
from models.places import Place, PlaceName
from understanding.fold import fold
from words import Words
from words.language import read_locales

T = TypeVar("T")
_NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
_READ: dict[str, Importer] = {
    **IMPORTERS,
    "places": places.importer(places.Request()),
    "boundaries": boundaries.IMPORTER,
}


class _Store:
    """A small desk; whatever an import does to it is taken back by `reset`."""

    def __init__(self, folder: Path) -> None:
        engine = make_engine(f"sqlite:///{folder}/store.sqlite")
        SQLModel.metadata.create_all(engine)
        data = resource("data")
        self.desk = Desk(catalogue=catalogue.load(data), spelling=spellings.load(data / "spelling", "myanmar"))
        self.db = Session(engine)
        township = self._place("demo:t1", "township", "Hka Mai (demo)", None)
        for number, name in enumerate(("Lawa Bum", "Nam Lwai Kyet"), 1):
            self._place(f"demo:v{number}", "village", name, township)
        self._place("demo:c1", "camp", "Pa Lana Camp", township)
        agencies.seed(self._scope())
        self.db.commit()
        self.clean = self.dump()

    def _place(self, source_id: str, kind: str, name: str, township: int | None) -> int:
        place = Place(source_id=source_id, source="t", kind=kind, name=name, township_id=township, parent_id=township)
        self.db.add(place)
        self.db.flush()
        assert place.id is not None
        self.db.add(PlaceName(place_id=place.id, text=name, folded=fold(name), kind="name"))
        return place.id

    def _scope(self) -> Scope:
        return Scope(self.db, self.desk, OPERATOR, _NOW)

    def read(self, work: Callable[[Scope], T]) -> T:
        return work(self._scope())

    def write(self, work: Callable[[Scope], T]) -> T:
        with self.db.begin_nested():
            return work(self._scope())

    def dump(self) -> list[Any]:
        self.db.flush()
        return [tuple(row) for table in SQLModel.metadata.sorted_tables for row in self.db.execute(sa.select(table))]

    def reset(self) -> None:
        self.db.rollback()


def _made(random: Random) -> File:
    """A broken file."""
    kind = random.choice(seeds.KINDS)
    rows = seeds.grid("places" if kind == "boundaries" else kind, random)
    for _ in range(random.choice((0, 1, 1, 2))):
        random.choice([mutate.cells, mutate.cells, mutate.shape])(rows, random)
    file = seeds.write(kind, rows, random)
    return mutate.broken(file, random) if random.random() < 0.6 else file


def _wrong(store: _Store, words: Words, file: File, path: Path) -> tuple[str, str]:
    """What became of a file, and what is wrong with that, empty where nothing is."""
    path.write_bytes(file.data)
    how = How(partial=len(file.data) % 2 == 0)
    try:
        report = import_file(store, _READ[file.kind], path, how)
        said = json.dumps(report.to_json(words), ensure_ascii=False)
        became = "held" if report.held else "taken"
    except Refusal as refusal:
        said, became = str(sentence(refusal, words)), "refused"
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 -- a panic of the parser is no Exception
        return "failed", f"{type(error).__name__}: {error}"[:300]
    if became != "taken" and store.dump() != store.clean:
        return became, "something was stored"
    return became, "a person stands in the output" if CANARY in said else ""


def main() -> int:
    """Try N files; 1 when something was wrong with any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n", nargs="?", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    folder = Path(tempfile.mkdtemp(prefix="waypost-fuzz-"))
    store, words = _Store(folder), Words(read_locales(resource("locales")))
    counted: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    began = time.monotonic()
    for number in range(asked.n):
        file = _made(Random(asked.seed * 10_000_000 + number))
        path = folder / file.name
        became, wrong = _wrong(store, words, file, path)
        store.reset()
        counted[became] += 1
        if wrong:
            reasons[wrong] += 1
            kept = path.rename(folder / f"{number}-{file.kind}-{file.name}")
            print(f"{number}: {file.kind}: {wrong} ({kept})", flush=True)
    took = time.monotonic() - began
    told = {"files": asked.n, "seed": asked.seed, **counted, "wrong": sum(reasons.values()), "seconds": round(took)}
    print(json.dumps(told))
    return 1 if reasons else 0


if __name__ == "__main__":
    sys.exit(main())
