"""The demo from an empty folder to the first answer."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app as command_line
from bot.cli import demo
from bot.demo import cast, store
from bot.demo.play import play
from bot.desk import OpenDesk, open_desk
from bot.settings import Settings
from coordination import places, registration
from coordination.errors import Refusal
from coordination.viewer import OPERATOR
from exchange.report import ImportReport, Problem
from sandbox import Sandbox

ADDRESS = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def today() -> date:
    return datetime.now(UTC).date()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, today: date) -> Settings:
    """Settings of a demo that was built once for all tests of this file."""
    settings = store.settings_of(tmp_path_factory.mktemp("demo") / "demo", ADDRESS)
    store.prepare(settings, today, fresh=False, say=lambda _step: None)
    return settings


@pytest.fixture
def opened(built: Settings) -> Iterator[OpenDesk]:
    with open_desk(built, demo=True) as desk:
        yield desk


def test_everybody_who_was_invited_is_in_force(opened: OpenDesk) -> None:
    people = opened.read(registration.listing)
    invited = [persona for persona in cast.people() if persona.role is not None]
    assert [(one.status, one.role, one.agency) for one in people] == [
        ("active", str(persona.role), persona.agency) for persona in invited
    ]
    assert sum(one.consented_at is None for one in people) == 1, "one shows the purpose notice"


def test_two_villages_of_one_name_are_told_apart_by_their_tract(opened: OpenDesk) -> None:
    found = opened.read(lambda scope: places.find(scope, "Sumpra Hka Ga"))
    labels = places.choice_labels([one.place for one in found.candidates], OPERATOR)
    assert found.decision == "ask"
    assert sorted(labels) == [
        "Sumpra Hka Ga, Mungdi Hka Kawng, Hka Mai (demo)",
        "Sumpra Hka Ga, Shingbwi Lung, Hka Mai (demo)",
    ]


def test_a_kept_store_is_not_built_again_on_the_same_day(built: Settings, today: date) -> None:
    steps: list[str] = []
    store.prepare(built, today, fresh=False, say=steps.append)
    assert steps == []


def test_another_day_or_a_fresh_start_builds_it_again(tmp_path: Path, today: date) -> None:
    settings = store.settings_of(tmp_path / "demo", ADDRESS)
    settings.data_dir.mkdir()
    (settings.data_dir / "waypost.sqlite").write_text("left over", encoding="utf-8")
    (settings.data_dir / "notes.txt").write_text("not ours", encoding="utf-8")
    steps: list[str] = []
    store.prepare(settings, today + timedelta(days=1), fresh=True, say=steps.append)
    assert steps == ["places_geonames", "places", "agencies", "assessments", "commitments", "people"]
    assert (settings.data_dir / "notes.txt").exists()


def test_half_a_store_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: date) -> None:
    settings = store.settings_of(tmp_path / "demo", ADDRESS)
    monkeypatch.setattr(store, "_build", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        store.prepare(settings, today, fresh=False, say=lambda _step: None)
    assert not (settings.data_dir / store.STAMP).exists()


def test_a_port_in_use_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = CliRunner().invoke(command_line, ["demo", "--port", str(port)])
    assert done.exit_code == 2
    assert f"Port {port} is in use" in done.output
    assert list(tmp_path.iterdir()) == []


async def test_the_first_question_gets_its_card(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Sandbox] = []
    ready = asyncio.Event()

    def keep(*people: object, **more: object) -> Sandbox:
        started.append(Sandbox(*people, **more))
        return started[0]

    monkeypatch.setattr("bot.demo.play.Sandbox", keep)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = built.model_copy(update={"bot_api_url": f"http://127.0.0.1:{port}"})
    playing = asyncio.create_task(play(settings, port, ready.set))
    await asyncio.wait_for(ready.wait(), 30)
    asking = cast.people()[0].user
    card = await started[0].ask(asking, asking.suggestions[0])
    stranger = await started[0].ask(cast.people()[5].user, "what is going on in Lawa Bum?")
    playing.cancel()
    await asyncio.gather(playing, return_exceptions=True)
    assert card.text.startswith("Lawa Bum · village, Hka Mai (demo)")
    assert "64 HH open now, 24 if HMC delivers" in card.text
    assert "Demo data" in card.text
    assert "Lawa Bum" not in stranger.text


def test_the_command_says_where_the_page_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play_nothing(_settings: Settings, _port: int, on_ready: Callable[[], None]) -> None:
        on_ready()

    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("bot.cli.demo.play", play_nothing)
    monkeypatch.setattr("bot.cli.demo.store.prepare", lambda *_, say, **__: say("people"))
    monkeypatch.setattr("bot.cli.demo.log.configure", lambda _level: None)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    done = CliRunner().invoke(command_line, ["demo", "--port", str(port)])
    assert done.exit_code == 0
    assert f"http://127.0.0.1:{port}" in done.output
    assert cast.people()[0].user.suggestions[0] in done.output
    assert done.output.rstrip().endswith("The demo has ended.")


def test_a_second_demo_has_a_store_of_its_own() -> None:
    assert demo.folder(demo.PORT) == "demo"
    assert demo.folder(demo.PORT + 1) != "demo"


def test_a_file_that_does_not_fit_is_told(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = ImportReport(rows=1, listed=(Problem(7, "name", "", "place_name"),))
    monkeypatch.setattr(store, "import_file", lambda *_: listed)
    with open_desk(built, demo=True) as opened, pytest.raises(Refusal) as refused:
        store._build(opened, date(2026, 11, 22), lambda _step: None)
    assert refused.value.params == {"file": "places_geonames.csv", "row": 7, "column": "name"}
