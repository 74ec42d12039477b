"""A session that a supervisee asked for and nobody booked: asked again, and, once its time is over, said to them;
and a time that one of the two proposed instead and the other never answered: asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from cards.kept_fields import from_fields
from cards.sessions.unanswered import Unanswered
from cards.shared.meeting import KINDS, NextMeeting
from handlers.notifications.notice import EventNotice, Key, Told, notice
from handlers.notifications.notifier import notify
from handlers.sessions.notices import MoveAsked, SessionRequested
from handlers.shared import times
from handlers.shared.meetings import moment
from policy.facts import SessionKind
from policy.periods import Period, Unit
from policy.ruleset import Delivery
from storage import asked_for, next_sessions, people
from storage.asked_for import ToldRequest
from storage.work import Work

#: So long after it was told it is asked again.
AGAIN: Final = Period(2, Unit.WORKING_DAY)
#: What was asked for longer ago is forgotten: no time so far ahead is asked for.
LOOKED_BACK: Final = timedelta(days=120)


@notice("book_unanswered")
class SessionUnanswered(EventNotice[Unanswered]):
    """To the supervisee, once the time they asked for is over, unless the two have booked since the day ``on`` which
    they asked."""

    supervisee: int
    supervisor: int
    session_kind: SessionKind
    at: int
    on: date

    def key(self) -> Key:
        return Key(f"person:{self.supervisee}:unanswered:{self.session_kind}:{self.at}")

    def says(self, work: Work, _told: Told) -> Unanswered | None:
        if asked_for.booked_since(work, self.supervisee, self.supervisor, self.on):
            return None
        following = next_sessions.next_start(work, self.supervisee, (SessionKind.CASE, SessionKind.PERSONAL))
        meets = NextMeeting(self.supervisee, moment(work, following.starts_at) if following else None)
        name, at = people.person(work, self.supervisor).name, moment(work, times.instant(self.at))
        return Unanswered(KINDS[self.session_kind], at, name, self.supervisor, meets)


def follow(work: Work) -> None:
    """Each night."""
    for told in asked_for.told_since(work, MoveAsked.kind, work.now - LOOKED_BACK):
        _ask_again(work, from_fields(MoveAsked, told.fields), told)
    for told in asked_for.told_since(work, SessionRequested.kind, work.now - LOOKED_BACK):
        asked, on = from_fields(SessionRequested, told.fields), work.calendar.day_of(told.sent_at)
        _ask_again(work, asked, told)
        over = times.instant(asked.at) <= work.now
        if over and not asked_for.booked_since(work, asked.supervisee, asked.supervisor, on):
            unanswered = SessionUnanswered(
                supervisee=asked.supervisee,
                supervisor=asked.supervisor,
                session_kind=asked.session_kind,
                at=asked.at,
                on=on,
            )
            notify(work, unanswered, to=asked.supervisee, send=Delivery.DAY)


def _ask_again(work: Work, asked: MoveAsked | SessionRequested, told: ToldRequest) -> None:
    """Once, as long as its time is to come; what was settled meanwhile is no longer true and isn't told."""
    waited = work.today >= work.calendar.add(work.calendar.day_of(told.sent_at), AGAIN)
    if waited and times.instant(asked.at) > work.now:
        notify(work, replace(asked, again=True), to=told.recipient_id, send=Delivery.DAY)
