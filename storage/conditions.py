"""What holds on a day, as conditions of queries: one definition of each, for every query that asks.

A last day belongs to what it ends. ``on`` is a day in the council's zone, or a bound parameter that stands for one."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, TypeAlias

from sqlalchemy import BindParameter, ColumnElement, Date, and_, bindparam, case, or_, select
from sqlmodel import col

from policy.obligations import OPEN, State, Withdrawal
from policy.ruleset import Duty
from storage import tables as t
from storage.listed import among
from storage.sql_types import Instant
from storage.states import AbsenceState, ImportState
from storage.work import Work

On: TypeAlias = date | BindParameter[Any] | ColumnElement[Any]

#: The day, and the moment, of a statement that is made once: its parameters ``today`` and ``now``.
TODAY: Final = bindparam("today", type_=Date)
NOW: Final = bindparam("now", type_=Instant)

#: The first day on which the council uses the bot.
BEGAN: Final = select(t.Council.__table__.c.started_on).scalar_subquery()

#: The day from which on what began or ended is news, though a file may say so days late: the parameter ``recent``.
LATELY: Final = bindparam("recent", type_=Date)

#: Of an import: it is being applied, and only a part of it may be in.
IMPORT_APPLYING: Final = t.ImportRun.__table__.c.state == ImportState.APPLYING


def lately(work: Work) -> dict[str, date]:
    """What ``TODAY`` and ``LATELY`` are."""
    recent = work.calendar.add(work.today, -work.rules.practice.news.new_line)
    return {"today": work.today, "recent": recent}


def began_lately(since: Any) -> ColumnElement[bool]:
    """It began lately, and after the bot's first day."""
    return and_(since > BEGAN, since >= LATELY)


def not_past(last: Any, on: On) -> ColumnElement[bool]:
    """Nothing ends it, or its last day isn't past."""
    return or_(col(last).is_(None), col(last) >= on)


def in_post(on: On) -> ColumnElement[bool]:
    """A person who hasn't left."""
    return not_past(t.Person.left_on, on)


def in_post_while_away(left_on: Any = t.Person.left_on) -> ColumnElement[bool]:
    """A person whom an absence concerns: not left before it begins, nor by today where it runs, nor by its end."""
    a = t.Absence.__table__.c
    return not_past(left_on, case((a.first > TODAY, a.first), (a.last < TODAY, a.last), else_=TODAY))


def supervising(on: On) -> ColumnElement[bool]:
    """A relationship that has begun and goes on."""
    r = t.Relationship.__table__
    return and_(r.c.since <= on, not_past(r.c.until, on))


def in_line(on: On) -> ColumnElement[bool]:
    """The same, of the line: not of a professional supervisor beside it."""
    return and_(t.Relationship.__table__.c.professional.is_(False), supervising(on))


def beside(supervisee: Any, supervisor: Any, on: On) -> ColumnElement[bool]:
    """The one, who hasn't left, is a professional supervisor of the other, beside the line."""
    r, p = t.Relationship.__table__, t.Person.__table__.alias("beside_it")
    pair = and_(r.c.supervisee_id == supervisee, r.c.supervisor_id == supervisor)
    there = and_(p.c.id == r.c.supervisor_id, not_past(p.c.left_on, on))
    return select(r.c.id).join(p, there).where(pair, r.c.professional, supervising(on)).exists()


def allocated(on: On) -> ColumnElement[bool]:
    """An allocation that has begun and goes on: whoever has left holds nothing."""
    a, p = t.Allocation.__table__, t.Person.__table__.alias("holding")
    gone = select(p.c.id).where(p.c.id == a.c.worker_id, p.c.left_on < on).correlate(a)
    return and_(not_ended(on), ~gone.exists())


def not_ended(on: On) -> ColumnElement[bool]:
    """An allocation that has begun and wasn't ended, whether its worker is still in post or not."""
    a = t.Allocation.__table__
    return and_(a.c.since <= on, not_past(a.c.until, on))


def case_open(on: On) -> ColumnElement[bool]:
    """A case that isn't closed: on the day it closes it is."""
    return or_(t.Case.__table__.c.closed_on.is_(None), t.Case.__table__.c.closed_on > on)


def in_post_to_cover(cover: Any, on: On) -> ColumnElement[bool]:
    """Whoever is named to cover: one who has left covers for nobody."""
    p = t.Person.__table__.alias("covering")
    return select(p.c.id).where(p.c.id == cover, not_past(p.c.left_on, on)).exists()


def away(on: On) -> ColumnElement[bool]:
    """A confirmed absence that has begun and goes on."""
    a = t.Absence.__table__
    return and_(a.c.state == AbsenceState.CONFIRMED, a.c.first <= on, not_past(a.c.last, on))


def as_cover(supervisee: Any, holder: Any, on: On) -> ColumnElement[bool]:
    """The one is named to cover the other, whose supervisor is away on a day, or was until somebody else was."""
    a, b = t.Absence.__table__, t.CoverBefore.__table__

    def named(table: Any, *until: ColumnElement[bool]) -> ColumnElement[bool]:
        c = table.c
        found = select(c.id).join(a, a.c.id == c.absence_id)
        return found.where(c.supervisee_id == supervisee, c.cover_id == holder, away(on), *until).exists()

    return or_(named(t.Arrangement.__table__), named(b, b.c.last >= on))


def stands() -> ColumnElement[bool]:
    """An obligation that an assessment gives: still owed, missed, or past before the bot."""
    o = t.ObligationRow.__table__
    before = and_(o.c.state == State.WITHDRAWN, o.c.ended_because == str(Withdrawal.BEFORE_BOT))
    return or_(among(o.c.state, (*OPEN, State.MISSED)), before)


def of_supervision() -> ColumnElement[bool]:
    """An obligation that somebody is supervised, in the line or beside it."""
    return _of_duty(Duty.SUPERVISE)


def of_milestones() -> ColumnElement[bool]:
    """An obligation of a milestone, whichever."""
    return _of_duty(Duty.MILESTONE)


def _of_duty(wanted: Duty) -> ColumnElement[bool]:
    duty = t.ObligationRow.__table__.c.duty
    return or_(duty == str(wanted), duty.startswith(f"{wanted}:"))


def overdue(due: Any, on: On) -> ColumnElement[bool]:
    """As ``policy.obligations.is_overdue``: a due day is whole."""
    return col(due) < on


def still_owed() -> ColumnElement[bool]:
    """An obligation that is neither met, missed nor withdrawn."""
    return among(t.ObligationRow.__table__.c.state, OPEN)
