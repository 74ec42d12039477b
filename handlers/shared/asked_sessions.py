"""Sessions that a supervisee asked for: whether the question stands, and how the supervisor reads it."""

from __future__ import annotations

from cards.sessions import book as cards_book
from cards.sessions.asks import SessionWish
from cards.shared.meeting import KINDS, Meeting
from handlers.shared import times
from handlers.shared.common_times import Pair
from handlers.shared.meetings import moment
from storage import asked_for, cases, people, sessions
from storage.asked_for import AskedSession
from storage.people import Person
from storage.work import Work


def stands(work: Work, one: AskedSession) -> bool:
    """Its time is to come, and the two have booked nothing since; beside an additional one they may have."""
    if times.instant(one.at) <= work.now:
        return False
    if one.extra:
        return not _is_booked(work, _pair(work, one), one.at)
    on = work.calendar.day_of(one.on)
    return not asked_for.booked_since(work, one.supervisee, one.supervisor, on)


def wish_of(one: AskedSession) -> SessionWish:
    return SessionWish(
        supervisee=one.supervisee,
        supervisor=one.supervisor,
        session_kind=one.session_kind,
        extra=one.extra,
        case=one.case,
    )


def asked(
    work: Work, wish: SessionWish, at: int, *, again: bool = False
) -> cards_book.SessionRequested | None:
    """To the supervisor: None once that time is booked or past."""
    pair, when = _pair(work, wish), moment(work, times.instant(at))
    if when.instant <= work.now or _is_booked(work, pair, at):
        return None
    free = times.problem(work, pair, when.instant, work.rules.practice.session_minutes, pair[1]) is None
    shown = Meeting(0, KINDS[wish.session_kind], pair[0].name, when)
    return cards_book.SessionRequested(shown, wish, free, wish.extra, _case(work, wish.case), again)


def _pair(work: Work, of: SessionWish | AskedSession) -> Pair:
    """The two whom a request names."""
    assert of.supervisee
    assert of.supervisor
    who: dict[int, Person] = people.people(work, [of.supervisee, of.supervisor])
    return who[of.supervisee], who[of.supervisor]


def _is_booked(work: Work, pair: Pair, at: int) -> bool:
    mine = sessions.booked_for(work, pair[0].id)
    return any(s.starts_at == times.instant(at) and s.supervisor.id == pair[1].id for s in mine)


def _case(work: Work, case_id: int | None) -> str:
    return cases.case(work, case_id).reference if case_id is not None else ""
