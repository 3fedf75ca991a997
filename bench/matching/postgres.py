"""PostgreSQL with pg_trgm as a peer, on a server of its own that lives as long as the peer."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from bench.matching.answers import Place, Query, spaced
from bench.matching.peers import POOL, NotRunError, Texts, spelt

BINARIES = "/usr/lib/postgresql"
"""Where Debian's packages put the server, a folder per version."""
USER = "nobody"
"""Who runs the server when root starts it: it refuses root."""
LEAST_ALIKE = 0.2
"""Share of letter triples in common; the default of 0.3 finds less."""


class Server:
    """A throw-away cluster in a temporary folder, reached by a socket in it; raises `NotRunError`."""

    def __init__(self) -> None:
        self._binaries = newest()
        self._as: dict[str, Any] = {"user": USER} if os.geteuid() == 0 else {}
        self.folder = Path(tempfile.mkdtemp(prefix="waypost-bench-"))
        self._data = ["-D", str(self.folder / "data")]

    def start(self) -> None:
        """Make the cluster and wait until it answers."""
        if self._as:
            shutil.chown(self.folder, USER)
        self._run("initdb", *self._data, "-A", "trust", "-U", "bench", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-F -k {self.folder} -c listen_addresses='' -c shared_buffers=256MB"
        self._run("pg_ctl", *self._data, "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def close(self) -> None:
        """Stop the server where it runs, and delete its folder."""
        try:
            if (self.folder / "data" / "postmaster.pid").exists():
                self._run("pg_ctl", *self._data, "-m", "immediate", "-w", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs; raises `NotRunError` with what it said."""
        with (self.folder / "said").open("w+", encoding="utf-8") as said:
            done = subprocess.run(
                [str(self._binaries / program), *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                check=False,
                **self._as,
            )
            said.seek(0)
            if done.returncode:
                raise NotRunError(f"{program}: {' '.join(said.read().split())[-200:]}")


def newest() -> Path:
    """The programs of the newest server; raises `NotRunError` when there is none."""
    found = sorted(Path(BINARIES).glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise NotRunError("no PostgreSQL server here")
    return found[-1].parent


class PgTrgm:
    """PostgreSQL's pg_trgm, the likest compared by rapidfuzz."""

    name = "PostgreSQL pg_trgm + ratio"
    slow = True

    def __init__(self) -> None:
        self._open = ExitStack()

    def build(self, places: Sequence[Place]) -> None:
        """A table of all names with an index of each column."""
        try:
            import psycopg
        except ImportError:
            raise NotRunError("psycopg is not installed") from None
        self._texts = Texts.of(places)
        try:
            server = self._open.enter_context(closing(Server()))
            server.start()
            connection = psycopg.connect(host=str(server.folder), user="bench", dbname="postgres", autocommit=True)
            self._db = self._open.enter_context(closing(connection))
            self._fill(places)
        except (psycopg.Error, OSError, LookupError) as error:
            raise NotRunError(str(error).splitlines()[0]) from None

    def _fill(self, places: Sequence[Place]) -> None:
        self._db.execute("CREATE EXTENSION pg_trgm")
        self._db.execute('CREATE TABLE spelling (id int, names text, "full" text)')
        with self._db.cursor().copy("COPY spelling FROM STDIN") as copy:
            for number, (place, name) in enumerate(spelt(places)):
                copy.write_row((number, spaced(name), spaced(f"{name} {place.township}")))
        for column in ("names", "full"):
            self._db.execute(f'CREATE INDEX ON spelling USING gin ("{column}" gin_trgm_ops)')
        self._db.execute("ANALYZE spelling")
        self._db.execute(f"SET pg_trgm.similarity_threshold = {LEAST_ALIKE}")

    def candidates(self, query: Query, most: int) -> tuple[str, ...]:
        """The likest of the names with most letters in common."""
        column = "full" if query.with_township else "names"
        select = f'SELECT id FROM spelling WHERE "{column}" %% %s ORDER BY similarity("{column}", %s) DESC LIMIT {POOL}'
        text = spaced(" ".join(query.parts()))
        rows = self._db.execute(select, (text, text)).fetchall()
        return self._texts.best(query, most, rows=[row for (row,) in rows])

    def close(self) -> None:
        """Stop the server."""
        self._open.close()
