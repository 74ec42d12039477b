"""Absences and milestones, by their age: only those without which just the same is asked. What explains a missed
window, meets something, starts its clock or lies in a window that is still owed stays until that is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import col

from policy.facts import SUPERVISED, Away, PersonFacts, Subject, SubjectKind
from policy.obligations import Key, Obligation, State
from policy.outcomes import duty_of
from policy.ruleset import Duty
from policy.windows import KINDS
from storage import tables as t
from storage.conditions import not_past, of_milestones, still_owed
from storage.facts import load
from storage.facts.rows import grouped
from storage.obligations import batched
from storage.retention.holds import free_people
from storage.retention.rows import (
    AT_ONCE,
    delete_obligations,
    delete_subjects,
    delete_where,
    note_day,
    nothing_asked_before,
)
from storage.retention.whole_sessions import took_part
from storage.states import AbsenceState
from storage.work import Work

#: Somebody's facts without one row.
Without = Callable[[PersonFacts, Any], PersonFacts]


def absences(work: Work, before: date, limit: int) -> int:
    """Those that are over, with who covered; not while a session stands that the cover held, a record waits for
    whoever was away: how long it may wait rests on it, or they are away: it may be of the same stretch."""
    a = t.Absence
    unused = (~_in_owed_window(a, col(a.last)), ~_covered(), ~_waited_for(), ~_away_still(work.today))
    rows = _old(work, a, col(a.last) < before, *unused)
    found = _Found(limit)
    for facts in _of_people(work, rows, found):
        found.add(work, facts, rows[facts.person_id], _without_absence)
    work.touch(SubjectKind.PERSON, *found.people)
    note_day(work, found.people, "absences_gone", before)
    for named in (t.Arrangement, t.CoverBefore):
        delete_where(work, named.__table__, "absence_id", found.ids)
    delete_subjects(work, SubjectKind.ABSENCE, found.ids)
    delete_where(work, a.__table__, "id", found.ids)
    return len(found.ids)


def milestones(work: Work, before: date, limit: int) -> int:
    """What is asked in windows is asked of the time before no more (``SubjectRow.milestones_from``), where nothing of
    it is owed. When somebody was last supervised goes with sessions."""
    m = t.Milestone
    old = (col(m.on) < before, col(m.what) != SUPERVISED, ~_in_owed_window(m, col(m.on)))
    rows = _old(work, m, *old)
    known_from = before + work.config.versions.longest_window(Duty.MILESTONE)
    found = _Found(limit)
    for facts in _of_people(work, rows, found):
        later = replace(facts, milestones_from=max(facts.milestones_from, known_from))
        same = _asked(work, later, known_from) == _asked(work, facts, known_from)
        found.add(work, later if same else facts, rows[facts.person_id], _without_milestone)
        if same and facts.person_id in found.people:
            found.known_from.append(facts.person_id)
    work.touch(SubjectKind.PERSON, *found.people)
    _nothing_asked_before(work, found, before, known_from)
    note_day(work, found.people, "milestones_gone", before)
    delete_where(work, m.__table__, "id", found.ids)
    return len(found.ids)


@dataclass(slots=True)
class _Found:
    """What may go: rows, at most ``limit``, and whose they are. ``known_from``: of whom nothing is asked before."""

    limit: int
    ids: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    known_from: list[int] = field(default_factory=list)

    @property
    def left(self) -> int:
        """So many more may go."""
        return self.limit - len(self.ids)

    def add(self, work: Work, facts: PersonFacts, rows: Sequence[Any], without: Without) -> None:
        """Of somebody's rows those without which the same is asked, the oldest first."""
        asked, gone = _asked(work, facts), list[int]()
        for row in rows[: self.left]:
            smaller = without(facts, row)
            if _asked(work, smaller) == asked:
                facts, gone = smaller, [*gone, row.id]
        self.ids += gone
        self.people += [facts.person_id] if gone else []


def _asked(work: Work, facts: PersonFacts, since: date = date.min) -> dict[Key, Obligation]:
    """What is owed and what was missed. ``since``: milestones that were missed before stay as they are."""
    found = work.config.versions.assess(work.calendar, facts, work.today).standing
    return {o.key: o for o in found if o.state is not State.MET and not _stays_missed(o, since)}


def _stays_missed(o: Obligation, since: date) -> bool:
    return o.state is State.MISSED and duty_of(o) is Duty.MILESTONE and o.due is not None and o.due < since


def _without_absence(facts: PersonFacts, row: Any) -> PersonFacts:
    away = list(facts.away)
    this = Away(row.first, row.last)
    if this in away:  # what nobody confirmed is no fact
        away.remove(this)
    return replace(facts, away=tuple(away))


def _without_milestone(facts: PersonFacts, row: Any) -> PersonFacts:
    return replace(facts, milestones=tuple(m for m in facts.milestones if m.id != row.id))


# Reading


def _old(work: Work, table: Any, *which: ColumnElement[bool]) -> Mapping[int, Sequence[Any]]:
    """By person, the oldest first, where nobody whom a row names is under a hold."""
    columns = table.__table__
    query = select(columns).where(*which, *free_people(columns))
    rows = work.connection.execute(query.order_by(columns.c.person_id, columns.c.id)).all()
    return grouped(rows, "person_id")


def _of_people(work: Work, rows: Mapping[int, Sequence[Any]], found: _Found) -> Iterator[PersonFacts]:
    """Until as many rows were found as may go in one step."""
    for some in batched(sorted(rows), AT_ONCE):
        if found.left <= 0:
            return
        for facts in load(work, [Subject(SubjectKind.PERSON, i) for i in some]):
            if isinstance(facts, PersonFacts) and found.left > 0:
                yield facts


def _in_owed_window(table: Any, day: Any) -> ColumnElement[bool]:
    """A window of theirs that began by then is owed: it may yet count there, or explain that it is missed."""
    o = t.ObligationRow
    mine = (col(o.subject_kind) == str(SubjectKind.PERSON), col(o.subject_id) == col(table.person_id))
    window = select(col(o.id)).where(*mine, still_owed(), col(o.fact_kind).in_(KINDS), col(o.started) <= day)
    return window.correlate(table.__table__).exists()


def _covered() -> ColumnElement[bool]:
    """The cover held a session meanwhile with somebody whom they covered: that it counted rests on this."""
    a, s, joined = t.Absence, t.Session, took_part()

    def held(g: type[t.Arrangement | t.CoverBefore]) -> ColumnElement[bool]:
        by = and_(col(s.supervisor_id) == col(g.cover_id), col(s.held_on).between(col(a.first), col(a.last)))
        theirs = and_(joined.c.session_id == col(s.id), joined.c.person_id == col(g.supervisee_id))
        mine = select(col(g.id)).join(s.__table__, by).join(joined, theirs)
        return mine.where(col(g.absence_id) == a.__table__.c.id).correlate(a.__table__).exists()

    return or_(held(t.Arrangement), held(t.CoverBefore))


def _away_still(today: date) -> ColumnElement[bool]:
    """Whoever it is of has an absence that isn't over."""
    other = t.Absence.__table__.alias("other")
    confirmed = other.c.state == AbsenceState.CONFIRMED
    mine = select(other.c.id).where(
        other.c.person_id == col(t.Absence.person_id), confirmed, not_past(other.c.last, today)
    )
    return mine.correlate(t.Absence.__table__).exists()


def _waited_for() -> ColumnElement[bool]:
    """A record that was written by then still waits to be agreed by whoever was away."""
    a, s, r = t.Absence, t.Session, t.Record
    waits = (col(r.recorded_on) <= col(a.last), col(r.answered_on).is_(None), col(r.closed_on).is_(None))
    theirs = or_(col(s.supervisee_id) == col(a.person_id), col(s.signer_id) == col(a.person_id))
    mine = select(col(r.id)).join(s.__table__, col(s.id) == col(r.session_id)).where(theirs, *waits)
    return mine.correlate(a.__table__).exists()


# Writing


def _nothing_asked_before(work: Work, found: _Found, before: date, known_from: date) -> None:
    """What was met by these goes too, and what was missed before; what was missed between the two days stays."""
    o = t.ObligationRow
    for some in batched([f"milestone:{i}" for i in found.ids], AT_ONCE):
        delete_obligations(work, and_(~still_owed(), col(o.met_by).in_(some)))
    missed = and_(of_milestones(), col(o.state) == State.MISSED, col(o.due) < before)
    nothing_asked_before(work, found.known_from, "milestones_from", known_from, missed)
