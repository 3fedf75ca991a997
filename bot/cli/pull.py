"""``waypost pull``: what forms have collected since the last time, from the server that holds it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.cli.context import OpenDesk, open_desk
from bot.cli.forms import Constants, FormFile, MapOrFile, pairs, request
from bot.cli.imports import EXITS, AsJson, DryRun, Partial, finish
from bot.settings import Settings
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.submissions import RecordReach, reached
from exchange import kobo_form
from exchange.importing import IMPORTERS, How, import_bytes
from exchange.kobo import Request, opener
from exchange.kobo_server import Server, moment
from exchange.report import ImportReport

app = typer.Typer(no_args_is_help=True, help="Bring in what forms have collected since the last time.", epilog=EXITS)


@app.callback()
def pull() -> None:
    """Bring in what forms have collected since the last time."""


@app.command("kobo", epilog=EXITS)
def pull_kobo(
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Read from this day on, instead of from where the last pull ended."),
    ] = None,
    dry_run: DryRun = False,
    partial: Partial = False,
    mapping: MapOrFile = None,
    constants: Constants = None,
    form: FormFile = None,
    as_json: AsJson = False,
) -> None:
    """Assessments from KoboToolbox: WAYPOST_KOBO_URL, WAYPOST_KOBO_TOKEN and WAYPOST_KOBO_FORM say from where.

    The first time everything is read, then what is new, edited, approved or refused since. Where it stood moves on only
    when the import succeeded; submissions that were listed are read again next time.
    """
    asked, how = request(constants, form), How(dry_run, partial, pairs(mapping))
    with open_desk() as desk:
        server = _server(desk.settings)
        start = since.replace(tzinfo=UTC) if since else None
        reports = [_pull(desk, server, one, (start, asked, how)) for one in desk.settings.kobo_form]
        finish(desk, _together(reports), dry_run=dry_run, as_json=as_json)


def _server(settings: Settings) -> Server:
    """The server of the settings; raises `Refusal` when one is missing."""
    if settings.kobo_url is None or settings.kobo_token is None or not settings.kobo_form:
        raise Refusal("pull.unset")
    return Server(str(settings.kobo_url), settings.kobo_token.get_secret_value(), Event().wait)


def _pull(desk: OpenDesk, server: Server, form: str, said: tuple[datetime | None, Request, How]) -> ImportReport:
    """Read one form and import what it gave; afterwards keep how far it has been read."""
    start, asked, how = said
    stood = desk.read(lambda scope: reached(scope, form))
    with Console(stderr=True).status(desk.words.say("cli.pull.reading", form=form)):
        submissions = server.submissions(form, start or stood)
        described = None if asked.form.questions else server.form(form)
        asked = replace(asked, forced=True, form=_form(described) if described else asked.form)
        importer = replace(IMPORTERS["assessments"], open=opener(asked))
        data = json.dumps({"results": submissions}).encode()
        report = import_bytes(desk, importer, "kobo.json", data, how)
    moved = _reach(submissions, report, stood)
    skipped = start is not None and (stood is None or start > stood)
    if moved is not None and moved != stood and not (how.dry_run or report.held or skipped):
        desk.write(lambda scope: execute(scope, RecordReach(form, moved)))
    return report


def _form(described: bytes) -> kobo_form.Form:
    """The form, or none where the server describes it in another way."""
    try:
        return kobo_form.read("form.json", described)
    except Refusal:
        return kobo_form.Form()


def _reach(submissions: Sequence[Mapping[str, Any]], report: ImportReport, stood: datetime | None) -> datetime | None:
    """How far the form has been dealt with: to the earliest submission that was listed, else to the newest."""
    listed = {number for _, number in report.bad_rows}
    times = [(number, moment(one)) for number, one in enumerate(submissions, start=1)]
    waiting = [time for number, time in times if time and number in listed]
    if waiting:
        return min([*waiting, stood] if stood else waiting)
    return max([time for _, time in times if time] + ([stood] if stood else []), default=None)


def _together(reports: Sequence[ImportReport]) -> ImportReport:
    """One report of several forms."""
    return ImportReport(
        rows=sum(one.rows for one in reports),
        stored=sum(one.stored for one in reports),
        updated=sum(one.updated for one in reports),
        unchanged=sum(one.unchanged for one in reports),
        listed=tuple(problem for one in reports for problem in one.listed),
        notes=tuple(note for one in reports for note in one.notes),
        held=any(one.held for one in reports),
    )
