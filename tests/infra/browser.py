"""The machine's own Chromium, driven by Playwright, and axe on a page."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_AXE = Axe()
_VIOLATIONS = """axe.run({resultTypes: ["violations"]}).then(
    found => found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html}`)))"""


def find_chromium() -> str | None:
    """The path of the first Chromium on PATH."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


@asynccontextmanager
async def launched(executable: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield browser
        await browser.close()


async def accessibility_violations(page: Page) -> list[str]:
    """What axe finds on the page as it is now, each as `rule: element`; empty when it finds nothing."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_AXE.axe_script)  # once for a page: it is half a megabyte to read
    found: list[str] = await page.evaluate(_VIOLATIONS)
    return found
