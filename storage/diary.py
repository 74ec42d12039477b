"""When two people are both free: what is in somebody's way, and times to meet found from that.

Known are the sessions booked here, confirmed absences, and busy times. Those come ahead, from calendar files and, where
it is switched on, from Outlook: never while somebody books, since a booking holds a lock and waits for no network."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

from sqlalchemy import Date, and_, bindparam, or_, select

from policy.facts import SessionState, SubjectKind
from storage import tables as t
from storage import working_hours
from storage.conditions import TODAY, in_post, not_past
from storage.listed import one_of
from storage.people import Person
from storage.sql_types import Instant
from storage.states import AbsenceState
from storage.work import Work

#: Sessions start on the hour or the half hour.
GRID: Final = timedelta(minutes=30)
NOON: Final = time(12)

#: Whom somebody is about to book is asked for anew if that was longer ago than this, whatever came of it.
RECENT: Final = timedelta(minutes=5)

#: From when until when somebody is busy: instants (UTC).
Stretch: TypeAlias = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch in which a person isn't free: instants (UTC), the end not included. Why is nobody's business here,
    but for a session of ours (``session_id``)."""

    person_id: int
    starts_at: datetime
    ends_at: datetime
    session_id: int | None = None


class NotAskedError(Exception):
    """When these people are busy is to be asked first, and the work to begin anew."""

    def __init__(self, person_ids: Collection[int]) -> None:
        super().__init__(f"{len(person_ids)} people's busy times")
        self.person_ids = person_ids


def _taken(work: Work, person_ids: Sequence[int], since: datetime, until: datetime) -> list[Taken]:
    """What is in these people's way between two instants (UTC), in any order; stretches may overlap."""
    return [
        *booked(work, person_ids, since, until),
        *_busy(work, person_ids, since, until),
        *_absences(work, person_ids, since, until),
    ]


def booked(work: Work, person_ids: Sequence[int], since: datetime, until: datetime) -> Iterator[Taken]:
    """The sessions booked here in which these people are between two instants (UTC)."""
    yield from _sessions(work, person_ids, since, until)
    yield from _groups(work, person_ids, since, until)


def _sessions(work: Work, ids: Sequence[int], since: datetime, until: datetime) -> Iterator[Taken]:
    """Those of the pair, and groups that they lead or record."""
    for row in work.connection.execute(_SESSIONS, {"ids": ids, "since": since, "until": until}):
        for person_id in {row.supervisee_id, row.supervisor_id, row.recorder_id} & set(ids):
            yield Taken(person_id, row.starts_at, row.ends_at, row.id)


def _groups(work: Work, ids: Sequence[int], since: datetime, until: datetime) -> Iterator[Taken]:
    """Groups that they belong to without leading them."""
    for row in work.connection.execute(_GROUPS, {"ids": ids, "since": since, "until": until}):
        yield Taken(row.person_id, row.starts_at, row.ends_at, row.id)


_S: Final = t.Session.__table__.c
_B: Final = t.Busy.__table__.c
_A: Final = t.Absence.__table__.c
_P: Final = t.Participant.__table__.c
#: In the way of a stretch: its bounds are instants (UTC).
_SINCE: Final = bindparam("since", type_=Instant)
_UNTIL: Final = bindparam("until", type_=Instant)
_THEN: Final = and_(_S.state == SessionState.BOOKED, _S.starts_at < _UNTIL, _S.ends_at > _SINCE)
_SESSIONS: Final = select(t.Session.__table__).where(
    _THEN, or_(one_of(_S.supervisee_id), one_of(_S.supervisor_id), one_of(_S.recorder_id))
)
_GROUPS: Final = (
    select(_P.person_id, _S.starts_at, _S.ends_at, _S.id)
    .join(t.Session.__table__, _S.id == _P.session_id)
    .where(_THEN, one_of(_P.person_id), _P.person_id != _S.supervisor_id)
)


def _busy(work: Work, ids: Sequence[int], since: datetime, until: datetime) -> Iterator[Taken]:
    if work.asks and (unasked := not_asked_lately(work, ids)):
        raise NotAskedError(unasked)
    query = _BUSY if work.config.outlook else _BUSY_BY_FILE
    for row in work.connection.execute(query, {"ids": ids, "since": since, "until": until}):
        yield Taken(row.person_id, row.starts_at, row.ends_at)


_BUSY: Final = select(t.Busy.__table__).where(
    one_of(_B.person_id), _B.starts_at < _UNTIL, _B.ends_at > _SINCE
)
#: Nobody renews what was read of Outlook before it was switched off.
_BUSY_BY_FILE: Final = _BUSY.where(_B.from_outlook.is_(False))


def not_asked_lately(work: Work, ids: Collection[int]) -> dict[int, str]:
    """Of these people those in post with an email address, which is given, for whom it wasn't asked just now."""
    given = {"ids": list(ids), "today": work.today, "before": work.now - RECENT}
    return {row.id: row.email for row in work.connection.execute(_NOT_ASKED, given)}


_R: Final = t.CalendarReading.__table__.c
_PERSON: Final = t.Person.__table__
_NOT_ASKED: Final = (
    select(_PERSON.c.id, _PERSON.c.email)
    .outerjoin(t.CalendarReading.__table__, _R.person_id == _PERSON.c.id)
    .where(one_of(_PERSON.c.id), in_post(TODAY), _PERSON.c.email.is_not(None))
    .where(or_(_R.person_id.is_(None), _R.tried_at <= bindparam("before", type_=Instant)))
)


def _absences(work: Work, ids: Sequence[int], since: datetime, until: datetime) -> Iterator[Taken]:
    """An open absence is in the way until somebody says when it ends."""
    days = {"first": work.calendar.day_of(since), "last": work.calendar.day_of(until)}
    for row in work.connection.execute(_ABSENCES, {"ids": ids, **days}):
        end = work.calendar.overdue_from(row.last) if row.last else until
        yield Taken(row.person_id, work.calendar.start_of(row.first), max(end, since))


_ABSENCES: Final = select(t.Absence.__table__).where(
    *(one_of(_A.person_id), _A.state == AbsenceState.CONFIRMED),
    *(_A.first <= bindparam("last", type_=Date), not_past(_A.last, bindparam("first", type_=Date))),
)


def in_the_way(
    work: Work,
    pair: Sequence[Person],
    starts_at: datetime,
    minutes: int,
    *,
    ignoring: int | None = None,
) -> list[Taken]:
    """What keeps these people from meeting at an instant (UTC); ``ignoring``: a session that is itself to be moved."""
    ends_at = starts_at + timedelta(minutes=minutes)
    found = _taken(work, [p.id for p in pair], starts_at, ends_at)
    return [x for x in found if x.session_id is None or x.session_id != ignoring]


def every_time(
    work: Work,
    pair: Sequence[Person],
    since: datetime,
    until: date,
    minutes: int,
    *,
    ignoring: int | None = None,
) -> Iterator[datetime]:
    """Every start (UTC, on the half hour) at which all of them are free for so long, soonest first: inside the
    council's hours, on days all of them are in post and work, from an instant (UTC) to a day's end (the council's)."""
    first = work.calendar.day_of(since)
    found = _taken(work, [p.id for p in pair], since, work.calendar.overdue_from(max(until, first)))
    taken = [x for x in found if x.session_id is None or x.session_id != ignoring]
    length = timedelta(minutes=minutes)
    for ahead in range((until - first).days + 1):
        day = first + timedelta(days=ahead)
        if all(who.in_post(day) and working_hours.works_on(work, who, day) for who in pair):
            for start in _starts(work, day, length):
                if start >= since and not _meets(taken, start, start + length):
                    yield start


def _starts(work: Work, day: date, length: timedelta) -> Iterator[datetime]:
    practice = work.rules.practice
    start, end = work.calendar.at(day, practice.day_starts), work.calendar.at(day, practice.day_ends)
    while start + length <= end:
        yield start
        start += GRID


def _meets(taken: Sequence[Taken], start: datetime, end: datetime) -> bool:
    return any(x.starts_at < end and x.ends_at > start for x in taken)


def a_choice(
    work: Work, starts: Iterable[datetime], limit: int, before_all: datetime | None = None
) -> list[datetime]:
    """At most ``limit`` of common times (UTC), soonest first: the first of each morning and afternoon, so that it is a
    choice. ``before_all`` comes first, if it is one of them."""
    chosen: dict[tuple[date, bool], datetime] = {}
    for start in starts:
        if start == before_all:
            return [start, *(at for at in chosen.values() if at != start)][:limit]
        wall = work.calendar.wall(start)
        if len(chosen) < limit:
            chosen.setdefault((wall.date(), wall.time() < NOON), start)
        elif before_all is None or start > before_all:
            break
    return list(chosen.values())


def hold(work: Work, pair: Sequence[Person]) -> None:
    """Locks these people's diaries until the work ends, so that two bookings at once don't both find a time free."""
    work.touch(SubjectKind.PERSON, *(p.id for p in pair))
