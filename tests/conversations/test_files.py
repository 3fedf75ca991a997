"""Files sent to the bot: checked, shown, imported after a yes, and never twice."""

import csv
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import pytest_asyncio
import xlsxwriter
from sqlmodel import select

from coordination.assessments import AssessmentRow, RecordAssessments
from coordination.errors import NotAllowedError
from coordination.execute import execute
from coordination.files import LIMIT, ClaimFile, TakeFile
from coordination.offers import OfferForReview
from coordination.scope import Scope
from coordination.viewer import STRANGER as NOBODY
from coordination.viewer import Chat, Role, Viewer
from models.agencies import Agency
from models.assessments import Assessment, IndicatorValue
from models.audit import AuditEntry
from models.commitments import Commitment
from models.files import OfferedFile
from models.people import Person
from models.places import Place
from sandbox import Upload
from sandbox.faults import Fault
from tests.conftest import Run
from tests.talk import AGENCY, COORDINATOR, FOCAL, GROUP, OTHER_GROUP, STRANGER, Talk

COMMITMENTS = ("agency", "place", "township", "activity", "target", "status", "start")
ASSESSMENTS = ("place", "township", "date", "tool", "agency", "consent", "WSH-02", "SHE-03")
OURS = ("ZQX", "Lawa Bum", "Hka Mai", "FSC-A1", 40, "confirmed", "2026-12-01")
ALSO_OURS = ("ZQX", "Hkum Ga", "Hka Mai", "WSH-A1", 12, "pledged", "")
THEIRS = ("OTH", "Lawa Bum", "Hka Mai", "SHE-A2", 30, "pledged", "")
FOUND = ("Hkum Ga", "Hka Mai", "2026-11-02", "HHS", "ZQX", "yes", 41, 30)


def table(headers: tuple[str, ...], *rows: tuple[object, ...]) -> bytes:
    """A CSV file."""
    text = StringIO(newline="")
    csv.writer(text).writerows([headers, *rows])
    return text.getvalue().encode()


def workbook(headers: tuple[str, ...], *rows: tuple[object, ...]) -> bytes:
    """An .xlsx file."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([headers, *rows]):
            sheet.write_row(number, 0, row)
    return content.getvalue()


GOOD = table(COMMITMENTS, OURS, ALSO_OURS)


@pytest_asyncio.fixture
async def desk(talk: Talk) -> AsyncIterator[Talk]:
    """The agency's person works for ZQX; another agency is OTH."""

    def work(scope: Scope) -> None:
        scope.db.add(Agency(acronym="OTH", name="Other", kind="local"))
        agency = scope.db.exec(select(Agency).where(Agency.acronym == "ZQX")).one()
        scope.db.get_one(Person, talk.desk.identity.person_ref(AGENCY)).agency_id = agency.id
        scope.db.flush()

    talk.desk.write(work)
    yield talk


async def send(talk: Talk, who: int, content: bytes, name: str = "Daw Mya Mya 5W.xlsx", chat: int | None = None) -> str:
    """A person sends a file; all that the bot says then, a line of text."""
    before = len(talk.messages(chat or who))
    talk.sandbox.upload(who, Upload(name, "application/octet-stream", content), "", chat)
    await talk.settle()
    return flat(" / ".join(message.text for message in talk.messages(chat or who)[before:]))


async def last(talk: Talk, who: int, button: str, *, raw: bool = False) -> str:
    """Press a button of the newest message; the newest text then."""
    await talk.press(who, talk.messages(who)[-1], button, raw=raw)
    return flat(talk.texts(who)[-1])


def flat(text: str) -> str:
    return " ".join(text.split())


def rows(talk: Talk, model: type) -> list[object]:
    return talk.desk.database.reading(lambda db: list(db.exec(select(model))))


def buttons(talk: Talk, who: int) -> list[str]:
    return talk.messages(who)[-1].labels


def own_files(talk: Talk, who: int) -> list[str]:
    """Names of the files of a person that still stand in the chat."""
    messages = talk.sandbox.chat(who).messages.values()
    return [
        one.content.file.upload.name for one in messages if one.content.file and not one.from_bot and not one.deleted
    ]


@pytest.mark.parametrize("content", [GOOD, workbook(COMMITMENTS, OURS, ALSO_OURS)])
async def test_a_good_file_is_shown_then_stored_and_deleted(desk: Talk, content: bytes) -> None:
    before = len(rows(desk, Commitment))
    said = await send(desk, AGENCY, content)
    assert said == (
        "Reading your file… It is deleted from this chat when it is imported or cancelled, and after an hour at the "
        "latest. / Commitments (5W) 2 rows 2 rows are ready: 2 new. "
        "Nothing is stored until you press Import."
    )
    assert buttons(desk, AGENCY) == ["Import 2", "Cancel"]
    assert desk.messages(AGENCY)[-1].protected
    assert len(rows(desk, Commitment)) == before
    assert await last(desk, AGENCY, "Import 2") == ("Imported 2 rows: 2 new. I delete the file from this chat.")
    assert buttons(desk, AGENCY) == []
    assert len(rows(desk, Commitment)) == before + 2
    assert own_files(desk, AGENCY) == []
    assert rows(desk, OfferedFile) == []


async def test_listed_rows_are_shown_with_what_is_expected_and_stay_out(desk: Talk) -> None:
    bad = [
        ("ZQX", "Zzyx", "Hka Mai", "FSC-A1", 5, "pledged", ""),
        ("ZQX", "Lawa Bum", "", "FSC-A1", "many", "plan", ""),
    ]
    said = await send(
        desk, AGENCY, table((*COMMITMENTS, "Contact person"), *((*row, "Daw Mya") for row in [OURS, *bad]))
    )
    assert "1 row is ready: 1 new" in said
    assert '2 rows stay out: row 3 · place: "Zzyx". Expected: the name of a place' in said
    assert 'row 4 · target: "many". Expected: a whole number' in said
    assert 'row 4 · status: "plan". Expected: one of interest' in said
    assert "Columns that are not read: Contact person." in said
    assert "Mya" not in said
    assert await last(desk, AGENCY, "Import 1") == (
        "Imported 1 row: 1 new. I delete the file from this chat. "
        "2 rows stayed out. Mend them and send only those, or the whole file again: nothing is stored twice."
    )


async def test_many_listed_rows_come_as_a_protected_file(desk: Talk) -> None:
    bad = [("ZQX", f"Zzyx {number}", "Hka Mai", "FSC-A1", 5, "=1+1", "") for number in range(9)]
    said = await send(desk, AGENCY, table(COMMITMENTS, OURS, *bad))
    assert "and 14 more, in the file above." in said
    document = desk.messages(AGENCY)[-2]
    assert document.protected
    assert document.content.file is not None
    lines = list(csv.reader(StringIO(document.content.file.upload.content.decode("utf-8-sig"))))
    assert lines[0] == ["row", "column", "value", "expected"]
    assert len(lines) == 19
    assert {line[2] for line in lines if line[1] == "status"} == {"'=1+1"}
    desk.clock.advance(25 * 3600)
    await desk.settle()
    assert all(message.text.startswith("Reading") for message in desk.messages(AGENCY))


async def test_cancel_stores_nothing_and_deletes_the_file(desk: Talk) -> None:
    before = len(rows(desk, Commitment))
    await send(desk, COORDINATOR, GOOD)
    assert (await last(desk, COORDINATOR, "Cancel")).startswith("Cancelled, nothing was stored.")
    assert (own_files(desk, COORDINATOR), rows(desk, OfferedFile)) == ([], [])
    assert len(rows(desk, Commitment)) == before


async def test_a_second_yes_and_the_same_file_again_store_nothing_twice(desk: Talk) -> None:
    before = len(rows(desk, Commitment))
    await send(desk, COORDINATOR, GOOD)
    message = desk.messages(COORDINATOR)[-1]
    data = message.button("Import 2")["callback_data"]
    desk.sandbox.press(COORDINATOR, message, data)
    desk.sandbox.press(COORDINATOR, message, data)
    await desk.settle()
    assert desk.texts(COORDINATOR)[-1].startswith("This file waits no longer")
    assert len(rows(desk, Commitment)) == before + 2
    said = await send(desk, COORDINATOR, GOOD)
    assert "2 rows are ready: 2 as stored. Everything that can go in is stored already" in said
    assert buttons(desk, COORDINATOR) == []


@pytest.mark.parametrize("verb", ["fi", "fc"])
async def test_an_hour_later_and_for_others_the_button_is_old(desk: Talk, verb: str) -> None:
    before = len(rows(desk, Commitment))
    await send(desk, COORDINATOR, GOOD)
    (waiting,) = rows(desk, OfferedFile)
    await send(desk, AGENCY, GOOD)
    assert (await last(desk, AGENCY, f"1|{verb}|{waiting.id}", raw=True)).startswith("This file waits no longer")  # type: ignore[attr-defined]
    desk.clock.advance(3600)
    assert (await last(desk, COORDINATOR, f"1|{verb}|{waiting.id}", raw=True)).startswith("This file waits no longer")  # type: ignore[attr-defined]
    assert len(rows(desk, Commitment)) == before
    desk.clock.advance(3601)
    await desk.settle()
    assert own_files(desk, COORDINATOR) == []
    await desk.parts.clockwork.ticks.purge()
    assert rows(desk, OfferedFile) == []


async def test_rows_of_another_agency_are_listed_for_an_agency_and_go_in_for_a_coordinator(desk: Talk) -> None:
    both = table(COMMITMENTS, OURS, THEIRS)
    said = await send(desk, AGENCY, both)
    assert "1 row is ready" in said
    assert 'row 3 · agency: "OTH". Expected: your own agency (ZQX): rows of others' in said
    await last(desk, AGENCY, "Cancel")
    assert "2 rows are ready" in await send(desk, COORDINATOR, both)


async def test_assessments_of_an_agency_go_to_review_and_change_nothing(desk: Talk) -> None:
    before = len(rows(desk, IndicatorValue))
    await desk.say(COORDINATOR, "/help")
    said = await send(desk, AGENCY, table(ASSESSMENTS, FOUND))
    assert said.endswith("Nothing is stored until you press Import. A coordinator looks at it before it counts.")
    assert (await last(desk, AGENCY, "Import 1")).startswith("Handed to the coordinators: 1 row (1 new).")
    assert len(rows(desk, IndicatorValue)) == before
    (shown,) = await desk.say(COORDINATOR, "/review")
    assert "1 assessment" in flat(shown)
    await last(desk, COORDINATOR, "Accept")
    await last(desk, COORDINATOR, "Yes, store")
    stored = rows(desk, IndicatorValue)[before:]
    assert {value.indicator: value.number for value in stored} == {"WSH-02": 41, "SHE-03": 30}  # type: ignore[attr-defined]
    assert rows(desk, Assessment)[-1].consent  # type: ignore[attr-defined]


async def test_assessments_of_a_coordinator_go_in(desk: Talk) -> None:
    before = len(rows(desk, IndicatorValue))
    assert "Assessments 1 row" in await send(desk, COORDINATOR, table(ASSESSMENTS, FOUND))
    assert "Imported 1 row" in await last(desk, COORDINATOR, "Import 1")
    assert len(rows(desk, IndicatorValue)) == before + 2


async def test_lists_of_agencies_and_places_are_a_coordinators(desk: Talk) -> None:
    agencies = table(("acronym", "name", "kind"), ("NEW", "New agency", "local"))
    places = table(("name", "kind", "township", "state"), ("Wa Ra", "village", "Hka Mai", "Demo State"))
    for content in (agencies, places):
        assert "Only coordinators may send those" in await send(desk, AGENCY, content)
    assert "Agencies 1 row" in await send(desk, COORDINATOR, agencies)
    assert "Imported 1 row: 1 new" in await last(desk, COORDINATOR, "Import 1")
    assert "Places 1 row" in await send(desk, COORDINATOR, places)
    assert "Imported 1 row: 1 new" in await last(desk, COORDINATOR, "Import 1")
    assert any(place.name == "Wa Ra" for place in rows(desk, Place))  # type: ignore[attr-defined]


async def test_a_table_that_could_be_two_things_is_asked_about(desk: Talk) -> None:
    both = table((*COMMITMENTS, "date", "tool", "WSH-01"), (*OURS, "2026-11-02", "DO", "unprotected"))
    assert (await send(desk, COORDINATOR, both)).endswith("This table could be two things. What is it?")
    assert buttons(desk, COORDINATOR) == ["Assessments", "Commitments (5W)", "Cancel"]
    (waiting,) = rows(desk, OfferedFile)
    early = await last(desk, COORDINATOR, f"1|fi|{waiting.id}", raw=True)  # type: ignore[attr-defined]
    assert early.startswith("This file waits no longer")
    await desk.press(COORDINATOR, desk.messages(COORDINATOR)[-2], "Commitments (5W)")
    assert "Commitments (5W) 1 row" in flat(desk.texts(COORDINATOR)[-2])
    await desk.press(COORDINATOR, desk.messages(COORDINATOR)[-2], "Import 1")
    assert "Imported 1 row: 1 new" in flat(desk.texts(COORDINATOR)[-2])


MOVING = table(("from", "to", "households"), ("Sut Ga", "Lawa Bum", 12))
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def bomb() -> bytes:
    """A workbook of a few kilobytes that says it holds more than anybody may unpack."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (51 << 20))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(MOVING, "This looks like a list of movements.", id="movements"),
        pytest.param(table(("a", "b"), (1, 2)), "I cannot tell what this table is", id="no kind"),
        pytest.param(b"agency,place\n", "I cannot tell what this table is", id="half a kind"),
        pytest.param(b" \n \n", "The file is empty", id="nothing"),
        pytest.param(b"%PDF-1.7 ...", "This is no table that I can read.", id="pdf"),
        pytest.param(PNG, "This is no table that I can read.", id="picture"),
        pytest.param(b"PK\x03\x04 broken", "The file is damaged or no table", id="broken zip"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "This is the old .xls format", id="xls"),
        pytest.param(bomb(), "The file holds more than 50 MB", id="bomb"),
        pytest.param(b'{"type": "x"}', "This JSON is no GeoJSON", id="json"),
        pytest.param(b'agency,place\n"open', "The table cannot be read on from line", id="quotes"),
        pytest.param(
            table((*COMMITMENTS, "agency"), (*OURS, "x")), 'The header "agency" stands there twice', id="twice"
        ),
    ],
)
async def test_what_cannot_be_read_gets_its_sentence(desk: Talk, content: bytes, told: str) -> None:
    said = await send(desk, COORDINATOR, content)
    assert told in said
    assert rows(desk, OfferedFile) == []
    assert {row.status for row in desk.inbox()} == {"done"}


async def test_a_file_that_is_too_big_is_not_fetched(desk: Talk) -> None:
    assert "at most 5 MB" in await send(desk, COORDINATOR, b"x" * (LIMIT + 1))
    assert desk.calls("getFile") == []


async def test_a_file_that_is_bigger_than_telegram_said_is_not_read_on(desk: Talk) -> None:
    await desk.say(COORDINATOR, "/help")
    stored = desk.sandbox.world.files.keep(Upload("x", "text/csv", b"x" * (LIMIT + 1)), picture=False)
    sender = {"id": COORDINATOR, "is_bot": False, "first_name": "x"}
    chat = {"id": COORDINATOR, "type": "private"}
    document = {"file_id": stored.id, "file_unique_id": "u"}
    desk.sandbox.inject_raw(
        {"message": {"message_id": 9, "date": 1, "chat": chat, "from": sender, "document": document}}
    )
    await desk.settle()
    assert "at most 5 MB" in desk.texts(COORDINATOR)[-1]


async def test_pictures_and_sounds_sent_as_files_are_not_fetched(desk: Talk) -> None:
    desk.sandbox.upload(COORDINATOR, Upload("Daw Mya.jpg", "image/jpeg", b"no picture really"))
    await desk.settle()
    assert desk.texts(COORDINATOR)[-1].startswith("I can read text, and tables")
    assert desk.calls("getFile") == []


async def test_in_a_group_a_file_is_asked_for_in_private(desk: Talk) -> None:
    desk.sandbox.upload(COORDINATOR, Upload("a.csv", "text/csv", GOOD), "@waypost_bot here", GROUP)
    await desk.settle()
    assert desk.texts(GROUP)[-1].startswith("Please send me files in a private chat only, and delete this one here")
    desk.sandbox.upload(COORDINATOR, Upload("a.csv", "text/csv", GOOD), "@waypost_bot here", OTHER_GROUP)
    await desk.settle()
    assert desk.texts(OTHER_GROUP) == [desk.desk.words.say("refusal.group")]
    assert desk.calls("getFile") == []


async def test_a_stranger_gets_the_strangers_sentence_and_nothing_is_fetched(desk: Talk) -> None:
    assert await send(desk, STRANGER, GOOD) == flat(desk.desk.words.say("refusal.stranger"))
    assert desk.calls("getFile") == []


@pytest.mark.parametrize("role", [Role.FOCAL, Role.PROTECTION, Role.ADMIN, Role.AGENCY])
async def test_others_may_not_send_files_nor_an_agency_without_a_name(desk: Talk, role: Role) -> None:
    def work(scope: Scope) -> None:
        scope.db.get_one(Person, desk.desk.identity.person_ref(FOCAL)).role = role

    desk.desk.write(work)
    assert "I take files from coordinators, and from agencies" in await send(desk, FOCAL, GOOD)
    assert desk.calls("getFile") == []


async def test_without_consent_the_notice_comes_first(desk: Talk) -> None:
    def work(scope: Scope) -> None:
        scope.db.get_one(Person, desk.desk.identity.person_ref(AGENCY)).consented_at = None

    desk.desk.write(work)
    assert "What for" in await send(desk, AGENCY, GOOD)
    assert desk.calls("getFile") == []


async def test_too_many_files_in_an_hour_are_refused_until_it_is_over(
    desk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coordination.files.PER_HOUR", 2)
    for _ in range(2):
        await send(desk, AGENCY, MOVING)
    assert "more than 2 files within an hour" in await send(desk, AGENCY, GOOD)
    desk.clock.advance(3601)
    assert "2 rows are ready" in await send(desk, AGENCY, GOOD)


@pytest.mark.parametrize("method", ["getFile", "download"])
@pytest.mark.parametrize("kind", ["drop", "gateway", "flood"])
async def test_a_bad_network_is_tried_again_and_told_of_once(desk: Talk, method: str, kind: str) -> None:
    desk.sandbox.fail(Fault(kind, method, count=2))  # type: ignore[arg-type]
    assert (await send(desk, AGENCY, GOOD)).startswith("Reading your file…")
    for _ in range(2):
        desk.clock.advance(60)
        await desk.settle()
    assert [text.split("…")[0].split("\n")[0] for text in desk.texts(AGENCY)] == [
        "Reading your file",
        "Commitments (5W)  2 rows",
    ]
    assert len([entry for entry in rows(desk, AuditEntry) if entry.action == "files.take"]) == 1  # type: ignore[attr-defined]


async def test_a_network_that_stays_bad_ends_with_a_sentence(desk: Talk) -> None:
    desk.sandbox.fail(Fault("drop", "getFile", count=None))
    await send(desk, AGENCY, GOOD)
    for _ in range(5):
        desk.clock.advance(60)
        await desk.settle()
    assert flat(desk.texts(AGENCY)[-1]) == (
        "I could not get this file from Telegram; nothing was stored. Please send it again."
    )
    assert desk.inbox()[-1].status == "done"


async def test_a_file_that_is_gone_when_the_yes_comes_is_asked_for_again(desk: Talk) -> None:
    before = len(rows(desk, Commitment))
    await send(desk, AGENCY, GOOD)
    desk.sandbox.world.files.by_id.clear()
    assert "Please send it again." in await last(desk, AGENCY, "Import 2")
    assert len(rows(desk, Commitment)) == before


async def test_a_file_that_is_another_when_the_yes_comes_is_not_imported(desk: Talk) -> None:
    before = len(rows(desk, Commitment))
    await send(desk, AGENCY, GOOD)
    files = desk.sandbox.world.files
    other = files.keep(Upload("x", "text/csv", table(COMMITMENTS, ALSO_OURS)), picture=False)
    for number in files.by_id:
        files.by_id[number] = other
    assert "The file is not the one that I showed you" in await last(desk, AGENCY, "Import 2")
    assert len(rows(desk, Commitment)) == before


async def test_who_lost_the_right_meanwhile_imports_nothing(desk: Talk) -> None:
    before = len(rows(desk, Commitment))
    await send(desk, AGENCY, GOOD)

    def work(scope: Scope) -> None:
        scope.db.get_one(Person, desk.desk.identity.person_ref(AGENCY)).role = Role.FOCAL

    desk.desk.write(work)
    assert (await last(desk, AGENCY, "Import 2")).startswith("This file waits no longer")
    assert len(rows(desk, Commitment)) == before


async def test_a_message_that_cannot_be_deleted_disturbs_nobody(desk: Talk) -> None:
    await send(desk, AGENCY, GOOD)
    desk.sandbox.fail(Fault("parse", "deleteMessage", count=None))
    assert (await last(desk, AGENCY, "Import 2")).startswith("Imported 2 rows")
    assert {row.status for row in desk.outbox() if row.not_before is None} == {"sent"}


async def test_a_reader_that_breaks_is_one_updates_failure(desk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicError(BaseException):
        """As a parser written in Rust raises."""

    def panic(*_: object) -> None:
        raise PanicError

    monkeypatch.setattr("exchange.received.kinds", panic)
    await send(desk, AGENCY, GOOD)
    assert (await desk.say(COORDINATOR, "/help"))[0].startswith("Waypost") or desk.texts(COORDINATOR)
    for _ in range(5):
        desk.clock.advance(60)
        await desk.settle()
    assert desk.inbox()[-2].error == "UnreadableError"
    assert "E-" in desk.texts(AGENCY)[-1]


def everything(folder: Path) -> bytes:
    """The store as it lies on disk."""
    return b"".join(path.read_bytes() for path in folder.glob("waypost.sqlite*"))


async def test_nothing_that_is_kept_names_the_file_or_what_is_in_it(desk: Talk, tmp_path: Path) -> None:
    await send(desk, AGENCY, GOOD, "Daw Mya Mya 5W.csv")
    kept = " ".join(str(vars(row)) for row in rows(desk, OfferedFile))
    file_id = next(iter(desk.sandbox.world.files.by_id))
    assert "Mya" not in kept
    assert file_id not in kept
    await last(desk, AGENCY, "Import 2")
    stored = everything(tmp_path)
    assert b"Daw Mya Mya" not in stored
    assert file_id.encode() not in stored


def refused(run: Run, command: object, viewer: Viewer) -> bool:
    try:
        run(lambda scope: execute(scope, command), viewer)
    except NotAllowedError:
        return True
    return False


def test_the_commands_themselves_refuse_whatever_reaches_them(run: Run) -> None:
    agency = Viewer("person", role=Role.AGENCY, agency_id=1)
    theirs = AssessmentRow(2, 1, 2, date(2026, 11, 2), "HHS", ())
    for viewer in (NOBODY, Viewer("person", role=Role.FOCAL, agency_id=1), replace(agency, chat=Chat.GROUP)):
        assert refused(run, TakeFile(), viewer)
        assert refused(run, ClaimFile(1, "u1.1"), viewer)
        assert refused(run, OfferForReview(RecordAssessments((), "f1")), viewer)
    assert refused(run, OfferForReview(RecordAssessments((theirs,), "f1")), agency)


async def test_killed_after_the_import_it_tells_what_was_done_and_does_it_once(
    desk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(rows(desk, Commitment))
    await send(desk, AGENCY, GOOD)

    def killed(*_: object) -> None:
        raise ConnectionAbortedError

    with monkeypatch.context() as broken:
        broken.setattr("handlers.files._told", killed)
        await last(desk, AGENCY, "Import 2")
    assert len(rows(desk, Commitment)) == before + 2
    desk.clock.advance(2 * 3600)
    await desk.settle()
    assert flat(desk.texts(AGENCY)[-1]).startswith("The rows that were ready went in. I was interrupted before")
    assert len(rows(desk, Commitment)) == before + 2
    assert rows(desk, OfferedFile) == []


async def test_killed_in_the_import_nothing_is_stored_and_it_is_done_again(
    desk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(rows(desk, Commitment))
    await send(desk, AGENCY, GOOD)

    def killed(*_: object) -> None:
        raise ConnectionAbortedError

    with monkeypatch.context() as broken:
        broken.setattr("models.commitments.add_all", killed)
        await last(desk, AGENCY, "Import 2")
    assert len(rows(desk, Commitment)) == before
    desk.clock.advance(60)
    await desk.settle()
    assert flat(desk.texts(AGENCY)[-1]).startswith("Imported 2 rows: 2 new.")
    assert len(rows(desk, Commitment)) == before + 2
