"""Texts whose known name is not the place that is meant, or not surely: the desk asks, and leaves no name out."""

import pytest

from tests.places.conftest import GAZETTEER, HKA_MAI, Office


def told(office: Office, text: str) -> tuple[str, str, list[str]]:
    """Decision, name, and the names of the other places."""
    found = office.find(text)
    return found.decision, found.query, [other.query for other in found.also]


@pytest.mark.parametrize(
    "text",
    ["{} 2", "{} (2)", "{} no 2", "new {}", "{} new village", "north {}", "{} (old)", "man {}", "{} ၂", "{} ရွာသစ်"],
)
def test_a_side_an_age_or_a_number_may_make_it_another_place(office: Office, text: str) -> None:
    assert office.find("Daw Hkrai Yang").decision == "exact"
    found = office.find(text.format("Daw Hkrai Yang"))
    assert (found.decision, found.doubtful, found.candidates[0].place.source_id) == ("ask", True, "gn:94")


@pytest.mark.parametrize(
    "text", ["{}: 2 of 30 houses", "{} 12 HH", "north of {}", "2 km from {}", "what is new in {}", "{} north and south"]
)
def test_numbers_and_sides_that_are_said_of_it_are_none(office: Office, text: str) -> None:
    assert office.find(text.format("Daw Hkrai Yang")).decision == "exact"


def test_the_camp_of_one_church_is_not_the_camp_of_another(office: Office) -> None:
    office.take_in(GAZETTEER, [["camp:3", "L", "camp", "Sut Hpung KBC", "", *HKA_MAI, "", "", "", ""]])
    assert office.find("Sut Hpung camp").decision == "one"
    found = office.find("tell us about sut hpung rc camp")
    assert (found.decision, found.doubtful) == ("ask", True)


@pytest.mark.parametrize(
    "text",
    [
        "10 HH from daw hkrai yang to zzyzx in jan",
        "10 HH from Daw Hkrai Yang to Zzyzx",
        "people of Daw Hkrai Yang go home to Zzyzx",
        "daw hkrai yang -> zzyzx",
        "move to zzyzx from daw hkrai yang",
    ],
)
def test_an_unknown_place_to_which_people_go_is_asked_and_not_the_one_they_come_from(office: Office, text: str) -> None:
    decision, name, also = told(office, text)
    assert (decision, name.lower(), [one.lower() for one in also]) == ("none", "zzyzx", ["daw hkrai yang"])


@pytest.mark.parametrize("text", ["people of {} want to relocate soon", "from {} to fetch firewood", "how to reach {}"])
def test_what_people_want_to_do_is_no_place(office: Office, text: str) -> None:
    assert told(office, text.format("daw hkrai yang")) == ("exact", "daw hkrai yang", [])


@pytest.mark.parametrize(
    "text",
    [
        "daw hkrai yang, lung hpra",
        "we cover daw hkrai yang; lung hpra has nothing",
        "daw hkrai yang and lun hpraa",
        "from lun hpraa to daw hkrai yang",
    ],
)
def test_lower_case_drops_no_place(office: Office, text: str) -> None:
    found = office.find(text)
    assert {found.candidates[0].place.source_id, found.also[0].candidates[0].place.source_id} == {"gn:94", "gn:91"}


def test_one_word_in_lower_case_is_told_when_it_is_long(office: Office) -> None:
    assert told(office, "hkrai, daw hkrai yang")[2] == ["hkrai"]
    assert told(office, "man, daw hkrai yang")[2] == []


def test_two_pieces_of_one_longer_name_are_told_once(office: Office) -> None:
    office.take_in(GAZETTEER, [["gn:71", "L", "village", "Lunghpra Ngawhkraip", "", *HKA_MAI, "", "", "", ""]])
    assert told(office, "Lung Hpra Ngaw Hkrai -> Daw Hkrai Yang")[2] == ["Lung Hpra Ngaw Hkrai"]


def test_a_place_that_is_named_twice_is_told_once(office: Office) -> None:
    assert told(office, "Lung Hpra, Hkrai and Hkrai to Daw Hkrai Yang")[2] == ["Lung Hpra", "Hkrai"]


@pytest.mark.parametrize(
    "text", ["not {} but {}", "not {}, {}!", "correction: {1} not {0}", "instead of {} take {}", "{1} rather than {0}"]
)
def test_a_place_that_is_declined_is_not_the_one_that_is_meant(office: Office, text: str) -> None:
    asked = text.replace("{}", "{0}", 1).replace("{}", "{1}")
    assert told(office, asked.format("Daw Hkrai Yang", "Hkrai")) == ("exact", "Hkrai", ["Daw Hkrai Yang"])


def test_a_place_that_is_only_declined_is_asked(office: Office) -> None:
    assert told(office, "no, not Daw Hkrai Yang")[0] == "ask"


def test_a_whole_address_means_the_village_and_not_its_township(office: Office) -> None:
    assert told(office, "Hkrai, Tsawm Bum, Sumpra State") == ("exact", "Hkrai", [])
    assert office.ids("Daw Hkrai Yang village, Hka Mai township, Sumpra State") == ("exact", ["gn:94"])


def test_a_known_township_before_another_is_not_called_unknown(office: Office) -> None:
    assert told(office, "gaps Hka Mai, Tsawm Bum") == ("exact", "Hka Mai", ["Tsawm Bum"])
    assert told(office, "Tsawm Bum; Hka Mai") == ("exact", "Tsawm Bum", ["Hka Mai"])


@pytest.mark.parametrize("side", ["Northern", "north"])
def test_a_side_of_another_state_is_not_passed_over(office: Office, side: str) -> None:
    office.take_in(
        GAZETTEER, [["gn:70", "L", "township", "Zup Ra", "", "Zup Ra", "MMR098001", "Zup Ra", "", "", "", "", ""]]
    )
    assert office.find(f"Daw Hkrai Yang, {side} Zup Ra").candidates[-1].why == "elsewhere"
