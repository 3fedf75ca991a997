"""What somebody types about a movement → answers of the flow: places, households, time, organiser, assistance."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from coordination import movement_rules as rules
from coordination.places import PlaceRef
from flows.facts import Facts
from flows.flow import Answers, Choice, Got, Read, Unclear
from understanding import movements as words
from understanding import stages
from understanding.cues import REPORT
from understanding.quantities import quantities
from understanding.requests import Request

SITES = frozenset({"village", "camp", "town", "ward", "village_tract"})
PACKAGE = ("Food Security", "Shelter/NFI", "Livelihoods")
"""What a "package" is: food, household items with shelter, livelihood; each a line of its own."""
SURE = 0.4
"""Confidence from which a text is taken for a report at all; doubt makes it lower."""
_ASKING = re.compile(
    r"\b(?:want|wants|wanted|need|needs|needed|ask(?:s|ed|ing)?(?: for)?|request(?:s|ed|ing)?|requir(?:es?|ed|ing))\b"
    r"(?! (?:to|2) (?:go|return|move|come|leave|relocate|settle|resettle|stay))",
    re.IGNORECASE,
)
_NEEDED = re.compile("လို(?:အပ်|ချင်|သည်|တယ်)")


def opens(facts: Facts, text: str) -> Answers | None:
    """The answers of a whole report in one text; None where it is none."""
    request = facts.read(text)
    whole = bool(request.villages or request.origins) and bool(
        request.households or request.when or request.individuals or request.stage in _TOLD_ALONE
    )
    if request.intent != REPORT or request.refusal or request.confidence < SURE or not whole:
        return None
    return answers(facts, text, request)


_TOLD_ALONE = frozenset({rules.VISIT, rules.ARRIVED, rules.DEPARTED, rules.BACK, rules.DISPLACEMENT})


def answers(facts: Facts, text: str, request: Request) -> dict[str, Any]:
    """What a report says, by step."""
    told = words.read(text, facts.scope.desk.lexicon.movements)
    said: dict[str, Any] = {"details": _details(facts, text, request, told)}
    said |= places(facts, text, request)
    if request.households:
        said["households"] = {"n": request.households, "to": words.upper(text, request.households)}
    if request.individuals:
        said["people"] = request.individuals
    if request.when:
        said["when"] = _window(facts, request)
    if (who := told.organiser) is not None:
        said["organiser"] = who
    if asked := _asked_for(facts, text):
        said["asks"] = asked
    if told.kind:
        said["kind"] = told.kind
    if parts := _parts(facts, text, request):
        said["parts"] = parts
        said.pop("destination", None)
    return said


def _details(facts: Facts, text: str, request: Request, told: words.Told) -> dict[str, Any]:
    kept = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(told).items()}
    doubt = stages.is_doubtful(_without_time(text, request), facts.scope.desk.lexicon.stages)
    return {**kept, "stage": request.stage, "doubtful": doubt}


def _without_time(text: str, request: Request) -> str:
    """The text without its words for a time: a "may" among them doubts nothing."""
    return text.casefold().replace((request.when or "\0").casefold(), " ")


def places(facts: Facts, text: str, request: Request) -> dict[str, Any]:
    """Origin and destination by id; a name with several bearers is kept to be asked about."""
    found = facts.named(text)
    said: dict[str, Any] = {}
    for end, names in (("origin", request.origins), ("destination", request.villages)):
        refs = [found.get(name, ()) for name in names]
        if refs and all(len(bearers) == 1 for bearers in refs):
            ids = [bearers[0].id for bearers in refs]
            said[end] = ids if end == "destination" else ids[0]
        elif refs:
            said[f"{end}_said"] = [one.id for bearers in refs for one in bearers]
    return said


def _window(facts: Facts, request: Request) -> dict[str, Any]:
    """A time as it is kept: a third of a month or wider where it lies ahead."""
    first, last = request.when_from, request.when_to
    ahead = request.stage in {None, *rules.AHEAD}
    if not ahead:
        first, last = rules.behind(first, last, facts.today)
    return dump(rules.window(first, last, (request.when or "")[:40] or None, ahead=ahead))


def dump(window: rules.Window) -> dict[str, Any]:
    """A window in JSON's types."""
    days = {"from": window.first, "to": window.last}
    return {name: day.isoformat() if day else None for name, day in days.items()} | {
        "precision": window.precision,
        "said": window.said,
    }


def load(stored: Mapping[str, Any] | None) -> rules.Window:
    """The window of `dump`."""
    if not stored:
        return rules.Window()
    first, last = (date.fromisoformat(stored[one]) if stored[one] else None for one in ("from", "to"))
    return rules.Window(first, last, stored["precision"], stored["said"])


def assistance(facts: Facts, text: str, request: Request) -> list[list[Any]]:
    """Lines of assistance as [sector, months]; months stand with what is given by the month."""
    catalogue = facts.scope.desk.catalogue
    monthly = {one.sector for one in catalogue.activities.values() if one.has_months}
    package = "package" in text.casefold()
    sectors = [*dict.fromkeys([*(PACKAGE if package else ()), *request.sectors])]
    known = [one for one in sectors if one in catalogue.sectors]
    return [[one, request.months if one in monthly or package else None] for one in known]


def _asked_for(facts: Facts, text: str) -> list[list[Any]]:
    """What a whole report asks for: only what stands behind a word for asking, or before it in Burmese."""
    asking = next(iter(_ASKING.finditer(text)), None)
    if asking is not None:
        return assistance(facts, text[asking.end() :], facts.read(text[asking.end() :]))
    return assistance(facts, text, facts.read(text)) if _NEEDED.search(text) else []


def _parts(facts: Facts, text: str, request: Request) -> list[dict[str, Any]] | None:
    """The parts of a report that splits, each with its households, kind and place."""
    found = words.parts(text, request.households)
    if not found:
        return None
    known = facts.named(text)
    kinds = facts.scope.desk.lexicon.movements
    made = []
    for part in found:
        there = [ref for name in request.villages if name in part.text for ref in known.get(name, ())]
        kind = words.one(part.text, kinds, "kind") or rules.RETURN
        place = there[0].id if len(there) == 1 else None
        made.append({"n": part.households, "kind": kind, "destination": place})
    return made


def place(end: str) -> Any:
    """How a step reads a place, or a whole report instead."""

    def read(facts: Facts, known: Answers, text: str) -> Read:
        if (whole := opens(facts, text)) is not None:
            return Got(whole)
        refs = facts.places(text, SITES)
        if len(refs) == 1:
            return Got({end: [refs[0].id] if end == "destination" else refs[0].id})
        several = end == "destination" and (ids := _several(facts, text))
        if several:
            return Got({end: ids})
        return Unclear(choices_of(facts, refs)) if refs else None

    return read


def _several(facts: Facts, text: str) -> list[int]:
    """Several destinations in one answer, where each is certain."""
    found = facts.named(text).values()
    return [refs[0].id for refs in found] if len(found) > 1 and all(len(refs) == 1 for refs in found) else []


def choices_of(facts: Facts, refs: Sequence[PlaceRef]) -> tuple[Choice, ...]:
    """Buttons for places."""
    labels = facts.tell.choices(refs)
    return tuple(Choice(str(ref.id), label=label) for ref, label in zip(refs, labels, strict=True))


def pressed_place(end: str) -> Any:
    """How a step takes a place's button."""

    def press(facts: Facts, _known: Answers, value: str) -> Read:
        if not (value.isascii() and value.isdecimal() and len(value) < 19):
            return None
        ref = facts.place(int(value))
        if ref.kind not in SITES:
            return None
        return Got({end: [ref.id] if end == "destination" else ref.id})

    return press


def households(facts: Facts, _known: Answers, text: str) -> Read:
    """A number of households, a range, or with people beside it."""
    request = facts.read(text)
    number = request.households or next((one.value for one in quantities(text.casefold()) if one.kind == "bare"), None)
    if not number or not 0 < number <= 20_000:
        return None
    said: dict[str, Any] = {"households": {"n": number, "to": words.upper(text, number)}}
    return Got(said | ({"people": request.individuals} if request.individuals else {}))


def when(facts: Facts, known: Answers, text: str) -> Read:
    """A time in any words that the calendar knows."""
    request = facts.read(text)
    if not request.when:
        return None
    first, last = request.when_from, request.when_to
    ahead = (known.get("details") or {}).get("stage") in {None, *rules.AHEAD}
    if not ahead:
        first, last = rules.behind(first, last, facts.today)
    return Got({"when": dump(rules.window(first, last, request.when[:40], ahead=ahead))})


def organiser(facts: Facts, _known: Answers, text: str) -> Read:
    """Who organises."""
    found = words.one(text, facts.scope.desk.lexicon.movements, "organiser")
    if found is None and facts.read(text).agency:
        found = "agency"
    return Got({"organiser": found}) if found else None


def asks(facts: Facts, known: Answers, text: str) -> Read:
    """What they ask for; "nothing" is an answer, too."""
    if text.strip(" .!").casefold() in {"nothing", "none", "no", "ဘာမှ မလို", "မရှိ"}:
        return Got({"asks": []})
    found = assistance(facts, text, facts.read(text))
    return Got({"asks": found}) if found else None


def codes(step: str, field: str) -> Any:
    """How a step reads codes of a list, such as conditions."""

    def read(facts: Facts, known: Answers, text: str) -> Read:
        found = words.every(text, facts.scope.desk.lexicon.movements, field)
        return Got({step: list(found)}) if found else None

    return read


def number(step: str) -> Any:
    """How a step reads a bare number."""

    def read(_facts: Facts, _known: Answers, text: str) -> Read:
        found = next(words.numbers(text), None)
        return Got({step: found}) if found else None

    return read


def shares(facts: Facts, known: Answers, text: str) -> Read:
    """How many go to each destination: as many numbers as there are places."""
    found = list(words.numbers(text))
    ids = known.get("destination") or []
    whole = (known.get("households") or {}).get("n")
    if len(found) != len(ids) or not all(found) or (whole and sum(found) > whole):
        return None
    kind = known.get("kind") or rules.RETURN
    return Got({"parts": [{"n": n, "kind": kind, "destination": one} for n, one in zip(found, ids, strict=True)]})
