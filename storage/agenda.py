"""A group's agenda: the cases raised for it (S3, S14). A case stands on the agenda of the next group that its worker
has something to do with, until it was discussed there or was taken off; one that nobody holds since its worker left, on
that of the next group that they were in, or that whoever supervised them leads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Integer, and_, bindparam, select
from sqlmodel import col

from policy.facts import SessionState, Subject, SubjectKind
from storage import leaving, sessions, supervision
from storage import tables as t
from storage.cases import CaseView
from storage.conditions import allocated, case_open, not_past
from storage.records import CaseRef
from storage.sessions import SessionView
from storage.work import Work, require_one


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """``worker_id``: who holds the case, or held it last and has ``left``. ``event``: what is ahead, by its kind and
    day, where it was raised for that."""

    id: int
    case: CaseRef
    worker_id: int
    raised_by: int
    event: tuple[str, date] | None
    left: bool = False


def item(work: Work, item_id: int) -> AgendaItem:
    """Raises MissingRowError for one that is closed, or there never was."""
    return require_one(_open(work, col(t.AgendaItem.id) == item_id), "agenda item")


def of_cases(work: Work, case_ids: Collection[int]) -> list[AgendaItem]:
    """Those open for these cases."""
    return _open(work, col(t.AgendaItem.case_id).in_(case_ids))


def may_concern(work: Work, view: SessionView, on: date | None = None) -> list[AgendaItem]:
    """Those open for cases that people in this group hold, or nobody does. ``on``: as of another day than today."""
    theirs = col(t.Allocation.worker_id).in_([p.id for p in sessions.in_group(view)])
    return _open(work, theirs | col(t.AgendaItem.case_id).in_(leaving.last_held(work)), on)


def of_group(work: Work, view: SessionView) -> list[AgendaItem]:
    """What stands on a booked group's agenda, by reference; of one that is over, what stood on it that day."""
    found = may_concern(work, view, min(view.on, work.today))
    groups = {one: group_of(work, *one) for one in {(one.worker_id, one.left) for one in found}}
    here = {one for one, group in groups.items() if group and group.id == view.id}
    return [one for one in found if (one.worker_id, one.left) in here]


def left_to_group(work: Work, view: SessionView) -> dict[int, int]:
    """The cases that nobody holds since their worker left, and that fall to this group: by case, who held it."""
    of = leaving.last_held(work)
    groups = {worker: group_of(work, worker, True) for worker in set(of.values())}
    here = {worker for worker, group in groups.items() if group and group.id == view.id}
    return {case: worker for case, worker in of.items() if worker in here}


def _open(work: Work, condition: Any, on: date | None = None) -> list[AgendaItem]:
    """Of cases that are open, and held or left behind; one raised for an event lapses when its day, or what went on, is
    over."""
    i, c, a, e = t.AgendaItem, t.Case, t.Allocation, t.CaseEvent
    day = on or work.today
    went_on = and_(col(e.on) < col(i.raised_on), not_past(e.until, day))
    query = (
        select(
            *(col(i.id), col(i.case_id), col(i.raised_by_id), col(i.event_id)),
            *(col(c.reference), col(a.worker_id), col(e.what), col(e.on)),
        )
        .join(c.__table__, col(c.id) == col(i.case_id))
        .outerjoin(a.__table__, and_(col(a.case_id) == col(i.case_id), allocated(work.today)))
        .outerjoin(e.__table__, col(e.id) == col(i.event_id))
        .where(condition, col(i.closed_on).is_(None), case_open(work.today))
        .where(col(i.event_id).is_(None) | (col(e.on) >= day) | went_on)
        .order_by(col(c.reference), col(i.id))
    )
    rows = work.connection.execute(query).all()
    last = leaving.last_held(work) if any(row.worker_id is None for row in rows) else {}
    return [
        AgendaItem(
            *(row.id, CaseRef(row.case_id, row.reference), worker, row.raised_by_id),
            (row.what, row.on) if row.what else None,
            left=row.worker_id is None,
        )
        for row in rows
        if (worker := row.worker_id or last.get(row.case_id))
    ]


#: A group that began is still the next until somebody says what became of it.
_BOOKED: Final = col(t.Session.state) == SessionState.BOOKED


def group_of(work: Work, worker_id: int, left: bool) -> SessionView | None:
    """The group on whose agenda a worker's case stands; ``left``: of one who has left, which nobody holds yet."""
    group = next_group(work, worker_id)
    above = supervision.line_supervisor(work, worker_id) if left and group is None else None
    return _group(work, _LED_NEXT, above) if above else group


def next_group(work: Work, person_id: int) -> SessionView | None:
    """The first booked group that somebody belongs to, leads or signs the record of."""
    return _group(work, _NEXT_GROUP, person_id)


def _group(work: Work, query: Any, person_id: int) -> SessionView | None:
    first = work.connection.execute(query, {"person": person_id}).scalar()
    return sessions.session(work, first) if first is not None else None


_WHOSE: Final = bindparam("person", type_=Integer)


def _first_group(condition: Any) -> Any:
    s = t.Session
    query = select(col(s.id)).where(_BOOKED, col(s.kind) == "group", condition)
    return query.order_by(col(s.starts_at), col(s.id)).limit(1)


def _mine() -> Any:
    s, p = t.Session, t.Participant
    belongs = select(col(p.session_id)).where(col(p.person_id) == _WHOSE)
    return (col(s.supervisor_id) == _WHOSE) | (col(s.signer_id) == _WHOSE) | col(s.id).in_(belongs)


_NEXT_GROUP: Final = _first_group(_mine())
_LED_NEXT: Final = _first_group(col(t.Session.supervisor_id) == _WHOSE)


def raise_case(work: Work, case: CaseView, by: int, event_id: int | None = None) -> int:
    """It goes on the agenda, as of today; the item's id."""
    work.touch(SubjectKind.CASE, case.id)
    row = work.add(t.AgendaItem(case_id=case.id, event_id=event_id, raised_by_id=by, raised_on=work.today))
    work.orm.flush()
    work.log("case.raised", case.subject, by, item=row.id)
    return row.id


def take_off(work: Work, one: AgendaItem, by: int) -> None:
    """Somebody thought better of it: what it was raised for isn't met by it any more."""
    work.touch(SubjectKind.CASE, one.case.id)
    row = work.get(t.AgendaItem, one.id)
    row.closed_on, row.closed_by_id = work.today, by
    work.orm.flush()
    work.log("case.taken_off_agenda", Subject(SubjectKind.CASE, one.case.id), by, item=one.id)


def discussed(work: Work, found: Sequence[AgendaItem], session_id: int, by: int) -> None:
    """These came up in a held group."""
    for one in found:
        work.touch(SubjectKind.CASE, one.case.id)
        row = work.get(t.AgendaItem, one.id)
        row.closed_on, row.closed_by_id, row.discussed_in_id = work.today, by, session_id
    work.orm.flush()
