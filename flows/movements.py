"""/move: a movement, step by step or by one line; then what it may be a second report of, and two questions at most."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from coordination import movement_list, movements
from coordination import movement_rules as rules
from coordination.execute import execute
from coordination.movements import MovementRow, RecordMovement
from flows import movement_reading as reading
from flows.facts import Facts
from flows.flow import Answers, Choice, Done, Flow, Got, Read, Step
from understanding import movements as understood
from words import movements as texts
from words.layout import Line

MOVE = "move"
USUAL_HOUSEHOLDS = (5, 10, 20, 30, 50)


def _pairs(step: str, values: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, f"movement.{step}.{value}") for value in values)


def _origins(facts: Facts, known: Answers) -> tuple[Choice, ...]:
    return _doubted(facts, known, "origin") or reading.choices_of(facts, movement_list.usual(facts.scope, "origin"))


def _destinations(facts: Facts, known: Answers) -> tuple[Choice, ...]:
    usual = movement_list.usual(facts.scope, "destination")
    return _doubted(facts, known, "destination") or reading.choices_of(facts, usual)


def _doubted(facts: Facts, known: Answers, end: str) -> tuple[Choice, ...]:
    """The places that a name in the report may mean."""
    ids = known.get(f"{end}_said") or ()
    return reading.choices_of(facts, [facts.place(one) for one in ids])


def _numbers(_facts: Facts, _known: Answers) -> tuple[Choice, ...]:
    return tuple(Choice(str(one), label=str(one)) for one in USUAL_HOUSEHOLDS)


def _number(_facts: Facts, _known: Answers, value: str) -> Read:
    return Got({"households": {"n": int(value), "to": None}}) if value in map(str, USUAL_HOUSEHOLDS) else None


def _times(facts: Facts, _known: Answers) -> tuple[Choice, ...]:
    """This month and the three that follow."""
    months = [facts.today.year * 12 + facts.today.month - 1 + more for more in range(4)]
    days = [facts.today.replace(year=one // 12, month=one % 12 + 1, day=1) for one in months]
    return tuple(Choice(f"{one:%Y-%m}", label=facts.tell.month(one)) for one in days)


def _time(facts: Facts, known: Answers, value: str) -> Read:
    shown = any(one.value == value for one in _times(facts, known))
    return reading.when(facts, known, _named(value)) if shown else None


def _named(value: str) -> str:
    """ "2027-01" as words that the calendar reads."""
    year, month = value.split("-")
    return f"{_MONTHS[int(month) - 1]} {year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
BUNDLES: dict[str, list[list[Any]]] = {
    "food6": [["Food Security", 6]],
    "shelter": [["Shelter/NFI", None]],
    "food6_shelter": [["Food Security", 6], ["Shelter/NFI", None]],
    "package6": [["Food Security", 6], ["Shelter/NFI", 6], ["Livelihoods", 6]],
    "nothing": [],
}


def _bundle(_facts: Facts, _known: Answers, value: str) -> Read:
    return Got({"asks": BUNDLES[value]}) if value in BUNDLES else None


def _one_of(step: str, values: Sequence[str]) -> Step:
    """A step with a fixed list that is only asked when somebody wants to change it."""

    def read(_facts: Facts, _known: Answers, _text: str) -> Read:
        return None

    return Step(step, read, choices=lambda _f, _k: _pairs(step, values), asked=False)


def _list_of(step: str, field: str, values: Sequence[str]) -> Step:
    def press(_facts: Facts, known: Answers, value: str) -> Read:
        return Got({step: sorted({*(known.get(step) or ()), value})}) if value in values else None

    return Step(
        step, reading.codes(step, field), choices=lambda _f, _k: _pairs(step, values), pressed=press, asked=False
    )


def _left_open(end: str) -> Callable[[Facts, Answers], bool]:
    """Whether a report named an end that may be several places, or no end at all."""

    def wanted(_facts: Facts, known: Answers) -> bool:
        return bool(known.get(f"{end}_said")) or end == "origin"

    return wanted


def _splits(_facts: Facts, known: Answers) -> bool:
    """Several destinations, so that it matters how many go where; or a report that says so itself."""
    return len(known.get("destination") or ()) > 1 or bool(known.get("parts"))


def _alone(_facts: Facts, known: Answers) -> bool:
    """A report whose parts have places of their own needs no destination of the whole."""
    return not known.get("parts") or "destination" in known


def _names(facts: Facts, known: Answers) -> dict[str, object]:
    labels = [facts.tell.place(facts.place(one)) for one in known.get("destination") or ()]
    return {"names": ", ".join(labels), "n": (known.get("households") or {}).get("n") or "?"}


STEPS = (
    Step("origin", reading.place("origin"), _origins, reading.pressed_place("origin"), urgent=_left_open("origin")),
    Step(
        "destination",
        reading.place("destination"),
        _destinations,
        reading.pressed_place("destination"),
        _alone,
        urgent=_left_open("destination"),
    ),
    Step("households", reading.households, _numbers, _number, urgent=lambda _f, known: not known.get("people")),
    Step("parts", reading.shares, applies=_splits, params=_names, urgent=_splits),
    Step("when", reading.when, _times, _time),
    Step("organiser", reading.organiser, lambda _f, _k: _pairs("organiser", rules.ORGANISERS)),
    Step("asks", reading.asks, lambda _f, _k: _pairs("bundle", BUNDLES), _bundle),
    _one_of("kind", rules.KINDS),
    _one_of("stage", rules.STAGES),
    Step("people", reading.number("people"), asked=False),
    _list_of("preparation", "preparation", rules.PREPARATION),
    _list_of("conditions", "condition", rules.CONDITIONS),
    _list_of("push", "push", rules.PUSH),
    _list_of("pull", "pull", rules.PULL),
    _one_of("source", rules.SOURCES),
)


def rows(known: Answers) -> tuple[MovementRow, ...]:
    """The movement that the answers tell of, or its parts."""
    details = known.get("details") or {}
    destinations = known.get("destination") or []
    households = known.get("households") or {}
    whole = MovementRow(
        kind=known.get("kind") or rules.RETURN,
        said_stage=known.get("stage") or details.get("stage"),
        doubtful=bool(details.get("doubtful")) and not known.get("stage"),
        origin_id=known.get("origin"),
        destination_id=destinations[0] if len(destinations) == 1 else None,
        households=households.get("n"),
        households_to=households.get("to"),
        individuals=known.get("people"),
        special_needs=details.get("special_needs"),
        window=reading.load(known.get("when")),
        organiser=known.get("organiser"),
        push=_codes(known, details, "push"),
        pull=_codes(known, details, "pull"),
        conditions=_codes(known, details, "conditions"),
        preparation=_codes(known, details, "preparation"),
        signs=tuple(details.get("signs") or ()),
        site_kept=details.get("kept") or None,
        source_kind=known.get("source") or details.get("source"),
        asks=tuple((sector, months) for sector, months in known.get("asks") or ()),
    )
    return _split(whole, known, destinations)


def _codes(known: Answers, details: Answers, step: str) -> tuple[str, ...]:
    return tuple(known[step] if known.get(step) is not None else details.get(step) or ())


def _split(whole: MovementRow, known: Answers, destinations: Sequence[int]) -> tuple[MovementRow, ...]:
    """Its parts; where nobody knows how many go to each place, each has the number of the whole beside none."""
    parts = known.get("parts") or (
        [{"n": None, "kind": whole.kind, "destination": one} for one in destinations] if len(destinations) > 1 else []
    )
    if not parts:
        return (whole,)
    return tuple(
        replace(
            whole,
            kind=part["kind"],
            destination_id=part["destination"],
            households=part["n"],
            households_to=None,
            individuals=None,
            reported_households=whole.households,
        )
        for part in parts
    )


def card(facts: Facts, known: Answers) -> Sequence[Line]:
    """What would be stored."""
    return texts.read_back(facts.tell, facts.place, rows(known), (known.get("when") or {}).get("said"))


def finish(facts: Facts, known: Answers) -> Done:
    """Store it; then what it may be a second report of, and what is worth asking."""
    made = rows(known)
    source = f"m.{facts.source}"
    done = execute(facts.scope, RecordMovement(made, source))
    visible = [one for one in done.matches if movement_list.may_see(facts.scope, one.other_id)]
    reply = texts.saved(facts.tell, done, hidden=len(visible) < len(done.matches))
    matches = [[one.link_id, one.other_id] for one in visible]
    asked: dict[str, Any] = {"ids": list(done.ids), "matches": matches, "stage": made[0].stage}
    asked |= {"visited": "go_and_see" in made[0].preparation, "push": bool(made[0].push)}
    return Done(reply, then="moved", answers={"about": asked})


def amends(facts: Facts, known: Answers, text: str) -> Answers | None:
    """A correction under the read-back: "not 28 but 25 HH", "to Lawa Bum", "in March", "church"."""
    request = facts.read(text)
    correcting = _corrects(text)
    if not correcting and reading.opens(facts, text) is not None:
        return None
    said = reading.answers(facts, text, request)
    details = {**(known.get("details") or {})}
    if (who := understood.one(text, facts.scope.desk.lexicon.movements, "organiser")) and len(text.split()) <= 4:
        said["organiser"] = who
    if request.intent != "report_movement":
        said.pop("kind", None)
    if len(text.split()) <= 6 and (lines := reading.assistance(facts, text, request)):
        said.setdefault("asks", lines)
    fresh = said.pop("details")
    if fresh["doubtful"]:
        details["doubtful"] = True
        said["details"] = details
    return said or None


def _corrects(text: str) -> bool:
    words = text.casefold()
    return any(one in words for one in ("not ", "correct", "sorry", "instead", "should be", "i meant", "actually"))


def _ends(known: Answers) -> list[int]:
    """Every place from or to which the people go, also those of the parts."""
    parts = (part["destination"] for part in known.get("parts") or ())
    ends = [known.get("origin"), *(known.get("destination") or ()), *parts]
    return [one for one in ends if one is not None]


def _touches(facts: Facts, known: Answers) -> int | None:
    """The township by which a focal point may see it."""
    found = [facts.place(one).township_id for one in _ends(known)]
    own = [one for one in found if one in facts.scope.viewer.townships]
    return next(iter([*own, *found]), None)


def _admits(facts: Facts, known: Answers) -> None:
    """A focal point hears as soon as both ends are told or left open that none lies in the own townships."""
    if "origin" in known and ("destination" in known or known.get("parts")):
        movements.in_scope(facts.scope, _ends(known))


MOVEMENTS = Flow(
    MOVE,
    STEPS,
    movements.may_report,
    finish,
    card,
    reading.opens,
    amends,
    admits=_admits,
    notes=("details", "origin_said", "destination_said"),
    township=_touches,
)
