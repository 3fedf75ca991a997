"""Reading messages: how long a usual one takes, and the longest that Telegram lets through, in several scripts.

Over a made-up list of places; ``--quick`` reads each message once. The last line is one JSON object of all figures.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bot.desk import open_desk
from bot.settings import Settings
from coordination import requests
from coordination.scope import Scope
from exchange.importing import How, import_file
from exchange.places import Request, importer

TESTS = Path(__file__).parents[1] / "tests" / "understanding"
AIMS = {"usual_p99_ms": 3.0, "longest_max_ms": 20.0}
LONGEST = 4096
PIECES = {
    "english": "we heard that 12 fams from Seng Lwai camp go home to Lung Tsai in march and want food, ",
    "burmese": "ရွှေသစ္စာရိုးမှာ ရေ ရှိလား အခြေအနေ ဘယ်လိုလဲ ",
    "one syllable": "က",
    "names": "Lawa Bum, Hkum Ga and Sut Nau; ",
    "figures": "12 7-8 ",
    "one word": "a",
    "signs": "<>@#$%~&",
    "chinese": "中文字",
    "pictures": "🙂",
    "doubts": "not 45 but ",
}


def quickest(read: Callable[[], object], runs: int) -> float:
    """Milliseconds of processor time of the quickest run: what else the machine does is left out."""
    found = []
    for _ in range(runs):
        begun = time.process_time()
        read()
        found.append((time.process_time() - begun) * 1000)
    return min(found)


def measure(scope: Scope, runs: int) -> dict[str, object]:
    """All figures, in milliseconds."""
    texts = [
        json.loads(line)["text"]
        for name in ("first", "aside")
        for line in (TESTS / "messages" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    first = [quickest(lambda text=text: requests.read(scope, text), 1) for text in texts]  # type: ignore[misc]
    usual = sorted(quickest(lambda text=text: requests.read(scope, text), runs) for text in texts)  # type: ignore[misc]
    longest = {
        name: round(quickest(lambda text=(piece * LONGEST)[:LONGEST]: requests.read(scope, text), runs), 2)  # type: ignore[misc]
        for name, piece in PIECES.items()
    }
    return {
        "messages": len(texts),
        "first_p50_ms": round(sorted(first)[len(first) // 2], 2),
        "usual_p50_ms": round(usual[len(usual) // 2], 2),
        "usual_p99_ms": round(usual[int(len(usual) * 0.99)], 2),
        "longest_ms": longest,
        "longest_max_ms": max(longest.values()),
    }


def main() -> int:
    """Arguments in; figures and one line of JSON out; 1 when an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="read each message three times, not ten")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_desk(Settings(_env_file=None, data_dir=Path(folder))) as desk:
        import_file(desk, importer(Request()), TESTS / "places.csv", How())
        told = desk.read(lambda scope: measure(scope, 3 if asked.quick else 10))
    for name, value in told.items():
        print(f"{name}: {value}")
    missed = [name for name, aim in AIMS.items() if told[name] > aim]
    print(json.dumps({"bench": "understand", "quick": asked.quick, **told, "aims": AIMS, "missed": missed}))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
