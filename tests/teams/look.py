"""``python -m tests.teams.look FOLDER``: every message and form as Microsoft's own renderer shows it, as pictures to
look at, light and dark, as wide as a phone and as a desktop window. A client draws buttons itself: these are near to
Teams'."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.async_api import Page

from tests.cards.test_contract import CARDS, FORMS
from tests.infra import npm
from tests.infra.browser import find_chromium, launched
from tests.teams.test_cards import host, made

#: A card's width in pixels, how many of its columns stand side by side, and how many cards are on one picture.
SHEETS: Final = ((320, 5, 12), (1280, 1, 8))
CARD: Final = {"light": "#ffffff", "dark": "#292929"}
STYLE: Final = """
body { margin: 8px; font-family: 'Segoe UI', Arial, sans-serif; background: #8884; }
main { display: flex; gap: 14px; align-items: flex-start; }
section { margin-bottom: 14px; border-radius: 6px; overflow: hidden; }
h6 { font: 11px monospace; margin: 2px; }
input, textarea, select { font: inherit; width: 100%; box-sizing: border-box; }
input[type=checkbox], input[type=radio] { width: auto; }
.ac-pushButton { font: inherit; font-size: 14px; padding: 5px 12px; border: 1px solid #999; border-radius: 4px;
  background: none; color: inherit; white-space: nowrap; }
.ac-pushButton.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #fff; }
.ac-pushButton.style-destructive { border-color: #c4314b; }
.dark { color: #fff; }
a { color: #5b5fc7; }
.dark a { color: #7f85f5; }
"""
DRAW: Final = """([cards, host, width, colour]) => {
  for (const [name, made] of cards) {
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = new AdaptiveCards.HostConfig(host);
    card.parse(made);
    const section = document.createElement('section'), title = document.createElement('h6');
    section.style.cssText = `width: ${width}px; background: ${colour}`;
    section.append(card.render());
    title.textContent = name;
    const columns = [...document.querySelectorAll('main > div')];
    columns.reduce((a, b) => a.offsetHeight <= b.offsetHeight ? a : b).append(title, section);
  }
}"""


async def look(folder: Path) -> None:
    names = [name for name in (*sorted(CARDS), *sorted(FORMS)) if not name.startswith("extreme")]
    async with launched(find_chromium() or "chromium") as browser:
        page = await browser.new_page()
        for theme in CARD:
            for width, columns, most in SHEETS:
                await page.set_viewport_size({"width": columns * (width + 14) + 20, "height": 800})
                for n in range(0, len(names), most):
                    await _draw(page, names[n : n + most], theme, width, columns)
                    file = folder / f"{theme}-{width}-{n // most:02}.png"
                    await page.screenshot(path=file, full_page=True)
                    print(file)


async def _draw(page: Page, names: Sequence[str], theme: str, width: int, columns: int) -> None:
    empty = f"<style>{STYLE}</style><body class={theme}><main>{'<div></div>' * columns}</main></body>"
    await page.set_content(empty)
    await page.add_script_tag(path=npm.packages() / "adaptivecards/dist/adaptivecards.min.js")
    await page.evaluate(DRAW, [[[name, made(name)] for name in names], host(theme), width, CARD[theme]])


if __name__ == "__main__":
    given = Path(sys.argv[1])
    given.mkdir(parents=True, exist_ok=True)
    asyncio.run(look(given))
