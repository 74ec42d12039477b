"""When the bot books a new time that nobody chose, and which: not while one of the two is away, whom nobody could
ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from handlers.shared import common_times, times
from handlers.shared.common_times import Pair
from policy.nudges import Planned, plan
from policy.obligations import Obligation
from storage import absences, people, planned_nudges, supervision, working_hours
from storage.absences import AbsenceView
from storage.duties import KeptObligation
from storage.people import Person
from storage.sessions import SessionView
from storage.states import AbsenceState
from storage.work import Work

#: The kind of what tells the two of a session that they are there to choose a time again.
RETURNED: Final = "returned"


@dataclass(frozen=True, slots=True)
class Deferred:
    """What the clock would have done while one of the two was away, and nobody stood in. ``since``: the first day on
    which both are there to be asked, None while nobody knows it."""

    since: date | None


def put_off(work: Work, view: SessionView, kept: KeptObligation) -> Deferred | None:
    """None where they are there at the hour that was meant, and once the clock did it while they weren't."""
    o = kept.obligation
    planned = _by_clock(plan(work.rules, work.calendar, o))
    if not planned or view.group:
        return None
    found = _put_off(work, view, o, planned[0].at)
    if found is None:
        return None
    done = planned_nudges.done_at(work, kept.id, planned[0].nudge.step)
    if done and (found.since is None or work.calendar.day_of(done) < found.since):
        return None
    return found


def _put_off(work: Work, view: SessionView, o: Obligation, at: datetime) -> Deferred | None:
    found: Deferred | None = None
    while (there := _not_there(work, view, at)) is not None:
        if there.since is None:
            return there
        found = Deferred(max(there.since, _asked_again(work, view) or there.since))
        later = _by_clock(_counted_from(work, o, found.since))
        if not later or later[0].at <= at:
            return found
        at = later[0].at
    return found


def planned(work: Work, o: Obligation, off: Deferred) -> tuple[Planned, ...]:
    """What is planned for it, with what the clock does counted from when both are there; until that is known, and as it
    may move, it is looked at again each working day."""
    meant = plan(work.rules, work.calendar, o)
    then = {p.nudge.step: p.at for p in _counted_from(work, o, off.since)} if off.since else {}
    tomorrow = work.calendar.start_of(work.calendar.add_working(work.today, 1))
    return tuple(
        replace(p, at=_looked_at(then.get(p.nudge.step, tomorrow), tomorrow, work.now)) if p.nudge.do else p
        for p in meant
    )


def _looked_at(at: datetime, tomorrow: datetime, now: datetime) -> datetime:
    return at if at <= now else min(at, tomorrow)


def first_at(work: Work, o: Obligation, off: Deferred | None) -> datetime | None:
    """The instant (UTC) at which the bot books, where nobody chooses before; None while nobody knows it."""
    if off and off.since is None:
        return None
    found = _by_clock(_counted_from(work, o, off.since) if off else plan(work.rules, work.calendar, o))
    return found[0].at if found else None


def _counted_from(work: Work, o: Obligation, since: date | None) -> tuple[Planned, ...]:
    assert since
    return plan(work.rules, work.calendar, o._replace(known_on=max(since, o.known_on or since)))


def _by_clock(planned: tuple[Planned, ...]) -> list[Planned]:
    return [one for one in planned if one.nudge.do]


def _asked_again(work: Work, view: SessionView) -> date | None:
    """The day on which they were last told that both are there."""
    told = planned_nudges.latest(work, RETURNED, f"session:{view.id}")
    return work.calendar.day_of(told[0]) if told else None


def _not_there(work: Work, view: SessionView, at: datetime) -> Deferred | None:
    """Whose absence at an instant (UTC) is in the way, and until when; None where both are there, or whoever covers."""
    away = _away_on(work, view, view.supervisee.id, work.calendar.day_of(at))
    return away or _nobody_holds(work, view, at)


def _away_on(work: Work, view: SessionView, person_id: int, day: date) -> Deferred | None:
    """Not for the days away for which it was cancelled, of which the return is known: it is booked ahead for then."""
    for one in absences.of_person(work, person_id):
        if one.state == AbsenceState.CONFIRMED and one.covers(day) and not _is_awaited(view, one):
            return Deferred(one.returns)
    return None


def _is_awaited(view: SessionView, one: AbsenceView) -> bool:
    known = view.away_id == one.person.id and view.returned_on
    return bool(known and one.returns and one.returns <= known)


def _nobody_holds(work: Work, view: SessionView, at: datetime) -> Deferred | None:
    supervisee, day = view.supervisee.id, work.calendar.day_of(at)
    beside = view.supervisor.id in supervision.professional_supervisors(work, supervisee)
    holder = view.supervisor.id if beside else supervision.line_supervisor(work, supervisee)
    away = _away_on(work, view, holder or view.supervisor.id, day)
    if away is None or beside or holder is None:
        return away
    named = supervision.cover_named_on(work, supervisee, holder, day)
    if named is None or people.absence_now(work, named[0], day):
        return away
    if named[1] <= at:
        return None
    found = work.calendar.day_of(named[1])
    return Deferred(min(found, away.since) if away.since else found)


# At which times


def free_unasked(work: Work, pair: Pair, since: datetime, until: date, minutes: int) -> Iterator[datetime]:
    """Times (UTC) free for both, or with whoever covers then, that nobody is asked about: none with which one of them
    begins their first day back."""
    for at in common_times.with_covers(work, pair, since, until, minutes):
        then = common_times.meeting_on(work, pair, work.calendar.day_of(at))
        if begins_no_first_day(work, then, at):
            yield at


def begins_no_first_day(work: Work, pair: Pair, at: datetime) -> bool:
    return all(at >= _there_since(work, one, at) + times.NOTICE for one in pair)


def _there_since(work: Work, person: Person, at: datetime) -> datetime:
    """From when on (UTC) they are at work after the absence before an instant; else long before."""
    ahead, day = people.absences_ahead(work, [person.id])[person.id], work.calendar.day_of(at)
    over = max((away.last for away in ahead if away.last and away.last < day), default=None)
    if over is None:
        return datetime.min.replace(tzinfo=UTC)
    return working_hours.next_working_moment(work, person, work.calendar.overdue_from(over))


def informed_from(work: Work, pair: Pair, since: datetime) -> datetime:
    """When both are there to read what is booked (UTC)."""
    return max(working_hours.next_working_moment(work, p, since) for p in pair)
