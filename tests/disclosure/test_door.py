"""The door for answers: clearance by role and chat, admission of values, publication of results."""

from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from coordination import answer, area, digest_changes, digest_content, needs, place_page, readings, sector, village
from coordination.catalogue import Catalogue
from coordination.disclosure import DENOMINATORS, admit, classes_of, clearance, klass_of, may_rate, publish
from coordination.evidence import Observation
from coordination.figures import Band, Count, Public, Restricted, Share, several
from coordination.scope import Desk
from coordination.viewer import GROUP, OPERATOR, STRANGER, UNREGISTERED, Chat, Klass, Role, Viewer

HERE, ELSEWHERE = 7, 8


def person(role: Role, **more: Any) -> Viewer:
    return Viewer(kind="person", role=role, **more)


@pytest.mark.parametrize(
    ("viewer", "here", "elsewhere"),
    [
        (STRANGER, None, None),
        (UNREGISTERED, None, None),
        (GROUP, Klass.PUBLIC, Klass.PUBLIC),
        (replace(GROUP, role=Role.COORDINATOR), Klass.PUBLIC, Klass.PUBLIC),
        (person(Role.AGENCY), Klass.RESTRICTED, Klass.RESTRICTED),
        (person(Role.FOCAL, townships=frozenset({HERE})), Klass.RESTRICTED, Klass.PUBLIC),
        (person(Role.PROTECTION), Klass.CONFIDENTIAL, Klass.CONFIDENTIAL),
        (person(Role.COORDINATOR), Klass.CONFIDENTIAL, Klass.CONFIDENTIAL),
        (person(Role.COORDINATOR, chat=Chat.GROUP), Klass.PUBLIC, Klass.PUBLIC),
        (person(Role.ADMIN), None, None),
        (Viewer(kind="person"), None, None),
        (Viewer(kind="suspended", role=Role.COORDINATOR), None, None),
        (OPERATOR, Klass.CONFIDENTIAL, Klass.CONFIDENTIAL),
    ],
)
def test_clearance(viewer: Viewer, here: Klass | None, elsewhere: Klass | None) -> None:
    assert clearance(viewer, HERE) is here
    assert clearance(viewer, ELSEWHERE) is elsewhere


def test_a_focal_point_without_townships_sees_what_is_public() -> None:
    assert clearance(person(Role.FOCAL), HERE) is Klass.PUBLIC
    assert clearance(person(Role.FOCAL, townships=frozenset({HERE})), None) is Klass.PUBLIC


def observed(code: str, *, consent: bool = True) -> Observation:
    return Observation(place_id=1, indicator=code, state="value", number=5, tool="KII", consent=consent)


def test_a_value_has_the_class_of_its_indicator(desk: Desk) -> None:
    for code, indicator in desk.catalogue.indicators.items():
        assert klass_of(desk.catalogue, observed(code)) is indicator.klass


def test_without_consent_to_share_a_value_is_at_least_restricted(desk: Desk) -> None:
    assert klass_of(desk.catalogue, observed("WSH-02", consent=False)) is Klass.RESTRICTED
    assert klass_of(desk.catalogue, observed("PRO-02", consent=False)) is Klass.CONFIDENTIAL


def test_an_unknown_indicator_is_confidential(desk: Desk) -> None:
    assert klass_of(desk.catalogue, observed("XXX-01")) is Klass.CONFIDENTIAL


@pytest.mark.parametrize("level", [None, *Klass])
def test_admission_of_every_indicator(desk: Desk, level: Klass | None) -> None:
    catalogue: Catalogue = desk.catalogue
    everything = [observed(code, consent=consent) for code in catalogue.indicators for consent in (True, False)]
    admitted = admit(catalogue, everything, level)
    for one in everything:
        allowed = level is not None and (one.indicator in DENOMINATORS or klass_of(catalogue, one) <= level)
        assert (one in admitted) is allowed


@dataclass(frozen=True)
class Inner:
    klass: Public[Klass] = Klass.PUBLIC
    label: Public[str] = "inner"


@dataclass(frozen=True)
class Outer:
    count: Public[Count | Band]
    share: Public[object]
    name: Restricted[str | None] = None
    undeclared: str | None = None
    parts: Public[tuple[Inner, ...]] = ()
    one: Public[Inner | None] = None


OUTER = Outer(
    count=Count("HH", 41),
    share=Share(Fraction(2, 3), 41),
    name="agency",
    undeclared="secret",
    parts=(Inner(), Inner(Klass.RESTRICTED), Inner(Klass.CONFIDENTIAL)),
    one=Inner(Klass.RESTRICTED),
)


def test_what_is_published_to_groups() -> None:
    shown = publish(OUTER, Klass.PUBLIC)
    assert shown.count == Band("HH", 20, 49)
    assert shown.share == Share(Fraction(2, 3), 41).rounded()
    assert (shown.name, shown.undeclared, shown.one) == (None, None, None)
    assert shown.parts == (Inner(),)


def test_what_is_published_to_agencies() -> None:
    shown = publish(OUTER, Klass.RESTRICTED)
    assert shown.count == Count("HH", 41)
    assert (shown.name, shown.undeclared) == ("agency", None)
    assert [part.klass for part in shown.parts] == [Klass.PUBLIC, Klass.RESTRICTED]


def test_a_field_without_a_declaration_is_confidential() -> None:
    assert publish(OUTER, Klass.CONFIDENTIAL).undeclared == "secret"


def test_nothing_is_published_to_those_who_see_no_data() -> None:
    assert publish(OUTER, None).parts == ()


@pytest.mark.parametrize(
    ("number", "low", "high"),
    [(0, 0, 19), (19, 0, 19), (20, 20, 49), (49, 20, 49), (50, 50, 99), (100, 100, 199), (199, 100, 199)],
)
def test_bands(number: int, low: int, high: int) -> None:
    assert Count("HH", number).banded() == Band("HH", low, high)
    assert Count("HH", 200).banded() == Count("HH", 5000).banded() == Band("HH", 200, None)


@pytest.mark.parametrize(
    ("part", "base", "word"),
    [
        (Fraction(0), 96, "none"),
        (Fraction(1), 96, "all"),
        (Fraction(1), 5, "all"),
        (Fraction(1, 10), 96, "almost_none"),
        (Fraction(1, 3), 96, "third"),
        (Fraction(1, 2), 96, "half"),
        (Fraction(2, 3), 96, "two_thirds"),
        (Fraction(9, 10), 96, "nearly_all"),
        (Fraction(1, 3), 19, "some"),
        (Fraction(9, 10), 19, "some"),
    ],
)
def test_shares(part: Fraction, base: int, word: str) -> None:
    assert Share(part, base).rounded().word == word


def test_informants_are_told_as_one_two_or_more() -> None:
    assert [several(number) for number in (None, 0, 1, 2, 3, 40)] == [None, None, "1", "2", "3+", "3+"]


PLAIN = {
    answer.Answer, area.Weighed, digest_changes.Compared, digest_content.Built, digest_content.Wanted,
    place_page.OtherName,
}  # fmt: skip
"""What is never published by itself, and what has no classes of its own."""
RESULTS = [
    one
    for module in (answer, area, digest_changes, digest_content, needs, place_page, readings, sector, village)
    for one in vars(module).values()
    if isinstance(one, type) and is_dataclass(one) and one.__module__ == module.__name__ and one not in PLAIN
]


@pytest.mark.parametrize("result", RESULTS, ids=lambda one: one.__name__)
def test_every_field_of_every_result_has_a_class(result: Any) -> None:
    """And what is not public has something to stand for it when it is hidden."""
    classes = classes_of(result)
    assert None not in classes.values()
    for item in fields(result):
        if classes[item.name] is not Klass.PUBLIC:
            assert item.default is not MISSING


def test_dates_are_no_counts() -> None:
    assert publish(replace(OUTER, parts=()), Klass.PUBLIC).parts == ()
    assert date(2026, 11, 22) == publish(date(2026, 11, 22), Klass.PUBLIC)


@pytest.mark.parametrize("sector", ["Protection", "Mine Action"])
def test_no_public_severity_where_the_worst_is_hidden(sector: str) -> None:
    assert not may_rate(sector, Klass.PUBLIC)
    assert may_rate(sector, Klass.RESTRICTED)
    assert may_rate("WASH", Klass.PUBLIC)
