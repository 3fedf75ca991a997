"""The dialogues of the desk in Burmese: a card, a sector, two places of a name, nothing known, a group, refusals."""

import re

from sandbox import Message
from tests.talk import AGENCY, COORDINATOR, GROUP, Talk

TRAVEL = (
    "ခရီးမသွားမီ Mine Action နှင့် သင့်လုံခြုံရေးတာဝန်ခံကို မေးပါ။ Before any travel ask Mine Action and your security focal point."
)
ENGLISH_SENTENCE = re.compile(r"[A-Z][a-z]+ [a-z]+ [a-z]+")


def labels(message: Message) -> list[str]:
    """Texts of the buttons under a message."""
    return [one["text"] for row in message.keyboard for one in row]


def flat(text: str) -> str:
    """A text wherever its lines break."""
    return " ".join(text.split())


async def burmese(talk: Talk, who: int = AGENCY) -> None:
    """Somebody chooses Burmese."""
    await talk.say(who, "/language my")


async def test_a_card_with_the_english_below_what_is_on_mines(talk: Talk) -> None:
    await burmese(talk)
    (card,) = await talk.say(AGENCY, "what is going on in Lawa Bum")
    assert flat(card).startswith(
        flat(
            "Lawa Bum · ကျေးရွာ၊ Hka Mai, Demo State\n"
            "ဆန်းစစ် ၁၂ အောက်တိုဘာ ၂၀၂၆ (၄၁ ရက်က):\n"
            "အိမ်ထောင်စုစစ်တမ်း + အချက်အလက်ပေးသူများ +\n"
            "ကွင်းဆင်းကြည့်ရှုမှု၊ အဖြေများ ကိုက်ညီ\n"
            "\n"
            "လူဦးရေ  လက်ရှိနေထိုင်သူ အိမ်ထောင်စု ၁၇၃\n"
            "မိုင်း  တိုက်ရိုက်အထောက်အထားရှိ; မစစ်ဆေးရသေး။\n"
            "ခရီးမသွားမီ Mine Action ကို မေးပါ။\n"
            "Mines: direct evidence; not surveyed. Ask\n"
            "Mine Action before any travel.\n"
            "\n"
            "🔴၄ ရိက္ခာ: ရိက္ခာလို အိမ်ထောင်စု ၈၇၊ ၆ လစာ"
        )
    )
    assert len(card.split("\n")) <= 25
    message = talk.messages(AGENCY)[-1]
    assert labels(message)[:2] == ["ရိက္ခာ", "WASH"]
    assert not any(ENGLISH_SENTENCE.search(label) for label in labels(message))


async def test_a_sector_then_who_works_there(talk: Talk) -> None:
    await burmese(talk)
    await talk.say(AGENCY, "Lawa Bum")
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "WASH")
    assert talk.texts(AGENCY)[-1].startswith(
        "Lawa Bum · WASH\n"
        "ပြင်းထန်မှုအဆင့် 🔴၄၊ အကြောင်းရင်း WSH-02:\n"
        "ရေမလုံလောက်သော အိမ်ထောင်စု ၁၇၃ အနက် ၈၇\n"
        "\n"
        "ရေမလုံလောက်သော အိမ်ထောင်စု ၁၇၃ အနက် ၈၇\n"
        "   အိမ်ထောင်စုစစ်တမ်း၊ ၁၂ အောက်တိုဘာ ၂၀၂၆\n"
    )
    (who,) = await talk.say(AGENCY, "who works in Lawa Bum")
    assert "ZQX  ရေပေးဝေရေး၊ အိမ်ထောင်စု ၂၀၊" in who
    assert not ENGLISH_SENTENCE.search(who.replace("Lawa Bum", ""))


async def test_two_places_of_a_name_and_none(talk: Talk) -> None:
    await burmese(talk)
    assert await talk.say(AGENCY, "info Kawng Hpra") == ["ဘယ် Kawng Hpra လဲ။"]
    choice = talk.messages(AGENCY)[-1]
    assert labels(choice) == ["Kawng Hpra, Hka Mai", "Kawng Hpra, Nmai Ga", "နှစ်ခုလုံးမဟုတ်"]
    await talk.press(AGENCY, choice, "နှစ်ခုလုံးမဟုတ်")
    assert "အမည်ကို မြို့နယ်နှင့်တွဲရေးပါ၊ ဥပမာ: VILLAGE, TOWNSHIP။" in talk.texts(AGENCY)[-1]
    (unknown,) = await talk.say(AGENCY, "anything on nyauk pyin village?")
    assert unknown.startswith('"nyauk pyin" ဟူသော နေရာ မသိပါ။')


async def test_an_area_page_by_page(talk: Talk) -> None:
    await burmese(talk)
    (first,) = await talk.say(AGENCY, "/gaps Hka Mai")
    assert first.startswith("Hka Mai · လိုအပ်ဆဲများ (၁/၂)\nနေရာ ၆ ခု: ဆန်းစစ်ပြီး ရက်မလွန် ၂၊")
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "ရှေ့သို့ ›")
    assert talk.texts(AGENCY)[-1].startswith("Hka Mai · လိုအပ်ဆဲများ (၂/၂)")


async def test_whether_a_place_is_free_of_danger_is_not_judged(talk: Talk) -> None:
    await burmese(talk)
    (told,) = await talk.say(AGENCY, "Is it safe in Lawa Bum?")
    assert "ဒါကို ဆုံးဖြတ်ပေး၍ မရပါ။" in told
    assert "That I cannot judge." in told
    assert "   တိုက်ရိုက်အထောက်အထားရှိ\n   direct evidence\n" in told
    assert flat(told).endswith(TRAVEL)
    assert "ဘေးကင်း" not in told


async def test_refusals_say_it_in_both_languages(talk: Talk) -> None:
    await burmese(talk)
    for said, own, english in (
        ("Daw Mya Mya 09 123456789 lives in Lawa Bum", "ဘာမျှ မသိမ်းခဲ့ပါ။", "Nothing of it was stored."),
        ("a woman was raped in Lawa Bum", "လူချင်းတွေ့၍ ပြောပါ", "Please speak with the protection focal point"),
        ("soldiers seen in Lawa Bum yesterday", "လက်နက်ကိုင်တပ်ဖွဲ့များအကြောင်း", "I keep nothing about armed forces"),
        ("/people", "သင့်တာဝန်ဖြင့် ဒါကို မလုပ်နိုင်ပါ။", "Your role does not allow that."),
    ):
        (answer,) = await talk.say(AGENCY, said)
        answer = flat(answer)
        assert own in answer
        assert answer.index(own) < answer.index(english)


async def test_a_group_reads_what_its_coordinator_chose(talk: Talk) -> None:
    await burmese(talk)
    (answer,) = await talk.say(AGENCY, "@waypost_bot any WASH gaps in Lawa Bum?", GROUP)
    assert answer.startswith("Lawa Bum · WASH\nSeverity")
    (refused,) = await talk.say(AGENCY, "/language my", GROUP)
    assert refused == "Only a coordinator can change the language of a group."
    await talk.say(COORDINATOR, "/language@waypost_bot my", GROUP)
    (answer,) = await talk.say(AGENCY, "@waypost_bot any WASH gaps in Lawa Bum?", GROUP)
    assert "ရေမလုံလောက်သော အိမ်ထောင်စု ၅၀–၉၉" in answer
    assert flat(answer).endswith(TRAVEL)
    (nothing,) = await talk.say(AGENCY, "@waypost_bot mines in Lawa Bum?", GROUP)
    assert "I have nothing to show here on Mine Action\nin Lawa Bum." in nothing


async def test_help_me_and_the_lists_of_a_coordinator(talk: Talk) -> None:
    await burmese(talk, COORDINATOR)
    for command in ("/help", "/me", "/people", "/review", "/aliases", "/quality", "/invite", "/compare", "/question"):
        (told,) = await talk.say(COORDINATOR, command)
        assert re.search("[\u1000-\u109f]", told)
        assert told.startswith(("Waypost", "P-")) or re.match("[\u1000-\u109f]", told), command
