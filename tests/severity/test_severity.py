"""Severity 0–4 as domain section 3 has it."""

import pytest

from coordination.severity import Rating, SectorSeverity, by_sector

UNKNOWN, ZERO, OVER = "rating.base_unknown", "rating.base_zero", "rating.over_base"


@pytest.mark.parametrize(
    ("count", "present", "severity"),
    [
        (0, 96, 0),
        (1, 96, 1),
        (9, 100, 1),
        (199, 2000, 1),
        (10, 100, 2),
        (24, 100, 2),
        (25, 100, 3),
        (41, 96, 3),
        (49, 100, 3),
        (50, 100, 4),
        (96, 96, 4),
        (1, 1, 4),
    ],
)
def test_standard_bands(rated, saw, count, present, severity):
    rating = rated(saw("WSH-02", count), saw("PRF-03", present))["WSH-02"]
    assert rating == Rating("WSH-02", severity, count / present, present)


@pytest.mark.parametrize(
    ("code", "base", "count", "severity"),
    [
        ("DOC-02", "PRF-04", 9, 1),
        ("FAM-01", "PRF-04", 10, 2),
        ("PRO-06", "PRF-04", 4, 1),
        ("PRO-06", "PRF-04", 5, 2),
        ("PRO-06", "PRF-04", 15, 3),
        ("PRO-06", "PRF-04", 30, 4),
        ("PRF-07", "PRF-03", 25, 3),
        ("PRF-07", "PRF-03", 0, 0),
    ],
)
def test_other_bases_and_cuts(rated, saw, code, base, count, severity):
    assert rated(saw(code, count), saw(base, 100))[code] == Rating(code, severity, count / 100, 100)


def test_no_base_is_unrated_and_says_so(rated, saw):
    assert rated(saw("WSH-02", 41))["WSH-02"] == Rating("WSH-02", None, None, None, (UNKNOWN,))
    assert rated(saw("WSH-02", 41), saw("PRF-03", state="unknown"))["WSH-02"].notes == (UNKNOWN,)


def test_a_base_of_zero_is_unrated(rated, saw):
    assert rated(saw("WSH-02", 41), saw("PRF-03", 0))["WSH-02"] == Rating("WSH-02", None, None, 0, (ZERO,))


def test_a_count_above_its_base_is_catastrophic_with_a_note(rated, saw):
    assert rated(saw("WSH-02", 97), saw("PRF-03", 96))["WSH-02"] == Rating("WSH-02", 4, 97 / 96, 96, (OVER,))


def test_the_base_of_the_same_round_counts(rated, saw):
    now, then = saw("PRF-03", 200, ago=5), saw("PRF-03", 50, ago=100)
    assert rated(saw("WSH-02", 41, ago=120), now, then)["WSH-02"].base == 50
    assert rated(saw("WSH-02", 41, ago=100), now, then)["WSH-02"].base == 50
    assert rated(saw("WSH-02", 41, ago=70), now, then)["WSH-02"].base == 50
    assert rated(saw("WSH-02", 41, ago=35), now, then)["WSH-02"].base == 200
    assert rated(saw("WSH-02", 41, ago=70), then)["WSH-02"].base == 50
    assert rated(saw("WSH-02", 41, ago=69), then)["WSH-02"].notes == (UNKNOWN,)


def test_what_confirmed_the_base_counts_where_only_it_is_of_the_round(rated, saw):
    """Informants and observation agree; the count was made within 30 days of the observation alone."""
    seen = (saw("PRF-03", 100, ago=45), saw("PRF-03", 92, tool="DO", ago=20), saw("WSH-02", 46, ago=5))
    assert rated(*seen)["WSH-02"] == Rating("WSH-02", 4, 0.5, 92)


def test_of_an_older_round_the_better_tool_is_the_base(rated, saw):
    seen = [saw("PRF-03", 200, ago=1), saw("PRF-03", 50, ago=90, tool="DO"), saw("PRF-03", 60, ago=89)]
    assert rated(saw("WSH-02", 5, ago=90), *seen)["WSH-02"].base == 50


def test_answers_without_value_are_no_base(rated, saw):
    seen = [saw("PRF-03", 200, ago=1), saw("PRF-03", state="unknown", ago=90)]
    assert rated(saw("WSH-02", 5, ago=90), *seen)["WSH-02"].base == 200


def test_else_the_newest_valid_base_counts_never_one_out_of_date(rated, saw):
    assert rated(saw("WSH-02", 9, ago=5), saw("PRF-03", 90, ago=60))["WSH-02"].base == 90
    assert rated(saw("WSH-02", 9, ago=5), saw("PRF-03", 90, ago=91))["WSH-02"].notes == (UNKNOWN,)


def test_an_old_count_is_rated_against_its_own_round(rated, saw):
    assert rated(saw("WSH-02", 9, ago=400), saw("PRF-03", 90, ago=410))["WSH-02"].severity == 2


@pytest.mark.parametrize(
    ("code", "cells", "count", "severity"),
    [
        ("NUT-01", {"F_0_4": 40, "M_0_4": 60}, 4, 1),
        ("NUT-01", {"F_0_4": 40, "M_0_4": 60}, 5, 2),
        ("NUT-01", {"F_0_4": 40, "M_0_4": 60}, 15, 4),
        ("EDU-03", {"F_5_11": 20, "M_5_11": 30, "F_12_17": 10, "M_12_17": 40}, 20, 3),
        ("EDU-03", {"F_5_11": 20, "M_5_11": 30, "F_12_17": 10, "M_12_17": 40}, 40, 4),
        ("DOC-03", {"F_0_4": 20, "M_5_11": 30, "F_12_17": 50}, 14, 2),
        ("DOC-03", {"F_0_4": 20, "M_5_11": 30, "F_12_17": 50}, 30, 4),
    ],
)
def test_children_are_measured_against_children(rated, saw, people, code, cells, count, severity):
    table = saw("PRF-06", people(F_18_59=500, **cells))
    assert rated(saw(code, count), table)[code] == Rating(code, severity, count / 100, 100)


def test_a_missing_cell_is_unknown_never_zero(rated, saw, people):
    cells = people(F_0_4=50, F_5_11=100)
    del cells["M_5_11"]
    ratings = rated(saw("NUT-01", 5), saw("EDU-03", 5), saw("PRF-06", cells))
    assert ratings["NUT-01"].severity == 3
    assert ratings["EDU-03"].notes == (UNKNOWN,)


@pytest.mark.parametrize(
    ("points", "persons", "severity"),
    [(1, 250, 0), (1, 251, 1), (1, 400, 1), (2, 802, 2), (1, 500, 2), (1, 750, 3), (2, 1502, 4), (0, 1, 4)],
)
def test_people_per_water_point(rated, saw, people, points, persons, severity):
    table = saw("PRF-06", people(F_60=1, M_18_59=persons - 1))
    assert rated(saw("WSH-04", points), table)["WSH-04"] == Rating("WSH-04", severity, None, persons)


@pytest.mark.parametrize(("pupils", "severity"), [(60, 0), (61, 1), (80, 1), (100, 2), (120, 3), (121, 4)])
def test_children_of_school_age_per_teacher(rated, saw, people, pupils, severity):
    table = saw("PRF-06", people(M_5_11=pupils, F_0_4=900))
    assert rated(saw("EDU-04", 2), table)["EDU-04"] == Rating("EDU-04", severity, None, pupils)


def test_no_point_or_teacher_where_people_are_is_catastrophic(rated, saw, people):
    assert rated(saw("WSH-04", 0), saw("PRF-03", 1))["WSH-04"] == Rating("WSH-04", 4, None, None)
    assert rated(saw("EDU-04", 0), saw("PRF-06", people(F_60=1)))["EDU-04"] == Rating("EDU-04", 4, None, 0)


def test_no_point_where_nobody_is_known_to_be_is_unrated(rated, saw, people):
    assert rated(saw("WSH-04", 0))["WSH-04"].notes == (UNKNOWN,)
    assert rated(saw("WSH-04", 0), saw("PRF-06", people()))["WSH-04"] == Rating("WSH-04", None, None, 0, (ZERO,))
    assert rated(saw("WSH-04", 3), saw("PRF-03", 90))["WSH-04"].notes == (UNKNOWN,)


@pytest.mark.parametrize(
    ("code", "value", "severity"),
    [
        ("WSH-03", 0, 0),
        ("WSH-03", 15, 0),
        ("WSH-03", 16, 1),
        ("WSH-03", 30, 1),
        ("WSH-03", 120, 3),
        ("WSH-03", 121, 4),
        ("MIN-02", 0, 0),
        ("MIN-02", 1, 4),
        ("HLP-03", 0, 0),
        ("HLP-03", 1, 2),
        ("HLP-03", 5, 3),
        ("HLP-03", 6, 4),
        ("FSC-04", 5, 0),
        ("FSC-04", 5.5, 1),
        ("EDU-02", 0, 1),
        ("EDU-02", 91, 4),
    ],
)
def test_bands_of_a_value(rated, saw, code, value, severity):
    assert rated(saw(code, value))[code] == Rating(code, severity)


@pytest.mark.parametrize(
    ("code", "answer", "severity"),
    [
        ("MIN-01", "direct", 4),
        ("MIN-01", "none_after_survey", 0),
        ("PRO-01", "mixed", 2),
        ("PRO-01", "no_answer", None),
        ("ECD-01", "yes", 0),
        ("ECD-01", "no", 2),
        ("ECD-01", "unknown", None),
    ],
)
def test_answers(rated, saw, code, answer, severity):
    assert rated(saw(code, answer))[code] == Rating(code, severity)


@pytest.mark.parametrize(
    ("works", "severity"),
    [
        ("", 0),
        ("road", 1),
        ("road|road", 1),
        ("road|school", 2),
        ("road|school|clinic", 3),
        ("road|school|clinic|water", 4),
        ("road|school|clinic|water|telecom", 4),
    ],
)
def test_lists_by_length(rated, saw, works, severity):
    assert rated(saw("INF-04", works))["INF-04"] == Rating("INF-04", severity)


def test_context_is_unrated_without_a_note(rated, saw):
    assert rated(saw("PRF-03", 96))["PRF-03"] == Rating("PRF-03", None)


@pytest.mark.parametrize("state", ["unknown", "not_assessed", "refused"])
def test_no_value_is_unrated_never_zero(rated, saw, state):
    assert rated(saw("WSH-02", state=state), saw("PRF-03", 9))["WSH-02"] == Rating("WSH-02", None)


@pytest.fixture
def sectors(known, weighed, rated):
    return lambda *seen: by_sector(known, rated(*seen), weighed(*seen))


def test_the_worst_indicator_drives_its_sector(sectors, known, saw):
    found = sectors(saw("WSH-02", 41), saw("PRF-03", 96), saw("WSH-03", 50), saw("MIN-01", "indirect"))
    assert list(found) == list(known.sectors)
    assert found["WASH"] == SectorSeverity("WASH", 3, "WSH-02")
    assert found["Mine Action"] == SectorSeverity("Mine Action", 3, "MIN-01")
    assert found["Health"] == SectorSeverity("Health", None, None)
    assert found["CCCM"] == SectorSeverity("CCCM", None, None)


def test_of_equals_a_need_drives_before_a_condition_then_the_code(sectors, saw):
    water = [saw("WSH-01", "surface"), saw("WSH-03", 500)]
    assert sectors(*water)["WASH"] == SectorSeverity("WASH", 4, "WSH-01")
    needs = [saw("WSH-05", 90), saw("WSH-02", 90), saw("PRF-03", 96)]
    assert sectors(*water, *needs)["WASH"] == SectorSeverity("WASH", 4, "WSH-02")


def test_values_out_of_date_drive_nothing(sectors, saw):
    found = sectors(saw("WSH-01", "surface", ago=181), saw("WSH-03", 20, ago=180))
    assert found["WASH"] == SectorSeverity("WASH", 1, "WSH-03")


def test_any_mine_accident_makes_mine_action_catastrophic(sectors, saw):
    found = sectors(saw("MIN-01", "none_after_survey"), saw("MIN-02", 1))
    assert found["Mine Action"] == SectorSeverity("Mine Action", 4, "MIN-02")
