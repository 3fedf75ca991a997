"""5W sheets as clusters, MIMU and OCHA keep them: nothing lost, nothing doubled, nothing guessed."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from coordination import commitments as records
from coordination.agencies import NOT_NAMED, everyone
from coordination.errors import NotAllowedError
from coordination.viewer import Role, Viewer
from exchange.commitment_files import CommitmentFile, Request
from exchange.files import FileError
from exchange.five_w import How5W
from exchange.importing import How, import_file, of_commitments
from models.agencies import Agency
from models.audit import AuditEntry
from models.commitments import Commitment
from models.places import Place, PlaceName
from understanding.fold import fold

PARTIAL = How(partial=True)
HEAD = (
    "Month (of implementation),Reporting organization,Township,Village,Main Activity,Delivery Modality,Beneficiary type"
)
HEAD += ",Activity status,Number of reached households,Number of reached beneficiaries"
ROW = "February 2026,KBC,Hka Mai,Lawa Bum,Food distribution,In-kind,Internally Displaced,Completed,25,120"


@pytest.fixture(autouse=True)
def country(store) -> dict[str, int]:
    """A tract with a village, a town with a ward, and two camps; all with codes."""

    def add(session) -> dict[str, int]:
        ids = dict(session.exec(select(Place.name, Place.id)).all())
        township = ids["Hka Mai (demo)"]
        session.get(Place, township).pcode = "MMR990001"
        session.add(PlaceName(place_id=township, text="Hka Mai", folded="hkamai", kind="name"))
        for name, kind, code, parent in (
            ("Mung Ga", "village_tract", "MMR990001001", township),
            ("Mung Ga Town", "town", "MMR990001701", township),
            ("N-gau", "village", "990101", "Mung Ga"),
            ("Myo Ma Ward", "ward", "MMR990001701501", "Mung Ga Town"),
            ("Shing Jai KBC", "camp", "MMR990001C1", township),
            ("Shing Jai RC", "camp", "MMR990001C2", township),
        ):
            above = ids[parent] if isinstance(parent, str) else parent
            place = Place(
                source_id=code, source="test", pcode=code, kind=kind, name=name, township_id=township, parent_id=above
            )
            session.add(place)
            session.flush()
            session.add(PlaceName(place_id=place.id, text=name, folded=fold(name), kind="name"))
            ids[name] = place.id
        return ids

    return store.db.transaction(add)


def counts(report) -> tuple[int, int, int, int, int]:
    return report.rows, report.stored, report.updated, report.unchanged, len(report.bad_rows)


def current(store) -> list[Commitment]:
    return store.rows(
        select(Commitment).where(col(Commitment.superseded_at).is_(None)).order_by(col(Commitment.number))
    )


def told(report) -> set[str]:
    return {one.expected for one in report.notes}


def changed(row: str, **cells: str) -> str:
    """``row`` with other cells, by the start of their header."""
    made = dict(zip(HEAD.split(","), row.split(","), strict=True))
    for name, value in cells.items():
        (header,) = (one for one in made if fold(one).startswith(fold(name)))
        made[header] = value
    return ",".join(made.values())


def test_a_month_of_what_was_done(bring, store, country) -> None:
    assert counts(bring("commitments", HEAD, ROW)) == (1, 1, 0, 0, 0)
    (one,) = current(store)
    assert (one.place_id, one.activity, one.indicator) == (country["Lawa Bum"], "FSC-A1", "FSC-02")
    assert (one.unit, one.target, one.reached, one.status) == ("HH", 25, 25, "delivered")
    assert (one.modality, one.population, one.months) == ("in_kind", "idp", 1)
    assert (one.start, one.end) == (date(2026, 2, 1), date(2026, 2, 28))
    assert (one.reached_on, one.reported_on) == (date(2026, 2, 28), date(2026, 2, 28))


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("Feb-26", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("02/2026", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-02-01", date(2026, 2, 1), date(2026, 2, 28)),
        ("2018 March", date(2018, 3, 1), date(2018, 3, 31)),
    ],
)
def test_months_as_people_write_them(bring, store, written: str, start: date, end: date) -> None:
    bring("commitments", HEAD, changed(ROW, month=written))
    assert [(one.start, one.end) for one in current(store)] == [(start, end)]


@pytest.mark.parametrize("written", ["Smarch 2026", "1999-02", "soon"])
def test_what_is_no_month_of_these_years_is_listed(bring, store, written: str) -> None:
    report = bring("commitments", HEAD, changed(ROW, month=written))
    assert [one.column for one in report.listed] == ["Month (of implementation)"]
    assert current(store) == []


@pytest.mark.parametrize(
    ("word", "status"),
    [("Ongoing", "ongoing"), ("Completed", "delivered"), ("Suspended", "suspended"), ("Cancelled", "cancelled"),
     ("Planned", "pledged"), ("Not started", "pledged"), ("Not completed", "ongoing"), ("", "delivered")],
)  # fmt: skip
def test_states(bring, store, word: str, status: str) -> None:
    bring("commitments", HEAD, changed(ROW, activitystatus=word))
    assert [one.status for one in current(store)] == [status]


@pytest.mark.parametrize(
    ("activity", "modality", "code", "components"),
    [
        ("food distributions (in kind/voucher/cash)", "In-kind", "FSC-A1", ""),
        ("food distributions (in kind/voucher/cash)", "CBT/CVA", "FSC-A2", ""),
        ("Food distribution", "", "FSC-A1", ""),
        ("provision of kitchen garden kits", "In-kind", "LIV-A1", "seed"),
        ("provision of livestock kits", "In-kind", "LIV-A1", "animals"),
        ("FFS and farmer training", "Service delivery/support", "LIV-A2", ""),
        ("food_cash for work_assets", "CBT/CVA", "FSC-A3", ""),
        ("Provide monthly cash-based transfers", "Cash", "FSC-A2", ""),
        ("Construction of household latrines", "", "WSH-A2", ""),
        ("EORE sessions", "", "MIN-A1", ""),
    ],
)
def test_activities(bring, store, activity: str, modality: str, code: str, components: str) -> None:
    assert counts(bring("commitments", HEAD, changed(ROW, main=activity, delivery=modality)))[1] == 1
    assert [(one.activity, one.components) for one in current(store)] == [(code, components)]


@pytest.mark.parametrize("activity", ["community infrastructure and equipment", "dancing", ""])
def test_an_activity_that_is_none_of_ours_is_listed(bring, activity: str) -> None:
    report = bring("commitments", HEAD, changed(ROW, main=activity))
    assert [(one.column, one.expected) for one in report.listed] == [("Main Activity", "activity")]


def test_a_description_says_what_is_done_only_where_nothing_else_does(bring, store) -> None:
    rows = [changed(ROW, main="dancing"), changed(ROW, main="")]
    report = bring(
        "commitments", f"{HEAD},Activity description", *(f"{row},Cash for work" for row in rows), how=PARTIAL
    )
    assert [one.row for one in report.listed] == [2]
    assert [one.activity for one in current(store)] == ["FSC-A3"]


def test_persons_where_no_households_are_given_and_never_made_of_them(bring, store) -> None:
    rows = [changed(ROW, numberofreachedh=""), changed(ROW, numberofreachedh="0", month="March 2026")]
    bring("commitments", HEAD, *rows)
    assert [(one.unit, one.target, one.reached) for one in current(store)] == [("persons", 120, 120)] * 2


def test_the_sum_of_a_spreadsheet_is_a_whole_number_a_share_is_none(bring, store) -> None:
    rows = [changed(ROW, numberofreachedh="289.99999999999994"), changed(ROW, numberofreachedh="12.5")]
    report = bring("commitments", HEAD, *rows, how=PARTIAL)
    assert [(one.row, one.expected) for one in report.listed] == [(3, "count")]
    assert [one.reached for one in current(store)] == [290]


@pytest.mark.parametrize("blank", ["", "N/A"])
def test_a_row_without_a_figure_is_listed(bring, blank: str) -> None:
    row = changed(changed(ROW, numberofreachedh=blank), numberofreachedb=blank)
    report = bring("commitments", HEAD, row)
    assert [(one.column, one.expected) for one in report.listed] == [("Number of reached households", "count")]


MIMU = (
    "Organization,Organization Type,Implementing Partner,Donor,Sector,Sub-sector,Project Status,State/Region_Pcode,"
    "Township,Township_Pcode,Village Tract,Village,Village_Pcode,Camp Name,Start Date,End Date,Beneficiary Focus,"
    "Target HH,Contact Person,Contact Phone"
)
MIMU_ROW = (
    "Hka Ring Foundation,NNGO,Karuna,MHF,WASH,Latrines,Ongoing,MMR990,Hka Mai,MMR990001,Mung Ga,Ngau,990101.0,,"
    "01/09/2026,31/12/2026,Returnees and host,40,Daw Mya Mya Htun,09 450 012 345"
)


def test_a_sheet_as_mimu_keeps_it(bring, store, country, words) -> None:
    report = bring("commitments", MIMU, MIMU_ROW)
    assert counts(report) == (1, 1, 0, 0, 0)
    (one,) = current(store)
    assert (one.place_id, one.activity, one.unit, one.target) == (country["N-gau"], "WSH-A2", "HH", 40)
    assert (one.start, one.end, one.population) == (date(2026, 9, 1), date(2026, 12, 31), "mixed")
    assert (one.partner, one.donor, one.status, one.reached_on) == ("KMSS", "MHF", "ongoing", None)
    kinds = dict(store.rows(select(Agency.acronym, Agency.kind)))
    assert kinds["Hka Ring Foundation"] == "local"
    assert not any(word in str(report.to_json(words)) for word in ("Mya", "450"))


def test_a_sheet_with_tags_under_a_title(xlsx_file, store, country) -> None:
    sheet = [
        ["Who does what where, October"],
        [],
        ["Org.", "Kennung", "What is done", "Where 3", "Where 5", "State", "People"],
        ["#org", "#adm3+code", "#activity", "#adm3+name", "#adm5+name", "#status", "#reached"],
        ["KMSS", "MMR990001", "Food distribution", "Hka Mai", "N-gau", "completed", 310],
    ]
    report = import_file(store, of_commitments(CommitmentFile()), xlsx_file(sheet), How())
    assert counts(report) == (1, 1, 0, 0, 0)
    (one,) = current(store)
    assert (one.place_id, one.unit, one.reached) == (country["N-gau"], "persons", 310)


PLACES = "Reporting_organization,date,township,admin3_pcode,Village_Tract/ Town,Village/Ward,IDP Camp/Site Name"
PLACES += ",location_type,admin5_pcode,activity,beneficiaries"


@pytest.mark.parametrize(
    ("cells", "name", "note"),
    [
        ("Hka Mai,,,Lawa Bum,,,", "Lawa Bum", None),
        ("Hka Mai township,,,lawabum,,village,", "Lawa Bum", None),
        (",MMR990001,,Lawa Bum,,,", "Lawa Bum", None),
        ("Hka Mai,MMR990999,,Lawa Bum,,,", "Lawa Bum", None),
        (",,,,,,990101", "N-gau", None),
        ("Hka Mai,,,N-gau,,,MMR990101", "N-gau", None),
        ("Hka Mai,,Mung Ga,Ngau,,,", "N-gau", None),
        ("Hka Mai,,Mung Ga Town,Myo Ma,,ward,", "Myo Ma Ward", None),
        ("Hka Mai,,,Mung Ga Town,,,", "Mung Ga Town", None),
        ("Hka Mai,,Mung Ga,,,,", "Mung Ga", None),
        ("Hka Mai,,,,,,", "Hka Mai (demo)", None),
        ("Hka Mai,,,,Shing Jai RC,Camp/IDP site,", "Shing Jai RC", None),
        ("Hka Mai,,,Pa Lana,,Camp/IDP site,", "Pa Lana Camp", None),
        ("Hka Mai,,,Lawa Bum,Lawa Bum,Village,", "Lawa Bum", None),
        ("Hka Mai,,Mung Ga,Zau Mai,,,", "Mung Ga", "place_wider"),
        ("Hka Mai,,VT 7,Zau Mai,,,", "Hka Mai (demo)", "place_wider"),
        ("Hka Mai,,Mung Ga,Mung Ga,,,", "Mung Ga", "place_wider"),
        ("Hka Mai,,,Lawa Bun,,,", "Hka Mai (demo)", "place_wider_near"),
        ("Hka Mai,,Mung Ga,Lawa Bum,Hka Jai camp,Camp/IDP site,", "Mung Ga", "place_wider"),
        ("Hka Mai,,,,Shing Jai,Camp/IDP site,", "Hka Mai (demo)", "place_wider_near"),
        ("Hka Mai,,,Lawa Bum,,,199999", "Lawa Bum", "place_code_unknown"),
    ],
)
def test_the_most_exact_place_that_is_named_and_known(bring, store, country, cells, name, note) -> None:
    report = bring("commitments", PLACES, f"KBC,2026-06-01,{cells},food distribution,50")
    assert counts(report)[1] == 1
    assert [one.place_id for one in current(store)] == [country[name]]
    assert {one for one in told(report) if one.startswith("place_")} == ({note} if note else set())


@pytest.mark.parametrize(
    ("cells", "column", "expected"),
    [
        ("Hka Nowhere,,,Lawa Bum,,,", "township", "place_township"),
        (",,,Lawa Bum,,,", "township", "place_township"),
        (",MMR990999,,Lawa Bum,,,", "admin3_pcode", "place_township"),
        ("Nam Hkai (demo),MMR990001,,Sut Yang,,,", "admin3_pcode", "place_conflict"),
        ("Nam Hkai (demo),,,N-gau,,,990101", "admin5_pcode", "place_conflict"),
    ],
)
def test_a_place_that_cannot_be_told_is_listed(bring, store, words, cells: str, column: str, expected: str) -> None:
    report = bring("commitments", PLACES, f"KBC,2026-06-01,{cells},food distribution,50")
    assert [(one.column, one.expected) for one in report.listed] == [(column, expected)]
    assert report.to_json(words)["listed"][0]["reason"]
    assert current(store) == []


def test_help_in_a_wider_place_covers_nothing_in_its_villages(bring, store, country) -> None:
    bring("commitments", PLACES, "KBC,2026-06-01,Hka Mai,,Mung Ga,Zau Mai,,,,food distribution,50")
    assert store.read(lambda scope: records.records(scope, [country["N-gau"], country["Lawa Bum"]])) == []


def _file(store, path, *, how: How = PARTIAL, **more: Any) -> tuple[CommitmentFile, Any]:
    taken = CommitmentFile(Request(more.pop("forced", None), How5W(**more)))
    return taken, import_file(store, of_commitments(taken), path, how)


def test_exact_lists_what_is_not_known_exactly(csv_file, store) -> None:
    path = csv_file(HEAD, changed(ROW, village="Lawa Bun"), changed(ROW, village="Zau Mai"), ROW)
    _, report = _file(store, path, exact=True)
    assert [one.expected for one in report.listed] == ["place_near", "place_unknown"]
    assert len(current(store)) == 1


def test_agencies_come_in_as_named_once_rows_are_stored(bring, store, words) -> None:
    rows = [changed(ROW, reporting="Mungdung Karuna"), changed(ROW, reporting="mungdung karuna", month="March 2026")]
    dry = bring("commitments", HEAD, *rows, how=How(dry_run=True))
    assert (counts(dry)[1], "Mungdung Karuna" in store.rows(select(Agency.acronym))) == (2, False)
    report = bring("commitments", HEAD, *rows)
    assert store.rows(select(Agency.kind).where(Agency.acronym == "Mungdung Karuna")) == ["unknown"]
    assert {one.agency_id for one in current(store)} == set(
        store.rows(select(Agency.id).where(Agency.acronym == "Mungdung Karuna"))
    )
    (note,) = (one for one in report.to_json(words)["notes"] if "rows: 1" in one["reason"] and "Mungdung" in str(one))
    assert note["row"] == 2
    assert counts(bring("commitments", HEAD, *rows)) == (2, 0, 0, 2, 0)
    assert store.rows(select(AuditEntry.action).where(col(AuditEntry.action).startswith("agencies"))) == []


@pytest.mark.parametrize(
    "named", ["Karuna Mission Social Solidarity", "kmss", "Karuna Mission (KMSS)", "Caritas Myanmar"]
)
def test_an_agency_of_the_desk_by_any_of_its_names(bring, store, named: str) -> None:
    report = bring("commitments", HEAD, changed(ROW, reporting=named))
    acronyms = store.rows(select(Agency.acronym).join(Commitment, col(Commitment.agency_id) == Agency.id))
    assert acronyms == ["KMSS"]
    assert "agency_new" not in told(report)


def test_a_slip_in_an_agency_is_told(bring) -> None:
    report = bring("commitments", HEAD, changed(ROW, reporting="Karuna Mision Social Solidarity"))
    assert "agency_new_near" in told(report)


@pytest.mark.parametrize("column", ["Reporting organization", "Implementing partner", "Donor"])
@pytest.mark.parametrize("person", ["Daw Mya Mya Htun", "Karuna 09 450 012 345", "x@example.org"])
def test_a_person_for_an_organisation_is_listed_and_never_repeated(bring, store, words, column, person) -> None:
    head = HEAD if column in HEAD else f"{HEAD},{column}"
    row = changed(ROW, reporting=person) if column in HEAD else f"{ROW},{person}"
    report = bring("commitments", head, row)
    assert [(one.column, one.value, one.expected) for one in report.listed] == [(column, "", "no_person")]
    assert person.split()[-1] not in str(report.to_json(words))
    assert current(store) == []


NOBODY = "date,township,location,activity,beneficiaries"


def test_rows_that_name_nobody_go_under_no_organisation(bring, csv_file, store) -> None:
    bring("commitments", NOBODY, "2026-06-01,Hka Mai,Lawa Bum,food distribution,50")
    assert store.rows(select(Agency.acronym).join(Commitment, col(Commitment.agency_id) == Agency.id)) == [NOT_NAMED]
    assert NOT_NAMED not in {one.acronym for one in store.read(everyone)}
    path = csv_file(NOBODY, "2026-07-01,Hka Mai,Lawa Bum,food distribution,50")
    _file(store, path, agency="kbc")
    assert [one.acronym for one in store.rows(select(Agency).where(Agency.id == current(store)[-1].agency_id))] == [
        "KBC"
    ]
    with pytest.raises(FileError, match="agency"):
        _file(store, path, agency="NOBODY AT ALL")


def test_an_empty_organisation_is_listed_where_others_are_named(bring) -> None:
    report = bring("commitments", HEAD, ROW, changed(ROW, reporting=""), how=PARTIAL)
    assert [(one.row, one.expected) for one in report.listed] == [(3, "agency_empty")]


def test_a_person_brings_the_own_agencys_sheet_only(bring, store) -> None:
    (kbc,) = store.rows(select(Agency).where(Agency.acronym == "KBC"))
    store.viewer = Viewer("person", role=Role.AGENCY, agency_id=kbc.id, agency="KBC", label="P-1")
    assert counts(bring("commitments", HEAD, ROW))[1] == 1
    for other in ("KMSS", "Nobody Knows Us"):
        with pytest.raises(NotAllowedError):
            bring("commitments", HEAD, changed(ROW, reporting=other))


def test_the_template_stays_strict(bring, store) -> None:
    report = bring(
        "commitments", "agency,place,township,activity,target,status", "Strangers,Lawa Bum,,FSC-A1,5,pledged"
    )
    assert [one.expected for one in report.listed] == ["agency"]
    with pytest.raises(FileError):
        bring("commitments", "place,township,activity,target,month", "Lawa Bum,Hka Mai,FSC-A1,5,2026-01")


def test_a_forced_5w_that_is_none(csv_file, store) -> None:
    with pytest.raises(FileError):
        _file(store, csv_file("a,b", "1,2"), forced="5w")
    with pytest.raises(FileError):
        import_file(store, of_commitments(CommitmentFile()), csv_file(HEAD, ROW), How(mapping={"Donor": "nothing"}))


def test_a_column_by_another_name(csv_file, store) -> None:
    path = csv_file(HEAD.replace("Village", "Ort"), ROW)
    report = import_file(store, of_commitments(CommitmentFile()), path, How(mapping={"Ort": "settlement"}))
    assert counts(report)[1] == 1


def test_headers_with_line_breaks_and_a_sum_under_the_table(csv_file, store) -> None:
    head = HEAD.replace("Month (of implementation)", '"Month \n(of implementation)"')
    _, report = _file(store, csv_file(head, ROW, "Total,,,,,,,,25,120", ",,,,,,,,,"), how=How())
    assert counts(report) == (1, 1, 0, 0, 0)
    assert "row_total" in told(report)


def test_every_good_row_waits_for_the_bad_ones_unless_partial(bring, store) -> None:
    report = bring("commitments", HEAD, ROW, changed(ROW, main="dancing"))
    assert (report.held, current(store)) == (True, [])
