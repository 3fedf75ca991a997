"""What the page is made from: state, menus, events, files."""

import json

import pytest

from sandbox import Sandbox, SandboxGroup, SandboxUser, Upload

AGENCY, GROUP = 101, -1001
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06"


async def test_state_tells_everybody_and_everything(client, town):
    town.world.groups[GROUP] = SandboxGroup(GROUP, "Group", suggestions=("Any gaps?", ""))
    state = (await client.get("/sandbox/state")).json()
    assert [person["name"] for person in state["people"]] == ["Ah Nan", "Htu Ra", "New"]
    assert [group["suggestions"] for group in state["groups"]] == [["Any gaps?"], []]
    assert [message["text"] for message in state["chats"][0]["messages"]] == ["hello"]
    assert state["bot"]["username"] == "waypost_bot"


async def test_upgraded_groups_show_once(client, town):
    town.migrate(-55, AGENCY, -100555)
    chats = [chat["id"] for chat in (await client.get("/sandbox/state")).json()["chats"]]
    assert (-55 in chats, -100555 in chats) == (False, True)


async def test_newcomers_join_a_running_sandbox(client, town):
    town.add(SandboxUser(110, "Late"), SandboxGroup(-1002, "Late group", (110,)))
    assert town.say("Late", "hi")
    assert [person["id"] for person in (await client.get("/sandbox/state")).json()["people"]][-1] == 110


async def test_menus_of_a_person(client, call):
    await call("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    shown = await client.get("/sandbox/commands", params={"user": AGENCY, "chat": GROUP})
    assert shown.json() == [{"command": "help", "description": "Help"}]
    assert (await client.get("/sandbox/commands", params={"user": 5, "chat": GROUP})).json() == []


async def events(online, after, many):
    found = []
    url = online.base_url.copy_with(path="/sandbox/events", query=f"after={after}".encode())
    async with online.stream("GET", url) as answer:
        async for line in answer.aiter_lines():
            if line.startswith("event: "):
                found.append(line.removeprefix("event: "))
            if line.startswith("data: "):
                found.append(json.loads(line.removeprefix("data: ")))
            if len(found) == 2 * many:
                return found
    return found


async def test_events_go_on_from_where_a_page_stands(online, town):
    feed = town.world.feed
    start = f"{feed.boot}.{feed.number}"
    town.say(AGENCY, "news")
    kind, data = await events(online, start, 1)
    assert (kind, data["text"], data["chat"]) == ("message", "news", AGENCY)


@pytest.mark.parametrize("after", ["otherboot.3", "", "nonsense"])
async def test_a_page_of_another_start_is_told_to_begin_afresh(online, after):
    assert await events(online, after, 1) == ["reset", {}]


async def test_a_page_that_missed_too_much_begins_afresh(online, town):
    feed = town.world.feed
    start = f"{feed.boot}.{feed.number}"
    for number in range(2_001):
        feed.publish("typing", {"chat": number})
    assert await events(online, start, 1) == ["reset", {}]


async def test_pictures_are_shown_and_all_else_saved(client, town: Sandbox):
    town.upload(AGENCY, Upload("a.png", "image/png", PNG))
    town.upload(AGENCY, Upload('x".html', "text/html", b"<script>alert(1)</script>"))
    picture, page = [message.content.file for message in list(town.chat(AGENCY).messages.values())[-2:]]
    shown = await client.get(f"/sandbox/file/{picture.id}")
    assert (shown.headers["content-type"], shown.headers["content-disposition"][:6]) == ("image/png", "inline")
    saved = await client.get(f"/sandbox/file/{page.id}")
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"] == 'attachment; filename="x\'.html"'
    assert saved.headers["x-content-type-options"] == "nosniff"
    assert (await client.get("/sandbox/file/none")).status_code == 404


async def test_assets_come_from_the_package(client):
    for path in ("/", "/static/page.css", "/static/js/main.js", "/static/icon.svg"):
        answer = await client.get(path)
        assert answer.status_code == 200
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "https://" not in answer.text.replace('https:"', "")
