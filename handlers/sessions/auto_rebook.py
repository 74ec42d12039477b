"""What the clock does where nobody chose a time: it books provisionally, and asks once more where practice says so.
Until then it offers times that are to come."""

from __future__ import annotations

from datetime import date, datetime

from handlers.notifications.notifier import notify
from handlers.sessions.notices import NobodyConfirmed, ProvisionallyBooked, wishes_for
from handlers.sessions.wishes import near
from handlers.shared import common_times, times
from handlers.shared.common_times import Pair
from handlers.shared.notify_pair import notify_both, notify_no_time
from handlers.shared.proposed import LOOKED_BACK
from handlers.shared.rebooking import (
    RebookingWindow,
    both_there_from,
    followed_by,
    gone,
    is_asked_again,
    limit_of,
    managers,
    on_other_days,
    pair_of,
    stands_in_unasked,
    window,
)
from handlers.shared.unasked import begins_no_first_day, free_unasked, informed_from
from policy.facts import Subject, SubjectKind
from storage import cancelled, diary, duties, outbox, sessions, stand_ins
from storage.sessions import SessionView
from storage.work import Work


def rebook_automatically(work: Work, kept: duties.KeptObligation) -> None:
    """Nobody chose: the pair's session that is booked inside the limit stands in, else the earliest common time,
    provisionally. Nobody answered that: it stands, or is asked once more, as the council's practice says."""
    view = sessions.session(work, kept.obligation.key.subject.id)
    stand_in = stand_ins.stand_in(work, view.id)
    if stand_in is None:
        if not _is_carried_on(work, view):
            _book_for_them(work, view)
    elif stand_in.provisional and stand_in.booked_on < work.today:
        _unanswered(work, stand_in)


def _is_carried_on(work: Work, view: SessionView) -> bool:
    """Whether it is done for the one that was booked in its place, and was cancelled too."""
    later = followed_by(work, view)
    return later is not None and is_asked_again(work, later)


def _book_for_them(work: Work, view: SessionView) -> None:
    within, pair = window(work, view, limit_of(work, view)), pair_of(work, view)
    if within is None:
        return
    diary.hold(work, pair)
    booked, instead_of = stands_in_unasked(work, view, within), stand_ins.newest_cancelled(work, view.id)
    if booked:
        stand_ins.let_stand_in(work, booked, instead_of, None)
        notify_both(work, booked, ProvisionallyBooked(session=booked.id))
        return
    at = _soonest(work, view, pair, within)
    if at is None:
        notify_no_time(work, view, within, booker=True)
        return
    beside = near(work, pair, view.kind, at)
    if beside and beside.starts_at > work.now and beside.on <= within.last:
        _makes_up_for_both(work, view, beside, instead_of)
        return
    then = common_times.meeting_on(work, pair, work.calendar.day_of(at))
    diary.hold(work, then)
    new = sessions.book(work, view.kind, *then, at, view.minutes, None, replaces=instead_of, provisional=True)
    notify_both(work, sessions.session(work, new), ProvisionallyBooked(session=new))


def _makes_up_for_both(work: Work, view: SessionView, beside: SessionView, instead_of: int) -> None:
    """A session of the two stands near by: another would be too many. What it is in the place of already is made up
    for by it too."""
    is_new = beside.replaces_id is None
    first = beside if is_new else sessions.session(work, stand_ins.replaced(work, beside.id)[-1])
    stand_ins.let_stand_in(work, first, instead_of, None)
    outbox.refresh(work, [view.subject])
    if is_new:
        notify_both(work, beside, ProvisionallyBooked(session=beside.id))


def _soonest(work: Work, view: SessionView, pair: Pair, within: RebookingWindow) -> datetime | None:
    """The time the supervisee proposed or asked for, if it still would do; else the earliest common one that leaves
    both a clear working day, or is no sooner than the next, where the limit allows that. Of any both have word half a
    day before, where they are there to read it."""
    if gone(work, pair):
        return None
    told = informed_from(work, pair, both_there_from(work, view))
    since = max(told + times.NOTICE, within.since)
    day, free = _first_free(work, view, pair, since, within)
    until = max(day, _own_limit(work, view) or day)
    wished = (at for at in wishes_for(work, view) if since <= at and work.calendar.day_of(at) <= until)
    chosen = next((at for at in wished if _would_do(work, view, pair, at)), None)
    if chosen:
        return chosen
    ahead = (work.calendar.add_working(work.calendar.day_of(told), days) for days in (2, 1, 0))
    later = ([at for at in free if at >= work.calendar.start_of(day)] for day in ahead)
    return next((some[0] for some in later if some), None)


def _first_free(
    work: Work, view: SessionView, pair: Pair, since: datetime, within: RebookingWindow
) -> tuple[date, list[datetime]]:
    """By the first day if any is, else by the last."""
    for day in (within.first, within.last):
        free = sorted(on_other_days(work, view, free_unasked(work, pair, since, day, view.minutes)))
        if free:
            return day, free
    return within.last, []


def _own_limit(work: Work, view: SessionView) -> date | None:
    """Where the supervisee was away: whoever supervises reads it anyhow. Of the supervisor's days away it would tell
    the supervisee what they were for."""
    return limit_of(work, view).due if view.away_id == view.supervisee.id else None


def _would_do(work: Work, view: SessionView, pair: Pair, at: datetime) -> bool:
    then = common_times.meeting_on(work, pair, work.calendar.day_of(at))
    wrong = times.problem(work, then, at, view.minutes, then[1])
    elsewhere = next(on_other_days(work, view, iter((at,))), None) is not None
    return wrong is None and elsewhere and begins_no_first_day(work, then, at)


def _unanswered(work: Work, stand_in: SessionView) -> None:
    if work.rules.practice.rebooking.unanswered == "stand":
        sessions.confirm(work, stand_in, None)
    elif stand_in.starts_at > work.now:
        _ask_once_more(work, stand_in)


def _ask_once_more(work: Work, stand_in: SessionView) -> None:
    work.touch(stand_in.subject.kind, stand_in.id)
    notify_both(work, stand_in, ProvisionallyBooked(session=stand_in.id, again=True))
    for manager in managers(work, stand_in.supervisor):
        notify(work, NobodyConfirmed(session=stand_in.id), to=manager, escalates=True)


def show_times_anew(work: Work) -> None:
    """Each night before a working day: what was sent of a session without a new time offers those that are to come,
    and none that has passed, whether or not a rule asks for one."""
    if not work.calendar.is_working(work.today):
        return
    owed = sorted({*duties.all_to_rebook(work), *cancelled.all_not_met_since(work, work.now - LOOKED_BACK)})
    instead = stand_ins.stand_ins(work, owed)
    outbox.refresh(work, [Subject(SubjectKind.SESSION, i) for i in owed if i not in instead])
