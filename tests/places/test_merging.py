"""Merging two places by hand and splitting them again: nothing is lost either way, and imports respect it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from coordination import place_merging, places
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import execute
from coordination.place_merging import MergeEntry, MergePlaces, SplitPlace
from coordination.viewer import GROUP
from models import place_merges
from models.agencies import Agency
from models.assessments import Assessment, IndicatorValue
from models.audit import AuditEntry
from models.columns import by_letter
from models.people import Person
from models.places import Place, PlaceName
from tests.conftest import NOW
from tests.places.conftest import COUNTRY, GAZETTEER, HKA_MAI, TSAWM, Office
from tests.places.test_import import counts, parents, stored
from tests.places.test_twins import MAI_HKAWT, OTHER, changed

Dump = dict[str, list[Any]]


def place_id(office: Office, source_id: str) -> int:
    found: int = office.read(lambda scope: scope.db.exec(select(Place.id).where(Place.source_id == source_id)).one())
    return found


def merge(office: Office, keep: str, other: str) -> MergeEntry:
    command = MergePlaces(place_id(office, keep), place_id(office, other))
    entry: MergeEntry = office.write(lambda scope: execute(scope, command))
    return entry


def split(office: Office, code: str) -> MergeEntry:
    entry: MergeEntry = office.write(lambda scope: execute(scope, SplitPlace(code)))
    return entry


def refusal(work: Callable[[], Any]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        work()
    return refused.value


def dump(office: Office) -> Dump:
    """Every row of the store but the trail, the merges and the ids of spellings."""

    def read(scope: Any) -> Dump:
        found = {}
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in {"audit", "place_merge"}:
                shown = [column for column in table.columns if str(column) != "place_name.id"]
                found[table.name] = sorted(repr(tuple(row)) for row in scope.db.execute(sa.select(*shown)))
        return found

    result: Dump = office.read(read)
    return result


def assess(office: Office, source_id: str, day: int, tool: str = "focal_point") -> None:
    """An assessment with one value."""
    at = place_id(office, source_id)

    def work(scope: Any) -> None:
        if scope.db.get(Agency, 1) is None:
            scope.db.add(Agency(id=1, acronym="DEMO", name="Demo", kind="other"))
            scope.db.flush()
        row = Assessment(
            place_id=at, collected_on=date(2026, 9, day), tool=tool, agency_id=1,
            source=f"{source_id}.{day}", recorded_at=NOW,
        )  # fmt: skip
        scope.db.add(row)
        scope.db.flush()
        scope.db.add(IndicatorValue(
            assessment_id=row.id, place_id=at, indicator="WSH-02", number=1.0, source="f", recorded_at=NOW,
        ))  # fmt: skip

    office.write(work)


def assessed(office: Office) -> list[str]:
    """Source ids of the places of all assessments and values."""

    def read(scope: Any) -> list[str]:
        ids = [*scope.db.scalars(select(Assessment.place_id)), *scope.db.scalars(select(IndicatorValue.place_id))]
        return [scope.db.get(Place, id_).source_id for id_ in ids]

    found: list[str] = office.read(read)
    return found


def test_everything_moves_to_the_kept_place_and_its_names_are_further_ones(office: Office) -> None:
    office.take_in(OTHER, [changed(place_id="S-1", source="Survey", name="Hkawt Kawng", aliases="HK", lat="26.9")])
    assess(office, "gn:92", 1)
    assess(office, "S-1", 2)
    entry = merge(office, "gn:92", "S-1")
    assert (entry.code, entry.name, entry.kept, entry.way, entry.merged_by, entry.rows) == (
        "S-1", "Hkawt Kawng", "gn:92", "hand", "operator", 2,
    )  # fmt: skip
    assert assessed(office) == ["gn:92"] * 4
    assert stored(office, "S-1") is None
    kept = stored(office, "gn:92")
    assert kept is not None
    assert (kept["name"], kept["name_my"], kept["latitude"]) == ("Mai Hkawt", "မိုင်ခေါတ်", 25.2)
    assert kept["names"] | {"Hkawt Kawng": "alias", "HK": "alias", "S-1": "code"} == kept["names"]
    assert office.ids("S-1") == ("exact", ["gn:92"])
    assert office.ids("Hkawt Kawng") == ("one", ["gn:92"])


def test_a_split_brings_back_exactly_what_was(office: Office) -> None:
    office.take_in(OTHER, [changed(place_id="S-1", source="Survey", name="Hkawt Kawng", lat="26.9")], listed=True)
    assess(office, "gn:92", 1)
    assess(office, "S-1", 2)
    before = dump(office)
    merge(office, "gn:92", "S-1")
    assert dump(office) != before
    entry = split(office, "s-1")
    assert (entry.code, entry.rows, entry.place_id) == ("S-1", 2, place_id(office, "S-1"))
    assert dump(office) == before
    assert office.ids("Hkawt Kawng") == ("exact", ["S-1"])


def test_the_same_file_again_undoes_neither_a_merge_nor_a_split(office: Office) -> None:
    survey = [changed(place_id="S-1", source="Survey", name="Hkawt Kawng", lat="26.9")]
    office.take_in(OTHER, survey)
    merge(office, "gn:92", "S-1")
    before = dump(office)
    assert counts(office.take_in(OTHER, survey)) == (0, 0, 1, 0)
    assert counts(office.take_in(GAZETTEER, COUNTRY)) == (0, 0, len(COUNTRY), 0)
    assert dump(office) == before
    split(office, "S-1")
    before = dump(office)
    assert counts(office.take_in(OTHER, survey)) == (0, 0, 1, 0)
    assert dump(office) == before


def test_a_merge_of_an_import_is_split_into_the_place_that_the_row_told(office: Office) -> None:
    before = dump(office)
    office.take_in(OTHER, [changed(aliases="Kawt|Daw Hka")])
    assert split(office, "190001").way == "import"
    after = dump(office)
    assert [row for row in before["place"] if row not in after["place"]] == []
    assert [row for row in before["place_name"] if row not in after["place_name"]] == []
    place = stored(office, "190001")
    assert place is not None
    assert (place["name"], place["pcode"], place["latitude"], place["source"]) == ("Mai Hkawt", "190001", 25.21, "MIMU")
    assert place["names"]["Kawt"] == "alias"
    assert parents(office, "190001") == ["MMR099001", "MMR099"]
    again = office.take_in(OTHER, [changed(aliases="Kawt|Daw Hka")])
    assert (counts(again), again.merged) == ((0, 0, 1, 0), ())
    assert dump(office) == after


def test_a_place_without_id_is_split_off_and_stays_so(office: Office) -> None:
    rows = (["name", "kind", "township", "state", "aliases"], [["Mai Hkawt", "village", *HKA_MAI[:3:2], "Kawt"]])
    office.take_in(*rows)
    assert office.ids("Kawt") == ("one", ["gn:92"])
    made = split(office, "name:sumpra state/hka mai (demo)/maihkawt").code
    assert office.ids("Kawt") == ("one", [made])
    assert counts(office.take_in(*rows)) == (0, 0, 1, 0)


def test_a_spelling_that_two_gone_places_had_stays_as_long_as_one_is_gone(office: Office) -> None:
    office.take_in(OTHER, [changed(aliases="Kawt")])
    office.take_in(OTHER, [changed(place_id="S-7", source="Survey", aliases="Kawt")])
    before = stored(office, "gn:92")
    split(office, "190001")
    kept = stored(office, "gn:92")
    assert kept is not None
    assert before is not None
    assert (kept["names"]["Kawt"], kept["pcode"]) == ("alias", None)
    split(office, "S-7")
    kept = stored(office, "gn:92")
    assert kept is not None
    assert "Kawt" not in kept["names"]


def test_merges_of_merges_are_split_the_last_first(office: Office) -> None:
    office.take_in(OTHER, [MAI_HKAWT])
    before = dump(office)
    merge(office, "gn:94", "gn:92")
    assert office.ids("190001") == ("exact", ["gn:94"])
    assert refusal(lambda: split(office, "190001")).key == "place.split.first"
    split(office, "gn:92")
    assert dump(office) == before
    split(office, "190001")
    assert office.ids("190001") == ("exact", ["190001"])


def test_two_townships_with_all_that_lies_in_them_and_who_works_there(office: Office) -> None:
    hka_mai, tsawm = place_id(office, HKA_MAI[1]), place_id(office, TSAWM[1])
    person = {
        "role": "focal", "status": "active", "joined_at": NOW, "valid_until": NOW,
    }  # fmt: skip
    people = [
        Person(ref="a", label="P-1", townships=[tsawm], **person),
        Person(ref="b", label="P-2", townships=[hka_mai, tsawm], **person),
    ]
    office.write(lambda scope: scope.db.add_all(people))
    before = dump(office)
    merge(office, HKA_MAI[1], TSAWM[1])
    assert parents(office, "gn:93") == [HKA_MAI[1], "MMR099"]
    townships = office.read(
        lambda scope: list(scope.db.scalars(select(Person.townships).order_by(by_letter(Person.ref))))
    )
    assert townships == [[hka_mai], [hka_mai]]
    assert counts(office.take_in(GAZETTEER, COUNTRY)) == (0, 0, len(COUNTRY), 0)
    split(office, "Tsawm Bum")
    assert dump(office) == before


def test_what_people_changed_since_stays(office: Office) -> None:
    hka_mai, tsawm = place_id(office, HKA_MAI[1]), place_id(office, TSAWM[1])
    person = Person(
        ref="a", label="P-1", townships=[tsawm], role="focal", status="active", joined_at=NOW, valid_until=NOW
    )
    office.write(lambda scope: scope.db.add(person))
    merge(office, HKA_MAI[1], TSAWM[1])
    office.write(lambda scope: setattr(scope.db.get(Person, "a"), "townships", []))
    split(office, TSAWM[1])
    assert office.read(lambda scope: scope.db.get(Person, "a").townships) == []
    assert hka_mai


def test_an_id_is_never_given_again(office: Office) -> None:
    gone = place_id(office, "MMR099001701501")
    office.take_in(GAZETTEER, [["W-9", "M", "ward", "No (9) Ward", "", *HKA_MAI, *[""] * 4]])
    last = place_id(office, "W-9")
    assert last > gone
    merge(office, "MMR099001701501", "W-9")
    office.take_in(GAZETTEER, [["gn:300", "L", "village", "Pan", "", *HKA_MAI, *[""] * 4]])
    assert place_id(office, "gn:300") == last + 1
    split(office, "W-9")
    assert place_id(office, "W-9") == last


@pytest.mark.parametrize(
    ("keep", "other", "key"),
    [
        ("gn:92", "gn:92", "place.merge.same"),
        ("gn:92", "camp:1", "place.merge.kinds"),
        ("MMR099001", "MMR500001", "place.merge.elsewhere"),
    ],
)
def test_what_cannot_be_one_is_refused(office: Office, keep: str, other: str, key: str) -> None:
    far = ("Far", "MMR500001", "Other State", "MMR500")
    office.take_in(GAZETTEER, [["gn:400", "L", "village", "Pan", "", *far, *[""] * 4]])
    before = dump(office)
    assert refusal(lambda: merge(office, keep, other)).key == key
    assert dump(office) == before


def test_two_rows_of_one_key_stand_in_the_way(office: Office) -> None:
    assess(office, "gn:92", 1)
    assess(office, "gn:94", 1)
    before = dump(office)
    refused = refusal(lambda: merge(office, "gn:92", "gn:94"))
    assert (refused.key, refused.params["table"], refused.params["common"]) == (
        "place.merge.clash",
        "assessment",
        "2026-09-01, focal_point, assessment",
    )
    assert dump(office) == before
    assert office.read(place_merging.merges) == ()


def test_what_was_not_merged_cannot_be_split(office: Office) -> None:
    assert refusal(lambda: split(office, "gn:92")).key == "place.split.unknown"
    assert refusal(lambda: split(office, " ")).key == "place.split.unknown"
    office.take_in(OTHER, [MAI_HKAWT])
    office.take_in(OTHER, [changed(place_id="S-7", source="Survey")])
    assert refusal(lambda: split(office, "Mai Hkawt")).key == "place.split.which"
    split(office, "S-7")
    assert refusal(lambda: split(office, "S-7")).key == "place.split.unknown"


def test_a_name_with_the_one_merge_that_it_means_will_do(office: Office) -> None:
    merge(office, "gn:92", "gn:94")
    assert [(entry.code, entry.kept_name) for entry in office.read(place_merging.merges)] == [("gn:94", "Mai Hkawt")]
    assert split(office, "daw hkrai yang").code == "gn:94"
    assert office.read(place_merging.merges) == ()


def test_only_coordinators_merge_and_split_and_it_is_audited(office: Office) -> None:
    for command in (MergePlaces(1, 2), SplitPlace("x")):
        with pytest.raises(NotAllowedError):
            office.write(lambda scope, command=command: execute(scope, command), GROUP)
    merge(office, "gn:92", "gn:94")
    split(office, "gn:94")
    trail = office.read(lambda scope: scope.db.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all())
    assert [(entry.action, entry.actor, entry.counts) for entry in trail[-2:]] == [
        ("places.merge", "operator", {"moved": 0}),
        ("places.split", "operator", {"moved": 0}),
    ]
    assert trail[-2].place_id == place_id(office, "gn:92")


def test_the_index_follows_at_once(office: Office) -> None:
    assert office.ids("Daw Hkrai Yang") == ("exact", ["gn:94"])
    merge(office, "gn:92", "gn:94")
    assert office.ids("Daw Hkrai Yang") == ("one", ["gn:92"])
    split(office, "gn:94")
    assert office.ids("Daw Hkrai Yang") == ("exact", ["gn:94"])
    assert office.read(places.any_known)


def test_every_column_with_ids_of_places_is_followed() -> None:
    named = {str(column) for column in place_merges.references()}
    assert named >= {
        "assessment.place_id", "commitment.place_id", "earlier_pick.place_id", "indicator_value.place_id",
        "invitation.townships", "place_alias.place_id",
        "outbox.township_id", "person.townships", "place.parent_id", "place.state_id", "place.township_id",
        "place_merge.kept_id", "place_merge.parent_id",
    }  # fmt: skip
    assert "place_name.place_id" not in named
    looks_like_one = {
        str(column)
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith(("place_id", "township_id", "townships"))
    }
    assert looks_like_one - named == {"place_name.place_id", "audit.place_id"}


def test_spellings_go_with_their_place(office: Office) -> None:
    merge(office, "gn:92", "gn:94")
    held = office.read(lambda scope: set(scope.db.scalars(select(PlaceName.place_id))))
    assert held <= office.read(lambda scope: set(scope.db.scalars(select(Place.id))))
