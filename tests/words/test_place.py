"""The page of a place fits a phone, whatever it holds, and names of people's making stay text."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.resources import resource
from coordination import catalogue
from coordination.choice import NotRead
from coordination.distance import DIRECTIONS, Away
from coordination.figures import Count
from coordination.needs import Helper
from coordination.place_page import MOST, Namesake, OtherName, PlacePage
from coordination.places import KINDS, PlaceRef
from coordination.sector import Nothing
from coordination.viewer import GROUP, Klass, Role, Viewer
from words import Words, answers
from words.beside import below
from words.cover import commitment_phrase
from words.language import read_locales
from words.layout import plain
from words.place import MOST_LINES, place_page
from words.telling import Telling
from words.wrapping import WIDTH

AGENCY = Viewer(kind="person", role=Role.AGENCY)
WORDS = Words(read_locales(resource("locales")))
CATALOGUE = catalogue.load(resource("data"))


def place(number: int, name: str, **more: Any) -> PlaceRef:
    given: dict[str, Any] = {
        "source_id": f"gn:{number}", "pcode": None, "name_my": None, "kind": "village", "township": "Hka Mai",
        "township_id": 1, "state": "Demo State", "listed": False,
    }  # fmt: skip
    return PlaceRef(id=number, name=name, **(given | more))


def namesake(number: int, name: str, **more: Any) -> Namesake:
    given: dict[str, Any] = {"code": f"gn:{number}", "same": True, "active": True}
    ref = place(number, name, **{key: value for key, value in more.items() if key not in {*given, "away"}})
    return Namesake(place=ref, **(given | {key: more[key] for key in more if key in {*given, "away"}}))


PAGE = PlacePage(
    place=place(7, "Lawa Bum", name_my="လဝါဘွန်"),
    level=Klass.PUBLIC,
    holds=Klass.PUBLIC,
    source="GeoNames",
    active=True,
    standing="listed",
    codes=("gn:7",),
    lies_in=(place(2, "Hka Mai", kind="township"), place(1, "Demo State", kind="state")),
    contains=(),
    names=(OtherName("Lava Bum", former=False), OtherName("Old Bum", former=True)),
    namesakes=(namesake(8, "Lawa Bun", same=False), namesake(9, "Lawa Bum", township="Nmai Ga", state="Other State")),
    bearers=3,
)
SAID = """\
Lawa Bum  လဝါဘွန်
Village  gn:7
Township  Hka Mai
State  Demo State

Also called  Lava Bum
Formerly  Old Bum
Source  GeoNames
On this desk's list.

Not to be confused with
Lawa Bun · village, Hka Mai, gn:8
Lawa Bum · village, Nmai Ga, Other State,
   gn:9
and 2 more of this very name"""
LONG = "Nhkum Hkrang Yang (Kawng Ga)"
"""Longer than 99 in 100 names."""
FULL = replace(
    PAGE,
    place=place(7, LONG, pcode="MMR099001"),
    codes=("MMR099001", "gn:7", "MMR015202"),
    active=False,
    lies_in=tuple(place(20 + at, LONG, kind=kind) for at, kind in enumerate(("village_tract", "township", "district"))),
    names=tuple(OtherName(f"{LONG} {at}", former=at % 2 == 1) for at in range(20)),
    namesakes=tuple(
        namesake(30 + at, LONG, township=LONG, state="Other State", active=False, away=Away(350, "south_west"))
        for at in range(MOST)
    ),
    bearers=120,
    map="https://map.example.org/1/2",
)


def told(page: PlacePage, viewer: Viewer = AGENCY) -> tuple[str, list[list[str]]]:
    (message,) = place_page(Telling(WORDS, CATALOGUE, viewer, "waypost_bot"), page)
    return plain(message.text), [[button.label for button in row] for row in message.buttons]


def test_the_page_as_it_reads() -> None:
    assert told(PAGE) == (SAID, [["Lawa Bun"], ["Lawa Bum, Nmai Ga"], ["Village card"]])


def test_in_a_group_it_ends_with_the_travel_line_and_a_link() -> None:
    text, buttons = told(PAGE, GROUP)
    assert text == f"{SAID}\n\nBefore any travel ask Mine Action and your\nsecurity focal point."
    assert buttons[-1] == ["Open in private"]


def public(one: Namesake) -> Namesake:
    return replace(one, away=None)


@pytest.mark.parametrize("viewer", [AGENCY, GROUP])
def test_the_fullest_page_fits(viewer: Viewer) -> None:
    full = FULL if viewer is AGENCY else replace(FULL, map=None, namesakes=tuple(map(public, FULL.namesakes)))
    text, buttons = told(full, viewer)
    lines = text.split("\n")
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= WIDTH
    shown = sum(line.startswith(f"{LONG} ·") for line in lines)
    assert shown == 2
    assert f"and {120 - shown} more of this very name" in text
    assert sum(len(row) for row in buttons) == shown + 2


def test_labels_that_half_a_row_would_cut_stand_alone() -> None:
    others = [namesake(8, "Lawa Bun"), namesake(9, "Lawa Pum"), namesake(10, "Lawa Bum"), namesake(11, "Lawa Hum")]
    _, buttons = told(replace(PAGE, namesakes=tuple(others)))
    assert buttons[:-1] == [["Lawa Bun", "Lawa Pum"], ["Lawa Bum, Hka Mai, village, gn:10"], ["Lawa Hum"]]


def test_eight_names_and_how_many_more() -> None:
    text, _ = told(replace(PAGE, names=tuple(OtherName(f"Bum {at}", former=False) for at in range(9)), namesakes=()))
    assert "Bum 7\nand 1 more name\n" in text
    assert "No other place of a like name is known" in text


def test_the_map_is_a_button_and_says_who_learns_of_it() -> None:
    (message,) = place_page(Telling(WORDS, CATALOGUE, AGENCY), replace(PAGE, map="https://map.example.org/1/2"))
    assert message.buttons[-1][-1].url == "https://map.example.org/1/2"
    assert "[Map] tells a website what you looked at." in message.text


def test_markup_in_names_stays_text() -> None:
    nasty = replace(PAGE, names=(OtherName("<b>x</b> & y", former=False),), source="<i>list</i>")
    (message,) = place_page(Telling(WORDS, CATALOGUE, AGENCY), nasty)
    assert "&lt;b&gt;x&lt;/b&gt; &amp; y" in message.text
    assert "&lt;i&gt;list&lt;/i&gt;" in message.text


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_words(kind: str) -> None:
    page = replace(PAGE, place=place(7, "Lawa Bum", kind=kind), contains=((kind, 1), (kind, 2)))
    text, buttons = told(page)
    assert text.split("\n")[1].lower().partition("  ")[0] == kind.replace("_", " ")
    assert f"1 {kind.replace('_', ' ')}, 2 {kind.replace('_', ' ')}s" in " ".join(text.split())
    assert buttons[-1] == (["Village card"] if kind in {"village", "camp", "ward"} else ["Open needs"])


def test_a_settlement_of_unknown_township_says_so() -> None:
    lost = replace(PAGE, place=place(7, "Lawa Bum", township=None, township_id=None, state=None), lies_in=())
    assert "Township  not known" in told(lost)[0]
    state = replace(PAGE, place=place(7, "Demo State", kind="state", township=None), lies_in=())
    assert "not known" not in told(state)[0]


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_distances(direction: str) -> None:
    page = replace(PAGE, namesakes=(namesake(8, "Lawa Bun", away=Away(12, direction)),))
    assert f"about 12 km {direction.replace('_', '-')}" in " ".join(told(page)[0].split())
    page = replace(PAGE, namesakes=(namesake(8, "Lawa Bun", away=Away(0, direction)),))
    assert "less than 1 km away" in " ".join(told(page)[0].split())


@pytest.mark.parametrize("standing", ["listed", "area", "holds", "off", ""])
def test_every_standing_has_its_words(standing: str) -> None:
    assert told(replace(PAGE, standing=standing, active=False))[0].count("Source") == 1


def test_an_answer_of_several_parts_in_a_group_says_once_and_last_that_it_is_a_demo() -> None:
    parts = (Nothing(PAGE.place, "WASH", demo=True), NotRead(moving=True))
    (message,) = answers.reply(Telling(WORDS, CATALOGUE, GROUP), parts).messages
    said = plain(message.text)
    assert said.count(WORDS.say("ask.demo")) == 1
    assert said.endswith(WORDS.say("ask.demo"))


def test_a_commitment_against_mines_has_all_of_it_in_the_english_beneath() -> None:
    pledge = Helper(
        klass=Klass.PUBLIC, agency="DME", activity="MIN-A2", sector="Mine Action", status="interest",
        target=Count(1, "works"), reached=Count(0, "works"), months=2, start=date(2026, 12, 1), area="Hka Mai",
    )  # fmt: skip
    said = commitment_phrase(Telling(WORDS, CATALOGUE, AGENCY), pledge)
    assert "interest only" in said
    assert below(commitment_phrase(Telling(WORDS.into("my"), CATALOGUE, AGENCY), pledge)) == said
