"""The demo's store: built once a day from the demo's files, kept for the rest of that day."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.demo import cast, enrol
from bot.demo.dates import dated_copy
from bot.desk import OpenDesk, open_desk
from bot.identity import KEY_FILE
from bot.resources import resource
from bot.settings import Settings, read_settings
from coordination.agencies import SetPresence, by_name
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.scope import Scope
from exchange.importing import IMPORTERS, How, import_file
from exchange.places import Request, importer
from exchange.report import ImportReport
from sandbox.sandbox import TOKEN

STAMP = "built"
"""File that says of which day and of which demo files the store is; written last, so half a store is built again."""
FILES = ("agencies", "assessments", "commitments")
SHOWN = "DFA"
"""An agency that shows where it works; all others keep the switch off, as they do by default."""


def settings_of(folder: Path, api_url: str) -> Settings:
    """The demo's own settings, whatever the environment says; its store never meets a real one."""
    return read_settings(
        bot_token=TOKEN,
        bot_api_url=api_url,
        data_dir=folder,
        area=(cast.TOWNSHIP,),
        database_url=None,
        key=None,
        admins=(),
        catalogue_dir=None,
        webhook_url=None,
        send_limits=True,
        log_level="WARNING",
    )


def prepare(settings: Settings, today: date, *, fresh: bool, say: Callable[[str], None]) -> None:
    """Build the store in ``settings.data_dir`` unless it is there and of ``today``; ``say`` hears each step's name."""
    folder = settings.data_dir
    stamp = folder / STAMP
    wanted = f"{today.isoformat()} {_fingerprint()}"
    if not fresh and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    _clear(folder)
    with open_desk(settings, demo=True) as opened:
        _build(opened, today, say)
    stamp.write_text(wanted, encoding="utf-8")


def _clear(folder: Path) -> None:
    """Only what the demo itself made; the stamp first."""
    for pattern in (STAMP, "waypost.sqlite*", KEY_FILE):
        for path in folder.glob(pattern):
            path.unlink()


def _fingerprint() -> str:
    """Changes with any file that the store is built from."""
    shipped = [
        *(resource("data") / "demo").iterdir(),
        *resource("data").glob("*.csv"),
        *resource("alembic").rglob("*.py"),
    ]
    digest = sha256()
    for path in sorted(shipped):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _build(opened: OpenDesk, today: date, say: Callable[[str], None]) -> None:
    demo = resource("data") / "demo"
    for name in ("places_geonames", "places"):
        say(name)
        _check(import_file(opened, importer(Request()), demo / f"{name}.csv", How()), name)
    with TemporaryDirectory() as temporary:
        for name in FILES:
            say(name)
            dated = dated_copy(demo / f"{name}.csv", Path(temporary), today)
            _check(import_file(opened, IMPORTERS[name], dated, How()), name)
    say("people")
    opened.write(_show)
    enrol.everybody(opened)


def _show(scope: Scope) -> None:
    agency = by_name(scope, SHOWN)
    if agency is not None:
        execute(scope, SetPresence(agency.id, on=True))


def _check(report: ImportReport, name: str) -> None:
    """The demo goes in whole or not at all."""
    if report.listed:
        first = report.listed[0]
        raise Refusal("cli.demo.file", file=f"{name}.csv", row=first.row, column=first.column)
