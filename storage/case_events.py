"""Something dated about a case that a rule may name: which kind and when, never what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlmodel import col

from policy.facts import SubjectKind
from policy.spans import covers
from storage import tables as t
from storage.cases import CaseView
from storage.work import Work, require_one


@dataclass(frozen=True, slots=True)
class CaseEventView:
    """``until``: the last day of what lasts, None while it goes on or is a single day."""

    id: int
    case_id: int
    what: str
    on: date
    until: date | None


def event(work: Work, event_id: int) -> CaseEventView:
    """Raises MissingRowError for an id no event has."""
    return require_one(_events(work, _ONE, event_id), "event")


def of_case(work: Work, case_id: int) -> list[CaseEventView]:
    """By their day."""
    return _events(work, _OF_CASE, case_id)


def _events(work: Work, query: Any, which: int) -> list[CaseEventView]:
    rows = work.connection.execute(query, {"which": which})
    return [CaseEventView(r.id, r.case_id, r.what, r.on, r.until) for r in rows]


_EVENTS: Final = select(t.CaseEvent.__table__).order_by(col(t.CaseEvent.on), col(t.CaseEvent.id))
_ONE: Final = _EVENTS.where(col(t.CaseEvent.id) == bindparam("which"))
_OF_CASE: Final = _EVENTS.where(col(t.CaseEvent.case_id) == bindparam("which"))


def lasting(work: Work, case_id: int) -> list[CaseEventView]:
    """Those that have begun and aren't over today."""
    found = of_case(work, case_id)
    return [e for e in found if covers(e.on, e.until, work.today)]


def add(work: Work, case: CaseView, what: str, on: date, until: date | None, by: int) -> int:
    """Known from today; its id."""
    work.touch(SubjectKind.CASE, case.id)
    row = work.add(
        t.CaseEvent(
            case_id=case.id,
            what=what,
            on=on,
            until=until,
            known_on=work.today,
            said_by_id=by,
            from_chat=True,
        )
    )
    work.log("case.event", case.subject, by, what=what, on=on.isoformat(), event=row.id)
    return row.id


def end(work: Work, one: CaseEventView, case: CaseView, by: int) -> None:
    """Today was its last day."""
    work.touch(SubjectKind.CASE, one.case_id)
    work.get(t.CaseEvent, one.id).until = work.today
    work.orm.flush()
    work.log("case.event_ended", case.subject, by, event=one.id)


def remove(work: Work, one: CaseEventView, case: CaseView, by: int) -> None:
    """It was recorded by mistake: nothing rests on it any more, nor stands on an agenda for it. The evidence keeps that
    it was."""
    work.touch(SubjectKind.CASE, one.case_id)
    i = t.AgendaItem
    raised = select(i).where(col(i.event_id) == one.id, col(i.closed_on).is_(None))
    for row in work.orm.execute(raised).scalars():
        row.closed_on, row.closed_by_id = work.today, by
    work.orm.delete(work.get(t.CaseEvent, one.id))
    work.orm.flush()
    work.log("case.event_removed", case.subject, by, event=one.id, what=one.what, on=one.on.isoformat())
