"""Ways to break a file: its bytes, the members of a zip, the cells and headers of a table."""

from collections.abc import Callable
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from bench.fuzzing.seeds import File, Grid

_NASTY = [
    "", " ", "\t", "\x00", "\x1b[31m", "\u202egnp", "\ufeff", "\ud800", "ﷺ" * 20, "a" * 40_000, "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(1)", "-", "N/A", "nil", "1.200", "7-8", "~80", "1e308", "1e999", "-1", "9" * 400, "12 HH", "45%", "1.9E+05",
    "2569-10-12", "31/02/2026", "10/25/2026", "25/10/2026", "2026-10", "Oct 2026", "0000-00-00", "99999", "ယ" * 50,
    "ေကာင္း", "၁၂", "²", "१२", "{place}", "%s %(x)s {0}", "<b>&amp;", "'; DROP TABLE place; --", '"', "\n\n", "#REF!",
    "#loc+name", "Total", "စုစုပေါင်း", True, False, None, 1e308, -0.0, 10**15, 2.5, 46307, 10**300,
    "Daw Aye Aye 09450012345", "Lawa Bum", "KII", "place", "date",
]  # fmt: skip


def cells(rows: Grid, random: Random) -> None:
    """Put strange values into some cells, headers among them."""
    for _ in range(random.choice((1, 1, 2, 5, 20))):
        row = random.choice(rows)
        if row:
            row[random.randrange(len(row))] = random.choice(_NASTY)


def shape(rows: Grid, random: Random) -> None:
    """Change rows and columns: lose, double, shuffle, widen, lengthen them."""
    at = random.randrange(len(rows))
    way = random.randrange(7)
    if way == 0:
        del rows[at]
    elif way == 1:
        rows.insert(at, list(rows[random.randrange(len(rows))]))
    elif way == 2:
        random.shuffle(rows[at])
    elif way == 3:
        rows[at] = rows[at] + ["x"] * random.choice((1, 50, 1100))
    elif way == 4:
        rows[at:at] = [[]] * random.choice((1, 70, 3000))
    elif way == 5:
        for row in rows:
            if len(row) > 2:
                del row[random.randrange(3)]
    else:
        random.shuffle(rows)
    if not rows:
        rows.append([""])


def flips(data: bytes, random: Random) -> bytes:
    """Flip some bits."""
    broken = bytearray(data)
    for _ in range(random.choice((1, 2, 8, 40))):
        broken[random.randrange(len(broken))] ^= 1 << random.randrange(8)
    return bytes(broken)


def cut(data: bytes, random: Random) -> bytes:
    """Lose the end, or a piece out of the middle."""
    start = random.randrange(len(data))
    return data[:start] + (data[start + random.randrange(1, 200) :] if random.random() < 0.5 else b"")


def repeated(data: bytes, random: Random) -> bytes:
    """Put a piece of the file in once more, or noise, or zeros."""
    start, at = random.randrange(len(data)), random.randrange(len(data))
    piece = random.choice(
        [data[start : start + random.randrange(1, 400)], random.randbytes(20), b"\0" * 9, b"\xff\xfe"]
    )
    return data[:at] + piece + data[at:]


BYTES: list[Callable[[bytes, Random], bytes]] = [flips, cut, repeated]


def members(data: bytes, random: Random) -> bytes:
    """Break a zip from within: members changed, swapped, lost, doubled, renamed; still a good zip."""
    with ZipFile(BytesIO(data)) as source:
        held = [[name, source.read(name)] for name in source.namelist()]
    one, other = random.choice(held), random.choice(held)
    way = random.randrange(6)
    if way <= 1:
        one[1] = random.choice(BYTES)(bytes(one[1]) or b"x", random)
    elif way == 2:
        one[1], other[1] = other[1], one[1]
    elif way == 3:
        held.remove(one)
    elif way == 4:
        held.append(["../../" + str(one[0]), one[1]])
    else:
        one[0] = random.choice(["/etc/passwd", "xl/vbaProject.bin", "\u202e.xml", "XL/WORKBOOK.XML"])
    made = BytesIO()
    with ZipFile(made, "w", random.choice((ZIP_STORED, ZIP_DEFLATED))) as target:
        for name, content in held:
            target.writestr(str(name), bytes(content))
    return made.getvalue()


def broken(file: File, random: Random) -> File:
    """The file with its bytes changed."""
    data = file.data
    if file.name.endswith(".xlsx") and random.random() < 0.7:
        data = members(data, random)
    else:
        data = random.choice(BYTES)(data or b"x", random)
    name = file.name if random.random() < 0.95 else random.choice(["f.csv", "f.xlsx", "f.geojson", "f.zip", "f.txt"])
    return File(file.kind, name, data)
