"""A cancelled session as one of its two reads it: why, as far as they are told, and what can be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from cards.model import Text
from cards.sessions import cancel as cards_cancel
from cards.sessions import why_cancelled
from cards.sessions.asks import SessionWish
from cards.sessions.cancel import CancelledSession
from cards.shared import waited
from cards.shared.claims import BookedFor, HeldOn
from cards.shared.meeting import HELD_NEXT, MetNext
from cards.shared.uncovered import not_recorded
from handlers.shared import times
from handlers.shared.meetings import guidance, meeting, moment
from handlers.shared.permissions import is_supervisor
from handlers.shared.proposed import all_proposed_instead, proposed_instead
from handlers.shared.rebooking import (
    PERSONAL,
    Limit,
    booked_by,
    books_late,
    books_unasked,
    earliest_after,
    followed_by,
    gone,
    is_arranged,
    is_asked_again,
    is_asked_alike,
    limit_of,
    met_next,
    offers,
    pair_of,
    stands_in_unasked,
    times_for_both,
    window,
)
from handlers.shared.uncovered import away_of_two
from handlers.shared.unsaid import of_pair
from policy.facts import Away, Reason, SessionState
from policy.obligations import is_overdue
from policy.ruleset import GuidancePoint
from storage import absences, answering, people, stand_ins, taken_back
from storage.people import Person
from storage.sessions import SessionView
from storage.states import AbsenceState
from storage.work import Work


def _own(work: Work, view: SessionView, reader: Person) -> bool:
    """Whether it was the reader's own absence, and nobody reads along."""
    return reader.id == view.away_id and not work.config.read_by_others


def cancelled_words(work: Work, view: SessionView, *, own: bool) -> str:
    """Why, as far as this reader is told: one's own reason, else that somebody is unavailable."""
    reason = Reason(view.reason) if view.reason else Reason.OTHER
    if reason not in PERSONAL:
        return why_cancelled.WORK_CAME_FIRST if reason is Reason.WORK else ""
    if own:
        return why_cancelled.own_reason(reason)
    away = people.person(work, view.away_id) if view.away_id else None
    if away and taken_back.was_taken_back(work, away.id, view.on):
        return f"{not_recorded(away.name)}."
    over = view.on < work.today or _is_back(work, view)
    return why_cancelled.unavailable(away.name if away else "", _days_ahead(work, view), over=over)


def _is_back(work: Work, view: SessionView) -> bool:
    """Whether whoever was away when it was cancelled, or has been since, is back by today."""
    if view.away_id is None or view.cancelled_on is None or people.absence_now(work, view.away_id):
        return False
    return any(
        one.state is AbsenceState.CONFIRMED and one.last and view.cancelled_on <= one.last < work.today
        for one in absences.of_person(work, view.away_id)
    )


def _days_ahead(work: Work, view: SessionView) -> Away | None:
    """Of the absence in which the session lay, if it isn't over."""
    found = people.absence_now(work, view.away_id, view.on) if view.away_id else None
    return found if found and (found.last is None or found.last >= work.today) else None


def _before_away(work: Work, view: SessionView) -> list[datetime]:
    """Times (UTC) free for both before an absence that is still to come, whatever it is for."""
    found = _days_ahead(work, view)
    if found is None or found.first <= work.today:
        return []
    return times_for_both(work, view, found.first - timedelta(days=1))


def as_read(work: Work, view: SessionView, reader: Person, *, kept: bool = False) -> CancelledSession:
    """A cancelled session as one of its two reads it at this moment. ``kept``: in a message that stays, where nothing
    tells the reason for an absence, not even one's own; only that they are said not to have come."""
    read = _read(work, view, reader, kept=kept)
    if not (read.stand_in or read.gone or read.then or read.away or read.books):
        read = replace(read, proposed=own_proposal(work, view, reader))
    if not (kept and view.reason is Reason.NO_SHOW and _own(work, view, reader)):
        return read
    of_two = SessionWish(supervisee=view.supervisee.id, supervisor=view.supervisor.id, session_kind=view.kind)
    return replace(read, said=why_cancelled.recorded_absent(read.meeting.name), of_two=of_two)


def own_proposal(work: Work, view: SessionView, reader: Person) -> Text:
    """The time that the reader proposed in its place, while whoever books can still take it."""
    mine = (one for one in all_proposed_instead(work, reader.id) if one.by == reader.id)
    one = next((one for one in mine if one.session == view.id), None)
    other = people.person(work, one.to) if one else None
    if one is None or other is None or not proposed_instead(work, view.id, other, one.at):
        return ()
    return (*waited.not_booked_yet(other.name, moment(work, times.instant(one.at))), ".")


def answered_by(work: Work, view: SessionView, reader: Person) -> SessionView | None:
    """What the two have held since, or have booked next: it answers a cancelled session for which no rule asks a new
    time, as far as this reader is told of one."""
    told = _own(work, view, reader) or is_supervisor(reader, view, work)
    asked = is_asked_again(work, view) if told else is_asked_alike(work, view)
    return None if asked else met_next(work, view)


def met_then(work: Work, answer: SessionView) -> MetNext:
    if answer.state is SessionState.HELD:
        return MetNext(HeldOn(answer.id, answer.held_on or answer.on, HELD_NEXT))
    at = moment(work, answer.starts_at)
    return MetNext(BookedFor(answer.id, at), ahead=answer.starts_at > work.now)


def _read(work: Work, view: SessionView, reader: Person, *, kept: bool) -> CancelledSession:
    shown, stand_in = meeting(work, view, reader), stand_ins.stand_in(work, view.id)
    own = _own(work, view, reader)
    told = own and not kept
    why = "" if own and kept else cancelled_words(work, view, own=own)
    if stand_in:
        return _with_stand_in(work, CancelledSession(shown, why), stand_in)
    too = followed_by(work, view)
    if too:
        at = moment(work, too.starts_at)
        books, instead = is_supervisor(reader, view, work), cards_cancel.CANCELLED_TOO
        return CancelledSession(shown, why, books=books, stand_in=at, instead=instead)
    pair = pair_of(work, view)
    if gone(work, pair):
        return CancelledSession(shown, why, gone=True)
    books, answer = is_supervisor(reader, view, work), answered_by(work, view, reader)
    limit = limit_of(work, view)
    if answer and answer.only_noted:
        return _with_stand_in(work, CancelledSession(shown, why), answer)
    if answer:
        return CancelledSession(shown, why, books=books, then=met_then(work, answer))
    proposes = reader.id == view.supervisee.id
    if not books and not (own and proposes):
        before = times.moments(work, _before_away(work, view)) if proposes else ()
        known = times.known(work, pair, reader)
        return CancelledSession(
            shown,
            why,
            times=before,
            arranged=is_arranged(work, view),
            known=known,
            confirms=pair[1].name if proposes else "",
            there=proposes and answering.is_available(work, pair[1].id),
        )
    confirms, notes = pair[1].name, interview(work, view, own=told)
    if limit.waits:
        return CancelledSession(shown, why, away=whose_return(work, view, reader), notes=notes)
    booked, within = booked_by(work, view, limit.due) if books else None, window(work, view, limit)
    found, later, unfree = _free(work, view, limit, reader)
    auto = limit.auto if within and limit.auto and books_unasked(work, view, within, limit.auto) else None
    ahead = booked or (None if not books or found or later else booked_by(work, view, date.max))
    after = within is not None and later is not None and work.calendar.day_of(later) <= within.last
    read = CancelledSession(
        shown,
        why,
        rule=_rule(view, limit, own=told),
        times=times.moments(work, found),
        after=moment(work, later) if later else None,
        books=books,
        auto=auto if found or booked or after else None,
        never=limit.auto is not None and auto is None and not unfree,
        late=within is not None and auto is not None and books_late(work, view, within, auto, limit.due),
        stands=booked is not None and within is not None and stands_in_unasked(work, view, within) == booked,
        back=whose_return(work, view, reader) if limit.unknown else "",
        booked=moment(work, ahead.starts_at) if ahead else None,
        later=ahead is not None and booked is None,
        notes=notes,
        known=times.known(work, pair_of(work, view), reader),
        confirms=confirms,
        holds=confirms if books and pair_of(work, view)[1].id != reader.id else "",
        until_back=people.absence_now(work, reader.id) is not None,
        unfree=unfree,
    )
    return _with_limit(work, read, view, limit)


def _with_limit(work: Work, read: CancelledSession, view: SessionView, limit: Limit) -> CancelledSession:
    early = limit.due is not None and limit.due < view.on
    passed, rule = is_overdue(limit.due, work.today), read.rule or _rule(view, limit, own=False)
    return replace(read, limit=limit.due, rule=rule, early=early, passed=passed)


def _free(
    work: Work, view: SessionView, limit: Limit, reader: Person
) -> tuple[list[datetime], datetime | None, Text]:
    """The times to offer, the earliest after the limit where there are none by it, and else why not. None from the day
    on since when the other one is away, and nobody has said until when."""
    found, pair = offers(work, view, limit), pair_of(work, view)
    unsaid = of_pair(work, pair, reader.id) if limit.unknown else None
    if unsaid and unsaid.name:
        since = unsaid.since or work.today
        return [at for at in found if work.calendar.day_of(at) < since], None, (unsaid,)
    later = None if found else earliest_after(work, view, limit.due)
    return found, later, () if found or later else away_of_two(work, pair, reader)


def _with_stand_in(work: Work, read: CancelledSession, instead: SessionView) -> CancelledSession:
    found = replace(read, stand_in=moment(work, instead.starts_at))
    if instead.only_noted:
        return replace(found, instead=cards_cancel.NOTED)
    if found.stand_in == read.meeting.starts:
        return replace(found, instead=cards_cancel.AGAIN)
    return replace(found, instead=cards_cancel.PROVISIONALLY) if instead.provisional else found


def _rule(view: SessionView, limit: Limit, *, own: bool) -> str:
    """The rule tells whoever looks it up which reason it was: of somebody's own, only they are shown it."""
    return limit.rule if own or view.reason not in PERSONAL else ""


def whose_return(work: Work, view: SessionView, reader: Person) -> str:
    if reader.id == view.away_id:
        return cards_cancel.YOU
    return people.person(work, view.away_id).name if view.away_id else cards_cancel.OTHER_ONE


def interview(work: Work, view: SessionView, *, own: bool) -> list[str]:
    """What the policy wants said to the one whose sickness it was, and to nobody else."""
    return guidance(work, GuidancePoint.SICKNESS) if own and view.reason == Reason.SICKNESS else []
