"""The desk over HTTP: who is let in, what a wrong or repeated post does, and a whole story by keyboard in Chromium."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
from playwright.async_api import Browser, Page, expect
from sqlalchemy.exc import OperationalError

from tests.infra.browser import accessibility_violations
from tests.infra.databases import Databases
from tests.stories.conftest import desk_story
from tests.stories.council import STAFF
from tests.stories.desk import DeskDriver


@pytest.fixture
async def story(databases: Databases) -> AsyncIterator[DeskDriver]:
    """On the desk, on both databases."""
    async with desk_story(databases) as driver:
        yield driver


@pytest.fixture
async def stranger(story: DeskDriver) -> AsyncIterator[aiohttp.ClientSession]:
    """A client that never picked who it is."""
    async with aiohttp.ClientSession(story.base) as session:
        yield session


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "desk.example.org"},
        {"Host": "127.0.0.1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
    ],
)
async def test_another_host_or_origin_is_refused(
    stranger: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    async with stranger.get("/who", headers=headers) as answer:
        assert answer.status == 403
        assert f"It answers this machine only, at {stranger._base_url}" in await answer.text()


async def test_a_post_without_the_forms_own_token_is_refused(stranger: aiohttp.ClientSession) -> None:
    for path in ("/who", "/press", "/command", "/clock"):
        for token in ("0" * 64, "é", ""):
            async with stranger.post(path, data={"person": STAFF["Amara"], "csrf": token}) as answer:
                assert (answer.status, "Nothing was done" in await answer.text()) == (403, True), path


async def test_a_page_of_somebody_one_no_longer_is_does_nothing_and_says_why(story: DeskDriver) -> None:
    """Two tabs of one browser: whoever was chosen last is who presses."""
    browser, before = await story._session("Amara"), await story._home("Amara")
    await story._post(browser, "/who", before, {"person": STAFF["Priya"]})
    hidden = before.css_first("input[name=csrf]")
    assert hidden
    data = {"csrf": str(hidden.attributes["value"]), "command": "extra"}
    async with browser.post("/command", data=data) as answer:
        assert answer.status == 403
        assert "opened as somebody else" in await answer.text()


async def test_what_is_too_long_is_said_and_an_address_of_a_form_leads_to_the_messages(
    story: DeskDriver,
) -> None:
    browser = await story._session("Amara")
    async with browser.post("/command", data={"command": "x" * 600_000}) as answer:
        assert (answer.status, "That is too long" in await answer.text()) == (413, True)
    async with browser.get("/press", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/")


async def test_nobody_is_anybody_without_choosing(stranger: aiohttp.ClientSession) -> None:
    async with stranger.get("/", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/who")
    forged = {"desk": f"{STAFF['Amara']}.{'0' * 64}"}
    async with stranger.get("/", cookies=forged, allow_redirects=False) as answer:
        assert answer.headers["Location"] == "/who"


async def test_pages_forbid_scripts_of_others_and_are_not_kept(stranger: aiohttp.ClientSession) -> None:
    async with stranger.get("/who") as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"


async def test_a_page_that_is_none_says_so(stranger: aiohttp.ClientSession) -> None:
    async with stranger.get("/nothing") as answer:
        assert answer.status == 404
        assert "There is no such page" in await answer.text()


async def test_while_the_database_is_gone_a_page_says_so(
    story: DeskDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    await story.types("Priya", "due")

    def full(*_: object) -> None:
        raise OperationalError("x", {}, OSError("disk full"))

    with monkeypatch.context() as patch:
        patch.setattr(type(story.bot), "read", full)
        async with story._sessions["Priya"].get("/") as answer:
            assert answer.status == 503
            assert "records can&#39;t be reached just now. Nothing was changed." in await answer.text()
    await story.types("Priya", "due")


async def test_a_page_that_goes_away_is_no_fault(
    story: DeskDriver, capsys: pytest.CaptureFixture[str]
) -> None:
    """It hears of news until it is closed; the next news finds it gone."""
    await story.types("Priya", "due")
    async with story._sessions["Priya"].get("/events") as answer:
        assert answer.status == 200
    for _ in range(3):
        await story.types("Amara", "due")
    assert "Error handling request" not in "".join(capsys.readouterr())


async def test_a_second_press_changes_nothing_and_says_what_the_first_did(story: DeskDriver) -> None:
    from tests.stories.records.test_record import hold

    await hold(story, "CB-10234")
    token = story.token("Priya", "Recorded")
    assert "Recorded" in (await story.sends("Priya", token)).title
    again = await story.sends("Priya", token)
    assert (
        "You already used this on Monday 9 November 2026 at 3:40 pm: they were marked as recorded." in again
    )
    assert sum("Do you agree" in m.title for m in await story.messages("Amara")) == 1


async def test_a_token_of_anothers_or_of_nobodys_does_nothing(story: DeskDriver) -> None:
    from tests.stories.records.test_record import hold

    await hold(story, "CB-10234")
    token = story.token("Priya", "Recorded")
    for who, sent in (("Amara", token), ("Priya", "made-up"), ("Priya", "")):
        assert "no longer works" in await story.sends(who, sent)
    assert "Record CB-10234" in await story.types("Priya", "due")


async def test_a_card_from_before_a_restart_still_works(story: DeskDriver) -> None:
    from tests.stories.records.test_record import hold

    await hold(story, "CB-10234")
    await story.restarts()
    await story.types("Priya", "due")
    token = story.token("Priya", "Why?")
    await story.restarts()
    assert "Why:" in (await story.sends("Priya", token)).title


FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return ["", true];
  const style = getComputedStyle(element);
  const label = element.labels?.length ? element.labels[0] : element;
  return [label.textContent.trim(), style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
}"""


async def tab_to(page: Page, words: str) -> None:
    """Tab until what has the focus says this; whatever has it on the way shows that it does."""
    for _ in range(80):
        await page.keyboard.press("Tab")
        said, shown = await page.evaluate(FOCUSED)
        assert shown, f"the focus on “{said}” can't be seen"
        if words in said:
            return
    raise AssertionError(f"Tab never comes to “{words}”")


async def go_on(page: Page) -> None:
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


async def enter_on(page: Page, words: str) -> None:
    await tab_to(page, words)
    await go_on(page)


async def test_a_session_is_held_recorded_and_agreed_with_tab_space_and_enter(
    chromium: Browser, story: DeskDriver
) -> None:
    await story.waits_until(datetime(2026, 11, 9, 15, 40, tzinfo=UTC))
    page = await chromium.new_page()
    await page.goto(f"{story.base}/who")
    await enter_on(page, "Priya ")
    await enter_on(page, "Yes, it took place")
    await tab_to(page, "CB-10234")
    await page.keyboard.press("Space")
    await enter_on(page, "Save: it took place")
    await expect(page.locator("section[autofocus]")).to_be_focused()
    await page.keyboard.press("Tab")  # the answer has the focus, so its first button comes next
    assert (await page.evaluate(FOCUSED))[0] == "Recorded"
    await go_on(page)
    await expect(page.locator("#answer")).to_contain_text("Recorded: CB-10234")
    await enter_on(page, "Switch")
    await enter_on(page, "Amara ")
    await enter_on(page, "I agree")
    await expect(page.locator("#answer")).to_contain_text("Agreed")
    await page.close()


async def test_a_story_by_keyboard_in_a_real_browser(chromium: Browser, story: DeskDriver) -> None:
    page = await chromium.new_page()
    await page.goto(f"{story.base}/who")
    await page.get_by_role("searchbox").or_(page.get_by_role("textbox")).first.fill("amara")
    await page.locator(f"button[value='{STAFF['Amara']}']:visible").last.press("Enter")
    await expect(page.get_by_role("heading", name="Messages")).to_be_visible()
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement !== document.body")
    await page.locator("#command").fill("due CB-10234")
    await page.locator("#command").press("Enter")
    await expect(page.locator("#answer")).to_contain_text("Tuesday 17 November 2026")
    await page.get_by_role("button", name="Why?").first.press("Enter")
    await expect(page.locator("#answer")).to_contain_text("B10")
    assert await accessibility_violations(page) == []
    await page.get_by_role("button", name="Next thing due").press("Enter")
    await expect(page.locator("#messages")).to_contain_text("supervision")
    assert await accessibility_violations(page) == []
    await page.close()
