"""Who plays in the demo. Ids are of Telegram's kind; nobody stands behind them."""

import csv
from dataclasses import dataclass

from bot.resources import resource
from coordination.viewer import Role
from sandbox import SandboxGroup, SandboxUser

TOWNSHIP = "Hka Mai (demo)"
FIRST_PERSON = 700000100
FIRST_GROUP = -1007000000000


@dataclass(frozen=True)
class Persona:
    """A person of the demo; without a ``role`` it is somebody who was never invited.

    Who has not ``consented`` reads the purpose notice first.
    """

    user: SandboxUser
    role: Role | None
    agency: str
    leads: str | None
    consented: bool


@dataclass(frozen=True)
class Circle:
    """A group of the demo, registered with the desk or not."""

    group: SandboxGroup
    registered: bool


def people() -> tuple[Persona, ...]:
    """The personas of ``data/demo/people.csv``."""
    return tuple(_persona(row) for row in _rows("people.csv"))


def groups() -> tuple[Circle, ...]:
    """The groups of ``data/demo/groups.csv``."""
    return tuple(_circle(row) for row in _rows("groups.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with (resource("data") / "demo" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _persona(row: dict[str, str]) -> Persona:
    number = FIRST_PERSON + int(row["number"])
    user = SandboxUser(number, row["name"], row["description"], tuple(row["questions"].split("|")))
    return Persona(
        user, Role(row["role"]) if row["role"] else None, row["agency"], row["leads"] or None, row["consented"] == "yes"
    )


def _circle(row: dict[str, str]) -> Circle:
    group = SandboxGroup(
        id=FIRST_GROUP - int(row["number"]),
        title=row["name"],
        members=_persons(row["members"]),
        description=row["description"],
        suggestions=tuple(row["questions"].split("|")),
        admins=_persons(row["admins"]),
    )
    return Circle(group, row["registered"] == "yes")


def _persons(cell: str) -> tuple[int, ...]:
    return tuple(FIRST_PERSON + int(number) for number in cell.split("|") if number)
