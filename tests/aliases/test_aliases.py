"""What coordinators decide: confirmed at once for everybody, refused for good, and taken back without a trace."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.database import Database
from coordination import aliases, answer
from coordination.aliases import AddAlias, ConfirmAlias, RefuseAlias, TakeBackAlias
from coordination.errors import NotAllowedError, Refusal
from coordination.place_import import ImportPlaces
from coordination.place_rows import PlaceRow
from coordination.retention import PurgeOldData
from coordination.scope import Scope
from coordination.viewer import OPERATOR, TICK, Chat, Role, Viewer
from models.aliases import PlaceAlias
from models.audit import AuditEntry
from models.picks import AliasPick
from models.places import PlaceName
from tests.aliases.conftest import AGENCY, BOSS, Office, asker, keyed, later
from tests.hka_mai import NOW

TYPED = "lawwa bumm"
OTHERS = [
    AGENCY,
    TICK,
    *(Viewer(kind="person", role=role, ref="x", label="P-9") for role in (Role.PROTECTION, Role.ADMIN, Role.FOCAL)),
    Viewer(kind="person", role=Role.COORDINATOR, ref="boss", label="P-2", chat=Chat.GROUP),
]


def waiting(office: Office, text: str = TYPED, place: str = "Lawa Bum") -> int:
    """The id of a spelling that two people picked."""
    for who in ("one", "two"):
        office.choose(text, place, asker(who))
    return next(alias.id or 0 for alias in office.shown() if alias.text == text)


def spellings(office: Office) -> list[tuple[int, str, str]]:
    return sorted((name.place_id, name.folded, name.kind) for name in office.rows(PlaceName))


def refused(work: Callable[[], Any]) -> str:
    """The key of the refusal."""
    with pytest.raises(Refusal) as refusal:
        work()
    return refusal.value.key


def test_a_confirmed_alias_is_gone_on_with_by_everybody(office: Office) -> None:
    assert office.meaning(f"water in {TYPED}") == ("none", None)
    done = office.do(ConfirmAlias(waiting(office)))
    assert (done.state, done.decided_by, done.decided_at) == ("confirmed", "P-2", NOW)
    assert office.meaning(f"water in {TYPED}") == ("one", "Lawa Bum")
    assert office.shown() == ()
    assert [alias.text for alias in office.shown(aliases.CONFIRMED)] == [TYPED]


def test_another_process_sees_it_at_once_and_its_taking_back_too(office: Office) -> None:
    other = Database(office.db.url)
    abroad = Office(other, office.desk, office.places)
    number = waiting(office)
    try:
        assert abroad.meaning(TYPED) == ("none", None)
        office.do(ConfirmAlias(number))
        assert abroad.meaning(TYPED) == ("one", "Lawa Bum")
        office.do(TakeBackAlias(number))
        assert abroad.meaning(TYPED) == office.meaning(TYPED) == ("none", None)
    finally:
        other.close()


def test_taking_back_removes_exactly_that_row(office: Office) -> None:
    before = spellings(office)
    number = waiting(office)
    office.do(ConfirmAlias(number))
    assert set(spellings(office)) - set(before) == {(office.places["Lawa Bum"], "lawwabumm", "alias")}
    office.do(TakeBackAlias(number))
    assert spellings(office) == before
    assert office.rows(PlaceAlias) == []


def test_who_picked_goes_with_the_decision(office: Office) -> None:
    office.do(ConfirmAlias(waiting(office)))
    office.do(RefuseAlias(waiting(office, "dhaw kawn boom", "Daw Hkawn Bum")))
    assert office.rows(AliasPick) == []


def test_history_tells_who_and_when_and_no_text(office: Office) -> None:
    number = waiting(office)
    for command in (ConfirmAlias(number), TakeBackAlias(number)):
        office.do(command)
    added = office.add("lbm", "Lawa Bum")
    entries = [(entry.action, entry.actor, entry.counts["alias"], entry.counts["place"], entry.at)
               for entry in office.rows(AuditEntry)]  # fmt: skip
    place = office.places["Lawa Bum"]
    assert entries == [
        ("aliases.confirm", "P-2", number, place, NOW),
        ("aliases.take_back", "P-2", number, place, NOW),
        ("aliases.add", "P-2", added.id, place, NOW),
    ]
    assert office.rows(AuditEntry)[0].counts["people"] == 2
    assert not any(TYPED in str(entry.counts) for entry in office.rows(AuditEntry))


def test_a_refused_spelling_does_not_come_again_until_that_is_taken_back(office: Office) -> None:
    number = waiting(office)
    office.do(RefuseAlias(number))
    office.choose(TYPED, "Lawa Bum", asker("three"))
    assert office.shown() == ()
    assert office.meaning(TYPED) == ("none", None)
    office.choose(TYPED, "Daw Hkawn Bum", asker("three"))
    assert [alias.place.name for alias in office.shown()] == ["Daw Hkawn Bum"], "another place is another question"
    office.do(TakeBackAlias(number))
    office.choose(TYPED, "Lawa Bum", asker("three"))
    assert {alias.place.name for alias in office.shown()} == {"Daw Hkawn Bum", "Lawa Bum"}


def test_the_text_of_a_refusal_goes_after_thirty_days_and_the_refusal_stays(office: Office) -> None:
    number = waiting(office)
    office.do(RefuseAlias(number))
    office.do(PurgeOldData(), TICK, later(days=30))
    assert [alias.text for alias in office.shown(aliases.REFUSED)] == [TYPED]
    assert office.do(PurgeOldData(), TICK, later(days=30.1)).refused_spellings == 1
    assert [(alias.text, alias.place.name) for alias in office.shown(aliases.REFUSED)] == [(None, "Lawa Bum")]
    office.choose(TYPED, "Lawa Bum", at=later(days=40))
    assert office.shown(at=later(days=40)) == ()
    assert "lawwa" not in " ".join(str(vars(row)) for row in office.rows(PlaceAlias))
    office.do(TakeBackAlias(number))
    assert office.rows(PlaceAlias) == []


def test_a_confirmed_alias_stays_when_its_picks_go(office: Office) -> None:
    office.do(ConfirmAlias(waiting(office)))
    office.do(PurgeOldData(), TICK, later(days=400))
    assert office.meaning(TYPED) == ("one", "Lawa Bum")


@pytest.mark.parametrize("viewer", OTHERS, ids=lambda viewer: f"{viewer.role or viewer.kind} {viewer.chat}")
def test_only_coordinators_in_private_see_and_decide(office: Office, viewer: Viewer) -> None:
    number, place = waiting(office), office.places["Lawa Bum"]
    commands = (ConfirmAlias(number), RefuseAlias(number), TakeBackAlias(number), AddAlias("lbm", place, keyed("x")))
    reads: tuple[Callable[[Scope], Any], ...] = (
        aliases.listing,
        lambda scope: aliases.get(scope, number, aliases.WAITING),
        lambda scope: aliases.named(scope, TYPED),
        lambda scope: aliases.propose(scope, "lbm", "Lawa Bum"),
        lambda scope: aliases.proposed(scope, "lbm", place),
    )
    for command in commands:
        with pytest.raises(NotAllowedError):
            office.do(command, viewer)
    for read in reads:
        with pytest.raises(NotAllowedError):
            office.run(read, viewer)
    assert [alias.state for alias in office.shown()] == ["waiting"]


def test_what_was_decided_is_not_decided_again(office: Office) -> None:
    number = waiting(office)
    office.do(ConfirmAlias(number))
    for command in (ConfirmAlias(number), RefuseAlias(number), ConfirmAlias(number + 1)):
        assert refused(lambda command=command: office.do(command)) == "aliases.decided"
    office.do(TakeBackAlias(number))
    assert refused(lambda: office.do(TakeBackAlias(number))) == "aliases.decided"
    assert waiting(office) > number, "an old button must not mean another alias"


def test_the_very_name_of_another_place_is_told_and_still_asked(office: Office) -> None:
    added = office.add("Daw Hkawn Bum", "Lawa Bum")
    assert [place.name for place in added.also] == ["Daw Hkawn Bum"]
    assert office.meaning("Daw Hkawn Bum") == ("ask", None)


def test_namesakes_beyond_three_are_counted_those_on_the_list_first(office: Office) -> None:
    listed = [office.places[name] for name in ("Lawa Bum", "Kawng Hpra")]

    def more(session: Any) -> None:
        for place_id in (1, 2, 3, *listed):
            session.add(PlaceName(place_id=place_id, text="Zup", folded="zup", kind="alias"))

    office.db.transaction(more)
    added = office.add("Zup", "Daw Hkawn Bum")
    assert [place.id for place in added.also] == [*listed, 1]
    assert added.others == 2


@pytest.mark.parametrize(
    ("text", "key"),
    [("Lawa  bum", "aliases.known"), ("x", "aliases.length"), ("x" * 61, "aliases.length"), ("", "aliases.length"),
     ("water", "aliases.everyday"), ("UNHCR", "aliases.everyday"), ("the camp", "aliases.everyday"),
     ("MMR001002", "aliases.everyday"), ("Daw Mya Mya", "refusal.personal"), ("09 123 456 789", "refusal.personal")],
)  # fmt: skip
def test_names_that_would_mislead_are_not_taken(office: Office, text: str, key: str) -> None:
    before = spellings(office)
    assert refused(lambda: office.add(text, "Lawa Bum")) == key
    assert (spellings(office), office.rows(PlaceAlias)) == (before, [])


def test_a_place_that_is_not_there_gets_no_name(office: Office) -> None:
    assert refused(lambda: office.do(AddAlias("lbm", 9999, keyed("x")))) == "place.unknown"


def test_a_coordinators_own_alias_needs_no_pick_and_ends_a_refusal(office: Office) -> None:
    office.do(RefuseAlias(waiting(office)))
    assert office.add(f"  {TYPED} ", "Lawa Bum").text == TYPED
    assert office.meaning(TYPED) == ("one", "Lawa Bum")
    assert [row.state for row in office.rows(PlaceAlias)] == ["confirmed"]


@pytest.mark.parametrize(
    ("place", "names", "sure", "near"),
    [
        ("Lawa Bum", {"Lawa Bum"}, True, False),
        ("Kawng Hpra", {"Kawng Hpra"}, False, False),
        ("Kawng Hpra, Nmai Ga", {"Kawng Hpra"}, True, False),
        ("Lawa Bumm", {"Lawa Bum"}, False, True),
    ],
)
def test_which_place_a_proposal_means(office: Office, place: str, names: set[str], sure: bool, near: bool) -> None:
    found = office.run(lambda scope: aliases.propose(scope, "zup zup", place), BOSS)
    assert ({one.name for one in found.places}, found.sure, found.near) == (names, sure, near)


@pytest.mark.parametrize(
    ("place", "key"), [("zzyx quux", "aliases.no_place"), ("Daw Mya Mya 09 123 456 789", "refusal.personal")]
)
def test_what_is_no_place_is_a_sentence(office: Office, place: str, key: str) -> None:
    assert refused(lambda: office.run(lambda scope: aliases.propose(scope, "zup zup", place), BOSS)) == key


def test_pages_and_counts(office: Office) -> None:
    for letter in "aeioxyz":
        office.choose(f"lawwa b{letter}mm", "Lawa Bum")
    first, beyond = (office.run(lambda scope, at=at: aliases.listing(scope, "waiting", at), BOSS) for at in (0, 9))
    assert (len(first.entries), first.pages, first.counts["waiting"]) == (5, 2, 7)
    assert (beyond.page, len(beyond.entries)) == (1, 2)


def brought(office: Office, *names: str) -> None:
    """A list of places that calls Lawa Bum so."""
    row = PlaceRow(
        1, "village", "Lawa Bum", "test", source_id=source_of(office), aliases=tuple((name, "alias") for name in names)
    )
    office.do(ImportPlaces((row,)), OPERATOR)


def source_of(office: Office) -> str:
    place = office.places["Lawa Bum"]
    source: str = office.run(lambda scope: answer.places.get(scope, place).source_id)
    return source


def test_an_import_neither_drops_nor_doubles_an_alias_of_the_desk(office: Office) -> None:
    number = waiting(office)
    office.do(ConfirmAlias(number))
    before = spellings(office)
    for _ in range(2):
        brought(office)
        brought(office, TYPED)
        assert spellings(office) == before
    assert office.meaning(TYPED) == ("one", "Lawa Bum")


def test_what_an_import_has_brought_too_stays_when_the_desk_takes_its_own_back(office: Office) -> None:
    number = waiting(office)
    office.do(ConfirmAlias(number))
    brought(office, "Lawwa Bumm")
    office.do(TakeBackAlias(number))
    assert office.meaning(TYPED) == ("one", "Lawa Bum")
    assert office.rows(PlaceAlias) == []


def test_a_list_that_names_it_otherwise_leaves_the_alias_the_desks(office: Office) -> None:
    number = waiting(office)
    office.do(ConfirmAlias(number))
    brought(office, "Zup Zup")
    office.do(TakeBackAlias(number))
    assert office.meaning(TYPED) == ("none", None)


def test_what_a_list_brings_no_longer_waits(office: Office) -> None:
    number = waiting(office)
    brought(office, TYPED)
    assert office.shown() == ()
    assert refused(lambda: office.do(ConfirmAlias(number))) == "aliases.known"
