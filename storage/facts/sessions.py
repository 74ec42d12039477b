"""What assessment reads of sessions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.engine import Row as SqlRow

from policy.facts import (
    Away,
    Cancellation,
    CancelledBefore,
    GapNoteFact,
    Off,
    Reason,
    RecordFact,
    SessionFacts,
    SessionKind,
    SessionState,
)
from storage import tables as t
from storage.conditions import BEGAN, TODAY, allocated, as_cover, case_open
from storage.facts.rows import AWAY, facts_by, fetched, grouped, of_batch
from storage.listed import among, one_of
from storage.work import Work


@dataclass(slots=True)
class _SessionParts:
    """What belongs to a batch of sessions, by session (absences by person)."""

    records: dict[int, list[RecordFact]]
    notes: dict[int, list[GapNoteFact]]
    replaced: dict[int, list[SqlRow[Any]]]
    prepared: dict[int, date]
    with_cases: set[int]
    passed_on: dict[int, Cancellation]
    before: dict[int, SqlRow[Any]]
    away: dict[int, list[Away]] = field(default_factory=dict)
    off: dict[int, list[Off]] = field(default_factory=dict)


def sessions(work: Work, ids: Sequence[int]) -> Iterator[SessionFacts]:
    rows = fetched(work, _THEMSELVES, ids)
    parts = _session_parts(work, rows)
    for row in rows:
        yield _session(work, row, parts)


def _agrees(row: SqlRow[Any]) -> int:
    """Who is asked to agree the records: of a group whoever signs them off."""
    group = row.kind is SessionKind.GROUP
    return int(row.signer_id if group and row.signer_id else row.supervisee_id)


def _session_parts(work: Work, rows: Sequence[SqlRow[Any]]) -> _SessionParts:
    ids, people = [r.id for r in rows], [_agrees(r) for r in rows]
    last_shared = {row.session_id: work.calendar.day_of(row.last) for row in fetched(work, _PREPARED, ids)}
    return _SessionParts(
        facts_by(fetched(work, _RECORDS, ids), RecordFact._make),
        facts_by(fetched(work, _NOTES, ids), GapNoteFact._make),
        grouped(fetched(work, _STAND_INS, ids), "replaces_id"),
        last_shared,
        {row.worker_id for row in fetched(work, _WITH_CASES, people, today=work.today)},
        *_cancelled_again(work, rows),
        facts_by(fetched(work, AWAY, people), Away._make),
        _off(work, people),
    )


def _cancelled_again(
    work: Work, rows: Sequence[SqlRow[Any]]
) -> tuple[dict[int, Cancellation], dict[int, SqlRow[Any]]]:
    """Of cancelled sessions: how what stood in for each was cancelled, the newest where several were; and by their ids
    the cancelled ones that each stood in for, and those before them."""
    cancelled = [r for r in rows if r.cancelled_on]
    after = fetched(work, _STOOD_IN, [r.id for r in cancelled]) if cancelled else ()
    found, before = dict[int, SqlRow[Any]](), {r.replaces_id for r in cancelled if r.replaces_id}
    while before:
        found |= {r.id: r for r in fetched(work, _CANCELLED, before)}
        before = {found[i].replaces_id for i in before & found.keys()} - found.keys() - {None}
    return {r.replaces_id: cancellation(r) for r in after}, found


def _cancelled_before(row: SqlRow[Any], known: Mapping[int, SqlRow[Any]]) -> Iterator[CancelledBefore]:
    seen = {row.id}
    while row.replaces_id in known.keys() - seen:
        row = known[row.replaces_id]
        seen.add(row.id)
        yield CancelledBefore(row.on, cancellation(row))


def cancellation(row: SqlRow[Any]) -> Cancellation:
    return Cancellation(row.cancelled_on, row.reason, row.returned_on, row.said_on)


def _off(work: Work, people: Sequence[int]) -> dict[int, list[Off]]:
    found: dict[int, list[Off]] = {}
    for row in fetched(work, _OFF, people):
        back = row.returned_on or row.met_on
        found.setdefault(row.away_id, []).append(Off(row.on, row.cancelled_on, back))
    return found


def stand_ins(these: ColumnElement[bool]) -> Any:
    """Sessions held in place of cancelled ones (``these``, by ``Session.replaces_id``), also where a stand-in was
    cancelled in its turn: of which, when, by whom, and whether chat said so."""
    s = t.Session.__table__
    root: ColumnElement[Any] = s.c.replaces_id.label("root")
    found: ColumnElement[int] = s.c.id.label("id")
    chain = select(root, found).where(these).cte("stand_ins", recursive=True)
    chain = chain.union(select(chain.c.root, found).where(s.c.replaces_id == chain.c.id))
    held = select(chain.c.root.label("replaces_id"), s.c.held_on, s.c.supervisor_id, s.c.from_chat)
    return held.where(s.c.id == chain.c.id, s.c.held_on.is_not(None))


def _session(work: Work, row: SqlRow[Any], parts: _SessionParts) -> SessionFacts:
    stood_in = parts.replaced.get(row.id, [])
    return SessionFacts(
        session_id=row.id,
        kind=row.kind,
        supervisee_id=row.supervisee_id,
        holder_id=row.supervisor_id,
        state=row.state,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        on=row.on,
        booked_on=row.booked_on,
        held_on=row.held_on,
        prepared=row.id in parts.prepared,
        prepared_on=parts.prepared.get(row.id),
        cancellation=cancellation(row) if row.cancelled_on else None,
        replacement_on=min((s.held_on for s in stood_in), default=None),
        records=tuple(parts.records.get(row.id, ())),
        gap_notes=tuple(parts.notes.get(row.id, ())),
        supervisee_away=tuple(parts.away.get(_agrees(row), ())),
        recorder_id=row.recorder_id,
        signer_id=row.signer_id,
        overseer_id=row.overseer_id,
        noted=row.noted_by_id is not None,
        left_on=None if row.kind is SessionKind.GROUP else row.left_on,
        has_cases=row.supervisee_id in parts.with_cases,
        as_cover=row.as_cover,
        over=row.ends_at <= work.now,
        supervisee_off=tuple(parts.off.get(_agrees(row), ())),
        said_on=row.said_on if row.held_on else None,
        passed_on=parts.passed_on.get(row.id),
        stood_in_for=tuple(_cancelled_before(row, parts.before)),
        personal_too=row.personal_too,
    )


# Statements, each of a batch of sessions


def _themselves() -> Any:
    s, p = t.Session.__table__, t.Person.__table__
    covers = as_cover(s.c.supervisee_id, s.c.supervisor_id, s.c.on).label("as_cover")
    with_person = select(s, p.c.left_on, covers).join(p, p.c.id == s.c.supervisee_id)
    return with_person.where(one_of(s.c.id))


def _prepared() -> Any:
    """Sessions for which something was shared and no draft is left, with the moment of the last sharing."""
    p = t.Preparation.__table__
    shared, last = func.count(p.c.shared_at), func.max(p.c.shared_at).label("last")
    mine = select(p.c.session_id, last).where(one_of(p.c.session_id))
    return mine.group_by(p.c.session_id).having(shared == func.count())


def _with_cases() -> Any:
    """Of a batch of people: who holds an open case today."""
    a, c = t.Allocation.__table__, t.Case.__table__
    held = select(a.c.worker_id).distinct().join(c, c.c.id == a.c.case_id)
    return held.where(one_of(a.c.worker_id), allocated(TODAY), case_open(TODAY))


def _cancelled_for() -> Any:
    """Sessions cancelled for the days away of some people, and when one was next held with each. That it was sickness
    is forgotten in time."""
    s, later = t.Session.__table__, t.Session.__table__.alias("later")
    with_them = or_(later.c.supervisee_id == s.c.away_id, later.c.supervisor_id == s.c.away_id)
    met = select(func.min(later.c.held_on)).where(with_them, later.c.held_on > s.c.on)
    shown = (s.c.on, s.c.cancelled_on, s.c.returned_on)
    reasons = [str(one) for one in (Reason.SICKNESS, Reason.LEAVE, Reason.OTHER)]
    return (
        select(s.c.away_id, *shown, met.correlate(s).scalar_subquery().label("met_on"))
        .where(one_of(s.c.away_id), s.c.state == SessionState.CANCELLED, among(s.c.reason, reasons))
        .order_by(s.c.id)
    )


_S: Final = t.Session.__table__.c
_CANCELLED: Final = select(t.Session.__table__).where(
    one_of(_S.id), _S.state == SessionState.CANCELLED, _S.cancelled_on >= BEGAN
)
_STOOD_IN: Final = (
    select(t.Session.__table__)
    .where(one_of(_S.replaces_id), _S.state == SessionState.CANCELLED)
    .order_by(_S.id)
)
_OFF: Final = _cancelled_for()
_THEMSELVES: Final = _themselves()
_PREPARED: Final = _prepared()
_STAND_INS: Final = stand_ins(one_of(t.Session.__table__.c.replaces_id))
_WITH_CASES: Final = _with_cases()
_RECORDS: Final = of_batch(t.Record, "session_id", "id", *RecordFact._fields)
_NOTES: Final = of_batch(t.GapNote, "session_id", "id", *GapNoteFact._fields)
