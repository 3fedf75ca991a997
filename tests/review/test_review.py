"""What waits is in no answer; what a coordinator decides holds, once, and can be taken back for a while."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from coordination import readings, review_cards, review_decisions
from coordination.assessments import Answer
from coordination.errors import NotAllowedError, Refusal
from coordination.place_merging import MergePlaces
from coordination.retention import PurgeOldData
from coordination.review import QuestionFigure, SubmitAssessments, SubmitSighting, TellCoordinators, packed, unpacked
from coordination.review_decisions import (
    AcceptItem,
    AskForValue,
    CorrectItem,
    ExpireItems,
    RefuseItem,
    UndoReview,
    WithdrawFigure,
)
from coordination.viewer import GROUP, Chat, Klass
from models.assessments import Assessment, IndicatorValue
from models.audit import AuditEntry
from models.people import Person
from models.review import ReviewItem
from tests.hka_mai import TODAY
from tests.review.conftest import SEEN, Office

PRIMARY = ("primary",)


def refused(office: Office, command: Any, who: str = "boss") -> Refusal:
    with pytest.raises(Refusal) as caught:
        office.do(command, who)
    return caught.value


def test_an_observation_that_waits_is_in_no_answer(office: Office) -> None:
    before = (office.count(Assessment), office.count(IndicatorValue))
    office.sight()
    assert office.known("EDU-01") is None
    assert (office.count(Assessment), office.count(IndicatorValue)) == before


def test_an_accepted_observation_is_one_value_seen_by_an_agency_and_restricted(office: Office) -> None:
    done = office.do(AcceptItem(office.sight()))
    assert (done.state, done.tell.ref, done.left) == ("accepted", "agency", 0)
    said = office.known("EDU-01")
    assert said is not None
    assert (said.choices, said.tools, said.agency, said.informants, said.collected_on) == (
        PRIMARY, ("DO",), "ZQX", None, TODAY,
    )  # fmt: skip
    assert said.klass is Klass.RESTRICTED
    assert office.known("EDU-01", GROUP) is None


def test_a_single_observation_is_no_visit(office: Office) -> None:
    """Nobody assessed the place because somebody saw its school."""
    office.later(days=60)
    office.do(AcceptItem(office.sight()))
    said = office.known("EDU-01")
    counted = office.known("WSH-02")
    assert said is not None
    assert counted is not None
    visit = readings.visit([said, counted])
    assert visit.collected_on == counted.collected_on


def test_a_corrected_observation_is_stored_with_the_other_value(office: Office) -> None:
    done = office.do(CorrectItem(office.sight(), Answer("EDU-01", choice="middle")))
    said = office.known("EDU-01")
    assert said is not None
    assert (done.state, said.choices) == ("corrected", ("middle",))


def test_a_correction_of_another_indicator_is_refused(office: Office) -> None:
    item = office.sight()
    assert refused(office, CorrectItem(item, Answer("WSH-04", number=3))).key == "ask.button_old"
    assert office.item(item).state == "waiting"


def test_nothing_of_a_refused_observation_stays(office: Office) -> None:
    item = office.sight()
    done = office.do(RefuseItem(item, "old"))
    assert (done.state, done.reason, done.tell.ref) == ("refused", "old", "agency")
    office.later(minutes=16)
    office.tick(PurgeOldData())
    assert office.item(item).payload is None
    assert office.known("EDU-01") is None
    office.later(days=31)
    office.tick(PurgeOldData())
    assert office.count(ReviewItem) == 0


def test_another_decision_empties_what_was_refused_before(office: Office) -> None:
    first, second = office.sight(), office.sight(said=Answer("WSH-04", number=2))
    office.do(RefuseItem(first, "old"))
    office.later(minutes=16)
    office.do(RefuseItem(second, "old"))
    assert (office.item(first).payload is None, office.item(second).payload is None) == (True, False)


@pytest.mark.parametrize("reason", ["", "because Daw Mya said so"])
def test_a_refusal_has_no_words_of_ones_own(office: Office, reason: str) -> None:
    assert refused(office, RefuseItem(office.sight(), reason)).key == "ask.button_old"


def test_the_second_coordinator_hears_who_was_first(office: Office) -> None:
    item = office.sight()
    office.do(AcceptItem(item))
    values = office.count(IndicatorValue)
    for command in (AcceptItem(item), RefuseItem(item, "old"), CorrectItem(item, SEEN)):
        said = refused(office, command, "second")
        assert (said.key, said.params) == ("review.decided.accepted", {"who": office.people["boss"].label})
    assert office.count(IndicatorValue) == values


@pytest.mark.parametrize("command", [AcceptItem(99), RefuseItem(99, "old"), WithdrawFigure(99), UndoReview(99)])
def test_what_is_not_there_is_told_so(office: Office, command: Any) -> None:
    assert refused(office, command).key == "review.unknown"


@pytest.mark.parametrize("who", ["agency", "focal", "other", "admin"])
def test_only_coordinators_decide(office: Office, who: str) -> None:
    item = office.sight()
    for command in (AcceptItem(item), CorrectItem(item, SEEN), RefuseItem(item, "old"), AskForValue(item)):
        with pytest.raises(NotAllowedError):
            office.do(command, who)
    with pytest.raises(NotAllowedError):
        office.run(review_cards.following, who)
    assert office.item(item).state == "waiting"


def test_whoever_presses_twice_has_sent_one_thing(office: Office) -> None:
    assert office.sight() == office.sight()
    assert office.sight("other") != office.sight()


@pytest.mark.parametrize(
    ("who", "place", "key"),
    [
        ("focal", "Nam Sop", "sightings.own_townships"),
        ("nobody", "Lawa Bum", "sightings.no_agency"),
        ("admin", "Lawa Bum", "refusal.not_allowed"),
    ],
)
def test_who_may_not_report(office: Office, who: str, place: str, key: str) -> None:
    assert refused(office, SubmitSighting(office.place(place), SEEN, TODAY), who).key == key
    assert office.count(ReviewItem) == 0


def test_nobody_reports_from_a_group(office: Office) -> None:
    office.people["agency"] = replace(office.people["agency"], chat=Chat.GROUP)
    assert refused(office, SubmitSighting(office.place(), SEEN, TODAY), "agency").key == "refusal.not_allowed"


@pytest.mark.parametrize("said", [Answer("PRO-03", choice="inside"), Answer("NO-99", choice="x")])
def test_nothing_confidential_and_nothing_unknown_is_taken(office: Office, said: Answer) -> None:
    assert refused(office, SubmitSighting(office.place(), said, TODAY), "agency").key == "ask.button_old"


def test_an_observation_of_the_week_before_is_not_taken(office: Office) -> None:
    office.later(days=2)
    assert refused(office, SubmitSighting(office.place(), SEEN, TODAY), "agency").key == "ask.button_old"


def test_a_coordinators_own_observation_is_stored_and_can_be_taken_back(office: Office) -> None:
    values = office.count(IndicatorValue)
    done = office.do(SubmitSighting(office.place(), SEEN, TODAY), "boss")
    assert done.stored
    assert office.known("EDU-01") is not None
    assert refused(office, UndoReview(done.id), "second").key == "review.unknown"
    assert office.do(UndoReview(done.id), "boss").state == "taken_back"
    assert (office.known("EDU-01"), office.count(IndicatorValue)) == (None, values)


def test_the_sender_takes_back_while_it_waits(office: Office) -> None:
    item = office.sight()
    assert refused(office, UndoReview(item), "other").key == "review.unknown"
    assert office.do(UndoReview(item), "agency").state == "taken_back"
    assert office.item(item).payload is None
    assert refused(office, AcceptItem(item)).key == "review.over.taken_back"


def test_the_sender_cannot_take_back_what_was_decided_or_is_old(office: Office) -> None:
    decided, old = office.sight(), office.sight(said=Answer("WSH-04", number=2))
    office.do(AcceptItem(decided))
    assert refused(office, UndoReview(decided), "agency").key == "review.decided.accepted"
    office.later(minutes=16)
    assert refused(office, UndoReview(old), "agency").key == "review.too_late"


@pytest.mark.parametrize(
    "decide", [AcceptItem, lambda item: CorrectItem(item, SEEN), lambda item: RefuseItem(item, "old")]
)
def test_a_decision_can_be_taken_back_for_a_quarter_of_an_hour(office: Office, decide: Any) -> None:
    before = (office.count(Assessment), office.count(IndicatorValue))
    item = office.sight()
    office.do(decide(item))
    assert refused(office, UndoReview(item), "second").key == "review.unknown"
    assert office.do(UndoReview(item)).state == "waiting"
    assert (office.count(Assessment), office.count(IndicatorValue)) == before
    office.do(decide(item))
    office.later(minutes=16)
    assert refused(office, UndoReview(item)).key == "review.too_late"


def test_an_import_waits_as_a_whole_and_goes_in_as_a_whole(office: Office) -> None:
    item = office.bring(50, 60)
    assert office.known("WSH-02").amount.number == 41  # type: ignore[union-attr]
    shown = office.run(lambda scope: review_cards.card(scope, item), "boss")
    assert (shown.agency, shown.role, shown.waiting, shown.klass) == ("ZQX", "agency", 1, Klass.RESTRICTED)
    assert (shown.summary.outcome.stored, shown.summary.places, shown.summary.left_out) == (2, 1, 2)
    done = office.do(AcceptItem(item))
    assert (done.state, done.undo) == ("accepted", False)
    assert office.known("WSH-02").amount.number == 60  # type: ignore[union-attr]
    assert refused(office, UndoReview(item)).key == "review.too_late"


def test_the_rows_of_an_import_page_by_page(office: Office) -> None:
    item = office.bring(10, 20, 30, 40, 50)
    first, last = (office.run(lambda s, at=at: review_cards.import_rows(s, item, at), "boss") for at in (0, 7))
    assert (len(first.rows), first.page, first.pages, len(last.rows), last.page) == (4, 0, 2, 1, 1)
    assert [one.amount.number for row in first.rows for one in row.readings] == [10, 20, 30, 40]


@pytest.mark.parametrize(("who", "key"), [("other", "review.own_agency"), ("admin", "refusal.not_allowed")])
def test_assessments_of_another_agency_are_not_taken(office: Office, who: str, key: str) -> None:
    with pytest.raises(NotAllowedError) as caught:
        office.bring(50, who=who)
    assert caught.value.key == key


def test_whoever_submits_an_import_hears_what_would_become_of_it(office: Office) -> None:
    rows = tuple(unpacked(kept) for kept in office.item(office.bring(50)).payload["rows"])  # type: ignore[index]
    done = office.do(SubmitAssessments(rows), "agency")
    assert (done.stored, done.outcome.stored, done.outcome.updated) == (False, 1, 0)


def test_an_import_of_nothing_is_refused(office: Office) -> None:
    assert refused(office, SubmitAssessments(()), "agency").key == "review.nothing"


def test_a_row_is_kept_as_it_came(office: Office) -> None:
    item = office.bring(50)
    payload = office.item(item).payload
    assert payload is not None
    (kept,) = payload["rows"]
    assert packed(unpacked(json.loads(json.dumps(kept)))) == kept
    assert unpacked({**kept, "of_a_later_version": 1}) == unpacked(kept)


def test_an_import_for_a_place_that_was_merged_meanwhile_goes_to_its_heir(office: Office) -> None:
    item, other = office.bring(50), office.sight(place="Hkum Ga")
    office.do(MergePlaces(office.place("Hkum Ga"), office.place("Lawa Bum")))
    office.do(AcceptItem(item))
    office.do(AcceptItem(other))
    assert office.known("WSH-02", place="Hkum Ga").amount.number == 50  # type: ignore[union-attr]
    assert office.known("EDU-01", place="Hkum Ga") is not None


def test_a_questioned_figure_stays_and_says_so_to_whoever_sees_it(office: Office) -> None:
    office.doubt()
    for who in ("agency", "other", "boss", GROUP):
        said = office.known("WSH-02", who)
        assert said is not None
        assert said.questioned
    assert office.known("PRF-03").questioned is False  # type: ignore[union-attr]


def test_a_figure_is_kept(office: Office) -> None:
    done = office.do(AcceptItem(office.doubt()))
    said = office.known("WSH-02")
    assert said is not None
    assert (done.state, done.tell.ref, said.questioned, said.amount.number) == ("kept", "agency", False, 41)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("decide", "state", "shown"),
    [
        (lambda item: CorrectItem(item, Answer("WSH-02", number=30)), "replaced", 30),
        (WithdrawFigure, "withdrawn", None),
    ],
)
def test_a_figure_is_replaced_or_withdrawn_and_back(office: Office, decide: Any, state: str, shown: int | None) -> None:
    item = office.doubt()
    rows = office.count(IndicatorValue)
    assert office.do(decide(item)).state == state
    said = office.known("WSH-02")
    assert (said.amount.number if said else None) == shown  # type: ignore[union-attr]
    assert office.do(UndoReview(item)).state == "waiting"
    assert office.count(IndicatorValue) == rows
    said = office.known("WSH-02")
    assert said is not None
    assert (said.amount.number, said.questioned) == (41, True)  # type: ignore[union-attr]


def test_who_doubts_and_decides_on_the_own_doubt_gets_it_back_as_it_was(office: Office) -> None:
    item = office.doubt(who="boss")
    assert office.do(AcceptItem(item)).tell is None
    assert office.do(UndoReview(item)).state == "waiting"
    assert office.do(UndoReview(item)).state == "taken_back"
    assert office.known("WSH-02").questioned is False  # type: ignore[union-attr]


def test_a_figure_that_was_corrected_meanwhile_can_only_be_closed(office: Office) -> None:
    first, second = office.doubt(), office.doubt(who="other")
    office.do(CorrectItem(first, Answer("WSH-02", number=30)))
    shown = office.run(lambda scope: review_cards.card(scope, second), "boss")
    assert shown.corrected
    assert [one.amount.number for one in shown.now] == [30]
    for command in (WithdrawFigure(second), CorrectItem(second, Answer("WSH-02", number=20))):
        assert refused(office, command).key == "review.corrected_meanwhile"
    assert office.do(AcceptItem(second)).state == "kept"


@pytest.mark.parametrize(("code", "who"), [("PRO-03", "agency"), ("WSH-02", "admin")])
def test_nobody_questions_what_they_do_not_see(office: Office, code: str, who: str) -> None:
    with pytest.raises(Refusal):
        office.do(QuestionFigure(office.value(code), "too_high"), who)
    assert office.count(ReviewItem) == 0


@pytest.mark.parametrize("why", ["", "hearsay"])
def test_a_doubt_has_one_of_five_reasons(office: Office, why: str) -> None:
    assert refused(office, QuestionFigure(office.value("WSH-02"), why), "agency").key == "ask.button_old"


def test_news_is_for_the_sender_alone(office: Office) -> None:
    item = office.sight()
    office.do(RefuseItem(item, "names"))
    told = office.run(lambda scope: review_decisions.news(scope, item), "agency")
    assert (told.state, told.reason, told.indicator, told.place.name) == ("refused", "names", "EDU-01", "Lawa Bum")
    for who in ("other", "boss"):
        with pytest.raises(Refusal):
            office.run(lambda scope: review_decisions.news(scope, item), who)


def test_the_oldest_comes_first_and_later_goes_round(office: Office) -> None:
    items = [office.sight(), office.bring(50), office.doubt()]
    seen, after = [], 0
    for _ in range(4):
        after = office.run(lambda scope, at=after: review_cards.following(scope, at), "boss").id
        seen.append(after)
    assert seen == [*items, items[0]]


def test_coordinators_hear_once_an_hour_and_of_nothing_twice(office: Office) -> None:
    first = office.do(SubmitSighting(office.place(), SEEN, TODAY), "agency").waiting
    assert (first.count, {to.ref for to in first.tell}) == (1, {"boss", "second"})
    office.later(minutes=30)
    assert office.do(SubmitSighting(office.place("Hkum Ga"), SEEN, TODAY), "agency").waiting.tell == ()
    assert office.tick(TellCoordinators()).tell == ()
    office.later(minutes=31)
    told = office.tick(TellCoordinators())
    assert (told.count, len(told.tell)) == (2, 2)
    office.later(hours=2)
    assert office.tick(TellCoordinators()).tell == ()


def test_what_waited_for_thirty_days_goes_but_not_a_questioned_figure(office: Office) -> None:
    items = [office.sight(), office.bring(50), office.doubt()]
    office.later(days=29)
    assert office.tick(ExpireItems()) == ()
    office.later(days=2)
    told = office.tick(ExpireItems())
    assert [(one.id, one.state, one.tell.ref) for one in told] == [(item, "expired", "agency") for item in items[:2]]
    assert [office.item(item).payload is None for item in items] == [True, True, False]
    assert refused(office, AcceptItem(items[0])).key == "review.over.expired"
    assert office.known("WSH-02").questioned  # type: ignore[union-attr]


def test_what_a_leaver_sent_does_not_tell_who_it_was(office: Office) -> None:
    item = office.doubt()

    def leave(scope: Any) -> None:
        person = scope.db.get(Person, "agency")
        person.status, person.left_at = "left", scope.now

    office.run(leave)
    office.later(days=31)
    office.tick(PurgeOldData())
    assert office.item(item).sender_ref == ""
    assert office.do(AcceptItem(item)).tell is None


def test_the_audit_trail_names_labels_and_no_values(office: Office) -> None:
    office.do(AcceptItem(office.sight()))
    office.run(lambda scope: review_cards.card(scope, office.doubt()), "boss")

    def trail(scope: Any) -> list[tuple[str, str, str]]:
        return [(one.action, one.actor, json.dumps(one.counts)) for one in scope.db.exec(select(AuditEntry)).all()]

    entries = office.run(trail)
    assert {"review.submit_sighting", "review.accept", "assessments.import", "read.review_figure"} <= {
        action for action, _, _ in entries
    }
    assert {actor for action, actor, _ in entries if action.startswith("review.")} == {"P-1", "P-4"}
    assert not any("primary" in counts or "agency" in counts for _, _, counts in entries)
