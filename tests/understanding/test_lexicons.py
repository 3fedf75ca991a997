"""Words of a desk's own, and what is said of a line that cannot be used."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.resources import resource
from coordination import lexicons, requests
from coordination.lexicons import LexiconError
from coordination.scope import Desk, Scope
from coordination.viewer import OPERATOR
from tests.conftest import NOW
from tests.understanding.conftest import Office


def own(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "words.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_desk_adds_words(office: Office, desk: Desk, tmp_path: Path) -> None:
    path = own(tmp_path, "word,meaning\nzaubs,households\nblue roof,tarpaulin\ntanklorry,water\n")
    words = lexicons.load(resource("data") / "understanding", desk.catalogue, path)

    def read(text: str) -> requests.Request:
        return office.db.reading(
            lambda session: requests.read(Scope(session, replace(desk, lexicon=words), OPERATOR, NOW), text)
        )

    assert read("we can do food for 12 zaubs in Sut Nau").households == 12
    assert read("tanklorry gaps Sut Nau").sectors == ("WASH",)
    assert read("who gives BLUE roof in Sut Nau").sectors == ("Shelter/NFI",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("word,meaning\ntarpy\n", "line 2: expected a word and what it means, such as: tarpy,tarpaulin"),
        ("word,meaning\n,tarpaulin\n", "line 2: expected a word"),
        ("word,meaning\na,b\n\nc,d,e\n", "line 4: expected a word"),
        ("words\n", "line 1: expected the columns word,meaning"),
        ("", "line 1: expected the columns word,meaning"),
    ],
)
def test_a_broken_line_is_named(desk: Desk, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(LexiconError, match=said):
        lexicons.load(resource("data") / "understanding", desk.catalogue, own(tmp_path, text))


def test_a_file_that_is_not_there(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="WAYPOST_WORDS"):
        lexicons.load(resource("data") / "understanding", desk.catalogue, tmp_path / "none.csv")


def test_a_file_that_is_no_text(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_bytes(b"\xff\xfe\x00word")
    with pytest.raises(LexiconError, match="UTF-8"):
        lexicons.load(resource("data") / "understanding", desk.catalogue, path)


def test_every_sector_of_the_words_is_a_sector(desk: Desk) -> None:
    """And every class that a cue names is listed: nothing in the tables is dead."""
    assert all("{" not in cue.pattern.pattern.replace("{0,", "").replace("{1,", "") for cue in desk.lexicon.cues)
