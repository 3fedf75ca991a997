"""Recording, changing, matching and listing movements."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from coordination import movement_list
from coordination.errors import NotAllowedError, Refusal
from coordination.movement_changes import ChangeMovement, UndoMovement
from coordination.movement_decisions import DecideMovements
from coordination.movement_list import MovementCard, Movements
from coordination.movement_matches import SayMatch
from coordination.movement_rules import window
from coordination.movement_silence import AskForNews
from coordination.people import NOTICE
from coordination.review_decisions import UndoReview
from coordination.viewer import TICK, Klass
from models.movements import Movement, MovementChange
from models.people import Person
from models.review import ReviewItem
from tests.movements.conftest import Office


def kept(office: Office) -> list[Movement]:
    """The movements of the store, by number."""

    def read(scope: Any) -> list[Movement]:
        found = list(scope.db.exec(select(Movement).order_by(Movement.id)).all())
        scope.db.expunge_all()
        return found

    found: list[Movement] = office.write(read)
    return found


def listed(office: Office, who: str, place: str = "Lawa Bum") -> Movements:
    """Who is coming to a place, for somebody."""
    shown: Movements = office.write(lambda scope: movement_list.listing(scope, office.town.places[place]), who)
    return shown


def card(office: Office, number: int, who: str) -> MovementCard:
    """One movement for somebody."""
    shown: MovementCard = office.write(lambda scope: movement_list.card(scope, number), who)
    return shown


def test_a_plan_needs_a_place_a_time_and_preparation(office: Office) -> None:
    office.report()
    office.report(organiser=None, households=500)
    office.report(doubtful=True, households=2000)
    office.report(organiser=None, preparation=("land",), households=9000)
    assert [one.stage for one in kept(office)] == ["planned", "intention", "intention", "planned"]
    assert [one.confidence for one in kept(office)] == [2, 2, 1, 2]


def test_the_same_update_stores_once(office: Office) -> None:
    done = office.report()
    office.sources = iter([0])
    assert office.report().ids == done.ids
    assert len(kept(office)) == 1


@pytest.mark.parametrize("said", [{"households": 0}, {"households": -3}, {"origin_id": None, "destination_id": None}])
def test_what_cannot_be_is_refused_and_nothing_is_stored(office: Office, said: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        office.report(**said)
    assert kept(office) == []


def test_who_may_report_from_where(office: Office) -> None:
    office.report("focal")
    with pytest.raises(NotAllowedError):
        office.report("far")
    office.people["admin"] = replace(office.people["boss"], role=None)
    with pytest.raises(NotAllowedError):
        office.report("admin")
    with pytest.raises(NotAllowedError):
        office.report("group")
    assert len(kept(office)) == 1


def test_flags_come_of_what_is_said_and_of_the_destination(office: Office) -> None:
    assert office.report(push=("pressure",), organiser="armed").tell == ()  # nobody of protection is enrolled
    (one,) = kept(office)
    assert one.flags == ["D1", "S1", "S3", "V1"]


def test_flags_and_their_reasons_are_for_protection_and_coordinators(office: Office) -> None:
    office.report(push=("pressure",), organiser="authority", conditions=("land",))
    for who in ("agency", "focal", "other"):
        shown = card(office, 1, who)
        assert (shown.flags, shown.push, shown.conditions, shown.secret_organiser) == ((), (), (), None)
        assert shown.households == 28
    for who in ("protection", "boss"):
        assert card(office, 1, who).secret_organiser == "authority"
        assert "V1" in card(office, 1, who).flags
    for who in ("far", "group"):
        with pytest.raises(Refusal):
            card(office, 1, who)


def test_a_change_keeps_what_was_said_and_can_be_taken_back(office: Office) -> None:
    office.report(asks=(("Food Security", 6),))
    office.do(ChangeMovement(1, {"households": 25, "asks": (("WASH", None),)}))
    assert [(one.households, one.stage) for one in kept(office)] == [(25, "planned")]
    assert card(office, 1, "agency").asks == (("WASH", None),)
    office.later(minutes=14)
    assert office.do(UndoMovement(1)).gone is False
    assert card(office, 1, "agency").asks == (("Food Security", 6),)
    assert [one.households for one in kept(office)] == [28]
    office.later(minutes=2)
    with pytest.raises(Refusal):
        office.do(UndoMovement(1))


def test_a_report_is_taken_back_with_the_answers_after_it(office: Office) -> None:
    office.report(organiser=None)
    office.do(ChangeMovement(1, {"stage": "planned"}, "answered"))
    assert office.do(UndoMovement(1)).gone is True
    office.report(organiser=None)
    office.do(ChangeMovement(2, {"households": 25}))
    office.do(ChangeMovement(2, {"stage": "planned"}, "answered"))
    assert office.do(UndoMovement(2)).gone is False
    assert [(one.households, one.stage) for one in kept(office)] == [(28, "planned"), (25, "intention")]
    office.report(organiser=None, households=90)
    office.do(ChangeMovement(3, {"stage": "planned"}, "answered"), "boss")
    with pytest.raises(Refusal):
        office.do(UndoMovement(3))
    office.later(minutes=16)
    with pytest.raises(Refusal):
        office.do(UndoMovement(3))
    assert [one.undone_at is None for one in kept(office)] == [False, True, True]


def test_stages_follow_each_other(office: Office) -> None:
    office.report()
    with pytest.raises(Refusal):
        office.do(ChangeMovement(1, {"stage": "settled"}))
    with pytest.raises(Refusal):
        office.do(ChangeMovement(1, {"stage": "postponed"}, "postponed"))
    office.do(ChangeMovement(1, {"stage": "postponed"}, "postponed", "funds"))
    office.do(ChangeMovement(1, {"stage": "arrived"}, "arrived"))
    with pytest.raises(Refusal):
        office.do(ChangeMovement(1, {"stage": "settled"}, "settled"))
    office.later(days=91)
    office.do(ChangeMovement(1, {"stage": "settled"}, "settled"))
    history = office.write(lambda scope: [one.action for one in scope.db.exec(select(MovementChange))])
    assert sorted(history) == ["arrived", "postponed", "settled"]


def test_who_may_change(office: Office) -> None:
    office.report()
    for who in ("protection", "boss"):
        office.do(ChangeMovement(1, {"individuals": 100 + len(who)}), who)
    for who in ("other", "focal"):
        with pytest.raises(NotAllowedError):
            office.do(ChangeMovement(1, {"households": 1}), who)
    with pytest.raises(Refusal):
        office.do(ChangeMovement(1, {"households": 1}), "far")
    office.report("focal", households=7)
    office.people["focal"] = replace(office.people["focal"], ref="another", agency_id=office.town.agencies["DFA"])
    with pytest.raises(NotAllowedError):
        office.do(ChangeMovement(2, {"households": 8}), "focal")
    office.people["focal"] = replace(office.people["focal"], ref="f")
    office.do(ChangeMovement(2, {"households": 8}), "focal")
    assert [one.households for one in kept(office)] == [28, 8]


def test_a_flag_that_a_change_says_is_kept_and_told_once(office: Office) -> None:
    enrolled(office, "protection")
    office.report()
    done = office.do(ChangeMovement(1, {"flags": ["D1", "I1", "S1"]}, "answered"))
    assert [one.ref for one in done.tell] == ["p"]
    assert kept(office)[0].flags == ["D1", "I1", "S1"]
    assert office.do(ChangeMovement(1, {"households": 25})).tell == ()
    assert kept(office)[0].flags == ["D1", "I1", "S1"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"households": 25}, True),
        ({"households": 16}, False),
        ({"households": None}, True),
        ({"destination_id": None}, True),
        ({"destination_id": "Nam Sop"}, False),
        ({"origin_id": None}, True),
        ({"origin_id": "Nam Sop"}, False),
        ({"kind": "new_displacement", "said_stage": "new_displacement"}, False),
    ],
)
def test_second_reports_are_found(office: Office, said: dict[str, Any], found: bool) -> None:
    office.report()
    said = {key: office.town.places[value] if value == "Nam Sop" else value for key, value in said.items()}
    assert bool(office.report("other", **said).matches) is found


def test_two_reports_are_never_added_and_a_merge_keeps_both(office: Office) -> None:
    office.report()
    (match,) = office.report("other", households=25).matches
    total = listed(office, "agency").planned
    assert total is not None
    assert (total.low, total.high, total.groups, total.sources) == (25, 28, 1, 2)
    with pytest.raises(NotAllowedError):
        office.do(SayMatch(match.link_id, "same"), "agency")
    office.do(SayMatch(match.link_id, "same", independent=True), "other")
    assert {one.confidence for one in kept(office)} == {3}
    item = office.write(lambda scope: scope.db.exec(select(ReviewItem.id)).one())
    with pytest.raises(NotAllowedError):
        office.do(DecideMovements(item, "another"), "other")
    office.do(DecideMovements(item, "another"), "boss")
    total = listed(office, "agency").planned
    assert total is not None
    assert (total.low, total.groups) == (53, 2)
    office.do(UndoReview(item), "boss")
    total = listed(office, "agency").planned
    assert total is not None
    assert total.groups == 1
    assert len(kept(office)) == 2


def test_an_undone_report_leaves_nothing_waiting(office: Office) -> None:
    office.report()
    office.report("other")
    office.do(UndoMovement(2), "other")
    assert office.write(lambda scope: list(scope.db.exec(select(ReviewItem)))) == []
    total = listed(office, "agency").planned
    assert total is not None
    assert (total.low, total.sources) == (28, 1)


def test_new_displacement_is_part_of_no_other_total(office: Office) -> None:
    office.report(kind="new_displacement", said_stage="new_displacement", households=40)
    shown = listed(office, "agency")
    assert shown.planned is shown.arrived is None
    assert shown.displaced is not None
    assert shown.displaced.low == 40


def test_a_plan_of_which_nothing_was_heard_leaves_the_totals(office: Office) -> None:
    office.report()
    office.later(days=190)
    shown = listed(office, "agency")
    assert shown.planned is None
    assert len(shown.lines) == 1


def test_a_group_reads_township_quarter_and_band_only(office: Office) -> None:
    office.report()
    shown = listed(office, "group")
    assert (shown.lines, shown.planned, shown.holds) == ((), None, Klass.PUBLIC)
    (quarter,) = shown.quarters
    assert (quarter.township, quarter.first) == ("Hka Mai", date(2027, 1, 1))
    assert (quarter.households.low, quarter.households.high) == (20, 49)  # type: ignore[union-attr]
    assert listed(office, "far").quarters == shown.quarters


@pytest.mark.parametrize("who", ["group", "far"])
def test_whoever_asks_village_by_village_and_day_by_day_reads_one_answer(office: Office, who: str) -> None:
    office.report()
    office.report(households=400, window=window(date(2027, 4, 1), date(2027, 4, 10), "April", ahead=True))
    days = [(date(2027, 1, 1) + timedelta(days=n),) * 2 for n in range(90)]

    def ask(scope: Any) -> list[Movements]:
        places = [office.town.places[one] for one in ("Lawa Bum", "Nam Sop", "Sut Ga")] + [office.town.township_id]
        return [movement_list.listing(scope, place, *period) for place in places for period in days]

    first, *others = office.write(ask, who)
    assert all(one == first for one in others)
    assert first.place is not None
    assert (first.place.name, first.first, first.last) == ("Hka Mai", date(2027, 1, 1), date(2027, 3, 31))
    assert [one.first for one in first.quarters] == [date(2027, 1, 1)]
    assert [one.first for one in listed(office, who).quarters] == [date(2027, 1, 1), date(2027, 4, 1)]


@pytest.mark.parametrize(
    "said", [{"push": ("pressure",), "organiser": "armed"}, {"households": 41}, {"asks": (("WASH", 3),)}]
)
def test_stores_that_differ_in_what_is_hidden_read_alike_in_a_group(office: Office, said: dict[str, Any]) -> None:
    office.report()
    before = listed(office, "group")
    office.do(UndoMovement(1))
    office.report(**said)
    assert listed(office, "group") == before


def test_reporters_are_asked_for_news_once(office: Office) -> None:
    enrolled(office, "agency")
    office.report()
    office.report(households=900)
    office.do(ChangeMovement(2, {"stage": "arrived"}, "arrived"))
    office.people["clock"] = TICK
    assert office.do(AskForNews(), "clock") == ()
    office.later(days=160)
    assert [number for number, _ in office.do(AskForNews(), "clock")] == [1]
    assert office.do(AskForNews(), "clock") == ()


def enrolled(office: Office, who: str) -> None:
    """Somebody whom the desk can write to for long."""
    viewer, until = office.people[who], office.now + timedelta(days=900)
    person = Person(
        ref=viewer.ref or "", label=viewer.label, role=str(viewer.role), status="active", joined_at=office.now,
        valid_until=until, consented_at=office.now, consent_version=NOTICE,
    )  # fmt: skip
    office.write(lambda scope: scope.db.add(person))
