"""``waypost places show``: a place's own page at the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.desk import open_desk
from models.audit import AuditEntry
from tests.places.test_cli import filled, folder, run

__all__ = ["filled", "folder"]
MAP = "https://map.example.org/{lat}/{lon}"


def shown(*arguments: str) -> dict[str, Any]:
    result = run("places", "show", *arguments, "--json")
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def test_a_group_sees_who_it_is_and_not_where(filled: Path) -> None:
    told = shown("gn:92")
    page = told["page"]
    assert (told["as"], told["kind"], told["decision"]) == ("group", "place", "exact")
    assert (page["place"]["name"], page["codes"], page["map"], page["holds"]) == (
        "Mai Hkawt",
        ["gn:92"],
        None,
        "public",
    )
    assert [(one["code"], one["same"], one["away"]) for one in page["namesakes"]] == [("gn:93", True, None)]
    assert "Mai Hkawt\nVillage  gn:92\nTownship  Hka Mai (demo)" in told["messages"][0]["plain"]


def test_an_agency_gets_the_map_and_the_distance_and_it_is_audited(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYPOST_MAP_URL", MAP)
    said = run("places", "show", "gn:92", "--as", "agency").stdout
    assert "Mai Hkawt · village, Tsawm Bum, gn:93," in said
    assert "about 15 km north-east" in " ".join(said.split())
    assert "[Village card]  [Map] https://map.example.org/25.20000/97.20000" in said
    assert shown("gn:92", "--as", "focal", "--township", "Tsawm Bum")["page"]["map"] is None
    with open_desk() as desk:
        entries = desk.read(
            lambda scope: list(scope.db.exec(select(AuditEntry).where(AuditEntry.klass == "restricted")))
        )
    assert [(one.actor, one.action) for one in entries] == [("operator", "read.place")]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Mai Hkawt", "[Mai Hkawt, Hka Mai (demo)]\n[Mai Hkawt, Tsawm Bum]"),
        ("Zzyzx Wuwu", 'I know no place "Zzyzx Wuwu".'),
        ("Daw Mya Mya", "I don't keep names"),
    ],
)
def test_what_means_no_one_place_is_answered_as_in_chat(filled: Path, name: str, said: str) -> None:
    assert said in run("places", "show", name).stdout
    assert shown(name)["page"] is None


def test_what_is_wrong_is_a_sentence(folder: Path) -> None:
    empty = run("places", "show", "Lung Hpra")
    assert (empty.exit_code, "waypost import places" in empty.stderr) == (2, True)


def test_the_other_commands_of_the_list_are_still_there(filled: Path) -> None:
    assert run("places", "list").exit_code == 0
    assert all(name in run("places", "--help").stdout for name in ("list", "add", "drop", "show"))
