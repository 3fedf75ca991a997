"""``WAYPOST_MAP_URL``: which addresses of a map are taken."""

import pytest

from bot.settings import SettingsError, read_settings


@pytest.mark.parametrize(
    "value",
    ["", "https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=14/{lat}/{lon}", "http://10.0.0.5:8080/{lat},{lon}"],
)
def test_addresses_of_maps(value: str) -> None:
    assert read_settings(map_url=value).map_url == value


@pytest.mark.parametrize(
    "value",
    [
        "nonsense", "ftp://map.example.org/{lat}/{lon}", "https://map.example.org/{lat}", "https:///{lat}/{lon}",
        "https://map.example.org/{lat}/{lon}/{zoom}", "https://map.example.org/{lat} {lon}", "geo:{lat},{lon}",
        "https://map/{lat}/{lon}", "https://map.example.org/{lat.real}/{lat}/{lon}", "https://{lat}.{lon}/", " ",
    ],
)  # fmt: skip
def test_a_wrong_address_of_a_map_is_a_sentence(value: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        read_settings(map_url=value)
    assert str(refusal.value) == "WAYPOST_MAP_URL: a web address with {lat} and {lon} in it, or empty for no map"
