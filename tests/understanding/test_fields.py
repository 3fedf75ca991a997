"""Times, counts, roles and agencies of a message, one by one."""

from datetime import date

import pytest

from coordination.scope import Desk
from tests.understanding.conftest import Read
from understanding import quantities
from understanding.agencies import find_agencies

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "said", "first", "last"),
    [
        ("12 families go home in march", "march", "2027-03-01", "2027-03-31"),
        ("after the rainy season", "after the rainy season", "2027-11-01", None),
        ("anyone left since jan?", "since jan", "2026-01-01", None),
        ("by end of march", "end of march", None, "2027-03-31"),
        ("from next month until june", "next month until june", "2026-12-01", "2027-06-30"),
        ("between march and may 20 households go", "between march and may", "2027-03-01", "2027-05-31"),
        ("early april", "early april", "2027-04-01", "2027-04-10"),
        ("on 25 may by truck", "25 may", "2027-05-25", "2027-05-25"),
        ("in the last 2 weeks", "the last 2 weeks", "2026-11-08", "2026-11-22"),
        ("in may", "may", "2027-05-01", "2027-05-31"),
        ("feb-march", "feb-march", "2027-02-01", "2027-03-31"),
        ("starting next week", "next week", "2026-11-23", "2026-11-29"),
        ("before rainy season", "before rainy season", None, "2027-05-31"),
        ("this weekend", "this weekend", "2026-11-21", "2026-11-22"),
        ("in 2 weeks", "2 weeks", "2026-11-22", "2026-12-06"),
        ("in 2027", "2027", "2027-01-01", "2027-12-31"),
        ("returns q1?", "q1", "2027-01-01", "2027-03-31"),
        ("on 2/11/2026", "2/11/2026", "2026-11-02", "2026-11-02"),
        ("arrived 3 weeks ago", "3 weeks ago", "2026-11-01", "2026-11-01"),
        ("arrived on friday", "friday", "2026-11-20", "2026-11-20"),
        ("they leave on friday", "friday", "2026-11-27", "2026-11-27"),
        ("after thingyan", "after thingyan", "2027-04-18", None),
        ("end of month", "end of month", "2026-11-21", "2026-11-30"),
        ("the day after tomorrow", "the day after tomorrow", "2026-11-24", "2026-11-24"),
        ("on 31/02/2026", "31/02/2026", None, None),
        ("5-10 january", "5-10 january", "2027-01-05", "2027-01-10"),
        ("between 5 and 10 january", "between 5 and 10 january", "2027-01-05", "2027-01-10"),
        ("jan/feb", "jan/feb", "2027-01-01", "2027-02-28"),
        ("beginning in april", "april", "2027-04-01", "2027-04-30"),
        ("in the second quarter", "the second quarter", "2027-04-01", "2027-06-30"),
        ("the 3rd quarter of 2028", "the 3rd quarter of 2028", "2028-07-01", "2028-09-30"),
        ("left on sunday morning", "sunday morning", "2026-11-22", "2026-11-22"),
        ("this evening", "this evening", "2026-11-22", "2026-11-22"),
        ("later this month", "later this month", "2026-11-01", "2026-11-30"),
        ("over the past six months", "over the past six months", "2026-05-26", "2026-11-22"),
        ("half a year ago", "half a year ago", "2026-05-24", "2026-05-24"),
    ],
)
def test_times(desk: Desk, text: str, said: str, first: str | None, last: str | None) -> None:
    (period,) = desk.lexicon.calendar.find(text, TODAY)
    assert text[period.start : period.end] == said
    assert [day and day.isoformat() for day in (period.first, period.last)] == [first, last]


def test_how_long_people_stayed_is_not_when_they_move(desk: Desk) -> None:
    text = "9 families who stayed there since 2012 will move in january"
    assert [text[one.start : one.end] for one in desk.lexicon.calendar.corrected(text, TODAY)] == [
        "january",
        "since 2012",
    ]


@pytest.mark.parametrize("text", ["it may rain", "they may go", "top 5 for meeting tomorrow", "progress 15/20", "now"])
def test_what_is_no_time(desk: Desk, text: str) -> None:
    assert desk.lexicon.calendar.find(text, TODAY) == ()


@pytest.mark.parametrize(
    ("text", "households", "persons", "months"),
    [
        ("8 of 20 finished", 8, None, None),
        ("not 45 but 54 households", 54, None, None),
        ("correction 15 not 12 households for", 15, None, None),
        ("only 14 shelters not 20", 14, None, None),
        ("ten families", 10, None, None),
        ("half a dozen houses", 6, None, None),
        ("two dozen roofs", 24, None, None),
        ("7-8 households", 7, None, None),
        ("85 families / 400 people", 85, 400, None),
        ("9 men and 4 women", None, 13, None),
        ("12 out of 30 households", 12, None, None),
        ("50 nfi kits", 50, None, None),
        ("2 boreholes for 120 pupils", None, 120, None),
        ("three families more than reported, so 8", 8, None, None),
        ("6 month package", None, None, 6),
        ("17 households is now 19", 19, None, None),
        ("1,200 households", 1200, None, None),
        ("households: 12", 12, None, None),
        ("4 old people households", 4, None, None),
        ("for 60 households, 6 months of food", 60, None, 6),
        ("70 percent done", None, None, None),
        ("12 out of 20 latrines finished", 12, None, None),
        ("school kits: 44 handed over", 44, None, None),
        ("", None, None, None),
    ],
)
def test_counts(text: str, households: int | None, persons: int | None, months: int | None) -> None:
    found = quantities.quantities(text)
    counted = quantities.households(found, text)
    assert (counted.value if counted else None) == households
    assert (quantities.persons(found), quantities.months(found)) == (persons, months)


@pytest.mark.parametrize(
    ("text", "village", "origin"),
    [
        ("Hkrip Dung -> Mung Lai 7 hh", "Mung Lai", "Hkrip Dung"),
        ("from Hkrip Dung, 7 hh went to Mung Lai", "Mung Lai", "Hkrip Dung"),
        ("7 hh of Hkrip Dung move to Mung Lai", "Mung Lai", "Hkrip Dung"),
        ("7 hh Mung Lai to Sut Nau", "Sut Nau", "Mung Lai"),
        ("10 families in Hkum Ga moved on to Sut Nau", "Sut Nau", "Hkum Ga"),
        ("who wants to leave Seng Lwai", None, "Seng Lwai"),
        ("2 HHs returned to camp Htoi Yang from Lawa Bum", "Htoi Yang", "Lawa Bum"),
        ("pls correct: origin is Mali Zup, not Seng Lwai, for the 9 HH to Sut Nau", "Sut Nau", "Mali Zup"),
        ("water in Seng Lwai camp", "Seng Lwai", None),
        ("Camp committee Seng Lwai informs: 4 families departed for Jawbum Hka", "Jawbum Hka", "Seng Lwai"),
    ],
)
def test_where_from_and_where_to(read: Read, text: str, village: str | None, origin: str | None) -> None:
    request = read(text)
    assert ("|".join(request.villages) or None, "|".join(request.origins) or None) == (village, origin)


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("NRC will build 18 houses", ["NRC"]),
        ("who issues NRC cards", []),
        ("families without NRC", []),
        ("KMSS and Metta", ["KMSS", "METTA"]),
        ("we plan seeds", []),
        ("Plan will train teachers", ["PLAN"]),
        ("WHO runs a clinic", ["WHO"]),
        ("WHO is there", []),
        ("Who will give us food", []),
        ("Save the Children, Norwegian Refugee Council", ["SCI", "NRC"]),
    ],
)
def test_agencies(desk: Desk, text: str, agencies: list[str]) -> None:
    assert [one.acronym for one in find_agencies(text, desk.lexicon.agencies)] == agencies


def test_counts_beside_each_other(read: Read) -> None:
    request = read("21 HH/98 ind from Htoi Yang to Lawa Bum")
    assert (request.households, request.individuals) == (21, 98)


def test_a_word_of_burmese_is_no_beginning_of_a_longer_syllable(read: Read) -> None:
    assert read("Hkrip Dung ကနေ ၅ အိမ်ထောင်စု Hkum Ga ကို ရောက်လာတယ်").sectors == ()
    assert read("Hkum Ga မှာ မှတ်ပုံတင် ရှိလား").sectors == ("Governance/Civil documentation",)
    assert read("Hkum Ga မှာ ရေ ရှိလား").sectors == ("WASH",)


def test_burmese_says_what_was_wrong_before_what_is_right(read: Read) -> None:
    assert read("၁၂ အိမ်ထောင် မဟုတ်ဘူး ၁၅ အိမ်ထောင် Nam Sop ကို").households == 15


def test_the_words_that_told_most_are_named(read: Read) -> None:
    request = read("we are pulling the midwife out of Hkum Ga")
    assert request.intent == "update_response"
    assert any("pulling" in one.text for one in request.why if one.used == "intent")


def test_in_a_shouted_message_capitals_tell_nothing(desk: Desk) -> None:
    assert find_agencies("WE PLAN SEEDS", desk.lexicon.agencies, shouted=True) == ()


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("10 HH arrived in Sut Nau", "arrived"),
        ("10 HH will go to Sut Nau in march", "planned"),
        ("10 HH will go to Sut Nau in march, tbc", "intention"),
        ("the 10 HH to Sut Nau are postponed", "postponed"),
        ("5 HH go and see visit to Sut Nau", "go_and_see"),
        ("we can do food for 10 HH in Sut Nau", "pledged"),
        ("we confirm food for 10 HH in Sut Nau from june", "confirmed"),
        ("maybe we can do food for 10 HH in Sut Nau", "interest"),
        ("we delivered food to 10 HH in Sut Nau", "delivered"),
        ("our food project in Sut Nau is suspended", "suspended"),
        ("what is going on in Sut Nau", None),
    ],
)
def test_stages(read: Read, text: str, stage: str | None) -> None:
    assert read(text).stage == stage


def test_words_of_doubt_lower_confidence(read: Read) -> None:
    sure, doubted = read("10 HH went to Sut Nau"), read("10 HH went to Sut Nau, not confirmed")
    assert doubted.confidence < sure.confidence
