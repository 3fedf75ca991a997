"""Agencies: the shipped list is there, a desk's own extends and overrides it."""

import pytest
from sqlmodel import select

from coordination import agencies
from coordination.agencies import SetPresence
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import execute
from coordination.viewer import GROUP, OPERATOR, Role, Viewer
from models.audit import AuditEntry

HEAD = "acronym,name,aliases,kind"


def counts(report) -> tuple[int, int, int, int, int]:
    return report.rows, report.stored, report.updated, report.unchanged, len(report.listed)


def by_name(store, text: str) -> str | None:
    found = store.read(lambda scope: agencies.by_name(scope, text))
    return found.acronym if found else None


def test_seeding_twice_changes_nothing(store) -> None:
    before = store.read(agencies.everyone)
    store.write(agencies.seed)
    assert store.read(agencies.everyone) == before
    assert len(before) == len(store.desk.catalogue.agencies)


@pytest.mark.parametrize("text", ["KBC", "kbc", "Kachin Baptist Convention", "kachin baptist", " K.B.C. "])
def test_by_acronym_name_and_alias(store, text: str) -> None:
    assert by_name(store, text) == "KBC"


@pytest.mark.parametrize(
    ("text", "acronym"), [("Trocaire", "TROCAIRE"), ("OCHA", "UNOCHA"), ("", None), ("nobody", None)]
)
def test_accents_aliases_and_strangers(store, text: str, acronym: str | None) -> None:
    assert by_name(store, text) == acronym


def test_an_alias_of_two_names_nobody_and_an_acronym_goes_before_it(bring, store) -> None:
    bring("agencies", HEAD, "AAA,First,Same|KBC,INGO", "BBB,Second,Same,local")
    assert by_name(store, "Same") is None
    assert by_name(store, "KBC") == "KBC"


def test_extends_overrides_and_keeps_the_rest(bring, store) -> None:
    before = len(store.read(agencies.everyone))
    lines = (
        HEAD,
        "kbc,Kachin Baptist Convention,KB Convention,local",
        "NEW,A new one,,",
        "SI,Solidarités International,Solidarites,INGO",
    )
    assert counts(bring("agencies", *lines)) == (3, 1, 1, 1, 0)
    assert counts(bring("agencies", *lines)) == (3, 0, 0, 3, 0)
    assert (by_name(store, "KB Convention"), by_name(store, "Kachin Baptist")) == ("kbc", None)
    assert len(store.read(agencies.everyone)) == before + 1
    assert [one.kind for one in store.read(agencies.everyone) if one.acronym == "NEW"] == ["other"]


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        (",Nobody,,local", "acronym", "acronym"),
        ("--,Nobody,,local", "acronym", "acronym"),
        ("NBD,,,local", "name", "agency_name"),
        ("NBD,Nobody,,club", "kind", "one_of"),
        ("OCHA,Another,,UN", "acronym", "acronym_taken"),
        ("NBD,Daw Mya Mya Htun,,local", "name", "no_person"),
    ],
)
def test_wrong_rows(bring, row: str, column: str, expected: str) -> None:
    assert [(one.column, one.expected) for one in bring("agencies", HEAD, row).listed] == [(column, expected)]


def test_an_acronym_twice(bring) -> None:
    report = bring("agencies", HEAD, "AAA,One,,local", "aaa,Two,,local")
    assert [(one.row, one.expected) for one in report.listed] == [(3, "once")]


def _person(store, role: Role, acronym: str = "KBC") -> Viewer:
    agency = store.read(lambda scope: agencies.by_name(scope, acronym))
    return Viewer("person", role=role, agency_id=agency.id, label="P-7")


@pytest.mark.parametrize(
    ("role", "acronym", "allowed"),
    [
        (Role.AGENCY, "KBC", True),
        (Role.FOCAL, "KBC", True),
        (Role.AGENCY, "KMSS", False),
        (Role.COORDINATOR, "KBC", False),
        (Role.ADMIN, "KBC", False),
    ],
)
def test_only_the_agency_itself_shows_where_it_works(store, role: Role, acronym: str, allowed: bool) -> None:
    kbc = store.read(lambda scope: agencies.by_name(scope, "KBC"))
    assert not kbc.shows_presence
    store.viewer = _person(store, role, acronym)
    if allowed:
        assert store.write(lambda scope: execute(scope, SetPresence(kbc.id, on=True))).shows_presence
        (entry,) = store.rows(select(AuditEntry))
        assert (entry.action, entry.counts) == ("agencies.presence", {"agency": "KBC", "on": True})
    else:
        with pytest.raises(NotAllowedError):
            store.write(lambda scope: execute(scope, SetPresence(kbc.id, on=True)))


def test_presence_of_no_agency_and_of_a_group(store) -> None:
    store.viewer = OPERATOR
    with pytest.raises(Refusal, match=r"agency\.unknown"):
        store.write(lambda scope: execute(scope, SetPresence(999, on=True)))
    store.viewer = GROUP
    with pytest.raises(NotAllowedError):
        store.write(lambda scope: execute(scope, SetPresence(1, on=True)))


def test_an_import_touches_nobodys_switch(bring, store) -> None:
    kbc = store.read(lambda scope: agencies.by_name(scope, "KBC"))
    store.write(lambda scope: execute(scope, SetPresence(kbc.id, on=True)))
    bring("agencies", HEAD, "KBC,Kachin Baptist Convention,,local")
    assert store.read(lambda scope: agencies.by_name(scope, "KBC")).shows_presence
