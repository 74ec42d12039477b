"""``calendar``: everybody's own sessions at a private address, for the calendar they use."""

from __future__ import annotations

from cards.sessions import calendar as words
from cards.sessions.asks import CalendarAbout, CalendarStopped, NewCalendarAddress
from handlers.shared.base import Done, Refusal, Reply, Request
from storage import calendar_feeds
from storage.work import Work


def about(_request: Request[CalendarAbout], work: Work) -> Reply:
    _require_on(work)
    return Reply(words.about())


def give(request: Request[NewCalendarAddress], work: Work) -> Done:
    """Shown to the asker alone, this once: only a digest of it is kept."""
    _require_on(work)
    secret = calendar_feeds.give(work, request.actor.id)
    return Done(words.given(f"{work.config.calendar_address}/calendar/{secret}.ics"), keep=True)


def stop(request: Request[CalendarStopped], work: Work) -> Done:
    return Done(words.stopped(was=calendar_feeds.stop(work, request.actor.id)), keep=True)


def _require_on(work: Work) -> None:
    if not work.config.calendar_address:
        raise Refusal(words.OFF)
