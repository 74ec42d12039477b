"""Who supervises whom today: the line, who stands beside it, who covers, who is the next up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import CompoundSelect, Date, Select, and_, bindparam, case, func, literal, select, union
from sqlmodel import col

from policy.spans import covers
from storage import tables as t
from storage.conditions import TODAY, away, in_line, in_post, in_post_to_cover, not_past, supervising
from storage.listed import one_of
from storage.people import absences_on
from storage.reads import read_once
from storage.states import AbsenceState
from storage.work import Work

#: A line of management longer than this is a loop in the data.
LONGEST_LINE: Final = 12


def line_supervisor(work: Work, supervisee_id: int) -> int | None:
    """The supervisor in the line today, away or not."""
    return lines(work, [supervisee_id])[supervisee_id].supervisor


def supervisors(work: Work, supervisee_id: int) -> list[int]:
    """Who supervises this person today: cover or line first, then professional supervisors beside the line."""
    now = supervisor_now(work, supervisee_id)
    found = ((now,) if now else ()) + professional_supervisors(work, supervisee_id)
    return list(dict.fromkeys(found))


def professional_supervisors(work: Work, supervisee_id: int) -> tuple[int, ...]:
    """Professional supervisors beside the line today."""
    return all_professional_supervisors(work, [supervisee_id])[supervisee_id]


def all_professional_supervisors(work: Work, ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """The professional supervisors of each of these people, in one query."""

    def read(some: list[int]) -> dict[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {i: [] for i in some}
        for row in work.connection.execute(_PROFESSIONAL, {"ids": some, "today": work.today}):
            found[row.supervisee_id].append(row.supervisor_id)
        return {i: tuple(supervisors) for i, supervisors in found.items()}

    return work.reads.each(("person", "relationship"), all_professional_supervisors, ids, read)


def _professional() -> Select[Any]:
    r = t.Relationship.__table__.c
    asked = (one_of(r.supervisee_id), r.professional, supervising(TODAY))
    there = t.Relationship.__table__.join(t.Person.__table__, t.Person.__table__.c.id == r.supervisor_id)
    query = select(r.supervisee_id, r.supervisor_id).select_from(there)
    return query.where(*asked, in_post(TODAY)).order_by(r.id)


@dataclass(frozen=True, slots=True)
class ManagementLine:
    """The managers above somebody today, nearest first, and who covers for the nearest (None: nobody needs to).
    Whoever has left is none of them: the next one up stands in their place."""

    above: tuple[int, ...] = ()
    cover: int | None = None

    @property
    def supervisor(self) -> int | None:
        """The nearest manager, away or not."""
        return self.above[0] if self.above else None


def lines(work: Work, ids: Collection[int]) -> dict[int, ManagementLine]:
    """The line of each of these people, in one query; it stops at a loop."""

    def read(some: list[int]) -> dict[int, ManagementLine]:
        found: dict[int, list[Any]] = {i: [] for i in some}
        for row in work.connection.execute(_LINES, {"ids": some, "today": work.today}):
            found[row.whose].append(row)
        return {i: _line(i, rows) for i, rows in found.items()}

    tables = ("person", "relationship", "absence", "arrangement", "cover_before")
    return work.reads.each(tables, lines, ids, read)


def _line(whose: int, rows: list[Any]) -> ManagementLine:
    rows.sort(key=lambda row: row.up)
    above = dict.fromkeys(row.person for row in rows)
    above.pop(whose, None)
    return ManagementLine(tuple(above), rows[0].cover if rows else None)


def line_above(work: Work, person_id: int) -> Iterator[int]:
    """The managers above someone, nearest first; stops at a loop."""
    return iter(lines(work, [person_id])[person_id].above)


def _lines() -> Select[Any]:
    """Whose line, how far up, who stands there, and who covers for them; made once, as it is asked often.
    Whoever has left is passed over: who stood above them then stands there."""
    p, r = t.Person.__table__.c, t.Relationship.__table__.c
    start = select(p.id.label("whose"), p.id.label("person"), literal(0).label("up"))
    line = start.where(one_of(p.id)).cte("line", recursive=True)
    who = t.Person.__table__.alias("who")
    last = case((who.c.left_on < TODAY, who.c.left_on), else_=TODAY)
    then = select(last).where(who.c.id == line.c.person).correlate(line).scalar_subquery()
    next_up = (
        select(r.supervisor_id)
        .where(r.supervisee_id == line.c.person, in_line(then))
        .order_by(r.since.desc(), r.id.desc())
        .limit(1)
        .correlate(line)
        .scalar_subquery()
    )
    more = (line.c.person.is_not(None), line.c.up < LONGEST_LINE - 1)
    line = line.union_all(select(line.c.whose, next_up, line.c.up + 1).where(*more))
    covers_then = (ask(line.c.whose, line.c.person).correlate(line) for ask in (cover_before, cover_named))
    cover = func.coalesce(*(one.scalar_subquery() for one in covers_then))
    shown = (line.c.whose, line.c.up, line.c.person, cover.label("cover"))
    return select(*shown).join(t.Person.__table__, p.id == line.c.person).where(line.c.up > 0, in_post(TODAY))


def supervisor_now(work: Work, supervisee_id: int) -> int | None:
    """Who answers as supervisor today: the cover where one is named for an absence that runs, else the line."""
    line = lines(work, [supervisee_id])[supervisee_id]
    return line.cover or line.supervisor


def supervisor_on(work: Work, supervisee_id: int, on: date) -> int | None:
    """The same on a day, as far as is known: until somebody else is named in place of one who has left, the next
    manager up."""
    rows = work.connection.execute(_LINES, {"ids": [supervisee_id], "today": on}).all()
    line = _line(supervisee_id, list(rows))
    return line.cover or line.supervisor


def cover_now(work: Work, supervisee_id: int, supervisor_id: int, on: date | None = None) -> int | None:
    """Who covers this supervisee while their supervisor is away on a day (today unless said)."""
    return covers_on(work, on or work.today).get((supervisee_id, supervisor_id))


@read_once(t.Absence, t.Arrangement, t.CoverBefore, t.Person)
def covers_on(work: Work, on: date) -> dict[tuple[int, int], int]:
    """By supervisee and supervisor: who covers on a day, whoever was named last; on a day that is over, who covered it.
    All days to come are read at once."""
    before = work.connection.execute(_BEFORE, {"today": on}) if on < work.today else ()
    rows = (*_covers_on(work, on), *before)
    return {(row.supervisee_id, row.person_id): row.cover_id for row in rows}


def cover_named_on(
    work: Work, supervisee_id: int, supervisor_id: int, on: date
) -> tuple[int, datetime] | None:
    """Who covers on a day, and when they were named (UTC)."""
    mine = (supervisee_id, supervisor_id)
    found = [row for row in _covers_on(work, on) if (row.supervisee_id, row.person_id) == mine]
    return (found[-1].cover_id, found[-1].named_at) if found and found[-1].named_at else None


@read_once(t.Absence, t.Arrangement, t.Person)
def _covers_on(work: Work, on: date) -> Sequence[Any]:
    if on < work.today:
        return work.connection.execute(_COVERS, {"today": on}).all()
    return [row for row in _covers_to_come(work) if _covers_then(row, on)]


def _covers_then(row: Any, on: date) -> bool:
    return all(covers(row.first, last, on) for last in (row.last, row.left_on))


@read_once(t.Absence, t.Arrangement, t.Person)
def _covers_to_come(work: Work) -> Sequence[Any]:
    return work.connection.execute(_COVERS_TO_COME, {"today": work.today}).all()


@read_once(t.Absence, t.Arrangement, t.Person)
def covers_named(work: Work) -> dict[int, datetime]:
    """By supervisee: when whoever covers today was named (UTC)."""
    rows = (row for row in _covers_to_come(work) if _covers_then(row, work.today))
    return {row.supervisee_id: row.named_at for row in rows}


_COVER: Final = t.Person.__table__.alias("cover")
#: Those of absences that run, in the order in which they were named; whoever has left covers for nobody.
_NAMED: Final = (
    select(
        col(t.Arrangement.supervisee_id),
        col(t.Absence.person_id),
        col(t.Arrangement.cover_id),
        col(t.Arrangement.named_at),
        col(t.Absence.first),
        col(t.Absence.last),
        _COVER.c.left_on,
    )
    .join(t.Absence.__table__, col(t.Absence.id) == col(t.Arrangement.absence_id))
    .join(_COVER, _COVER.c.id == col(t.Arrangement.cover_id))
    .where(col(t.Arrangement.cover_id).is_not(None))
    .order_by(col(t.Arrangement.named_at))
)
_COVERS: Final = _NAMED.where(away(TODAY), not_past(_COVER.c.left_on, TODAY))
#: The same of absences that are to come too.
_COVERS_TO_COME: Final = _NAMED.where(
    col(t.Absence.state) == AbsenceState.CONFIRMED,
    not_past(col(t.Absence.last), TODAY),
    not_past(_COVER.c.left_on, TODAY),
)


#: Who covered on a day until somebody else was named; whoever did until the earliest day comes last.
_BEFORE: Final = (
    select(col(t.CoverBefore.supervisee_id), col(t.Absence.person_id), col(t.CoverBefore.cover_id))
    .join(t.Absence.__table__, col(t.Absence.id) == col(t.CoverBefore.absence_id))
    .where(away(TODAY), col(t.CoverBefore.last) > TODAY)
    .order_by(col(t.CoverBefore.last).desc(), col(t.CoverBefore.id).desc())
)


def cover_before(supervisee: Any, supervisor: Any) -> Select[int | None]:
    """Of a day that is over, who covered on it until somebody else was named."""
    b = t.CoverBefore
    pair = (col(b.supervisee_id) == supervisee, col(t.Absence.person_id) == supervisor)
    then = _BEFORE.where(*pair).with_only_columns(col(b.cover_id)).order_by(None)
    return then.order_by(col(b.last), col(b.id)).limit(1)


def cover_named(supervisee: Any, supervisor: Any, on: Any = TODAY) -> Select[int | None]:
    """Who covers on a day, whoever was named last."""
    g = t.Arrangement
    pair = (col(g.supervisee_id) == supervisee, col(t.Absence.person_id) == supervisor)
    latest = _NAMED.where(*pair, away(on), not_past(_COVER.c.left_on, on)).with_only_columns(col(g.cover_id))
    return latest.order_by(None).order_by(col(g.named_at).desc()).limit(1)


def supervisees_now(work: Work, supervisor_id: int) -> list[int]:
    """Whom this person answers for today: their own (away or not), less those covered, plus those they cover."""
    return list(supervisees_of_all(work, [supervisor_id])[supervisor_id])


def supervisees_of_all(work: Work, supervisor_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """The same of each of these people, in one query for their own and one for those they cover."""
    tables = ("person", "relationship", "absence", "arrangement")
    return work.reads.each(tables, supervisees_of_all, supervisor_ids, partial(_supervisees_of, work))


def _supervisees_of(work: Work, supervisor_ids: list[int]) -> dict[int, tuple[int, ...]]:
    own = work.connection.execute(
        _SUPERVISEES, {"supervisors": supervisor_ids, "today": work.today}
    ).scalars()
    maybe = dict.fromkeys([*own, *of_leavers(work), *_covered_by(work, supervisor_ids)])
    lines(work, maybe)
    found: dict[int, list[int]] = {i: [] for i in supervisor_ids}
    for one in maybe:
        found.get(supervisor_now(work, one) or 0, []).append(one)
    return {i: tuple(some) for i, some in found.items()}


@read_once(t.Person, t.Relationship, t.Absence, t.Arrangement, t.CoverBefore)
def supervised_since(work: Work, supervisor_id: int, since: date) -> frozenset[int]:
    """Whom this person answered for on some day from ``since`` until today."""
    asked = {"supervisor": supervisor_id, "since": since, "today": work.today}
    return frozenset(
        {*work.connection.execute(_SINCE, asked).scalars(), *supervisees_now(work, supervisor_id)}
    )


@read_once(t.Person, t.Relationship, t.Absence, t.Arrangement, t.CoverBefore)
def supervisors_since(work: Work, supervisee_id: int, since: date) -> frozenset[int]:
    """Who supervised this person on some day from ``since`` until today: in the line, beside it, or as cover."""
    asked = {"supervisee": supervisee_id, "since": since, "today": work.today}
    return frozenset(
        {*work.connection.execute(_ABOVE_SINCE, asked).scalars(), *supervisors(work, supervisee_id)}
    )


def _since(*, above: bool) -> CompoundSelect[Any]:
    """Whom somebody supervised since then; ``above``: who supervised them."""
    r, a = t.Relationship.__table__.c, t.Absence.__table__
    g, b = t.Arrangement.__table__, t.CoverBefore.__table__
    since: Any = bindparam("since", type_=Date)
    while_away = and_(a.c.state == AbsenceState.CONFIRMED, a.c.first <= TODAY, not_past(a.c.last, since))

    def found(supervisee: Any, supervisor: Any) -> Select[Any]:
        given, asked = (supervisor, supervisee) if above else (supervisee, supervisor)
        return select(given).where(asked == bindparam("supervisee" if above else "supervisor"))

    own = found(r.supervisee_id, r.supervisor_id).where(r.since <= TODAY, not_past(r.until, since))
    covered = found(g.c.supervisee_id, g.c.cover_id).join(a, a.c.id == g.c.absence_id).where(while_away)
    until = found(b.c.supervisee_id, b.c.cover_id).join(a, a.c.id == b.c.absence_id).where(while_away)
    return union(own, covered, until.where(b.c.last >= since))


_SINCE: Final = _since(above=False)
_ABOVE_SINCE: Final = _since(above=True)


@read_once(t.Person, t.Relationship)
def of_leavers(work: Work) -> tuple[int, ...]:
    """Everybody in post whose supervisor in the line has left: the next manager up answers for them."""
    return tuple(work.connection.execute(_OF_LEAVERS, {"today": work.today}).scalars())


def _supervisees() -> Select[Any]:
    """Of whom it is asked, on ``today``."""
    r, p = t.Relationship, t.Person
    joined = select(col(r.supervisee_id)).join(p.__table__, col(p.id) == col(r.supervisee_id))
    return joined.where(in_line(TODAY), in_post(TODAY)).order_by(col(r.supervisee_id))


def _of_leavers() -> Select[Any]:
    left = t.Person.__table__.alias("left_one")
    gone = (left.c.id == col(t.Relationship.supervisor_id), left.c.left_on < TODAY)
    return _supervisees().join(left, and_(*gone)).distinct()


@read_once(t.Relationship, t.Absence, t.Arrangement, t.Person)
def supervised_by(work: Work, person_id: int) -> list[int]:
    """Whom this person supervises, away or not: in the line or beside it, and as cover."""
    mine = work.connection.execute(_SUPERVISED_BY, {"supervisor": person_id, "today": work.today}).scalars()
    return list(dict.fromkeys([*mine, *covered_now(work, person_id)]))


_SUPERVISED_BY: Final = (
    select(col(t.Relationship.supervisee_id))
    .where(col(t.Relationship.supervisor_id) == bindparam("supervisor"), supervising(TODAY))
    .order_by(col(t.Relationship.supervisee_id))
)


def supervises_somebody(work: Work, person_id: int) -> bool:
    """Today, away or not: in the line or beside it, as cover, or in place of somebody who has left."""
    if supervised_by(work, person_id):
        return True
    return bool(in_place_of_leavers(work, person_id))


def in_place_of_leavers(work: Work, person_id: int) -> list[int]:
    """Those whose supervisor has left and for whom this person, away or not, is the next manager up."""
    found = lines(work, of_leavers(work))
    return [i for i, line in found.items() if line.supervisor == person_id]


def covered_now(work: Work, cover_id: int) -> list[int]:
    return _covered_by(work, [cover_id])


def _covered_by(work: Work, cover_ids: Sequence[int]) -> list[int]:
    asked = {"covers": cover_ids, "today": work.today}
    return list(work.connection.execute(_COVERED, asked).scalars())


def _covered() -> Select[Any]:
    """Of whoever covers: those in post for whom they do."""
    a, g, p = t.Absence, t.Arrangement, t.Person
    joined = (
        select(col(g.supervisee_id))
        .join(a.__table__, col(a.id) == col(g.absence_id))
        .join(p.__table__, col(p.id) == col(g.supervisee_id))
    )
    theirs = (one_of(col(g.cover_id), "covers"), away(TODAY), in_post(TODAY))
    there = in_post_to_cover(col(g.cover_id), TODAY)
    return joined.where(*theirs, there).order_by(col(g.supervisee_id)).distinct()


def absent_under(work: Work, manager_id: int) -> list[int]:
    """Those away today whom this manager answers for in the line: their own, and beneath a manager away too."""
    found: list[int] = []
    above = [manager_id]
    while above:
        away = absences_on(work, reports(work, above), work.today)
        above = [i for i in away if i not in found]
        found += above
    return found


def reports(work: Work, supervisor_ids: Sequence[int]) -> list[int]:
    """Those supervised by any of these people in the line today, in post or not."""
    direct = list(work.connection.execute(_REPORTS, {"ids": supervisor_ids, "today": work.today}).scalars())
    above = lines(work, of_leavers(work))
    return [*direct, *(i for i, line in above.items() if line.supervisor in supervisor_ids)]


_REPORTS: Final = (
    select(col(t.Relationship.supervisee_id))
    .where(one_of(t.Relationship.__table__.c.supervisor_id), in_line(TODAY))
    .order_by(col(t.Relationship.supervisee_id))
)


_LINES: Final = _lines()
_PROFESSIONAL: Final = _professional()
_SUPERVISEES: Final = _supervisees().where(one_of(col(t.Relationship.supervisor_id), "supervisors"))
_OF_LEAVERS: Final = _of_leavers()
_COVERED: Final = _covered()
