"""The night's checks: when they are due, how far tonight's comparison has come, and which routes lead nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlmodel import col

from policy.facts import Subject, SubjectKind
from policy.ruleset import Duty
from storage import tables as t
from storage import unreached
from storage.conditions import TODAY, away, in_line, in_post
from storage.contacts import InUse, reached
from storage.drift import Drift, drift, every_subject
from storage.obligations import reassess
from storage.supervision import ManagementLine, covers_on
from storage.supervision import lines as management_lines
from storage.work import Work

#: Subjects compared in one step: a few hundred milliseconds, so that nothing waits long behind it.
STEP: Final = 500


# When


def due(work: Work) -> bool:
    """Whether the night's checks are due: one row read. True once in a database that never had them."""
    row = work.connection.execute(_AT).first()
    return row is not None and (row.nightly_at is None or row.nightly_at <= work.now)


def begin(work: Work) -> date:
    """Tonight's checks are under way: the next are due at the next midnight, and the comparison starts afresh. The day
    from which none was made."""
    since = work.connection.execute(_AT).scalar()
    following = work.calendar.start_of(work.today + timedelta(days=1))
    work.connection.execute(_BEGIN, {"following": following})
    return work.calendar.day_of(since) if since else work.today


_AT: Final = select(col(t.Council.nightly_at))
_FOLLOWING: Final = bindparam("following", type_=t.Council.__table__.c.nightly_at.type)
_BEGIN: Final = update(t.Council).values(nightly_at=_FOLLOWING, drift_after="")


# Does what is stored agree with the facts?


def comparing(work: Work) -> Subject | str | None:
    """The last subject compared tonight, '' before the first, None when all were."""
    after = work.connection.execute(select(col(t.Council.drift_after))).scalar()
    if not after:
        return after
    kind, _, ref = after.partition(":")
    return Subject(SubjectKind(kind), int(ref))


def compare(work: Work, step: int = STEP) -> list[Drift]:
    """Compares the next subjects with a fresh assessment. A difference is a bug: it is logged, then put right."""
    after = comparing(work)
    if after is None:
        return []
    subjects = every_subject(work, after if isinstance(after, Subject) else None, step)
    found = list(drift(work, subjects))
    for one in found:
        subject, stored, fresh = one.key.subject, _iso(one.stored), _iso(one.fresh)
        work.log("drift.found", subject, duty=one.key.duty, what=one.what, stored=stored, fresh=fresh)
    reassess(work, sorted({one.key.subject for one in found}))
    last = f"{subjects[-1].kind}:{subjects[-1].id}" if len(subjects) == step else None
    work.connection.execute(update(t.Council).values(drift_after=last))
    return found


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# Does every route lead to somebody?


class RouteFault(StrEnum):
    """What is wrong with a route up the line from somebody."""

    NO_SUPERVISOR = "no_supervisor"
    SUPERVISOR_LEFT = "supervisor_left"
    LOOP = "loop"
    NO_MANAGER = "no_manager"
    NOBODY_THERE = "nobody_there"
    UNREACHABLE = "unreachable"
    COVER_GONE = "cover_gone"


@dataclass(frozen=True, slots=True, order=True)
class FaultyRoute:
    """A route with a fault: from whom, and which."""

    fault: RouteFault
    person_id: int


@dataclass(slots=True)
class _RouteLines:
    """Everybody in post at once, so that a whole council costs six queries. ``up``: of managers who are away."""

    roles: dict[int, str]
    to_come: set[int]
    above: dict[int, int]
    away: set[int]
    reached: set[int] | None
    up: Mapping[int, ManagementLine]
    covers: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def loops(self, person_id: int) -> bool:
        """Whether the line from somebody comes back to them."""
        at = self.above.get(person_id)
        for _ in range(len(self.above)):
            if at is None or at == person_id:
                break
            at = self.above.get(at)
        return at == person_id

    def there(self, person_id: int) -> bool:
        return person_id in self.roles and person_id not in self.away


def routes(work: Work, on: InUse | None) -> list[FaultyRoute]:
    """Every route with a fault today, of whoever has begun. ``on``: the platforms in use; None where one reaches
    everybody, as the desk."""
    lines = _lines(work, on)
    asked = _asked_of(work)
    found = [
        FaultyRoute(fault, i)
        for i in lines.roles
        if i not in lines.to_come
        for fault in _faults(lines, i, asked)
    ]
    return sorted(found)


def _asked_of(work: Work) -> set[str]:
    """The roles whose supervision the policy asks for: the others may be at the top of the line."""
    return {
        role
        for rule in work.rules.asking(Duty.SUPERVISE)
        for row in rule.rows
        for role in (*rule.when.role, *row.when.role)
    }


def _faults(lines: _RouteLines, i: int, asked: set[str]) -> Iterator[RouteFault]:
    supervisor = lines.above.get(i)
    leads = i in lines.above.values()
    if lines.roles[i] in asked and supervisor is None:
        yield RouteFault.NO_SUPERVISOR if not leads else RouteFault.NO_MANAGER
    if supervisor is not None and supervisor not in lines.roles:
        yield RouteFault.SUPERVISOR_LEFT
    if lines.loops(i):
        yield RouteFault.LOOP
    elif i in lines.up and supervisor is not None and not any(lines.there(m) for m in lines.up[i].above):
        yield RouteFault.NOBODY_THERE
    if any(not lines.there(c) for c in lines.covers.get(i, ())):
        yield RouteFault.COVER_GONE
    if lines.reached is not None and i not in lines.reached:
        yield RouteFault.UNREACHABLE


def _lines(work: Work, on: InUse | None) -> _RouteLines:
    today = {"today": work.today}
    people = work.connection.execute(_ROLES, today).all()
    roles = {row.id: row.role for row in people}
    to_come = {row.id for row in people if row.employed_from > work.today}
    pairs = work.connection.execute(_PAIRS, today)
    above = {row.supervisee_id: row.supervisor_id for row in pairs if row.supervisee_id in roles}
    gone = set(work.connection.execute(_AWAY, today).scalars())
    up = management_lines(work, gone & set(above.values()))
    found = _RouteLines(roles, to_come, above, gone, _reached(work, on) if on else None, up)
    for (supervisee, supervisor), cover in covers_on(work, work.today).items():
        if supervisee in roles:
            found.covers[supervisor].add(cover)
    return found


_R: Final = t.Relationship.__table__.c
_ROLES: Final = select(col(t.Person.id), col(t.Person.role), col(t.Person.employed_from)).where(
    in_post(TODAY)
)
_PAIRS: Final = select(_R.supervisee_id, _R.supervisor_id).where(in_line(TODAY)).order_by(_R.since, _R.id)
_AWAY: Final = select(col(t.Absence.person_id)).where(away(TODAY))


def _reached(work: Work, on: InUse) -> set[int]:
    """Not whom a platform might find, and didn't: something waits for them."""
    return reached(work, on) - {one.person_id for one in unreached.everybody(work)}
