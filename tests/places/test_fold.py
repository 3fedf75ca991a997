"""Keys and tokens."""

from hypothesis import given
from hypothesis import strategies as st

from understanding.fold import fold, tokens

LETTERS = st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "M", "P", "Zs")), max_size=30)


@given(st.text())
def test_folding_a_key_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzကခဂငစလမန", max_size=20))
def test_case_spaces_and_marks_make_no_difference(name: str) -> None:
    dressed = "- ".join(name.upper()) + "’ "
    assert fold(dressed) == fold(name)


@given(LETTERS)
def test_accents_make_no_difference(text: str) -> None:
    assert fold("".join(f"{char}\u0301" if char.isascii() and char.isalpha() else char for char in text)) == fold(text)


@given(st.lists(st.sampled_from([*"abC -'.၁", "လုံ", "ဖရာ", "သင်္ဘော", "မ့်", "é"]), max_size=20))
def test_tokens_stand_where_they_say_and_together_are_the_key(parts: list[str]) -> None:
    text = "က".join(parts)
    found = tokens(text)
    assert all(text[token.start : token.end] == token.text and fold(token.text) == token.key for token in found)
    assert "".join(token.key for token in found) == fold(text)


def test_letters_that_are_no_accented_ones() -> None:
    assert fold("Møng Ŋa") == "mongnga"


def test_burmese_vowels_stay_and_digits_become_ours() -> None:
    assert fold("လုံ ဖရာ (၄)") == "လုံဖရာ4"
    assert fold("လုံ") != fold("လ")


def test_burmese_is_cut_into_syllables() -> None:
    assert [token.text for token in tokens("သင်္ဘောဆိပ် ၁၄")] == ["သင်္ဘော", "ဆိပ်", "၁၄"]
