"""The scores of the place matching bench, on a few fictional places."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench import places
from bench.matching import answers, peers, show
from bench.matching.answers import Answer, Place, Query
from bench.matching.run import figures, run_peer

HEADER = "place_id,name,name_my,kind,township,state\n"
LIST = """\
gn:1,Lung Hpra,လုံဖရာ,village,Hka Mai,Kachin
gn:2,Mai Hkawt,,village,Hka Mai,Kachin
gn:3,Mai-Hkawt,,village,Tsawm Bum,Kachin
gn:4,Dum Hprâ,,village,Tsawm Bum,Sumpra
"""
ROW = {"query": "", "truth_id": "gn:2", "ok_ids": ["gn:2"], "kind": "real_5w_place", "state": "Kachin", "ctx": "none",
       "ambiguous": False, "core": True}  # fmt: skip


@pytest.fixture
def known(tmp_path: Path) -> list[Place]:
    """The fictional places, read from a file."""
    path = tmp_path / "gazetteer_mm.csv"
    path.write_text(HEADER + LIST, encoding="utf-8")
    return answers.read_places(path)


def asked(known: list[Place], folder: Path, *rows: dict[str, Any]) -> list[Query]:
    path = folder / "asked.jsonl"
    path.write_text("".join(json.dumps({**ROW, **row}) + "\n\n" for row in rows), encoding="utf-8")
    return answers.read_queries(path, known)


def query(kind: str = "real_postal", **changed: Any) -> Query:
    standing = {"text": "x", "right": frozenset(["a"]), "state": "Kachin", "with_township": False, "ambiguous": False}
    return Query(**{**standing, "core": True, "kind": kind, **changed})


def answer(*candidates: str, decision: str = "ask") -> Answer:
    return Answer(candidates, 1.0, decision)


@pytest.mark.parametrize(
    ("text", "words"),
    [("Dum  Hprâ", "dum hpra"), ("LUNG-HPRA (2)", "lung hpra 2"), ("လုံဖရာ", "လုံဖရာ"), ("ဒေါ့ဖုံး", "ဒေါ့ဖုံး"), (" - ", "")],
)
def test_accents_and_signs_go_and_burmese_stays(text: str, words: str) -> None:
    assert answers.spaced(text) == words
    assert answers.squeezed(text) == words.replace(" ", "")


@pytest.mark.parametrize(
    "text", ["Mai Hkawt, Hka Mai", "Mai Hkawt (Hka Mai)", "Mai Hkawt / Hka Mai tsp", "Mai Hkawt in Hka Mai"]
)
def test_name_and_township_are_told_apart(text: str) -> None:
    assert query(text=text, with_township=True).parts() == ("Mai Hkawt", "Hka Mai")


def test_brackets_and_commas_inside_a_name_stay_with_it() -> None:
    assert query(text="Lung (Dum) / Hpra, Hka Mai", with_township=True).parts() == ("Lung (Dum) / Hpra", "Hka Mai")
    assert query(text="Lung, Hpra").parts() == ("Lung, Hpra", "")
    assert query(text="Lung Hpra", with_township=True).parts() == ("Lung Hpra", "")


def test_a_name_alone_that_another_place_bears_is_shared(known: list[Place], tmp_path: Path) -> None:
    texts = [{"query": "MAI HKAWT"}, {"query": "Mai Hkawt, Hka Mai", "ctx": "township"}, {"query": "Mai Hkawk"}]
    both = {"query": "Mai Hkawt", "ok_ids": ["gn:2", "gn:3"]}
    found = asked(known, tmp_path, *texts, both, {"query": "Lung Hpra", "truth_id": "gn:1", "ok_ids": ["gn:1"]})
    assert [query.shared for query in found] == [True, False, False, False, False]


def test_what_the_file_marks_is_told_apart(known: list[Place], tmp_path: Path) -> None:
    both = {"query": "Mai Hkawt", "ok_ids": ["gn:2", "gn:3"], "n_homonyms": 2}
    elsewhere = {"query": "Mai Hkawt", "collides_elsewhere": True}
    found = asked(known, tmp_path, both, elsewhere, {**both, "query": "Mai Hkaw"}, {**both, "ctx": "township"})
    assert [(query.shared, query.marked) for query in found] == [(False, True), (True, True), *[(False, False)] * 2]


def test_a_hit_is_any_right_id_among_the_first() -> None:
    one = query(right=frozenset(["a", "b"]))
    answered = [(one, answer("b", "x")), (one, answer("x", "a")), (one, answer()), (one, answer("x", "y"))]
    assert answers.recall(answered, 1) == 25.0
    assert answers.recall(answered, 5) == 50.0
    assert answers.recall([], 1) is None


def test_ambiguous_spellings_are_left_out_and_segments_take_their_own() -> None:
    rows = [
        query(),
        query(with_township=True),
        query("real_5w_camp", core=False),
        query("syn_zawgyi", state="Chin"),
        query("syn_my_exact", core=False),
        query(ambiguous=True),
    ]
    answered = [(row, answer()) for row in rows]
    counted = {name: [rows.index(one) for one, _ in answers.scored(answered, name)] for name in answers.SEGMENTS}
    assert counted == {
        "name only": [0],
        "township": [1],
        "typed": [2],
        "Zawgyi": [3],
        "Unicode": [4],
        "any tsp": [1],
        "all": [0, 1, 2, 3, 4],
    }


def test_going_on_is_counted_with_what_was_wrong() -> None:
    decided = [
        answer("a", decision="exact"),
        answer("a", decision="one"),
        answer("b", "a", decision="one"),
        answer("a"),
    ]
    assert answers.unasked([(query(), one) for one in decided]) == {
        "coverage": 75.0,
        "precision": 66.7,
        "wrong": 33.3,
        "wrong_n": 1,
    }
    assert answers.unasked([(query(), answer())])["precision"] is None


def test_shared_names_that_were_not_asked_are_counted_with_ambiguous_ones() -> None:
    shared = query(shared=True, ambiguous=True)
    told = [(shared, answer("a", decision="exact")), (shared, answer("a", "b")), (query(), answer("a", decision="one"))]
    assert answers.shared_names(told) == {"n": 2, "unasked": 1, "marked": 0, "marked_unasked": 0}
    assert len(list(places.wrong(told))) == 1


@pytest.mark.parametrize(("part", "value"), [(0.5, 50), (0.99, 99), (1.0, 100), (0.0, 1)])
def test_percentiles_are_nearest_ranks(part: float, value: int) -> None:
    assert answers.percentile(list(range(100, 0, -1)), part) == value
    assert answers.percentile([7.0], part) == 7.0


def test_a_part_takes_some_of_each_narrow_segment() -> None:
    rows = [query(text=str(number), with_township=bool(number % 2)) for number in range(100)]
    shared = query(text="shared", state="Chin", shared=True)
    wide = query(text="wide", state="Chin")
    part = answers.narrow([*rows, shared, wide], 10)
    assert sum(one.with_township for one in part) == 10
    assert len(part) == 20
    assert answers.narrow([*rows, shared, wide]) == [*rows, shared]


@pytest.mark.parametrize("kind", [peers.Exact, peers.Ratio, peers.WRatio, peers.Trigrams])
def test_peers_find_a_name_and_its_township_tells_which(kind: type[peers.Peer], known: list[Place]) -> None:
    peer = kind()
    peer.build(known)
    assert set(peer.candidates(query(text="mai hkawt"), 2)) == {"gn:2", "gn:3"}
    assert peer.candidates(query(text="Mai Hkawt, Tsawm Bum", with_township=True), 1) == ("gn:3",)
    assert peer.candidates(query(text="လုံဖရာ"), 1) == ("gn:1",)
    assert len(peer.candidates(query(text="?"), 5)) <= 5
    peer.close()


def test_a_peer_that_cannot_run_says_why_beside_the_others(known: list[Place]) -> None:
    class Missing(peers.Exact):
        name = "missing"

        def build(self, places: Any) -> None:
            raise peers.NotRunError("no such server")

    told = {
        kind.name: run_peer(kind(), known, [query(right=frozenset(["gn:1"]))], quick=False)
        for kind in (Missing, peers.Ratio)
    }
    lines = "\n".join(show.rows(told))
    assert "not run: no such server" in lines
    assert told["rapidfuzz ratio"]["recall"]["name only"]["n"] == 1


def test_a_part_says_nothing_about_all() -> None:
    told = figures([(query(), answer("a"))], part=True)
    assert set(answers.WIDE) & told["recall"].keys() == set()
    assert "-" in list(show.rows({"x": {**told, "build_s": 0.1}}))[3]


def test_without_data_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("WAYPOST_BENCH_DATA", raising=False)
    monkeypatch.setattr("sys.argv", ["places"])
    assert places.main() == 0
    assert "not_run" in json.loads(capsys.readouterr().out)


def test_a_folder_without_the_files_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("WAYPOST_BENCH_DATA", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["places"])
    assert places.main() == 2
    assert capsys.readouterr().err.startswith("not run: ")
