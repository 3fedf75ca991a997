"""What a Bot API server answers that is none: always an error of Telegram's, which the sender knows what to do with."""

from typing import Any

import pytest
from telegram.error import NetworkError, RetryAfter, TelegramError

from bot.transport import AiohttpRequest, Telegram
from bot.verdict import judge
from tests.small_server import SmallServer

TOKEN = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
NO_ANSWERS = [
    (200, b""), (200, b"<html>"), (200, b"[]"), (200, b"null"), (200, b"5"), (200, b'{"ok":true}'),
    (200, b"[" * 100_000), (200, b"\xff\xfe\x00"), (502, b"[]"), (502, b"null"), (502, b"<html>"),
    (400, b'{"description":5}'), (400, b'{"parameters":5}'), (429, b'{"parameters":{"retry_after":"soon"}}'),
    (429, b'{"parameters":{"retry_after":1e400}}'),
]  # fmt: skip


class Answering(AiohttpRequest):
    """Gives one status and body to everything."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__()
        self.given = status, body

    async def do_request(self, *_args: Any, **_more: Any) -> tuple[int, bytes]:
        """No network."""
        return self.given


@pytest.mark.parametrize(("status", "body"), NO_ANSWERS)
async def test_no_answer_is_an_error_without_the_token(status: int, body: bytes) -> None:
    with pytest.raises(TelegramError) as error:
        await Telegram(Answering(status, body), TOKEN).call("sendMessage", chat_id=1, text="x")
    assert TOKEN not in str(error.value)
    assert judge(error.value, "sendMessage", {}, 1).kind == "wait"


async def test_a_wait_that_lies_in_the_past_is_a_second() -> None:
    body = b'{"ok":false,"description":"Too Many Requests","parameters":{"retry_after":-5}}'
    with pytest.raises(RetryAfter) as error:
        await Telegram(Answering(429, body), TOKEN).call("sendMessage", chat_id=1, text="x")
    assert judge(error.value, "sendMessage", {}, 1).seconds == 1


@pytest.mark.parametrize(("status", "body"), [*NO_ANSWERS, (200, b'{"ok":true,"result":{"file_path":5}}')])
async def test_a_file_that_is_not_named_is_an_error_without_the_token(status: int, body: bytes) -> None:
    with pytest.raises(TelegramError) as error:
        await Telegram(Answering(status, body), TOKEN).file("f", 10)
    assert TOKEN not in str(error.value)


async def test_nothing_is_fetched_before_the_pool_is_open() -> None:
    with pytest.raises(NetworkError):
        await Telegram(Answering(200, b'{"ok":true,"result":{"file_path":"a b"}}'), TOKEN).file("f", 10)


async def test_no_redirection_is_followed_because_the_address_holds_the_token() -> None:
    server = SmallServer()
    server.redirects = 1
    request = AiohttpRequest()
    await request.initialize()
    calls = Telegram(request, server.token, await server.start())
    with pytest.raises(TelegramError):
        await calls.call("sendMessage", chat_id=1, text="x")
    assert server.calls == []
    await calls.call("sendMessage", chat_id=1, text="x")
    assert server.count("sendMessage") == 1
    await request.shutdown()
    await server.close()
