"""``python -m bench.reading.train``: learns what words tell of an intent and writes it as data.

Learns from the labelled messages of ``tests/understanding/messages`` and from
``phrases.csv`` beside this file, in which P stands for a place. Multinomial logistic regression; needs scipy, which
comes with requirements/bench.txt. ``--folds`` writes nothing and says how many are read right by weights that never
saw any message of their hand.
"""

import argparse
import csv
import itertools
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from bot.desk import open_desk
from bot.resources import resource
from bot.settings import Settings
from coordination import place_memory
from coordination.requests import Places
from coordination.scope import Scope
from exchange.importing import How, import_file
from exchange.places import Request, importer
from understanding import intents, learned, requests
from understanding.cues import INTENTS, OTHER

HERE = Path(__file__).parent
TESTS = HERE.parents[1] / "tests" / "understanding"
MESSAGES = ("first", "aside", "second", "second_aside", "third")
PHRASES = "phrases"
FOLDS = 6
STRICTNESS = 2.0
"""How much large weights cost."""
LEAST_SEEN = 2
"""Texts in which a feature must stand."""
LEAST_WEIGHT = 4
"""Hundredths below which a weight is left out."""
_PLACE = re.compile(r"(?<![A-Za-z])P(?![A-Za-z])")
_TOWNSHIP = re.compile(r" (?:tsp|township)")
_CAMP = re.compile(r" camp| စခန်း")


class Text(NamedTuple):
    """A labelled text: who wrote it, and what of it is weighed."""

    text: str
    hand: str
    intent: str
    weighed: dict[str, float]
    refused: bool


Matrix = Any
Floats = NDArray[np.float64]


def labelled() -> Iterator[tuple[str, str, str]]:
    """Text, hand and intent of everything that is learned from."""
    for name in MESSAGES:
        for line in (TESTS / "messages" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            label = json.loads(line)
            yield label["text"], f"{name}: {label['hand']}", label["intent"]
    names = {kind: itertools.cycle(found) for kind, found in _names().items()}
    with (HERE / "phrases.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield _PLACE.sub(lambda match: _name(match, names), row["text"]), PHRASES, row["intent"]


def _names() -> dict[str, list[str]]:
    """Names of the made-up country by kind; none that two places bear."""
    found: dict[str, list[str]] = {}
    with (TESTS / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    bearers = Counter(row["name"] for row in rows)
    for row in rows:
        if bearers[row["name"]] == 1 or row["kind"] == "township":
            found.setdefault(row["kind"], []).append(row["name"])
    return found


def _name(match: re.Match[str], names: dict[str, Iterator[str]]) -> str:
    after = match.string[match.end() :]
    return next(names["township" if _TOWNSHIP.match(after) else "camp" if _CAMP.match(after) else "village"])


def read(scope: Scope, said: Iterable[tuple[str, str, str]]) -> list[Text]:
    """Every text as the desk reads it."""
    memory = place_memory.recall(scope)
    places, lexicon = Places(memory.places, memory.no_places), scope.desk.lexicon
    found = []
    for text, hand, intent in said:
        signs = requests.mark(text, places, lexicon, scope.now.date()).draft.text
        heard = intents.heard(signs, lexicon.cues)
        weighed = dict.fromkeys(heard.features, 1.0) | {learned.vote(one): n for one, n in heard.votes.items()}
        refused = requests.read(text, places, lexicon, scope.now.date()).refusal is not None
        found.append(Text(text, hand, intent, weighed, refused))
    return found


def matrix(texts: Sequence[Text], vocabulary: dict[str, int]) -> Matrix:
    """A row for each text, a column for each feature of the vocabulary."""
    cells = [
        (row, vocabulary[feature], value)
        for row, text in enumerate(texts)
        for feature, value in text.weighed.items()
        if feature in vocabulary
    ]
    rows, columns, values = zip(*cells, strict=True)
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), len(vocabulary)))


def learn(texts: Sequence[Text]) -> dict[str, list[int]]:
    """Weights in hundredths, by feature."""
    seen = Counter(feature for text in texts for feature in text.weighed)
    vocabulary = {one: at for at, one in enumerate(sorted(one for one, n in seen.items() if n >= LEAST_SEEN))}
    given = matrix(texts, vocabulary)
    wanted = np.eye(len(INTENTS))[[INTENTS.index(text.intent) for text in texts]]
    scale = np.array([0.1 if one in set(map(learned.vote, INTENTS)) else 1.0 for one in vocabulary])[:, None]
    given = given.multiply(scale.T).tocsr()

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(len(vocabulary), len(INTENTS))
        scores = given @ weights
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        lost = -np.log((shares * wanted).sum(axis=1) + 1e-12).sum() + STRICTNESS / 2 * (weights**2).sum()
        return float(lost), (given.T @ (shares - wanted) + STRICTNESS * weights).ravel()

    start = np.zeros(len(vocabulary) * len(INTENTS))
    done = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 80})
    hundredths = np.rint(done.x.reshape(len(vocabulary), -1) * scale * 100).astype(int)
    return {
        feature: [int(n) if abs(n) >= LEAST_WEIGHT or feature.startswith("(") else 0 for n in row]
        for feature, row in zip(vocabulary, hundredths, strict=True)
    }


def told(text: Text, weights: dict[str, list[int]]) -> str:
    """The intent that these weights read."""
    total = np.zeros(len(INTENTS))
    for feature, value in text.weighed.items():
        total += np.array(weights.get(feature, [0] * len(INTENTS))) * value
    return OTHER if text.refused else INTENTS[int(total.argmax())]


def folds(texts: Sequence[Text]) -> None:
    """Prints, by file, how many messages are read right by weights that never saw their hand."""
    hands = sorted({text.hand for text in texts} - {PHRASES})
    right: Counter[str] = Counter()
    for fold in range(FOLDS):
        out = set(hands[fold::FOLDS])
        weights = learn([text for text in texts if text.hand not in out])
        right.update(text.hand for text in texts if text.hand in out and told(text, weights) == text.intent)
    for name in (*MESSAGES, ""):
        mine = [text for text in texts if text.hand != PHRASES and text.hand.startswith(name)]
        hits = sum(right[hand] for hand in {text.hand for text in mine})
        print(f"{name or 'all':8} {hits}/{len(mine)} = {hits / len(mine):.1%}")


def write(weights: dict[str, list[int]], path: Path) -> None:
    """One line for each feature that tells something."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", *INTENTS])
        writer.writerows([feature, *(n or "" for n in row)] for feature, row in weights.items() if any(row))


def main() -> int:
    """Arguments in; weights or figures out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", action="store_true", help="leave hands out, one sixth at a time; write nothing")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_desk(Settings(_env_file=None, data_dir=Path(folder))) as desk:
        import_file(desk, importer(Request()), TESTS / "places.csv", How())
        texts = desk.read(lambda scope: read(scope, labelled()))
    if asked.folds:
        folds(texts)
    else:
        weights = learn(texts)
        write(weights, resource("data") / "understanding" / "intent_weights.csv")
        print(f"{len(weights)} features; {sum(told(text, weights) == text.intent for text in texts) / len(texts):.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
