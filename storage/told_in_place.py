"""Who was told, in place of whoever there isn't, that nobody answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlmodel import col

from policy.facts import SubjectKind
from policy.obligations import Obligation
from storage import tables as t
from storage.conditions import still_owed
from storage.listed import one_of
from storage.work import Work

#: The kind of the notice that names the cases of somebody who has left.
UNALLOCATED: Final = "unallocated"


def told_in_place(work: Work, o: Obligation) -> set[int]:
    """Of something still owed about the same person without a supervisor, or the same case without a worker, whatever
    it is: that is one fact."""
    key = o.key.subject
    if o.worker_id is not None:
        return _in_place(work.connection.execute(_OF_WORKER, {"worker": o.worker_id}))
    rows = work.connection.execute(_OF_SUBJECT, {"kind": str(key.kind), "subject": key.id})
    return _in_place(rows) | _told_of_leaver(work, key.id)


def _in_place(rows: Iterable[Any]) -> set[int]:
    return {row.recipient_id for row in rows if row.data.get("nobody")}


def _told_of_leaver(work: Work, case_id: int) -> set[int]:
    """That they left it was told by a notice of its own."""
    held = work.connection.execute(_HELD_BY, {"case": case_id}).scalars()
    about = [f"{SubjectKind.PERSON}:{worker}" for worker in held]
    rows = work.connection.execute(_OF_LEAVERS, {"about": about})
    return {row.recipient_id for row in rows if str(case_id) in str(row.data["cases"]).split(",")}


_O, _N = t.ObligationRow.__table__, t.Nudge.__table__
_IN_PLACE: Final = (
    select(_N.c.recipient_id, _N.c.data)
    .join(_O, _O.c.id == _N.c.obligation_id)
    .where(still_owed(), _N.c.dropped.is_(None))
)
_OF_WORKER: Final = _IN_PLACE.where(_O.c.worker_id == bindparam("worker"))
_OF_SUBJECT: Final = _IN_PLACE.where(
    _O.c.worker_id.is_(None),
    _O.c.subject_kind == bindparam("kind"),
    _O.c.subject_id == bindparam("subject"),
)
_HELD_BY: Final = select(col(t.Allocation.worker_id)).where(col(t.Allocation.case_id) == bindparam("case"))
_OF_LEAVERS: Final = select(_N.c.recipient_id, _N.c.data).where(
    one_of(_N.c.about, "about"), _N.c.kind == UNALLOCATED, _N.c.dropped.is_(None)
)
