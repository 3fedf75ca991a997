"""The wheel holds all it needs: it migrates and answers from another folder."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program without the settings of this machine."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WAYPOST_", "PYTHON", "COV"))}
    return subprocess.run(
        [str(each) for each in arguments], cwd=cwd, env=clean | environment, capture_output=True, text=True, timeout=120
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    done = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``waypost`` of the wheel in an environment that borrows this one's dependencies, not its checkout."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = folder / "bin" / "python"
    done = run(sys.executable, "-m", "uv", "pip", "install", "--python", python, "--no-deps", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / "bin" / "waypost"


def test_the_wheel_ships_data_words_and_migrations(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ("data/indicators.csv", "data/demo/places.csv", "locales/en.po", "alembic/env.py"):
        assert f"bot/_data/{folder}" in names
    assert [name for name in names if name.startswith(("tests/", "bench/", "alembic/"))] == []
    assert [name for name in names if name.startswith("sandbox/static/")] != []


def test_it_migrates_and_answers_from_another_folder(installed: Path, tmp_path: Path) -> None:
    places = ROOT / "data" / "demo" / "places.csv"
    imported = run(installed, "import", "places", places, cwd=tmp_path)
    assert imported.returncode == 0, imported.stdout + imported.stderr
    found = run(installed, "place", "lawa bum", "--json", cwd=tmp_path)
    answer = json.loads(found.stdout)
    assert answer["decision"] == "exact"
    assert answer["candidates"][0]["name"] == "Lawa Bum"
    assert (tmp_path / "var" / "waypost.sqlite").exists()


def test_it_checks_itself(installed: Path, tmp_path: Path) -> None:
    done = run(installed, "check", cwd=tmp_path, WAYPOST_DATA_DIR=str(tmp_path / "elsewhere"))
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode in {0, 2}
