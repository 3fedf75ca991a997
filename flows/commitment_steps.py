"""The questions of a promise: what each asks, offers and reads ("commit")."""

from collections.abc import Mapping, Sequence

from coordination import agencies
from coordination.catalogue import sector_key
from coordination.commitment_changes import MOST_MONTHS, may_be_at
from coordination.commitment_room import Room, Wanted, room
from coordination.commitment_states import MOST
from coordination.facts import note_read
from coordination.places import PlaceRef
from coordination.viewer import Klass
from flows.commitment_dates import NOW, UNKNOWN, day_of, month_choices, pressed
from flows.commitment_details import DETAILS, picks
from flows.commitment_lines import (
    DELIVERED,
    INTEREST,
    KINDS,
    NO,
    NOTICE,
    ONGOING,
    PLAN,
    YES,
    activities_of,
    activity_of,
    count_of,
    has_months,
    opens,
    starts,
    state_of,
)  # fmt: skip
from flows.facts import Facts
from flows.flow import Answers, Choice, Got, Read, Step, Unclear
from understanding import commitments as said
from words import commitments as texts

FITS, ANYWAY = "fits", "anyway"
MONTHS = (1, 2, 3, 6)
RESTRICTED = Klass.RESTRICTED


def agency_id(facts: Facts, answers: Answers) -> int:
    """For which agency is committed: the own one, unless a coordinator said another."""
    return int(answers.get("agency") or facts.scope.viewer.agency_id or 0)


def wanted(answers: Answers) -> Wanted | None:
    """What is about to be committed, once it is known what, where and how much."""
    if not all(answers.get(key) for key in ("place", "activity", "target")):
        return None
    start, months = day_of(answers.get("start")), answers.get("months")
    return Wanted(answers["place"], answers["activity"], answers["target"], months, start)


def open_need(facts: Facts, answers: Answers) -> Room | None:
    """The need that it would cover."""
    one = wanted(answers)
    return room(facts.scope, one) if one else None


def _read_agency(facts: Facts, _answers: Answers, text: str) -> Read:
    found = agencies.by_name(facts.scope, text)
    return Got({"agency": found.id}) if found else None


def _agencies(facts: Facts, _answers: Answers) -> tuple[Choice, ...]:
    viewer = facts.scope.viewer
    return (Choice(str(viewer.agency_id), label=viewer.agency),) if viewer.agency_id and viewer.agency else ()


def _press_agency(facts: Facts, answers: Answers, value: str) -> Read:
    found = agencies.by_id(facts.scope, int(value)) if value.isdecimal() else None
    return Got({"agency": found.id}) if found else None


def _read_place(facts: Facts, answers: Answers, text: str) -> Read:
    if whole := opens(facts, text):
        return Got(whole)
    found = facts.places(text, KINDS)
    if len(found) == 1:
        return _press_place(facts, answers, str(found[0].id))
    return Unclear(_place_choices(facts, found)) if found else None


def _place_choices(facts: Facts, found: Sequence[PlaceRef]) -> tuple[Choice, ...]:
    labels = facts.tell.choices(found)
    return tuple(Choice(str(one.id), label=label) for one, label in zip(found, labels, strict=True))


def _places(facts: Facts, answers: Answers) -> tuple[Choice, ...]:
    """Those of the line, where it may mean several."""
    return _place_choices(facts, [facts.place(one) for one in answers.get("places") or ()])


def _press_place(facts: Facts, _answers: Answers, value: str) -> Read:
    found = facts.place(int(value)) if value.isdecimal() and len(value) < 19 else None
    if found is None or found.kind not in KINDS:
        return None
    may_be_at(facts.scope, found)
    return Got({"place": found.id})


def _no_activity(_facts: Facts, answers: Answers) -> bool:
    return not (answers.get("activity") or answers.get("activities"))


def _sectors(facts: Facts, _answers: Answers) -> tuple[Choice, ...]:
    every = facts.scope.desk.catalogue.sectors
    return tuple(Choice(sector_key(one), label=facts.tell.sector(one)) for one in every)


def _press_sector(facts: Facts, _answers: Answers, value: str) -> Read:
    return Got({"sector": value}) if value in map(sector_key, facts.scope.desk.catalogue.sectors) else None


def _activities(facts: Facts, answers: Answers) -> tuple[Choice, ...]:
    """Those that the line may mean, else those of the sector."""
    known = facts.scope.desk.catalogue.activities
    of_sector = [code for code, one in known.items() if sector_key(one.sector) == answers.get("sector")]
    return tuple(Choice(code, label=facts.tell.activity(code)) for code in answers.get("activities") or of_sector)


def _read_activity(facts: Facts, _answers: Answers, text: str) -> Read:
    """What is done; somebody may also say the whole promise anew."""
    if whole := opens(facts, text):
        return Got(whole)
    codes = activities_of(facts, facts.read(text))
    if len(codes) == 1:
        return Got({"activity": codes[0]})
    return Unclear(tuple(Choice(code, label=facts.tell.activity(code)) for code in codes)) if codes else None


def _press_activity(facts: Facts, _answers: Answers, value: str) -> Read:
    return Got({"activity": value}) if value in facts.scope.desk.catalogue.activities else None


def _read_target(facts: Facts, answers: Answers, text: str) -> Read:
    if whole := opens(facts, text):
        return Got(whole)
    found = count_of(facts, answers, facts.read(text)) or said.bare(text)
    return Got({"target": found}) if found and 0 < found <= MOST else None


def _targets(facts: Facts, answers: Answers) -> tuple[Choice, ...]:
    """The open part of the need, and all of it."""
    found = open_need(facts, {**answers, "target": 1})
    if found is None:
        return ()
    sizes = dict.fromkeys(size for size in (found.later, found.need.number) if size > 0)
    return tuple(Choice(str(size), label=texts.counted(facts.tell, size, found.need.unit)) for size in sizes)


def _press_target(facts: Facts, answers: Answers, value: str) -> Read:
    return _read_target(facts, answers, value)


def _unit(facts: Facts, answers: Answers) -> Mapping[str, object]:
    activity = activity_of(facts, answers)
    return {"unit": texts.unit(facts.tell, activity.unit if activity else "HH")}


def _read_months(facts: Facts, _answers: Answers, text: str) -> Read:
    found = facts.read(text).months or said.bare(text)
    return Got({"months": found}) if found and 0 < found <= MOST_MONTHS else None


def _months(_facts: Facts, _answers: Answers) -> tuple[Choice, ...]:
    return tuple(Choice(str(n), "flow.commit.months", {"n": n}) for n in MONTHS)


def _press_months(facts: Facts, answers: Answers, value: str) -> Read:
    return _read_months(facts, answers, value)


def _read_start(facts: Facts, _answers: Answers, text: str) -> Read:
    request = facts.read(text)
    found = request.when_from or request.when_to
    return Got({"start": found.isoformat()}) if found else None


def _start_choices(facts: Facts, answers: Answers) -> tuple[Choice, ...]:
    fixed = (Choice(NOW, "flow.commit.start.now"), *month_choices(facts))
    return (*fixed, Choice(UNKNOWN, "flow.commit.start.unknown")) if state_of(answers) == PLAN else fixed


def _press_start(facts: Facts, _answers: Answers, value: str) -> Read:
    found = pressed(facts, value)
    return Got({"start": found}) if found is not None else None


def _what(facts: Facts, answers: Answers) -> Mapping[str, object]:
    """What is promised, in short; nothing where somebody went back behind it."""
    if wanted(answers) is None:
        return {"what": ""}
    return {"what": texts.in_short(facts.tell, answers, agency_of(facts, answers), facts.place(answers["place"]))}


def agency_of(facts: Facts, answers: Answers) -> str:
    """Acronym of the agency that commits."""
    found = agencies.by_id(facts.scope, agency_id(facts, answers))
    return found.acronym if found else ""


def _in_hand(_facts: Facts, answers: Answers) -> bool:
    """Whether money and access matter: not where nobody knows when it begins."""
    return state_of(answers) == PLAN and answers.get("start") != ""


def _read_hand(_facts: Facts, _answers: Answers, text: str) -> Read:
    if said.pledges(text):
        return Got({"hand": NO})
    return Got({"hand": YES}) if said.confirms(text) else None


def _too_much(facts: Facts, answers: Answers) -> bool:
    """Whether something would be covered twice; what was decided on another number is open again."""
    if answers.get("take") and answers["take"][1] != answers.get("target"):
        return False
    found = None if state_of(answers) == DELIVERED else open_need(facts, answers)
    return found is not None and found.over > 0


def _take_choices(facts: Facts, answers: Answers) -> tuple[Choice, ...]:
    found = open_need(facts, answers)
    if found is None:
        return ()
    said_so = texts.counted(facts.tell, answers["target"], found.need.unit)
    part = texts.counted(facts.tell, found.fits, found.need.unit)
    others = texts.named(facts.tell, found.others)
    fits = (Choice(FITS, label=part),) if found.fits else ()
    tell = (Choice(NOTICE, "flow.commit.take.notice", {"agency": others}),) if found.others else ()
    return (*fits, Choice(ANYWAY, "flow.commit.take.anyway", {"amount": said_so}), *tell)


def _press_take(facts: Facts, answers: Answers, value: str) -> Read:
    found = open_need(facts, answers)
    if value == FITS and found is not None and found.fits:
        return Got({"target": found.fits})
    return Got({"take": [value, answers["target"]]}) if value in {ANYWAY, NOTICE} else None


def _read_take(facts: Facts, answers: Answers, text: str) -> Read:
    """Another number, which may fit or not."""
    return _read_target(facts, answers, text)


def _about_room(facts: Facts, answers: Answers) -> Mapping[str, object]:
    found = open_need(facts, answers)
    if found is None:
        return {"before": "", "open": "", "need": ""}
    note_read(facts.scope, "cover", answers["place"], Klass.RESTRICTED)
    return texts.room_params(facts.tell, found)


STEPS = (
    Step("agency", _read_agency, _agencies, _press_agency,
         applies=lambda facts, _answers: facts.scope.viewer.coordinates, required=True),
    Step("place", _read_place, _places, _press_place, required=True),
    Step("sector", _read_activity, _sectors, _press_sector, applies=_no_activity, required=True),
    Step("activity", _read_activity, _activities, _press_activity, required=True),
    Step("target", _read_target, _targets, _press_target, required=True, params=_unit, klass=RESTRICTED),
    Step("months", _read_months, _months, _press_months, applies=has_months, required=True),
    Step("take", _read_take, _take_choices, _press_take, applies=_too_much, required=True,
         params=_about_room, klass=RESTRICTED),
    Step("start", _read_start, _start_choices, _press_start, applies=starts, required=True,
         params=_what, klass=RESTRICTED),
    Step("hand", _read_hand,
         lambda _facts, _answers: (Choice(YES, "flow.commit.hand.yes"), Choice(NO, "flow.commit.hand.no")),
         applies=_in_hand, required=True),
    picks("state", (PLAN, INTEREST, ONGOING, DELIVERED), "flow.commit.state"),
    *DETAILS,
)  # fmt: skip
