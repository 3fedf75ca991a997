"""Wrapping, escaping once, and cutting at sensible places."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from words.layout import BLANK, Line, height, page, plain, split, units
from words.message import LIMIT, Button
from words.wrapping import WIDTH, cells

BURMESE = "ကခဂဃ"


def test_user_text_is_escaped_in_text_and_label() -> None:
    (message,) = page([Line("a < b & c", label="<b>name</b>")])
    assert message.text == "<b>&lt;b&gt;name&lt;/b&gt;</b>  a &lt; b &amp; c"
    assert plain(message.text) == "<b>name</b>  a < b & c"


def test_a_line_is_wrapped_by_words_to_a_phone_screen() -> None:
    (message,) = page([Line("word " * 30, indent=True)])
    lines = message.text.split("\n")
    assert all(len(line) <= WIDTH and line.startswith("   word") for line in lines)


def test_what_hangs_is_set_in_where_it_is_wrapped() -> None:
    (message,) = page([Line("word " * 12, hang=True)])
    first, second = message.text.split("\n")
    assert first.startswith("word")
    assert second.startswith("   word")


def test_a_label_longer_than_a_line_is_bold_and_whole() -> None:
    label = "A name of many words that is longer than a line"
    (message,) = page([Line("", label=label)])
    assert plain(message.text).split() == label.split()
    assert all(re.fullmatch("<b>[^<]+</b>", line) for line in message.text.split("\n"))


def test_what_follows_a_label_of_two_lines_is_not_bold() -> None:
    (message,) = page([Line("and text", label="A name of many words & that is longer than a line")])
    assert message.text == "<b>A name of many words &amp; that is longer than</b>\n<b>a line</b>  and text"


def test_blank_lines_neither_pile_up_nor_stand_at_the_ends() -> None:
    (message,) = page([BLANK, Line("a"), BLANK, BLANK, Line("b"), BLANK])
    assert message.text == "a\n\nb"
    assert height([BLANK, Line("a"), BLANK, BLANK, Line("b"), BLANK]) == 3


def test_a_long_phrase_of_burmese_is_cut_between_syllables() -> None:
    phrase = "ရေမလုံလောက်သောအိမ်ထောင်စုများအတွက်" * 3
    (message,) = page([Line(phrase, indent=True)])
    lines = message.text.split("\n")
    assert "".join(line.strip() for line in lines) == phrase
    assert len(lines) > 1
    assert all(cells(line) <= WIDTH and re.match("   [\u1000-\u1021]", line) for line in lines)
    assert not any(re.match(".\u103a", line.strip()) or line.endswith("\u1039") for line in lines)


def test_a_short_phrase_of_burmese_goes_on_the_next_line_whole() -> None:
    first, second = "အိမ်ထောင်စုစစ်တမ်းကောက်ယူခဲ့ပြီး ဖြစ်ပါသည်၊", "ရေမလုံလောက်ပါ"
    (message,) = page([Line(f"{first} {second}")])
    assert message.text.split("\n") == [first, second]


def test_a_comma_after_burmese_is_a_burmese_one() -> None:
    (message,) = page([Line("ပညာရေး, WASH, ကျန်းမာရေး")])
    assert message.text == "ပညာရေး၊ WASH, ကျန်းမာရေး"


def test_only_the_last_of_several_messages_has_buttons() -> None:
    first, last = page([Line("word " * 900)], [[Button("Next", "1|v|1")]])
    assert (first.buttons, len(last.buttons)) == ((), 1)


def test_a_limit_of_burmese_letters_fits_and_one_more_does_not() -> None:
    assert split(BURMESE[0] * LIMIT) == [BURMESE[0] * LIMIT]
    assert [units(text) for text in split(BURMESE[0] * (LIMIT + 1))] == [LIMIT, 1]


def test_letters_beyond_the_basic_plane_count_twice() -> None:
    assert units("🔴") == 2
    assert [units(text) for text in split("🔴" * LIMIT)] == [LIMIT, LIMIT]


def test_entities_count_once_and_stay_whole() -> None:
    assert units("&amp;&lt;") == 2
    for text in split("&amp;" * (LIMIT + 10)):
        assert re.fullmatch("(&amp;)+", text)


@pytest.mark.parametrize("mark", ["\n\n", "\n", " "])
def test_sections_then_lines_then_words_are_the_places_to_cut(mark: str) -> None:
    half = "x" * 30
    assert split(f"{half}{mark}{half}", 40) == [half, half]


def test_an_open_tag_is_closed_at_the_cut_and_opened_again() -> None:
    assert split(f"<b>{'x' * 30} {'y' * 30}</b>", 40) == [f"<b>{'x' * 30}</b>", f"<b>{'y' * 30}</b>"]


PIECES = st.lists(
    st.sampled_from(["ab ", "<b>bold words</b> ", "&amp;", "🔴", BURMESE, "\n", "<i>", "</i>", "\n\n"]), max_size=80
)


@given(PIECES, st.integers(8, 60))
def test_no_piece_is_lost_or_too_long(pieces: list[str], limit: int) -> None:
    html = "".join(pieces)
    texts = split(html, limit)
    assert all(units(text) <= limit for text in texts)
    assert "".join("".join(map(plain, texts)).split()) == "".join(plain(html).split())
