"""Open cases that nobody holds and something is owed of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import and_, select

from policy.facts import SubjectKind
from storage import tables as t
from storage.conditions import TODAY, still_owed
from storage.reads import read_once
from storage.work import Work


@read_once(t.ObligationRow, t.Allocation)
def unheld(work: Work) -> Mapping[int, int | None]:
    """By case who held it last, None where nobody ever did."""
    rows = work.connection.execute(_UNHELD, {"today": work.today})
    return {row.subject_id: row.worker_id for row in rows}


def _unheld() -> Any:
    """The last holder of a case comes last."""
    o, a = t.ObligationRow.__table__.c, t.Allocation.__table__.c
    before = and_(a.case_id == o.subject_id, a.since <= TODAY)
    of_a_case = (o.subject_kind == str(SubjectKind.CASE), o.worker_id.is_(None))
    asked = select(o.subject_id, a.worker_id).outerjoin(t.Allocation.__table__, before)
    return asked.where(*of_a_case, still_owed()).order_by(a.since, a.id)


_UNHELD: Final = _unheld()
