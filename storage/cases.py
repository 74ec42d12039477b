"""Cases: found by reference, listed by worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from policy.facts import Subject, SubjectKind
from policy.periods import Period
from storage import tables as t
from storage.work import Work


@dataclass(frozen=True, slots=True)
class CaseView:
    id: int
    reference: str
    service: str
    categories: tuple[str, ...]
    restricted: bool
    closed_on: date | None
    worker_id: int | None

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind.CASE, self.id)


def by_reference(work: Work, reference: str) -> CaseView | None:
    """A case by its reference, in any case of letters."""
    wanted = reference.strip()
    exact = _cases(work, col(t.Case.reference) == wanted)
    found = exact or _cases(work, func.upper(col(t.Case.reference)) == wanted.upper())
    return found[0] if found else None


def cases(work: Work, ids: Sequence[int]) -> dict[int, CaseView]:
    return {c.id: c for c in _cases(work, col(t.Case.id).in_(ids))}


def allocated_to(work: Work, worker_id: int) -> list[CaseView]:
    """A worker's open cases, by reference."""
    a = t.Allocation
    mine = select(col(a.case_id)).where(col(a.worker_id) == worker_id, _held_on(work.today))
    return _cases(work, col(t.Case.id).in_(mine) & col(t.Case.closed_on).is_(None))


def _held_on(day: date) -> ColumnElement[bool]:
    """An allocation that has begun and whose last day isn't over."""
    a = t.Allocation
    return (col(a.since) <= day) & (col(a.until).is_(None) | (col(a.until) >= day))


def _cases(work: Work, condition: ColumnElement[bool]) -> list[CaseView]:
    c, a = t.Case, t.Allocation
    query = (
        select(c.__table__, col(a.worker_id))
        .outerjoin(a.__table__, (col(a.case_id) == col(c.id)) & _held_on(work.today))
        .where(condition)
        .order_by(col(c.reference))
    )
    return [
        CaseView(
            r.id, r.reference, r.service, tuple(r.categories.split()), r.restricted, r.closed_on, r.worker_id
        )
        for r in work.connection.execute(query)
    ]


def decide_interval(work: Work, case: CaseView, every: Period, by: int, until: date | None, why: str) -> None:
    """A manager's decision on one case, from today; the reason is sealed with it."""
    work.touch(SubjectKind.CASE, case.id)
    sealed = work.cipher.seal(why)
    row = t.Authorisation(
        case_id=case.id, every=str(every), by_id=by, since=work.today, until=until, sealed_why=sealed
    )
    work.add(row)
    work.log(
        "case.interval_decided",
        case.subject,
        by,
        every=str(every),
        until=until.isoformat() if until else None,
    )
