"""Milestones: what was done once or now and then, recorded in chat and taken back by who recorded it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from policy.facts import Subject, SubjectKind
from storage import tables as t
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Recorded:
    """``by_id``: who did it, if known; ``said_by_id``: who recorded that in chat, None for what was imported."""

    id: int
    person_id: int
    what: str
    on: date
    by_id: int | None
    said_by_id: int | None

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind.PERSON, self.person_id)


def _recorded(row: Any) -> Recorded:
    return Recorded(row.id, row.person_id, row.what, row.on, row.by_id, row.said_by_id)


def about(work: Work, person_id: int, limit: int) -> list[Recorded]:
    """The latest that are recorded about somebody, newest first."""
    m = t.Milestone
    query = select(m.__table__).where(col(m.person_id) == person_id)
    newest = query.order_by(col(m.on).desc(), col(m.id).desc()).limit(limit)
    return [_recorded(row) for row in work.connection.execute(newest)]


def find(work: Work, milestone_id: int) -> Recorded | None:
    """None for one that was taken back."""
    m = t.Milestone
    row = work.connection.execute(select(m.__table__).where(col(m.id) == milestone_id)).first()
    return _recorded(row) if row else None


def record(work: Work, person_id: int, what: str, on: date, by: int, said_by: int) -> int:
    work.touch(SubjectKind.PERSON, person_id)
    row = work.add(t.Milestone(person_id=person_id, what=what, on=on, by_id=by, said_by_id=said_by))
    subject = Subject(SubjectKind.PERSON, person_id)
    work.log("milestone.recorded", subject, said_by, what=what, on=on.isoformat(), by=by)
    return row.id


def take_back(work: Work, recorded: Recorded, actor: int) -> None:
    """It never was: whatever it met is asked again."""
    work.touch(SubjectKind.PERSON, recorded.person_id)
    work.orm.delete(work.get(t.Milestone, recorded.id))
    work.orm.flush()
    on = recorded.on.isoformat()
    work.log("milestone.taken_back", recorded.subject, actor, what=recorded.what, on=on)
