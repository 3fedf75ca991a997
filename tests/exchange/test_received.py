"""What kind of table a file is, told by what it holds."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from coordination.scope import Desk
from exchange import received, template_columns, templates
from exchange.files import FileError
from words import Words

PLACES = b"name,kind,township\nWa Ra,village,Hka Mai\n"


def zipped(**members: bytes) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv"), data)
    return content.getvalue()


@pytest.mark.parametrize("kind", received.EVIDENCE)
def test_the_desks_own_templates_are_known(tmp_path: Path, desk: Desk, words: Words, kind: str) -> None:
    made = getattr(template_columns, f"of_{kind}")(desk.catalogue, words, ("DFA",))
    templates.write(made, tmp_path / "any name.xlsx")
    assert received.kinds(desk.catalogue, (tmp_path / "any name.xlsx").read_bytes()) == (kind,)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"a,b", "file.csv"),
        ("a;b".encode("utf-16"), "file.csv"),
        (b'\xef\xbb\xbf {"type": 1}', "file.geojson"),
        (b"\xd0\xcf\x11\xe0", "file.xls"),
        (zipped(xl__workbook=b""), "file.xlsx"),
        (zipped(places_csv=PLACES), "file.zip"),
    ],
)
def test_the_ending_is_what_the_bytes_deserve(data: bytes, name: str) -> None:
    assert received.name_of(data) == name


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PLACES, "places"),
        (zipped(places_csv=PLACES), "places"),
        (b"acronym,name\nNEW,New agency\n", "agencies"),
        (b"date,place,tool,agency,WSH-01\n", "assessments"),
    ],
)
def test_lists_are_looked_for_when_nothing_else_fits(desk: Desk, data: bytes, kind: str) -> None:
    assert received.kinds(desk.catalogue, data) == (kind,)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"Origin;Destination;HH\nA;B;3\n", "files.movements"),
        (b"some,thing\n1,2\n", "files.unknown"),
        (b"GIF89a\0\0", "files.kind"),
        (zipped(word__document=b"<x/>"), "files.kind"),
        (zipped(a_csv=PLACES, b_csv=PLACES), "import.file.archive"),
    ],
)
def test_what_is_no_table_of_the_desk_says_so(desk: Desk, data: bytes, key: str) -> None:
    with pytest.raises(FileError) as refused:
        received.kinds(desk.catalogue, data)
    assert refused.value.key == key
