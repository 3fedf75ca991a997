"""The shipped catalogue as a whole."""

import json
from dataclasses import replace

import pytest

from bot.resources import resource
from coordination import catalogue, rules
from coordination.catalogue import Catalogue, sector_key
from coordination.csv_rows import read_rows
from coordination.viewer import Klass
from words.labels import indicator_phrase, sector_name, unit_name, value_phrase
from words.language import Words, read_locales

SHIPPED = catalogue.load(resource("data"))
WORDS = Words(read_locales(resource("locales")))
each_indicator = pytest.mark.parametrize("indicator", SHIPPED.indicators.values(), ids=lambda one: one.code)
each_activity = pytest.mark.parametrize("activity", SHIPPED.activities.values(), ids=lambda one: one.code)


def test_has_all_entries():
    assert len(SHIPPED.indicators) == 77
    assert len(SHIPPED.activities) == 35
    assert len(SHIPPED.agencies) == 27
    assert len(SHIPPED.sectors) == 16
    assert {one.sector for one in SHIPPED.indicators.values()} == set(SHIPPED.sectors)


def test_reads_every_field_of_an_indicator():
    assert SHIPPED.indicators["LIV-04"] == catalogue.Indicator(
        code="LIV-04",
        label="Main barrier to using farmland",
        sector="Livelihoods",
        kind="condition",
        data_type="enum",
        unit=None,
        allowed=("none", "overgrown", "no_water", "mines", "occupied_or_claimed", "distance_or_permission"),
        tools=("FGD", "KII"),
        iasc=("3", "4"),
        monitoring=True,
        rule=rules.ByChoice(
            {
                "none": 0,
                "overgrown": 1,
                "no_water": 2,
                "mines": 4,
                "occupied_or_claimed": 3,
                "distance_or_permission": 3,
            }
        ),
        gap_unit="yes/no",
        klass=Klass.RESTRICTED,
        valid_days=180,
    )


def test_reads_every_field_of_an_activity():
    found = SHIPPED.activities["LIV-A1"]
    assert replace(found, synonyms=found.synonyms[:6]) == catalogue.Activity(
        code="LIV-A1",
        sector="Livelihoods",
        name="Seed, tools and animals",
        synonyms=("seeds", "tools", "farm tools", "livestock", "agri inputs", "fertiliser"),
        need="LIV-03",
        unit="HH",
        has_months=False,
        components=("seed", "tools", "animals"),
        nexus="humanitarian",
    )


def test_reads_agencies_with_aliases():
    assert SHIPPED.agencies[0] == catalogue.AgencyEntry(
        "KBC", "Kachin Baptist Convention", ("Kachin Baptist",), "local"
    )


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("PRF-03", rules.Unrated()),
        ("ECD-01", rules.ByChoice({"yes": 0, "no": 2})),
        ("FSC-02", rules.ByShare("PRF-03", (0, 10, 25, 50))),
        ("NUT-01", rules.ByShare("children 0-4", (0, 5, 10, 15))),
        ("MIN-02", rules.ByBands(((0, 0),), 4)),
        ("WSH-04", rules.ByRatio("persons", (250, 400, 500, 750))),
        ("INF-04", rules.ByLength((0, 1, 2, 3))),
    ],
)
def test_reads_each_kind_of_rule(code, rule):
    assert SHIPPED.indicators[code].rule == rule


def test_states_are_no_allowed_values():
    assert SHIPPED.indicators["PRO-05"].allowed == ("no", "yes")
    assert SHIPPED.indicators["PRO-07"].allowed == ("yes", "no")
    assert SHIPPED.indicators["FSC-02"].allowed == ()


def test_a_need_spans_six_months_where_an_activity_has_months():
    assert SHIPPED.months_of("FSC-02") == 6
    assert SHIPPED.months_of("WSH-02") == 1


def test_components_are_those_of_the_activities_that_cover_the_need():
    assert SHIPPED.components_of("LIV-03") == ("seed", "tools", "animals")
    assert SHIPPED.components_of("FSC-02") == ()
    assert [one.code for one in SHIPPED.need_activities("FSC-02")] == ["FSC-A1", "FSC-A2", "FSC-A3"]


def test_cells_are_women_and_men_by_age():
    assert rules.CELLS == (
        "F_0_4", "M_0_4", "F_5_11", "M_5_11", "F_12_17", "M_12_17", "F_18_59", "M_18_59", "F_60", "M_60",
    )  # fmt: skip
    assert rules.POPULATIONS["children 0-4"] == ("F_0_4", "M_0_4")
    assert rules.POPULATIONS["children 5-17"] == ("F_5_11", "M_5_11", "F_12_17", "M_12_17")
    assert len(rules.POPULATIONS["children 0-17"]) == 6
    assert rules.POPULATIONS["persons"] == rules.CELLS


@pytest.mark.parametrize(
    ("word", "sector"),
    [
        ("water", "WASH"),
        ("Latrines", "WASH"),
        ("wash", "WASH"),
        ("food", "Food Security"),
        ("rice", "Food Security"),
        ("shelter", "Shelter/NFI"),
        ("roofs", "Shelter/NFI"),
        ("CGI", "Shelter/NFI"),
        ("nfi", "Shelter/NFI"),
        ("clinic", "Health"),
        ("midwife", "Health"),
        ("medicine", "Health"),
        ("school", "Education"),
        ("teachers", "Education"),
        ("childcare", "Education"),
        ("ID cards", "Governance/Civil documentation"),
        ("EORE", "Mine Action"),
        ("mines", "Mine Action"),
        ("road", "Infrastructure/Access"),
        ("power", "Infrastructure/Access"),
        ("phone  network", "Infrastructure/Access"),
        ("land", "HLP"),
        ("hlp", "HLP"),
        ("livelihoods", "Livelihoods"),
        ("nutrition", "Nutrition"),
        ("camp mgmt", "CCCM"),
        ("protection", "Protection"),
        ("GBV", "GBV"),
        ("child protection", "Child protection"),
        ("social cohesion", "Social cohesion"),
        ("well", None),
        ("six month package", None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_plain_words_name_sectors(word, sector):
    assert SHIPPED.sector_of(word) == sector


@pytest.mark.parametrize("sector", SHIPPED.sectors)
def test_a_sector_is_known_by_its_name(sector):
    assert SHIPPED.sector_of(sector) == sector


def sectors_in(text: str) -> list[tuple[str, str]]:
    return [(mention.sector, text[mention.start : mention.end]) for mention in SHIPPED.sectors_in(text)]


def test_finds_sector_words_from_left_to_right():
    assert sectors_in("Who does latrines, and FOOD?") == [("WASH", "latrines"), ("Food Security", "FOOD")]


def test_finds_the_longest_words():
    assert sectors_in("child protection and land mines") == [
        ("Child protection", "child protection"),
        ("Mine Action", "land mines"),
    ]


def test_finds_whole_words_only():
    assert sectors_in("foodstuff, overland, as well") == []


def test_hyphens_and_line_breaks_join_words_too():
    assert sectors_in("risk-education, ID\ncards") == [
        ("Mine Action", "risk-education"),
        ("Governance/Civil documentation", "ID\ncards"),
    ]


def test_a_package_is_no_sector():
    assert sectors_in("a group wants to move and they want a six month package") == []


def test_keys_of_sectors():
    assert sector_key("Governance/Civil documentation") == "governance_civil_documentation"
    assert sector_key("WASH") == "wash"


def test_yes_no_needs_have_activities():
    assert SHIPPED.answered_by["INF-01"] == ("INF-A1",)
    assert SHIPPED.answered_by["HLT-02"] == ("HLT-A1", "HLT-A2")


@each_indicator
def test_an_indicator_has_a_short_phrase(indicator):
    assert WORDS.has(f"indicator.{indicator.code}")
    assert len(indicator_phrase(WORDS, indicator, "100–199")) <= 46
    assert ("{n}" in WORDS.say(f"indicator.{indicator.code}", n="{n}")) == (
        indicator.data_type in {"int", "pct", "table", "list"}
    )


@each_indicator
def test_every_answer_has_a_phrase(indicator):
    for choice in indicator.allowed:
        assert WORDS.has(f"value.{indicator.code}.{choice}"), choice
        assert len(value_phrase(WORDS, indicator, choice)) <= 40
        assert value_phrase(WORDS, indicator, choice).lower() != "safe"


def test_safe_is_what_people_said():
    assert value_phrase(WORDS, SHIPPED.indicators["PRO-01"], "safe") == "most people said they feel safe"


def test_a_list_reads_as_its_items():
    assert value_phrase(WORDS, SHIPPED.indicators["INF-04"], "road|telecom") == "road, phone network"


@each_activity
def test_an_activity_is_found_by_its_synonyms(activity):
    for synonym in activity.synonyms:
        assert SHIPPED.sector_of(synonym) in {activity.sector, "Education", "Food Security", None}, synonym


@pytest.mark.parametrize("sector", SHIPPED.sectors)
def test_a_sector_has_a_name_and_words(sector):
    assert WORDS.has(f"sector.{sector_key(sector)}")
    assert sector_name(WORDS, sector)


def test_units_have_names():
    for unit in {activity.unit for activity in SHIPPED.activities.values()}:
        assert WORDS.has(f"unit.{unit}")
    assert unit_name(WORDS, "HH") == "HH"
    assert unit_name(WORDS, "bags") == "bags"


def test_what_a_group_adds_shows_its_own_label(tmp_path):
    (tmp_path / "indicators.csv").write_text(
        "code,label,sector,kind,data_type,unit,allowed_values,tools,iasc_criteria,pm_overlap,severity_map,gap_unit,"
        "sensitivity,valid_days\n"
        'DAM-01,Dam above the village,WASH,condition,enum,,old_dam|none,DO,-,no,"{""type"":""none""}",yes/no,public,9\n'
        'DAM-02,Households below the dam,WASH,need,int,HH,,KII,-,no,"{""type"":""none""}",HH,public,9\n',
        encoding="utf-8",
    )
    extended: Catalogue = catalogue.load(resource("data"), tmp_path)
    assert indicator_phrase(WORDS, extended.indicators["DAM-01"]) == "Dam above the village"
    assert indicator_phrase(WORDS, extended.indicators["DAM-02"], 12) == "Households below the dam: 12"
    assert value_phrase(WORDS, extended.indicators["DAM-01"], "old_dam") == "old dam"


def test_unknown_sectors_show_their_name():
    assert sector_name(WORDS, "Winter") == "Winter"


def test_severity_rules_are_valid_json_in_the_file():
    for one in read_rows(resource("data") / "indicators.csv", ("severity_map",)):
        assert json.loads(one.cells["severity_map"])["type"]
