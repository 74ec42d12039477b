"""What assessment reads of absences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Row as SqlRow
from sqlmodel import col

from policy.facts import (
    AbsenceFacts,
    Affected,
)
from storage import tables as t
from storage.conditions import in_line, in_post, not_past
from storage.facts.rows import fetched, grouped
from storage.states import AbsenceState
from storage.work import Work


def absences(work: Work, ids: Sequence[int]) -> Iterator[AbsenceFacts]:
    a, g = t.Absence, t.Arrangement
    rows = fetched(
        work, select(a.__table__).where(col(a.id).in_(ids), col(a.state) == AbsenceState.CONFIRMED)
    )
    lines = grouped(_supervisees(work, [r.person_id for r in rows], work.today), "supervisor_id")
    made = {
        (x.absence_id, x.supervisee_id): x
        for x in fetched(work, select(g.__table__).where(col(g.absence_id).in_(ids)))
    }
    for row in rows:
        affected = [(line, made.get((row.id, line.supervisee_id))) for line in lines.get(row.person_id, ())]
        yield AbsenceFacts(
            row.id,
            row.person_id,
            row.planned,
            row.first,
            row.last,
            tuple(
                Affected(
                    line.id,
                    line.supervisee_id,
                    m.reported_on if m else None,
                    m.arranged_on if m else None,
                    line.since,
                )
                for line, m in affected
            ),
        )


def _supervisees(work: Work, supervisors: Sequence[int], on: date) -> Sequence[SqlRow[Any]]:
    """Line relationships in force on a day, of people who haven't left, with somebody who hasn't."""
    r, p, above = t.Relationship, t.Person, t.Person.__table__.alias("above")
    query = (
        select(r.__table__)
        .join(p.__table__, col(p.id) == col(r.supervisee_id))
        .join(above, above.c.id == col(r.supervisor_id))
        .where(
            not_past(above.c.left_on, on),
            col(r.supervisor_id).in_(supervisors),
            in_line(on),
            in_post(on),
        )
        .order_by(col(r.id))
    )
    return fetched(work, query)
