"""The desk's pages in a real browser: accessible, narrow enough for a phone, working by keyboard and without
a script."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from bot.desk.pages import SECURITY_HEADERS, STATIC, DeskPage, InboxMessage, found, render_home
from cards.model import Button, Card
from tests.cards.pressed import Pressed
from tests.cards.shown import read, sealed
from tests.desk.example_pages import PAGES, TEAMS, at, home
from tests.infra.browser import accessibility_violations
from tests.infra.budget import left_out

ADDRESS = "http://desk.test/"
each_page = pytest.mark.parametrize("name", sorted(PAGES))


@dataclass
class Desk:
    """Answers every address with one page, as a server would, and keeps what was posted."""

    page: str = ""
    slow: bool = False
    live: bool = False
    posted: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    async def open(self, context: BrowserContext, html: str) -> Page:
        self.page = html
        await context.route("**/*", self._answer)
        page = await context.new_page()
        await page.set_viewport_size({"width": 1280, "height": 800})
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        await page.goto(ADDRESS)
        return page

    async def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            await route.fulfill(path=STATIC / path.removeprefix("/static/"))
        elif path == "/events" and not self.live:
            await route.fulfill(status=204)
        elif path == "/events":
            await route.fulfill(body="retry: 200\n\ndata: changed\n\n", content_type="text/event-stream")
        else:
            if route.request.method == "POST":
                self.posted.append((path, parse_qs(route.request.post_data or "", keep_blank_values=True)))
                await asyncio.sleep(0.5 if self.slow else 0)
            await route.fulfill(body=self.page, content_type="text/html", headers=SECURITY_HEADERS)


@pytest.fixture
async def context(chromium: Browser) -> AsyncIterator[BrowserContext]:
    made = await chromium.new_context(locale="en-GB", timezone_id="Europe/London")
    yield made
    await made.close()


@pytest.fixture
async def scriptless(chromium: Browser) -> AsyncIterator[BrowserContext]:
    made = await chromium.new_context(java_script_enabled=False)
    yield made
    await made.close()


LOOKS: list[tuple[int, Literal["light", "dark"]]] = [(360, "light"), (1280, "dark")]


@pytest.fixture(scope="module")
async def window(chromium: Browser) -> AsyncIterator[tuple[Desk, Page]]:
    """One for every page that is only looked at: a window of its own takes twice as long as the look."""
    context, desk = await chromium.new_context(locale="en-GB", timezone_id="Europe/London"), Desk()
    yield desk, await desk.open(context, "")
    await context.close()


@pytest.mark.parametrize("name", [name for name in sorted(PAGES) if not left_out(name, 6)])
async def test_axe_finds_nothing(window: tuple[Desk, Page], name: str) -> None:
    desk, page = window
    desk.page, desk.complaints = PAGES[name](), []
    await page.goto(ADDRESS)
    for width, scheme in LOOKS:
        await page.set_viewport_size({"width": width, "height": 800})
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert await accessibility_violations(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        assert desk.complaints == []


@each_page
def test_page_is_sound(name: str) -> None:
    reader = read(PAGES[name]().removeprefix("<!doctype html>"))
    assert len(set(reader.ids())) == len(reader.ids())
    assert set(reader.pointed_at()) <= set(reader.ids())
    levels = [int(tag[1]) for tag, _ in reader.tags if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    assert levels.count(1) == 1
    inside = levels[levels.index(1) :]
    assert all(after <= before + 1 for before, after in pairwise(inside))


async def test_a_button_is_pressed_by_keyboard_without_a_script(scriptless: BrowserContext) -> None:
    desk = Desk()
    page = await desk.open(scriptless, PAGES["home"]())
    async with page.expect_navigation():
        await page.get_by_role("button", name="Recorded").nth(1).press("Enter")
    token = read(PAGES["home"]()).tags
    expected = [found["value"] for tag, found in token if found.get("name") == "token"][3]
    assert desk.posted == [("/press", {"csrf": ["example"], "token": [expected]})]


async def test_a_form_sends_every_field_letter_for_letter_without_a_script(
    scriptless: BrowserContext,
) -> None:
    desk = Desk()
    page = await desk.open(scriptless, PAGES["form_every_field"]())
    async with page.expect_navigation():
        await page.get_by_role("button", name="Save draft").click()
    ((path, sent),) = desk.posted
    assert path == "/form/f2"
    assert sent["notes"] == ["\r\nfirst is empty\r\n</textarea>"]
    assert sent["any"] == ["c1", "c3"]
    assert (sent["day"], sent["at"], sent["minutes"]) == (["2026-11-24"], ["14:00"], ["90"])
    assert (sent["one"], sent["list"], sent["cover"], sent["token"]) == (["b"], ["v3"], ["S2"], ["token-2"])


async def test_enter_in_a_field_presses_the_first_button(context: BrowserContext) -> None:
    desk = Desk()
    page = await desk.open(context, PAGES["form_every_field"]())
    async with page.expect_navigation():
        await page.get_by_label("A line").press("Enter")
    assert desk.posted[0][1]["token"] == ["token-1"]


async def test_errors_have_the_focus_and_lead_to_their_fields(scriptless: BrowserContext) -> None:
    page = await Desk().open(scriptless, PAGES["form_errors"]())
    await expect(page.get_by_role("alert")).to_be_focused()
    await page.get_by_role("link", name="Choose at least one case").click()
    await page.keyboard.press("Space")
    await expect(page.get_by_label("CB-10442")).to_be_checked()
    worry = page.get_by_label("What is worrying me")
    await expect(worry).to_have_accessible_description(
        "In note form Error: Say what is worrying you, in note form"
    )
    await expect(worry).to_have_attribute("aria-invalid", "true")


async def test_the_answer_has_the_focus(scriptless: BrowserContext) -> None:
    page = await Desk().open(scriptless, PAGES["home"]())
    await expect(page.get_by_role("region", name="Answer")).to_be_focused()


async def test_skip_link_comes_first(context: BrowserContext) -> None:
    page = await Desk().open(context, PAGES["who"]())
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main")).to_be_focused()


async def test_people_are_found_as_one_types(context: BrowserContext) -> None:
    page = await Desk().open(context, PAGES["who"]())
    await page.get_by_role("searchbox").fill("MANAGER east")
    await expect(page.get_by_role("status")).to_have_text("1 person found")
    await expect(page.get_by_role("button", name="Oisín Farrow")).to_be_visible()
    await expect(page.get_by_role("button", name="Wilf Abernethy")).to_have_count(0)


@pytest.mark.parametrize("typed", ["oisin", "Oisín", "OISÍN farrow"])
async def test_people_are_found_from_any_keyboard(context: BrowserContext, typed: str) -> None:
    assert [person.name for team in found(TEAMS, typed) for person in team.people] == ["Oisín Farrow"]
    page = await Desk().open(context, PAGES["who"]())
    await page.get_by_role("searchbox").fill(typed)
    await expect(page.get_by_role("status")).to_have_text("1 person found")


def test_people_are_found_without_a_script() -> None:
    (team,) = found(TEAMS, "MANAGER east")
    assert [person.name for person in team.people] == ["Oisín Farrow"]
    assert found(TEAMS, "zzz") == ()
    assert found(TEAMS, "") == TEAMS


def with_one_more(page: DeskPage) -> DeskPage:
    news = InboxMessage(
        "m99", at(25, 9), sealed(Card("Something new", "News", (), (Button("Look", Pressed()),)))
    )
    first, second, *rest = page.messages
    changed = replace(first, card=replace(first.card, title="Changed under one's hands"))
    other = replace(second, settled=True)
    return replace(page, messages=(news, changed, other, *rest))


async def test_news_arrives_and_takes_no_focus(context: BrowserContext) -> None:
    desk = Desk(live=True)
    page = await desk.open(context, PAGES["home"]())
    held = page.get_by_role("button", name="All are recorded")
    await held.focus()
    desk.page = render_home(with_one_more(home()))
    await expect(page.get_by_role("heading", name="Something new")).to_be_visible()
    await expect(page.locator("#news")).to_have_text("1 new message")
    await expect(page.locator("#m8").get_by_text("Nothing to answer here")).to_be_visible()
    await expect(held).to_be_focused()
    assert await page.locator("#messages > li").evaluate_all("items => items.map(item => item.id)") == [
        "m99",
        "m9",
        "m8",
        "m7",
    ]


async def test_a_second_press_is_not_sent(context: BrowserContext) -> None:
    desk = Desk(slow=True)
    page = await desk.open(context, PAGES["home"]())
    async with page.expect_navigation():
        await page.evaluate(
            """() => {
                const button = document.querySelector(".move");
                setTimeout(() => button.click(), 0);
                setTimeout(() => button.click(), 100);
            }"""
        )
    assert len(desk.posted) == 1


async def test_too_many_characters_are_counted_never_cut(context: BrowserContext) -> None:
    page = await Desk().open(context, PAGES["form_every_field"]())
    box = page.get_by_label("Several lines")
    await box.fill("🧒" * 2001)
    await expect(page.get_by_text("1 character too many")).to_be_visible()
    assert len(await box.input_value()) == 2001
