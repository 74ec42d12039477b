"""Brings the events in supervisors' calendars into line with their sessions, beside the clock: no booking waits for it,
and none fails by it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from bot.logs import log
from bot.outlook.events import EventDetails, Events
from bot.outlook.faults import OutlookError
from bot.wiring import Bot
from cards.sessions.calendar import MADE_BY, title
from handlers.sessions.outlook import notify_behind
from storage import calendar_feeds, outlook_events
from storage.outlook_events import DueEvent
from storage.states import OutlookFault
from storage.work import Work

#: These fail whosever calendar it is.
_OF_ALL: Final = (OutlookFault.SIGN_IN, OutlookFault.NO_ANSWER)


@dataclass(frozen=True, slots=True)
class _Planned:
    """``shown``: what it is to show; None where it is to be taken out."""

    due: DueEvent
    shown: EventDetails | None


async def write_due(bot: Bot, events: Events) -> None:
    """Every event that isn't as its session is; after a try that failed for all, the others are left for the next
    time. No transaction is open while Graph is asked."""
    while planned := await asyncio.to_thread(_take, bot):
        try:
            event = await _brought(events, planned)
        except OutlookError as error:
            log.warning("outlook.event.failed", why=error.why, word=error.word)
            await asyncio.to_thread(_failed, bot, planned.due, error.why)
            if error.why in _OF_ALL:
                return
        else:
            await asyncio.to_thread(_keep, bot, planned, event)


def _take(bot: Bot) -> _Planned | None:
    with bot.work() as work:
        due = outlook_events.take(work)
        return _Planned(due, _shown(work, due) if due.stands else None) if due else None


def _shown(work: Work, due: DueEvent) -> EventDetails:
    """As in the calendar that somebody subscribes to: no case but where the council allows it."""
    view = due.view
    named = calendar_feeds.named_cases(work, [view.id]) if work.config.calendar_cases else {}
    text = "\n".join((", ".join(named.get(view.id, ())), MADE_BY)).strip()
    what = title(str(view.kind), view.supervisee.name)
    return EventDetails(what, text, view.starts_at, view.ends_at, view.provisional)


async def _brought(events: Events, planned: _Planned) -> str | None:
    """What Outlook calls it now; None where it isn't there."""
    due, shown = planned.due, planned.shown
    if shown is None:
        await _taken_out(events, due)
        return None
    if due.event is None:
        return await events.make(due.email, due.key, shown, again=due.again)
    if shown.digest == due.shown or await events.change(due.email, due.event, shown):
        return due.event
    return None


async def _taken_out(events: Events, due: DueEvent) -> None:
    event = due.event
    if event is None and due.again:
        event = await events.find(due.email, due.key)
    if event:
        await events.take_out(due.email, event)


def _keep(bot: Bot, planned: _Planned, event: str | None) -> None:
    with bot.work() as work:
        if planned.shown is None:
            outlook_events.taken_out(work, planned.due)
        elif event is None:
            outlook_events.gone(work, planned.due)
        else:
            outlook_events.written(work, planned.due, event, planned.shown.digest)


def _failed(bot: Bot, due: DueEvent, why: OutlookFault) -> None:
    with bot.work() as work:
        tries = outlook_events.failed(work, due, why)
        notify_behind(work, due, tries)
