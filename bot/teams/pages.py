"""``/privacy`` and ``/terms``, which the app's page in Teams links: what is kept here, and what it is for. They name
nobody, and are the same for whoever reads them."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.desk.printed import HEADERS, printed
from bot.teams import TRAITS
from bot.wiring import Bot
from cards.formats import listing
from policy.ruleset import ANCHORS, KINDS

PRIVACY: Final = "/privacy"
TERMS: Final = "/terms"


def add_pages(app: web.Application, bot: Bot) -> None:
    async def privacy(_request: web.Request) -> web.Response:
        return _page("Supervision: what it keeps", "app_privacy.html", bot)

    async def terms(_request: web.Request) -> web.Response:
        return _page("Supervision: what it is for", "app_terms.html", bot)

    app.router.add_get(PRIVACY, privacy)
    app.router.add_get(TERMS, terms)


def _page(title: str, template: str, bot: Bot) -> web.Response:
    policy, config = bot.config.versions.latest, bot.config
    here = [platform.traits.title for platform in bot.platforms.values()]
    text = printed(
        template,
        title,
        policy.council,
        terms=[f"{KINDS[k]}: {p} after {ANCHORS[k]}" for k, p in policy.practice.retention.terms()],
        calendars=bool(config.calendar_address),
        reports=config.report_address is not None,
        outlook=config.outlook,
        events=config.outlook_events,
        platforms=listing([TRAITS.title, *(title for title in here if title != TRAITS.title)], "or"),
    )
    return web.Response(text=text, content_type="text/html", headers=HEADERS)
