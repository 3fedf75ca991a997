"""What spellings sound like, Burmese in both encodings, and tables of other countries."""

from pathlib import Path

import pytest

from bot.resources import resource
from coordination import spellings
from coordination.spellings import SpellingError
from understanding.fold import fold
from understanding.sound import Rule, Sounds, spelled_out
from understanding.spelling import PLAIN
from understanding.zawgyi import from_zawgyi, in_unicode, readings

SHIPPED = resource("data") / "spelling"
MYANMAR = spellings.load(SHIPPED, "myanmar").sounds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hpa Htang", "Pha Thang"),
        ("Hka Gyi", "Kha Kyee"),
        ("Chaung Hpya", "Gyaung Pya"),
        ("Maw Kone", "Mau Gon"),
        ("Nawng Mai", "Naungmai"),
        ("Moeng Hkan", "Möng Khan"),
        ("Tha Yar", "Thaya"),
        ("Zup Mai", "Sup Mae"),
        ("Kyaung Gon", "ကျောင်းကုန်း"),
        ("Singu", "စဉ့်ကူး"),
    ],
)
def test_ways_to_write_one_name_sound_alike(one: str, other: str) -> None:
    assert MYANMAR.key(fold(one)) == MYANMAR.key(fold(spelled_out(other)))


@pytest.mark.parametrize(("one", "other"), [("Lawa Bum", "Lawa Yang"), ("Hka Mai", "Hka Htu"), ("Tarung", "Tang")])
def test_other_names_sound_different(one: str, other: str) -> None:
    assert MYANMAR.key(fold(one)) != MYANMAR.key(fold(other))


@pytest.mark.parametrize(
    ("name", "core"),
    [("Wan Hosum", "hosum"), ("Hosum Ywa", "hosum"), ("Zup Gahtawng", "zup"), ("Man", "man"), ("Wan Ga", "wan")],
)
def test_general_words_may_be_left_out(name: str, core: str) -> None:
    assert MYANMAR.core(fold(name)) == core


def test_without_a_table_a_spelling_is_its_own_sound() -> None:
    assert Sounds().key("hkamai") == "hkamai"
    assert Sounds([Rule("sound", "sch", "s")]).key("schule") == "sule"


@pytest.mark.parametrize(
    ("zawgyi", "plain"),
    [
        ("ေက်ာင္းကုန္း", "ကျောင်းကုန်း"),
        ("ရြာသစ္", "ရွာသစ်"),
        ("ႀကီးေတာင္", "ကြီးတောင်"),
        ("ျမင္းကြင္း", "မြင်းကွင်း"),
    ],
)
def test_zawgyi_becomes_unicode(zawgyi: str, plain: str) -> None:
    assert from_zawgyi(zawgyi) == plain
    assert plain in readings(zawgyi)
    assert in_unicode(plain) == plain
    assert readings("Lawa Bum") == ("Lawa Bum",)


def test_a_table_of_ones_own_is_read(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("rule,from,to\nsound,ou,u\nend word,town,\n", encoding="utf-8")
    table = spellings.load(SHIPPED, str(own))
    assert (table.sounds.key("toubou"), table.sounds.core("toubatown"), table.ranker) == ("tubu", "touba", None)
    assert spellings.load(SHIPPED, "plain") is PLAIN


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b\n", "expected the columns rule, from, to"),
        ("rule,from,to\nsound,x\n", "line 2"),
        ("rule,from,to\nnoise,x,y\n", "line 2"),
        ("", "expected the columns"),
    ],
)
def test_a_wrong_table_is_told(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SpellingError, match=said):
        spellings.load(SHIPPED, str(path))


def test_an_unknown_table_is_told_with_those_that_are_there() -> None:
    with pytest.raises(SpellingError, match="plain, myanmar"):
        spellings.load(SHIPPED, "klingon")


def test_a_ranker_of_another_version_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("rule,from,to\n", encoding="utf-8")
    (tmp_path / "own_ranker.json").write_text('{"ranker": {"figures": []}, "judge": {"figures": []}}', encoding="utf-8")
    with pytest.raises(SpellingError, match="learn it anew"):
        spellings.load(SHIPPED, str(tmp_path / "own.csv"))
