"""When somebody's supervisor was away and nobody covered for them, or whoever did was away too, or had left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import and_, bindparam, select

from storage import people
from storage import tables as t
from storage.conditions import not_past
from storage.listed import one_of
from storage.obligations import batched
from storage.states import AbsenceState
from storage.work import Work

_DAY: Final = timedelta(days=1)


class UncoveredSpan(NamedTuple):
    """``name``: of the supervisor; ``last``: None while it goes on."""

    supervisee: int
    name: str
    first: date
    last: date | None


def uncovered_spans(
    work: Work, supervisees: Collection[int], first: date, last: date
) -> Iterator[UncoveredSpan]:
    """Those with a working day in a period, as far as it is known by today."""
    for some in batched(sorted(supervisees), 500):
        yield from _spans(work, some, first, last)


def _spans(work: Work, ids: Collection[int], first: date, last: date) -> Iterator[UncoveredSpan]:
    rows = work.connection.execute(_AWAY, {"ids": ids, "first": first, "last": last}).all()
    covers = _covers(work, [row.id for row in rows])
    gone = _away(work, {c.cover for some in covers.values() for c in some})
    names = people.people(work, [row.person_id for row in rows])
    for row in rows:
        began = max(row.first, row.since)
        ended = min((day for day in (row.last, row.until) if day), default=None)
        for alone in _alone(_Days(began, ended), covers[row.id, row.supervisee_id], gone):
            over = alone.last if alone.last and alone.last < work.today else None
            if work.calendar.working_between(alone.first - _DAY, over or work.today) > 0:
                yield UncoveredSpan(row.supervisee_id, names[row.person_id].name, alone.first, over)


class _Days(NamedTuple):
    first: date
    last: date | None


class _Covered(NamedTuple):
    cover: int
    first: date
    last: date | None


def _alone(away: _Days, covered: Collection[_Covered], gone: dict[int, list[_Days]]) -> Iterator[_Days]:
    """The days before somebody covered, and those on which whoever did was away."""
    begins = min((one.first for one in covered), default=None)
    if begins is None or begins > away.first:
        yield _Days(away.first, begins - _DAY if begins else away.last)
    for one in covered:
        for days in gone[one.cover]:
            first = max(days.first, one.first)
            last = min((day for day in (days.last, one.last, away.last) if day), default=None)
            if last is None or first <= last:
                yield _Days(first, last)


def _covers(work: Work, absences: Collection[int]) -> dict[tuple[int, int], list[_Covered]]:
    """By absence and supervisee. Since when whoever was named before another covered isn't kept: from its first day."""
    found: dict[tuple[int, int], list[_Covered]] = defaultdict(list)
    for row in work.connection.execute(_BEFORE, {"ids": absences}):
        found[row.absence_id, row.supervisee_id].append(_Covered(row.cover_id, row.first, row.last))
    for row in work.connection.execute(_NAMED, {"ids": absences}):
        found[row.absence_id, row.supervisee_id].append(
            _Covered(row.cover_id, max(row.first, row.arranged_on or row.first), row.last)
        )
    return found


def _away(work: Work, ids: Collection[int]) -> dict[int, list[_Days]]:
    found: dict[int, list[_Days]] = defaultdict(list)
    for row in work.connection.execute(_ABSENT, {"ids": sorted(ids)}):
        found[row.person_id].append(_Days(row.first, row.last))
    for gone in work.connection.execute(_LEFT, {"ids": sorted(ids)}):
        found[gone.id].append(_Days(gone.left_on + _DAY, None))
    return found


_A: Final = t.Absence.__table__.c
_R: Final = t.Relationship.__table__.c
_CONFIRMED: Final = _A.state == AbsenceState.CONFIRMED


def _then(of: Any, until: Any) -> Any:
    """It lies in the period asked about."""
    return and_(
        of <= bindparam("last", type_=_A.first.type), not_past(until, bindparam("first", type_=_A.first.type))
    )


_PAIR: Final = and_(_R.supervisor_id == _A.person_id, _R.professional.is_(False))
_TOGETHER: Final = and_(not_past(_A.last, _R.since), not_past(_R.until, _A.first))
_AWAY: Final = (
    select(_A.id, _A.person_id, _A.first, _A.last, _R.supervisee_id, _R.since, _R.until)
    .join_from(t.Absence.__table__, t.Relationship.__table__, _PAIR)
    .where(
        one_of(_R.supervisee_id), _CONFIRMED, _TOGETHER, _then(_A.first, _A.last), _then(_R.since, _R.until)
    )
    .order_by(_A.first, _A.id)
)


def _named(table: Any, *more: Any) -> Any:
    c = table.c
    of = select(c.absence_id, c.supervisee_id, c.cover_id, _A.first, *more)
    return of.join_from(table, t.Absence.__table__, _A.id == c.absence_id).where(
        one_of(c.absence_id), c.cover_id.is_not(None)
    )


_NAMED: Final = _named(t.Arrangement.__table__, t.Arrangement.__table__.c.arranged_on, _A.last)
_BEFORE: Final = _named(t.CoverBefore.__table__, t.CoverBefore.__table__.c.last)
_P: Final = t.Person.__table__.c
_LEFT: Final = select(_P.id, _P.left_on).where(one_of(_P.id), _P.left_on.is_not(None))
_ABSENT: Final = select(_A.person_id, _A.first, _A.last).where(one_of(_A.person_id), _CONFIRMED)
