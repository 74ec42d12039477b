"""A session was held: who was there, what was discussed, which records follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import select
from sqlmodel import col

from policy.facts import SessionKind, SessionState, Subject, SubjectKind
from policy.ruleset import RuleSet
from storage import tables as t
from storage.listed import one_of
from storage.sessions import Group, SessionView, share_out, touch_session
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Discussed:
    """What was said of one case in a held session: discussed in ``full``, or acknowledged only. ``by_worker``: nothing
    is left for the worker to acknowledge. ``safeguarding``: an issue that needs action, with its reference."""

    case_id: int
    plan_reviewed: bool = False
    full: bool = True
    safeguarding: bool = False
    safeguarding_reference: str | None = None
    lead_signs: bool = False
    by_worker: bool = True


def hold_group(
    work: Work, view: SessionView, by: int, minutes: int, discussed: Sequence[Discussed], group: Group
) -> None:
    """The group met, led by ``by``: who attended, what was discussed, and who shares out its record."""
    touch_session(work, view.id, view.supervisee)
    rows = select(t.Participant).where(col(t.Participant.session_id) == view.id)
    for row in work.orm.execute(rows).scalars():
        row.attended = row.person_id in group.attended
    share_out(work.get(t.Session, view.id), group)
    hold(work, view, by, minutes, discussed)


def hold(
    work: Work,
    view: SessionView,
    by: int,
    minutes: int,
    discussed: Sequence[Discussed],
    said_on: date | None = None,
) -> None:
    """The session took place, held by ``by``: discussions and the records they ask for. ``said_on``: when that was
    first said, where it is put right."""
    touch_session(work, view.id, view.supervisee)
    work.touch(SubjectKind.CASE, *(d.case_id for d in discussed))
    row = work.get(t.Session, view.id)
    row.state, row.held_on, row.minutes, row.supervisor_id = SessionState.HELD, view.on, minutes, by
    row.provisional, row.from_chat, row.said_on = False, True, said_on or work.today
    work.insert(t.Discussion, [_discussion(view, one) for one in discussed])
    work.insert(t.Record, [_to_write(work, view, one, row.last_request) for one in discussed if one.full])
    any_full = any(one.full for one in discussed)
    if has_notes(work.rules, view.kind, any_full=any_full, personal_too=view.personal_too):
        work.add(t.Record(session_id=view.id, request=row.last_request, known_on=work.today))
    work.log("session.held", view.subject, by, minutes=minutes, cases=[d.case_id for d in discussed])


def _discussion(view: SessionView, one: Discussed) -> dict[str, Any]:
    said = {"full": one.full, "plan_reviewed": one.plan_reviewed, "by_worker": one.by_worker}
    return {"session_id": view.id, "case_id": one.case_id, "on": view.on, **said}


def has_notes(rules: RuleSet, kind: SessionKind, *, any_full: bool, personal_too: bool = False) -> bool:
    """Whether a record of no case is to be written: of a personal session, of one that was personal too, and where the
    policy wants one-to-ones recorded of a case session in which none was discussed in full. Whether chat or a file says
    that it took place."""
    bare = kind is SessionKind.CASE and not any_full
    return kind is SessionKind.PERSONAL or personal_too or (bare and rules.records_one_to_ones)


def review_plans(work: Work, view: SessionView, case_ids: Sequence[int], by: int) -> None:
    """In a held session the plans of these cases, which were discussed in it, were reviewed too."""
    work.touch(SubjectKind.CASE, *case_ids)
    d = t.Discussion
    said = select(d).where(col(d.session_id) == view.id, col(d.case_id).in_(case_ids))
    for row in work.orm.execute(said).scalars():
        row.plan_reviewed = True
        work.log("case.plan_reviewed", Subject(SubjectKind.CASE, row.case_id), by, session=view.id)
    work.orm.flush()


class LastDiscussed(NamedTuple):
    session_id: int
    on: date


def last_discussed(work: Work, case_ids: Iterable[int]) -> dict[int, LastDiscussed]:
    """By case: the latest session in which it was discussed in full, and its plan not reviewed."""

    def read(some: list[int]) -> dict[int, LastDiscussed]:
        rows = work.connection.execute(_NOT_REVIEWED, {"cases": some})
        return {row.case_id: LastDiscussed(row.session_id, row.on) for row in rows}

    return work.reads.each((str(t.Discussion.__tablename__),), last_discussed, case_ids, read)


def _not_reviewed() -> Any:
    """The latest of a case comes last."""
    d = t.Discussion
    of_these = one_of(col(d.case_id), "cases")
    such = (of_these, col(d.full), ~col(d.plan_reviewed), col(d.session_id).is_not(None))
    return select(col(d.case_id), col(d.session_id), col(d.on)).where(*such).order_by(col(d.on), col(d.id))


_NOT_REVIEWED: Final = _not_reviewed()


def acknowledge(work: Work, view: SessionView, case_ids: Sequence[int], by: int, *, by_manager: bool) -> None:
    """One of the two says today that these cases came up in a held session, as far as nothing more was said of
    them."""
    work.touch(SubjectKind.CASE, *case_ids)
    work.touch(SubjectKind.SESSION, view.id)
    d = t.Discussion
    said = select(d).where(col(d.session_id) == view.id, col(d.case_id).in_(case_ids))
    known = {row.case_id: row for row in work.orm.execute(said).scalars()}
    for case_id in case_ids:
        row = known.get(case_id) or work.add(
            t.Discussion(
                session_id=view.id, case_id=case_id, on=view.on, full=False, by_worker=False, by_manager=False
            )
        )
        if by_manager:
            row.by_manager, row.manager_on = True, work.today
        else:
            row.by_worker, row.worker_on = True, work.today
        work.log("case.acknowledged", Subject(SubjectKind.CASE, case_id), by, session=view.id)
    work.orm.flush()


def _to_write(work: Work, view: SessionView, one: Discussed, last_request: int) -> dict[str, Any]:
    """The record of one case, still to be written."""
    about = {"session_id": view.id, "case_id": one.case_id, "request": last_request, "known_on": work.today}
    issue = {"safeguarding": one.safeguarding, "safeguarding_reference": one.safeguarding_reference}
    return {**about, **issue, "lead_signs": one.lead_signs}


def minutes(work: Work, session_id: int) -> int:
    """How long it was, as said; 0 where nobody said."""
    query = select(col(t.Session.minutes)).where(col(t.Session.id) == session_id)
    return work.connection.execute(query).scalar() or 0
