"""Labels, areas, the desk's list, and the memory of places."""

from dataclasses import replace

import pytest

from bot.database import Database
from coordination import places
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import execute
from coordination.place_list import ListPlaces
from coordination.places import PlaceRef, choice_labels, place_label
from coordination.viewer import GROUP, OPERATOR
from exchange.places import KINDS
from models import places as rows
from tests.places.conftest import COUNTRY, GAZETTEER, HKA_MAI, Office


def ref(office: Office, code: str) -> PlaceRef:
    return office.find(code).candidates[0].place


def test_a_place_is_called_by_its_name_and_in_full_with_where_it_lies(office: Office) -> None:
    village = ref(office, "gn:94")
    assert place_label(village, GROUP) == "Daw Hkrai Yang"
    assert place_label(village, OPERATOR, full=True) == "Daw Hkrai Yang · village, Hka Mai (demo), Sumpra State"
    assert place_label(village, OPERATOR, full=True, kind="ရွာ").startswith("Daw Hkrai Yang · ရွာ, ")
    township, state = ref(office, "MMR099002"), ref(office, "MMR099")
    assert place_label(township, OPERATOR, full=True) == "Tsawm Bum · township, Sumpra State"
    assert place_label(state, OPERATOR, full=True) == "Sumpra State · state"
    assert (township.township, township.township_id) == ("Tsawm Bum", township.id)


def test_choices_are_told_apart_as_shortly_as_may_be(office: Office) -> None:
    one, two = ref(office, "gn:92"), ref(office, "gn:93")
    assert choice_labels([one, ref(office, "gn:94")], OPERATOR) == ("Mai Hkawt", "Daw Hkrai Yang")
    assert choice_labels([one, two], OPERATOR) == ("Mai Hkawt, Hka Mai (demo)", "Mai Hkawt, Tsawm Bum")
    camp = replace(one, kind="camp")
    assert choice_labels([one, camp], OPERATOR)[1] == "Mai Hkawt, Hka Mai (demo), camp"
    twin = replace(one, source_id="gn:99")
    assert choice_labels([one, twin], OPERATOR)[1] == "Mai Hkawt, Hka Mai (demo), village, gn:99"
    assert choice_labels([], OPERATOR) == ()


def test_villages_and_camps_under_an_area(office: Office) -> None:
    def under(code: str) -> list[str]:
        area = ref(office, code)
        found: list[PlaceRef] = office.read(lambda scope: places.under(scope, area.id))
        return [place.source_id for place in found]

    assert under("MMR099001") == ["gn:94", "gn:91", "gn:92", "camp:1", "camp:2"]
    assert under("MMR099002") == ["gn:95", "gn:97", "gn:93", "gn:96"]
    assert len(under("MMR099")) == 9
    tract = ["gn:5", "L", "village", "In Tract", "", *HKA_MAI, "MMR099001001", "", "", ""]
    header = [*GAZETTEER, "district", "district_pcode"]
    office.take_in(header, [[*tract, "Lashi", "MMR099D001"]])
    assert under("MMR099001001") == ["gn:5"]
    assert len(under("MMR099D001")) == 6


def test_an_unknown_place_is_refused(office: Office) -> None:
    with pytest.raises(Refusal) as refused:
        office.read(lambda scope: places.get(scope, 9999))
    assert refused.value.key == "place.unknown"


def test_the_area_tells_which_townships_are_unknown(office: Office) -> None:
    here = office.of_area("hka mai (demo)", "MMR099002", "Nowhere", "Mai Hkawt")
    area = here.read(places.area)
    assert [place.name for place in here.read(lambda scope: places.get_many(scope, area.townships))] == [
        "Hka Mai (demo)",
        "Tsawm Bum",
    ]
    assert area.unknown == ("Nowhere", "Mai Hkawt")


def test_a_desk_may_list_and_drop_places(office: Office) -> None:
    chosen = tuple(ref(office, code).id for code in ("gn:92", "gn:94"))
    assert office.write(lambda scope: execute(scope, ListPlaces(chosen))) == 2
    assert office.write(lambda scope: execute(scope, ListPlaces(chosen))) == 0
    assert office.ids("Daw Hkrai Yang") == ("exact", ["gn:94"])
    assert office.ids("Lung Hpra") == ("ask", ["gn:91"])
    assert ref(office, "gn:94").listed
    office.write(lambda scope: execute(scope, ListPlaces(chosen[1:], listed=False)))
    assert [place.source_id for place in office.read(places.listed)] == ["gn:92"]
    with pytest.raises(NotAllowedError):
        office.write(lambda scope: execute(scope, ListPlaces(chosen)), GROUP)
    with pytest.raises(Refusal):
        office.write(lambda scope: execute(scope, ListPlaces((9999,))))


def test_what_another_process_imports_is_known_at_once(office: Office) -> None:
    other = replace(office, db=Database(office.db.url))
    assert other.ids("Laja Hpra")[0] == "none"
    office.take_in(GAZETTEER, [["gn:8", "L", "village", "Laja Hpra", "", *HKA_MAI, "", "", "", ""]])
    assert other.ids("Laja Hpra") == ("exact", ["gn:8"])
    office.take_in(GAZETTEER, [["gn:8", "L", "village", "Laja Hpra Gyi", "", *HKA_MAI, "", "", "", ""]])
    assert other.ids("Laja Hpra Gyi") == ("exact", ["gn:8"])
    other.db.close()


def test_the_memory_is_kept_while_nothing_changes(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.find("Lung Hpra")

    def never(_db: object) -> list[tuple[int, str, str]]:
        raise AssertionError("read again")

    monkeypatch.setattr(rows, "spellings", never)
    assert office.ids("Lung Hpra") == ("exact", ["gn:91"])


def test_place_names_in_a_text_are_known_to_redaction(office: Office) -> None:
    text = "10 HH from Daw Hkrai Yang to Lung Hpra, says Daw Khin"
    spans = office.read(lambda scope: places.spans(scope, text))
    assert [text[start:end] for start, end in spans] == ["Daw Hkrai Yang", "Lung Hpra"]


def test_a_desk_without_places_says_so(empty: Office) -> None:
    assert not empty.read(places.any_known)
    assert empty.ids("Lung Hpra") == ("none", [])


def test_every_kind_has_a_word_and_a_place(office: Office) -> None:
    assert set(KINDS) >= {row[2] for row in COUNTRY}
