"""Cold start: a fresh clone, ``make demo``, the first answer; then the second start. Needs a package registry."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from http.client import HTTPException
from pathlib import Path
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[1]
PORT = 8917
ADDRESS = f"http://127.0.0.1:{PORT}"
QUESTION = "what is going on in Lawa Bum?"
LIMITS = {"first start, with installation": 60.0, "second start": 5.0}


def main() -> int:
    """Print both figures; 1 when one is over its limit."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "waypost"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        figures = {name: _start(clone) for name in LIMITS}
    for name, seconds in figures.items():
        print(f"{name}: {seconds:.1f} s to the first answer (limit {LIMITS[name]:.0f} s)")
    return int(any(seconds > LIMITS[name] for name, seconds in figures.items()))


def _start(clone: Path) -> float:
    """Seconds from ``make demo`` to the card."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WAYPOST_", "VIRTUAL_ENV"))}
    began = time.monotonic()
    demo = subprocess.Popen(
        ["make", "--silent", "demo", f"PORT={PORT}"], cwd=clone, env=clean, start_new_session=True, stdout=sys.stderr
    )
    try:
        _ask(demo)
        return time.monotonic() - began
    finally:
        os.killpg(demo.pid, signal.SIGINT)
        demo.wait(timeout=30)


def _ask(demo: subprocess.Popen[bytes]) -> None:
    """Ask as the first persona and return when its card is there."""
    people = _until(demo, lambda: _call("/sandbox/state")["people"])
    person = people[0]["id"]
    _call("/sandbox/say", {"user": person, "text": QUESTION})
    _until(demo, lambda: "Lawa Bum" in json.dumps(_call(f"/sandbox/chats?chat={person}")[0]["messages"][1:]))


def _until(demo, look):
    while demo.poll() is None:
        try:
            if found := look():
                return found
        except (OSError, HTTPException):
            pass
        time.sleep(0.05)
    sys.exit("make demo ended early")


def _call(path, body=None):
    data = json.dumps(body).encode() if body else None
    request = Request(ADDRESS + path, data, {"content-type": "application/json"})
    with urlopen(request, timeout=10) as answer:
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(main())
