"""Which subjects read which fact: one function for each kind of row, for chat and imports alike.

Whoever changes a row touches what reads it as it was and as it is. A fact that no function names here moves no date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from sqlalchemy import CompoundSelect, Select, or_, select
from sqlalchemy import Table as SqlTable

from policy.facts import SessionKind, SessionState, Subject, SubjectKind
from storage import tables as t
from storage.conditions import BEGAN, TODAY, not_past, still_owed
from storage.listed import one_of
from storage.work import Work

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
    wanted = set(people)
    return {
        *_subjects(SubjectKind.PERSON, wanted | _ids(work, _COVERED, wanted)),
        *_subjects(
            SubjectKind.SESSION,
            _ids(work, _WAITING, wanted) | _ids(work, _COVERED_SESSIONS, wanted),
        ),
        *_subjects(SubjectKind.ABSENCE, _ids(work, _ABSENCES, wanted) | _ids(work, _COVERING, wanted)),
    }


def of_relationships(work: Work, supervisees: Iterable[int], supervisors: Iterable[int]) -> set[Subject]:
    """A relationship is read by both people and by the supervisor's absences: whom they concern."""
    above = set(supervisors)
    people = _subjects(SubjectKind.PERSON, {*supervisees, *above})
    return people | _subjects(SubjectKind.ABSENCE, _ids(work, _ABSENCES, above))


def of_people(work: Work, people: Iterable[int]) -> set[Subject]:
    """Somebody's role, qualification and last day are read by themselves, by the cases they hold, by those they
    supervise or held a session with, by sessions of theirs of which something is open, and by the absences of whoever
    supervises them, their own, and those in which they cover."""
    wanted = set(people)
    met = _ids(work, _MET, wanted) | _ids(work, _MET_IN_GROUP, wanted)
    above = _ids(work, _ABOVE, wanted)
    return {
        *_subjects(SubjectKind.CASE, _ids(work, _CASES, wanted)),
        *_subjects(SubjectKind.SESSION, _ids(work, _OWED_OF_SESSIONS, wanted)),
        *_subjects(SubjectKind.PERSON, wanted | _ids(work, _LED, wanted) | met),
        *_subjects(
            SubjectKind.ABSENCE, _ids(work, _ABSENCES, above | wanted) | _ids(work, _COVERING, wanted)
        ),
    }


def of_cases(work: Work, cases: Iterable[int]) -> set[Subject]:
    """What a case is, and whether it is open, is read by itself and by whoever holds it or held it since the bot began:
    what was late then is late still."""
    wanted = set(cases)
    return _subjects(SubjectKind.CASE, wanted) | of_holding(work, _ids(work, _HOLDERS, wanted))


def of_holding(work: Work, workers: Iterable[int]) -> set[Subject]:
    """Which cases somebody holds is read by them, since how often they are supervised may rest on it, and by the
    sessions booked with them: whether there is one to prepare."""
    wanted = set(workers)
    sessions = _ids(work, _BOOKED, wanted)
    return _subjects(SubjectKind.PERSON, wanted) | _subjects(SubjectKind.SESSION, sessions)


def of_meetings(work: Work, people: Iterable[int]) -> set[Subject]:
    """That somebody has a session is read by them and, where a rule asks what happens at every session, by the cases
    they hold or held since the bot began."""
    wanted = set(people)
    found = _subjects(SubjectKind.PERSON, wanted)
    if work.config.versions.reads_sessions:
        found |= _subjects(SubjectKind.CASE, _ids(work, _CASES_SINCE_BEGUN, wanted))
    return found


def with_cases(work: Work, subjects: Iterable[Subject]) -> set[Subject]:
    """These, and where a rule asks what happens at every session the cases that the people among them hold, or held
    since: when their next session is due is read there too."""
    found = set(subjects)
    if work.config.versions.reads_sessions:
        people = [s.id for s in found if s.kind is SubjectKind.PERSON]
        found |= _subjects(SubjectKind.CASE, _ids(work, _CASES, people))
    return found


def stood_for(work: Work, sessions: Iterable[int]) -> set[int]:
    """The cancelled sessions that these stand in for, also where a stand-in was cancelled in its turn."""
    return _one_after_another(work, _REPLACED, sessions)


def _one_after_another(work: Work, asked: Select[Any], ids: Iterable[int]) -> set[int]:
    """What a query finds for these, for what it found, and so on."""
    found, last = set[int](), set(ids)
    while last:
        last = _ids(work, asked, last) - found
        found |= last
    return found


def _of_sessions(work: Work, said: Said, _columns: frozenset[str]) -> set[Subject]:
    """A session is read by itself, by those it stands in for, a cancelled one by what stood in for it and was cancelled
    too, and as a meeting by everybody who takes part; that one of the two is away, or there, by what waits for their
    answer too."""
    ids, replaced = said("id"), said("replaces_id") - {None}
    group = _ids(work, _TAKING_PART, ids) if SessionKind.GROUP in said("kind") else set()
    pair = said("supervisee_id") | said("supervisor_id") | said("away_id") - {None}
    again = SessionState.CANCELLED in said("state")
    after = _one_after_another(work, _CANCELLED_INSTEAD, ids) if again else set()
    mine = ids | replaced | stood_for(work, replaced) | after | _ids(work, _WAITING, pair)
    return _subjects(SubjectKind.SESSION, mine) | of_meetings(work, said("supervisee_id") | group)


def _of_people(work: Work, said: Said, columns: frozenset[str]) -> set[Subject]:
    ids = said("id")
    return of_people(work, ids) if columns & _OF_PERSON else _subjects(SubjectKind.PERSON, ids)


def _of_earlier_posts(work: Work, said: Said, _columns: frozenset[str]) -> set[Subject]:
    return of_people(work, said("person_id"))


def _of_cases(work: Work, said: Said, columns: frozenset[str]) -> set[Subject]:
    ids = said("id")
    return of_cases(work, ids) if columns & _OF_CASE else _subjects(SubjectKind.CASE, ids)


def _of_earlier_categories(work: Work, said: Said, _columns: frozenset[str]) -> set[Subject]:
    return of_cases(work, said("case_id"))


def _of_relationships(work: Work, said: Said, _columns: frozenset[str]) -> set[Subject]:
    return of_relationships(work, said("supervisee_id"), said("supervisor_id"))


def _of_allocations(work: Work, said: Said, _columns: frozenset[str]) -> set[Subject]:
    return _subjects(SubjectKind.CASE, said("case_id")) | of_holding(work, said("worker_id"))


def _of_participants(work: Work, said: Said, _columns: frozenset[str]) -> set[Subject]:
    return of_meetings(work, said("person_id"))


def _of_absences(work: Work, said: Said, _columns: frozenset[str]) -> set[Subject]:
    return of_absences(work, said("person_id"))


def _of_arrangements(work: Work, said: Said, _columns: frozenset[str]) -> set[Subject]:
    return of_absences(work, _ids(work, _ABSENT_IN, said("absence_id")))


def _named(**kinds: SubjectKind) -> Reading:
    """Rows that only the subjects they name read, by the column that names each."""

    def reading(_work: Work, said: Said, _columns: frozenset[str]) -> set[Subject]:
        return {subject for column, kind in kinds.items() for subject in _subjects(kind, said(column))}

    return reading


_CASE: Final = SubjectKind.CASE
_PERSON: Final = SubjectKind.PERSON
_SESSION: Final = SubjectKind.SESSION
_READ_BY: Final[Mapping[str, Reading]] = {
    table.__table__.name: reading
    for table, reading in (
        (t.Person, _of_people),
        (t.EarlierPost, _of_earlier_posts),
        (t.Relationship, _of_relationships),
        (t.Case, _of_cases),
        (t.Absence, _of_absences),
        (t.Arrangement, _of_arrangements),
        (t.Session, _of_sessions),
        (t.Participant, _of_participants),
        (t.Allocation, _of_allocations),
        (t.Authorisation, _named(case_id=_CASE)),
        (t.CaseEvent, _named(case_id=_CASE)),
        (t.EarlierCategories, _of_earlier_categories),
        (t.Decision, _named(case_id=_CASE)),
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


def _ids(work: Work, asked: Select[Any] | CompoundSelect[Any], ids: Iterable[int]) -> set[int]:
    """What one of the queries below finds for these."""
    wanted = sorted(ids)
    if not wanted:
        return set()
    return set(work.connection.execute(asked, {"ids": wanted, "today": work.today}).scalars())


def _of_waiting(whom: Any) -> Select[Any]:
    """Sessions with records that wait for these people's answer."""
    s, r = t.Session.__table__, t.Record.__table__
    return (
        select(s.c.id)
        .join(r, r.c.session_id == s.c.id)
        .where(
            one_of(whom),
            r.c.request > 0,
            r.c.recorded_on.is_not(None),
            r.c.answered_on.is_(None),
            r.c.closed_on.is_(None),
        )
    )


def _of_sessions_led() -> Select[Any]:
    s, x = t.Session.__table__, t.Participant.__table__
    taken = select(x.c.person_id).join(s, s.c.id == x.c.session_id)
    return taken.where(one_of(s.c.supervisor_id), s.c.held_on.is_not(None), x.c.attended.is_(True))


def _cases_held() -> Select[Any]:
    """The cases that these people hold, or held when or after they were last discussed: what was late then is late
    still."""
    d, a = t.Discussion.__table__, t.Allocation.__table__
    since = select(d.c.id).where(d.c.case_id == a.c.case_id, d.c.full, d.c.on > a.c.until).correlate(a)
    return select(a.c.case_id).where(one_of(a.c.worker_id), or_(not_past(a.c.until, TODAY), ~since.exists()))


# Statements, each of some ids

_P: Final = t.Participant.__table__
_S: Final = t.Session.__table__
_A: Final = t.Allocation.__table__
_O: Final = t.ObligationRow.__table__
_R: Final = t.Relationship.__table__
_G: Final = t.Arrangement.__table__
_ABSENT: Final = t.Absence.__table__
_WAITING: Final = _of_waiting(_S.c.supervisee_id).union(_of_waiting(_S.c.signer_id))
_ABSENCES: Final = select(_ABSENT.c.id).where(one_of(_ABSENT.c.person_id))
_ABSENT_IN: Final = select(_ABSENT.c.person_id).where(one_of(_ABSENT.c.id))
_COVERING: Final = select(_G.c.absence_id).where(one_of(_G.c.cover_id))
_ARRANGED: Final = _G.join(_ABSENT, _ABSENT.c.id == _G.c.absence_id)
_COVERED: Final = (
    select(_G.c.supervisee_id)
    .select_from(_ARRANGED)
    .where(one_of(_ABSENT.c.person_id), _G.c.cover_id.is_not(None))
)
_COVERED_SESSIONS: Final = (
    select(_S.c.id)
    .select_from(_ARRANGED.join(_S, _S.c.supervisee_id == _G.c.supervisee_id))
    .where(one_of(_ABSENT.c.person_id), _S.c.state == SessionState.BOOKED)
)
_CASES: Final = _cases_held()
_CASES_SINCE_BEGUN: Final = select(_A.c.case_id).where(one_of(_A.c.worker_id), not_past(_A.c.until, BEGAN))
_HOLDERS: Final = select(_A.c.worker_id).where(one_of(_A.c.case_id), not_past(_A.c.until, BEGAN))
_LED: Final = select(_R.c.supervisee_id).where(one_of(_R.c.supervisor_id), not_past(_R.c.until, TODAY))
_ABOVE: Final = select(_R.c.supervisor_id).where(one_of(_R.c.supervisee_id))
_MET: Final = select(_S.c.supervisee_id).where(one_of(_S.c.supervisor_id), _S.c.held_on.is_not(None))
_MET_IN_GROUP: Final = _of_sessions_led()
_OWED_OF_SESSIONS: Final = select(_O.c.subject_id).where(
    one_of(_O.c.worker_id), _O.c.subject_kind == str(SubjectKind.SESSION), still_owed()
)
_BOOKED: Final = select(_S.c.id).where(one_of(_S.c.supervisee_id), _S.c.state == SessionState.BOOKED)
_TAKING_PART: Final = select(_P.c.person_id).where(one_of(_P.c.session_id))
#: The cancelled ones that stood in for some sessions.
_CANCELLED_INSTEAD: Final = select(_S.c.id).where(
    one_of(_S.c.replaces_id), _S.c.state == SessionState.CANCELLED
)
_REPLACED: Final = select(_S.c.replaces_id).where(one_of(_S.c.id), _S.c.replaces_id.is_not(None))
