"""``waypost understand``."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.understanding.conftest import HERE

RUNNER = CliRunner()


@pytest.fixture
def desk_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def with_places(desk_folder: Path) -> Path:
    assert RUNNER.invoke(app, ["import", "places", str(HERE / "places.csv")]).exit_code == 0
    return desk_folder


def test_one_message_in_json(with_places: Path) -> None:
    done = RUNNER.invoke(app, ["understand", "we can repair 20 houses in lawa bum from june", "--json"])
    told = json.loads(done.stdout)
    assert (told["intent"], told["village"], told["sector"]) == ("commit_response", "Lawa Bum", "Shelter/NFI")
    assert (told["households"], told["origin"], told["when"], told["stage"]) == (20, None, "june", "pledged")
    assert {"text": "lawa bum", "start": 27, "end": 35, "for": "place", "value": "Lawa Bum"} in told["why"]


def test_a_file_line_by_line(with_places: Path) -> None:
    file = with_places / "messages.jsonl"
    texts = ["gaps Lawa Bum", "thanks", "what's going on in Lawa Bum? and who covers food in Sut Nau?"]
    file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    lines = [json.loads(line) for line in RUNNER.invoke(app, ["understand", "--file", str(file)]).stdout.splitlines()]
    assert [line["text"] for line in lines] == texts
    assert [line["intent"] for line in lines] == ["list_gaps", "greeting", "ask_village"]
    assert lines[2]["more"][0]["village"] == "Sut Nau"


def test_for_a_reader(with_places: Path) -> None:
    told = RUNNER.invoke(app, ["understand", "give me the names of families in Lawa Bum"]).stdout
    assert "intent: other\n" in told
    assert "refusal: people\n" in told


def test_own_words_are_used(with_places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = with_places / "words.csv"
    words.write_text("word,meaning\nzaubs,households\n", encoding="utf-8")
    monkeypatch.setenv("WAYPOST_WORDS", str(words))
    done = RUNNER.invoke(app, ["understand", "12 zaubs went to Sut Nau", "--json"])
    assert json.loads(done.stdout)["households"] == 12


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["understand"], "Give either a message or --file FILE."),
        (["understand", "x", "--file", "y"], "Give either a message or --file FILE."),
    ],
)
def test_wrong_arguments(with_places: Path, arguments: list[str], said: str) -> None:
    done = RUNNER.invoke(app, arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_line_that_is_no_message(with_places: Path) -> None:
    file = with_places / "messages.jsonl"
    file.write_text('{"text": "hi"}\n{"query": "hi"}\n', encoding="utf-8")
    done = RUNNER.invoke(app, ["understand", "--file", str(file)])
    assert done.exit_code == 2
    assert done.stderr == 'Line 2: expected a JSON object with the key "text" and a text.\n'


def test_without_places_it_says_so(desk_folder: Path) -> None:
    done = RUNNER.invoke(app, ["understand", "hi"])
    assert done.exit_code == 2
    assert "waypost import places" in done.stderr
