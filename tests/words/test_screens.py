"""Long answers screen by screen: whole blocks, their source on each screen, nothing lost, nothing too long."""

import pytest

from bot.resources import resource
from coordination.catalogue import load
from coordination.viewer import Role, Viewer
from words import Words
from words.language import read_locales
from words.layout import BLANK, Line, plain
from words.message import Button
from words.screens import MOST_LINES, Long, blocks_of, screen
from words.telling import Telling

TELL = Telling(
    Words(read_locales(resource("locales"))), load(resource("data")), Viewer(kind="person", role=Role.AGENCY), None
)
TAIL = [BLANK, Line("The end.")]


def shown(long: Long, page: int) -> tuple[str, list[Button]]:
    tell = Telling(TELL.words, TELL.catalogue, TELL.viewer, None, page)
    (message,) = screen(tell, long, lambda at: f"p{at}", lambda turn: [turn])
    return plain(message.text), [one for row in message.buttons for one in row]


def test_what_fits_has_no_pages() -> None:
    text, buttons = shown(Long("Title", [Line("below")], [[Line("one")], [Line("two")]], TAIL), 0)
    assert text == "Title\nbelow\n\none\n\ntwo\n\nThe end."
    assert buttons == []


def test_blocks_stay_whole_and_all_of_them_are_told() -> None:
    blocks = [[Line(f"head {at}"), *(Line(f"{at}.{line}", indent=True) for line in range(5))] for at in range(6)]
    told = [shown(Long("Title", [], blocks, TAIL), page) for page in range(2)]
    assert [len(text.split("\n")) <= MOST_LINES for text, _ in told] == [True] * 2
    assert all(text.startswith("Title (") and text.endswith("The end.") for text, _ in told)
    lines = [line.strip() for text, _ in told for line in text.split("\n")]
    assert [line for line in lines if "." in line and line != "The end."] == [
        f"{at}.{line}" for at in range(6) for line in range(5)
    ]
    assert [[one.data for one in buttons] for _, buttons in told] == [["p1"], ["p0"]]


def test_a_block_longer_than_a_screen_goes_on_below_its_heading() -> None:
    long = Long("Title", [], [[Line("source:"), *(Line(f"value {at}", indent=True) for at in range(40))]], TAIL)
    texts = [shown(long, page)[0] for page in range(3)]
    assert all(text.count("source:") == 1 for text in texts)
    assert [f"value {at}" in "\n".join(texts) for at in range(40)] == [True] * 40


@pytest.mark.parametrize("page", [-3, 99])
def test_beyond_the_last_screen_is_a_screen(page: int) -> None:
    assert "Title" in shown(Long("Title", [], [[Line("x")]] * 30, TAIL), page)[0]


def test_blocks_are_cut_at_blank_lines() -> None:
    assert blocks_of([BLANK, Line("a"), Line("b"), BLANK, BLANK, Line("c")]) == [[Line("a"), Line("b")], [Line("c")]]
