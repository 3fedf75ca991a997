"""Exports of KoboToolbox: every shape gives the same, nothing else of them is kept, edits replace."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlmodel import col, select

from exchange import kobo as reader
from exchange import kobo_files, sheets
from exchange.files import FileError
from exchange.importing import IMPORTERS, How, import_file
from exchange.kobo_form import read as read_form
from exchange.report import ImportReport
from exchange.streams import Stream
from exchange.table import Table
from models.assessments import Assessment, IndicatorValue
from models.submissions import SubmissionName
from tests import kobo

ALL, PARTIAL = How(), How(partial=True)
CANARY = "Kanari Htoi 09450012345"
Take = Callable[..., ImportReport]


@pytest.fixture
def take(store, tmp_path: Path) -> Take:
    """``take(data, name, …)`` imports the bytes of an export."""

    def go(data: bytes, name: str = "export.json", how: How = ALL, **request: Any) -> ImportReport:
        importer = replace(IMPORTERS["assessments"], open=reader.opener(reader.Request(**request)))
        return import_file(store, importer, kobo.saved(tmp_path, name, data), how)

    return go


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return report.rows, report.stored, report.updated, report.unchanged, len(report.bad_rows)


def listed(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(one.row, one.column.rpartition("/")[2], one.expected) for one in report.listed]


def noted(report: ImportReport) -> list[tuple[int, str]]:
    return [(one.row, one.expected) for one in report.notes if one.expected != "unread_column"]


def in_force(store) -> dict[str, Any]:
    """What counts now, by indicator; of several assessments as a list."""
    found: dict[str, Any] = {}
    for one in store.rows(select(IndicatorValue).where(col(IndicatorValue.superseded_at).is_(None))):
        said = one.state if one.state != "value" else one.choice if one.number is None else one.number
        found.setdefault(one.indicator, []).append(said)
    return {code: said[0] if len(said) == 1 else sorted(said) for code, said in found.items()}


def assessments(store) -> list[Assessment]:
    return list(store.rows(select(Assessment).order_by(col(Assessment.id))))


FULL = {
    "wash__wsh_01": "protected_well_or_spring",
    "pro07": "yes",
    "works__inf_04": "road water",
    "HLT-01": "40",
    "informants": "4",
    "respondent_name": CANARY,
    "gps": "25.3876 97.3961 0 0",
    "comments": CANARY,
}
SAID = {
    "WSH-01": "protected_well_or_spring",
    "WSH-04": 3,
    "PRO-07": "yes",
    "INF-04": "road|water",
    "HLT-01": 40,
}
SHAPES = [
    pytest.param("csv", {"labels": labels, "multiple": multiple, "groups": groups}, id=f"{labels}-{multiple}-{groups}")
    for labels in (False, True)
    for multiple in ("both", "summary", "details")
    for groups in (False, True)
]


def test_the_answer_of_the_api(take: Take, store) -> None:
    assert counts(take(kobo.as_json(kobo.submission(1, **FULL)))) == (1, 1, 0, 0, 0)
    assert in_force(store) == SAID
    (one,) = assessments(store)
    assert (one.instance, one.tool, one.collected_on, one.consent, one.informants) == (
        kobo.uuid(1),
        "KII",
        date(2026, 10, 12),
        True,
        4,
    )


@pytest.mark.parametrize(("_", "how"), SHAPES)
def test_every_table_says_the_same(take: Take, store, _: str, how: dict[str, Any]) -> None:
    submissions = [kobo.submission(1, **FULL)]
    assert counts(take(kobo.as_csv(submissions, **how), "e.csv")) == (1, 1, 0, 0, 0)
    assert in_force(store) == SAID
    assert counts(take(kobo.as_xlsx(submissions, **how), "e.xlsx")) == (1, 0, 0, 1, 0)
    assert counts(take(kobo.as_json(*submissions))) == (1, 0, 0, 1, 0)


def test_a_bare_list_and_one_submission_alone(take: Take) -> None:
    assert counts(take(json.dumps([kobo.submission(1), kobo.submission(2)]).encode())) == (2, 2, 0, 0, 0)
    assert counts(take(json.dumps(kobo.submission(1)).encode())) == (1, 0, 0, 1, 0)
    assert counts(take(kobo.as_json())) == (0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"wash__wsh_04": "0"}, {"WSH-04": 0}),
        ({"wash__wsh_04": "12.0"}, {"WSH-04": 12}),
        ({"wash__wsh_04": "Don't know"}, {"WSH-04": "unknown"}),
        ({"wash__wsh_04": "dk"}, {"WSH-04": "unknown"}),
        ({"wash__wsh_04": "refused"}, {"WSH-04": "refused"}),
        ({"wash__wsh_04": "n/a"}, {"WSH-04": "not_assessed"}),
        ({"wash__wsh_04": "-99"}, {"WSH-04": "unknown"}),
        ({"wash__wsh_04": "99"}, {"WSH-04": 99}),
        ({"wash__wsh_01": "98"}, {"WSH-01": "unknown", "WSH-04": 3}),
        ({"wash__wsh_01": "don_t_know"}, {"WSH-01": "unknown", "WSH-04": 3}),
        ({"wash__wsh_01": "Protected well / spring"}, {"WSH-01": "protected_well_or_spring", "WSH-04": 3}),
        ({"wash__wsh_01": "1. Piped"}, {"WSH-01": "piped", "WSH-04": 3}),
        ({"wash__wsh_01": "other"}, {"WSH-04": 3}),
        ({"pro07": "0"}, {"PRO-07": "no", "WSH-04": 3}),
        ({"pro07": "prefer_not_to_say"}, {"PRO-07": "refused", "WSH-04": 3}),
        ({"works__inf_04": "none"}, {"INF-04": "", "WSH-04": 3}),
        ({"works__inf_04": "dk"}, {"INF-04": "unknown", "WSH-04": 3}),
        ({"works__inf_04": "road other"}, {"WSH-04": 3}),
        ({"works__inf_04": "Road, School"}, {"INF-04": "road|school", "WSH-04": 3}),
    ],
)
def test_what_an_answer_means(take: Take, store, answers: dict[str, str], said: dict[str, Any]) -> None:
    assert counts(take(kobo.as_json(kobo.submission(1, **answers)))) == (1, 1, 0, 0, 0)
    assert in_force(store) == said


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"wash__wsh_01": "other", "wash__wsh_01_other": CANARY}, [(1, "kobo_other")]),
        ({"works__inf_04": "road other"}, [(1, "kobo_other")]),
        ({"wash__wsh_04": "99"}, [(1, "kobo_number")]),
        ({"wash__wsh_04": "-99"}, [(1, "kobo_missing_code")]),
    ],
)
def test_what_is_not_plain_is_told(take: Take, answers: dict[str, str], expected: list[tuple[int, str]]) -> None:
    assert noted(take(kobo.as_json(kobo.submission(1, **answers)))) == expected


@pytest.mark.parametrize(
    ("answers", "column", "expected"),
    [
        ({"wash__wsh_04": "many"}, "wsh_04", "indicator_count"),
        ({"wash__wsh_01": "river"}, "wsh_01", "choice"),
        ({"works__inf_04": "road cinema"}, "inf_04", "items"),
        ({"wash__wsh_01": "piped unprotected"}, "wsh_01", "choice"),
        ({"wash__wsh_01_copy": None, "again__wsh_04": "9"}, "wsh_04", "kobo_twice"),
        ({"place__village": "Lawa Bumm"}, "village", "place_near"),
        ({"place__village": "Sut Yang", "place__township": None}, "village", "place_which"),
        ({"place__village": None}, "village", "place"),
        ({"place__village_pcode": "MMR001001999"}, "village_pcode", "place_code"),
        ({"tool": None}, "tool", "one_of"),
        ({"tool": "KII and FGD"}, "tool", "one_of"),
        ({"agency": None}, "agency", "agency"),
        ({"agency": "NOBODY"}, "agency", "agency"),
        ({"today": "2027-10-12"}, "today", "past_day"),
        ({"wash__wsh_04": None}, "village", "any_answer"),
        ({"wash__wsh_02": "41"}, "wsh_02", "tool_of_indicator"),
    ],
)
def test_what_is_listed(take: Take, store, answers: dict[str, Any], column: str, expected: str) -> None:
    report = take(kobo.as_json(kobo.submission(8), kobo.submission(1, **answers)))
    assert listed(report) == [(2, column, expected)]
    assert (report.held, in_force(store)) == (True, {})
    assert report.listed[0].sheet == "…" + kobo.uuid(1)[-8:]


@pytest.mark.parametrize(
    "answers",
    [
        {"place__village": "lawa_bum", "place__township": "hka_mai_(demo)"},
        {"place__village": "demo:v1"},
        {"place__village": None, "place__village_pcode": "demo:v1"},
        {"place__village_pcode": "HK-12"},
        {"place__township": "demo:t1"},
        {"agency": "kachin_baptist"},
        {"agency": "KBC (a church)"},
        {"tool": "Key informant interview"},
        {"tool": "key_informants"},
        {"today": None},
        {"today": None, "start": None},
        {"visit_date": "12/10/2026", "today": "2026-10-14"},
        {"agency": None, "enumerator_org": "KBC"},
        {"place__village": None, "place__name_of_village": "Lawa Bum"},
    ],
)
def test_the_usual_names_of_the_rest(take: Take, store, answers: dict[str, Any]) -> None:
    assert counts(take(kobo.as_json(kobo.submission(1, **answers)))) == (1, 1, 0, 0, 0)
    (one,) = assessments(store)
    assert (one.tool, one.collected_on) == ("KII", date(2026, 10, 12))


@pytest.mark.only("sqlite", "its dump")
def test_other_columns_are_named_and_their_content_is_nowhere(take: Take, store, words, capsys, caplog) -> None:
    hidden = {
        **FULL,
        "wash__wsh_01": "other",
        "wash__wsh_01_other": CANARY,
        "informants": None,
        "participants": CANARY,
        "wash__wsh_04": "Kanari told us",
        "_submitted_by": CANARY,
        "_notes": [CANARY],
        "_attachments": [{"filename": CANARY}],
        "_geolocation": [25.3876, 97.3961],
        "people": [{"people/person_name": CANARY, "people/wsh_04": "1"}],
        "key_informants": [{"key_informants/ki_name": CANARY}],
    }
    bad, good = kobo.submission(1, **hidden), kobo.submission(2, **{**hidden, "wash__wsh_04": "3"})
    for name, data in [
        ("e.json", kobo.as_json(bad, good)),
        ("e.csv", kobo.as_csv([bad, good])),
        ("e.xlsx", kobo.as_xlsx([bad, good], ["people", "key_informants"], labels=True)),
    ]:
        report = take(data, name, PARTIAL)
        said = json.dumps(report.to_json(words), ensure_ascii=False)
        assert not [one for one in ("Kanari", "09450012345", "25.38", "97.39") if one in said], name
        assert len(report.bad_rows) == 1
    unread = {one.column for one in take(kobo.as_json(good)).notes if one.expected == "unread_column"}
    assert {"respondent_name", "gps", "comments", "wash/wsh_01_other", "people/person_name", "participants"} <= unread
    assert not {one for one in unread if one.startswith("_")}
    dumped = "\n".join(store.db.engine.raw_connection().driver_connection.iterdump())
    assert "Kanari" not in dumped + capsys.readouterr().out + caplog.text
    assert "97.39" not in dumped


def test_rows_of_a_repeat_with_a_tool_are_assessments_of_their_own(take: Take, store) -> None:
    one = kobo.submission(
        1,
        tool=None,
        wash__wsh_04=None,
        tools=[
            {"tools/tool": "kii", "tools/wsh_04": "3", "tools/ki": [{"tools/ki/name": CANARY}, {"tools/ki/name": "x"}]},
            {"tools/tool": "do", "tools/wsh_04": "2"},
        ],
    )
    assert counts(take(kobo.as_json(one))) == (2, 2, 0, 0, 0)
    assert [(each.instance, each.tool, each.informants) for each in assessments(store)] == [
        (f"{kobo.uuid(1)}/tools[1]", "KII", 2),
        (f"{kobo.uuid(1)}/tools[2]", "DO", None),
    ]
    assert counts(take(kobo.as_xlsx([one], ["tools"]), "e.xlsx")) == (2, 0, 0, 2, 0)


def test_a_row_of_a_repeat_is_listed_by_where_it_stands(take: Take) -> None:
    tools = [{"tools/tool": "kii", "tools/wsh_04": "3"}, {"tools/tool": "do", "tools/wsh_04": "x"}]
    report = take(kobo.as_json(kobo.submission(1, tool=None, wash__wsh_04=None, tools=tools)))
    assert [(one.row, one.sheet, one.expected) for one in report.listed] == [
        (1, f"…{kobo.uuid(1)[-8:]}/tools[2]", "indicator_count")
    ]


def test_answers_in_a_repeat_without_a_tool_are_not_added_up(take: Take, store) -> None:
    one = kobo.submission(1, households=[{"households/wsh_04": "5"}, {"households/wsh_04": "6"}])
    assert noted(take(kobo.as_json(one))) == [(1, "kobo_repeat_unread")]
    assert in_force(store) == {"WSH-04": 3}


def test_groups_named_after_tools_are_apart(take: Take, store) -> None:
    one = kobo.submission(1, tool=None, wash__wsh_04=None, kii__wsh_04="3", do__wsh_04="2")
    take(kobo.as_json(one))
    assert [(each.tool, each.instance.partition("/")[2]) for each in assessments(store)] == [
        ("KII", "kii"),
        ("DO", "do"),
    ]


def test_a_csv_says_that_it_leaves_repeats_out(take: Take) -> None:
    one = kobo.submission(1, tools=[{"tools/tool": "do", "tools/wsh_04": "2"}])
    assert noted(take(kobo.as_csv([one]), "e.csv")) == []
    form = read_form("form.json", json.dumps({"content": {"survey": SURVEY}}).encode())
    assert noted(take(kobo.as_csv([one]), "e.csv", form=form)) == [(1, "kobo_repeats_missing")]
    empty = kobo.submission(2, wash__wsh_04=None)
    assert noted(take(kobo.as_csv([empty]), "e.csv")) == [(1, "kobo_repeats_missing")]


SURVEY = [{"type": "begin_repeat", "name": "tools"}, {"type": "text", "name": "x"}, {"type": "end_repeat"}]


def test_an_edit_replaces_whatever_it_changed(take: Take, store) -> None:
    first = kobo.submission(1, **FULL)
    take(kobo.as_json(first))
    second = kobo.edited(
        first, 2, place__village="Nam Lwai Kyet", tool="Technical", agency="IOM", today="2026-10-13", pro07=None
    )
    second = kobo.edited(second, 3, **{"HLT-01": "45"})
    assert counts(take(kobo.as_json(second), how=PARTIAL)) == (1, 0, 1, 0, 0)
    assert in_force(store) == {code: said for code, said in SAID.items() if code != "PRO-07"} | {"HLT-01": 45}
    assert len(assessments(store)) == 2
    assert {one.instance for one in assessments(store)} == {kobo.uuid(1)}
    assert len(store.rows(select(IndicatorValue))) == 9


def test_an_older_version_changes_nothing_any_more(take: Take, store) -> None:
    first = kobo.submission(1)
    second = kobo.edited(first, 2, wash__wsh_04="7")
    take(kobo.as_json(second))
    report = take(kobo.as_json(first))
    assert (counts(report), noted(report)) == ((1, 0, 0, 1, 0), [(1, "kobo_outdated")])
    assert counts(take(kobo.as_csv([first]), "e.csv")) == (1, 0, 0, 1, 0)
    assert in_force(store) == {"WSH-04": 7}
    both = take(kobo.as_json(first, second))
    assert (counts(both), in_force(store)) == ((2, 0, 0, 2, 0), {"WSH-04": 7})


@pytest.mark.parametrize("lost", [{"meta/deprecatedID"}, {"meta/rootUuid"}, {"meta/deprecatedID", "meta/rootUuid"}])
def test_an_edit_is_known_by_what_is_left_of_its_ids(take: Take, store, lost: set[str]) -> None:
    first = kobo.submission(1)
    second = {name: said for name, said in kobo.edited(first, 2, wash__wsh_04="7").items() if name not in lost}
    take(kobo.as_json({name: said for name, said in first.items() if name not in lost}))
    assert counts(take(kobo.as_json(second))) == (1, 0, 1, 0, 0)
    assert in_force(store) == {"WSH-04": 7}


def test_an_edit_drops_a_row_of_a_repeat_but_a_csv_does_not(take: Take, store) -> None:
    tools = [{"tools/tool": "do", "tools/wsh_04": "2"}, {"tools/tool": "kii", "tools/wsh_04": "5"}]
    first = kobo.submission(1, tools=tools)
    take(kobo.as_json(first))
    assert in_force(store) == {"WSH-04": [2, 3, 5]}
    take(kobo.as_csv([kobo.edited(first, 2, wash__wsh_04="4")]), "e.csv")
    assert in_force(store) == {"WSH-04": [2, 4, 5]}
    assert counts(take(kobo.as_json(kobo.edited(first, 3, tools=tools[:1])))) == (2, 0, 2, 0, 0)
    assert in_force(store) == {"WSH-04": [2, 3]}


def test_a_part_that_cannot_be_read_now_stays(take: Take, store) -> None:
    tools = [{"tools/tool": "do", "tools/wsh_04": "2"}, {"tools/tool": "kii", "tools/wsh_04": "5"}]
    first = kobo.submission(1, tools=tools)
    take(kobo.as_json(first))
    broken = kobo.edited(first, 2, tools=[tools[0], {"tools/tool": "kii", "tools/wsh_04": "x"}])
    assert counts(take(kobo.as_json(broken), how=PARTIAL)) == (3, 0, 0, 2, 1)
    assert in_force(store) == {"WSH-04": [2, 3, 5]}


@pytest.mark.parametrize(
    "status",
    [
        {"_validation_status": {"uid": "validation_status_not_approved", "label": "Not Approved"}},
        {"_deleted_at": "2026-10-20T00:00:00"},
        {"consent_interview": "no"},
        {"consent": "no", "wash__wsh_04": None},
    ],
)
def test_what_is_refused_is_not_taken_and_stays_in_force_no_longer(take: Take, store, status: dict[str, Any]) -> None:
    report = take(kobo.as_json(kobo.submission(1, **status), kobo.submission(9)))
    assert (counts(report), len(noted(report))) == ((2, 1, 0, 1, 0), 1)
    assert in_force(store) == {"WSH-04": 3}
    take(kobo.as_json(kobo.submission(2)))
    assert counts(take(kobo.as_json(kobo.submission(2, **status)))) == (1, 0, 1, 0, 0)
    assert in_force(store) == {"WSH-04": 3}
    assert counts(take(kobo.as_json(kobo.submission(2)))) == (1, 0, 1, 0, 0)
    assert in_force(store) == {"WSH-04": [3, 3]}


def test_without_consent_to_share_the_values_stay_restricted(take: Take, store) -> None:
    take(kobo.as_json(kobo.submission(1, consent="no"), kobo.submission(2, consent="yes", consent_share="no")))
    take(kobo.as_json(kobo.submission(3, consent=None, consent_interview="yes")))
    assert [one.consent for one in assessments(store)] == [False, False, False]


def test_two_interviews_of_one_day_stay_apart_and_one_sent_twice_does_not(take: Take, store) -> None:
    assert counts(take(kobo.as_json(kobo.submission(1), kobo.submission(2)))) == (2, 2, 0, 0, 0)
    again = kobo.submission(1) | {"_id": 9999}
    assert counts(take(kobo.as_json(kobo.submission(1), again))) == (2, 0, 0, 2, 0)
    assert listed(take(kobo.as_json(kobo.submission(5), kobo.submission(5, wash__wsh_04="8")))) == [
        (2, "village", "once")
    ]


def test_the_map_names_questions_choices_and_what_to_leave_out(take: Take, store) -> None:
    one = kobo.submission(1, q7="2", how="9", tool=None, wash__wsh_04="99", again__wsh_04="1")
    mapping = {"q7/2": "surface", "q7": "WSH-01", "how": "tool", "how/9": "DO", "wsh_04/99": "unknown"}
    report = take(kobo.as_json(one), how=How(mapping={**mapping, "again/wsh_04": "-", "q9": "WSH-05"}))
    assert (listed(report), in_force(store)) == ([], {"WSH-01": "surface", "WSH-04": "unknown"})
    assert [note.column for note in report.notes if note.expected == "kobo_map_unused"] == ["q9"]


@pytest.mark.parametrize(
    ("total", "rows", "said"),
    [
        ("count(WSH-02)", ["yes", "no", "yes"], 2),
        ("count(WSH-02)", ["no", "no"], 0),
        ("count(WSH-02)", ["yes", "dk"], "unknown"),
        ("count(WSH-02)", ["yes", None], "unknown"),
        ("sum(WSH-02)", ["3", "4"], 7),
        ("sum(WSH-02)", ["3", "many"], "unknown"),
    ],
)
@pytest.mark.parametrize("shape", ["json", "xlsx"])
def test_rows_are_added_up_only_as_the_map_says(take: Take, store, shape: str, total: str, rows: list, said) -> None:
    households = [{"hh/name": CANARY} | ({"hh/lacks": row} if row else {}) for row in rows]
    one = kobo.submission(1, tool="hhs", wash__wsh_04=None, hh=households)
    data = kobo.as_json(one) if shape == "json" else kobo.as_xlsx([one], ["hh"])
    report = take(data, f"e.{shape}", How(mapping={"hh/lacks": total}))
    assert (listed(report), noted(report), in_force(store)) == ([], [], {"WSH-02": said})


def test_what_no_form_asked_is_set(take: Take, store) -> None:
    one = kobo.submission(1, tool=None, agency=None)
    report = take(kobo.as_json(one, kobo.submission(2)), constants={"tool": "DO", "agency": "IOM"})
    assert counts(report) == (2, 2, 0, 0, 0)
    assert [one.tool for one in assessments(store)] == ["DO", "KII"]


FORM = {
    "content": {
        "survey": [
            {"type": "select_one", "select_from_list_name": "src", "name": "q1", "label": ["WSH-01 Source", "အရင်း"]},
            {"type": "select_one vill", "name": "village", "label": ["Village"]},
            {"type": "select_multiple", "select_from_list_name": "works", "name": "inf_04", "label": ["Works"]},
        ],
        "choices": [
            {"list_name": "src", "name": "1", "label": ["Piped", "x"]},
            {"list_name": "src", "name": "2", "label": ["Don't know", "y"]},
            {"list_name": "vill", "name": "v17", "label": ["Lawa Bum"]},
            {"list_name": "works", "name": "w1", "label": ["Road"]},
            {"list_name": "works", "name": "w2", "label": ["Water"]},
        ],
    }
}


@pytest.mark.parametrize(("answer", "said"), [("1", "piped"), ("2", "unknown")])
def test_the_form_tells_what_names_of_choices_mean(take: Take, store, answer: str, said: str) -> None:
    form = read_form("form.json", json.dumps(FORM).encode())
    one = kobo.submission(1, q1=answer, place__village="v17", works__inf_04="w1 w2")
    assert counts(take(kobo.as_json(one), form=form)) == (1, 1, 0, 0, 0)
    assert in_force(store) == {"WSH-01": said, "INF-04": "road|water", "WSH-04": 3}


def test_an_xlsform_is_a_form(xlsx_file, tmp_path: Path) -> None:
    survey = [
        ["type", "name", "label::English (en)", "label::Burmese (my)"],
        ["select_one src", "q1", "WSH-01 Source", "x"],
        ["begin repeat", "tools", "", ""],
    ]
    choices = [["list_name", "name", "label::English (en)"], ["src", 1, "Piped"]]
    path = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in (("survey", survey), ("choices", choices)):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    form = read_form("form.xlsx", path.read_bytes())
    question = form.question("group/q1")
    assert (question, form.question("wsh-01 SOURCE")) == (form.questions["q1"], question)
    assert (form.labels(question, "1"), form.repeats) == (("Piped",), {"tools"})
    with pytest.raises(FileError) as caught:
        read_form("f.xlsx", xlsx_file(choices).read_bytes())
    assert caught.value.key == "import.file.no_form"


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("e.json", b'{"count": 1, "results": [', "import.file.json"),
        ("e.json", b'{"type": "FeatureCollection"}', "import.file.no_kobo_json"),
        ("e.json", b"[1, 2]", "import.file.no_kobo_json"),
        ("e.json", b'[{"name": "x"}]', "import.file.no_kobo_json"),
        ("e.json", b"[" * 100_000, "import.file.broken"),
        ("e.json", b"\xff\xfe\x00", "import.file.encoding"),
        ("e.csv", b"_uuid;wsh_04\n1;3", "import.file.kobo_fields"),
        ("e.csv", b"", "import.file.empty"),
    ],
)
def test_what_is_no_export(take: Take, store, name: str, data: bytes, key: str) -> None:
    with pytest.raises(FileError) as caught:
        take(data, name)
    assert caught.value.key == key
    assert store.rows(select(SubmissionName)) == []


def test_a_form_and_constants_belong_to_exports(take: Take) -> None:
    with pytest.raises(FileError) as caught:
        take(b"place,date,tool,agency,WSH-04\nLawa Bum,2026-10-12,KII,KBC,3", "e.csv", constants={"tool": "KII"})
    assert caught.value.key == "import.file.only_kobo"
    with pytest.raises(FileError) as caught:
        take(kobo.as_json(kobo.submission(1)), constants={"WSH-04": "3"})
    assert caught.value.key == "import.file.set_field"


def test_a_table_without_ids_is_an_export_when_it_is_said(take: Take, store) -> None:
    data = b"village;today;tool;org;wsh_04\nLawa Bum;2026-10-12;kii;KBC;3"
    assert counts(take(data, "e.csv", forced=True)) == (1, 1, 0, 0, 0)
    assert [one.instance for one in assessments(store)] == [""]


def test_two_that_turn_out_to_be_one_become_one(take: Take, store) -> None:
    """Neither export had more than ``_uuid``; then the API says that the second was an edit of the first."""
    bare = b"_uuid;village;today;tool;org;wsh_04\n%s;Lawa Bum;2026-10-12;kii;KBC;%d"
    take(bare % (kobo.uuid(1).encode(), 3), "a.csv")
    take(bare % (kobo.uuid(2).encode(), 4), "b.csv")
    assert in_force(store) == {"WSH-04": [3, 4]}
    third = kobo.edited(kobo.edited(kobo.submission(1), 2), 3, wash__wsh_04="5")
    assert counts(take(kobo.as_json(third))) == (1, 0, 1, 0, 0)
    assert in_force(store) == {"WSH-04": 5}
    assert {row.instance for row in store.rows(select(SubmissionName))} == {kobo.uuid(2)}
    assert counts(take(bare % (kobo.uuid(1).encode(), 3), "a.csv")) == (1, 0, 0, 1, 0)


def test_sheets_below_sheets_and_a_row_of_tags(take: Take, store, tmp_path: Path) -> None:
    main = [
        ["village", "today", "org", "_id", "_uuid", "_submission_time", "_index"],
        ["#loc +name", "#date", "", "", "", "", ""],
        ["Lawa Bum", "2026-10-12", "KBC", "1", kobo.uuid(1), "2026-10-12T02:00:00", 1],
        ["Nam Lwai Kyet", "2026-10-12", "KBC", "2", kobo.uuid(2), "2026-10-12T02:00:00", 2],
    ]
    links = ["_index", "_parent_table_name", "_parent_index", "_submission__uuid"]
    people = [["ki_name", *links], *([CANARY, at, "tools_used_in_this_village_visi", 2, ""] for at in range(1, 4))]
    tools = [
        ["tool", "wsh_04", *links],
        ["kii", 3, 1, "Village visit", 1, kobo.uuid(1)],
        ["kii", 4, 2, "Village visit", 2, kobo.uuid(2)],
        ["do", 5, 3, "Village visit", 7, kobo.uuid(7)],
    ]
    path = tmp_path / "nested.xlsx"
    sheets = {"Village visit": main, "key_informants": people, "tools_used_in_this_village_visi": tools}
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    report = take(path.read_bytes(), "nested.xlsx", PARTIAL)
    assert [(one.row, one.sheet.partition("/")[2], one.expected) for one in report.listed][:1] == [
        (4, "tools_used_in_this_village_visi[1]", "place")
    ]
    assert [(one.number, each.informants) for each in assessments(store) for one in values(store, each)] == [
        (3, None),
        (4, 3),
    ]


def values(store, assessment: Assessment) -> list[IndicatorValue]:
    return list(store.rows(select(IndicatorValue).where(col(IndicatorValue.assessment_id) == assessment.id)))


def test_a_question_whose_name_was_made_of_its_label_yields_to_the_code(take: Take, store) -> None:
    made = {"WSH_04_Working_water_points_in_the_vil": "9"}
    take(kobo.as_json(kobo.submission(1, wash__wsh_04=None, **made)))
    assert in_force(store) == {"WSH-04": 9}
    report = take(kobo.as_json(kobo.submission(1, **made)))
    assert in_force(store) == {"WSH-04": 3}
    assert [one.column for one in report.notes if one.expected == "unread_column"] == [*made]


def test_of_two_questions_for_the_place_the_answered_one_counts(take: Take, store) -> None:
    take(kobo.as_json(kobo.submission(1, place__village=None, place__camp="Pa Lana Camp"), kobo.submission(2)))
    assert len({one.place_id for one in assessments(store)}) == 2
    moved = kobo.submission(3, place__village="other", place__camp="Pa Lana Camp")
    assert counts(take(kobo.as_json(moved))) == (1, 1, 0, 0, 0)


def test_a_position_is_never_a_place_and_names_are_no_count(take: Take) -> None:
    one = kobo.submission(1, place__village=None, location="25.3876 97.3961 0 0", informants=CANARY)
    report = take(kobo.as_json(one))
    assert listed(report) == [(1, "place", "place")]
    assert {"location", "informants"} <= {note.column for note in report.notes}
    mapped = take(kobo.as_json(kobo.submission(2, q9=CANARY)), how=How(mapping={"q9": "informants"}))
    assert [(one.value, one.expected) for one in mapped.listed] == [("…", "count")]


def test_a_table_that_is_no_export_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[int] = []

    def rows() -> Iterator[list[str]]:
        for number in range(1000):
            passed.append(number)
            yield ["place", "wsh_02"] if number == 0 else ["x", "1"]

    monkeypatch.setattr(sheets, "tables", lambda _name, _data: [Table("", Stream(rows, 1000))])
    assert kobo_files.read("x.csv", b"", forced=False) is None
    assert passed == [0]
