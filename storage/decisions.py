"""Decisions made outside case supervision: that one was made, by whom and when; never what (Y15, Y16, S16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from policy.facts import Subject, SubjectKind
from storage import people
from storage import tables as t
from storage.cases import CaseView
from storage.people import Person
from storage.records import CaseRef
from storage.work import Work, require_one


@dataclass(frozen=True, slots=True)
class DecisionView:
    """``kind``: informal, in_absence or one_to_one. ``recorded_on``: the day it was noted on the child's file;
    ``taken_back_by``: who said that it was noted by mistake."""

    id: int
    case: CaseRef
    kind: str
    made_on: date
    made_by: Person
    said_by_id: int
    recorded_on: date | None
    taken_back_by: int | None = None


def decision(work: Work, decision_id: int) -> DecisionView:
    """Raises MissingRowError for an id no decision has."""
    return require_one(_read(work, col(t.Decision.id) == decision_id), "decision")


def not_on_file(work: Work, case_id: int, until: date) -> list[DecisionView]:
    """Those about a case, made by a day, that stand and aren't on the child's file yet, oldest first."""
    d = t.Decision
    stands = col(d.taken_back_on).is_(None) & col(d.recorded_on).is_(None)
    return _read(work, (col(d.case_id) == case_id) & (col(d.made_on) <= until) & stands)


def _read(work: Work, condition: ColumnElement[bool]) -> list[DecisionView]:
    d, c = t.Decision, t.Case
    query = (
        select(d.__table__, col(c.reference).label("reference"))
        .join(c.__table__, col(c.id) == col(d.case_id))
        .where(condition)
        .order_by(col(d.made_on), col(d.id))
    )
    rows = work.connection.execute(query).all()
    who = people.people(work, [row.made_by_id for row in rows])
    return [
        DecisionView(
            row.id,
            CaseRef(row.case_id, row.reference),
            row.kind,
            row.made_on,
            who[row.made_by_id],
            row.said_by_id,
            row.recorded_on,
            row.taken_back_by_id,
        )
        for row in rows
    ]


def add(work: Work, case: CaseView, kind: str, made_on: date, made_by: int, said_by: int) -> int:
    """A decision was made; its id. Recording it on the child's file is then owed by whoever made it."""
    work.touch(SubjectKind.CASE, case.id)
    row = work.add(
        t.Decision(case_id=case.id, kind=kind, made_on=made_on, made_by_id=made_by, said_by_id=said_by)
    )
    work.log("decision.made", case.subject, said_by, decision=row.id, kind=kind, by=made_by)
    return row.id


def noted(work: Work, case: CaseView, kind: str, made_on: date, made_by: int) -> bool:
    """Whether just that is noted already."""
    d = t.Decision
    same = (col(d.case_id) == case.id, col(d.kind) == kind, col(d.made_on) == made_on)
    query = select(col(d.id)).where(*same, col(d.made_by_id) == made_by, col(d.taken_back_on).is_(None))
    return work.connection.execute(query.limit(1)).first() is not None


def take_back(work: Work, view: DecisionView, by: int) -> None:
    """It was noted by mistake: nothing is asked because of it. That it was noted stays."""
    work.touch(SubjectKind.CASE, view.case.id)
    row = work.get(t.Decision, view.id)
    row.taken_back_on, row.taken_back_by_id = work.today, by
    work.log("decision.taken_back", Subject(SubjectKind.CASE, view.case.id), by, decision=view.id)


def recorded(work: Work, view: DecisionView, by: int) -> None:
    """It is on the child's file, as of today."""
    work.touch(SubjectKind.CASE, view.case.id)
    row = work.get(t.Decision, view.id)
    row.recorded_on, row.recorded_by_id = work.today, by
    work.log("decision.recorded", Subject(SubjectKind.CASE, view.case.id), by, decision=view.id)
