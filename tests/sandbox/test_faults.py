"""Troubles on demand, and the control interface for other processes."""

import asyncio

import httpx
import pytest

from sandbox import Fault

AGENCY, GROUP = 101, -1001


@pytest.mark.parametrize(
    ("fault", "code", "description", "parameters"),
    [
        (Fault("flood", seconds=9), 429, "Too Many Requests: retry after 9", {"retry_after": 9}),
        (Fault("server", code=503), 503, "Internal Server Error", None),
        (Fault("blocked"), 403, "Forbidden: bot was blocked by the user", None),
        (
            Fault("migrate", to=-1009),
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": -1009},
        ),
        (Fault("thread"), 400, "Bad Request: message thread not found", None),
        (Fault("parse"), 400, "Bad Request: can't parse entities: Unexpected end tag at byte offset 0", None),
        (Fault("unchanged"), 400, "Bad Request: message is not modified", None),
    ],
)
async def test_refusals_on_demand(call, town, fault, code, description, parameters):
    town.fail(fault)
    answer = await call("sendMessage", chat_id=AGENCY, text="x")
    assert (answer["error_code"], answer["description"], answer.get("parameters")) == (code, description, parameters)
    assert town.sent(AGENCY) == []
    assert (await call("sendMessage", chat_id=AGENCY, text="x"))["ok"]


async def test_only_the_named_call_is_hit(call, town):
    town.fail(Fault("server", method="sendMessage", chat=GROUP, count=2, skip=1))
    assert (await call("sendMessage", chat_id=AGENCY, text="x"))["ok"]
    results = [(await call("sendMessage", chat_id=GROUP, text="x"))["ok"] for _ in range(4)]
    assert results == [True, False, False, True]
    town.fail(Fault("server", count=None))
    assert (await call("getMe"))["ok"]
    assert not (await call("sendMessage", chat_id=AGENCY, text="x"))["ok"]
    town.faults.clear()
    assert (await call("sendMessage", chat_id=AGENCY, text="x"))["ok"]


async def test_an_answer_is_lost_after_the_deed(online, town):
    town.fail(Fault("lost", "sendMessage"))
    with pytest.raises(httpx.RemoteProtocolError):
        await online.post("sendMessage", json={"chat_id": AGENCY, "text": "done"})
    assert [message.text for message in town.sent(AGENCY)] == ["done"]
    assert (town.calls[-1].done, town.calls[-1].answered) == (True, False)


async def test_a_connection_drops_before_the_deed(online, town):
    town.fail(Fault("drop", "sendMessage"))
    with pytest.raises(httpx.RemoteProtocolError):
        await online.post("sendMessage", json={"chat_id": AGENCY, "text": "never"})
    assert (town.sent(AGENCY), town.calls[-1].done) == ([], False)


async def test_in_process_clients_get_the_exception(client, town):
    town.fail(Fault("drop"))
    with pytest.raises(ConnectionResetError):
        await client.post(f"/bot{town.token}/sendMessage", json={"chat_id": AGENCY, "text": "never"})


async def test_no_answer_ever(online, town):
    town.fail(Fault("timeout", "sendMessage"))
    waiting = asyncio.create_task(online.post("sendMessage", json={"chat_id": AGENCY, "text": "never"}))
    await town.wait_for(lambda: not town.faults.waiting)
    assert not waiting.done()
    waiting.cancel()
    assert town.sent(AGENCY) == []


async def test_a_gateway_answers_in_html(client, town):
    town.fail(Fault("gateway"))
    answer = await client.post(f"/bot{town.token}/sendMessage", json={"chat_id": AGENCY, "text": "x"})
    assert (answer.status_code, "502 Bad Gateway" in answer.text) == (502, True)


async def test_unknown_faults_are_named(town):
    with pytest.raises(ValueError, match="flood, server"):
        town.fail(Fault("earthquake"))  # type: ignore[arg-type]


async def test_other_processes_control_it(client, town, call):
    said = (await client.post("/sandbox/say", json={"user": "Ah Nan", "text": "/help", "chat": GROUP})).json()
    await call(
        "sendMessage",
        chat_id=GROUP,
        text="Help",
        reply_markup={"inline_keyboard": [[{"text": "More", "callback_data": "1|more"}]]},
    )
    [chat] = (await client.get("/sandbox/chats", params={"chat": GROUP})).json()
    assert [message["text"] for message in chat["messages"]] == ["/help", "Help"]
    number = chat["messages"][1]["id"]
    press = {"user": AGENCY, "chat": GROUP, "message": number, "button": "More"}
    pressed = (await client.post("/sandbox/press", json=press)).json()
    assert pressed["update_id"] == said["update_id"] + 1
    assert (await client.post("/sandbox/press", json=press | {"data": "0|old"})).json()["update_id"]
    assert (await client.post("/sandbox/update", json={"repeat": said["update_id"]})).json() == {
        "update_id": said["update_id"]
    }
    assert (await client.post("/sandbox/update", json={"update": {"x": 1}})).json()["update_id"] > pressed["update_id"]
    reply = {"user": AGENCY, "chat": GROUP, "text": "thanks", "reply_to": number}
    assert (await client.post("/sandbox/say", json=reply)).json()["update_id"]
    blocked = {"user": AGENCY, "status": "kicked"}
    assert (await client.post("/sandbox/bot", json=blocked)).json()["update_id"]
    file = {"file": ("a.txt", b"a")}
    sent = await client.post("/sandbox/upload", data={"user": str(AGENCY), "caption": "x"}, files=file)
    assert sent.json()["update_id"]


async def test_other_processes_order_faults_and_read_the_log(client, town, call):
    fault = {"kind": "flood", "method": "sendMessage", "seconds": 3}
    assert (await client.post("/sandbox/faults", json=fault)).json()["count"] == 1
    assert len((await client.get("/sandbox/faults")).json()) == 1
    await call("sendMessage", chat_id=AGENCY, text="refused")
    await call("sendMessage", chat_id=AGENCY, text="sent")
    log = (await client.get("/sandbox/log")).json()
    assert [(entry["params"]["text"], entry["done"]) for entry in log] == [("refused", False), ("sent", True)]
    assert (await client.get("/sandbox/log", params={"after": 1, "wait": 5})).json() == log[1:]
    await client.post("/sandbox/faults", json=fault)
    assert (await client.delete("/sandbox/faults")).json() == []
    assert town.faults.waiting == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("say", {"user": "Nobody", "text": "x"}),
        ("say", {"user": AGENCY, "text": " "}),
        ("press", {"user": AGENCY, "message": 1, "data": "x"}),
        ("upload", {"user": AGENCY}),
        ("faults", {"kind": "earthquake"}),
        ("faults", {"sort": "flood"}),
        ("update", {"repeat": 1}),
    ],
)
async def test_wrong_orders_are_told(client, path, body):
    answer = await client.post(f"/sandbox/{path}", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]
