"""What is told about sessions booked, asked for and moved."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from cards.sessions import book as cards_book
from cards.sessions.asks import SessionWish
from cards.shared.meeting import KINDS, Meeting
from handlers.notifications.notice import EventNotice, Key, Told, notice
from handlers.shared import times
from handlers.shared.meetings import meeting, moment
from handlers.shared.times import Pair
from policy.facts import SessionState
from storage import cases, people, sessions
from storage.work import Work


@notice("booked")
class Booked(EventNotice[cards_book.Booked | cards_book.NoLonger]):
    """To the other one: what is booked, and as things stand later. ``at``: when, where one may be booked again."""

    session: int
    at: int | None = None

    def key(self) -> Key:
        again = f":{self.at}" if self.at else ""
        return Key(f"session:{self.session}:booked{again}")

    def says(self, work: Work, told: Told) -> cards_book.Booked | cards_book.NoLonger:
        view = sessions.session(work, self.session)
        shown = meeting(work, view, people.person(work, told.reader))
        if view.state is SessionState.BOOKED and view.ends_at > work.now:
            return cards_book.Booked(shown, view.provisional)
        state = "it has begun" if view.state is SessionState.BOOKED else str(view.state)
        return cards_book.NoLonger(shown, state)


@notice("book_request")
class SessionRequested(SessionWish, EventNotice[cards_book.Asked]):
    """To the supervisor: true until that time is booked or past."""

    supervisee: int
    supervisor: int
    at: int

    def key(self) -> Key:
        return Key(f"person:{self.supervisee}:asks:{self.session_kind}:{self.at}")

    def says(self, work: Work, _told: Told) -> cards_book.Asked | None:
        who = people.people(work, [self.supervisee, self.supervisor])
        pair = who[self.supervisee], who[self.supervisor]
        at = moment(work, times.instant(self.at))
        if at.instant <= work.now or _is_booked(work, pair, at.instant):
            return None
        minutes = work.rules.practice.session_minutes
        free = times.problem(work, pair, at.instant, minutes, pair[1]) is None
        shown = Meeting(0, KINDS[self.session_kind], pair[0].name, at)
        return cards_book.Asked(shown, self, free, self.extra, _case(work, self.case))


def _is_booked(work: Work, pair: Pair, at: datetime) -> bool:
    mine = sessions.booked_for(work, pair[0].id)
    return any(s.starts_at == at and s.supervisor.id == pair[1].id for s in mine)


def _case(work: Work, case_id: int | None) -> str:
    return cases.case(work, case_id).reference if case_id is not None else ""


@notice("move_asked")
class MoveAsked(EventNotice[cards_book.MoveAsked]):
    """To the other one: true until the session moved, ended or its day came. ``at``: the new time; ``by``: who asks."""

    session: int
    at: int
    booked_at: Annotated[int, Field(alias="from")]
    by: int = 0

    def key(self) -> Key:
        return Key(f"session:{self.session}:move:{self.at}:{self.by}")

    def says(self, work: Work, told: Told) -> cards_book.MoveAsked | None:
        view, to = sessions.session(work, self.session), moment(work, times.instant(self.at))
        stale = int(view.starts_at.timestamp()) != self.booked_at or to.instant <= work.now
        if view.state is not SessionState.BOOKED or stale:
            return None
        if work.today >= view.on and not view.provisional:
            return None
        return cards_book.MoveAsked(meeting(work, view, people.person(work, told.reader)), to)


@notice("moved")
class Moved(EventNotice[cards_book.Moved | cards_book.NoLonger]):
    """To the other one. ``at``: its new time; ``minute``: when it was moved."""

    session: int
    at: int = 0
    minute: str = ""

    def key(self) -> Key:
        return Key(f"session:{self.session}:moved:{self.at}:{self.minute}")

    def says(self, work: Work, told: Told) -> cards_book.Moved | cards_book.NoLonger:
        view = sessions.session(work, self.session)
        shown = meeting(work, view, people.person(work, told.reader))
        if view.state is not SessionState.BOOKED:
            return cards_book.NoLonger(shown, str(view.state))
        return cards_book.Moved(shown)
