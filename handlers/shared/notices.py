"""What is told of a session that several features cancel, move or bring about, and of its cases and records."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, TypeAlias

from cards.model import Text
from cards.people import leaving as cards_leaving
from cards.records.acknowledge import ToAcknowledge
from cards.sessions import cancel as cards_cancel
from cards.sessions import group as cards_group
from cards.sessions import move as cards_move
from cards.sessions import rebook as cards_rebook
from cards.sessions import session_asked
from cards.sessions.asks import SessionMoved, SessionRebooked, SessionWish, TimeProposed
from cards.shared.duty_claims import BooksNext
from handlers.notifications.notice import EventNotice, NoticeContext, NoticeKey, notice
from handlers.shared import asked_sessions, session_lengths, times
from handlers.shared.acknowledging import acknowledging_rule, waiting, waiting_ids
from handlers.shared.cancelled_session import answered_by, as_read
from handlers.shared.case_lookup import cite_rule
from handlers.shared.meetings import both_names, meeting, moment
from handlers.shared.no_time import why_no_time
from handlers.shared.permissions import is_supervisor
from handlers.shared.rebooking import (
    can_be_held,
    earliest_after,
    limit_of,
    pair_of,
    times_before,
    window,
)
from handlers.shared.unasked import RETURNED
from handlers.shared.uncovered import without_anybody
from policy.facts import SessionKind, SessionState, Subject, SubjectKind
from policy.obligations import is_overdue
from policy.ruleset import Role
from storage import (
    asked_for,
    leaving,
    next_sessions,
    people,
    repeated_nudges,
    sessions,
    stand_ins,
    supervision,
)
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


class _ToBeRebooked(EventNotice[cards_cancel.Cancelled]):
    """True for good, its buttons only while nothing is booked instead. Whoever wasn't told before another took its
    place, such as whoever was away, has nothing to know of it any more."""

    session: int
    back = False

    def says(self, work: Work, context: NoticeContext) -> cards_cancel.Cancelled | None:
        view = sessions.session(work, self.session)
        if view.state is not SessionState.CANCELLED:
            return None
        instead = stand_ins.stand_in(work, view.id)
        reader = people.person(work, context.reader)
        instead = instead or answered_by(work, view, reader)
        if not context.sent and instead and instead.state is SessionState.HELD:
            return None
        read = as_read(work, view, reader, kept=True)
        if self.back and not context.sent and (read.arranged is not None or read.then):
            return None  # only a session that waited for a return is told of again
        return cards_cancel.Cancelled(read, back=self.back)

    def later(self, work: Work, _context: NoticeContext) -> Collection[str]:
        """Of the return that it waited for, and of what was booked in its place and cancelled too; none once something
        is booked."""
        if stand_ins.stand_in(work, self.session):
            return ()
        newest = stand_ins.newest_cancelled(work, self.session)
        again = () if newest == self.session else _sources(newest)
        return [Returned(session=self.session).key().source, *again]

    def on_delivery(self, work: Work, context: NoticeContext) -> None:
        """What was told before of the same points here."""
        for one in stand_ins.replaced(work, self.session):
            for kind in (Cancelled.kind, Returned.kind):
                about = Subject(SubjectKind.SESSION, one)
                repeated_nudges.show_event_again(work, kind, about, context.reader)


def _sources(session: int) -> Sequence[str]:
    return [Cancelled(session=session).key().source, Returned(session=session).key().source]


@notice("cancelled")
class Cancelled(_ToBeRebooked):
    """To both of the pair."""

    session: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:cancelled")


@notice(RETURNED)
class Returned(_ToBeRebooked):
    """To both of the pair: whose absence it was cancelled for is back, on their ``first`` day, or whoever was away when
    the bot would have booked a time."""

    session: int
    first: date | None = None
    back = True

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:returned", str(self.first))


@notice("earlier")
class MeetEarlier(EventNotice[cards_rebook.MeetEarlier]):
    """To both of the pair, before planned leave of one (``away``) from ``first``: times that come before it. Of rows
    from before ``Cancelled`` said so itself."""

    session: int
    away: int
    first: date

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:earlier", self.first.isoformat())

    def says(self, work: Work, context: NoticeContext) -> cards_rebook.MeetEarlier | None:
        view, reader = sessions.session(work, self.session), people.person(work, context.reader)
        to_come = view.state is not SessionState.HELD and view.on >= self.first
        found = times_before(work, view, self.first) if to_come else []
        if not found:
            return None
        ask: cards_cancel.AskAtTime = SessionMoved
        if view.state is SessionState.CANCELLED:
            ask = SessionRebooked if is_supervisor(reader, view, work) else TimeProposed
        away = None if self.away == reader.id else people.person(work, self.away).name
        known = times.known(work, pair_of(work, view), reader)
        return cards_rebook.MeetEarlier(
            meeting(work, view, reader), away, times.moments(work, found), ask, known
        )


@notice("no_time")
class NoCommonTime(EventNotice[cards_rebook.NoCommonTime]):
    """No common time before the ``limit``: to the line manager, and to both. Where another stood in for it and was
    cancelled too, that one's says it."""

    session: int
    limit: date | None = None

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:no_time:{self.limit}")

    def says(self, work: Work, context: NoticeContext) -> cards_rebook.NoCommonTime | None:
        view = sessions.session(work, self.session)
        limit = limit_of(work, view)
        within = window(work, view, limit)
        over = stand_ins.stand_in(work, view.id) or stand_ins.newest_cancelled(work, view.id) != view.id
        if over or within is None or can_be_held(work, view, within):
            return None
        reader = people.person(work, context.reader)
        by = limit.due if is_supervisor(reader, view, work) else None
        until = by or next((day for day in (within.first, within.last) if day >= work.today), None)
        if until is None or can_be_held(work, view, replace(within, first=until)):
            return None  # no days were left to look at: that it is late goes up the line by itself
        return self._read_by(work, view, reader, by, until)

    def _read_by(
        self, work: Work, view: SessionView, reader: Person, by: date | None, looked_until: date
    ) -> cards_rebook.NoCommonTime:
        """``by``: the last day for holding it, for whoever books: nobody else reads it."""
        pair = pair_of(work, view)
        later = earliest_after(work, view, by or looked_until)
        manager = reader.id not in [p.id for p in pair]
        return cards_rebook.NoCommonTime(
            both_names(pair),
            moment(work, later) if later else None,
            manager=manager,
            why=why_no_time(work, view, by or looked_until),
            books=cards_rebook.ToRebook(meeting(work, view, reader), by) if by else None,
            known=times.known(work, pair, reader),
            passed=is_overdue(by or looked_until, work.today),
            uncovered=without_anybody(work, view.supervisee.id) if manager else None,
        )


@notice("handed_over")
class SessionsHandedOver(EventNotice[cards_leaving.SessionsHandedOver]):
    """To each of those concerned (``reader``). ``sessions``: which, and with whom each was to be held; ``over``: those
    of them that it left to nobody."""

    reader: int
    sessions: tuple[tuple[int, int], ...]
    over: tuple[int, ...] = ()

    def key(self) -> NoticeKey:
        which = ",".join(f"{session}.{was}" for session, was in self.sessions)
        return NoticeKey(f"person:{self.reader}:handed_over:{which}")

    def says(self, work: Work, context: NoticeContext) -> cards_leaving.SessionsHandedOver | None:
        reader = people.person(work, context.reader)
        was = people.people(work, [before for _, before in self.sessions])
        found = [self._one(work, reader, session, was[before]) for session, before in self.sessions]
        lines = [one for one in found if one]
        return cards_leaving.SessionsHandedOver(lines) if lines else None

    def _one(self, work: Work, reader: Person, session: int, was: Person) -> cards_leaving.HandedOver | None:
        view = sessions.session(work, session)
        why = self._why(work, reader, view, was)
        if session in self.over and view.state is SessionState.CANCELLED:
            return cards_leaving.HandedOver(meeting(work, view, reader), was.name, "", why=why)
        if view.state is not SessionState.BOOKED or view.supervisor == was:
            return None
        mine, before = reader == view.supervisor, "" if reader == was else was.name
        return cards_leaving.HandedOver(meeting(work, view, reader), before, view.supervisor.name, mine, why)

    def _why(self, work: Work, reader: Person, view: SessionView, was: Person) -> Text:
        names = {p.id: "" if p == reader else p.name for p in (view.supervisee, was, view.supervisor)}
        for one in (view.supervisee, was):
            if one.left_on and one.left_on < view.on:
                return cards_leaving.last_day(names[one.id], one.left_on, work.today)
        whom = names[view.supervisee.id]
        if view.group:
            there = any(p.in_post(view.on) for p in view.group.participants)
            return cards_leaving.ALL_HAVE_MOVED if there else cards_leaving.ALL_HAVE_LEFT
        if view.state is SessionState.CANCELLED:
            return cards_leaving.nobody_supervises(whom, view.on)
        return cards_leaving.supervises(names[view.supervisor.id], whom, view.on)


#: What happened to a group, each told once of each time that it is booked for.
GroupStep: TypeAlias = Literal["booked", "moved", "cancelled"]


@notice("group")
class GroupChanged(EventNotice[cards_group.GroupChanged | cards_group.GroupOver]):
    """To those it concerns, as things stand. ``starts``: when, in whole seconds; ``minutes``: how long, where that
    isn't as usual."""

    session: int
    what: GroupStep = "booked"
    starts: int = 0
    minutes: int | None = None

    def key(self) -> NoticeKey:
        when = f"{self.starts}.{self.minutes}" if self.minutes else f"{self.starts}"
        return NoticeKey(f"session:{self.session}:group:{self.what}:{when}", self.what)

    def says(self, work: Work, context: NoticeContext) -> cards_group.GroupChanged | cards_group.GroupOver:
        view = sessions.session(work, self.session)
        reader = people.person(work, context.reader)
        shown = meeting(work, view, reader)
        if view.group is None or view.state is not SessionState.BOOKED:
            not_held = view.cancelled_on == view.on and view.starts_at <= work.now
            return cards_group.GroupOver(shown, view.state, not_held, self._books_next(work, view, reader))
        roles = [r for r in ("recorder", "signer") if getattr(view.group, r) == reader]
        minutes = session_lengths.unless_usual(work, view.minutes)
        return cards_group.GroupChanged(shown, roles, context.step == "moved", minutes)

    def _books_next(self, work: Work, view: SessionView, reader: Person) -> BooksNext | None:
        """Of one that was cancelled, while no group to come is its reader's: its leader; where they have left by its
        day, or the reader has another supervisor by then, whoever that is; while they are away whoever covers."""
        if view.state is not SessionState.CANCELLED or next_sessions.next_start(
            work, reader.id, (SessionKind.GROUP,)
        ):
            return None
        leads: int | None = view.supervisor.id
        day = max(view.on, work.today)
        if not view.supervisor.in_post(day) or leaving.has_parted(work, view, reader.id):
            leads = supervision.supervisor_on(work, reader.id, day)
        elif people.absence_now(work, view.supervisor.id, day):
            leads = self._covers_for(work, view, reader, day)
        if leads is None or leads == reader.id:
            return None
        return BooksNext(reader.id, leads, people.person(work, leads).name)

    def _covers_for(self, work: Work, view: SessionView, reader: Person, day: date) -> int | None:
        """Of all in it, to whoever records or signs it off; else of the reader."""
        belong = view.group.participants if view.group else ()
        whose = [reader] if reader in belong else belong
        found = {supervision.supervisor_on(work, one.id, day) for one in whose} - {view.supervisor.id}
        return found.pop() if len(found) == 1 else None


@notice(asked_for.SESSION_ASKED)
class SessionRequested(SessionWish, EventNotice[session_asked.SessionRequested]):
    """To whoever is asked: true until the two have booked one. ``supervisor``: who was at first;
    ``again``: nobody has booked it so far; ``newest`` and ``unconfirmed``: as of ``BeforeAsking``."""

    supervisee: int
    supervisor: int
    at: int
    again: bool = False
    newest: int = 0
    unconfirmed: int = 0

    def key(self) -> NoticeKey:
        long = f":{self.minutes}" if self.minutes else ""
        source = f"person:{self.supervisee}:asks:{self.session_kind}:{self.at}{long}"
        return NoticeKey(source, "again") if self.again else NoticeKey(source)

    def says(self, work: Work, context: NoticeContext) -> session_asked.SessionRequested | None:
        if context.sent and asked_sessions.is_answered(work, self, self.at):
            return None
        return asked_sessions.asked(work, self, self.at, context.reader, again=self.again)


@notice("as_it_was")
class AsItWas(EventNotice[cards_move.Moved]):
    """To both: what the bot had booked in a cancelled session's place is at its own time. ``minute``: since."""

    session: int
    minute: str

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:as_it_was:{self.minute}")

    def says(self, work: Work, context: NoticeContext) -> cards_move.Moved | None:
        view = sessions.session(work, self.session)
        shown = cards_move.Moved(meeting(work, view, people.person(work, context.reader)), as_before=True)
        return shown if view.state is SessionState.BOOKED and view.ends_at > work.now else None


@notice("acknowledge_asked")
class AcknowledgementAsked(EventNotice[ToAcknowledge]):
    """To the worker, once the session was held."""

    session: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:acknowledge", "ask")

    def says(self, work: Work, _context: NoticeContext) -> ToAcknowledge | None:
        view = sessions.session(work, self.session)
        left = [c.reference for c in waiting(work, view, Role.SUPERVISEE)]
        rule = cite_rule(acknowledging_rule(work, Role.SUPERVISEE))
        return ToAcknowledge(meeting(work, view, view.supervisee), left, rule) if left else None

    def begins(self, work: Work, _context: NoticeContext) -> Collection[int]:
        return waiting_ids(work, sessions.session(work, self.session), Role.SUPERVISEE)
