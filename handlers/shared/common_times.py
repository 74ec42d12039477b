"""Times at which two can meet, each with whoever supervises that day: a cover gives way once the supervisor is back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias

from storage import diary, leaving, people, supervision
from storage.people import Person
from storage.work import Work

_DAY: Final = timedelta(days=1)
#: The supervisee and the supervisor.
Pair: TypeAlias = tuple[Person, Person]


def pair_on(work: Work, pair: Pair, day: date) -> Pair:
    """The two as they meet on a day: from the day of a return that is known, the supervisor in the cover's place."""
    back = _back_from(work, pair)
    if back is None or day < back:
        return pair
    then = leaving.who_supervises_on(work, pair[0].id, day)
    return (pair[0], people.person(work, then)) if then else pair


def pair_at(work: Work, pair: Pair, at: datetime) -> Pair:
    """The same, at an instant (UTC)."""
    return pair_on(work, pair, work.calendar.day_of(at))


def who_is_back(work: Work, pair: Pair, at: datetime) -> str:
    """Whose a session at an instant (UTC) is in the place of whoever covers now; empty where it is the pair's own."""
    then = pair_at(work, pair, at)[1]
    return "" if then == pair[1] else then.name


def _back_from(work: Work, pair: Pair) -> date | None:
    """The first day on which whom the one covers for is back; None for anybody else, and while nobody knows."""
    supervisee, supervisor = pair
    line = supervision.lines(work, [supervisee.id])[supervisee.id]
    beside = supervision.professional_supervisors(work, supervisee.id)
    if line.cover != supervisor.id or line.supervisor is None or supervisor.id in beside:
        return None
    away = people.absence_now(work, line.supervisor)
    return away.last + timedelta(days=1) if away and away.last else None


def every_time(
    work: Work, pair: Pair, since: datetime, until: date, minutes: int, ignoring: int | None = None
) -> Iterator[datetime]:
    """As ``diary.every_time``, of the two as they meet on each day."""
    back = _back_from(work, pair)
    last = min(until, back - timedelta(days=1)) if back else until
    yield from diary.every_time(work, pair, since, last, minutes, ignoring=ignoring)
    for first, last in _spells(work, pair, back, until) if back else ():
        then, start = pair_on(work, pair, first), max(since, work.calendar.start_of(first))
        yield from diary.every_time(work, then, start, last, minutes, ignoring=ignoring)


def _spells(work: Work, pair: Pair, back: date, until: date) -> Iterator[tuple[date, date]]:
    """The days from a return on, cut where whoever is back is away again, as another may cover then."""
    line = supervision.lines(work, [pair[0].id])[pair[0].id].supervisor
    away = people.absences_ahead(work, [line])[line] if line else []
    cuts = {back, *(one.first for one in away), *(one.last + _DAY for one in away if one.last)}
    begin = sorted(day for day in cuts if back <= day <= until)
    yield from zip(begin, [day - _DAY for day in begin[1:]] + [until][: len(begin)], strict=True)


def with_covers(work: Work, pair: Pair, since: datetime, until: date, minutes: int) -> Iterator[datetime]:
    """The same, and after them those of the supervisee with whoever covers on days to come."""
    yield from every_time(work, pair, since, until, minutes)
    for away in people.absences_ahead(work, [pair[1].id])[pair[1].id]:
        first, last = max(away.first, work.calendar.day_of(since)), min(away.last or until, until)
        then = meeting_on(work, pair, first)
        if first <= last and then != pair_on(work, pair, first):
            start = max(since, work.calendar.start_of(first))
            yield from diary.every_time(work, then, start, last, minutes)


def meeting_on(work: Work, pair: Pair, day: date) -> Pair:
    """As ``pair_on``; from the day on which a cover begins that is named, with whoever covers."""
    line = supervision.lines(work, [pair[0].id])[pair[0].id]
    cover = (
        supervision.cover_now(work, pair[0].id, pair[1].id, day) if line.supervisor == pair[1].id else None
    )
    return (pair[0], people.person(work, cover)) if cover else pair_on(work, pair, day)


def free_times(
    work: Work,
    pair: Pair,
    since: datetime,
    until: date,
    minutes: int,
    limit: int,
    ignoring: int | None = None,
) -> list[datetime]:
    """A choice of at most ``limit`` of them, as ``diary.a_choice``."""
    return diary.a_choice(work, every_time(work, pair, since, until, minutes, ignoring), limit)
