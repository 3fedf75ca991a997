"""Data of buttons: versioned, at most 64 bytes, read back after any restart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.scope import Desk
from words import buttons as press
from words.buttons import MOST_BYTES, VERBS, Pressed, data, read

LARGEST = 2**63 - 1


def test_what_was_typed_comes_last_and_is_the_first_to_be_left_out(desk: Desk) -> None:
    assert data(press.VILLAGE, 12, asked=7) == "1|v|12|||7"
    assert read(desk.catalogue, "1|s|12|wash||7") == Pressed(press.SECTOR, 12, ("WASH",), 0, 7)
    full = data(press.SECTOR, LARGEST, desk.catalogue.sectors, asked=7)
    assert full == data(press.SECTOR, LARGEST, desk.catalogue.sectors)


@given(st.sampled_from(VERBS), st.integers(0, LARGEST), st.integers(0, 9999), st.data())
def test_what_is_written_is_read(desk: Desk, verb: str, place: int, page: int, more: st.DataObject) -> None:
    sectors = more.draw(st.lists(st.sampled_from(desk.catalogue.sectors), max_size=1))
    text = data(verb, place, sectors, page)
    assert len(text.encode()) <= MOST_BYTES
    assert read(desk.catalogue, text) == Pressed(verb, place, tuple(sectors), page)


@pytest.mark.parametrize("verb", VERBS)
def test_the_largest_ids_fit(desk: Desk, verb: str) -> None:
    for sector in desk.catalogue.sectors:
        assert len(data(verb, LARGEST, (sector,), 99999).encode()) <= MOST_BYTES


def test_sectors_that_do_not_fit_are_left_out(desk: Desk) -> None:
    text = data(press.SECTOR, LARGEST, desk.catalogue.sectors)
    found = read(desk.catalogue, text)
    assert len(text.encode()) <= MOST_BYTES
    assert found is not None
    assert found.sectors == desk.catalogue.sectors[: len(found.sectors)] != ()


def test_documented_shapes(desk: Desk) -> None:
    assert data(press.VILLAGE, 12) == "1|v|12"
    assert data(press.SECTOR, 12, ("WASH",)) == "1|s|12|wash"
    assert read(desk.catalogue, "1|g") == Pressed(press.GAPS)


@pytest.mark.parametrize(
    "text",
    ["", "|", "0|v|12", "2|v|12", "1|x|12", "1|v|twelve", "1|v|-3", "1|s|12|nonsense", "1|v|12||x", "1|v|1|wash|2|3|4",
     "1|v|1|||x", "1|v|1|||9223372036854775808",
     "1|v|" + "9" * 40, "1|v|١٢"],
)  # fmt: skip
def test_what_is_not_ours_is_not_read(desk: Desk, text: str) -> None:
    assert read(desk.catalogue, text) is None
