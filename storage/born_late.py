"""What is past its day when it comes to be owed: what is told of it counts from then, by the practice's own distances.

Whatever made it so: a judgement, a file, what was said days later, or another who answers for it now."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Row as SqlRow
from sqlmodel import col

from policy.obligations import Obligation, is_overdue
from policy.ruleset import Duty, Role
from storage import tables as t
from storage.conditions import NOW, TODAY, overdue, still_owed
from storage.reads import read_once
from storage.work import Work

_STARTED: Final = select(col(t.Council.started_on))
#: Until the question whether a session took place goes up the line, nobody calls late what hangs on it: whoever answers
#: it, it goes when it was to.
_GOES_WHEN_IT_WAS_TO: Final = str(Duty.SAY_HELD)


def opened(work: Work, o: Obligation) -> Obligation:
    """One that is owed from today on."""
    return o._replace(known_on=work.today) if _is_late(work, o) else o


def changed(work: Work, row: SqlRow[Any], o: Obligation) -> Obligation:
    """One that was owed already, as ``row`` keeps it: by another day, or of somebody else."""
    if row.due == o.due and (is_same_persons(row, o) or o.key.duty == _GOES_WHEN_IT_WAS_TO):
        return o._replace(known_on=row.known_on)
    return opened(work, o)


def is_same_persons(row: SqlRow[Any], o: Obligation) -> bool:
    """Whether it is still about the same people, and the same role's to do."""
    return (row.answers, row.worker_id, row.holder_id) == (str(o.answers), o.worker_id, o.holder_id)


def another_supervises(work: Work, worker_id: int) -> None:
    """Somebody supervises them in place of another: what is late of that is asked anew, of whoever it is now."""
    values = {"worker": worker_id, "role": str(Role.SUPERVISOR), "today": work.today, "now": work.now}
    work.connection.execute(_ANOTHERS, values)


_O: Final = t.ObligationRow.__table__
_ANOTHERS: Final = (
    update(_O)
    .where(
        _O.c.worker_id == bindparam("worker"),
        _O.c.answers == bindparam("role"),
        _O.c.duty != _GOES_WHEN_IT_WAS_TO,
        still_owed(),
        overdue(_O.c.due, TODAY),
    )
    .values(known_on=TODAY, next_attention=NOW)
)


def _is_late(work: Work, o: Obligation) -> bool:
    """What was late on the bot's first day is told as that."""
    return is_overdue(o.due, work.today) and _first_day(work) != work.today


@read_once(t.Council)
def _first_day(work: Work) -> date | None:
    return work.connection.execute(_STARTED).scalar()
