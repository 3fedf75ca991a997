"""What the desk holds and what is wrong with it, in words: counts first, then page by page what, why and what to do."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from coordination.findings import FRESHNESS, GROUPS
from coordination.freshness import Freshness
from coordination.quality import Finding, ImportLine, Quality
from words import buttons as press
from words.buttons import button
from words.labels import unanswered_phrase, unit_name
from words.layout import BLANK, Line, page, rows_of
from words.message import Button, Message
from words.sector import source
from words.telling import Telling

VERB = "q"
"""``1|q|<group's number>|<page>|<area>``; no number is the overview."""
NUMBERS = dict(enumerate(GROUPS, start=1))
IMPORTS_SHOWN = 3


def overview(tell: Telling, told: Quality) -> tuple[Message, ...]:
    """Counts by group with a button for each, the shelf-life of all values, and what the latest imports did."""
    lines = [Line("", label=_title(tell, told)), Line(tell.say("quality.places", n=told.places)), BLANK]
    lines += [Line(_count(tell, group, n)) for group, n in told.counts if n]
    lines += [] if told.count else [Line(tell.say("quality.clean"))]
    lines += [BLANK, Line(tell.say("quality.freshness", **_sum(told.freshness)))] if told.freshness else []
    if told.imports:
        lines += [BLANK, Line("", label=tell.say("quality.imports_title"))]
        lines += [Line(import_line(tell, one), hang=True) for one in told.imports[:IMPORTS_SHOWN]]
    lines += [BLANK, Line(misunderstood(tell, told))] if told.misunderstood else []
    drill = [Button(_count(tell, group, n), data(told, group)) for group, n in told.counts if n]
    return page([*lines, *tell.ending(told.demo)], [(one,) for one in drill])


def misunderstood(tell: Telling, told: Quality) -> str:
    """How often what was typed was not understood, by kind."""
    kinds = ", ".join(tell.say(f"misunderstood.{kind}", n=n) for kind, n in told.misunderstood)
    return tell.say("misunderstood.counts", n=sum(n for _, n in told.misunderstood), kinds=kinds)


def findings(tell: Telling, told: Quality) -> tuple[Message, ...]:
    """A page of one group: what, where, the figures, why it is flagged, and what to do; shelf-life by sector first."""
    group = tell.say(f"quality.group.{told.group}")
    title = tell.say("area.page", title=group, page=told.page + 1, pages=told.pages) if told.pages > 1 else group
    lines = [Line("", label=title), *(_sectors(tell, told) if told.group == FRESHNESS and not told.page else [])]
    first = told.page * len(told.findings) + 1 if told.page + 1 < told.pages else told.count - len(told.findings) + 1
    for number, one in enumerate(told.findings, first):
        lines += [BLANK, *_entry(tell, number, one)]
    lines += [] if told.findings else [BLANK, Line(tell.say("quality.empty"))]
    return page([*lines, *tell.ending(told.demo)], _buttons(tell, told))


def _title(tell: Telling, told: Quality) -> str:
    return tell.say("quality.title", place=tell.place(told.area) if told.area else tell.say("area.desk"))


def _count(tell: Telling, group: str, number: int) -> str:
    return tell.say("quality.count", group=tell.say(f"quality.group.{group}"), n=number)


def _sectors(tell: Telling, told: Quality) -> list[Line]:
    shown = [Line(tell.say("quality.short", **one)) for one in freshness(tell, told)]
    return [Line(tell.say("quality.short_title")), *shown] if shown else []


def freshness(tell: Telling, told: Quality) -> list[dict[str, Any]]:
    """For each sector its name, and how many values of all its indicators and places are current, due, out of date."""
    sectors: dict[str, list[Freshness]] = {}
    for one in told.freshness:
        sectors.setdefault(one.sector, []).append(one)
    return [{"sector": tell.sector(sector), **_sum(ones)} for sector, ones in sectors.items()]


def _sum(ones: Iterable[Freshness]) -> dict[str, int]:
    kept = list(ones)
    return {name: sum(getattr(one, name) for one in kept) for name in ("current", "due", "out_of_date")}


def import_line(tell: Telling, one: ImportLine) -> str:
    """What one import did."""
    key = "quality.import.unknown" if one.listed is None else "quality.import.listed"
    listed = tell.say(key, n=one.listed or 0)
    kind = tell.say(f"quality.import.{one.kind}")
    counts = {"stored": one.stored, "updated": one.updated, "listed": listed}
    return tell.say("quality.import", date=tell.day(one.at.date()), kind=kind, **counts)


def _entry(tell: Telling, number: int, one: Finding) -> list[Line]:
    what = what_of(tell, one)
    key = "quality.entry" if one.place else "quality.entry_bare"
    head = tell.say(key, n=number, place=tell.place(one.place) if one.place else "", what=what)
    said = [*claims_of(tell, one), tell.say("quality.why_line", why=why_of(tell, one))]
    return [
        Line("", label=head),
        *(Line(text, indent=True) for text in [*said, tell.say("quality.todo_line", todo=todo_of(tell, one))]),
    ]


def what_of(tell: Telling, one: Finding) -> str:
    """What was found, with its figures."""
    said = tell.say(f"quality.what.{one.rule}", **_params(tell, one))
    return tell.say("quality.monitored", what=said) if one.programme else said


def why_of(tell: Telling, one: Finding) -> str:
    """The rule that fits, in one sentence."""
    return tell.say(f"quality.why.{one.rule}", **_params(tell, one))


def todo_of(tell: Telling, one: Finding) -> str:
    """What to do about it."""
    return tell.say(f"quality.todo.{one.rule}", **_params(tell, one))


def claims_of(tell: Telling, one: Finding) -> list[str]:
    """The values in question, each with tool, day and agency."""
    said = []
    for at, claim in enumerate(one.claims):
        told = source(tell, claim)
        told = tell.say("compare.agency", source=told, agency=claim.agency) if claim.agency else told
        shown = tell.say("compare.sourced", value=tell.value(claim), source=told)
        said.append(tell.say("quality.monitored", what=shown) if one.rule == "mines_monitored" and at else shown)
    return said


def _params(tell: Telling, one: Finding) -> Mapping[str, Any]:
    """The figures as people read them; ``commitment`` and ``what`` are put together of several."""
    figures = dict(one.figures)
    said: dict[str, Any] = {name: _said(tell, name, value) for name, value in figures.items()}
    code = one.code or figures.get("code")
    if isinstance(code, str):
        indicator = tell.indicator(code)
        said["code"] = tell.say("compare.heading", what=unanswered_phrase(tell.words, indicator), code=code)
    if "number" in figures and "status" in figures:
        parts = {name: said[name] for name in ("number", "agency", "activity")}
        said["commitment"] = tell.say("quality.commitment", **parts)
    return {"what": said.get("commitment") or said.get("code") or "", **said}


def _said(tell: Telling, name: str, value: Any) -> Any:
    if isinstance(value, date):
        return tell.day(value)
    if name in {"unit", "wanted"}:
        return unit_name(tell.words, value, 2)
    if name == "sector":
        return tell.sector(value)
    if name == "activity" and value in tell.catalogue.activities:
        return tell.activity(value)
    key = {"status": f"status.{value}", "kind": f"quality.import.{value}"}.get(name, "")
    return tell.say(key) if key and tell.words.has(key) else value


def _buttons(tell: Telling, told: Quality) -> list[tuple[Button, ...]]:
    turn = []
    if told.page:
        turn.append(Button(tell.say("button.previous"), data(told, told.group, told.page - 1)))
    if told.page + 1 < told.pages:
        turn.append(Button(tell.say("button.next"), data(told, told.group, told.page + 1)))
    named = {one.place.id: one.place for one in told.findings if one.place}
    cards = [button(tell.place(place), press.VILLAGE, place.id) for place in named.values()]
    return [*rows_of(cards), tuple(turn), (Button(tell.say("quality.back"), data(told, None)),)]


def data(told: Quality, group: str | None, at: int = 0) -> str:
    """Data of a button: a page of a group, or the overview without one."""
    return f"1|{VERB}|{GROUPS.index(group) + 1 if group else ''}|{at}|{told.area.id if told.area else ''}"
