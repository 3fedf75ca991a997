"""One household needs, two need; a band is many."""

import re

import pytest

from bot.resources import resource
from coordination.catalogue import load
from words import Words
from words.beside import own
from words.labels import unanswered_phrase, unit_name
from words.language import read_locales

WORDS = Words(read_locales(resource("locales")))
CATALOGUE = load(resource("data"))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1", "1 HH needs food"),
        (1, "1 HH needs food"),
        ("2", "2 HH need food"),
        ("0", "0 HH need food"),
        ("<20", "<20 HH need food"),
        ("20–49", "20–49 HH need food"),
        ("1 of 96", "1 of 96 HH need food"),
    ],
)
def test_the_form_follows_the_number(number: object, said: str) -> None:
    assert WORDS.say("indicator.FSC-02", n=number) == said


def test_units_have_a_form_for_one() -> None:
    assert (unit_name(WORDS, "works", "1"), unit_name(WORDS, "works", "3")) == ("piece of work", "pieces of work")
    assert (unit_name(WORDS, "HH", 1), unit_name(WORDS, "crates", 1)) == ("HH", "crates")


@pytest.mark.parametrize("code", [one.code for one in CATALOGUE.indicators.values()])
def test_what_nobody_could_tell_is_named_without_a_number(code: str) -> None:
    phrase = unanswered_phrase(WORDS, CATALOGUE.indicators[code])
    assert re.fullmatch(r"[\w](?:[^{}–()%:]*\w)?", phrase), phrase


@pytest.mark.parametrize("code", [one.code for one in CATALOGUE.indicators.values()])
def test_in_burmese_too(code: str) -> None:
    phrase = own(unanswered_phrase(WORDS.into("my"), CATALOGUE.indicators[code]))
    assert re.fullmatch(r"[^{}–()%:A-Za-z]*(GBV|NFI)?[^{}–()%:A-Za-z]*", phrase), phrase
    assert phrase == " ".join(phrase.split())
