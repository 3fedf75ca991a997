"""Aliases of places that were made one, and of one that was split again."""

from collections.abc import Sequence

import pytest

from coordination import aliases
from coordination.aliases import ConfirmAlias, RefuseAlias, TakeBackAlias
from coordination.picks import NotePick
from coordination.place_merging import MergePlaces, SplitPlace
from coordination.retention import PurgeOldData
from coordination.viewer import OPERATOR
from models.aliases import PlaceAlias
from models.place_merges import PlaceMerge
from models.places import PlaceName
from tests.aliases.conftest import AGENCY, Office, asker, later
from understanding.fold import fold

KEPT, GONE, THIRD = "Daw Hkawn Bum", "Lawa Bum", "Kawng Hpra"
MISSPELLED, OTHER = "Lawa Bun", "Old Mill"


def merge(office: Office, kept: str = KEPT, gone: str = GONE) -> None:
    office.do(MergePlaces(office.places[kept], office.places[gone]))


def split(office: Office) -> None:
    """The last merge."""
    office.do(SplitPlace(office.rows(PlaceMerge)[-1].code))


def bearers(office: Office, text: str) -> list[int]:
    return sorted(name.place_id for name in office.rows(PlaceName) if name.folded == fold(text))


def ids(office: Office, *names: str) -> list[int]:
    return sorted(office.places[name] for name in names)


def waiting(office: Office) -> int:
    """The alias of a spelling that was picked for the place to go."""
    office.choose(MISSPELLED, GONE)
    return office.shown()[0].id or 0


def pick_when_merged(office: Office) -> Sequence[aliases.Alias]:
    """What waits when the spelling is picked for the kept place, after its text has gone."""
    at = later(days=32)
    asked = office.ask(MISSPELLED, at=at).asked
    assert asked is not None
    office.do(NotePick(asker(), asked, office.places[KEPT]), AGENCY, at)
    return office.shown(at=at)


def test_a_refusal_is_remembered_when_its_place_goes_into_another(office: Office) -> None:
    office.do(RefuseAlias(waiting(office)))
    office.do(PurgeOldData(), OPERATOR, later(days=31))
    assert [row.text for row in office.rows(PlaceAlias)] == [None]
    merge(office)
    merge(office, THIRD, KEPT)
    office.places[KEPT] = office.places[THIRD]
    assert not pick_when_merged(office)


def test_without_a_refusal_the_same_pick_waits(office: Office) -> None:
    merge(office)
    assert [alias.text for alias in pick_when_merged(office)] == [MISSPELLED]


def test_a_name_goes_with_its_place_and_comes_back(office: Office) -> None:
    alias = office.add(OTHER, GONE)
    merge(office)
    assert bearers(office, OTHER) == ids(office, KEPT)
    split(office)
    assert bearers(office, OTHER) == ids(office, GONE)
    office.do(TakeBackAlias(alias.id or 0))
    assert bearers(office, OTHER) == []


def test_no_split_brings_back_a_name_that_was_taken_back(office: Office) -> None:
    alias = office.add(OTHER, GONE)
    merge(office)
    merge(office, THIRD, KEPT)
    office.do(TakeBackAlias(alias.id or 0))
    assert bearers(office, OTHER) == []
    split(office)
    assert bearers(office, OTHER) == []
    office.do(SplitPlace(office.rows(PlaceMerge)[0].code))
    assert bearers(office, OTHER) == []


def test_a_name_given_anew_survives_the_split(office: Office) -> None:
    alias = office.add(OTHER, GONE)
    merge(office)
    office.do(TakeBackAlias(alias.id or 0))
    office.add(OTHER, KEPT)
    split(office)
    assert bearers(office, OTHER) == ids(office, KEPT)


def test_what_was_confirmed_while_they_were_one_is_a_name_of_its_place_only(office: Office) -> None:
    alias = waiting(office)
    merge(office)
    office.do(ConfirmAlias(alias))
    assert bearers(office, MISSPELLED) == ids(office, KEPT)
    split(office)
    assert bearers(office, MISSPELLED) == ids(office, GONE)


@pytest.mark.parametrize("kind", ["alias", "part"])
def test_the_kept_place_has_its_own_spelling_as_before(office: Office, kind: str) -> None:
    own = PlaceName(place_id=office.places[KEPT], text=OTHER, folded=fold(OTHER), kind=kind)
    office.run(lambda scope: scope.db.add(own))
    alias = office.add(OTHER, GONE)
    merge(office)
    office.do(TakeBackAlias(alias.id or 0))
    assert [name.kind for name in office.rows(PlaceName) if name.folded == fold(OTHER)] == [kind]
    split(office)
    assert bearers(office, OTHER) == ids(office, KEPT)
