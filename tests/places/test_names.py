"""The spellings that a recorded name gives."""

import pytest

from understanding.names import is_code, spellings


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Lung Hpra", "village", {"Lung Hpra": "name"}),
        ("Lung Hpra (a) Tsai", "village_tract", {"Lung Hpra (a) Tsai": "name", "Lung Hpra": "name", "Tsai": "name"}),
        ("(a) Lung Hpra", "village", {"(a) Lung Hpra": "name", "Lung Hpra": "name"}),
        ("Lung Hpra (A)", "village", {"Lung Hpra (A)": "name", "Lung Hpra": "name"}),
        ("Lung Hpra (Tsai)", "village", {"Lung Hpra (Tsai)": "name", "Lung Hpra": "name", "Tsai": "alias"}),
        ("Lung Hpra (West)", "village", {"Lung Hpra (West)": "name", "Lung Hpra": "part"}),
        ("Lung Hpra (2)", "village", {"Lung Hpra (2)": "name", "Lung Hpra": "part"}),
        ("Lung Hpra/Tsai Ga", "village", {"Lung Hpra/Tsai Ga": "name", "Lung Hpra": "name", "Tsai Ga": "name"}),
        ("Nga/Hpra", "village", {"Nga/Hpra": "name"}),
        ("Lung Hpra Town", "town", {"Lung Hpra Town": "name", "Lung Hpra": "name"}),
        ("Lung Hpra Ward", "ward", {"Lung Hpra Ward": "name", "Lung Hpra": "part"}),
        ("No (4) Ward", "ward", {"No (4) Ward": "name"}),
        ("Lung KBC Camp", "camp", {"Lung KBC Camp": "name", "Lung KBC": "name", "Lung": "short"}),
        ("Hka Mai (demo)", "township", {"Hka Mai (demo)": "name", "Hka Mai": "name"}),
        ("လုံ (ခ) ဖရာ", "village_tract", {"လုံ (ခ) ဖရာ": "name", "ဖရာ": "name"}),
        ("ဖရာရပ်ကွက်", "ward", {"ဖရာရပ်ကွက်": "name", "ဖရာ": "part"}),
    ],
)
def test_halves_of_official_names(name: str, kind: str, expected: dict[str, str]) -> None:
    found = {spelling.text: spelling.kind for spelling in spellings([(name, "name")], kind).values()}
    assert expected.items() <= found.items()
    assert set(found) <= set(expected) | {"လုံ"}


def test_the_strongest_of_one_key_stays() -> None:
    found = spellings([("Lung Hpra", "alias"), ("LungHpra", "name")], "village")
    assert [(one.text, one.kind) for one in found.values()] == [("LungHpra", "name")]


def test_codes_among_names() -> None:
    assert is_code("MMR099001")
    assert not is_code("Lung 4")
    assert [one.kind for one in spellings([("MMR099001", "alias")], "township").values()] == ["code"]
