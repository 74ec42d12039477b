"""``calendar``: everybody's own sessions at a private address, for the calendar they use; and one session as a file."""

from __future__ import annotations

from cards.sessions import calendar as words
from cards.sessions import refusals
from cards.sessions.asks import CalendarAbout, CalendarFileShown, CalendarStopped, NewCalendarAddress
from handlers.shared import meetings, permissions
from handlers.shared.base import Done, Refusal, Reply, Request
from policy.facts import SessionState
from storage import calendar_feeds, sessions
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


def may_have_file(request: Request[CalendarFileShown], work: Work) -> bool:
    """The two, and everybody in a group."""
    view = sessions.session(work, request.ask.session)
    together = view.group.participants if view.group else ()
    return request.actor in together or permissions.is_pair(request.actor, view, work)


def file(request: Request[CalendarFileShown], work: Work) -> Reply:
    """The address of the file: it holds for a day, for whoever has it."""
    _require_on(work)
    view = sessions.session(work, request.ask.session)
    if view.state is not SessionState.BOOKED:
        raise Refusal(refusals.NOT_TO_ADD)
    key = calendar_feeds.file_key(work, request.actor.id, view.id)
    address = f"{work.config.calendar_address}/calendar/session/{key}.ics"
    return Reply(words.file(meetings.meeting(work, view, request.actor), address))


def _require_on(work: Work) -> None:
    if not work.config.calendar_address:
        raise Refusal(words.OFF)
