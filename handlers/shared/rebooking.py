"""By when a cancelled session is to be held, at which times it could be, and who hears of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from cards.formats import cited
from handlers.shared import common_times, times, unasked
from handlers.shared.common_times import Pair
from policy.duties.rebooking import AWAY, distinguished, held_again_by, limits_of_both
from policy.facts import Cancellation, Reason, SessionKind, SessionState
from policy.obligations import Waiting
from policy.ruleset import Duty
from storage import (
    answering,
    corrections,
    diary,
    duties,
    people,
    sessions,
    stand_ins,
    supervision,
)
from storage.duties import KeptObligation
from storage.people import Person
from storage.sessions import SessionView
from storage.taken_back import was_taken_back
from storage.work import Work

#: Reasons of somebody's own. Whoever needn't know hears the same of all of them: "unavailable".
PERSONAL: Final = (Reason.SICKNESS, Reason.LEAVE, Reason.EMERGENCY, Reason.NO_SHOW)

#: The steps, as they are kept, of a return that nobody says: to whoever is to find the new time, and up the line.
UNSAID: Final = "unsaid"
UNSAID_UP: Final = "unsaid_up"


@dataclass(frozen=True, slots=True)
class Limit:
    """``due``: the last day, None while it waits (``waits``) or where no rule sets one. ``unknown``: nobody has said
    when who was away is back, and the bot books nothing before that. ``auto``: the day after whose end it books.
    ``rule``: where it stands."""

    due: date | None = None
    waits: bool = False
    unknown: bool = False
    auto: date | None = None
    rule: str = ""


def is_asked_again(work: Work, view: SessionView) -> bool:
    """Whether a rule asks for this cancelled session to be held still."""
    return bool(duties.open_about(work, [view.subject], Duty.REBOOK))


def limit_of(work: Work, view: SessionView) -> Limit:
    """By when this cancelled session is to be held: the open obligation's own day, never worked out again here."""
    kept = next(iter(duties.open_about(work, [view.subject], Duty.REBOOK)), None)
    if kept is None:
        return Limit()
    o = kept.obligation
    found = work.rule_of(o)
    source = cited(o.rule, found.clause if found else None)
    unknown = o.waiting_for is Waiting.RETURN
    return Limit(o.due, unknown and o.due is None, unknown, _auto(work, view, kept), source)


@dataclass(frozen=True, slots=True)
class RebookingWindow:
    """When what the bot does unasked lies: from an instant (UTC), by the ``first`` day if it can, else by the
    ``last``."""

    since: datetime
    first: date
    last: date


def window(work: Work, view: SessionView, limit: Limit) -> RebookingWindow | None:
    """Within the limit; where one of the two was away when it would have been done, within as long from when both are
    there. Of a session cancelled for somebody's days away, the same for leave as for sickness: not
    before they are back, by the earlier of the two limits if it can be; what is booked, and when that is done, would
    tell which of the two it was."""
    cancelled, since = cancellation(view), offered_from(work, view)
    if cancelled is None or not distinguished(work.rules, cancelled.reason):
        return RebookingWindow(since, limit.due, _last(work, view, limit.due)) if limit.due else None
    both = limits_of_both(work.rules, work.calendar, view.kind, view.on, cancelled)
    if not both or (limit.due is None and not limit.waits):
        return None
    return RebookingWindow(since, both[0], _last(work, view, both[-1]))


def _last(work: Work, view: SessionView, last: date) -> date:
    since = put_off_until(work, view)
    again = held_again_by(work.rules, work.calendar, view.kind, since) if since else None
    return max(last, again or last)


def put_off_until(work: Work, view: SessionView) -> date | None:
    """From when both are there again, where one of them was away when the bot would have booked a time."""
    kept = next(iter(duties.open_about(work, [view.subject], Duty.REBOOK)), None)
    off = unasked.put_off(work, view, kept) if kept else None
    return off.since if off else None


def cancellation(view: SessionView) -> Cancellation | None:
    if view.cancelled_on is None or view.reason is None:
        return None
    return Cancellation(view.cancelled_on, Reason(view.reason), view.returned_on)


def _auto(work: Work, view: SessionView, kept: KeptObligation) -> date | None:
    """While that is still to come."""
    o = kept.obligation
    first = unasked.first_at(work, o, unasked.put_off(work, view, kept)) if o.due else None
    return work.calendar.day_of(first) if first and first > work.now else None


def pair_of(work: Work, view: SessionView) -> Pair:
    """The supervisee, and who is to hold it now: a professional supervisor stays, the line's may be covered."""
    now = supervision.supervisors(work, view.supervisee.id)
    if view.supervisor.id in now[1:] or not now:
        return view.supervisee, view.supervisor
    return view.supervisee, people.person(work, now[0])


def is_arranged(work: Work, view: SessionView) -> bool:
    """Whether somebody is there to find its new time, as a rule asks."""
    return is_asked_alike(work, view) and answering.is_available(work, pair_of(work, view)[1].id)


def is_asked_alike(work: Work, view: SessionView) -> bool:
    """Whether a rule asks for its new time; of a reason of somebody's own only where it does whichever it was."""
    return asks_alike(work, view.kind, Reason(view.reason or Reason.OTHER))


def asks_alike(work: Work, kind: SessionKind, reason: Reason) -> bool:
    asked = (work.rules.rows_of_session(kind, one) for one in (PERSONAL if reason in PERSONAL else (reason,)))
    return all(any(rule.duty is Duty.REBOOK for rule, _ in rows) for rows in asked)


def gone(work: Work, pair: Pair) -> Person | None:
    return next((p for p in pair if not p.in_post(work.today)), None)


def offers(work: Work, view: SessionView, limit: Limit, until: date | None = None) -> list[datetime]:
    """Times (UTC) free for both within the limit; none while it waits or when one of them has left."""
    pair = pair_of(work, view)
    if limit.waits or gone(work, pair):
        return []
    last = limit.due or _ahead(work, work.today)
    most = work.rules.practice.rebooking.offers
    every = common_times.every_time(
        work, pair, offered_from(work, view), min(last, until or last), view.minutes
    )
    return diary.a_choice(work, on_other_days(work, view, every), most, _own_time(work, view))


def on_other_days(work: Work, view: SessionView, found: Iterator[datetime]) -> Iterator[datetime]:
    """Of times (UTC) without those of its own day, where it was cancelled since one of the two who meet then wasn't
    there, and isn't known to be back."""
    then = common_times.meeting_on(work, pair_of(work, view), view.on)
    theirs = view.reason in PERSONAL and view.away_id in [p.id for p in then]
    there = not theirs or is_there_after_all(work, view)
    return (at for at in found if there or work.calendar.day_of(at) != view.on)


def _own_time(work: Work, view: SessionView) -> datetime | None:
    """Of one cancelled for days away that ended before it, or never were: that it takes place as it was comes first."""
    return view.starts_at if is_there_after_all(work, view) else None


def is_there_after_all(work: Work, view: SessionView) -> bool:
    """Of one cancelled for days away: whether whoever was to be away on its day is known to be back by then, or wasn't
    away."""
    if view.reason not in AWAY:
        return False
    back = view.returned_on is not None and view.returned_on <= view.on
    return back or was_taken_back(work, view.away_id, view.on)


def booked_by(work: Work, view: SessionView, last: date | None) -> SessionView | None:
    """The pair's next session of the same kind after it, booked already and by a day, which may stand in for it."""
    if last is None or view.group:
        return None
    return next((one for one in _theirs(work, view) if one.on <= last), None)


def booked_at(work: Work, view: SessionView, at: datetime) -> SessionView | None:
    """The same, at an instant (UTC)."""
    return next((one for one in _theirs(work, view) if one.starts_at == at), None)


def met_next(work: Work, view: SessionView) -> SessionView | None:
    """The first that the two have held since, or have booked: with whoever supervises then, in the line or beside it as
    the cancelled one was."""
    beside = supervision.professional_supervisors(work, view.supervisee.id)
    is_beside = view.supervisor.id in beside
    later = (one for one in stand_ins.met_after(work, view) if (one.supervisor.id in beside) == is_beside)
    return next(later, None)


def _theirs(work: Work, view: SessionView) -> Iterator[SessionView]:
    """One before it would have been held anyway."""
    supervisee, supervisor = pair_of(work, view)
    for one in sessions.booked_for(work, supervisee.id):
        same = one.supervisee.id == supervisee.id and one.kind is view.kind
        held_by = one.supervisor.id in (supervisor.id, view.supervisor.id)
        if same and held_by and one.starts_at > max(work.now, view.starts_at) and one.replaces_id is None:
            yield one


def waits_for(work: Work, supervisee: Person, supervisor: Person, kind: SessionKind) -> SessionView | None:
    """The oldest cancelled session of the two, of this kind, that is to be made up for and has nothing booked instead:
    whatever they book or hold next is that. Of one that stood in for another, and was cancelled too, the later."""
    found = without_new_time(work, _to_make_up_for(work, supervisee))
    waits = (one for one in found if _is_theirs(work, one, supervisor, kind))
    return min(waits, key=lambda one: one.starts_at, default=None)


def without_new_time(work: Work, cancelled: Sequence[SessionView]) -> list[SessionView]:
    """Of these those that have nothing booked instead; of one that stood in for another, and was cancelled too, the
    later."""
    instead = stand_ins.stand_ins(work, [one.id for one in cancelled])
    return latest_of_each(work, [one for one in cancelled if one.id not in instead])


def latest_of_each(work: Work, cancelled: Sequence[SessionView]) -> list[SessionView]:
    """Of those that stood in for one another the latest: one session makes up for all of them."""
    newest = stand_ins.newest_of_each(work, [one.id for one in cancelled])
    latest = dict[int, SessionView]()
    for one in sorted(cancelled, key=lambda one: (one.id == newest[one.id], one.starts_at)):
        latest[newest[one.id]] = one
    return [one for one in cancelled if latest[newest[one.id]] == one]


def followed_by(work: Work, view: SessionView) -> SessionView | None:
    """The one that was booked in its place and was cancelled too: that is to be made up for instead."""
    newest = stand_ins.newest_cancelled(work, view.id)
    return sessions.session(work, newest) if newest != view.id else None


def _is_theirs(work: Work, cancelled: SessionView, supervisor: Person, kind: SessionKind) -> bool:
    """Whether it was this supervisor's, or is now, and of this kind."""
    return cancelled.kind is kind and supervisor.id in (
        cancelled.supervisor.id,
        pair_of(work, cancelled)[1].id,
    )


def booked_unasked(
    work: Work, supervisee: Person, supervisor: Person, kind: SessionKind, before: datetime
) -> SessionView | None:
    """The bot's own time in place of a cancelled session of the two, of this kind, that comes after an instant (UTC)
    and that nobody has answered: what they choose for that instant makes up for the cancelled one."""
    found = {one.id: one for one in _to_make_up_for(work, supervisee)}
    for cancelled, instead in stand_ins.stand_ins(work, found).items():
        theirs = _is_theirs(work, found[cancelled], supervisor, kind)
        if theirs and instead.unasked and before < instead.starts_at:
            return instead
    return None


def was_cancelled(work: Work, view: SessionView) -> SessionView | None:
    """The same session as it was said not to have taken place, whatever is booked instead, and whether or not the
    policy asks a new time for it. Of one that somebody noted, on that day: its hour is as they remember it."""
    beside = supervision.professional_supervisors(work, view.supervisee.id)
    is_beside = view.supervisor.id in beside
    for one in corrections.cancelled_on(work, view.supervisee.id, view.kind, view.on):
        same = one.starts_at == view.starts_at or view.noted_by_id is not None
        if same and (one.supervisor.id in beside) == is_beside:
            return one
    return None


def make_up_for(work: Work, view: SessionView, by: int) -> None:
    """What was to be rebooked, and never was, is made up for by the next session of the same two, or of the same
    leader's group, late as that may be; or was this one, which took place after all."""
    if view.replaces_id:
        return
    same = was_cancelled(work, view)
    instead = same or waits_for(work, view.supervisee, view.supervisor, view.kind)
    if instead and (same or instead.starts_at <= view.starts_at):
        stand_ins.let_stand_in(work, view, instead.id, by)
    elif not instead:
        _take_the_place_of_unasked(work, view, by)


def _take_the_place_of_unasked(work: Work, view: SessionView, by: int) -> None:
    """They met before the time that the bot had booked for it: that stays, as a session of its own."""
    unasked = booked_unasked(work, view.supervisee, view.supervisor, view.kind, view.starts_at)
    if unasked is None or unasked.replaces_id is None:
        return
    if sessions.session(work, unasked.replaces_id).starts_at <= view.starts_at:
        stand_ins.stand_alone(work, unasked)
        stand_ins.let_stand_in(work, view, unasked.replaces_id, by)


def _to_make_up_for(work: Work, supervisee: Person) -> list[SessionView]:
    return sessions.sessions(work, duties.to_rebook(work, supervisee.id))


def can_be_held(work: Work, view: SessionView, within: RebookingWindow) -> bool:
    """By the first day of it: at a time that is free for both, or in a session that is booked already."""
    return _is_free(work, view, within) or booked_by(work, view, within.first) is not None


def _is_free(work: Work, view: SessionView, within: RebookingWindow) -> bool:
    pair = pair_of(work, view)
    free = common_times.with_covers(work, pair, within.since, within.first, view.minutes)
    return not gone(work, pair) and next(on_other_days(work, view, free), None) is not None


def stands_in_unasked(work: Work, view: SessionView, within: RebookingWindow) -> SessionView | None:
    """The session, booked already, that the bot lets stand in where nobody chooses."""
    first = booked_by(work, view, within.first)
    return first or (None if _is_free(work, view, within) else booked_by(work, view, within.last))


def times_for_both(work: Work, view: SessionView, until: date | None = None) -> list[datetime]:
    """Times (UTC) that both calendars leave, by no limit and no return: for whoever mustn't learn of either from what
    is offered. Days away that are recorded are as much in the way of the one reason as of the other."""
    last, most = until or _ahead(work, work.today), work.rules.practice.rebooking.offers
    every = common_times.every_time(work, pair_of(work, view), times.soonest(work), last, view.minutes)
    return diary.a_choice(work, on_other_days(work, view, every), most, _own_time(work, view))


def offered_from(work: Work, view: SessionView) -> datetime:
    """From the soonest that can be offered, or from the first day on which both are there."""
    return max(times.soonest_in_message(work), both_there_from(work, view))


def both_there_from(work: Work, view: SessionView) -> datetime:
    """From now or from the first day back (UTC). An absence that is recorded is in the way by itself, and still to come
    it leaves the days before it."""
    if view.returned_on is None or view.away_id not in [p.id for p in pair_of(work, view)]:
        return work.now
    found = people.absence_now(work, view.away_id, view.on)
    ahead = found is not None and found.first > work.today
    return work.now if ahead else max(work.now, work.calendar.start_of(view.returned_on))


def books_unasked(work: Work, view: SessionView, within: RebookingWindow, auto: date) -> bool:
    """Whether what the bot does where nobody chooses, after a day's end, still finds something: another session to
    stand in, or a time of which both have word before."""
    booked = booked_by(work, view, within.last)
    if booked and booked.starts_at >= work.calendar.overdue_from(auto):
        return True
    return next(_unasked(work, view, within, auto, within.last), None) is not None


def books_late(work: Work, view: SessionView, within: RebookingWindow, auto: date, due: date | None) -> bool:
    """Whether the time that the bot would take then may come after the limit: none is found by it."""
    return due is not None and next(_unasked(work, view, within, auto, due), None) is None


def _unasked(
    work: Work, view: SessionView, within: RebookingWindow, auto: date, until: date
) -> Iterator[datetime]:
    """The times (UTC) that the bot has to choose from after a day's end."""
    after, pair = work.calendar.overdue_from(auto), pair_of(work, view)
    told = unasked.informed_from(work, pair, max(after, both_there_from(work, view)))
    since = max(told + times.NOTICE, within.since)
    return on_other_days(work, view, unasked.free_unasked(work, pair, since, until, view.minutes))


def earliest_after(work: Work, view: SessionView, limit: date | None) -> datetime | None:
    pair = pair_of(work, view)
    if limit is None or gone(work, pair):
        return None
    since = max(offered_from(work, view), work.calendar.overdue_from(limit))
    until = _ahead(work, work.calendar.day_of(since))
    every = common_times.every_time(work, pair, since, until, view.minutes)
    return next(on_other_days(work, view, every), None)


def _ahead(work: Work, since: date) -> date:
    """As far as times are looked for where the limit leaves none, or no rule sets one."""
    return work.calendar.add(since, work.rules.practice.booking.ahead)


def managers(work: Work, supervisor: Person) -> Sequence[int]:
    """The supervisor's line manager; where none is recorded, the administrators."""
    above = next(supervision.line_above(work, supervisor.id), None)
    return [above] if above is not None else people.administrators(work)


def times_before(work: Work, view: SessionView, first: date) -> list[datetime]:
    cancelled = view.state is SessionState.CANCELLED
    limit = limit_of(work, view) if cancelled else Limit(due=first)
    return (
        offers(work, view, limit, first - timedelta(days=1))
        if stand_ins.stand_in(work, view.id) is None
        else []
    )
