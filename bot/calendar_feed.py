"""``/calendar/SECRET.ics``: a person's sessions as their calendar subscribes to them; ``/calendar/session/KEY.ics``:
one of them as a file. Times are UTC instants, which every program reads alike; an event keeps its UID, in both, when it
moves, and its SEQUENCE then rises."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import Final

from aiohttp import web
from icalendar import Calendar, Event

from bot.wiring import Bot
from cards.sessions.calendar import title
from storage import calendar_feeds
from storage.council import council
from storage.sessions import SessionView
from storage.work import Work

#: When a program should ask again.
_AGAIN: Final = timedelta(hours=1)
_AGAIN_IN_OUTLOOK: Final = "PT1H"
#: To whoever follows an old link.
NO_FILE: Final = (
    "This link no longer works: press “Add to calendar” again. A session that was cancelled has none."
)


def add_calendars(app: web.Application, bot: Bot) -> None:
    """Nothing where no calendars are given out."""

    async def shown(request: web.Request) -> web.Response:
        body = await asyncio.to_thread(_body, bot, request.match_info["secret"])
        if body is None:
            raise web.HTTPNotFound
        return _answer(request, body)

    async def fetched(request: web.Request) -> web.Response:
        body = await asyncio.to_thread(_file, bot, request.match_info["key"])
        if body is None:
            raise web.HTTPNotFound(text=NO_FILE)
        headers = {
            "Content-Disposition": 'attachment; filename="supervision.ics"',
            "Cache-Control": "no-store",
        }
        return web.Response(body=body, headers=headers, content_type="text/calendar", charset="utf-8")

    if bot.config.calendar_address:
        app.router.add_get("/calendar/session/{key:[A-Za-z0-9_=-]+}.ics", fetched)
        app.router.add_get("/calendar/{secret:[A-Za-z0-9_-]{43}}.ics", shown)


def _answer(request: web.Request, body: bytes) -> web.Response:
    """Not sent again to a program that has it."""
    tag = sha256(body).hexdigest()[:32]
    headers = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"}
    if tag in {one.value for one in request.if_none_match or ()}:
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, headers=headers, content_type="text/calendar", charset="utf-8")


def _body(bot: Bot, secret: str) -> bytes | None:
    with bot.read() as work:
        owner = calendar_feeds.owner(work, secret)
        return None if owner is None else calendar_of(work, owner)


def _file(bot: Bot, key: str) -> bytes | None:
    with bot.read() as work:
        found = calendar_feeds.of_file(work, key)
        if found is None:
            return None
        person_id, view = found
        return _written(work, [view], person_id)


def calendar_of(work: Work, person_id: int) -> bytes:
    """One person's sessions. The same facts give the same bytes."""
    return _written(work, calendar_feeds.shown(work, person_id), person_id, subscribed=True)


def _written(work: Work, found: Sequence[SessionView], person_id: int, *, subscribed: bool = False) -> bytes:
    """``subscribed``: it has a name of its own, and is asked for again."""
    ids = [one.id for one in found]
    revisions, kept, made = calendar_feeds.revisions(work, ids), council(work), Calendar()
    cases = calendar_feeds.named_cases(work, ids) if work.config.calendar_cases else {}
    made.add("prodid", "-//Supervision bot//EN")
    made.add("version", "2.0")
    if subscribed:
        made.add("x-wr-calname", "Supervision")
        made.add("refresh-interval", _AGAIN, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", _AGAIN_IN_OUTLOOK)
    for view in found:
        event = _event(view, person_id, revisions.get(view.id, 0), kept.name if kept else "")
        if view.id in cases:
            event.add("description", ", ".join(cases[view.id]))
        made.add_component(event)
    return bytes(made.to_ical())


def _event(view: SessionView, person_id: int, revision: int, council_name: str) -> Event:
    other = view.supervisor if person_id == view.supervisee.id else view.supervisee
    event = Event()
    event.add("uid", f"{sha256(f'{council_name} session {view.id}'.encode()).hexdigest()[:32]}@supervision")
    event.add("dtstamp", datetime.combine(view.booked_on, time(), UTC))
    event.add("sequence", revision)
    event.add("dtstart", view.starts_at)
    event.add("dtend", view.ends_at)
    event.add("summary", title(str(view.kind), other.name))
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    event.add("status", "TENTATIVE" if view.provisional else "CONFIRMED")
    return event
