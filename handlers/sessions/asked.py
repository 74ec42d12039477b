"""A session that a supervisee asked for and nobody booked: asked again, and, once its time is over, said to them;
and a time that one of the two proposed instead and the other never answered: asked again, and said to whoever proposed
it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cards.kept_fields import from_fields
from cards.sessions import move as cards_move
from cards.sessions import unanswered as cards_unanswered
from cards.sessions.unanswered import SessionRequestUnanswered
from cards.shared.meeting import KINDS, NextMeeting
from handlers.notifications.notice import EventNotice, NoticeContext, NoticeKey, notice
from handlers.notifications.notifier import latest, notify
from handlers.sessions.notices import MoveAsked, RebookingProposed, proposals_of
from handlers.shared import asked_sessions, rebooking, times
from handlers.shared.meetings import meeting, moment
from handlers.shared.next_meeting import has_begun
from handlers.shared.notices import SessionRequested
from handlers.shared.proposed import LOOKED_BACK, is_movable, is_over, is_proposed
from policy.facts import SessionKind, Subject, SubjectKind
from policy.ruleset import Delivery
from storage import asked_for, next_sessions, people, repeated_nudges, sessions, stand_ins
from storage.asked_for import BeforeAsking, DeliveredRequest
from storage.work import Work


@notice("book_unanswered")
class SessionUnanswered(EventNotice[SessionRequestUnanswered]):
    """To the supervisee, once the time they asked for is over, unless the two have booked since they asked: ``on`` a
    day, ``newest`` and ``unconfirmed`` as of ``BeforeAsking``."""

    supervisee: int
    supervisor: int
    session_kind: SessionKind
    at: int
    on: date
    newest: int = 0
    unconfirmed: int = 0

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.supervisee}:unanswered:{self.session_kind}:{self.at}")

    def on_delivery(self, work: Work, _context: NoticeContext) -> None:
        """Whoever was asked reads it so too, and whoever it was passed on to."""
        about = Subject(SubjectKind.PERSON, self.supervisee)
        for one in {self.supervisor, asked_sessions.asked_now(work, self.supervisee, self.supervisor)}:
            repeated_nudges.show_event_again(work, SessionRequested.kind, about, one)

    def says(self, work: Work, context: NoticeContext) -> SessionRequestUnanswered | None:
        before = BeforeAsking(self.newest, self.unconfirmed)
        if not (context.sent or asked_sessions.is_latest(work, self.supervisee, self.session_kind, self.at)):
            return None
        if asked_sessions.booked_since(work, self, self.at, self.on, before):
            return None
        following = next_sessions.next_start(work, self.supervisee, (SessionKind.CASE, SessionKind.PERSONAL))
        starts = moment(work, following.starts_at) if following else None
        meets = NextMeeting(self.supervisee, starts, begun=has_begun(work, starts))
        name, at = people.person(work, self.supervisor).name, moment(work, times.instant(self.at))
        kind = KINDS[self.session_kind]
        now = asked_sessions.asked_now(work, self.supervisee, self.supervisor)
        return SessionRequestUnanswered(kind, at, name, now, self.supervisee, meets)


@notice(asked_for.MOVE_UNANSWERED)
class MoveUnanswered(EventNotice[cards_move.NotAnswered]):
    """To whoever proposed another time that nobody answered, while the session isn't over. ``to``: who was asked;
    ``over``: it can no longer be moved there, else that is still open."""

    session: int
    at: int
    booked_at: int
    number: int
    to: int
    over: bool = False

    def key(self) -> NoticeKey:
        source = f"session:{self.session}:move_unanswered:{self.number}"
        return NoticeKey(source, "over") if self.over else NoticeKey(source)

    def on_delivery(self, work: Work, _context: NoticeContext) -> None:
        """Whoever was asked reads too that it is over."""
        if self.over:
            about = Subject(SubjectKind.SESSION, self.session)
            repeated_nudges.show_event_again(work, MoveAsked.kind, about, self.to)

    def says(self, work: Work, context: NoticeContext) -> cards_move.NotAnswered | None:
        view = sessions.session(work, self.session)
        at = moment(work, times.instant(self.at))
        over = is_over(work, view, at.instant)
        if not is_proposed(work, view, self.number, self.booked_at) or view.ends_at <= work.now:
            return None
        if over is not self.over:
            return None
        shown, other = meeting(work, view, people.person(work, context.reader)), people.person(work, self.to)
        return cards_move.NotAnswered(shown, at, other.name, over, is_movable(work, view))


@notice("new_time_unanswered")
class ProposalUnanswered(EventNotice[cards_unanswered.NewTimeUnanswered]):
    """To whoever proposed a time in place of a cancelled session, once it is over (``at``) and nobody booked one.
    ``to``: who was asked; ``beside``: the bot's own session that they knew of then. One that it has booked since says
    itself what became of the proposal; one that was booked, and is cancelled too, had been its answer."""

    session: int
    at: int
    to: int
    beside: int = 0

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:new_time_unanswered:{self.at}")

    def on_delivery(self, work: Work, _context: NoticeContext) -> None:
        """Whoever was asked reads it so too."""
        about = Subject(SubjectKind.SESSION, self.session)
        repeated_nudges.show_event_again(work, RebookingProposed.kind, about, self.to)

    def says(self, work: Work, context: NoticeContext) -> cards_unanswered.NewTimeUnanswered | None:
        view, newest = (
            sessions.session(work, self.session),
            latest(work, RebookingProposed, proposals_of(self.session)),
        )
        newer = newest is not None and newest.notice.at != self.at
        instead, met = stand_ins.stand_in(work, view.id), rebooking.met_next(work, view)
        booked = instead or rebooking.followed_by(work, view)
        known = booked is not None and (booked.id != self.beside or not booked.unasked)
        if newer or known or (met and met != instead):
            return None
        shown, at = (
            meeting(work, view, people.person(work, context.reader)),
            moment(work, times.instant(self.at)),
        )
        other, still = people.person(work, self.to).name, instead is None or instead.provisional
        return cards_unanswered.NewTimeUnanswered(shown, at, other, still)


def follow(work: Work) -> None:
    """Each night; of several that the two proposed or one asked for, the one that stands."""
    _follow_moves(work)
    _follow_new_times(work)
    _follow_sessions(work)


def _follow_moves(work: Work) -> None:
    for told in asked_for.delivered_since(work, MoveAsked.kind, work.now - LOOKED_BACK):
        asked = from_fields(MoveAsked, told.fields)
        booked, asked_on = times.instant(asked.booked_at), work.calendar.day_of(told.sent_at)
        if booked <= work.now or not is_proposed(
            work, sessions.session(work, asked.session), asked.number, asked.booked_at
        ):
            continue
        _ask_again(work, asked, told)
        over = is_over(work, sessions.session(work, asked.session), times.instant(asked.at))
        said = work.calendar.add(asked_on, work.rules.practice.unanswered.said)
        if asked.by and (over or work.today >= said):
            notify(work, unanswered(asked, told.recipient_id, over=over), to=asked.by, send=Delivery.DAY)


def unanswered(asked: MoveAsked, to: int, *, over: bool) -> MoveUnanswered:
    same = {"session": asked.session, "at": asked.at, "booked_at": asked.booked_at, "number": asked.number}
    return MoveUnanswered(**same, to=to, over=over)


def _follow_new_times(work: Work) -> None:
    for told in asked_for.delivered_since(work, RebookingProposed.kind, work.now - LOOKED_BACK):
        asked = from_fields(RebookingProposed, told.fields)
        _ask_again(work, asked, told)
        if times.instant(asked.at) <= work.now:
            over = ProposalUnanswered(session=asked.session, at=asked.at, to=told.recipient_id)
            notify(work, over, to=asked.by, send=Delivery.DAY)


def _follow_sessions(work: Work) -> None:
    every = asked_for.delivered_since(work, SessionRequested.kind, work.now - LOOKED_BACK)
    read = [(from_fields(SessionRequested, told.fields), told) for told in every]
    latest = {_alike(asked): asked for asked, _ in read}
    for asked, told in read:
        on = work.calendar.day_of(told.sent_at)
        if latest[_alike(asked)] != asked:
            continue
        before = BeforeAsking(asked.newest, asked.unconfirmed)
        booked = asked_sessions.booked_since(work, asked, asked.at, on, before)
        now = asked_sessions.asked_now(work, asked.supervisee, asked.supervisor)
        if told.recipient_id == now and (asked.extra or not booked):
            _ask_again(work, asked, told)
        if times.instant(asked.at) <= work.now and not booked:
            notify(work, session_unanswered(asked, on), to=asked.supervisee, send=Delivery.DAY)


def session_unanswered(asked: SessionRequested, on: date) -> SessionUnanswered:
    """``on``: when it was asked for."""
    return SessionUnanswered(
        supervisee=asked.supervisee,
        supervisor=asked.supervisor,
        session_kind=asked.session_kind,
        at=asked.at,
        on=on,
        newest=asked.newest,
        unconfirmed=asked.unconfirmed,
    )


def _alike(asked: SessionRequested) -> tuple[object, ...]:
    """What a later one takes the place of: an additional session stands beside the usual ones."""
    return asked.supervisee, asked.supervisor, asked.session_kind, asked.extra, asked.case


def _ask_again(
    work: Work, asked: MoveAsked | RebookingProposed | SessionRequested, told: DeliveredRequest
) -> None:
    """Once, as long as its time is to come; what was settled meanwhile is no longer true and isn't told."""
    again = work.rules.practice.unanswered.again
    waited = work.today >= work.calendar.add(work.calendar.day_of(told.sent_at), again)
    if waited and times.instant(asked.at) > work.now:
        notify(work, replace(asked, again=True), to=told.recipient_id, send=Delivery.DAY)
