"""Who is this place? In chat: the command, the button, namesakes, the link from a group, and who gets a map."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from coordination.scope import Scope
from models.audit import AuditEntry
from models.places import Place
from sandbox import Message
from tests.conversations.test_asking import TRAVEL
from tests.hka_mai import Township
from tests.talk import AGENCY, COORDINATOR, FOCAL, GROUP, Talk

PAGE = """\
Lawa Bum
Village  t:village:4
Township  Hka Mai
State  Demo State

Source  test
On this desk's list.

"""


@pytest.fixture
def positions(talk: Talk) -> None:
    """Every place lies somewhere, and Lawa Bum has a namesake of another spelling."""

    def work(scope: Scope) -> None:
        township = Township(scope.db)
        lawa_bum = scope.db.exec(select(Place).where(Place.name == "Lawa Bum")).one()
        township.number, township.state_id = iter(range(90, 99)), lawa_bum.state_id or 0
        township.village("Lawa Bun", listed=False, township=lawa_bum.township_id)
        township.village("Sumwut Yang", listed=False, township=lawa_bum.township_id)
        for place in scope.db.exec(select(Place)).all():
            place.latitude, place.longitude = 25.0 + (place.id or 0) / 10, 97.0

    talk.desk.write(work)


def urls(message: Message) -> list[str]:
    return [one["url"] for row in message.keyboard for one in row if "url" in one]


def reads(talk: Talk) -> list[Any]:
    return talk.desk.read(
        lambda scope: list(scope.db.exec(select(AuditEntry).where(AuditEntry.action == "read.place")))
    )


async def test_a_place_by_its_name(talk: Talk) -> None:
    (said,) = await talk.say(AGENCY, "/place Lawa Bum")
    assert said == f"{PAGE}No other place of a like name is known\nhere."
    (message,) = talk.messages(AGENCY)
    assert (urls(message), message.protected, reads(talk)) == ([], False, [])


async def test_from_the_card_and_back_in_the_same_message(talk: Talk) -> None:
    (card,) = await talk.say(AGENCY, "Lawa Bum")
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "About this place")
    assert talk.texts(AGENCY)[0].startswith(PAGE)
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "Village card")
    assert talk.texts(AGENCY) == [card]


async def test_a_map_in_private_is_protected_and_audited(talk: Talk, positions: None) -> None:
    (said,) = await talk.say(AGENCY, "/place Lawa Bum")
    assert "Lawa Bun · village, Hka Mai, t:village:90," in said
    assert "km" in said
    assert said.endswith("[Map] tells a website what you looked at.")
    (message,) = talk.messages(AGENCY)
    assert (urls(message), message.protected) == (
        ["https://www.openstreetmap.org/?mlat=25.40000&mlon=97.00000#map=14/25.40000/97.00000"], True,
    )  # fmt: skip
    assert [(one.actor, one.klass, one.chat) for one in reads(talk)] == [("P-101", "restricted", "private")]


async def test_a_group_gets_no_map_and_its_link_opens_the_page_in_private(talk: Talk, positions: None) -> None:
    (said,) = await talk.say(AGENCY, "/place@waypost_bot Lawa Bum", GROUP)
    assert said.endswith(f"Lawa Bun · village, Hka Mai, t:village:90\n\n{TRAVEL}")
    (link,) = urls(talk.messages(GROUP)[0])
    (page,) = await talk.say(AGENCY, f"/start {link.partition('start=')[2]}")
    assert page.startswith(PAGE)
    assert "openstreetmap" in urls(talk.messages(AGENCY)[0])[0]


async def test_a_focal_point_of_no_township_here_gets_no_map(talk: Talk, positions: None) -> None:
    await talk.say(FOCAL, "/place Lawa Bum")
    assert urls(talk.messages(FOCAL)[0]) == []
    assert reads(talk) == []


async def test_an_empty_setting_takes_the_map_away(talk: Talk, positions: None) -> None:
    assert talk.desk.settings.map_url.startswith("https://www.openstreetmap.org/")
    answering = talk.parts.pipeline._answering
    object.__setattr__(answering, "desk", replace(answering.desk, map_url=""))
    (said,) = await talk.say(COORDINATOR, "/place Lawa Bum")
    assert "[Map]" not in said
    assert urls(talk.messages(COORDINATOR)[0]) == []


async def test_a_namesake_opens_its_own_page(talk: Talk, positions: None) -> None:
    await talk.say(AGENCY, "/place Lawa Bum")
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "Lawa Bun")
    (said,) = talk.texts(AGENCY)
    assert said.startswith("Lawa Bun\nVillage  t:village:90\n")
    assert "Lawa Bum · village, Hka Mai, t:village:4," in said


async def test_beside_a_question_the_page_leaves_the_question_alone(talk: Talk, positions: None) -> None:
    (asked,) = await talk.say(AGENCY, "water in Sumwut Yang")
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "About this place")
    assert talk.texts(AGENCY)[0] == asked == "Sumwut Yang in Hka Mai? It is not on this\ndesk's list."
    assert talk.texts(AGENCY)[1].startswith("Sumwut Yang\nVillage")
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "Yes")
    assert talk.texts(AGENCY)[0] == (
        "I have nothing to show here on WASH in\nSumwut Yang.\nCoordinators will see that someone asked."
    )


async def test_one_off_the_list_is_not_asked_back_where_the_page_says_who_it_is(talk: Talk, positions: None) -> None:
    (said,) = await talk.say(AGENCY, "/place Sumwut Yang")
    assert said.startswith("Sumwut Yang\nVillage")
    assert "Not on this desk's list." in said


async def test_of_several_places_of_the_name_one_is_chosen(talk: Talk) -> None:
    """What was typed is not kept for it: to look who a place is means not that it was meant."""
    assert await talk.say(AGENCY, "/place Kawng Hpra") == ["Which Kawng Hpra?"]
    keys = [one["callback_data"] for row in talk.messages(AGENCY)[0].keyboard for one in row]
    assert [one.count("|") for one in keys] == [2, 2, 1]
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "Kawng Hpra, Nmai Ga")
    (said,) = talk.texts(AGENCY)
    assert said.startswith("Kawng Hpra\nVillage")
    assert "Township  Nmai Ga" in said
    assert "Not to be confused with\nKawng Hpra · village, Hka Mai," in said


async def test_a_township_says_what_it_holds(talk: Talk) -> None:
    (said,) = await talk.say(AGENCY, "/place Hka Mai")
    assert "Holds  5 villages, 1 camp" in said
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "Open needs")
    assert talk.texts(AGENCY)[-1].startswith("Hka Mai · open needs")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("/place", "Which place? For example: /place NAME"),
        ("/place Zzyx", 'I know no place "Zzyx".\nTry another spelling, or add the township.'),
        ("/place Daw Mya Mya 09 123 456 789", "I don't keep names, numbers or positions of people."),
    ],
)
async def test_what_cannot_be_answered_is_said(talk: Talk, text: str, answer: str) -> None:
    (said,) = await talk.say(AGENCY, text)
    assert said.startswith(answer)


@pytest.mark.parametrize("data", ["1|p|", "1|p", "1|b|x", "1|p|1|wash|1|1|1", "1|p|99999999999999999999"])
async def test_forged_buttons_read_like_old_ones(talk: Talk, data: str) -> None:
    await talk.say(AGENCY, "/place Lawa Bum")
    await talk.press(AGENCY, talk.messages(AGENCY)[0], data, raw=True)
    assert talk.texts(AGENCY)[-1] == "This button is from an older version. Please ask again."


async def test_a_place_that_is_gone_says_so(talk: Talk) -> None:
    await talk.say(AGENCY, "/place Lawa Bum")
    for data in ("1|p|99999", "1|b|99999"):
        await talk.press(AGENCY, talk.messages(AGENCY)[0], data, raw=True)
        assert talk.texts(AGENCY)[-1] == "This place is no longer on the list of places. Please ask again by its name."
