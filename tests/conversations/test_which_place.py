"""Which place is meant, in chat: why it is asked, what else was named, and what was not read."""

import pytest

from tests.talk import AGENCY, Talk


async def asked(talk: Talk, text: str) -> list[str]:
    """The answers, each on one line."""
    return [" ".join(one.split()) for one in await talk.say(AGENCY, text)]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Hkum Ga, Nmai Ga", "I know no Hkum Ga in Nmai Ga. Which place is"),
        ("Hkum Ga hospital camp", 'I know no place "Hkum Ga hospital camp". Do you mean Hkum Ga in Hka Mai?'),
        ("Hkum Ga camp", 'I know no "camp" of that name, but a place of another kind (village). Do you mean'),
        ("Hkum Ga, Zzyzx", 'I am not sure which township "Zzyzx" is. Do you mean Hkum Ga in Hka Mai?'),
        ("Hkum Ga (gn:999)", 'I know no code "gn:999". Do you mean Hkum Ga in Hka Mai?'),
        ("maybe Hkum Ga, Lawa Bum", "The text takes a place back, and I am not sure which one is meant. Do you mean"),
        ("what is in dhaw kawn boom", 'No place is called exactly "dhaw kawn boom". Did you mean one of these?'),
        ("info Kawng Hpra", "Which Kawng Hpra?"),
    ],
)
async def test_a_question_back_says_why(talk: Talk, text: str, answer: str) -> None:
    assert (await asked(talk, text))[0].startswith(answer)


async def test_near_names_tell_their_township_and_may_all_be_wrong(talk: Talk) -> None:
    await talk.say(AGENCY, "info dhaw kawn boom")
    assert talk.messages(AGENCY)[-1].labels == ["Daw Hkawn Bum, Hka Mai", "None of these"]
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "None of these")
    assert talk.texts(AGENCY)[-1] == "Write the name with its township, such as: VILLAGE, TOWNSHIP."


async def test_other_places_are_told_name_by_name(talk: Talk) -> None:
    *answered, which, unknown = await asked(talk, "WASH in Lawa Bum and Hkum Ga, Kawng Hpra, Sut Ga and Zzyzxx")
    assert [" ".join(one.split())[-7:] for one in answered][1:] == [" asked.", " asked."]
    assert answered[0].startswith("Lawa Bum")
    assert which == "You also named Kawng Hpra. Which one?"
    assert unknown == 'I know no place "Zzyzxx".'
    labels = [message.labels for message in talk.messages(AGENCY)[-2:]]
    assert labels == [["Kawng Hpra, Hka Mai", "Kawng Hpra, Nmai Ga"], []]


async def test_what_stands_beyond_the_measure_is_said(talk: Talk) -> None:
    *_, last = await asked(talk, "water in Lawa Bum. " + "they need help. " * 60)
    assert last.startswith("I read only the first ")
