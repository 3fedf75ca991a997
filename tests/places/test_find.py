"""What a text means: the rules of going on and asking."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination import places
from coordination.agencies import AgencyRow, ImportAgencies
from coordination.execute import execute
from coordination.place_list import ListPlaces
from coordination.scope import Scope
from tests.places.conftest import COUNTRY, Office


@pytest.mark.parametrize(
    ("text", "decision", "ids"),
    [
        ("Daw Hkrai Yang", "exact", ["gn:94"]),
        ("dawhkraiyang", "exact", ["gn:94"]),
        ("DAW HKRAI-YANG, Hka Mai", "exact", ["gn:94"]),
        ("gn:94", "exact", ["gn:94"]),
        ("mmr099002", "exact", ["MMR099002"]),
        ("what do you know about MMR099001001?", "exact", ["MMR099001001"]),
        ("Lung Hpra", "exact", ["gn:91"]),
        ("lung hpra tract", "exact", ["MMR099001001"]),
        ("လုံဖရာ", "exact", ["MMR099001001"]),
        ("Tsawm Bum", "exact", ["MMR099002"]),
        ("tsawm bum town", "exact", ["MMR099002701"]),
        ("Gat Hkrang", "exact", ["MMR099001002"]),
        ("Dum Hpra", "ask", ["gn:95"]),
        ("dum hpra west", "exact", ["gn:95"]),
        ("Hkra, Tsawm Bum", "none", ["gn:97"]),
        ("Zzyzx, Tsawm Bum", "none", []),
        ("Zzyzx in Tsawm Bum", "none", []),
        ("please help Zzyzx in Tsawm Bum", "ask", ["MMR099002"]),
        ("Lung Hpra Zzyzx", "ask", ["gn:91"]),
        ("Lung Hpra's water", "exact", ["gn:91"]),
        ("Mai Hkawt", "ask", ["gn:92", "gn:93"]),
        ("Mai Hkawt, Tsawm Bum", "exact", ["gn:93"]),
        ("Mai Hkawt (Hka Mai)", "exact", ["gn:92"]),
        ("Mai Hkawt in tsawm bum tsp", "exact", ["gn:93"]),
        ("tsawm bum mai hkawt", "exact", ["gn:93"]),
        ("mai hkawt tsawm bum township", "exact", ["gn:93"]),
        ("Daw Hkrai Yang, Tsawm Bum", "ask", ["gn:94"]),
        ("Zup Hkrai", "ask", ["camp:1", "camp:2"]),
        ("zup hkrai rc camp", "exact", ["camp:2"]),
        ("Daw Hkrai Yang camp", "ask", ["gn:94"]),
        ("No (4) Ward, Hka Mai", "exact", ["MMR099001701501"]),
        ("Man", "exact", ["gn:96"]),
        ("Man, Tsawm Bum", "exact", ["gn:96"]),
        ("Sut Yang", "exact", ["gn:98"]),
        ("Sumpra State", "exact", ["MMR099"]),
    ],
)
def test_names_codes_and_townships(office: Office, text: str, decision: str, ids: list[str]) -> None:
    assert office.ids(text) == (decision, ids)


def test_words_for_sectors_are_no_part_of_a_name(office: Office) -> None:
    def asked(scope: Scope) -> set[str]:
        words = [*sorted(scope.desk.catalogue.sector_words)[::5], "edu", "pkg", "grant", "30hh", "6mths"]
        return {word for word in words if places.find(scope, f"daw hkrai yang {word}").decision != "exact"}

    assert {word for word in office.read(asked) if "camp" not in word} == set()


def test_an_agency_of_the_desk_is_no_part_of_a_name(office: Office) -> None:
    row = AgencyRow(1, "ZZA", "Demo Zz Aid", (), "local")
    office.write(lambda scope: execute(scope, ImportAgencies((row,))))
    assert office.ids("daw hkrai yang zza") == ("exact", ["gn:94"])


def test_a_place_on_the_list_is_doubtful_for_the_words_beside_it(office: Office) -> None:
    assert office.find("Lung Hpra Zzyzx").doubtful
    here = office.of_area("Hka Mai")
    assert here.find("Lung Hpra Zzyzx").doubtful
    assert not here.find("Hkrai").doubtful
    assert not here.find("Lung Hpra").doubtful


@pytest.mark.parametrize(
    ("text", "ids", "rest"),
    [
        (
            "We heard a group of people wants to move to daw hkrai yang and they want a six month package. "
            "what's going on there? can u tell us more",
            ["gn:94"],
            "We heard a group of people wants to move to and they want a six month package. "
            "what's going on there? can u tell us more",
        ),
        ("and WASH gaps in Lung Hpra?", ["gn:91"], "and WASH gaps in ?"),
        ("food gaps tsawm bum tsp", ["MMR099002"], "food gaps"),
        (
            "who does latrines in Mai Hkawt, Tsawm Bum, anything open",
            ["gn:93"],
            "who does latrines in , , anything open",
        ),
        ("28 HH will move Lung Hpra -> Daw Hkrai Yang end Jan", ["gn:94"], "28 HH will move Lung Hpra -> end Jan"),
        ("we are in Tsawm Bum now, who is in Mai Hkawt?", ["gn:93"], "we are in now, who is in ?"),
        ("10 HH from Lung Hpra to Daw Hkrai Yang village in Nov", ["gn:94"], "10 HH from Lung Hpra to in Nov"),
        ("လုံဖရာမှာ ဘာဖြစ်နေလဲ", ["MMR099001001"], "မှာ ဘာဖြစ်နေလဲ"),
        ("ask about Man please", ["gn:96"], "ask about please"),
    ],
)
def test_sentences_that_name_a_place(office: Office, text: str, ids: list[str], rest: str) -> None:
    found = office.find(text)
    assert found.decision in {"exact", "one"}
    assert [candidate.place.source_id for candidate in found.candidates] == ids
    assert found.rest == rest
    assert found.span is not None
    assert text[slice(*found.span)] == found.query


@pytest.mark.parametrize("text", ["", "?", "and water?", "top 5 gaps pls for mtg tmr", "the man said so", "help"])
def test_texts_that_name_no_place(office: Office, text: str) -> None:
    found = office.find(text)
    assert (found.query, found.decision, found.candidates, found.span, found.rest) == ("", "none", (), None, text)


@pytest.mark.parametrize(
    ("text", "query", "near"),
    [
        ("anything on lun hpraa village?", "lun hpraa", "gn:91"),
        ("whats happening in dum hkrai yang?", "dum hkrai yang", "gn:94"),
        ("daw hkray yang", "daw hkray yang", "gn:94"),
    ],
)
def test_unknown_names_get_near_ones_and_never_a_piece_of_them(
    office: Office, text: str, query: str, near: str
) -> None:
    found = office.find(text)
    assert (found.decision, found.query) == ("none", query)
    assert {candidate.why for candidate in found.candidates} <= {"near"}
    assert found.candidates[0].place.source_id == near
    assert len(found.candidates) <= 5


def test_a_misspelled_name_beside_its_township_goes_on_when_nothing_else_is_like_it(office: Office) -> None:
    assert office.ids("lung hprang, hka mai") == ("one", ["gn:91"])
    asked = office.find("lung hprang, hka mae")
    assert (asked.decision, asked.candidates[0].place.source_id) == ("none", "gn:91")
    assert office.find("lung hprang, hka mai").candidates[0].why == "near"


def test_a_single_known_word_in_an_unknown_name_is_asked(office: Office) -> None:
    assert office.ids("what of Hkrai Wunzup Lahpai") == ("ask", ["gn:97"])


def test_a_desk_with_an_area_asks_about_what_lies_outside(office: Office) -> None:
    here = office.of_area("Hka Mai (demo)")
    assert here.ids("Daw Hkrai Yang") == ("exact", ["gn:94"])
    assert here.ids("Hka Mai") == ("exact", ["MMR099001"])
    assert here.ids("Sumpra State") == ("exact", ["MMR099"])
    assert here.ids("Dum Hpra") == ("ask", ["gn:95"])
    assert here.ids("Tsawm Bum") == ("ask", ["MMR099002"])
    assert here.ids("gn:95") == ("exact", ["gn:95"])
    assert here.ids("Mai Hkawt")[0] == "ask"


def test_the_list_counts_and_not_the_rest_of_the_area(office: Office) -> None:
    listed = office.find("gn:93").candidates[0].place.id
    office.write(lambda scope: execute(scope, ListPlaces((listed,))))
    here = office.of_area("MMR099001")
    assert here.ids("Mai Hkawt") == ("ask", ["gn:93", "gn:92"])
    assert here.ids("Daw Hkrai Yang") == ("ask", ["gn:94"])
    assert here.ids("Mai Hkawt, Tsawm Bum") == ("exact", ["gn:93"])
    assert here.ids("Tsawm Bum")[0] == "exact"


def test_near_names_of_the_area_come_first(office: Office) -> None:
    assert office.of_area("Tsawm Bum").find("Mai Hkaw").candidates[0].place.source_id == "gn:93"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(row=st.sampled_from(COUNTRY), upper=st.booleans(), mark=st.sampled_from(["", "-", "  "]))
def test_every_place_is_found_by_its_own_name_and_township(
    office: Office, row: list[str], upper: bool, mark: str
) -> None:
    name = row[3].replace(" ", f" {mark}")
    found = office.find(f"{name.upper() if upper else name}, {row[5]}")
    assert found.decision in {"exact", "one", "ask"}
    ids = {candidate.place.source_id for candidate in found.candidates}
    twins = {other[0] for other in COUNTRY if (other[3].removesuffix(" Town"), other[5]) == (row[3], row[5])}
    assert ids & {row[0], *twins, "MMR099002"}


@pytest.mark.parametrize(
    "text", ["in Tsawm Bam", "Tsawn Bum township", "needs, Tsawm Bam", "what is needed in Tsaum Bum"]
)
def test_a_misspelled_township_alone_is_never_gone_on_with(office: Office, text: str) -> None:
    assert office.find(text).decision in {"none", "ask"}


def test_a_misspelled_township_makes_no_very_name(office: Office) -> None:
    (found,) = office.find("Mai Hkawt, Tsawm Bam").candidates
    assert (found.place.source_id, found.why) == ("gn:93", "near")
    assert office.ids("Mai Hkawt, Tsawm Bam")[0] == "one"
