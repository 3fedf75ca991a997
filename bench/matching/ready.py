"""``python -m bench.matching.ready FOLDER TEXT``: from disk to the first answer in this process, as one JSON object."""

import json
import resource
import sys
import time
from pathlib import Path

from bench.matching.desk import opened
from coordination import places

_MB = 1024 * 1024


def resident() -> float:
    """MB of memory that this process holds (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / _MB


def peak() -> float:
    """MB of memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / _MB


def main() -> None:
    """Open the store, then measure."""
    with opened(Path(sys.argv[1])) as desk:
        held, began = resident(), time.perf_counter()
        desk.read(lambda scope: places.find(scope, sys.argv[2]))
        seconds = time.perf_counter() - began
        print(json.dumps({"seconds": round(seconds, 2), "mb": round(resident() - held), "peak_mb": round(peak())}))


if __name__ == "__main__":
    main()
