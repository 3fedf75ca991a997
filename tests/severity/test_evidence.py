"""Which value counts: rounds, tools, agreement, shelf-life, answers without a value."""

from itertools import permutations

import pytest


def test_one_value_counts(weighed, saw):
    one = saw("WSH-02", 41, ago=41)
    found = weighed(one)["WSH-02"]
    assert found.observation is one
    assert (found.valid, found.age_days, found.known) == (True, 41, True)
    assert (found.beside, found.history, found.confirmed_by) == ((), (), None)
    assert found.tools == ("KII",)


def test_evidence_stands_in_the_order_of_the_catalogue(weighed, saw):
    assert list(weighed(saw("WSH-02", 1), saw("MIN-01", "direct"), saw("PRF-03", 9))) == ["PRF-03", "MIN-01", "WSH-02"]


def test_codes_that_the_catalogue_does_not_know_are_left_out(weighed, saw):
    assert weighed(saw("XXX-01", 1)) == {}


def test_the_newest_of_a_round_counts_among_equal_tools(weighed, saw):
    old, new = saw("WSH-02", 41, ago=10), saw("WSH-02", 60, ago=5)
    found = weighed(old, new)["WSH-02"]
    assert (found.observation, found.beside, found.history) == (new, (old,), ())


def test_more_informants_count_among_equals_of_a_day(weighed, saw):
    few, many = saw("WSH-02", 60, informants=1), saw("WSH-02", 41, informants=3)
    assert weighed(many, few)["WSH-02"].observation is many


@pytest.mark.parametrize(("apart", "tool"), [(30, "HHS"), (31, "KII")])
def test_a_round_is_thirty_days(weighed, saw, apart, tool):
    found = weighed(saw("WSH-02", 41, tool="HHS", ago=5 + apart), saw("WSH-02", 60, ago=5))["WSH-02"]
    assert found.observation.tool == tool
    assert len(found.beside) == (apart == 30)
    assert len(found.history) == (apart == 31)


@pytest.mark.parametrize(
    ("better", "worse"),
    [("HHS", "FGD"), ("HHS", "TEC"), ("FGD", "DO"), ("TEC", "DO"), ("DO", "KII"), ("KII", "derived"), ("derived", "?")],
)
def test_the_better_tool_counts_though_older(weighed, saw, better, worse):
    found = weighed(saw("WSH-02", 41, tool=better, ago=9), saw("WSH-02", 90, tool=worse))["WSH-02"]
    assert found.observation.tool == better
    assert found.observation.number == 41
    assert [one.tool for one in found.beside] == [worse]


@pytest.mark.parametrize(("newer", "older"), [("FGD", "TEC"), ("TEC", "FGD")])
def test_a_technical_assessment_equals_a_focus_group(weighed, saw, newer, older):
    assert weighed(saw("WSH-02", 1, tool=newer, ago=1), saw("WSH-02", 2, tool=older, ago=2))[
        "WSH-02"
    ].observation.tool == newer  # fmt: skip


@pytest.mark.parametrize(("seen", "counts"), [(45, "KII"), (50, "KII"), (55, "KII"), (44, "FGD"), (56, "FGD")])
def test_informants_confirmed_by_observation_stand_above_a_focus_group(weighed, saw, seen, counts):
    kii, do, fgd = saw("WSH-05", 50, ago=3), saw("WSH-05", seen, tool="DO", ago=2), saw("WSH-05", 9, tool="FGD")
    found = weighed(kii, do, fgd)["WSH-05"]
    assert found.observation.tool == counts
    if counts == "KII":
        assert (found.confirmed_by, found.beside, found.tools) == (do, (fgd,), ("KII", "DO"))
    else:
        assert (found.confirmed_by, found.beside) == (None, (do, kii))


def test_a_household_survey_stands_above_confirmed_informants(weighed, saw):
    survey = saw("SHE-02", 7, tool="HHS", ago=20)
    assert weighed(saw("SHE-02", 5), saw("SHE-02", 5, tool="DO"), survey)["SHE-02"].observation is survey


def test_equal_answers_agree_and_others_do_not(weighed, saw):
    told = saw("INF-01", "motorbike")
    assert weighed(told, saw("INF-01", "motorbike", tool="DO"))["INF-01"].tools == ("KII", "DO")
    found = weighed(told, saw("INF-01", "all_year_car", tool="DO"))["INF-01"]
    assert (found.observation.choice, found.beside, found.confirmed_by) == ("all_year_car", (told,), None)


def test_lists_agree_in_any_order(weighed, saw):
    found = weighed(saw("INF-04", "road|school"), saw("INF-04", "school|road", tool="DO"))["INF-04"]
    assert found.observation.items == ("road", "school")
    assert found.tools == ("KII", "DO")


def test_tables_agree_when_equal(weighed, saw, people):
    kii = saw("PRF-06", people(F_60=3))
    assert weighed(kii, saw("PRF-06", people(F_60=3), tool="DO"))["PRF-06"].confirmed_by is not None
    assert weighed(kii, saw("PRF-06", people(F_60=4), tool="DO"))["PRF-06"].confirmed_by is None


def test_zero_is_a_value_and_agrees_with_zero(weighed, saw):
    found = weighed(saw("WSH-04", 0), saw("WSH-04", 0, tool="DO"))["WSH-04"]
    assert found.known
    assert found.tools == ("KII", "DO")


@pytest.mark.parametrize(("ago", "valid"), [(180, True), (181, False)])
def test_a_value_is_valid_through_its_shelf_life(weighed, saw, ago, valid):
    found = weighed(saw("FSC-02", 96, ago=ago))["FSC-02"]
    assert (found.valid, found.known, found.age_days) == (valid, True, ago)


def test_a_better_tool_past_its_shelf_life_does_not_displace_a_valid_value(weighed, saw):
    expired, valid = saw("PRO-02", "more", tool="HHS", ago=40), saw("PRO-02", "none", ago=15)
    found = weighed(expired, valid)["PRO-02"]
    assert (found.observation, found.beside, found.valid) == (valid, (expired,), True)


def test_the_newest_round_counts_where_all_is_out_of_date(weighed, saw):
    survey, told, older = (
        saw("FSC-02", 9, tool="HHS", ago=320),
        saw("FSC-02", 7, ago=300),
        saw("FSC-02", 5, tool="HHS", ago=400),
    )
    found = weighed(older, told, survey)["FSC-02"]
    assert (found.observation, found.beside, found.history) == (survey, (told,), (older,))
    assert not found.valid


def test_values_of_tomorrow_do_not_count(weighed, saw):
    assert weighed(saw("FSC-02", 96, ago=-1)) == {}
    today = saw("FSC-02", 96)
    assert weighed(saw("FSC-02", 12, ago=-1), today)["FSC-02"].observation is today
    assert weighed(saw("FSC-02", 12, ago=-1), today)["FSC-02"].beside == ()


@pytest.mark.parametrize("state", ["unknown", "not_assessed", "refused"])
def test_an_answer_without_value_displaces_nothing_but_is_told(weighed, saw, state):
    value, older = saw("FSC-02", 96, ago=60), saw("FSC-02", state=state, tool="HHS", ago=91)
    same, newer = saw("FSC-02", state=state, tool="HHS", ago=62), saw("FSC-02", state=state, tool="HHS", ago=1)
    found = weighed(value, same, newer, older)["FSC-02"]
    assert (found.observation, found.beside, found.history) == (value, (newer, same), (older,))
    assert found.known


@pytest.mark.parametrize("state", ["unknown", "not_assessed", "refused"])
def test_nothing_but_answers_without_value_is_not_known_and_not_valid(weighed, saw, state):
    old, new = saw("FSC-02", 96, state=state, ago=9), saw("FSC-02", state=state, ago=2)
    found = weighed(old, new)["FSC-02"]
    assert (found.observation, found.beside, found.known, found.valid, found.age_days) == (new, (old,), False, False, 2)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("PRO-01", "no_answer"),
        ("PRO-07", "unknown"),
        ("PRO-07", ""),
        ("INF-04", "refused"),
        ("INF-04", None),
        ("FSC-02", None),
        ("FSC-02", -1),
        ("FSC-02", float("nan")),
        ("FSC-02", float("inf")),
        ("FSC-04", None),
        ("PRF-06", {}),
    ],
)
def test_what_says_nothing_is_no_value(weighed, saw, code, value):
    assert not weighed(saw(code, value))[code].known


def test_an_empty_list_is_a_value(weighed, saw):
    found = weighed(saw("INF-04", ""))["INF-04"]
    assert found.known
    assert found.observation.items == ()


def test_order_does_not_matter(weighed, saw):
    seen = [
        saw("WSH-02", 41, tool="HHS", ago=7, assessment_id=1),
        saw("WSH-02", 40, tool="HHS", ago=7, assessment_id=2),
        saw("WSH-02", 40, tool="HHS", ago=7, assessment_id=2, agency="B"),
        saw("WSH-02", 41, ago=7),
        saw("WSH-02", state="unknown", ago=7),
    ]
    results = [weighed(*order)["WSH-02"] for order in permutations(seen)]
    assert all(one == results[0] for one in results)
    assert results[0].observation.agency == "B"
