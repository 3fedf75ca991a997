"""What a list of open needs is narrowed to, in the words of people."""

import pytest

from understanding.wanted import DEVELOPMENT, EVERYTHING, HUMANITARIAN, OLD, Wanted, of_code, read


@pytest.mark.parametrize(
    ("text", "wanted", "rest"),
    [
        ("WASH severity 3", Wanted(severity=3), "WASH"),
        ("wash sev 3+ mansi", Wanted(severity=3), "wash mansi"),
        ("severity at least 4", Wanted(severity=4), ""),
        ("severity 2 or more", Wanted(severity=2), ""),
        ("ပြင်းထန်မှုအဆင့် ၃", Wanted(severity=3), ""),
        ("no agency at all", Wanted(nobody=True), ""),
        ("health without any agency", Wanted(nobody=True), "health"),
        ("still no school support", Wanted(nobody=True), ""),
        ("not yet covered", Wanted(nobody=True), ""),
        ("အေဂျင်စီမရှိ", Wanted(nobody=True), ""),
        ("out of date in Hka Mai", Wanted(fresh=OLD), "in Hka Mai"),
        ("development needs", Wanted(nexus=DEVELOPMENT), ""),
        ("humanitarian needs no agency", Wanted(nobody=True, nexus=HUMANITARIAN), ""),
        ("food in Hka Mai", EVERYTHING, "food in Hka Mai"),
        ("", EVERYTHING, ""),
    ],
)
def test_filters_and_what_is_left(text: str, wanted: Wanted, rest: str) -> None:
    found, left = read(text)
    assert (found, " ".join(left.split())) == (wanted, rest)
    assert len(left) == len(text)


@pytest.mark.parametrize("wanted", [EVERYTHING, Wanted(3, OLD, True, DEVELOPMENT), Wanted(0), Wanted(nobody=True)])
def test_a_button_says_the_same(wanted: Wanted) -> None:
    assert of_code(wanted.code) == wanted


@pytest.mark.parametrize("code", ["x", "5", "3x"])
def test_no_filters_of_ours(code: str) -> None:
    assert of_code(code) is None
