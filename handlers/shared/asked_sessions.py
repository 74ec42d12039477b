"""Sessions that a supervisee asked for: whether the question stands, and how the supervisor reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final, Protocol

from cards.model import Text
from cards.sessions import session_asked
from cards.sessions.asks import SessionWish
from cards.shared.meeting import KINDS, Meeting
from cards.shared.uncovered import unavailable
from handlers.shared import session_lengths, times
from handlers.shared.common_times import Pair
from handlers.shared.meetings import moment
from handlers.shared.proposed import LOOKED_BACK, supervisees
from handlers.shared.uncovered import away_until, meanwhile
from policy.facts import SessionKind
from storage import answering, asked_for, cases, people, sessions, supervision
from storage.asked_for import AskedSession, BeforeAsking
from storage.people import Person
from storage.work import Work

_READ: Final = ("nudge", "person", "relationship", "absence", "arrangement")


class AskedPair(Protocol):
    """Who asked whom."""

    @property
    def supervisee(self) -> int: ...
    @property
    def supervisor(self) -> int: ...


def stands(work: Work, one: AskedSession) -> bool:
    """Its time is to come, and the two have booked nothing since; beside an additional one they may have."""
    if times.instant(one.at) <= work.now:
        return False
    if one.extra:
        return not _is_booked(work, _pair(work, one), one.at)
    return not booked_since(work, one, one.at, work.calendar.day_of(one.on), one.before)


def is_unbooked(work: Work, one: AskedSession) -> bool:
    """Its time has come, and the two have booked nothing since, nor met: it is still asked for, at another time."""
    over = work.now - LOOKED_BACK < times.instant(one.at) <= work.now
    return over and not booked_since(work, one, one.at, work.calendar.day_of(one.on), one.before)


def is_open(work: Work, one: AskedSession) -> bool:
    """Whoever is asked has still to say something to it."""
    return stands(work, one) or is_unbooked(work, one)


def is_answered(work: Work, wish: SessionWish, at: int) -> bool:
    """Whether the two have booked one since that time was asked for, then or at another."""
    found = _asked_at(work, wish, at)
    return any(not is_open(work, one) for one in found)


def _is_unbooked(work: Work, wish: SessionWish, at: int) -> bool:
    return any(is_unbooked(work, one) for one in _asked_at(work, wish, at))


def all_asked(work: Work, person_id: int) -> Sequence[AskedSession]:
    """Of all whom this person supervises, away or not, or answers for: read once for their lists."""

    def read(some: list[int]) -> dict[int, Sequence[AskedSession]]:
        whose = {i: supervisees(work, i) for i in some}
        return {i: asked_for.sessions_asked(work, mine) if mine else () for i, mine in whose.items()}

    return work.reads.each(_READ, all_asked, [person_id], read)[person_id]


def is_latest(work: Work, supervisee: int, kind: SessionKind, at: int) -> bool:
    """Whether no later request has taken the place of the one for that time."""
    found = asked_for.sessions_asked(work, [supervisee])
    return any((one.at, one.session_kind) == (at, kind) for one in found)


def _asked_at(work: Work, wish: SessionWish, at: int) -> list[AskedSession]:
    """The request for that time, while no later one has taken its place."""
    return [
        one
        for one in asked_for.sessions_asked(work, [wish.supervisee] if wish.supervisee else [])
        if (one.at, one.session_kind, one.extra) == (at, wish.session_kind, wish.extra)
    ]


def booked_since(work: Work, pair: AskedPair, at: int, on: date, before: BeforeAsking) -> bool:
    """Whether what was asked for on a day has its answer: with whoever was asked, or has been since."""
    when = (times.instant(at), on, before)
    return any(
        asked_for.booked_since(work, pair.supervisee, one, *when) for one in _asked_since(work, pair, on)
    )


def _asked_since(work: Work, pair: AskedPair, on: date) -> set[int]:
    """Whoever was asked, and whoever has answered for it on some day since, in the line or as cover: what was asked of
    somebody who supervises beside the line stays theirs."""
    beside = set(supervision.professional_supervisors(work, pair.supervisee))
    if pair.supervisor in beside:
        return {pair.supervisor}
    return {pair.supervisor} | (supervision.supervisors_since(work, pair.supervisee, on) - beside)


def wanted(work: Work, supervisee: int, kind: SessionKind) -> AskedSession | None:
    """The usual session of this kind that somebody asked for and nobody has answered, the latest."""
    found = [
        one
        for one in asked_for.sessions_asked(work, [supervisee])
        if one.session_kind is kind and not one.extra and stands(work, one)
    ]
    return found[-1] if found else None


def asked_now(work: Work, supervisee: int, supervisor: int) -> int:
    """Who is asked today for what ``supervisor`` was: whoever supervises, where they no longer do."""
    now = supervision.supervisors(work, supervisee)
    return supervisor if supervisor in now or not now else now[0]


def while_away(work: Work, supervisee: int, asked: Person) -> Text:
    """To the supervisee: that whoever is asked is unavailable today, and who can help. Empty while they are there."""
    if answering.is_available(work, asked.id):
        return ()
    in_line = supervision.supervisor_now(work, supervisee) == asked.id
    return (meanwhile(work, supervisee) if in_line else ()) or unavailable(
        asked.name, away_until(work, asked.id)
    )


def wish_of(one: AskedSession) -> SessionWish:
    return SessionWish(
        supervisee=one.supervisee,
        supervisor=one.supervisor,
        session_kind=one.session_kind,
        extra=one.extra,
        case=one.case,
        minutes=one.minutes,
    )


def asked(
    work: Work, wish: SessionWish, at: int, reader: int, *, again: bool = False
) -> session_asked.SessionRequested | None:
    """To whoever is or was asked: None once that time is booked, or another."""
    assert wish.supervisee
    assert wish.supervisor
    if asked_now(work, wish.supervisee, wish.supervisor) == reader:
        wish = replace(wish, supervisor=reader)
    pair, when = _pair(work, wish), moment(work, times.instant(at))
    over = when.instant <= work.now
    if _is_booked(work, pair, at) or (over and not _is_unbooked(work, wish, at)):
        return None
    minutes = session_lengths.length(work, wish.minutes)
    free = times.problem(work, pair, when.instant, minutes, pair[1]) is None
    shown = Meeting(0, KINDS[wish.session_kind], pair[0].name, when)
    about = _case(work, wish.case)
    unseen = times.unseen_of(work, pair, reader)
    short = session_lengths.too_short(work, pair, wish.session_kind, when.instant, minutes) if free else ()
    return session_asked.SessionRequested(shown, wish, free, wish.extra, about, again, over, unseen, short)


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
