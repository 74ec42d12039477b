"""Who is below a manager in the line."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Final

from sqlalchemy import CompoundSelect, Date, bindparam, select
from sqlmodel import col

from storage import people, supervision
from storage import tables as t
from storage.conditions import TODAY, in_line, still_owed
from storage.listed import one_of
from storage.reads import read_once
from storage.work import Work


def supervise(work: Work, ids: Collection[int]) -> set[int]:
    """Those of these people who supervise somebody in the line today."""
    return set(work.connection.execute(_SUPERVISING, {"ids": ids, "today": work.today}).scalars())


_SUPERVISING: Final = (
    select(col(t.Relationship.supervisor_id))
    .where(one_of(t.Relationship.__table__.c.supervisor_id), in_line(TODAY))
    .distinct()
)


@read_once(t.Relationship, t.ObligationRow, t.Person, t.Arrangement, t.Absence)
def may_answer_for_others(work: Work, ids: frozenset[int]) -> set[int]:
    """Those of these people who supervise or cover for somebody in the line today, hold what concerns somebody else,
    keep the rule set or administer the bot."""
    covers = set(supervision.covers_on(work, work.today).values()).intersection(ids)
    return covers | set(work.connection.execute(_ANSWERING, {"ids": ids, "today": work.today}).scalars())


def _answering() -> CompoundSelect[Any]:
    o, p = t.ObligationRow.__table__.c, t.Person.__table__.c
    about_others = o.worker_id.is_(None) | (o.worker_id != o.holder_id)
    holds = select(o.holder_id).where(one_of(o.holder_id), about_others, still_owed())
    named = select(p.id).where(one_of(p.id), p.policy_owner | p.administrator)
    return _SUPERVISING.union(holds, named)


_ANSWERING: Final = _answering()


def below(work: Work, manager_id: int) -> list[int]:
    """Everybody in post below a manager in the line today, level by level, those of somebody who has left too; it stops
    at a loop."""
    seen, found, above = {manager_id}, list[int](), [manager_id]
    while above:
        beneath = people.people(work, [i for i in supervision.reports(work, above) if i not in seen])
        above = list(beneath)
        seen.update(above)
        found += [i for i, who in beneath.items() if who.in_post(work.today)]
    return found


def left_since(work: Work, manager_id: int, since: date) -> list[int]:
    """Everybody who was below a manager as they left, on a day or after it."""
    gone = work.connection.execute(_LEFT, {"since": since, "today": work.today}).scalars().all()
    lines = supervision.lines(work, gone)
    return [i for i in gone if manager_id in lines[i].above]


_P: Final = t.Person.__table__.c
_LEFT: Final = (
    select(_P.id).where(_P.left_on >= bindparam("since", type_=Date), _P.left_on < TODAY).order_by(_P.id)
)
