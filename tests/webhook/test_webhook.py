"""Updates that are posted: taken with the secret only, answered 200 once they are stored, and never lost."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from telegram.error import BadRequest, Conflict, NetworkError

from bot.courtesy import Courtesies
from bot.inbox import Poller, pause_after
from bot.settings import SettingsError
from bot.webhook import MOST_BYTES, Target, Webhook
from coordination.people import NOTICE
from coordination.scope import Scope
from coordination.viewer import Role
from models.people import Person
from sandbox import SandboxUser
from tests.talk import AGENCY, NOW, Talk
from tests.webhook.conftest import Post, update

NO_STORE = pytest.mark.only("sqlite", "it is decided before the store")


async def test_what_is_posted_is_stored_then_answered(talk: Talk, post: Post) -> None:
    assert await post(update(5)) == 200
    assert [(row.update_id, row.status) for row in talk.inbox()] == [(5, "pending")]
    await talk.parts.drain()
    assert talk.texts(AGENCY) == ["hello"]


@NO_STORE
@pytest.mark.parametrize("secret", [None, "", "wrong", "ü", "x" * 5000])
async def test_without_the_secret_nothing_is_stored(talk: Talk, post: Post, secret: str | None) -> None:
    assert await post(update(5), secret) == 401
    assert talk.inbox() == []


async def test_the_secret_in_the_path_serves_only_where_it_was_asked_for() -> None:
    assert not Target("https://example.org/in", "s" * 16).is_at(f"/in/{'s' * 16}")
    told = Target("https://example.org/in/", "s" * 16, secret_in_path=True)
    assert told.registered == f"https://example.org/in/{'s' * 16}"
    assert told.is_at(f"/in/{'s' * 16}")
    assert not told.is_at(f"/in/{'t' * 16}")


@NO_STORE
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/in/telegram", 200),
        ("/telegram", 200),
        ("/", 200),
        ("/far/away/in/telegram", 200),
        ("/other", 404),
        ("/healthz", 404),
    ],
)
async def test_only_the_tail_of_the_path_counts(post: Post, path: str, status: int) -> None:
    assert await post(update(5), path=path) == status


@NO_STORE
@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"[]", b"null", b"5", b"9" * 5000])
async def test_what_is_no_update_is_refused_and_the_next_is_taken(talk: Talk, post: Post, body: bytes) -> None:
    assert await post(body) == 400
    assert await post(update(5)) == 200
    assert [row.update_id for row in talk.inbox()] == [5]


@NO_STORE
@pytest.mark.parametrize("number", [None, True, -1, 2**63, "5", 1.5])
async def test_an_update_without_a_usable_number_is_not_asked_for_again(talk: Talk, post: Post, number: Any) -> None:
    assert await post(update(5) | {"update_id": number}) == 200
    assert talk.inbox() == []


async def test_what_nobody_can_read_is_set_aside_and_what_nobody_knows_is_dropped(talk: Talk, post: Post) -> None:
    assert await post({"update_id": 5, "message": {"message_id": "x", "chat": [], "text": "secret"}}) == 200
    assert await post({"update_id": 6, "chat_of_the_future": {"text": "secret"}}) == 200
    (row,) = talk.inbox()
    assert (row.update_id, row.status, row.payload) == (5, "aside", None)


@NO_STORE
async def test_too_much_is_refused_whether_it_says_so_or_not(talk: Talk, post: Post) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * (MOST_BYTES // 20)

    assert await post(b" " * (MOST_BYTES + 1)) == 413
    assert await post(endless()) == 413
    assert await post(update(5)) == 200


@NO_STORE
async def test_a_body_that_does_not_come_is_not_waited_for(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.webhook.READ_WITHIN", 0.05)
    assert await post(silent()) == 408


async def test_a_store_that_fails_is_a_500_and_the_repetition_is_answered_once(
    talk: Talk, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_updates: list[Any]) -> int:
        raise OperationalError("insert", {}, Exception("disk I/O error"))

    with monkeypatch.context() as patched:
        patched.setattr(talk.parts.inbox, "store", fail)
        assert await post(update(5)) == 500
    assert talk.inbox() == []
    assert await post(update(5)) == 200
    await talk.parts.drain()
    assert talk.texts(AGENCY) == ["hello"]


async def test_killed_between_commit_and_answer_it_answers_the_repetition_once(
    talk: Talk, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = talk.parts.inbox.store

    async def stored_and_gone(updates: list[Any]) -> int:
        await keep(updates)
        raise ConnectionResetError

    with monkeypatch.context() as patched:
        patched.setattr(talk.parts.inbox, "store", stored_and_gone)
        assert await post(update(5)) == 500
    await talk.parts.drain()
    assert await post(update(5)) == 200
    await talk.parts.drain()
    assert talk.texts(AGENCY) == ["hello"]


async def test_two_hundred_at_once_share_commits_and_keep_their_order(
    talk: Talk, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = range(800000000, 800000100)
    talk.sandbox.add(*(SandboxUser(who, f"Person {who}") for who in people))
    for who in people:
        talk.sandbox.chat(who).bot = "member"
    talk.desk.write(lambda scope: _enrol(scope, talk, people))
    batches: list[int] = []
    keep = talk.parts.inbox.store

    async def counted(updates: list[Any]) -> int:
        batches.append(len(updates))
        return await keep(updates)

    async def writes(who: int) -> list[int]:
        return [await post(update(1000 + 2 * (who - people[0]) + turn, f"{turn}", who)) for turn in range(2)]

    monkeypatch.setattr(talk.parts.inbox, "store", counted)
    statuses = await asyncio.gather(*(writes(who) for who in people))
    assert {status for both in statuses for status in both} == {200}
    assert sum(batches) == 200
    assert len(batches) < 100
    await talk.parts.drain()
    assert {who: talk.texts(who) for who in people} == {who: ["0", "1"] for who in people}


def _enrol(scope: Scope, talk: Talk, people: range) -> None:
    until, ref = NOW + timedelta(days=90), talk.desk.identity.person_ref
    agreed = {"consented_at": NOW, "consent_version": NOTICE}
    some = {"role": Role.AGENCY, "status": "active", "joined_at": NOW, "valid_until": until, **agreed}
    for number, who in enumerate(people):
        scope.db.add(Person(ref=ref(who), label=f"P-{5000 + number}", **some))


@NO_STORE
async def test_what_comes_at_once_is_stored_by_number(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[int]] = []

    async def note(updates: list[Any]) -> int:
        seen.append([one["update_id"] for one in updates])
        return 0

    monkeypatch.setattr(talk.parts.inbox, "store", note)
    assert talk.parts.webhook is not None
    batches = talk.parts.webhook._batches
    assert await asyncio.gather(*(batches.store(update(number)) for number in (7, 5, 6))) == [True] * 3
    assert seen == [[5, 6, 7]]


@NO_STORE
async def test_inline_queries_are_answered_with_nothing(talk: Talk, post: Post) -> None:
    query = {"update_id": 5, "inline_query": {"id": "77", "from": {"id": AGENCY}, "query": "secret", "offset": ""}}
    assert await post(query) == 200
    await talk.parts.drain()
    assert [str(call["inline_query_id"]) for call in talk.calls("answerInlineQuery")] == ["77"]
    assert talk.inbox() == []


@NO_STORE
async def test_the_webhook_is_set_with_all_that_telegram_must_know(talk: Talk) -> None:
    (call,) = talk.calls("setWebhook")
    assert talk.parts.webhook is not None
    assert call["secret_token"] == talk.desk.identity.webhook_secret
    assert "message" in call["allowed_updates"]
    assert int(call["max_connections"]) > 1
    assert "drop_pending_updates" not in call


class Refusing:
    """A Bot API server that answers calls with errors, in turn."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.called: list[str] = []
        self.went_well = asyncio.Event()

    async def call(self, method: str, **_params: Any) -> Any:
        self.called.append(method)
        if self.errors:
            raise self.errors.pop(0)
        self.went_well.set()
        return []


async def test_a_refused_webhook_is_said_without_the_secret() -> None:
    to = Target("https://example.org/in", "a-secret-of-a-webhook")
    refusing = Refusing(BadRequest(f"bad webhook: {to.secret} failed to resolve host"))
    with pytest.raises(SettingsError, match="failed to resolve host") as refusal:
        await Webhook(to, refusing, None, None).run()  # type: ignore[arg-type]
    assert to.secret not in str(refusal.value)


async def test_a_webhook_is_set_as_soon_as_there_is_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.inbox.LONGEST_PAUSE", 0.0)
    refusing = Refusing(NetworkError("x"), BadRequest("not now"))
    webhook = Webhook(Target("https://example.org/in", "s" * 16), refusing, None, None)  # type: ignore[arg-type]
    task = asyncio.create_task(webhook.run())
    await asyncio.wait_for(refusing.went_well.wait(), 5)
    assert webhook.is_set
    task.cancel()


async def test_polling_takes_away_a_webhook_that_is_still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.inbox.LONGEST_PAUSE", 0.0)
    refusing = Refusing(Conflict("Conflict: can't use getUpdates method while webhook is active"))
    poller = Poller(refusing, None, lambda: None, Courtesies(refusing))  # type: ignore[arg-type]
    task = asyncio.create_task(poller.run())
    await asyncio.wait_for(refusing.went_well.wait(), 5)
    assert "deleteWebhook" in refusing.called
    task.cancel()


def test_a_day_without_telegram_ends_nothing() -> None:
    assert [pause_after(failures) for failures in (1, 2, 100, 5000)] == [1.0, 2.0, 30.0, 30.0]
