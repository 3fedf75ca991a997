"""Names and numbers of people are found; places, codes, counts and dates are left alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understanding.redaction import HIDDEN, findings, personal, redact


@pytest.mark.parametrize(
    ("text", "kind", "hidden"),
    [
        ("call U Ba Mya today", "name", "U Ba Mya"),
        ("Daw Khin Aye Mar said so", "name", "Daw Khin Aye Mar"),
        ("daw khin said so", "name", "daw khin"),
        ("DAW KHIN AYE said so", "name", "DAW KHIN AYE"),
        ("ask Ko Min", "name", "Ko Min"),
        ("Ma Hla told us", "name", "Ma Hla"),
        ("Salang Zau Tu leads", "name", "Salang Zau Tu"),
        ("Sara La Ja", "name", "Sara La Ja"),
        ("Fr. Zau", "name", "Fr. Zau"),
        ("with Rev. Naw Ja", "name", "Rev. Naw Ja"),
        ("ဒေါ်ခင်အေးမာ", "name", "ဒေါ်ခင်အေးမာ"),
        ("ဦးမြင့်အောင် ပြောတယ်", "name", "ဦးမြင့်အောင်"),
        ("09 431 234 567", "phone", "09 431 234 567"),
        ("tel 09431234567.", "phone", "09431234567"),
        ("+95 9 431 234 567", "phone", "+95 9 431 234 567"),
        ("၀၉၄၃၁၂၃၄၅၆၇", "phone", "၀၉၄၃၁၂၃၄၅၆၇"),
        (
            "\uff10\uff19\uff14\uff13\uff11\uff12\uff13\uff14",
            "phone",
            "\uff10\uff19\uff14\uff13\uff11\uff12\uff13\uff14",
        ),
        ("09\u200b431\u200b234\u200b567", "phone", "09\u200b431\u200b234\u200b567"),
        ("office 074-22345", "phone", "074-22345"),
        ("0 9 4 2 1 2 3 4 5 6 7", "phone", "0 9 4 2 1 2 3 4 5 6 7"),
        ("0 942 123 4567 now", "phone", "0 942 123 4567"),
        ("0-7-4-2-2-3-4-5", "phone", "0-7-4-2-2-3-4-5"),
        ("9431234567", "phone", "9431234567"),
        ("call09431234567", "phone", "09431234567"),
        ("09431234567KBC", "phone", "09431234567"),
        ("KBC+959431234567x", "phone", "+959431234567"),
        ("ဖုန်း၀၉၄၃၁၂၃၄၅၆၇", "phone", "၀၉၄၃၁၂၃၄၅၆၇"),
        ("tel_09-431234567", "phone", "09-431234567"),
        ("12/ABC(N)123456", "id", "12/ABC(N)123456"),
        ("NRC 12/KaMaTa(Naing)123456", "id", "12/KaMaTa(Naing)123456"),
        ("၁၂/ကမတ(နိုင်)၁၂၃၄၅၆", "id", "၁၂/ကမတ(နိုင်)၁၂၃၄၅၆"),
        ("write a.b+c@example.org", "email", "a.b+c@example.org"),
        ("ask @zau_tu12 today", "username", "@zau_tu12"),
        ("t.me/zau_tu12", "username", "t.me/zau_tu12"),
        ("at 25.3833, 97.4000", "position", "25.3833, 97.4000"),
        ("25.4 97.4", "position", "25.4 97.4"),
        ("N 25.38333 E 97.40000", "position", "25.38333 E 97.40000"),
        ("25°23'10\"N 97°24'00\"E", "position", "25°23'10\"N 97°24'00\"E"),
        ("47R KJ 12345 67890", "position", "47R KJ 12345 67890"),
    ],
)
def test_what_must_not_be_kept(text: str, kind: str, hidden: str) -> None:
    found = findings(text)
    assert [(one.kind, text[one.start : one.end]) for one in found] == [(kind, hidden)]
    assert redact(text) == text.replace(hidden, HIDDEN)


@pytest.mark.parametrize(
    "text",
    [
        "M-214 and C-118, MMR001002003, MMR099001123, mmr099001123456, gn:1847832, 191234, demo:v012",
        "96 HH present, 1,200 HH, 3,400 people, 100 120 96 45",
        "12 Oct 2026, 2026-11-22, 12/10/2026, 05-11-2026, 05.11.2026, from 0930-1130",
        "0.9 0.5 0.7 1.2 0.3", "0 9 4 2", "0 96 100 45", "0-9 years", "5 bags @20000", "@home",
        "can u tell us more", "CAN U HELP", "ma go to ko", "U need food", "So Ma and I", "rev 2", "U", "Ma",
        "FSC-02: 96 HH (41%)", "12.5, 13.5", "2 of 6 months", "7-8 families", "3.5 m MMK",
        "ကလေး ၁၂ ဦး", "ဦးစားပေး", "၉၆ အိမ်",
    ],
)  # fmt: skip
def test_what_is_no_person(text: str) -> None:
    assert findings(text) == ()


@pytest.mark.parametrize("piece", ["a", "0", "959", "a.b@", "0-", "Daw Mya ", "25.123 ", "09450012345 ", "2345+"])
def test_a_text_of_any_length_is_read_in_one_pass(piece: str) -> None:
    """Pieces that once began a search of all that follows: minutes for each of these texts."""
    text = piece * (100_000 // len(piece))
    assert len(redact(text, [(at, at + 1) for at in range(0, 4000, 2)])) <= len(text)


def test_what_stands_in_the_name_of_a_place_is_no_person() -> None:
    text = "10 HH from Ma Tsun Ga to Daw Hkrai Yang and U Hpra Kone, says Daw Khin"
    spans = [
        (text.index(name), text.index(name) + len(name)) for name in ("Ma Tsun Ga", "Daw Hkrai Yang", "U Hpra Kone")
    ]
    assert [text[one.start : one.end] for one in findings(text, spans)] == ["Daw Khin"]
    assert not personal("Fr Lung Hpra", [(3, 12)])
    assert not personal("ဒေါ်ဖုန်းယန်", [(0, 12)])


@given(st.text(alphabet="abcU DawMKo09.+@ကဦးဒေါ်၁၂/()N", max_size=60))
def test_nothing_is_left_and_nothing_overlaps(text: str) -> None:
    found = findings(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert bool(found) == personal(text)
    assert redact(text).count(HIDDEN) == len(found)
