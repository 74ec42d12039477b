"""``--complete``: what is stored and missing from a file that holds everything has ended. Nothing is deleted but
discussions, participants and events to come; nothing that chat said is touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import Select, Table, and_, delete, or_, select, tuple_, update
from sqlalchemy.engine import Row as SqlRow

from policy.facts import SessionState
from storage.facts.readers import read_by
from storage.importing.applied import gaps
from storage.importing.applied.batches import Opens
from storage.importing.applied.changes import DifferenceLine, changed
from storage.importing.applied.link import (
    ABSENCE,
    ALLOCATION,
    AUTHORISATION,
    BUSY,
    CASE,
    CASE_EVENT,
    DISCUSSION,
    PARTICIPANT,
    PERSON,
    RECORD,
    RELATIONSHIP,
    SESSION,
    SET_ELSEWHERE,
)
from storage.importing.applied.writing import Result, Writer, mark_readers
from storage.importing.reading import Progress
from storage.importing.staging import BATCH, Staging
from storage.obligations import batched
from storage.shown_next import show_next_of
from storage.states import AbsenceState
from storage.work import Work

#: Calendars looked at in one transaction.
CALENDARS: Final = 100

Key: TypeAlias = Callable[[Any], str]
Ending: TypeAlias = Callable[[SqlRow[Any], date], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class End:
    """How a kind's missing rows end: which are still open, by what key they would be in the file, what is written
    (None: the row is removed). ``before``: in what follows one another, what such a row ended when it began; it goes on
    where the files have it open."""

    table: Table
    still_open: Callable[[date], Select[Any]]
    key: Key
    ending: Ending
    before: Callable[[SqlRow[Any]], Select[Any]] | None = None


def _yesterday(row: SqlRow[Any], today: date, since: str) -> date:
    """The day before today, but never before it began."""
    last: date = max(getattr(row, since), today - timedelta(days=1))
    return last


def _ends(row: SqlRow[Any], today: date) -> Mapping[str, Any] | None:
    """One that is still to come will not be."""
    return {"until": _yesterday(row, today, "since")} if row.since <= today else None


_SUPERVISEE: Final = PERSON.alias("supervisee")
_SUPERVISOR: Final = PERSON.alias("supervisor")
_WORKER: Final = PERSON.alias("worker")


def _people(_today: date) -> Select[Any]:
    return select(PERSON).where(PERSON.c.left_on.is_(None))


def _related() -> Select[Any]:
    r = RELATIONSHIP
    join = r.join(_SUPERVISEE, _SUPERVISEE.c.id == r.c.supervisee_id).join(
        _SUPERVISOR, _SUPERVISOR.c.id == r.c.supervisor_id
    )
    named = (_SUPERVISEE.c.staff_number.label("supervisee"), _SUPERVISOR.c.staff_number.label("supervisor"))
    return select(r, *named).select_from(join)


def _relationships(_today: date) -> Select[Any]:
    return _related().where(RELATIONSHIP.c.until.is_(None))


def _supervisor_before(row: SqlRow[Any]) -> Select[Any]:
    r = RELATIONSHIP.c
    same = (r.supervisee_id == row.supervisee_id, r.professional == row.professional)
    return _related().where(*same, r.until == row.since - timedelta(days=1))


def _cases(_today: date) -> Select[Any]:
    return select(CASE).where(CASE.c.closed_on.is_(None))


def _allocated() -> Select[Any]:
    a = ALLOCATION
    join = a.join(CASE, CASE.c.id == a.c.case_id).join(_WORKER, _WORKER.c.id == a.c.worker_id)
    return select(a, CASE.c.reference, _WORKER.c.staff_number).select_from(join)


def _allocations(_today: date) -> Select[Any]:
    return _allocated().where(ALLOCATION.c.until.is_(None))


def _worker_before(row: SqlRow[Any]) -> Select[Any]:
    a = ALLOCATION.c
    return _allocated().where(a.case_id == row.case_id, a.until == row.since - timedelta(days=1))


def _authorisations(today: date) -> Select[Any]:
    a = AUTHORISATION
    query = select(a, CASE.c.reference).select_from(a.join(CASE, CASE.c.id == a.c.case_id))
    return query.where(a.c.from_chat.is_(False), or_(a.c.until.is_(None), a.c.until >= today))


def _sessions(today: date) -> Select[Any]:
    s = SESSION
    return select(s).where(
        s.c.from_chat.is_(False),
        s.c.source_id.is_not(None),
        s.c.state == SessionState.BOOKED,
        s.c.on >= today,
    )


def _discussions(_today: date) -> Select[Any]:
    d = DISCUSSION
    join = d.join(SESSION, SESSION.c.id == d.c.session_id).join(CASE, CASE.c.id == d.c.case_id)
    query = select(d, SESSION.c.source_id, CASE.c.reference).select_from(join)
    return query.where(SESSION.c.from_chat.is_(False), SESSION.c.source_id.is_not(None))


def _set_elsewhere(_today: date) -> Select[Any]:
    s = SET_ELSEWHERE
    query = select(s, PERSON.c.staff_number).select_from(s.join(PERSON, PERSON.c.id == s.c.person_id))
    return query.where(s.c.until.is_(None), s.c.said_by_id.is_(None))


def _events(today: date) -> Select[Any]:
    """Those that go on, and those to come."""
    e = CASE_EVENT
    mine = (e.c.from_chat.is_(False), e.c.source_id.is_not(None))
    return select(e).where(*mine, or_(e.c.until.is_(None), e.c.until >= today))


def _participants(_today: date) -> Select[Any]:
    p = PARTICIPANT
    join = p.join(SESSION, SESSION.c.id == p.c.session_id).join(PERSON, PERSON.c.id == p.c.person_id)
    query = select(p, SESSION.c.source_id, PERSON.c.staff_number).select_from(join)
    return query.where(SESSION.c.from_chat.is_(False), SESSION.c.source_id.is_not(None))


def _absences(today: date) -> Select[Any]:
    a = ABSENCE
    mine = (a.c.from_chat.is_(False), a.c.source_id.is_not(None), a.c.state == AbsenceState.CONFIRMED)
    return select(a).where(*mine, or_(a.c.last.is_(None), a.c.last >= today))


def _end_absence(row: SqlRow[Any], today: date) -> Mapping[str, Any]:
    """One that began ended yesterday; one still to come will not be."""
    return {"state": "withdrawn"} if row.first >= today else {"last": today - timedelta(days=1)}


ENDS: Final[dict[str, End]] = {
    "people": End(
        PERSON,
        _people,
        lambda r: str(r.staff_number),
        lambda r, today: {"left_on": _yesterday(r, today, "employed_from")},
    ),
    "relationships": End(
        RELATIONSHIP,
        _relationships,
        lambda r: f"{r.supervisee}|{r.supervisor}|{int(r.professional)}|{r.since}",
        _ends,
        _supervisor_before,
    ),
    "cases": End(
        CASE,
        _cases,
        lambda r: str(r.reference),
        lambda _r, today: {"closed_on": today},
    ),
    "allocations": End(
        ALLOCATION,
        _allocations,
        lambda r: f"{r.reference}|{r.staff_number}|{r.since}",
        _ends,
        _worker_before,
    ),
    "authorisations": End(
        AUTHORISATION,
        _authorisations,
        lambda r: f"{r.reference}|{r.since}",
        lambda r, today: {"until": _yesterday(r, today, "since")},
    ),
    "set_elsewhere": End(
        SET_ELSEWHERE,
        _set_elsewhere,
        lambda r: f"{r.staff_number}|{r.by}|{r.since}",
        lambda r, today: {"until": _yesterday(r, today, "since")},
    ),
    "events": End(
        CASE_EVENT,
        _events,
        lambda r: str(r.source_id),
        lambda r, today: {"until": today - timedelta(days=1)} if r.on < today else None,
    ),
    "participants": End(
        PARTICIPANT,
        _participants,
        lambda r: f"{r.source_id}||{r.staff_number}",
        lambda _r, _today: None,
    ),
    "sessions": End(
        SESSION,
        _sessions,
        lambda r: str(r.source_id),
        lambda _r, today: {"state": "cancelled", "cancelled_on": today, "reason": "other"},
    ),
    "discussions": End(
        DISCUSSION,
        _discussions,
        lambda r: f"{r.source_id}||{r.reference}",
        lambda _r, _today: None,
    ),
    "absences": End(
        ABSENCE,
        _absences,
        lambda r: str(r.source_id),
        _end_absence,
    ),
}


@dataclass(slots=True)
class Completion:
    """Finds what is missing from the files; with ``run_id``, the import that writes, ends it."""

    staging: Staging
    opens: Opens
    result: Result
    run_id: int | None

    def run(self) -> None:
        for kind in self.staging.kinds:
            if kind.name in ENDS and any(o.kind == kind.name for o in self.staging.origins):
                self._end(kind.name, ENDS[kind.name])

    def replace_busy(self) -> None:
        """A calendar is all that is known of when its owner is busy from today on: what it no longer has is removed."""
        for numbers in batched(sorted(self.staging.calendars), CALENDARS):
            with self.opens() as work:
                for number in numbers:
                    self._replace_busy(work, number)

    def _replace_busy(self, work: Work, number: str) -> None:
        b, p = BUSY.c, PERSON.c
        begins = work.calendar.start_of(work.today)
        query = select(b.id, b.starts_at).join(PERSON, p.id == b.person_id)
        theirs = (p.staff_number == number, b.ends_at > begins, b.from_outlook.is_(False))
        rows = work.connection.execute(query.where(*theirs)).all()
        keys = {row.id: f"{number}|{row.starts_at.isoformat()}" for row in rows}
        here = self.staging.has("busy", list(keys.values()))
        gone = [i for i, key in keys.items() if key not in here]
        self.result.counts["busy"]["ended"] += len(gone)
        if self.run_id is not None and gone:
            work.connection.execute(delete(BUSY).where(b.id.in_(gone)))

    def _end(self, name: str, end: End) -> None:
        """A thousand at a time by their key: what is ended meanwhile doesn't move the page."""
        after: tuple[int, ...] | None = (0,) * len(end.table.primary_key.columns)
        missed = standing = 0
        while after is not None:
            with self.opens() as work:
                rows = _page(work, end, after)
                missed, standing = missed + self._end_missing(work, name, end, rows), standing + len(rows)
            names = end.table.primary_key.columns.keys()
            after = tuple(getattr(rows[-1], n) for n in names) if rows else None
        self.result.ends(name, missed, standing)

    def _end_missing(self, work: Work, name: str, end: End, rows: Sequence[SqlRow[Any]]) -> int:
        """How many."""
        here = self.staging.has(name, [end.key(r) for r in rows])
        missing = [r for r in rows if end.key(r) not in here]
        if end.table is SESSION:
            missing = [r for r in missing if r.id not in self.staging.meant]
        for row in missing:
            self.result.say(DifferenceLine(name, "ended", "", 0, end.key(row)))
        self.result.counts[name]["ended"] += len(missing)
        if self.run_id is not None and missing:
            _write(work, self.run_id, end, missing)
        for row in missing:
            self._resume(work, name, end, row)
        return len(missing)

    def _resume(self, work: Work, name: str, end: End, ended: SqlRow[Any]) -> None:
        before = work.connection.execute(end.before(ended)).all() if end.before else ()
        here = self.staging.has(name, [end.key(r) for r in before], still_open=True)
        for row in (r for r in before if end.key(r) in here):
            said = (changed("until", row.until, None),)
            self.result.say(DifferenceLine(name, "changed", "", 0, end.key(row), said))
            self.result.counts[name]["changed"] += 1
            if self.run_id is not None:
                readers = read_by(work, end.table, [row])
                work.connection.execute(update(end.table).where(end.table.c.id == row.id).values(until=None))
                mark_readers(work, readers)


def _page(work: Work, end: End, after: tuple[int, ...]) -> Sequence[SqlRow[Any]]:
    key = list(end.table.primary_key.columns)
    query = end.still_open(work.today).order_by(*key).limit(BATCH)
    return work.connection.execute(query.where(tuple_(*key) > after)).all()


def _write(work: Work, run_id: int, end: End, rows: Sequence[SqlRow[Any]]) -> None:
    readers = read_by(work, end.table, rows)
    if end.table is DISCUSSION:
        readers |= read_by(work, RECORD, rows)
    for row in rows:
        values = end.ending(row, work.today)
        mine = and_(*(column == getattr(row, column.name) for column in end.table.primary_key.columns))
        work.connection.execute(
            update(end.table).where(mine).values(**values) if values else delete(end.table).where(mine)
        )
        if end.table is DISCUSSION:
            _forget_record(work, row)
    mark_readers(work, readers)
    if end.table is SESSION:
        cancelled = [row.id for row in rows]
        show_next_of(work, cancelled)
        gaps.learnt(work, cancelled)
        gaps.add_cancelled(work, run_id, cancelled)


def _forget_record(work: Work, row: SqlRow[Any]) -> None:
    """The record of a discussion that never was, unless somebody recorded it in chat."""
    mine = (
        RECORD.c.session_id == row.session_id,
        RECORD.c.case_id == row.case_id,
        RECORD.c.recorded_by_id.is_(None),
    )
    work.connection.execute(delete(RECORD).where(*mine))


def go_through(
    staging: Staging,
    opens: Opens,
    result: Result,
    *,
    run_id: int | None = None,
    complete: bool,
    progress: Progress,
) -> None:
    """Writes what differs, and ends what is missing where each kind is all there is (``complete``); over a transaction
    that only reads both are counted."""
    Writer(staging, opens, result, run_id, progress).run()
    completion = Completion(staging, opens, result, run_id)
    completion.replace_busy()
    if complete:
        completion.run()
