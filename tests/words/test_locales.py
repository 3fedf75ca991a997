"""The files of other languages against the English one."""

import re
import unicodedata
from collections import defaultdict
from string import Formatter

import polib
import pytest
from myanmartools import ZawgyiDetector

from tests.locales import COMMAND_LINE, chat, english, in_step, others, texts
from words.language import GUARDED
from words.wrapping import cells

ENGLISH = english()
FILES = {path.stem: polib.pofile(str(path)) for path in others()}
BURMESE = {entry.msgid: texts(entry)[0] for entry in FILES["my"]}
SAFE = "ဘေးကင်း"
COMMAND = re.compile(r"(?<![\w/<\u1000-\u109f])/[a-z]+", re.ASCII)
ZAWGYI_ONLY = re.compile("[\u1033\u1034\u105a\u1060-\u1097]|\u1039(?![\u1000-\u1021])")


def fields(text: str) -> list[str]:
    """Placeholders of a text, as often as they stand there."""
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name})


@pytest.mark.parametrize("language", FILES)
def test_a_file_has_every_text_of_the_chat_and_the_english_above_it(language: str) -> None:
    """Else `make texts` brings it into step."""
    before = {entry.msgid: entry.comment for entry in FILES[language]}
    assert before == {entry.msgid: entry.comment for entry in in_step(FILES[language])}


def test_burmese_is_complete() -> None:
    assert [entry.msgid for entry in chat() if not BURMESE[entry.msgid]] == []


@pytest.mark.parametrize("language", FILES)
def test_placeholders_and_tags_are_those_of_the_english(language: str) -> None:
    for entry in FILES[language]:
        for text in texts(entry) if entry.translated() else []:
            said = texts(ENGLISH[entry.msgid])[-1]
            assert fields(text) == fields(said), entry.msgid
            assert re.findall(r"</?\w+>", text) == re.findall(r"</?\w+>", said), entry.msgid
            assert COMMAND.findall(text) == COMMAND.findall(said), entry.msgid


@pytest.mark.parametrize("language", FILES)
def test_a_file_has_a_header_and_one_form_of_a_number(language: str) -> None:
    metadata = FILES[language].metadata
    assert metadata["Language"] == language
    assert metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert "X-Signed-By" in metadata


def test_burmese_is_unicode_and_composed() -> None:
    detector = ZawgyiDetector()
    for key, text in BURMESE.items():
        assert unicodedata.is_normalized("NFC", text), key
        assert not ZAWGYI_ONLY.search(text), key
        assert len(text) < 80 or detector.get_zawgyi_probability(text) < 0.01, key
    assert detector.get_zawgyi_probability(" ".join(BURMESE.values())) < 0.001


def test_a_label_is_always_said_alike() -> None:
    said: dict[str, set[str]] = defaultdict(set)
    for key, text in BURMESE.items():
        source = texts(ENGLISH[key])[-1]
        if not fields(source):
            said[source].add(text)
    assert {source: ways for source, ways in said.items() if len(ways) > 1} == {}


def test_labels_fit_a_phone() -> None:
    """Three sectors in a row of buttons, two other buttons, a value on two lines of a card, a menu's line."""
    most = {r"sector\.(?!severity|graded|stale|caveat|unrated|also|title)": 22, r"button\.": 22, r"\w+\.button\.": 22}
    most |= {r"value\.": 64, r"indicator\.": 64, r"status\.": 24, r"command\.": 64, r"kind\.": 14}
    for pattern, limit in most.items():
        assert [key for key, text in BURMESE.items() if re.match(pattern, key) and cells(text) > limit] == []


def test_the_word_for_free_of_danger_stands_only_in_what_people_said() -> None:
    """Domain section 6 rule 27."""
    assert {key for key, text in BURMESE.items() if SAFE in text} <= {
        "value.PRO-01.safe", "value.PRO-01.mostly_safe", "value.PRO-01.mixed",
    }  # fmt: skip


def test_no_latin_word_after_a_slash_reads_as_a_command() -> None:
    assert [key for key, text in BURMESE.items() if re.search(r"[\u1000-\u109f]/\w", text, re.ASCII)] == []


def test_everything_on_mines_has_the_english_below() -> None:
    """Domain section 6 rule 32; the name of the sector apart."""
    allowed = {"sector.mine_action", "language.unsigned", "tour.example.protection.2"}
    on_mines = {key for key, one in ENGLISH.items() if re.search(r"\bmines?\b", " ".join(texts(one)), re.I)}
    assert {key for key in on_mines if not key.startswith(GUARDED + COMMAND_LINE)} <= allowed


def test_every_language_has_a_name_for_itself() -> None:
    assert {f"language.{one}" for one in ("en", *FILES)} <= ENGLISH.keys()
