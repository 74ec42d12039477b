"""Which cases are somebody's since a few days ago, and weren't named to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, bindparam, select
from sqlmodel import col

from policy.facts import SubjectKind
from storage import tables as t
from storage.conditions import TODAY, allocated, began_lately, case_open, in_post, lately
from storage.listed import one_of
from storage.work import Work

#: Of the notice that names them: its rows say which were named.
ALLOCATED: Final = "allocated"


@dataclass(frozen=True, slots=True)
class NewAllocation:
    """``since``: the first day on which the case is theirs."""

    id: int
    case: int
    worker: int
    since: date


def begun(work: Work) -> dict[int, list[NewAllocation]]:
    """By worker in post: those that began since the bot's first day and lately, the earliest first."""
    found: dict[int, list[NewAllocation]] = defaultdict(list)
    for row in work.connection.execute(_BEGUN, lately(work)):
        found[row.worker_id].append(NewAllocation(*row))
    named = _named(work, found)
    left = {who: [one for one in some if one.id not in named] for who, some in found.items()}
    return {who: some for who, some in left.items() if some}


def still_theirs(work: Work, worker: int, ids: Sequence[int]) -> list[NewAllocation]:
    """Of these, those that hold: a file that corrects whose a case was alters the allocation itself."""
    rows = work.connection.execute(_THESE, {"ids": list(ids), "worker": worker, "today": work.today})
    return [NewAllocation(*row) for row in rows]


def _named(work: Work, workers: Mapping[int, Sequence[NewAllocation]]) -> set[int]:
    about = [f"{SubjectKind.PERSON}:{who}" for who in workers]
    rows = work.connection.execute(_NAMED, {"about": about}).scalars() if about else ()
    return {int(one) for data in rows for one in data["allocations"].split(",")}


_A: Final = t.Allocation.__table__.c
_N: Final = t.Nudge.__table__.c


def _holding() -> Select[Any]:
    return (
        select(_A.id, _A.case_id, _A.worker_id, _A.since)
        .join(t.Case.__table__, col(t.Case.id) == _A.case_id)
        .join(t.Person.__table__, col(t.Person.id) == _A.worker_id)
        .where(allocated(TODAY), case_open(TODAY), in_post(TODAY))
        .order_by(_A.since, _A.id)
    )


_BEGUN: Final = _holding().where(began_lately(_A.since))
_THESE: Final = _holding().where(one_of(_A.id), _A.worker_id == bindparam("worker"))
_NAMED: Final = select(_N.data).where(one_of(_N.about, "about"), _N.kind == ALLOCATED)
