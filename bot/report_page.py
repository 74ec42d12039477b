"""``/report/…``: the report that somebody asked for in chat or on the desk, as a page and as a workbook, at an address
that is theirs and soon over. What is there first names nobody, and the report is a press further: whatever looks at an
address in a message, to show what it leads to, reads nothing."""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import Final

from aiohttp import web

from bot.commands import report_workbook
from bot.desk import report as pages
from bot.desk.printed import HEADERS
from bot.wiring import Bot
from cards.evidence.report import PeriodReport
from handlers.evidence.asked import look, meant_by
from handlers.evidence.gather import report

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PATH: Final = "/report/{token:[A-Za-z0-9_=-]{1,2000}}"


def add_reports(app: web.Application, bot: Bot) -> None:
    """Its pages; the caller has seen that an address is set."""

    async def front(request: web.Request) -> web.Response:
        stands = await asyncio.to_thread(_stands, bot, request.match_info["token"])
        shown = pages.front(bot.config.versions.latest.council, request.path, stands=stands)
        return _page(shown, 200 if stands else 404)

    async def page(request: web.Request) -> web.Response:
        made = await asyncio.to_thread(_made, bot, request.match_info["token"])
        return _page(pages.page(made)) if made else await front(request)

    async def book(request: web.Request) -> web.Response:
        made = await asyncio.to_thread(_made, bot, request.match_info["token"])
        return _download(made) if made else await front(request)

    app.router.add_get(_PATH, front)
    app.router.add_get(f"{_PATH}/page", page)
    app.router.add_get(f"{_PATH}/workbook", book)


def _stands(bot: Bot, token: str) -> bool:
    with bot.read() as work:
        return meant_by(work, token) is not None


def _made(bot: Bot, token: str) -> PeriodReport | None:
    """That it is looked at is in the trail first."""
    with bot.work() as work:
        asked = meant_by(work, token)
        if asked is None:
            return None
        look(work, asked, "report.opened")
    with bot.read() as work:
        return report(work, asked)


def _page(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", headers=HEADERS)


def _download(made: PeriodReport) -> web.Response:
    file = BytesIO()
    report_workbook.write(made, file)
    named = f'attachment; filename="supervision-{made.first}-to-{made.last}.xlsx"'
    headers = {**HEADERS, "Content-Disposition": named}
    return web.Response(body=file.getvalue(), content_type=_XLSX, headers=headers)
