"""From what was typed and picked to an alias that waits: what is kept, for whom, how long, and what is not."""

import pytest

from coordination.aliases import WAITING
from coordination.execute import execute
from coordination.picks import NotePick, NoteQuestion
from coordination.retention import PurgeOldData
from coordination.viewer import STRANGER, TICK
from models.aliases import PlaceAlias
from models.audit import AuditEntry
from models.picks import AliasPick, AskedName, EarlierPick
from tests.aliases.conftest import AGENCY, Office, asker, later

TYPED = "lawwa bumm"


def labels(choices: tuple[object, ...]) -> list[object]:
    return [getattr(place, "id", None) for place in choices]


def test_a_picked_spelling_waits_with_counts_of_picks_and_people(office: Office) -> None:
    for who, day in (("one", 0), ("one", 1), ("two", 2)):
        office.choose(TYPED, "Lawa Bum", asker(who), later(days=day))
    (alias,) = office.shown(at=later(days=2))
    assert (alias.text, alias.place.name, alias.state) == (TYPED, "Lawa Bum", WAITING)
    assert (alias.picks, alias.people, alias.last) == (3, 2, later(days=2))


def test_the_most_picked_comes_first(office: Office) -> None:
    office.choose("dhaw kawn boom", "Daw Hkawn Bum", asker("one"))
    for who in ("one", "two"):
        office.choose(TYPED, "Lawa Bum", asker(who))
    assert [alias.text for alias in office.shown()] == [TYPED, "dhaw kawn boom"]


def test_one_spelling_in_any_dress_is_one_alias(office: Office) -> None:
    office.choose(TYPED, "Lawa Bum", asker("one"))
    office.choose("Lawwa-Bumm", "Lawa Bum", asker("two"))
    assert [(alias.text, alias.people) for alias in office.shown()] == [(TYPED, 2)]


def test_its_own_name_with_a_homonym_elsewhere_is_no_alias(office: Office) -> None:
    office.choose("info Kawng Hpra", "Kawng Hpra")
    assert office.shown() == ()
    assert office.rows(PlaceAlias) == []


def test_a_second_press_under_one_question_takes_the_first_back(office: Office) -> None:
    asked = office.ask(TYPED).asked
    assert asked is not None
    for place in ("Daw Hkawn Bum", "Lawa Bum", "Lawa Bum"):
        office.do(NotePick(asker(), asked, office.places[place]), AGENCY)
    assert [(alias.place.name, alias.picks) for alias in office.shown()] == [("Lawa Bum", 1)]


def test_two_people_of_a_group_may_pick_under_one_question(office: Office) -> None:
    asked = office.ask(TYPED, asker("one", "group")).asked
    assert asked is not None
    for who in ("one", "two"):
        office.do(NotePick(asker(who, "group"), asked, office.places["Lawa Bum"]), AGENCY)
    assert [(alias.picks, alias.people) for alias in office.shown()] == [(2, 2)]


def test_another_chat_cannot_press_for_a_question_and_a_day_old_one_counts_nothing(office: Office) -> None:
    asked = office.ask(TYPED).asked
    assert asked is not None
    for who, when in ((asker("other"), later()), (asker(), later(days=1))):
        office.do(NotePick(who, asked, office.places["Lawa Bum"]), AGENCY, when)
    office.do(NotePick(asker(), asked + 1, office.places["Lawa Bum"]), AGENCY)
    assert office.rows(PlaceAlias) == office.rows(EarlierPick) == []


@pytest.mark.parametrize("text", ["Daw Mya Mya", "09 123 456 789", "x" * 61, "...", ""])
def test_names_and_numbers_of_people_and_what_is_no_name_are_not_kept(office: Office, text: str) -> None:
    assert office.do(NoteQuestion(asker(), text), AGENCY) is None
    assert office.rows(AskedName) == []


def test_a_refused_message_leaves_nothing(office: Office) -> None:
    with pytest.raises(Exception, match=r"refusal\.personal"):
        office.ask("Daw Mya Mya 09 123 456 789 of lawwa bumm")
    for table in (AskedName, AliasPick, EarlierPick, PlaceAlias):
        assert office.rows(table) == []


@pytest.mark.parametrize("text", ["water", "UNHCR", "the village", "MMR001002", "12"])
def test_everyday_words_agencies_sectors_and_codes_become_nobodys_alias(office: Office, text: str) -> None:
    asked = office.do(NoteQuestion(asker(), text), AGENCY)
    office.do(NotePick(asker(), asked, office.places["Lawa Bum"]), AGENCY)
    assert office.rows(PlaceAlias) == []


def test_who_asked_and_who_picked_cannot_be_read(office: Office) -> None:
    office.choose(TYPED, "Lawa Bum", asker("agency", "group-ref"))
    (asked,), (pick,), (earlier,) = (office.rows(table) for table in (AskedName, AliasPick, EarlierPick))
    for kept in (asked, pick, earlier, *office.rows(PlaceAlias)):
        said = " ".join(map(str, vars(kept).values()))
        assert "agency" not in said
        assert "group-ref" not in said
        assert AGENCY.label not in said
    assert office.rows(AuditEntry) == []


def test_hashes_of_one_person_do_not_tell_that_it_was_one(office: Office) -> None:
    office.choose(TYPED, "Lawa Bum")
    office.choose("dhaw kawn boom", "Daw Hkawn Bum")
    assert len({pick.picker for pick in office.rows(AliasPick)}) == 2
    assert len({asked.chat for asked in office.rows(AskedName)}) == 2


def test_the_earlier_pick_comes_first_in_the_same_chat_only(office: Office) -> None:
    usual = labels(office.ask("Kawng Hpra").candidates)
    last = next(name for name, number in office.places.items() if number == usual[-1])
    office.choose("info Kawng Hpra", last)
    assert labels(office.ask("kawng hpra water").candidates) == usual[::-1]
    assert labels(office.ask("Kawng Hpra", asker("other")).candidates) == usual
    assert labels(office.ask("Kawng Hpra", at=later(days=30)).candidates) == usual
    assert office.meaning("Kawng Hpra") == ("ask", None)


def test_the_earlier_pick_among_near_names(office: Office) -> None:
    near = labels(office.ask(TYPED).near)
    last = next(name for name, number in office.places.items() if number == near[-1])
    office.choose(TYPED, last)
    assert labels(office.ask(TYPED).near) == [near[-1], *near[:-1]]


def test_what_was_typed_goes_after_a_day_and_picks_after_thirty(office: Office) -> None:
    office.choose(TYPED, "Lawa Bum")
    for days, left in ((1, (1, 1, 1, 1)), (1.1, (0, 1, 1, 1)), (30, (0, 1, 1, 1)), (30.1, (0, 0, 0, 0))):
        office.do(PurgeOldData(), TICK, later(days=days))
        assert tuple(len(office.rows(table)) for table in (AskedName, AliasPick, EarlierPick, PlaceAlias)) == left


def test_a_pick_within_thirty_days_keeps_the_spelling(office: Office) -> None:
    office.choose(TYPED, "Lawa Bum", asker("one"))
    office.choose(TYPED, "Lawa Bum", asker("two"), later(days=20))
    purged = office.do(PurgeOldData(), TICK, later(days=31))
    assert (purged.picks, purged.alias_candidates) == (2, 0), "the pick, and what that chat had picked last"
    assert [(alias.text, alias.people) for alias in office.shown()] == [(TYPED, 1)]


def test_a_number_is_never_given_to_a_second_question(office: Office) -> None:
    first = office.ask(TYPED).asked
    office.do(PurgeOldData(), TICK, later(days=2))
    second = office.ask(TYPED, at=later(days=2)).asked
    assert first is not None
    assert second is not None
    assert second > first


def test_strangers_leave_nothing(office: Office) -> None:
    for command in (NoteQuestion(asker(), TYPED), NotePick(asker(), 1, office.places["Lawa Bum"])):
        with pytest.raises(Exception, match=r"refusal\.not_allowed"):
            office.run(lambda scope, command=command: execute(scope, command), STRANGER)
