"""Whose language, which digits, and the English below what nobody has signed."""

from pathlib import Path

import pytest

from words import Words
from words.beside import abreast, below, english, own, under
from words.language import MissingTextError, read_locales
from words.layout import Line, height, page

HEAD = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals={n}; plural={rule};\\n"\n"X-Signed-By: {by}\\n"\n\n'
ENGLISH = {
    "value.MIN-01.direct": "direct evidence", "card.mines": "Mines", "card.mines_known": "{said}. Ask Mine Action.",
    "card.dated": "({date})", "date.month": "{month} {year}", "month.3": "Mar", "consent.agree": "I agree",
    "consent.notice": "<b>Before</b>\\n\\nRead this.", "cover.now": "{now} open now",
    "refusal.group": "Not registered.", "quality.commitment": "C-{number} {agency}",
    "place.pcode": "p-code {code}", "compare.sourced": "{value}; {source}",
}  # fmt: skip
BURMESE = {
    "value.MIN-01.direct": "တိုက်ရိုက်အထောက်အထား", "card.mines": "မိုင်း", "card.mines_known": "{said}။ Mine Action ကို မေးပါ။",
    "card.dated": "({date})", "date.month": "{month} {year}", "month.3": "မတ်", "consent.agree": "သဘောတူပါသည်",
    "consent.notice": "<b>မစတင်မီ</b>\\n\\nဖတ်ပါ။", "cover.now": "ယခု {now}", "refusal.group": "မှတ်ပုံမတင်ပါ။",
    "quality.commitment": "C-{number} {agency}", "place.pcode": "p-code {code}", "compare.sourced": "{value}; {source}",
}  # fmt: skip


def written(folder: Path, signed: str = "") -> Words:
    """The Burmese of a folder with three languages, the third still empty."""
    for name, texts, by in (("en", ENGLISH, ""), ("my", BURMESE, signed), ("kac", {}, "")):
        entries = "".join(f'msgid "{key}"\nmsgstr "{text}"\n\n' for key, text in texts.items())
        head = HEAD.format(n=1, rule=0, by=by)
        (folder / f"{name}.po").write_text(head + entries, encoding="utf-8")
    return Words(read_locales(folder)).into("my")


@pytest.fixture
def unsigned(tmp_path: Path) -> Words:
    """Burmese that nobody has signed."""
    return written(tmp_path)


def mines(words: Words) -> Line:
    """The mine line of a card, put together as there."""
    month = words.say("date.month", month=words.say("month.3"), year=2025)
    value = words.say("value.MIN-01.direct") + " " + words.say("card.dated", date=month)
    return Line(words.say("card.mines_known", said=value), label=words.say("card.mines"))


def test_a_line_on_mines_has_its_english_below(unsigned: Words) -> None:
    (message,) = page([mines(unsigned), Line(unsigned.say("cover.now", now=3))])
    assert message.text.split("\n") == [
        "<b>မိုင်း</b>  တိုက်ရိုက်အထောက်အထား (မတ် ၂၀၂၅)။ Mine",
        "Action ကို မေးပါ။",
        "Mines: direct evidence (Mar 2025). Ask",
        "Mine Action.",
        "ယခု ၃",
    ]
    assert height([mines(unsigned)]) == 4


def test_once_signed_it_stands_alone(tmp_path: Path) -> None:
    signed = written(tmp_path, "Protection officer, 2 Dec 2026")
    (message,) = page([mines(signed)])
    assert "evidence" not in message.text
    assert under(signed.html("refusal.group")) == BURMESE["refusal.group"]


def test_a_sentence_a_notice_and_a_button(unsigned: Words) -> None:
    assert under(unsigned.html("refusal.group")) == "မှတ်ပုံမတင်ပါ။\nNot registered."
    assert under(unsigned.html("consent.notice")) == "<b>မစတင်မီ</b>\n\nဖတ်ပါ။\n\n<b>Before</b>\n\nRead this."
    assert abreast(unsigned.say("consent.agree")) == "သဘောတူပါသည် / I agree"
    thanks = f"{unsigned.html('refusal.group')}\n\n{unsigned.html('cover.now', now=1)}"
    assert under(thanks) == "မှတ်ပုံမတင်ပါ။\nNot registered.\n\nယခု ၁"


def test_what_is_no_guarded_text_shows_no_english(unsigned: Words) -> None:
    dated = unsigned.say("date.month", month=unsigned.say("month.3"), year=2025)
    assert (below(dated), under(dated), own(dated)) == ("", "မတ် ၂၀၂၅", "မတ် ၂၀၂၅")
    assert english(dated) == "Mar 2025"


def test_a_guarded_value_in_another_sentence_keeps_its_english(unsigned: Words) -> None:
    """However it is put together: joined, framed by a text without danger, with names between."""
    value = unsigned.say("value.MIN-01.direct")
    framed = unsigned.say("compare.sourced", value=value, source="အိမ်ထောင်စုစစ်တမ်း")
    assert below(f"Lawa Bum: {framed}") == "Lawa Bum: direct evidence"
    assert below("; ".join([value, value])) == "direct evidence; direct evidence"


def test_what_carries_its_english_along_stays_guarded_by_what_is_in_it(unsigned: Words) -> None:
    """As in "direct evidence – open" and "direct evidence (Mar 2025)"."""
    dated = unsigned.say("card.dated", date=unsigned.say("value.MIN-01.direct"))
    assert below(dated) == "(direct evidence)"
    assert below(unsigned.say("card.dated", date=dated)) == "((direct evidence))"


def test_what_people_typed_is_escaped_once_in_both_languages(tmp_path: Path) -> None:
    words = written(tmp_path)
    said = under(words.html("card.mines_known", said="<b>&"))
    assert said == "&lt;b&gt;&amp;။ Mine Action ကို မေးပါ။\n&lt;b&gt;&amp;. Ask Mine Action."


def test_numbers_come_in_the_languages_digits_but_not_codes(unsigned: Words) -> None:
    assert unsigned.say("cover.now", now=1024) == unsigned.say("cover.now", now="1024") == "ယခု ၁၀၂၄"
    assert unsigned.say("cover.now", now="WSH-02") == "ယခု WSH-02"
    assert unsigned.say("quality.commitment", number=12, agency="DFA") == "C-12 DFA"
    assert unsigned.say("place.pcode", code="190123") == "p-code 190123"
    assert unsigned.into("en").say("cover.now", now=3) == "3 open now"


def test_a_language_without_texts_reads_english_and_one_unknown_the_desks(tmp_path: Path) -> None:
    written(tmp_path)
    words = Words(read_locales(tmp_path), default="my")
    assert words.language == "en"
    assert words.into("kac").say("refusal.group") == "Not registered."
    assert not words.into("kac").translated
    assert [words.into(one).language for one in (None, "de", "en", "kac")] == ["my", "my", "en", "kac"]
    assert words.languages == ("en", "kac", "my")


def test_a_missing_text_or_parameter_names_its_key(unsigned: Words) -> None:
    for key, params in (("no.such", {}), ("cover.now", {}), ("card.mines_known", {})):
        with pytest.raises(MissingTextError, match=key):
            unsigned.say(key, **params)


def test_a_language_is_read_when_it_is_first_asked_for(tmp_path: Path) -> None:
    written(tmp_path)
    locales = read_locales(tmp_path)
    (tmp_path / "kac.po").write_text("no file of texts", encoding="utf-8")
    assert Words(locales).into("my").say("month.3")
    with pytest.raises(OSError, match="Syntax error"):
        Words(locales).into("kac")
