"""Legal holds: what may not be deleted, whatever its term, until somebody lifts the hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, or_, select, union, update
from sqlmodel import col

from policy.facts import Subject, SubjectKind
from storage import tables as t
from storage.export import referring
from storage.work import Work


@dataclass(frozen=True, slots=True)
class HoldView:
    """``subject``: None where it is over everything."""

    id: int
    subject: Subject | None
    reference: str
    placed_at: datetime
    placed_by: str


def place(work: Work, subject: Subject | None, reference: str, account: str) -> None:
    """``reference``: the council's own, which goes into the trail too."""
    kind, ref = (str(subject.kind), subject.id) if subject else (None, None)
    work.add(
        t.Hold(subject_kind=kind, subject_id=ref, reference=reference, placed_at=work.now, placed_by=account)
    )
    work.log("hold.placed", subject, account=account, reference=reference)


def lift(work: Work, reference: str, account: str) -> int:
    """Lifts every hold of that reference; how many that were."""
    mine = [one for one in standing(work) if one.reference == reference]
    h = t.Hold
    lifted = update(h).where(col(h.id).in_([one.id for one in mine]))
    work.connection.execute(lifted.values(lifted_at=work.now, lifted_by=account))
    for one in mine:
        work.log("hold.lifted", one.subject, account=account, reference=reference)
    return len(mine)


def standing(work: Work) -> list[HoldView]:
    """Those that weren't lifted, the earliest first."""
    return [_view(row) for row in work.connection.execute(_STANDING)]


_STANDING: Final = select(t.Hold.__table__).where(col(t.Hold.lifted_at).is_(None)).order_by(col(t.Hold.id))


def _view(row: Any) -> HoldView:
    subject = Subject(SubjectKind(row.subject_kind), row.subject_id) if row.subject_kind else None
    return HoldView(row.id, subject, row.reference, row.placed_at, row.placed_by)


def everything_is_held(work: Work) -> bool:
    return any(one.subject is None for one in standing(work))


def _held(kind: SubjectKind) -> Select[Any]:
    h = t.Hold
    return select(col(h.subject_id)).where(
        col(h.lifted_at).is_(None), col(h.subject_kind) == str(kind), col(h.subject_id).is_not(None)
    )


def free_person(column: Any) -> ColumnElement[bool]:
    """Nobody holds what is kept of this person; None is nobody."""
    return or_(column.is_(None), column.not_in(_held(SubjectKind.PERSON)))


def free_people(table: Table) -> list[ColumnElement[bool]]:
    """Nobody holds what is kept of any person whom a row of the table names, such as whoever decided."""
    return [free_person(column) for column in table.columns if referring(column) == "person"]


def free_case(column: Any) -> ColumnElement[bool]:
    """Nobody holds what is kept of this case; None is no case."""
    return or_(column.is_(None), column.not_in(_held(SubjectKind.CASE)))


def free_session(column: Any) -> ColumnElement[bool]:
    """Nobody who took part in it, and no case that it is about, is under a hold."""
    s, p = t.Session, t.Participant
    people = _held(SubjectKind.PERSON)
    theirs = select(col(s.id)).where(or_(col(s.supervisee_id).in_(people), col(s.supervisor_id).in_(people)))
    joined = select(col(p.session_id)).where(col(p.person_id).in_(people))
    about = [
        select(col(one.session_id)).where(
            col(one.case_id).in_(_held(SubjectKind.CASE)), col(one.session_id).is_not(None)
        )
        for one in (t.Discussion, t.Record, t.GapNote, t.Preparation, t.Action)
    ]
    return or_(column.is_(None), column.not_in(union(theirs, joined, *about).subquery().select()))
