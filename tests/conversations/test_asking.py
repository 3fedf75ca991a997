"""Asking in chat, as it reads: commands, texts, buttons, links, and what is not text."""

from sandbox import Upload
from tests.talk import AGENCY, COORDINATOR, GROUP, Talk

TRAVEL = "Before any travel ask Mine Action and your\nsecurity focal point."


async def test_a_card_then_a_sector_then_back_in_the_same_message(talk: Talk) -> None:
    (card,) = await talk.say(AGENCY, "what is going on in Lawa Bum")
    assert card.startswith("Lawa Bum · village, Hka Mai, Demo State\nAssessed 12 Oct 2026 (41 days ago)")
    (message,) = talk.messages(AGENCY)
    await talk.press(AGENCY, message, "WASH")
    (message,) = talk.messages(AGENCY)
    assert message.text.startswith("Lawa Bum · WASH\nSeverity 🔴4, driven by WSH-02: 87 of 173\nHH short of water")
    await talk.press(AGENCY, message, "Village card")
    assert talk.texts(AGENCY) == [card]


async def test_more_sectors_and_who_does_what(talk: Talk) -> None:
    await talk.say(AGENCY, "/village Lawa Bum")
    (message,) = talk.messages(AGENCY)
    await talk.press(AGENCY, message, "More sectors")
    (message,) = talk.messages(AGENCY)
    assert "Education: last values from Mar 2025" in " ".join(message.text.split())
    await talk.press(AGENCY, message, "Village card")
    (message,) = talk.messages(AGENCY)
    await talk.press(AGENCY, message, "Who does what")
    assert "ZQX  Water supply, 20 HH, confirmed" in talk.texts(AGENCY)[0]


async def test_in_a_group_by_mention_command_and_reply(talk: Talk) -> None:
    for said in ("@waypost_bot any WASH gaps in Lawa Bum?", "/sector@waypost_bot WASH Lawa Bum"):
        (answer,) = await talk.say(AGENCY, said, GROUP)
        assert "50–99 HH" in answer
        assert answer.endswith(TRAVEL)
    assert await talk.say(AGENCY, "any WASH gaps in Lawa Bum?", GROUP) == []
    talk.sandbox.say(AGENCY, "and mines in Lawa Bum?", GROUP, reply_to=talk.messages(GROUP)[-1])
    await talk.settle()
    told = " ".join(talk.texts(GROUP)[-1].split())
    assert told.startswith("I have nothing to show here on Mine Action in Lawa Bum.")


async def test_the_choice_between_two_places(talk: Talk) -> None:
    assert await talk.say(AGENCY, "info Kawng Hpra") == ["Which Kawng Hpra?"]
    (message,) = talk.messages(AGENCY)
    await talk.press(AGENCY, message, "Kawng Hpra, Nmai Ga")
    assert talk.texts(AGENCY)[-1].startswith("Kawng Hpra · village, Nmai Ga, Demo State")


async def test_neither_asks_for_the_township(talk: Talk) -> None:
    await talk.say(AGENCY, "info Kawng Hpra")
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "Neither")
    assert talk.texts(AGENCY) == ["Write the name with its township, such as: VILLAGE, TOWNSHIP."]


async def test_an_area_page_by_page(talk: Talk) -> None:
    (first,) = await talk.say(AGENCY, "/gaps Hka Mai")
    assert first.startswith("Hka Mai · open needs (1/2)")
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "Next ›")
    assert talk.texts(AGENCY)[0].startswith("Hka Mai · open needs (2/2)")
    assert "assessed and current" in first
    assert "assessed and current" not in talk.texts(AGENCY)[0]
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "‹ Back")
    assert talk.texts(AGENCY) == [first]


async def test_a_link_from_the_group_opens_the_card_in_private(talk: Talk) -> None:
    await talk.say(AGENCY, "@waypost_bot what is going on in Lawa Bum", GROUP)
    (link,) = [one["url"] for row in talk.messages(GROUP)[0].keyboard for one in row if "url" in one]
    (card,) = await talk.say(AGENCY, f"/start {link.partition('start=')[2]}")
    assert "173 HH present" in card


async def test_a_button_of_another_version_says_so(talk: Talk) -> None:
    await talk.say(AGENCY, "Lawa Bum")
    for data in ("0|v|1", "2|v|1", "village:1", "1|zz|4"):
        await talk.press(AGENCY, talk.messages(AGENCY)[0], data, raw=True)
        assert "This button is from an older version. Please ask again." in talk.texts(AGENCY)[-1]


async def test_a_button_of_a_place_that_is_gone_says_so(talk: Talk) -> None:
    await talk.say(AGENCY, "Lawa Bum")
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "1|v|99999", raw=True)
    assert talk.texts(AGENCY)[-1] == "This place is no longer on the list of places. Please ask again by its name."


async def test_photos_get_one_honest_sentence(talk: Talk) -> None:
    talk.sandbox.upload(AGENCY, Upload("photo.jpg", "image/jpeg", b"\xff\xd8\xff\xe0"))
    await talk.settle()
    assert talk.texts(AGENCY) == [
        "I can read text, and tables (.xlsx, .csv) from coordinators and agencies in private. Photos, voice notes and "
        "stickers are not opened and nothing of them is kept."
    ]


async def test_a_limit_of_burmese_letters_is_answered(talk: Talk) -> None:
    answer, _cut = await talk.say(AGENCY, "က" * 4096)
    assert "I know no place" in answer


async def test_markup_typed_by_a_person_stays_text(talk: Talk) -> None:
    answer, *_ = await talk.say(AGENCY, "what is going on in <b>Zzyx & Co</b> village")
    assert answer.startswith(("I know no place", "Which place?"))


async def test_names_of_people_are_sent_back_and_nothing_is_kept(talk: Talk) -> None:
    (answer,) = await talk.say(AGENCY, "Daw Mya Mya 09 123 456 789 of Lawa Bum wants to go home")
    assert answer.startswith("I don't keep names, numbers or positions of people.")
    assert all(row.payload is None for row in talk.inbox())


async def test_help_is_for_the_role_and_for_groups(talk: Talk) -> None:
    (agency,) = await talk.say(AGENCY, "/help")
    (coordinator,) = await talk.say(COORDINATOR, "/help")
    (group,) = await talk.say(AGENCY, "/help@waypost_bot", GROUP)
    assert "/village Lawa Bum – a village or camp" in agency
    assert ("/people" in agency, "/people" in coordinator, "/people" in group) == (False, True, False)
    assert "In groups I tell public figures only" in group


async def test_an_unknown_command_points_to_help(talk: Talk) -> None:
    assert await talk.say(AGENCY, "/nonsense") == ["I do not know this command. /help shows what I can do."]


async def test_commands_without_words_say_how(talk: Talk) -> None:
    assert await talk.say(AGENCY, "/village") == ["Which village? For example: /village NAME"]
    assert await talk.say(AGENCY, "/sector") == ["Which sector and place? For example: /sector WASH NAME"]
    assert await talk.say(AGENCY, "/sector Lawa Bum") == ["Which sector? For example: /sector WASH NAME"]


async def test_what_is_restricted_is_sent_protected(talk: Talk) -> None:
    await talk.say(AGENCY, "Lawa Bum")
    await talk.say(AGENCY, "@waypost_bot Lawa Bum", GROUP)
    assert talk.messages(AGENCY)[0].protected
    assert not talk.messages(GROUP)[0].protected


async def test_who_plans_to_come_is_told_from_the_movements(talk: Talk) -> None:
    (said,) = await talk.say(AGENCY, "who is coming to Lawa Bum?")
    assert said.startswith("Movements · Lawa Bum · village")
    (card,) = await talk.say(AGENCY, "We heard that 10 families want to move to Lawa Bum. What is the situation there?")
    assert card.startswith("Lawa Bum · village")
