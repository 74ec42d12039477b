"""How often somebody is supervised as another body set it, such as a Practice Educator for a student."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import col

from policy.facts import Subject, SubjectKind
from policy.periods import Period
from storage import tables as t
from storage.work import Work


@dataclass(frozen=True, slots=True)
class SetElsewhereView:
    """``until``: its last day, None while it holds."""

    by: str
    every: str
    since: date
    until: date | None


def settings(work: Work, person_id: int) -> list[SetElsewhereView]:
    """In their order, ended ones too."""
    e = t.SetElsewhere
    query = select(e.__table__).where(col(e.person_id) == person_id).order_by(col(e.since), col(e.id))
    return [SetElsewhereView(r.by, r.every, r.since, r.until) for r in work.connection.execute(query)]


def record(
    work: Work, person_id: int, by: str, every: Period, since: date, until: date | None, said_by: int
) -> None:
    """What the same body set before ends the day before; what it set from that day or later gives way."""
    work.touch(SubjectKind.PERSON, person_id)
    e = t.SetElsewhere
    for row in work.orm.execute(select(e).where(col(e.person_id) == person_id, col(e.by) == by)).scalars():
        if row.since >= since:
            work.orm.delete(row)
        elif row.until is None or row.until >= since:
            row.until = since - timedelta(days=1)
    work.orm.flush()
    work.add(
        t.SetElsewhere(
            person_id=person_id, by=by, every=str(every), since=since, until=until, said_by_id=said_by
        )
    )
    subject, last = Subject(SubjectKind.PERSON, person_id), until.isoformat() if until else None
    work.log("frequency.set", subject, said_by, by=by, every=str(every), since=since.isoformat(), until=last)
