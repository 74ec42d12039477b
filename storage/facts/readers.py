"""Which subjects read which fact: one function for each kind of row, for chat and imports alike.

Whoever changes a row touches what reads it as it was and as it is. A fact that no function names here moves no date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from sqlalchemy import Select, select
from sqlalchemy import Table as SqlTable
from sqlmodel import col

from policy.facts import SessionState, Subject, SubjectKind
from storage import tables as t
from storage.conditions import allocated, not_past, still_owed
from storage.work import Work

#: More ids than this are asked for in several queries.
SLICE: Final = 1000
#: What somebody's own row says that others read, and what a case's says that whoever holds it reads.
_OF_PERSON: Final = frozenset({"role", "role_from", "qualified", "left_on"})
_OF_CASE: Final = frozenset({"service", "categories", "closed_on"})
#: What the rows of a table say in a column, and which of its columns change (all, for a row that is new or goes).
Said: TypeAlias = Callable[[str], set[Any]]
Reading: TypeAlias = Callable[[Work, Said, frozenset[str]], set[Subject]]


def read_by(
    work: Work, table: SqlTable, rows: Sequence[Any], columns: Iterable[str] | None = None
) -> set[Subject]:
    """The subjects whose facts change with these rows. ``columns``: those that change; None for all."""
    return read_of(work, table, lambda name: {getattr(row, name) for row in rows}, columns) if rows else set()


def read_of(work: Work, table: SqlTable, said: Said, columns: Iterable[str] | None = None) -> set[Subject]:
    """As ``read_by``, of rows that aren't read but known by what they say."""
    reading = _READ_BY.get(table.name)
    changed = frozenset(table.c.keys() if columns is None else columns)
    return reading(work, said, changed) if reading else set()


def of_absences(work: Work, people: Iterable[int]) -> set[Subject]:
    """Absences are read by the person, by each absence of theirs and of those they cover for, by sessions that they are
    asked to agree or sign off, which may pause, and by those whom somebody covered meanwhile, and the sessions booked
    with the cover."""
    wanted, s, r = set(people), t.Session, t.Record
    waiting = (
        select(col(s.id))
        .join(r.__table__, col(r.session_id) == col(s.id))
        .where(
            col(r.request) > 0,
            col(r.recorded_on).is_not(None),
            col(r.answered_on).is_(None),
            col(r.closed_on).is_(None),
        )
    )
    asked = _ids(work, waiting, s.supervisee_id, wanted) | _ids(work, waiting, s.signer_id, wanted)
    absences = _ids(work, select(col(t.Absence.id)), t.Absence.person_id, wanted)
    g = t.Arrangement
    arranged = t.Arrangement.__table__.join(t.Absence.__table__, col(t.Absence.id) == col(g.absence_id))
    absences |= _ids(work, select(col(g.absence_id)), g.cover_id, wanted)
    covered = select(col(g.supervisee_id)).select_from(arranged).where(col(g.cover_id).is_not(None))
    meets = arranged.join(s.__table__, col(s.supervisee_id) == col(g.supervisee_id))
    booked = select(col(s.id)).select_from(meets).where(col(s.state) == SessionState.BOOKED)
    return {
        *_subjects(SubjectKind.PERSON, wanted | _ids(work, covered, t.Absence.person_id, wanted)),
        *_subjects(SubjectKind.SESSION, asked | _ids(work, booked, t.Absence.person_id, wanted)),
        *_subjects(SubjectKind.ABSENCE, absences),
    }


def of_relationships(work: Work, supervisees: Iterable[int], supervisors: Iterable[int]) -> set[Subject]:
    """A relationship is read by both people and by the supervisor's absences: whom they concern."""
    above = set(supervisors)
    absences = _ids(work, select(col(t.Absence.id)), t.Absence.person_id, above)
    people = _subjects(SubjectKind.PERSON, {*supervisees, *above})
    return people | _subjects(SubjectKind.ABSENCE, absences)


def of_people(work: Work, people: Iterable[int]) -> set[Subject]:
    """Somebody's role, qualification and last day are read by themselves, by the cases they hold, by those they
    supervise or held a session with, by sessions of theirs of which something is open, and by the absences of whoever
    supervises them and their own."""
    wanted, a, r, s, o = set(people), t.Allocation, t.Relationship, t.Session, t.ObligationRow
    today = work.today
    held = _ids(work, select(col(a.case_id)).where(not_past(a.until, today)), a.worker_id, wanted)
    led = _ids(work, select(col(r.supervisee_id)).where(not_past(r.until, today)), r.supervisor_id, wanted)
    met = select(col(s.supervisee_id)).where(col(s.held_on).is_not(None))
    together = (
        select(col(t.Participant.person_id))
        .join(s.__table__, col(s.id) == col(t.Participant.session_id))
        .where(col(s.held_on).is_not(None), col(t.Participant.attended).is_(True))
    )
    with_them = _ids(work, met, s.supervisor_id, wanted) | _ids(work, together, s.supervisor_id, wanted)
    above = _ids(work, select(col(r.supervisor_id)), r.supervisee_id, wanted)
    absences = _ids(work, select(col(t.Absence.id)), t.Absence.person_id, above | wanted)
    of_session = select(col(o.subject_id)).where(
        col(o.subject_kind) == str(SubjectKind.SESSION), still_owed()
    )
    return {
        *_subjects(SubjectKind.CASE, held),
        *_subjects(SubjectKind.SESSION, _ids(work, of_session, o.worker_id, wanted)),
        *_subjects(SubjectKind.PERSON, wanted | led | with_them),
        *_subjects(SubjectKind.ABSENCE, absences),
    }


def of_cases(work: Work, cases: Iterable[int]) -> set[Subject]:
    """What a case is, and whether it is open, is read by itself and by whoever holds it."""
    wanted, a = set(cases), t.Allocation
    holding = select(col(a.worker_id)).where(not_past(a.until, work.today))
    holders = _ids(work, holding, a.case_id, wanted)
    return _subjects(SubjectKind.CASE, wanted) | of_holding(work, holders)


def of_holding(work: Work, workers: Iterable[int]) -> set[Subject]:
    """Which cases somebody holds is read by them, since how often they are supervised may rest on it, and by the
    sessions booked with them: whether there is one to prepare."""
    wanted, s = set(workers), t.Session
    booked = select(col(s.id)).where(col(s.state) == SessionState.BOOKED)
    sessions = _ids(work, booked, s.supervisee_id, wanted)
    return _subjects(SubjectKind.PERSON, wanted) | _subjects(SubjectKind.SESSION, sessions)


def of_meetings(work: Work, people: Iterable[int]) -> set[Subject]:
    """That somebody has a session is read by them and, where a rule asks what happens at every session, by the cases
    they hold or held since the bot began."""
    wanted = set(people)
    found = _subjects(SubjectKind.PERSON, wanted)
    if work.config.versions.reads_sessions:
        a, began = t.Allocation, select(col(t.Council.started_on)).scalar_subquery()
        held = select(col(a.case_id)).where(not_past(a.until, began))
        found |= _subjects(SubjectKind.CASE, _ids(work, held, a.worker_id, wanted))
    return found


def with_cases(work: Work, subjects: Iterable[Subject]) -> set[Subject]:
    """These, and where a rule asks what happens at every session the cases that the people among them hold: when their
    next session is due is read there too."""
    found, a = set(subjects), t.Allocation
    if work.config.versions.reads_sessions:
        held = select(col(a.case_id)).where(allocated(work.today))
        people = [s.id for s in found if s.kind is SubjectKind.PERSON]
        found |= _subjects(SubjectKind.CASE, _ids(work, held, a.worker_id, people))
    return found


def stood_for(work: Work, sessions: Iterable[int]) -> set[int]:
    """The cancelled sessions that these stand in for, also where a stand-in was cancelled in its turn."""
    s, found, above = t.Session, set[int](), set(sessions)
    while above:
        replaced = select(col(s.replaces_id)).where(col(s.replaces_id).is_not(None))
        above = _ids(work, replaced, s.id, above) - found
        found |= above
    return found


def _of_sessions(work: Work, said: Said, _columns: frozenset[str]) -> set[Subject]:
    """A session is read by itself, by those it stands in for, and as a meeting by everybody who takes part."""
    ids, replaced = said("id"), said("replaces_id") - {None}
    group = _ids(work, select(col(t.Participant.person_id)), t.Participant.session_id, ids)
    mine = ids | replaced | stood_for(work, ids | replaced)
    return _subjects(SubjectKind.SESSION, mine) | of_meetings(work, said("supervisee_id") | group)


def _of_people(work: Work, said: Said, columns: frozenset[str]) -> set[Subject]:
    ids = said("id")
    return of_people(work, ids) if columns & _OF_PERSON else _subjects(SubjectKind.PERSON, ids)


def _of_earlier_posts(work: Work, said: Said, _columns: frozenset[str]) -> set[Subject]:
    return of_people(work, said("person_id"))


def _of_cases(work: Work, said: Said, columns: frozenset[str]) -> set[Subject]:
    ids = said("id")
    return of_cases(work, ids) if columns & _OF_CASE else _subjects(SubjectKind.CASE, ids)


def _of_relationships(work: Work, said: Said, _columns: frozenset[str]) -> set[Subject]:
    return of_relationships(work, said("supervisee_id"), said("supervisor_id"))


def _of_allocations(work: Work, said: Said, _columns: frozenset[str]) -> set[Subject]:
    return _subjects(SubjectKind.CASE, said("case_id")) | of_holding(work, said("worker_id"))


def _of_participants(work: Work, said: Said, _columns: frozenset[str]) -> set[Subject]:
    return of_meetings(work, said("person_id"))


def _of_absences(work: Work, said: Said, _columns: frozenset[str]) -> set[Subject]:
    return of_absences(work, said("person_id"))


def _named(**kinds: SubjectKind) -> Reading:
    """Rows that only the subjects they name read, by the column that names each."""

    def reading(_work: Work, said: Said, _columns: frozenset[str]) -> set[Subject]:
        return {subject for column, kind in kinds.items() for subject in _subjects(kind, said(column))}

    return reading


_CASE, _PERSON, _SESSION = SubjectKind.CASE, SubjectKind.PERSON, SubjectKind.SESSION
_READ_BY: Final[Mapping[str, Reading]] = {
    table.__table__.name: reading
    for table, reading in (
        (t.Person, _of_people),
        (t.EarlierPost, _of_earlier_posts),
        (t.Relationship, _of_relationships),
        (t.Case, _of_cases),
        (t.Absence, _of_absences),
        (t.Session, _of_sessions),
        (t.Participant, _of_participants),
        (t.Allocation, _of_allocations),
        (t.Authorisation, _named(case_id=_CASE)),
        (t.CaseEvent, _named(case_id=_CASE)),
        (t.AgendaItem, _named(case_id=_CASE)),
        (t.Discussion, _named(case_id=_CASE)),
        (t.Record, _named(session_id=_SESSION)),
        (t.GapNote, _named(session_id=_SESSION)),
        (t.Milestone, _named(person_id=_PERSON)),
        (t.SetElsewhere, _named(person_id=_PERSON)),
        (t.PersonRequest, _named(asked_of_id=_PERSON)),
    )
}


def _subjects(kind: SubjectKind, ids: Iterable[int]) -> set[Subject]:
    return {Subject(kind, i) for i in ids}


def _ids(work: Work, query: Select[Any], column: Any, values: Iterable[int]) -> set[int]:
    """What a query finds where a column has one of these values."""
    found, wanted = set[int](), sorted(values)
    for start in range(0, len(wanted), SLICE):
        some = query.where(col(column).in_(wanted[start : start + SLICE]))
        found.update(work.connection.execute(some).scalars())
    return found
