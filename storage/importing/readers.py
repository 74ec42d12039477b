"""The subjects that read a fact of somebody else's: what an import changed moves their dates too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from policy.facts import Subject, SubjectKind
from storage.facts.readers import readers_of_person, readers_of_sessions
from storage.importing.changes import Change
from storage.importing.link import (
    ABSENCE,
    ALLOCATION,
    CASE,
    PARTICIPANT,
    PERSON,
    RECORD,
    RELATIONSHIP,
    SESSION,
)
from storage.importing.staging import BATCH
from storage.work import Work

#: What a person's own line says that others read, and what a case's says that whoever holds it reads.
_OF_PERSON, _OF_CASE = frozenset({"role", "qualified"}), frozenset({"service", "categories", "closed_on"})


def further_readers(work: Work, changes: Sequence[Change]) -> set[Subject]:
    """Beside the readers that each change names itself."""
    known = {c.id for c in changes if c.table is ABSENCE and c.id is not None}
    away = _ids(work, select(ABSENCE.c.person_id), ABSENCE.c.id, known)
    away |= {c.values["person_id"] for c in changes if c.table is ABSENCE and "person_id" in c.values}
    above = {i for c in changes if c.table is RELATIONSHIP for _, i in c.readers if i is not None}
    left = _stored(changes, PERSON, {"left_on"})
    above |= supervisors_of(work, left) if left else set()
    return {
        *absences_of(work, above),
        *readers_of_away(work, away),
        *readers_of_roles(work, _stored(changes, PERSON, _OF_PERSON)),
        *holders_of(work, _stored(changes, CASE, _OF_CASE)),
        *readers_of_meetings(work, _supervisees(work, changes)),
    }


def _stored(changes: Iterable[Change], table: Any, columns: Iterable[str]) -> set[int]:
    """Rows of a table that were there before, in which one of these columns changes."""
    wanted = frozenset(columns)
    return {c.id for c in changes if c.table is table and c.id is not None and wanted & c.values.keys()}


def _supervisees(work: Work, changes: Sequence[Change]) -> set[int]:
    """Whose sessions changed: the supervisee, before and after, and those who belong to a group."""
    mine = [c for c in changes if c.table is SESSION]
    found = _ids(
        work, select(SESSION.c.supervisee_id), SESSION.c.id, {c.id for c in mine if c.id is not None}
    )
    for change in mine:
        named = (change.values.get("supervisee_id"), change.before.get("supervisee_id"))
        found.update(i for i in named if i is not None)
    return found | {c.at["person_id"] for c in changes if c.table is PARTICIPANT and c.at}


def readers_of_away(work: Work, people: set[int]) -> set[Subject]:
    """What reads the absences of these people: themselves, each absence, sessions whose sign-off may pause."""
    mine = {Subject(SubjectKind.PERSON, i) for i in people}
    return mine | absences_of(work, people) | waiting_sessions_of(work, people)


def readers_of_roles(work: Work, people: set[int]) -> set[Subject]:
    """What reads the role and qualification of these people."""
    return _flat(readers_of_person(work, i) for i in sorted(people))


def readers_of_meetings(work: Work, people: set[int]) -> set[Subject]:
    """Where a rule asks something at every session, what reads that these people have one."""
    if not work.book.versions.reads_sessions:
        return set()
    return _flat(readers_of_sessions(work, i) for i in sorted(people))


def _flat(found: Iterable[Mapping[SubjectKind, Sequence[int]]]) -> set[Subject]:
    return {Subject(kind, i) for one in found for kind, ids in one.items() for i in ids}


def holders_of(work: Work, cases: set[int]) -> set[Subject]:
    """Whoever holds these cases: what they hold may say how often they are supervised."""
    a = ALLOCATION
    holding = select(a.c.worker_id).where(or_(a.c.until.is_(None), a.c.until >= work.today))
    return {Subject(SubjectKind.PERSON, i) for i in _ids(work, holding, a.c.case_id, cases)}


def absences_of(work: Work, people: set[int]) -> set[Subject]:
    found = _ids(work, select(ABSENCE.c.id), ABSENCE.c.person_id, people)
    return {Subject(SubjectKind.ABSENCE, i) for i in found}


def waiting_sessions_of(work: Work, people: set[int]) -> set[Subject]:
    """Sessions of these supervisees whose sign-off may pause while they are away."""
    waiting = (
        select(RECORD.c.session_id)
        .join(SESSION, SESSION.c.id == RECORD.c.session_id)
        .where(RECORD.c.request > 0, RECORD.c.answered_on.is_(None), RECORD.c.closed_on.is_(None))
    )
    return {Subject(SubjectKind.SESSION, i) for i in _ids(work, waiting, SESSION.c.supervisee_id, people)}


def supervisors_of(work: Work, people: set[int]) -> set[int]:
    return _ids(work, select(RELATIONSHIP.c.supervisor_id), RELATIONSHIP.c.supervisee_id, people)


def _ids(work: Work, query: Any, column: Any, values: set[int]) -> set[int]:
    found: set[int] = set()
    wanted = sorted(values)
    for start in range(0, len(wanted), BATCH):
        found.update(
            work.connection.execute(query.where(column.in_(wanted[start : start + BATCH]))).scalars()
        )
    return found
