"""Updates: numbered, polled, confirmed, repeated, delivered to a webhook."""

import asyncio
import time

import httpx
import pytest
import pytest_asyncio
from aiohttp import web

from sandbox import Sandbox, SandboxGroup, SandboxUser

AGENCY, COORDINATOR, GROUP = 101, 102, -1001


def texts(updates):
    return [update["message"]["text"] for update in updates]


async def test_ids_start_from_the_clock_and_rise(call, town):
    before = int(time.time()) - 60
    first, second = town.say(AGENCY, "one"), town.say(AGENCY, "two")
    assert before < first < second
    assert Sandbox([SandboxUser(AGENCY, "Ah Nan")]).say(AGENCY, "one") > before


async def test_unconfirmed_updates_come_again(call, town):
    ids = [town.say(AGENCY, text) for text in ("one", "two", "three")]
    assert texts((await call("getUpdates"))["result"]) == ["one", "two", "three"]
    assert texts((await call("getUpdates", limit=2))["result"]) == ["one", "two"]
    assert texts((await call("getUpdates", offset=ids[1]))["result"]) == ["two", "three"]
    assert texts((await call("getUpdates", offset=-1))["result"]) == ["three"]
    assert (await call("getUpdates", offset=ids[2] + 1))["result"] == []


async def test_a_poll_waits_for_what_comes(online, town):
    poll = asyncio.create_task(online.post("getUpdates", json={"timeout": 20}))
    await town.wait_for(lambda: town.world.updates.polling)
    town.say(AGENCY, "late")
    assert texts((await poll).json()["result"]) == ["late"]


async def test_a_second_poll_ends_the_first(online, town):
    first = asyncio.create_task(online.post("getUpdates", json={"timeout": 20}))
    await town.wait_for(lambda: town.world.updates.polling)
    second = asyncio.create_task(online.post("getUpdates", json={"timeout": 20}))
    answer = (await first).json()
    assert (answer["error_code"], answer["description"][:29]) == (409, "Conflict: terminated by other")
    town.say(AGENCY, "for the second")
    assert (await second).json()["ok"]


async def test_only_wanted_kinds_come(call, town):
    await call("getUpdates", allowed_updates=["callback_query"])
    assert town.say(AGENCY, "unwanted") is None
    await call("getUpdates", allowed_updates=[])
    assert town.say(AGENCY, "wanted")
    assert texts((await call("getUpdates"))["result"]) == ["wanted"]


async def test_the_same_update_twice_and_one_that_cannot_be_read(call, town):
    number = town.say(AGENCY, "twice")
    await call("getUpdates", offset=number + 1)
    town.repeat(number)
    assert texts((await call("getUpdates", offset=number + 1))["result"]) == ["twice"]
    assert (await call("getUpdates", offset=number + 1))["result"] == []
    town.inject_raw({"message": {"nonsense": True}})
    [update] = (await call("getUpdates", offset=number + 1))["result"]
    assert (update["message"], update["update_id"]) == ({"nonsense": True}, number + 1)


async def test_groups_keep_their_talk_from_the_bot(call, town):
    assert town.say(AGENCY, "hello all", GROUP) is None
    assert town.say(AGENCY, "/help@other_bot", GROUP) is None
    assert town.say(AGENCY, "ask @waypost_bott", GROUP) is None
    for text in ("/help", "/help@waypost_bot", "🔴 @Waypost_Bot gaps?"):
        assert town.say(AGENCY, text, GROUP)
    await call("sendMessage", chat_id=GROUP, text="here")
    assert town.say(AGENCY, "thanks", GROUP, reply_to=town.sent(GROUP)[0])
    town.bot_status(GROUP, COORDINATOR, "administrator")
    assert town.say(AGENCY, "hello all", GROUP)
    town.bot_status(GROUP, COORDINATOR, "left")
    assert town.say(AGENCY, "/help", GROUP) is None


async def test_edits_joins_and_blocks_are_told(call, town):
    town.say(AGENCY, "one")
    message = list(town.chat(AGENCY).messages.values())[-1]
    town.rewrite(message, "two")
    town.join(103, GROUP)
    town.leave(103, GROUP)
    town.block(AGENCY)
    town.say(AGENCY, "back")
    kinds = [next(kind for kind in update if kind != "update_id") for update in (await call("getUpdates"))["result"]]
    assert kinds == ["message", "edited_message", "message", "message", "my_chat_member", "my_chat_member", "message"]


async def test_names_find_people_and_chats(town):
    assert town.chat("Group").id == town.chat(SandboxGroup(GROUP, "Group")).id == GROUP
    assert town.person("Htu Ra").id == COORDINATOR
    with pytest.raises(LookupError):
        town.person("Nobody")
    with pytest.raises(LookupError):
        town.chat("Nowhere")


async def test_waiting_names_the_last_calls(call, town):
    await call("sendMessage", chat_id=AGENCY, text="the only one")
    with pytest.raises(TimeoutError, match="the only one"):
        await town.wait_for(lambda: False, 0)


@pytest_asyncio.fixture
async def receiver():
    """A webhook that refuses its first update: its address, and (secret, text) of what came."""
    came: list[tuple[str | None, str]] = []

    async def take(request: web.Request) -> web.Response:
        update = await request.json()
        came.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), update["message"]["text"]))
        return web.Response(status=200 if len(came) > 1 else 500)

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/hook", came
    await runner.cleanup()


async def test_webhook_delivers_in_order_with_the_secret(online: httpx.AsyncClient, town, receiver):
    url, came = receiver
    town.say(AGENCY, "dropped")
    assert (
        await online.post("setWebhook", json={"url": url, "secret_token": "s", "drop_pending_updates": True})
    ).json()["ok"]
    assert (await online.post("getUpdates")).json()["error_code"] == 409
    town.say(AGENCY, "one")
    number = town.say(AGENCY, "two")
    await town.wait_for(lambda: len(came) == 3)
    await town.settle()
    assert came == [("s", "one"), ("s", "one"), ("s", "two")]
    info = (await online.post("getWebhookInfo")).json()["result"]
    assert (info["url"], info["pending_update_count"]) == (url, 0)
    assert info["last_error_message"].startswith("Wrong response from the webhook: 500")
    town.repeat(number)
    await town.wait_for(lambda: len(came) == 4)
    assert (await online.post("deleteWebhook", json={"drop_pending_updates": True})).json()["ok"]
    assert (await online.post("getWebhookInfo")).json()["result"]["url"] == ""


async def test_webhook_addresses(call):
    assert (await call("setWebhook", url=""))["ok"]
    answer = await call("setWebhook", url="ftp://x")
    assert answer["description"] == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"


async def test_webhook_that_nobody_serves_is_reported(call, town):
    await call("setWebhook", url="http://127.0.0.1:9/hook")
    town.say(AGENCY, "one")
    await town.wait_for(lambda: town.world.webhook.target.error)
    assert "Connection failed" in (await call("getWebhookInfo"))["result"]["last_error_message"]
    await town.close()


async def test_asking_and_tapping_wait_for_the_answer(online: httpx.AsyncClient, town):
    async def bot() -> None:
        keys = {"inline_keyboard": [[{"text": "Go", "callback_data": "1|go"}]]}
        offset = 0
        for _ in range(2):
            batch = (await online.post("getUpdates", json={"timeout": 20, "offset": offset})).json()["result"]
            offset = batch[0]["update_id"] + 1
            if query := batch[0].get("callback_query"):
                await online.post("answerCallbackQuery", json={"callback_query_id": query["id"], "text": "Gone"})
            else:
                await online.post("sendMessage", json={"chat_id": AGENCY, "text": "answer", "reply_markup": keys})

    work = asyncio.create_task(bot())
    message = await town.ask(AGENCY, "question")
    await town.tap(AGENCY, message, "Go")
    await work
    assert (message.text, message.labels, town.notices(AGENCY)) == ("answer", ["Go"], ["Gone"])
