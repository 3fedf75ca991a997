"""A place's page at the door: positions for whom they are meant, and groups that cannot tell whether there are any."""

from typing import Any

import pytest
from sqlmodel import select

from bot.database import Database
from coordination import answer, place_page
from coordination.errors import Refusal
from coordination.scope import Desk, Scope
from coordination.viewer import GROUP, STRANGER, UNREGISTERED, Chat, Klass, Role, Viewer
from models.audit import AuditEntry
from models.places import Place
from tests.disclosure.conftest import WORDS, Build
from tests.hka_mai import NOW, Township
from understanding import questions
from words import answers
from words.message import Reply
from words.telling import Telling

ASKED = (
    "Lawa Bum",
    "Lawa Bum, Hka Mai",
    "Lawa Bun",
    "Nam Sop",
    "Hka Mai",
    "Nmai Ga",
    "Demo State",
    "Kawng Hpra",
    "Lawa",
)
SPOTS = {"Lawa Bum": (25.2, 97.2), "Lawa Bun": (25.3, 97.2), "Hka Mai": (25.0, 97.0), "Lawa Pum": (26.0, 97.2)}
MAPPED = "https://map.example.org/{lat}/{lon}"


def fill(township: Township) -> None:
    township.village("Lawa Bum")
    township.village("Lawa Bun")
    township.village("Lawa Pum", township=township.other_id)
    township.village("Nam Sop")
    township.village("Kawng Hpra")
    township.village("Kawng Hpra", township=township.other_id)


def place_them(township: Township) -> None:
    for place in township.db.exec(select(Place)).all():
        place.latitude, place.longitude = SPOTS.get(place.name, (25.0 + place.id / 100, 97.5))


def said(db: Database, desk: Desk, viewer: Viewer, name: str) -> Reply:
    """What /place NAME gets, a refusal as its key."""
    mapped = Desk(desk.catalogue, map_url=MAPPED)

    def work(session: Any) -> Reply:
        scope = Scope(session, mapped, viewer, NOW)
        try:
            results = answer.answer(scope, name, questions.PLACE).results
        except Refusal as refusal:
            return Reply((), klass=None, notice=refusal.key)
        return answers.reply(Telling(WORDS, desk.catalogue, viewer, "waypost_test_bot"), results)

    return db.transaction(work)


def told(reply: Reply) -> tuple[bool, int]:
    """Whether there is a map, and how many distances are told."""
    (message,) = reply.messages
    urls = [button.url or "" for row in message.buttons for button in row]
    return any("map.example.org" in url for url in urls), " ".join(message.text.split()).count(" km ")


@pytest.mark.parametrize("viewer", [GROUP, *(Viewer("person", Chat.GROUP, role) for role in Role)])
def test_groups_read_the_same_byte_for_byte_with_and_without_positions(
    build: Build, db: Database, desk: Desk, viewer: Viewer
) -> None:
    build(fill)
    before = [repr(said(db, desk, viewer, name)).encode() for name in ASKED]
    build(place_them)
    assert [repr(said(db, desk, viewer, name)).encode() for name in ASKED] == before


def test_a_focal_point_reads_the_same_of_other_townships_wherever_they_lie(
    build: Build, db: Database, desk: Desk
) -> None:
    build(fill)
    build(place_them)
    elsewhere = build(lambda township: township.other_id)
    viewer = Viewer("person", role=Role.FOCAL, townships=frozenset([elsewhere + 100]))
    before = [repr(said(db, desk, viewer, name)) for name in ASKED]
    build(lambda township: [setattr(one, "latitude", None) for one in township.db.exec(select(Place)).all()])
    assert [repr(said(db, desk, viewer, name)) for name in ASKED] == before


@pytest.mark.parametrize(
    ("role", "shown"),
    [(Role.AGENCY, (True, 2)), (Role.PROTECTION, (True, 2)), (Role.COORDINATOR, (True, 2)), (Role.FOCAL, (True, 1))],
)
def test_in_private_those_see_a_map_and_distances_who_may_see_positions(
    build: Build, db: Database, desk: Desk, role: Role, shown: tuple[bool, int]
) -> None:
    build(fill)
    build(place_them)
    here = build(lambda township: township.township_id)
    reply = said(db, desk, Viewer("person", role=role, label="P-1", townships=frozenset([here])), "Lawa Bum, Hka Mai")
    assert (told(reply), reply.klass, reply.township_id) == (shown, Klass.RESTRICTED, here)


@pytest.mark.parametrize("role", [Role.AGENCY, Role.PROTECTION, Role.COORDINATOR, Role.FOCAL])
def test_a_page_without_positions_is_public_and_no_read_to_audit(
    build: Build, db: Database, desk: Desk, role: Role
) -> None:
    build(fill)
    here = build(lambda township: township.township_id)
    reply = said(db, desk, Viewer("person", role=role, townships=frozenset([here])), "Lawa Bum")
    assert (told(reply), reply.klass) == ((False, 0), Klass.PUBLIC)
    assert db.transaction(lambda session: list(session.exec(select(AuditEntry)))) == []


@pytest.mark.parametrize(
    ("viewer", "key"),
    [
        (STRANGER, "refusal.stranger"),
        (UNREGISTERED, "refusal.stranger"),
        (Viewer("person", role=Role.ADMIN), "refusal.no_data"),
    ],
)
def test_who_sees_no_data_sees_no_page(build: Build, db: Database, desk: Desk, viewer: Viewer, key: str) -> None:
    build(fill)
    build(place_them)
    assert said(db, desk, viewer, "Lawa Bum").notice == key


def test_a_read_of_a_position_is_audited(build: Build, db: Database, desk: Desk) -> None:
    build(fill)
    build(place_them)
    said(db, desk, GROUP, "Lawa Bum, Hka Mai")
    said(db, desk, Viewer("person", role=Role.AGENCY, label="P-1"), "Lawa Bum, Hka Mai")
    (entry,) = db.transaction(lambda session: list(session.exec(select(AuditEntry))))
    place = build(lambda township: township.places["Lawa Bum"])
    assert (entry.actor, entry.action, entry.klass, entry.place_id) == ("P-1", "read.place", "restricted", place)


def test_without_a_map_distances_are_still_restricted(build: Build, db: Database, desk: Desk) -> None:
    build(fill)
    build(place_them)
    place = build(lambda township: township.places["Lawa Bum"])
    viewer = Viewer("person", role=Role.AGENCY)
    page = db.transaction(lambda session: place_page.page(Scope(session, desk, viewer, NOW), place))
    assert (page.map, page.holds) == (None, Klass.RESTRICTED)
