"""What finds the like of a name: pieces of letters, trees, and the country where there is no table."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination import places
from coordination.spellings import PLAIN_NAME
from tests.places.conftest import Office
from understanding.grams import GramIndex
from understanding.place_index import Entry, PlaceIndex
from understanding.place_near import near, rank
from understanding.places import search
from understanding.ranker import Ranker
from understanding.redaction import findings

NAMES = st.text("abghknmw ", min_size=1, max_size=9)


@given(st.lists(NAMES, min_size=1, max_size=30, unique=True), st.data())
def test_a_text_is_found_by_its_own_pieces(texts: list[str], data: st.DataObject) -> None:
    index = GramIndex(texts)
    wanted = data.draw(st.sampled_from(texts))
    for _ in range(2):
        ids, scores = index.best(wanted, 3)
        assert len(ids) == len(set(ids.tolist())) <= 3
        assert scores[ids.tolist().index(texts.index(wanted))] == pytest.approx(max(scores), rel=1e-4)


def test_what_shares_no_piece_is_not_found() -> None:
    ids, _ = GramIndex(["lawa", "hkamai"]).best("zzz", 5)
    assert len(ids) == 0


def test_trees_are_read_from_left_to_right() -> None:
    tree = {"nodes": [[0, 1.0, 0xFFFE], [1, 5.0, 0xFFFD]], "leaves": [10.0, 20.0, 30.0]}
    ranker = Ranker({"figures": ["a", "b"], "trees": [tree, {"nodes": [], "leaves": [0.5]}]})
    rows = np.array([[0, 0], [2, 0], [2, 9], [0, 9]], np.float32)
    assert ranker.scores(rows).tolist() == [10.5, 20.5, 30.5, 10.5]


@pytest.mark.parametrize("typed", ["Moyalee", "moyale", "Moyale town", "Moyyale, Borana"])
def test_another_country_needs_no_table(typed: str) -> None:
    country = [
        Entry(1, "ET04", None, "Oromia", None, "state", None, None, 1, True, False),
        Entry(2, "ET0407", None, "Borana", None, "township", 1, 2, 1, True, False),
        Entry(3, "ET0407a", None, "Moyale", None, "village", 2, 2, 1, True, False),
        Entry(4, "ET0407b", None, "Yabelo", None, "village", 2, 2, 1, True, False),
    ]
    spellings = [(entry.id, entry.name.lower(), "name", entry.name) for entry in country]
    index = PlaceIndex(country, spellings)
    assert search(index, typed).decision.choices[0].place_id == 3
    assert not rank(index, "moyalee").sure
    assert near(index, "yabello")[0].place_id == 4


def test_a_list_of_another_country_imports_and_answers(empty: Office) -> None:
    header = ["pcode", "kind", "name", "township", "state"]
    rows = [["TD1401", "village", "Boulo Kosso", "Mamdi", "Lac"], ["TD1402", "village", "Ngouboua", "Mamdi", "Lac"]]
    empty.take_in(header, rows)
    assert empty.ids("Boulo Kosso") == ("exact", ["TD1401"])
    assert empty.ids("bouloukosso")[1][0] == "TD1401"
    assert empty.ids("xqzw") == ("none", [])
    assert PLAIN_NAME == "plain"


@pytest.mark.parametrize("typed", ["Lunng Hpra", "Lung Phra", "lunghpara"])
def test_misspelled_names_alone_offer_the_place(office: Office, typed: str) -> None:
    decision, ids = office.ids(typed)
    assert decision in {"none", "one"}
    assert ids[0] == "gn:91"


def test_the_only_name_of_these_letters_is_asked_beside_one_that_sounds_the_same(empty: Office) -> None:
    header = ["place_id", "kind", "name", "township", "state"]
    rows = [["x:1", "village", "Hpa Htang", "Hka Mai", "S"], ["x:2", "village", "Pha Thang", "Hka Mai", "S"]]
    empty.take_in(header, rows)
    assert empty.ids("Hpa Htang") == ("ask", ["x:1", "x:2"])
    assert empty.ids("Hpa Htang, Hka Mai") == ("exact", ["x:1"])


def test_zawgyi_means_the_place_of_the_unicode_name(empty: Office) -> None:
    header = ["place_id", "kind", "name", "name_my", "township", "state"]
    empty.take_in(header, [["x:1", "village", "Kyaung Gon", "ကျောင်းကုန်း", "Hka Mai", "S"]])
    assert empty.ids("ေက်ာင္းကုန္း") == empty.ids("ကျောင်းကုန်း") == ("exact", ["x:1"])


def test_a_name_that_begins_like_a_person_and_ends_like_a_word_is_a_place(empty: Office) -> None:
    header = ["place_id", "kind", "name", "township", "state"]
    empty.take_in(header, [["x:1", "village", "Daw Hpra-to", "Hka Mai", "S"]])
    text = "10 HH go to Daw Hpra-to in May"
    found = empty.read(lambda scope: findings(text, places.spans(scope, text)))
    assert found == ()
    assert empty.ids(text) == ("exact", ["x:1"])
