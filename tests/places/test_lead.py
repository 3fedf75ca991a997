"""Which place of a text is the one that is meant, and that no other is dropped without a word."""

import pytest

from coordination import answer, requests
from coordination.answer import Answer
from coordination.choice import NotRead
from tests.places.conftest import GAZETTEER, HKA_MAI, Office

ONE, OTHER = "Daw Hkrai Yang", "Lung Hpra"
GOES_ON = {"exact", "one"}


def told(office: Office, text: str) -> tuple[str, str, list[str]]:
    """Decision, name, and the names of the other places."""
    found = office.find(text)
    return found.decision, found.query, [other.query for other in found.also]


@pytest.mark.parametrize("order", [(ONE, OTHER), (OTHER, ONE)])
@pytest.mark.parametrize(
    "text",
    [
        "they no longer go to {0}, but {1}",
        "they don't want to go to {0} any more, they go to {1}",
        "wrong village, {0} should be {1}",
        "{0} should have been {1}",
        "not {0}, {1}",
        "not in {0} but in {1}",
        "{0}, sorry, {1}",
        "{0} (oops, {1})",
        "{0}, no, {1}",
        "{0} is wrong, it is {1}",
        "{0} - not, {1} - yes",
        "i mean {1} not {0}",
        "earlier I said {0} but it is {1}",
        "please replace {0} with {1}",
        "change {0} to {1}",
        "forget {0}, what about {1}",
        "{0}, i meant {1}",
    ],
)
def test_after_a_correction_the_corrected_place_leads(office: Office, text: str, order: tuple[str, str]) -> None:
    assert told(office, text.format(*order)) == ("exact", order[1], [order[0]])


@pytest.mark.parametrize("order", [(ONE, OTHER), (OTHER, ONE)])
@pytest.mark.parametrize(
    "text",
    [
        "people cannot return to {0} because of mines, they are in {1}",
        "{0} no {1}",
        "it was {0} now {1}",
        "wrong: {0} {1}",
        "typo, {0} = {1}",
        "not sure about {0}, maybe {1}",
        "fighting between {0} and {1}",
        "{0} {1}",
    ],
)
def test_a_correction_that_nobody_can_read_is_asked_and_names_both(
    office: Office, text: str, order: tuple[str, str]
) -> None:
    found = office.find(text.format(*order))
    assert (found.decision, found.doubt is not None) == ("ask", True)
    assert {found.candidates[0].place.name, *(other.candidates[0].place.name for other in found.also)} == set(order)


@pytest.mark.parametrize(
    "text",
    [
        "{} should be Zzyzx",
        "{}, sorry, zzyzx",
        "not {} but Zzyzx",
        "they no longer go to {}, but Zzyzx",
        "zzyzx near {}",
        "Zzyzx next to {}",
        "Zzyzx, Hkrawm near {}",
    ],
)
def test_an_unknown_place_that_is_meant_is_asked_and_not_the_known_one(office: Office, text: str) -> None:
    found = office.find(text.format(ONE))
    assert (found.decision, found.query.casefold()[:5]) == ("none", "zzyzx")
    assert ONE in [other.query for other in found.also]


@pytest.mark.parametrize("order", [(ONE, OTHER), (OTHER, ONE)])
@pytest.mark.parametrize(
    "text",
    [
        "{1} near {0}",
        "{1} next to {0}, what is there",
        "near {0}, people of {1} need food",
        "{1} is 2 km from {0}",
        "{1} via {0}",
        "went to {0} to work, need food in {1}",
        "went to {0} to work need food in {1}",
        "people went to {0} to sell cattle. {1} has no water",
        "any gaps in {1}? 10 HH will go to {0}",
        "10 HH from {0} to {1}, what is there",
        "20 hh going {1} from {0}",
        "returnees in {1} from {0}",
        "what do 10 HH in {0} need to go to {1}",
    ],
)
def test_what_is_asked_or_where_people_go_leads(office: Office, text: str, order: tuple[str, str]) -> None:
    assert told(office, text.format(*order)) == ("exact", order[1], [order[0]])


@pytest.mark.parametrize("text", ["mines near {}", "what is going on near {}", "people cannot return to {}", "fled {}"])
def test_the_only_place_of_a_text_is_meant(office: Office, text: str) -> None:
    assert office.find(text.format(ONE)).decision == "exact"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{} hospital camp", "{} hospital camp"),
        ("{} school camp", "{} school camp"),
        ("{} river camp", "{} river camp"),
        ("{} relocation site", "{} relocation site"),
        ("hospital camp {}", "hospital camp {}"),
        ("camp 2 {}", "camp 2 {}"),
        ("the camp near {}", "camp near {}"),
        ("the village next to {}", "village next to {}"),
        ("new {}", "new {}"),
    ],
)
def test_words_beside_a_name_may_make_another_place_of_it(office: Office, text: str, said: str) -> None:
    found = office.find(text.format(ONE))
    assert (found.decision, found.candidates[0].place.name) == ("ask", ONE)
    assert found.doubt is not None
    assert found.doubt.said == said.format(ONE)


def test_a_camp_of_such_a_name_is_that_camp(office: Office) -> None:
    office.take_in(GAZETTEER, [["camp:9", "L", "camp", f"{ONE} Hospital Camp", "", *HKA_MAI, "", "", "", ""]])
    assert office.ids(f"{ONE} hospital camp") == ("exact", ["camp:9"])


@pytest.mark.parametrize(
    "text",
    ["{} IDPs", "{} host community", "{} school", "{} water and hospital", "idp camps in {}", "{} people in the camp"],
)
def test_what_people_say_of_a_place_is_no_part_of_its_name(office: Office, text: str) -> None:
    assert office.find(text.format(ONE)).decision == "exact"


@pytest.mark.parametrize(
    ("text", "decision", "ids"),
    [
        ("from gn:91 to gn:94", "exact", ["gn:94"]),
        ("not gn:91 but gn:94", "exact", ["gn:94"]),
        ("gn:94 near gn:91", "exact", ["gn:94"]),
        ("Lung Hpra (gn:91) to Daw Hkrai Yang (gn:94)", "exact", ["gn:94"]),
        ("Mai Hkawt (MMR099002)", "exact", ["gn:93"]),
        ("MMR099001: Mai Hkawt", "exact", ["gn:92"]),
        ("Mai Hkawt (gn:93)", "exact", ["gn:93"]),
        ("Mai Hkawt village, gn:93", "exact", ["gn:93"]),
        ("Daw Hkrai Yang (gn:93)", "ask", ["gn:93", "gn:94"]),
        ("Zzyzx (MMR099002)", "none", []),
        ("gn:94, Tsawm Bum", "ask", ["gn:94"]),
        ("Daw Hkrai Yang (gn:999)", "ask", ["gn:94"]),
        ("Daw Hkrai Yang, MMR777777", "ask", ["gn:94"]),
        ("MMR099001, MMR099002", "exact", ["MMR099001"]),
        ("123456 kyat for gn:94", "exact", ["gn:94"]),
    ],
)
def test_codes_are_read_with_the_words_around_them(office: Office, text: str, decision: str, ids: list[str]) -> None:
    assert office.ids(text) == (decision, ids)


def test_an_unknown_code_beside_a_known_place_is_told(office: Office) -> None:
    assert told(office, f"{ONE} and gn:999") == ("exact", ONE, ["gn:999"])


@pytest.mark.parametrize(
    ("text", "main", "also"),
    [
        ("Hka Mai, Tsawm Bum", "Hka Mai", ["Tsawm Bum"]),
        ("Tsawm Bum, Hka Mai", "Tsawm Bum", ["Hka Mai"]),
        ("food gaps in Tsawm Bum / Hka Mai", "Tsawm Bum", ["Hka Mai"]),
        ("Hka Mai and Tsawm Bum townships", "Hka Mai", ["Tsawm Bum"]),
        ("Hkrai; Hka Mai", "Hka Mai", ["Hkrai"]),
        ("Daw Hkrai Yang/Hkrai", ONE, ["Hkrai"]),
        ("Daw Hkrai Yang & Hkrai", ONE, ["Hkrai"]),
        ("Daw Hkrai Yang and Zzyzx", ONE, ["Zzyzx"]),
        ("daw hkrai yang, zzyzx, hkrai", ONE, ["zzyzx", "hkrai"]),
        ("1. Daw Hkrai Yang 2. Hkrai", ONE, ["Hkrai"]),
        ("1) Daw Hkrai Yang 12 HH 2) Hkrai 5 HH", ONE, ["Hkrai"]),
        ("(1) Daw Hkrai Yang (2) Hkrai (3) Zzyzx", ONE, ["Hkrai", "Zzyzx"]),
        ("a) Daw Hkrai Yang b) Hkrai", ONE, ["Hkrai"]),
        ("i) Daw Hkrai Yang ii) Hkrai", ONE, ["Hkrai"]),
        ("1. Daw Hkrai Yang\n2. Hkrai", ONE, ["Hkrai"]),
        ("- Daw Hkrai Yang\n- Hkrai", ONE, ["Hkrai"]),
    ],
)
def test_lists_are_read_to_the_end(office: Office, text: str, main: str, also: list[str]) -> None:
    decision, query, others = told(office, text)
    assert decision in GOES_ON
    assert (query.casefold(), others) == (main.casefold(), also)


@pytest.mark.parametrize("text", ["Daw Hkrai Yang 2.", "Daw Hkrai Yang 2. Hkrai"])
def test_a_number_that_begins_no_list_is_still_a_mark(office: Office, text: str) -> None:
    assert office.find(text).decision == "ask"


@pytest.mark.parametrize(
    "text",
    [
        "Tsawm Bum: {}",
        "Tsawm Bum, {}",
        "Tsawm Bum - {}",
        "Tsawm Bum tsp: {}",
        "in Tsawm Bum township {} village",
        "Township: Tsawm Bum, Village: {}",
        "Vill: {} Tsp: Tsawm Bum",
        "{}, Tsawm Bum",
    ],
)
def test_a_place_is_not_gone_on_with_where_another_township_stands_before_it(office: Office, text: str) -> None:
    found = office.find(text.format(ONE))
    assert (found.decision, found.candidates[-1].why, found.candidates[-1].place.name) == ("ask", "elsewhere", ONE)
    assert [area.source_id for area in found.areas][:1] == ["MMR099002"]
    assert office.find(text.format("Hkrai")).decision == "exact"


@pytest.mark.parametrize(
    "text", ["Tsawm Bum: Zzyzx", "Tsawm Bum tsp, Zzyzx village", "Township: Tsawm Bum Village: Zzyzx"]
)
def test_an_unknown_name_after_its_township_is_not_the_township(office: Office, text: str) -> None:
    assert told(office, text)[:2] == ("none", "Zzyzx")


def test_a_township_with_a_strange_word_beside_it_is_asked(office: Office) -> None:
    assert office.find("Tsawm Bum zzyzx").decision == "ask"
    assert office.find("Tsawm Bum: latrines").decision == "exact"


def test_a_misspelled_township_that_is_a_village_elsewhere_is_not_passed_over(office: Office) -> None:
    office.take_in(GAZETTEER, [["gn:73", "L", "village", "Tsawn Bum", "", *HKA_MAI, "", "", "", ""]])
    found = office.find("Daw Hkrai Yang, Tsawn Bum")
    assert (found.decision, found.doubt) == ("ask", ("area", "Tsawn Bum"))
    assert office.find("Hkrai, Tsawn Bum").decision == "exact"


@pytest.mark.parametrize(
    "text",
    ["Northern Hkrum", "northern hkrum state", "North Hkrum", "N. Hkrum", "Hkrum State (North)", "Hkrum (N)", "NHS"],
)
def test_a_part_of_a_state_is_known_however_it_is_written(office: Office, text: str) -> None:
    rows = [
        ["MMR097", "L", "state", f"Hkrum ({side})", "", "", "", "", "", "", "", "", ""] for side in ("North", "South")
    ]
    rows[1][0] = "MMR096"
    office.take_in(GAZETTEER, rows)
    decision, ids = office.ids(text)
    assert (decision in GOES_ON, ids) == (True, ["MMR097"])
    assert office.ids("Hkrum State") == ("ask", ["MMR096", "MMR097"])


PLACES = {ONE: "gn:94", OTHER: "gn:91", "Hkrai": "gn:97", "Sut Yang": "gn:98"}


@pytest.mark.parametrize("joined", [", ", " and ", "; ", "\n", " & ", " / ", " or "])
def test_whatever_joins_them_no_place_of_a_list_is_lost(office: Office, joined: str) -> None:
    found = office.find(joined.join(PLACES))
    assert {one.candidates[0].place.source_id for one in (found, *found.also)} == set(PLACES.values())


@pytest.mark.parametrize(
    "around", ["pls {} asap", "hi all, {}", "{}.", "{}?", "  {}  ", "WASH gaps in {}?", "{} - WASH"]
)
@pytest.mark.parametrize("text", [f"not {ONE}, {OTHER}", f"from {ONE} to {OTHER}", f"{OTHER} near {ONE}"])
def test_what_is_said_around_changes_nothing(office: Office, text: str, around: str) -> None:
    assert told(office, around.format(text)) == ("exact", OTHER, [ONE])


@pytest.mark.parametrize("write", [str.lower, str.upper, str.title])
def test_capitals_change_nothing(office: Office, write: object) -> None:
    text = write(f"they no longer go to {ONE}, but {OTHER}")  # type: ignore[operator]
    found = office.find(text)
    assert (found.decision, found.candidates[0].place.name) == ("exact", OTHER)


def test_certain_is_a_place_that_is_named_and_nothing_else(office: Office) -> None:
    def certain(text: str) -> str | None:
        place = office.find(text).certain
        return place.source_id if place else None

    assert certain(ONE) == certain(f"{ONE}, Hka Mai") == certain("gn:94") == "gn:94"
    beside = ("{} and Lung Hpra", "{} 2", "{}, Tsawm Bum", "{} water", "{} and zzyzx")
    for text in (*(one.format(ONE) for one in beside), "Dum Hpra", "Mai Hkawt", "zzyzx", "lun hpraa", "Zup Hkrai"):
        assert certain(text) is None
    here = office.of_area("Tsawm Bum")
    place = here.find(ONE).certain
    assert here.find(ONE).place is None
    assert place is not None
    assert place.source_id == "gn:94"


def test_what_was_not_read_is_said(office: Office) -> None:
    def ask(text: str) -> Answer:
        result: Answer = office.write(lambda scope: answer.answer(scope, text))
        return result

    def left(text: str) -> list[NotRead]:
        return [one for one in ask(text).results if isinstance(one, NotRead)]

    assert left(f"gaps in {ONE} and Zzyzx") == [NotRead(unknown=("Zzyzx",))]
    assert left(f"gaps in {ONE}") == []
    long = f"gaps in {ONE}. " + "they need help. " * 60 + OTHER
    assert left(long)[-1].read == len(requests.beginning(long))
    compared = f"compare water in {ONE} and {OTHER}. " + "they need help. " * 60
    assert left(compared)[-1].read is not None
