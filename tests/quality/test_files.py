"""What must and must not stand in the files around the source."""

import csv
import re
from pathlib import Path

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
# Read by the tests and benches themselves, not by the program.
NO_SETTINGS = {"REQUIRE_BROWSER", "REQUIRE_POSTGRES", "BENCH_DATA"}
SKIPPED = {".git", ".venv", "var", "dist", "build"}
TEXT = {".py", ".md", ".csv", ".po", ".txt", ".in", ".toml", ".html", ".css", ".js", ".ini", ".mako", ""}


def every_text() -> list[Path]:
    """All text files of the checkout."""
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and path.suffix in TEXT
        and not SKIPPED & set(path.relative_to(ROOT).parts[:-1])
        and not any(part.startswith(".") and part != ".ci" for part in path.relative_to(ROOT).parts)
    ]


def test_requirements_name_no_host_and_no_file() -> None:
    hosts = re.compile(r"https?:|file:|--(extra-)?index-url|--find-links|@ ", re.IGNORECASE)
    wrong = [path.name for path in (ROOT / "requirements").iterdir() if hosts.search(path.read_text(encoding="utf-8"))]
    assert wrong == []


def test_requirements_are_hashed() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8").replace("\\\n", " ")
        assert [line for line in text.splitlines() if "==" in line and "--hash=" not in line] == [], path.name


def test_no_lock_file_with_hosts_is_kept() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {"uv.lock", "pylock*.toml", "var/", ".venv/"} <= set(ignored)


def test_no_path_of_a_machine_and_no_registry_stands_in_the_project() -> None:
    hosts = ["pypi" + ".org", "python" + "hosted", "file:" + "//", "/ho" + "me/", "/ro" + "ot/", "localhost:" + "3141"]
    wrong = {
        path.relative_to(ROOT).as_posix(): host
        for path in every_text()
        for host in hosts
        if host in path.read_text(encoding="utf-8", errors="replace")
    }
    assert wrong == {}


def test_the_readme_names_every_setting() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"`WAYPOST_{name.upper()}`" not in readme] == []


def test_the_readme_names_no_setting_that_does_not_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"WAYPOST_([A-Z_]+[A-Z])", readme))
    assert named - {name.upper() for name in Settings.model_fields} - NO_SETTINGS == set()


def test_pictures_and_links_of_the_docs_exist() -> None:
    documents = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]
    missing = [
        f"{document.name}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert missing == []


def test_notice_names_the_sources_of_places() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert "GeoNames" in notice
    assert "CC BY 4.0" in notice


def test_committed_places_come_from_geonames_or_are_fictional() -> None:
    for path in (ROOT / "data" / "demo").glob("places*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert row["place_id"].startswith(("gn:", "demo:")), (path.name, row)
                assert not {"township_pcode", "state_pcode", "pcode"} & row.keys(), path.name


def folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def test_no_fictional_place_bears_the_name_of_a_real_one() -> None:
    demo = ROOT / "data" / "demo"
    with (demo / "places_geonames.csv").open(encoding="utf-8", newline="") as file:
        real = {folded(row["name"]) for row in csv.DictReader(file)}
    with (demo / "places.csv").open(encoding="utf-8", newline="") as file:
        fictional = {folded(name) for row in csv.DictReader(file) for name in [row["name"], *row["aliases"].split("|")]}
    assert fictional & real == set()


def test_demo_agencies_are_no_real_ones() -> None:
    with (ROOT / "data" / "agencies.csv").open(encoding="utf-8", newline="") as file:
        real = {row["acronym"] for row in csv.DictReader(file)}
    with (ROOT / "data" / "demo" / "agencies.csv").open(encoding="utf-8", newline="") as file:
        agencies = list(csv.DictReader(file))
    assert real & {row["acronym"] for row in agencies} == set()
    assert [row["acronym"] for row in agencies if "demo" not in row["name"].lower()] == []
