"""Several places in one text, and names of which only a piece is known: nothing is dropped without a word."""

import json

import pytest

from coordination import answer, requests
from coordination.choice import AlsoNamed
from coordination.scope import Scope
from tests.places.conftest import GAZETTEER, HKA_MAI, Office


@pytest.mark.parametrize(
    ("text", "main", "also"),
    [
        ("people at Zup Hkrai KBC camp want to go to Hkrai, what is there?", "gn:97", ["camp:1"]),
        ("10 HH from Lung Hpra to Daw Hkrai Yang in Nov", "gn:94", ["gn:91"]),
        ("Daw Hkrai Yang and Dum Hpra West", "gn:95", ["gn:94"]),
        ("Daw Hkrai Yang and Lun Hpraa", "gn:94", ["gn:91"]),
        ("daw hkrai yang or lung hpra, which has water", "gn:94", ["gn:91"]),
        ("gn:91 and gn:94", "gn:91", ["gn:94"]),
        ("Tsawm Bum and Hka Mai", "MMR099002", ["MMR099001"]),
        ("Man, Tsawm Bum", "gn:96", []),
        ("we are in Tsawm Bum now, who is in Mai Hkawt?", "gn:93", []),
        ("Daw Hkrai Yang (gn:94)", "gn:94", []),
        ("Daw Hkrai Yang village. Daw Hkrai Yang has no water", "gn:94", []),
    ],
)
def test_the_place_that_is_meant_and_the_others(office: Office, text: str, main: str, also: list[str]) -> None:
    found = office.find(text)
    assert found.candidates[0].place.source_id == main
    assert [other.candidates[0].place.source_id for other in found.also] == also


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("water in Lung Hpra and Mawn Hka Yang", {"gn:91", "gn:61"}),
        ("lung hpra, mawn hka yang and sut hkawn ga", {"gn:91", "gn:61", "gn:62"}),
        ("mawn hka yang, lung hpra, sut hkawn ga", {"gn:91", "gn:61", "gn:62"}),
        ("20 HH go from Lung Hpra to Sut Hkawn Ga", {"gn:91", "gn:62"}),
        ("Mawn Hka Yang, Lung Hpra", {"gn:61"}),
        ("Mawn Hka Yang, Lung Hpra, Hka Mai", {"gn:61"}),
        ("Mawn Hka Yang in Lung Hpra", {"gn:61"}),
        ("is there water in Mawn Hka Yang of Lung Hpra tract", {"gn:61"}),
    ],
)
def test_a_village_of_a_list_is_not_taken_for_the_tract_of_its_name(office: Office, text: str, told: set[str]) -> None:
    tract = ["MMR099001001", "25.1", "97.2", ""]
    names = (("gn:61", "Mawn Hka Yang"), ("gn:62", "Sut Hkawn Ga"))
    office.take_in(GAZETTEER, [[code, "L", "village", name, "", *HKA_MAI, *tract] for code, name in names])
    found = office.find(text)
    assert {one.candidates[0].place.source_id for one in (found, *found.also)} == told


def test_every_other_place_of_a_list_is_told(office: Office) -> None:
    found = office.find("Hkrai and Daw Hkrai Yang and Lung Hpra and Sut Yang and Dum Hpra West")
    assert {found.query, *(other.query for other in found.also)} == {
        "Dum Hpra West", "Hkrai", "Daw Hkrai Yang", "Lung Hpra", "Sut Yang",
    }  # fmt: skip
    assert found.unread == ()


def test_of_a_list_beyond_all_measure_at_least_the_names_are_told(office: Office) -> None:
    names = [f"Zzyzx{letter * 3}" for letter in "abcdefghijklmnopq"]
    found = office.find(f"Daw Hkrai Yang, {', '.join(names)}, Lung Hpra")
    told = {found.query, *(other.query for other in found.also), *found.unread}
    assert told >= {"Daw Hkrai Yang", "Lung Hpra", *names}
    assert len(found.also) <= 12


def test_the_answer_tells_of_the_other_place_and_of_none_that_is_not_there(office: Office) -> None:
    def results(text: str) -> list[AlsoNamed]:
        def ask(scope: Scope) -> answer.Answer:
            return answer.answer(scope, text)

        return [one for one in office.write(ask).results if isinstance(one, AlsoNamed)]

    (also,) = results("people of Lung Hpra want to go to Daw Hkrai Yang, what is there?")
    assert also.queries == ("Lung Hpra",)
    assert [place.source_id for place in also.candidates] == ["gn:91"]
    assert results("what is there in Daw Hkrai Yang?") == []


@pytest.mark.parametrize("ending", [", hkrai", ". hkrai"])
def test_a_long_text_is_not_cut_within_a_name(office: Office, ending: str) -> None:
    office.take_in(GAZETTEER, [["gn:72", "L", "village", "Hkrai Ngaw Zup", "", *HKA_MAI, "", "", "", ""]])
    long = f"{'x' * 40} ".ljust(requests.READ - len(ending) - 1, "y") + ending + " ngaw zup"
    asked = office.write(lambda scope: answer.answer(scope, long))
    assert asked.place is None


@pytest.mark.parametrize("text", ["gn:999", "gn:nope", "MMR777777", "123456"])
def test_an_unknown_code_is_no_name(office: Office, text: str) -> None:
    found = office.find(text)
    assert (found.query, found.decision, found.candidates) == (text, "none", ())


@pytest.mark.parametrize("text", ["Daw Hkrai Yang, Zzyzx", "Daw Hkrai Yang in Zzyzx", "Lung Hpra tract, Nowhere Zz"])
def test_a_township_that_is_none_is_not_passed_over(office: Office, text: str) -> None:
    found = office.find(text)
    assert (found.decision, found.doubtful) == ("ask", True)


@pytest.mark.parametrize("text", ["Daw Hkrai Yang, latrines", "Daw Hkrai Yang: food", "Daw Hkrai Yang in November"])
def test_what_else_is_said_is_no_township(office: Office, text: str) -> None:
    assert office.find(text).decision == "exact"


def test_a_piece_of_a_name_is_asked_under_the_whole_name(office: Office) -> None:
    office.take_in(
        ["place_id", "kind", "name", "township", "township_pcode"],
        [["W-1", "village", "Lung Hprangawn", "Hka Mai (demo)", "MMR099001"]],
    )
    found = office.find("Lung Hpra Ngaw")
    assert (found.query, found.candidates[0].place.source_id) == ("Lung Hpra Ngaw", "W-1")


def test_hyphens_tie_everyday_words_to_a_name(office: Office) -> None:
    found = office.find("No-hi, Tsawm Bum")
    assert (found.query, found.decision) == ("No-hi", "none")
    assert [candidate for candidate in found.candidates if candidate.place.source_id == "MMR099002"] == []


def test_a_text_of_many_commas_is_read_at_once(office: Office) -> None:
    assert office.find(", ".join(["zzyzx"] * 600)).decision == "none"


def test_scripts_read_the_other_places(office: Office) -> None:
    from bot.cli.place import _json

    text = "Lung Hpra -> Daw Hkrai Yang"
    shown = json.loads(_json(text, office.find(text)))
    assert shown["query"] == text
    assert [one["id"] for one in shown["candidates"]] == ["gn:94"]
    assert [(one["query"], one["decision"]) for one in shown["also"]] == [("Lung Hpra", "exact")]
    assert "also" not in json.loads(_json("Lung Hpra", office.find("Lung Hpra")))


@pytest.mark.parametrize("topic", ["shelter", "food", "WASH", "health gaps"])
def test_a_topic_after_a_misspelled_name_is_no_part_of_it(office: Office, topic: str) -> None:
    found = office.find(f"Daw Hkrei Yan {topic}")
    assert (found.query, found.candidates[0].place.source_id) == ("Daw Hkrei Yan", "gn:94")
    assert found.rest == topic
