"""The programs of the bench, each a process of its own, and what they cost."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from bench.bots.api_server import Load, Outcome

ROOT = Path(__file__).parents[2]
PEERS = ROOT / ".venv" / "peers"
"""Packages of peers that do not go together with ours."""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Running:
    """A bot under way."""

    name: str
    token: str
    pid: int

    @property
    def cpu(self) -> float:
        """Seconds of processor time so far, of the process and all its threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def mb(self) -> float:
        """MB of memory that it holds."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


@dataclass(frozen=True)
class Server:
    """The Bot API server under way."""

    url: str

    def load(self, load: Load) -> Outcome:
        """Give a bot its updates and wait for the answers."""
        body = json.dumps(asdict(load)).encode()
        request = Request(f"{self.url}/load", body, {"Content-Type": "application/json"})
        with urlopen(request, timeout=600) as answer:
            return Outcome(**json.load(answer))


@contextmanager
def server() -> Iterator[Server]:
    """A Bot API server in a process of its own, as long as the bench needs it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with program(["bench.bots.api_server", str(port)]):
        _until_open(port)
        yield Server(f"http://127.0.0.1:{port}")


def _until_open(port: int) -> None:
    for _ in range(200):
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise OSError("the Bot API server of the bench did not start")


@contextmanager
def program(arguments: Sequence[str], more: Mapping[str, str] | None = None) -> Iterator[int]:
    """``python -m ARGUMENTS``; its process id, until the end."""
    environment = {**os.environ, **(more or {})}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # without compiled files a start takes seconds more
    started = subprocess.Popen([sys.executable, "-m", *arguments], env=environment, cwd=ROOT)
    try:
        yield started.pid
    finally:
        started.send_signal(signal.SIGTERM)
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


@contextmanager
def peers(names: Mapping[str, str], url: str) -> Iterator[dict[str, Running]]:
    """Each peer by name, with its token; one whose package is missing is left out."""
    with ExitStack() as stack:
        found = {}
        for name, token in names.items():
            path: dict[str, Any] = {}
            if name == "aiogram":
                if not PEERS.is_dir():
                    sys.stderr.write("aiogram is not there: make .venv/.bench\n")
                    continue
                path = {"PYTHONPATH": str(PEERS)}
            found[name] = Running(
                name, token, stack.enter_context(program(["bench.bots.peers", name, url, token], path))
            )
        yield found
