"""What KoboToolbox exports: one form and its submissions, written as its API, its CSV and its XLSX have them.

The writers follow the rules of KoboToolbox's formpack (sections, headers, choices, links of repeats), not our reader's.
"""

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

YES_NO = {"yes": "Yes", "no": "No", "dk": "Don't know"}
SOURCES = {
    "piped": "Piped", "protected_well_or_spring": "Protected well or spring", "unprotected": "Unprotected well",
    "98": "Don't know", "other": "Other (please specify)",
}  # fmt: skip
WORKS = {"road": "Road", "school": "School", "water": "Water", "other": "Other"}
TOOLS = {"kii": "Key informant interview", "fgd": "Focus group discussion", "do": "Direct observation"}
FORM: list[tuple[str, str, str, Mapping[str, str]]] = [
    ("start", "start", "", {}),
    ("today", "today", "", {}),
    ("place/township", "text", "Township", {}),
    ("place/village", "text", "Name of the village", {}),
    ("place/village_pcode", "text", "Village p-code", {}),
    ("agency", "text", "Organisation", {}),
    ("tool", "select_one", "Tool", TOOLS),
    ("informants", "integer", "Number of informants", {}),
    ("consent", "select_one", "Informed consent given?", YES_NO),
    ("respondent_name", "text", "Name of the respondent", {}),
    ("gps", "geopoint", "Where are you?", {}),
    ("wash/wsh_01", "select_one", "WSH-01 Main drinking water source", SOURCES),
    ("wash/wsh_01_other", "text", "WSH-01 Other: please specify", {}),
    ("wash/wsh_04", "integer", "WSH-04 Working water points", {}),
    ("HLT-01", "integer", "HLT-01 Minutes to the nearest clinic", {}),
    ("pro07", "select_one", "PRO-07 Focal point in the village?", YES_NO),
    ("works/inf_04", "select_multiple", "INF-04 Public works needed (road, bridge/culvert)", WORKS),
    ("comments", "text", "Anything else?", {}),
]
"""Path, type, label and choices of each question, in the order of the form."""
COPIED = ("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "__version__",
          "_tags", "meta/rootUuid")  # fmt: skip
"""Columns that every export ends with."""


def uuid(number: int) -> str:
    """A made-up id."""
    return f"{number:08x}-1111-4222-8333-{number:012x}"


def submission(number: int, **answers: Any) -> dict[str, Any]:
    """A submission as the API gives it; ``answers`` by path, "__" standing for "/"; None leaves a question out."""
    said = {
        "start": "2026-10-12T08:11:22.000+06:30",
        "today": "2026-10-12",
        "place/village": "Lawa Bum",
        "place/township": "Hka Mai (demo)",
        "agency": "KBC",
        "tool": "kii",
        "consent": "yes",
        "wash/wsh_04": "3",
    }
    said |= {name.replace("__", "/"): answer for name, answer in answers.items()}
    own = uuid(number)
    meta = {
        "_id": 4000 + number,
        "formhub/uuid": "cfb562511e8e44d1998de69002b492d9",
        "__version__": "vbKavWWCpgBCZms6hQX4FN",
        "meta/instanceID": f"uuid:{own}",
        "meta/rootUuid": f"uuid:{own}",
        "_xform_id_string": "aDemoFormOfTheTests000",
        "_uuid": own,
        "_attachments": [],
        "_status": "submitted_via_web",
        "_geolocation": [None, None],
        "_submission_time": f"2026-10-12T02:{number % 60:02d}:11",
        "_tags": [],
        "_notes": [],
        "_validation_status": {},
        "_submitted_by": None,
    }
    return {name: answer for name, answer in {**meta, **said}.items() if answer is not None}


def edited(of: Mapping[str, Any], number: int, **answers: Any) -> dict[str, Any]:
    """The same submission after an edit: a new id, the old one as deprecatedID, number and time as they were."""
    changed = {**of, **{name.replace("__", "/"): answer for name, answer in answers.items()}}
    changed |= {"_uuid": uuid(number), "meta/instanceID": f"uuid:{uuid(number)}"}
    changed |= {"meta/deprecatedID": of["meta/instanceID"]}
    return {name: answer for name, answer in changed.items() if answer is not None}


def as_json(*submissions: Mapping[str, Any]) -> bytes:
    """The API's answer."""
    answer = {"count": len(submissions), "next": None, "previous": None, "results": list(submissions)}
    return json.dumps(answer).encode()


def table(
    submissions: Sequence[Mapping[str, Any]], *, labels: bool = False, multiple: str = "both", groups: bool = False
):
    """Headers and rows of the first section; ``multiple`` is both, summary or details."""
    headers: list[str] = []
    for path, kind, label, choices in FORM:
        name = (path if groups else path.rpartition("/")[2]) if not labels else label or path
        several = kind == "select_multiple"
        headers += [name] if not several or multiple != "details" else []
        if several and multiple != "summary":
            headers += [f"{name}/{choices[one] if labels else one}" for one in choices]
    rows = [[*_cells(one, labels, multiple), *_copied(one), at] for at, one in enumerate(submissions, start=1)]
    return [[*headers, *COPIED, "_index"], *rows]


def _cells(said: Mapping[str, Any], labels: bool, multiple: str) -> list[str]:
    cells: list[str] = []
    for path, kind, _, choices in FORM:
        answer = said.get(path)
        picked = answer.split() if answer and kind == "select_multiple" else [answer] if answer else []
        shown = [choices.get(one, one) if labels else one for one in picked]
        several = kind == "select_multiple"
        cells += [" ".join(shown)] if not several or multiple != "details" else []
        if several and multiple != "summary":
            cells += ["" if answer is None else str(int(one in picked)) for one in choices]
    return cells


def _copied(said: Mapping[str, Any]) -> list[Any]:
    status = said.get("_validation_status") or {}
    return [status.get("uid", "") if name == "_validation_status" else str(said.get(name) or "") for name in COPIED]


def as_csv(submissions: Sequence[Mapping[str, Any]], **how: Any) -> bytes:
    """The CSV export: ``;`` between cells, every cell in quotes."""
    lines = [";".join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in table(submissions, **how)]
    return "\n".join(lines).encode()


def as_xlsx(submissions: Sequence[Mapping[str, Any]], repeats: Sequence[str] = (), **how: Any) -> bytes:
    """The XLSX export: the first section, and a sheet for each of ``repeats``."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        _write(book, "Village visit", table(submissions, **how))
        for repeat in repeats:
            rows = [(at, one, entry) for at, one in enumerate(submissions, start=1) for entry in one.get(repeat, ())]
            questions = list(
                dict.fromkeys(name for _, _, entry in rows for name in entry if isinstance(entry[name], str))
            )
            headers = [name.rpartition("/")[2] for name in questions]
            links = ["_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid"]
            body = [
                [*(entry.get(name, "") for name in questions), index, "Village visit", at, one["_id"], one["_uuid"]]
                for index, (at, one, entry) in enumerate(rows, start=1)
            ]
            _write(book, repeat.rpartition("/")[2], [[*headers, *links], *body])
    return buffer.getvalue()


def _write(book: Any, name: str, rows: Sequence[Sequence[Any]]) -> None:
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)


def saved(folder: Path, name: str, data: bytes) -> Path:
    """A file with ``data``."""
    path = folder / name
    path.write_bytes(data)
    return path
