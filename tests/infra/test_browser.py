"""Chromium runs, and axe sees what is wrong on a page and nothing on a sound one."""

from playwright.async_api import Page

from tests.infra.browser import accessibility_violations

_SOUND = "<html lang=en-GB><title>Desk</title><main><h1>Desk</h1><p>Nothing is due.</p></main></html>"


async def test_axe_finds_nothing_on_a_sound_page(page: Page) -> None:
    await page.set_content(_SOUND)
    assert await page.title() == "Desk"
    assert await accessibility_violations(page) == []


async def test_axe_finds_a_field_without_a_label(page: Page) -> None:
    await page.set_content(_SOUND.replace("<p>", "<input><p>"))
    assert await accessibility_violations(page) == ["label: <input>"]
