"""The chat page in a real browser."""

import httpx
import pytest
from playwright.async_api import Page, expect

from sandbox import Sandbox, SandboxUser, Upload, serve

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
NASTY = '<img src=x onerror="document.title=1"><script>document.title=2</script>'


async def choose(page: Page, name: str = "Ah Nan (demo)") -> None:
    await page.get_by_role("navigation").get_by_text(name, exact=True).click()


async def write(page: Page, text: str) -> None:
    await page.get_by_role("textbox", name="Message").fill(text)
    await page.keyboard.press("Enter")


@pytest.mark.parametrize("page", [PHONE, DESK], indirect=True)
async def test_a_person_is_chosen_and_talks(page: Page) -> None:
    await expect(page).to_have_title("Waypost · Sandbox")
    await expect(page.get_by_text("Sandbox – no Telegram, no network")).to_be_visible()
    await choose(page)
    await write(page, "hello there")
    await expect(page.locator(".mine .text")).to_have_text("hello there")
    await expect(page.locator(".bot .text")).to_have_text("You said: hello there")


async def test_start_button_and_suggestions_and_commands(page: Page) -> None:
    await choose(page)
    await page.get_by_role("button", name="Start").click()
    await expect(page.locator(".bot .text")).to_have_text("You said: /start")
    await page.get_by_role("button", name="What is going on in Demo village?").click()
    await expect(page.locator(".bot .text").last).to_contain_text("What is going on")
    await page.get_by_role("button", name="Commands").click()
    await page.get_by_role("menuitem", name="/card").click()
    await expect(page.locator(".bot .text").last).to_contain_text("Demo village <demo>")


async def test_markup_is_rendered_and_protection_marked(page: Page) -> None:
    await choose(page)
    await write(page, "/card")
    card = page.locator(".bot").filter(has_text="Demo village")
    await expect(card.locator("b")).to_have_text("Demo village")
    await expect(card.locator("pre")).to_have_text("sev  HH\n 4   50-99")
    await expect(card.get_by_text("protected", exact=True)).to_be_visible()
    assert await card.locator("pre").evaluate("node => getComputedStyle(node).fontFamily.includes('mono')")


async def test_buttons_edit_in_place_notify_and_delete(page: Page) -> None:
    await choose(page)
    await write(page, "/card")
    await page.get_by_role("button", name="Notice").click()
    await expect(page.get_by_role("status").filter(has_text="Only a notice")).to_be_visible()
    await page.get_by_role("button", name="Water").click()
    await expect(page.locator("article.bot:not(.typing)")).to_have_count(1)
    await expect(page.locator(".bot .text")).to_have_text("Water: no cover reported")
    await expect(page.get_by_role("button", name="Back", exact=True)).to_be_visible()
    await write(page, "/card")
    await page.get_by_role("button", name="Gone").click()
    await expect(page.locator("article.bot:not(.typing)")).to_have_count(1)


async def test_deep_link_opens_the_private_chat_and_other_links_stay(page: Page) -> None:
    await choose(page, "Coordination (demo)")
    await write(page, "/card")
    await expect(page.get_by_text("https://example.org/page")).to_be_visible()
    await expect(page.get_by_role("link", name="Elsewhere")).to_have_count(0)
    await page.get_by_role("button", name="In private").click()
    await expect(page.locator(".mine .text")).to_have_text("/start v7")
    await expect(page.locator("#name")).to_have_text("Waypost")


async def test_text_that_looks_like_a_page_stays_text(page: Page, town: Sandbox) -> None:
    await choose(page)
    await write(page, NASTY)
    await expect(page.locator(".bot .text")).to_have_text(f"You said: {NASTY}")
    await expect(page.locator(".text img, .text script")).to_have_count(0)
    await expect(page).to_have_title("Waypost · Sandbox")


async def test_group_shows_who_is_not_heard(page: Page) -> None:
    await choose(page, "Coordination (demo)")
    await write(page, "only among us")
    await expect(page.locator(".mine .meta")).to_contain_text("not seen by the bot")


async def test_files_go_up_and_come_down(page: Page, town: Sandbox) -> None:
    await choose(page)
    await page.set_input_files("#file", {"name": "list.csv", "mimeType": "text/csv", "buffer": b"a,b\r\n1,2\r\n"})
    await expect(page.locator(".mine .document b")).to_have_text("list.csv")
    async with page.expect_download() as saved:
        await page.locator(".mine .document").click()
    path = await (await saved.value).path()
    assert path.read_bytes() == b"a,b\r\n1,2\r\n"


async def test_what_others_do_arrives_by_itself(page: Page, town: Sandbox) -> None:
    await choose(page, "Somebody")
    town.say(101, "from elsewhere")
    await expect(page.locator(".count")).to_have_text("1")
    picture = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
        "050001a5f645400000000049454e44ae426082"
    )
    town.upload(102, Upload("dot.png", "image/png", picture), "a picture")
    await expect(page.locator(".picture img")).to_be_visible()


@pytest.mark.parametrize("page", [PHONE, DESK], indirect=True)
async def test_nothing_is_wider_than_the_screen(page: Page) -> None:
    async def too_wide() -> int:
        return int(await page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    assert await too_wide() <= 0
    await choose(page)
    await write(page, "/card")
    await write(page, "x" * 300)
    await expect(page.locator(".bot .text").last).to_contain_text("xxx")
    assert await too_wide() <= 0
    assert await page.evaluate(
        "document.querySelector('#log').scrollWidth <= document.querySelector('#log').clientWidth"
    )


async def test_keyboard_alone_is_enough(page: Page) -> None:
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#name")).to_have_text("Waypost")
    await page.get_by_role("textbox", name="Message").press_sequentially("/ca")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(".bot b")).to_have_text("Demo village")


async def test_policy_forbids_everything_from_elsewhere(town: Sandbox, page: Page) -> None:
    async with httpx.AsyncClient(base_url=town.base) as client:  # type: ignore[attr-defined]
        policy = (await client.get("/")).headers["content-security-policy"]
        foreign = await client.post(
            "/sandbox/say", json={"user": 101, "text": "x"}, headers={"origin": "http://evil.test"}
        )
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert foreign.status_code == 403


async def test_a_page_waits_for_the_next_start(page: Page, town: Sandbox) -> None:
    await choose(page)
    port = int(town.base.rpartition(":")[2])  # type: ignore[attr-defined]
    await town.close()
    await expect(page.get_by_role("alert")).to_be_visible()
    again = Sandbox([SandboxUser(101, "Ah Nan (demo)")])
    await serve(again, port=port)
    again.say(101, "after the restart")
    await expect(page.locator(".mine .text")).to_have_text("after the restart")
    await expect(page.get_by_role("alert")).to_be_hidden()
    await again.close()


async def test_a_long_answer_is_read_from_its_top(page: Page, town: Sandbox) -> None:
    await choose(page)
    await write(page, "\n".join(f"line {number}" for number in range(60)))
    answer = page.locator("article.bot:not(.typing)")
    await expect(answer).to_contain_text("line 59")
    await expect(answer.get_by_text("You said: line 0")).to_be_in_viewport()
    top = "(node) => node.getBoundingClientRect().top - document.querySelector('#log').getBoundingClientRect().top"
    assert 0 <= await answer.evaluate(top) < 100
