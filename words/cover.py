"""A need and its cover in words: two gaps, never one number; names only where they may stand."""

from collections.abc import Iterable
from datetime import date

from coordination.figures import ALL_OPEN, NOTHING_OPEN, Amount, Portion
from coordination.gaps import COMING
from coordination.needs import Helper, OpenNeed, YesNoNeed
from words.labels import unit_name
from words.layout import Line
from words.telling import Telling

ALIKE = 3
"""Commitments of one agency, activity and place that are told one by one."""
NAMED = 2
"""So many agencies are named in a line; more are "confirmed help"."""


def need_phrase(tell: Telling, need: OpenNeed, *, of_base: bool = False) -> str:
    """What is needed: "96 HH need food, 6 months"."""
    said = tell.value(need.reading, of_base=of_base)
    key = f"cover.months.{need.reading.code}"
    return tell.say(key, need=said, months=need.months) if tell.words.has(key) else said


def cover_phrase(tell: Telling, need: OpenNeed) -> str:
    """What is open now and what if confirmed help arrives: as numbers, or as rough shares where only those leave."""
    if need.now is None or need.later is None:
        return _portions(tell, need)
    coming = _coming(tell, need.helpers)
    if need.now.number == 0:
        return tell.say("cover.all")
    if need.later.number == 0:
        return tell.say("cover.all_later", now=tell.amount(need.now), coming=coming)
    if need.later.number < need.now.number:
        return tell.say("cover.both", now=tell.amount(need.now), later=need.later.number, coming=coming)
    if not need.helpers:
        return tell.say("cover.none")
    return tell.say("cover.now", now=tell.amount(need.now))


def _coming(tell: Telling, helpers: Iterable[Helper]) -> str:
    names = sorted({tell.agency(one.agency) for one in helpers if one.status in COMING})
    if 0 < len(names) <= NAMED:
        return tell.say("cover.names", n=len(names), names=" + ".join(names))
    return tell.say("cover.somebody")


def _portions(tell: Telling, need: OpenNeed) -> str:
    now, later = need.share_now, need.share_later
    if not isinstance(now, Portion) or not isinstance(later, Portion):
        return ""
    if (now, later) == (ALL_OPEN, ALL_OPEN):
        return tell.say("cover.none")
    if now == NOTHING_OPEN:
        return tell.say("cover.all")
    if now == later:
        return tell.say("portion.now", now=tell.say(f"portion.{now.word}"))
    if later == NOTHING_OPEN:
        return tell.say("portion.all_later", now=tell.say(f"portion.{now.word}"))
    return tell.say("portion.both", now=tell.say(f"portion.{now.word}"), later=tell.say(f"portion.{later.word}"))


def yes_no_phrase(tell: Telling, need: YesNoNeed) -> str:
    """A yes/no need and whether it is open, someone is on it, or it was done."""
    return tell.say("cover.yes_no", need=tell.value(need.reading), state=tell.say(f"gap.state.{need.state}"))


def details(tell: Telling, need: OpenNeed) -> list[Line]:
    """Everything of a need's cover for a sector answer, indented under the need."""
    lines = [cover_phrase(tell, need)]
    if need.plain and need.helpers:
        parts = [tell.say(key, **_units(tell, params)) for key, params in need.plain.sentences]
        lines.append(tell.say("gap.plain.sentence", said="; ".join(parts)))
    if need.runs_out:
        year, month = need.runs_out
        lines.append(tell.say("cover.runs_out", month=tell.say(f"month.{month}"), year=year))
    if need.overlap:
        lines.append(tell.say("cover.overlap", amount=tell.amount(need.overlap)))
    lines += [tell.say("cover.pledged", help=helper_phrase(tell, one)) for one in need.pledged]
    lines += [
        tell.say("cover.beside", agency=tell.agency(one.agency), help=_with_more(tell, one, more))
        for one, more in _folded(need.beside)
    ]
    lines += [tell.say(note) for note in need.reading.notes]
    return [Line(line, indent=True) for line in lines if line]


def _units(tell: Telling, params: dict[str, int | str]) -> dict[str, object]:
    if "unit" not in params:
        return dict(params)
    counted = params.get("total", params.get("n"))
    return {**params, "unit": unit_name(tell.words, str(params["unit"]), counted)}


def helper_phrase(tell: Telling, one: Helper) -> str:
    """Agency and how much: "DRN 40 HH"."""
    return tell.say("cover.helper", agency=tell.agency(one.agency), amount=tell.amount(one.target))


def help_lines(tell: Telling, helpers: Iterable[Helper]) -> list[Line]:
    """A line for each commitment, its agency in front; where there are many of a kind, the newest stands for all."""
    return [Line(_with_more(tell, one, more), label=tell.agency(one.agency)) for one, more in _folded(helpers)]


def _folded(helpers: Iterable[Helper]) -> list[tuple[Helper, int]]:
    """Commitments; of more than `ALIKE` of one agency, activity and place the newest, with the number of others."""
    groups: dict[tuple[str, str, str | None], list[Helper]] = {}
    for one in helpers:
        groups.setdefault((one.agency, one.activity, one.area), []).append(one)
    found: list[tuple[Helper, int]] = []
    for group in groups.values():
        newest = max(group, key=lambda one: one.start or date.min)
        found += [(one, 0) for one in group] if len(group) <= ALIKE else [(newest, len(group) - 1)]
    return found


def _with_more(tell: Telling, one: Helper, more: int) -> str:
    phrase = commitment_phrase(tell, one)
    return tell.say("cover.and_more", help=phrase, n=more) if more else phrase


def commitment_phrase(tell: Telling, one: Helper) -> str:
    """A commitment without its agency: what, how much, how far."""
    return tell.say(
        "cover.commitment",
        activity=tell.activity(one.activity),
        amount=_amount(tell, one),
        status=tell.say(f"status.{one.status}") if tell.words.has(f"status.{one.status}") else one.status,
        when=_when(tell, one),
    )


def _amount(tell: Telling, one: Helper) -> str:
    reached: Amount | None = one.reached
    if reached is None:
        return tell.amount(one.target)
    return tell.say("cover.reached", reached=tell.number(reached), target=tell.amount(one.target))


def _when(tell: Telling, one: Helper) -> str:
    parts = [tell.say("cover.for_area", area=one.area)] if one.area else []
    parts += [tell.say("cover.from", month=tell.month(one.start))] if one.start else []
    parts += [tell.say("cover.for_months", n=one.months)] if one.months else []
    return "".join(f", {part}" for part in parts)
