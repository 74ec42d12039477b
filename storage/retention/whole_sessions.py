"""Sessions with their records, notes and actions, by their age. Their people stay, and the cases keep the days on which
they were discussed.

Somebody whose clock counts from before, or less than a window after, keeps theirs: so every window that can still be
asked about finds its session. From then on nothing is asked of the time before (``SubjectRow.known_from``)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, func, select, union
from sqlmodel import col

from policy.facts import SUPERVISED, SubjectKind
from policy.ruleset import Duty
from storage import tables as t
from storage.conditions import in_post, of_supervision, still_owed
from storage.obligations import batched
from storage.retention.holds import free_session
from storage.retention.rows import (
    AT_ONCE,
    delete_subjects,
    delete_where,
    note_day,
    nothing_asked_before,
    owed_of,
    set_where,
    some_ids,
)
from storage.work import Work

_PARTS: Final = (t.Participant, t.Record, t.GapNote, t.Action, t.Preparation, t.OutlookEvent)


def forget(work: Work, before: date, limit: int) -> int:
    """What stands in for a cancelled session goes after that one."""
    s, known_from = t.Session, before + work.config.versions.longest_window(Duty.SUPERVISE)
    over = (col(s.on) < before, col(s.replaces_id).is_(None), free_session(col(s.id)))
    owing = (~owed_of(SubjectKind.SESSION, col(s.id)), ~_counted_from(), ~_to_do(work.today))
    found = some_ids(work, col(s.id), limit, *over, *owing, ~_clock_began_before(known_from))
    if found:
        people = _people(work, found)
        work.touch(SubjectKind.PERSON, *people)
        work.touch(SubjectKind.CASE, *_cases(work, found))
        _delete(work, found)
        _nothing_asked_before(work, people, before, known_from)
        note_day(work, people, "sessions_gone", before)
        _last_supervised(work, people, before)
    return len(found)


def took_part() -> Any:
    """Who was in which session, as its supervisee or in a group."""
    s, p = t.Session, t.Participant
    alone: Any = select(col(s.id).label("session_id"), col(s.supervisee_id).label("person_id"))
    return union(alone, select(col(p.session_id), col(p.person_id))).subquery()


def _clock_began_before(day: date) -> ColumnElement[bool]:
    """Somebody in the session is owed supervision since before a day."""
    o, joined = t.ObligationRow, took_part()
    theirs = and_(col(o.subject_kind) == str(SubjectKind.PERSON), col(o.subject_id) == joined.c.person_id)
    mine = select(col(o.id)).join(joined, theirs).where(joined.c.session_id == t.Session.__table__.c.id)
    return mine.where(of_supervision(), still_owed(), col(o.started) < day).exists()


def _counted_from() -> ColumnElement[bool]:
    """A case's clock counts from a discussion in it."""
    d = t.Discussion
    mine = select(col(d.id)).where(col(d.session_id) == t.Session.__table__.c.id)
    return mine.where(owed_of("discussion", col(d.id))).exists()


def _to_do(on: date) -> ColumnElement[bool]:
    """Somebody in post is still to do what was agreed in it."""
    a, p = t.Action, t.Person
    mine = select(col(a.id)).where(col(a.session_id) == t.Session.__table__.c.id, col(a.done_on).is_(None))
    return mine.join(p.__table__, col(p.id) == col(a.owner_id)).where(in_post(on)).exists()


def _people(work: Work, session_ids: Sequence[int]) -> list[int]:
    joined = took_part()
    found = set[int]()
    for some in batched(session_ids, AT_ONCE):
        query = select(joined.c.person_id).where(joined.c.session_id.in_(some))
        found.update(work.connection.execute(query).scalars())
    return sorted(found)


def _cases(work: Work, session_ids: Sequence[int]) -> list[int]:
    d, found = t.Discussion, set[int]()
    for some in batched(session_ids, AT_ONCE):
        query = select(col(d.case_id)).where(col(d.session_id).in_(some))
        found.update(work.connection.execute(query).scalars())
    return sorted(found)


def _delete(work: Work, session_ids: Sequence[int]) -> None:
    set_where(work, t.Discussion.__table__, "session_id", session_ids, session_id=None)
    delete_where(work, t.AgendaItem.__table__, "discussed_in_id", session_ids)
    for part in _PARTS:
        delete_where(work, part.__table__, "session_id", session_ids)
    set_where(work, t.Session.__table__, "replaces_id", session_ids, replaces_id=None)
    delete_where(work, t.Session.__table__, "id", session_ids)
    delete_subjects(work, SubjectKind.SESSION, session_ids)


def _nothing_asked_before(work: Work, person_ids: Sequence[int], before: date, known_from: date) -> None:
    """What they were owed and missed before then goes too; what they missed between the two days stays as it is."""
    o = t.ObligationRow
    ended = func.coalesce(col(o.met_on), col(o.due), col(o.started)) < before
    gone = and_(of_supervision(), ~still_owed(), ended)
    nothing_asked_before(work, person_ids, "known_from", known_from, gone)


def _last_supervised(work: Work, person_ids: Sequence[int], before: date) -> None:
    """That a staff system said when somebody was supervised is of the same kind."""
    m = t.Milestone
    for some in batched(person_ids, AT_ONCE):
        old = (col(m.person_id).in_(some), col(m.what) == SUPERVISED, col(m.on) < before)
        work.connection.execute(delete(m).where(*old))
