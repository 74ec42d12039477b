"""Who was told, in place of whoever there isn't, that nobody answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import partial
from typing import Any, Final

from sqlalchemy import select
from sqlmodel import col

from policy.facts import SubjectKind
from policy.obligations import Obligation
from storage import tables as t
from storage.conditions import still_owed
from storage.listed import one_of
from storage.work import Work

#: The kind of the notice that names the cases of somebody who has left.
UNALLOCATED: Final = "unallocated"


def notified_in_place(work: Work, o: Obligation) -> set[int]:
    """Of something still owed about the same person without a supervisor, or the same case without a worker, whatever
    it is: that is one fact."""
    if o.worker_id is not None:
        return _of_workers(work, [o.worker_id])[o.worker_id]
    return _of_cases(work, [o.key.subject.id])[o.key.subject.id]


def read_notified_in_place(work: Work, some: Collection[Obligation]) -> None:
    """Reads together what ``notified_in_place`` answers of each of these."""
    _of_workers(work, [o.worker_id for o in some if o.worker_id is not None])
    _of_cases(work, [o.key.subject.id for o in some if o.worker_id is None])


def _of_workers(work: Work, ids: Iterable[int]) -> dict[int, set[int]]:
    return work.reads.each(("nudge", "obligation"), _of_workers, ids, partial(_in_place, work, _OF_WORKERS))


def _of_cases(work: Work, ids: Iterable[int]) -> dict[int, set[int]]:
    return work.reads.each(("nudge", "obligation", "allocation"), _of_cases, ids, partial(_read_cases, work))


def _in_place(work: Work, which: Any, some: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {i: set() for i in some}
    for row in work.connection.execute(which, {"ids": some}):
        if row.data.get("nobody"):
            found[row.which].add(row.recipient_id)
    return found


def _read_cases(work: Work, some: list[int]) -> dict[int, set[int]]:
    """Also of whom it was told, by a notice of its own, that a worker left it."""
    found, held = _in_place(work, _OF_CASES, some), work.connection.execute(_HELD_BY, {"ids": some}).all()
    about = sorted({f"{SubjectKind.PERSON}:{row.worker_id}" for row in held})
    told = work.connection.execute(_OF_LEAVERS, {"about": about}).all()
    by = defaultdict[tuple[str, str], set[int]](set)
    for row in told:
        for case in str(row.data["cases"]).split(","):
            by[row.about, case].add(row.recipient_id)
    for had in held:
        found[had.case_id] |= by[f"{SubjectKind.PERSON}:{had.worker_id}", str(had.case_id)]
    return found


_O, _N = t.ObligationRow.__table__, t.Nudge.__table__
_IN_PLACE: Final = (
    select(_N.c.recipient_id, _N.c.data)
    .join(_O, _O.c.id == _N.c.obligation_id)
    .where(still_owed(), _N.c.dropped.is_(None))
)
_OF_WORKERS: Final = _IN_PLACE.add_columns(_O.c.worker_id.label("which")).where(one_of(_O.c.worker_id))
_OF_CASES: Final = _IN_PLACE.add_columns(_O.c.subject_id.label("which")).where(
    _O.c.worker_id.is_(None), _O.c.subject_kind == str(SubjectKind.CASE), one_of(_O.c.subject_id)
)
_HELD_BY: Final = select(col(t.Allocation.case_id), col(t.Allocation.worker_id)).where(
    one_of(col(t.Allocation.case_id))
)
_OF_LEAVERS: Final = select(_N.c.about, _N.c.recipient_id, _N.c.data).where(
    one_of(_N.c.about, "about"), _N.c.kind == UNALLOCATED, _N.c.dropped.is_(None)
)
