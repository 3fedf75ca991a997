"""Two stores that groups cannot tell apart (domain section 6): the same words, byte for byte.

They differ only in confidential values, or in counts inside one published band with equal severities and equal
published shares.
"""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest
from sqlmodel import select

from bot.database import Database
from coordination import answer, facts, places
from coordination.figures import Count
from coordination.scope import Desk, Scope
from coordination.viewer import GROUP
from models.assessments import IndicatorValue
from models.commitments import Commitment
from models.information_gaps import InformationGap
from tests.disclosure.conftest import WORDS, Ask, Build
from tests.hka_mai import NOW, Township
from words import answers
from words.telling import Telling

QUESTIONS = (
    "what is going on in Lawa Bum", "wash Lawa Bum", "food Lawa Bum", "shelter Lawa Bum", "protection Lawa Bum",
    "mines Lawa Bum", "health Lawa Bum", "education Lawa Bum", "gbv Lawa Bum", "child protection Lawa Bum",
    "hlp Lawa Bum", "nutrition Lawa Bum", "livelihoods Lawa Bum", "cccm Lawa Bum", "who works in Lawa Bum",
    "is it safe in Lawa Bum", "gaps Lawa Bum", "gaps Hka Mai", "wash gaps Hka Mai", "shelter gaps Hka Mai",
    "food gaps Hka Mai", "what is going on in Nam Sop", "wash Nam Sop", "protection Nam Sop", "gaps Nam Sop",
    "what is going on in Hkum Ga", "protection Hkum Ga", "mines Hkum Ga",
    "compare Lawa Bum and Nam Sop", "compare wash in Lawa Bum and Nam Sop", "food in Lawa Bum vs Nam Sop",
    "which is safer, Lawa Bum or Hkum Ga", "compare Lawa Bum and Nam Sop and Hkum Ga",
)  # fmt: skip
COUNTS = {"FSC-02": 96, "WSH-02": 41, "WSH-05": 41, "SHE-02": 12, "SHE-03": 30, "NFI-01": 8, "LIV-02": 52, "HLP-01": 14}
CONFIDENTIAL = {"PRO-02": "more", "PRO-03": "inside", "PRO-05": "yes", "MIN-02": 3, "CPR-01": "yes", "GBV-02": "few"}


def fill(township: Township) -> None:
    place, other = township.village("Lawa Bum"), township.village("Nam Sop")
    township.village("Hkum Ga")
    township.assess(place, {"PRF-03": 173, "PRF-06": {"F_0_4": 60, "M_0_4": 55}, "WSH-03": 45, "WSH-04": 2, **COUNTS})
    township.assess(place, {"WSH-02": 45, "SHE-03": 33, "LIV-02": 58}, tool="DO", on=date(2026, 10, 20))
    township.assess(other, {"PRF-03": 60, "WSH-02": 22, "SHE-02": 15, "SHE-03": 14}, tool="HHS")
    township.agency("HMC", shows_presence=True)
    township.commit(place, "DFA", "FSC-A1", 60, months=3, reached=60, status="delivered")
    township.commit(place, "HMC", "SHE-A2", 20)
    township.commit(place, "HMC", "FSC-A2", 15, reached=4, status="partial")
    township.commit(other, "HMC", "WSH-A1", 10)
    township.commit(township.township_id, "HMC", "WSH-A2", 150)


TRIES, MOVES = 40, 8
Change = tuple[Any, int, str, float]
"""Which row was changed, in which field, and what it said before."""
MEASURED = {"WSH-03"}
"""Numbers that are no counts: their bands are those of severity."""


COMMANDS = (
    ("Lawa Bum", "who"), ("Nam Sop", "who"), ("Hka Mai", "who"), ("wash Hka Mai", "who"), ("Lawa Bum", "data"),
    ("wash Lawa Bum", "data"), ("Nam Sop", "data"), ("Lawa Bum since 1 Oct", "changes"), ("Nam Sop", "changes"),
    ("Hka Mai", "totals"), ("wash Hka Mai", "totals"), ("", "totals"), ("wash no agency", "gaps"),
    ("severity 3", "gaps"), ("Hka Mai development", "gaps"), ("no agency", "gaps"), ("up to date", "gaps"),
)  # fmt: skip


SCREENS = 4
Said = Callable[[], list[bytes]]


@pytest.fixture
def said(db: Database, desk: Desk) -> Said:
    """``said()``: every answer that a group gets, by plain words and by commands, on its first screens."""
    tells = [Telling(WORDS, desk.catalogue, GROUP, "waypost_test_bot", page) for page in range(SCREENS)]

    def all_of_it(session: Any) -> list[bytes]:
        scope = Scope(session, desk, GROUP, NOW)
        asked: list[tuple[str, str | None]] = [*((question, None) for question in QUESTIONS), *COMMANDS]
        found = [answer.answer(scope, question, kind).results for question, kind in asked]
        return [repr([answers.reply(tell, one).messages for tell in tells]).encode() for one in found]

    return lambda: db.transaction(all_of_it)


@pytest.mark.parametrize("code", CONFIDENTIAL)
def test_a_confidential_value_leaves_no_trace(build: Build, said: Said, code: str) -> None:
    build(fill)
    before = said()
    for place in ("Lawa Bum", "Nam Sop", "Hkum Ga"):
        build(lambda township, place=place: township.assess(
            township.places[place], {code: CONFIDENTIAL[code]}, on=date(2026, 11, 20)
        ))  # fmt: skip
    assert said() == before


def test_a_value_without_a_class_leaves_no_trace(build: Build, said: Said) -> None:
    build(fill)
    before = said()
    build(lambda township: township.assess(township.places["Lawa Bum"], {"XXX-01": 77}, on=date(2026, 11, 20)))
    assert said() == before


def test_who_helps_leaves_no_trace(build: Build, said: Said, db: Database) -> None:
    """Nor do pledges, which are no cover: only an agency that shows its presence is named."""
    build(fill)
    before = said()
    build(lambda township: township.commit(township.places["Lawa Bum"], "ZQX", "LIV-A2", 30, status="pledged"))
    assert said() == before


@pytest.mark.parametrize("informed", [46, 47])
def test_whether_two_tools_agree_leaves_no_trace(build: Build, ask: Ask, informed: int) -> None:
    """46 and 52 do not agree within 10 %, 47 and 52 do: a group reads the same bands either way."""

    def visited(township: Township) -> None:
        place = township.village("Lawa Bum")
        for tool, households in (("KII", informed), ("DO", 52), ("FGD", 47)):
            township.assess(place, {"WSH-02": households, "PRF-03": 96}, tool=tool)

    build(visited)
    (told,) = ask(GROUP, "wash Lawa Bum")
    assert "20–49 HH" in told.text
    assert told.text.count("50–99 HH") == 1


def test_how_far_one_of_several_helpers_came_leaves_no_trace(build: Build, ask: Ask) -> None:
    """Not even by the line that cover is what was reported: it stands under every need."""

    def helped(township: Township, name: str, reached: int) -> None:
        place = township.village(name)
        township.assess(place, {"WSH-02": 41, "PRF-03": 96})
        township.agency("HMC", shows_presence=True)
        township.commit(place, "DFA", "WSH-A1", 20, reached=20, status="delivered")
        township.commit(place, "HMC", "WSH-A1", 5, reached=reached, status="delivered")

    build(lambda township: helped(township, "Lawa Bum", 0))
    build(lambda township: helped(township, "Nam Sop", 1))
    one, other = (ask(GROUP, f"wash {name}")[0].text for name in ("Lawa Bum", "Nam Sop"))
    assert one == other.replace("Nam Sop", "Lawa Bum")
    assert "Reported to the DSWG only." in one


@pytest.mark.parametrize("seed", range(6))
def test_counts_inside_a_band_leave_no_trace(build: Build, said: Said, db: Database, desk: Desk, seed: int) -> None:
    build(fill)
    before, shape, random = said(), _shape(db, desk), Random(seed)
    moved = 0
    for _ in range(TRIES):
        change = db.transaction(lambda session: _move(session, random))
        if _shape(db, desk) == shape:
            moved += 1
        else:
            db.transaction(lambda session, change=change: _set(session, change))
    assert moved >= MOVES
    assert said() == before


def _move(session: Any, random: Random) -> Change:
    """One count somewhere else in its band: of what was found, or of what an agency does."""
    values = session.exec(select(IndicatorValue).where(IndicatorValue.number.is_not(None))).all()
    counts: list[tuple[Any, str]] = [(one, "number") for one in values if one.indicator not in MEASURED]
    for one in session.exec(select(Commitment)).all():
        counts += [(one, name) for name in ("target", "reached") if getattr(one, name) is not None]
    row, name = random.choice(counts)
    before = getattr(row, name)
    band = Count("HH", int(before)).banded()
    setattr(row, name, type(before)(random.randint(max(band.low, name == "number"), band.high or 260)))
    return type(row), row.id, name, before


def _set(session: Any, change: Change) -> None:
    model, row_id, name, number = change
    setattr(session.get(model, row_id), name, number)


def _shape(db: Database, desk: Desk) -> list[Any]:
    """What the two stores must have in common: severities and published shares and bands, as groups get them."""

    def work(session: Any) -> list[Any]:
        scope = Scope(session, desk, GROUP, NOW)
        found = [facts.of(scope, [place])[0] for place in places.listed(scope)]
        return [
            [
                {code: rating.severity for code, rating in one.ratings.items()},
                [(need.share_now.rounded(), need.share_later.rounded()) for need in one.needs],
                [need.need.banded() for need in one.needs],
            ]
            for one in found
        ]

    return db.transaction(work)


def test_a_hidden_answer_to_what_several_agencies_asked_leaves_no_trace(build: Build, said: Said) -> None:
    """Whether a sector is told to be asked about in vain depends on what a group may see."""
    build(fill)

    def asked(township: Township) -> None:
        for agency in ("a", "b", "c"):
            row = {"place_id": township.places["Hkum Ga"], "sector": "Nutrition", "asker": agency, "last_at": NOW}
            township.db.add(InformationGap(**row))

    build(asked)
    before = said()
    assert any(b"Asked, nothing to show" in one for one in before)
    build(lambda township: township.assess(township.places["Hkum Ga"], {"NUT-01": 3}))
    assert said() == before
