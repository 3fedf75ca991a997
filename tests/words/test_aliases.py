"""Aliases as coordinators read them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.resources import resource
from coordination.aliases import CONFIRMED, REFUSED, WAITING, Alias, AliasPage
from coordination.places import PlaceRef
from coordination.scope import Desk
from coordination.viewer import OPERATOR, Klass
from words import Words, aliases
from words.buttons import LARGEST, MOST_BYTES
from words.language import read_locales
from words.layout import plain
from words.message import Message, Reply
from words.telling import Telling

WORDS = Words(read_locales(resource("locales")))
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def place(name: str, township: str | None = "Hka Mai") -> PlaceRef:
    return PlaceRef(LARGEST, f"t:{name}", None, name, None, "village", township, 1, None, listed=True)


def alias(**more: Any) -> Alias:
    fields: dict[str, Any] = {"id": 999_999_999, "text": "lbm", "place": place("Lawa Bum"), "state": WAITING}
    return Alias(**(fields | more))


def page(*entries: Alias, state: str = WAITING, at: int = 0, pages: int = 1) -> AliasPage:
    counts = {WAITING: 0, CONFIRMED: 3, REFUSED: 0, state: len(entries)}
    return AliasPage(state, at, pages, entries, counts)


@pytest.fixture
def tell(desk: Desk) -> Telling:
    return Telling(WORDS, desk.catalogue, OPERATOR)


def text(reply: Reply) -> str:
    return " ".join(plain(reply.messages[0].text).split())


def rows(message: Message) -> list[list[str]]:
    return [[button.label for button in row] for row in message.buttons]


def test_one_and_many(tell: Telling) -> None:
    one, many = alias(picks=1, people=1, last=AT), alias(picks=4, people=3, last=AT)
    assert "picked 1 time by 1 person, last 22 Nov 2026" in text(aliases.listing(tell, page(one)))
    shown = text(aliases.listing(tell, page(one, many)))
    assert shown.startswith("2 names were typed and then picked 1. ")
    assert "picked 4 times by 3 people, last 22 Nov 2026" in shown


def test_numbers_and_buttons_go_on_from_page_to_page(tell: Telling) -> None:
    (message,) = aliases.listing(tell, page(alias(), alias(), at=1, pages=3)).messages
    assert rows(message) == [
        ["6 Confirm", "6 Refuse"], ["7 Confirm", "7 Refuse"], ["‹ Back", "Next ›"], ["Confirmed (3)"],
    ]  # fmt: skip


@pytest.mark.parametrize("state", [CONFIRMED, REFUSED])
def test_what_was_decided_can_be_taken_back(tell: Telling, state: str) -> None:
    decided = alias(state=state, decided_by="P-3", decided_at=AT)
    (message,) = aliases.listing(tell, page(decided, state=state)).messages
    assert rows(message)[0] == ["1 Take back"]
    assert "by P-3, 22 Nov 2026" in plain(message.text)
    assert "Waiting (0)" in rows(message)[-1]


def test_a_spelling_that_is_no_longer_kept(tell: Telling) -> None:
    shown = text(aliases.listing(tell, page(alias(text=None, state=REFUSED), state=REFUSED)))
    assert '"(no longer kept)" → Lawa Bum' in shown


def test_namesakes_are_named_with_where_they_lie(tell: Telling) -> None:
    named = alias(also=(place("Nam Sop"), place("Demo State", None)), others=2)
    told = text(aliases.read_back(tell, named, aliases.CONFIRM))
    assert (
        "Also the name of Nam Sop, Hka Mai; Demo State, –: whoever writes it is asked which one. And of 2 more." in told
    )


@pytest.mark.parametrize("act", [aliases.CONFIRM, aliases.REFUSE, aliases.TAKE_BACK])
@pytest.mark.parametrize("state", [WAITING, CONFIRMED, REFUSED])
def test_every_button_fits_and_every_reply_is_for_coordinators(tell: Telling, act: str, state: str) -> None:
    largest = alias(id=LARGEST, state=state, also=(place("Nam Sop"),))
    replies = [aliases.read_back(tell, largest, act), aliases.done(tell, largest, act),
               aliases.read_back_new(tell, largest, LARGEST)]  # fmt: skip
    for reply in replies:
        assert reply.klass is Klass.CONFIDENTIAL
        for row in reply.messages[-1].buttons:
            assert all(len((button.data or "").encode()) <= MOST_BYTES for button in row)


def test_what_people_typed_is_escaped(tell: Telling) -> None:
    (message,) = aliases.listing(tell, page(alias(text="<b>x & y</b>"))).messages
    assert "&lt;b&gt;x &amp; y&lt;/b&gt;" in message.text
