"""Which texts compare, and what."""

import pytest

from understanding.comparisons import MONITORING, PLACES, ROUNDS, Asked, read


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        ("compare Lawa Bum and Nam Sop", PLACES, ("Lawa Bum", "Nam Sop")),
        ("Compare Lawa Bum with Nam Sop", PLACES, ("Lawa Bum", "Nam Sop")),
        ("can you compare Lawa Bum to Nam Sop", PLACES, ("Lawa Bum", "Nam Sop")),
        ("compare Man To and Nam Sop", PLACES, ("Man To", "Nam Sop")),
        ("please compare water in Lawa Bum and Nam Sop & Sut Ga", PLACES, ("water in Lawa Bum", "Nam Sop", "Sut Ga")),
        ("compare Lawa Bum with protection monitoring", MONITORING, ("Lawa Bum",)),
        ("compare Hka Mai and PM", MONITORING, ("Hka Mai",)),
        ("compare Lawa Bum with the last round", ROUNDS, ("Lawa Bum",)),
        ("compare Lawa Bum now and before", ROUNDS, ("Lawa Bum",)),
        ("compare Lawa Bum now against then", ROUNDS, ("Lawa Bum",)),
        ("compare Lawa Bum", ROUNDS, ("Lawa Bum",)),
        ("compare", ROUNDS, ()),
    ],
)
def test_what_says_that_it_compares(text: str, kind: str, parts: tuple[str, ...]) -> None:
    assert read(text) == Asked(kind, parts)


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        ("compare it with Nam Sop", PLACES, ("Nam Sop",)),
        ("compare with Nam Sop", PLACES, ("Nam Sop",)),
        ("compare with the last round", ROUNDS, ()),
        ("compare it with protection monitoring", MONITORING, ()),
    ],
)
def test_what_leaves_the_last_place_out(text: str, kind: str, parts: tuple[str, ...]) -> None:
    assert read(text) == Asked(kind, parts, left_out=True)


@pytest.mark.parametrize(
    "text",
    [
        "what is going on in Lawa Bum",
        "Lawa Bum vs Nam Sop",
        "water or food in Lawa Bum",
        "comparing notes",
        "is Lawa Bum comparable",
        "",
    ],
)
def test_what_compares_nothing(text: str) -> None:
    assert read(text) is None


def test_behind_the_command_everything_is_compared() -> None:
    assert read("Lawa Bum and Nam Sop", command=True) == Asked(PLACES, ("Lawa Bum", "Nam Sop"))
    assert read("compare Lawa Bum and Nam Sop", command=True) == Asked(PLACES, ("Lawa Bum", "Nam Sop"))
    assert read("Lawa Bum monitoring", command=True) == Asked(ROUNDS, ("Lawa Bum monitoring",))
