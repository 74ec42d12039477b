"""What was discussed in a session, its records, and the notes of one that was cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final

from sqlalchemy.engine import Row as SqlRow

from policy.facts import RecordAnswer, SessionKind, SessionState
from policy.ruleset import Duty
from policy.spans import covers
from storage.held_sessions import has_notes
from storage.importing.applied.changes import RowChange, compared
from storage.importing.applied.link import (
    ALLOCATION,
    DISCUSSION,
    GAP_NOTE,
    RECORD,
    UNSTORED,
    ImportDates,
    StoredSession,
    StoredSide,
)
from storage.importing.applied.passes.common import day
from storage.importing.applied.passes.raised import came_up
from storage.importing.staging import Staged

#: What is said of a record once, and whom it names.
_SAID_ONCE: Final = ("delegated_on", "referred_on", "decided_on", "closed_on", "overseen_on")
_NAMED: Final = ("delegate", "decided_by", "overseen_by")


@dataclass(frozen=True, slots=True)
class _Notes:
    """The discussions, records and gap notes of a batch's sessions, by session and case (None: personal)."""

    discussions: dict[tuple[int, int], SqlRow[Any]] = field(default_factory=dict)
    records: dict[tuple[int, int | None], SqlRow[Any]] = field(default_factory=dict)
    gap_notes: dict[tuple[int, int], SqlRow[Any]] = field(default_factory=dict)


def _notes(link: StoredSide, sessions: Iterable[StoredSession]) -> _Notes:
    """Of what was held the discussions and records, of what wasn't the gap notes."""
    held, others = set[int](), set[int]()
    for session in sessions:
        (held if session.held_on else others).add(session.id)
    return _Notes(
        {(r.session_id, r.case_id): r for r in link.rows(DISCUSSION, "session_id", held)},
        {(r.session_id, r.case_id): r for r in link.rows(RECORD, "session_id", held)},
        {(r.session_id, r.case_id): r for r in link.rows(GAP_NOTE, "session_id", others)},
    )


def discussions(link: StoredSide, setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """A case of a session: held, it was discussed and has a record; cancelled, a note explains the gap."""
    held, case_ids = link.sessions(row["session_key"] for row in rows), link.cases(rows)
    ids, notes = link.people(rows, *_NAMED), _notes(link, held.values())
    by_group = (s["case"] for s in rows if (one := held.get(s["session_key"])) and one.signer_id)
    allocated = link.grouped(ALLOCATION, "case_id", {case_ids[case] for case in by_group})
    for row in rows:
        session, case = held.get(row["session_key"]), case_ids[row["case"]]
        if session is None or session.state in (SessionState.BOOKED, SessionState.WITHDRAWN):
            # Its session is in these files and not stored yet, or chat says it wasn't held.
            yield RowChange(
                DISCUSSION,
                row,
                {},
                None if session is None else UNSTORED,
                kept=() if session is None else ("session",),
            )
        elif session.state == SessionState.HELD:
            yield _discussion(row, session, case, notes)
            record = _record(
                setting, row, session, case, notes, lead_signs=_leads(session, allocated.get(case, ()))
            )
            yield _with_what_became(record, row, ids, notes.records.get((session.id, case)))
        elif not link.work.rules.has(Duty.NOTE_GAP):
            # That a cancelled session was to be about a case is no note on its file, and none is asked for.
            yield RowChange(GAP_NOTE, row, {}, UNSTORED)
        else:
            yield _gap_note(setting, row, session, case, notes)
    yield from came_up(link, rows, held, case_ids)


def _leads(session: StoredSession, allocated: Iterable[SqlRow[Any]]) -> bool:
    """Whether whoever signs off a group's record led on the case that day."""
    on = session.held_on
    mine = (one for one in allocated if one.worker_id == session.signer_id)
    return on is not None and any(covers(one.since, one.until, on) for one in mine)


def _discussion(row: Staged, session: StoredSession, case: int, notes: _Notes) -> RowChange:
    old = notes.discussions.get((session.id, case))
    if old is None and session.from_chat:
        return RowChange(DISCUSSION, row, {}, UNSTORED, kept=("case",))
    wanted = {
        "session_id": session.id,
        "case_id": case,
        "on": session.held_on,
        "full": bool(row["full"]),
        "plan_reviewed": bool(row["plan_reviewed"]),
        "by_worker": row["acknowledged_by"] != "supervisor",
        "by_manager": row["acknowledged_by"] != "supervisee",
        "worker_on": day(row["supervisee_acknowledged_on"]),
        "manager_on": day(row["supervisor_acknowledged_on"]),
    }
    if old is None:
        return RowChange(DISCUSSION, row, wanted)
    said = ("by_worker", "by_manager") if "acknowledged_by" in row.given else ()
    days = ("worker_on", "manager_on")
    given = {"on", *(row.given & {"full", "plan_reviewed"}), *said, *(one for one in days if wanted[one])}
    chat = None if session.from_chat else frozenset[str]()
    return compared(DISCUSSION, row, old, wanted, given=given, chat=chat)


def _record(
    setting: ImportDates,
    row: Staged,
    session: StoredSession,
    case: int | None,
    notes: _Notes,
    *,
    lead_signs: bool = False,
) -> RowChange:
    old = notes.records.get((session.id, case))
    if old is None and session.from_chat:
        return RowChange(RECORD, row, {}, UNSTORED, kept=("case",))
    about = {"session_id": session.id, "case_id": case, "lead_signs": lead_signs}
    wanted = {**about, **_recorded(setting, row, session)}
    if old is None:
        return RowChange(RECORD, row, wanted)
    given = {"recorded_on"} if row["recorded_on"] else set()
    given |= set() if session.from_chat else {"lead_signs"}
    if "safeguarding" in row.given:
        given.add("safeguarding")
    if row.get("agreed_on") or row.get("disagreed_on"):
        given |= {"answer", "answered_on", "delivered_on", "request"}
        given |= {"recorded_on"} if old.recorded_on is None else set()
    by_chat = old.recorded_by_id or (old.request and old.answer is None)
    chat = None if by_chat else frozenset[str]()
    return compared(RECORD, row, old, wanted, given=given, chat=chat)


def _with_what_became(record: RowChange, row: Staged, ids: Mapping[str, int], old: Any) -> RowChange:
    """Who was asked to write it, and what became of a disagreement, of silence, of oversight and of a safeguarding
    issue. What is known of that stays, and where a file says otherwise it is listed: the bot can't tell whether chat
    said it."""
    if record.id == UNSTORED:
        return record
    said = {name: day(row[name]) for name in _SAID_ONCE}
    people = {f"{name}_id": ids[row[name]] if row[name] else None for name in _NAMED}
    words = {name: row[name] for name in ("decision", "safeguarding_reference")}
    wanted: dict[str, Any] = {**said, **people, **words}
    if old is None:
        marked = {"safeguarding": True} if row["safeguarding_reference"] else {}
        return record._replace(values={**record.values, **wanted, **marked})
    told = {name: value for name, value in wanted.items() if value is not None}
    new = {name: value for name, value in told.items() if getattr(old, name) is None}
    other = [name for name, value in told.items() if getattr(old, name) not in (None, value)]
    before = {**record.before, **{name: getattr(old, name) for name in told}}
    return record._replace(
        values={**record.values, **new}, before=before, kept=tuple(sorted({*record.kept, *other}))
    )


def _recorded(setting: ImportDates, row: Staged, session: StoredSession) -> Mapping[str, Any]:
    said = row.get
    days = said("recorded_on"), said("agreed_on"), said("disagreed_on")
    return _record_says(setting.started_on, session.held_on, *days, bool(said("safeguarding")))


@lru_cache(maxsize=4096)
def _record_says(
    started_on: date,
    held_on: date | None,
    recorded_on: str | None,
    agreed_on: str | None,
    disagreed_on: str | None,
    safeguarding: bool,
) -> Mapping[str, Any]:
    """The record's dates. What was held before the bot began is taken as recorded, unless the file says otherwise.
    Remembered: the records of a day mostly say the same."""
    agreed, disagreed = day(agreed_on), day(disagreed_on)
    answered = agreed or disagreed
    history = held_on if held_on and held_on < started_on else None
    recorded = None if recorded_on == "no" else day(recorded_on) or answered or history
    if answered is None:
        return {
            "recorded_on": recorded,
            "safeguarding": safeguarding,
            "request": 0,
            "delivered_on": None,
            "answer": None,
            "answered_on": None,
        }
    return {
        "recorded_on": recorded,
        "safeguarding": safeguarding,
        "request": 1,
        "delivered_on": recorded,
        "answer": str(RecordAnswer.AGREED if agreed else RecordAnswer.DISAGREED),
        "answered_on": answered,
    }


def _gap_note(
    setting: ImportDates, row: Staged, session: StoredSession, case: int, notes: _Notes
) -> RowChange:
    old = notes.gap_notes.get((session.id, case))
    cancelled = session.cancelled_on
    history = cancelled if cancelled and cancelled < setting.started_on else None
    noted = None if row["recorded_on"] == "no" else day(row["recorded_on"]) or history
    wanted = {"session_id": session.id, "case_id": case, "noted_on": noted}
    chat = None if old and old.noted_by_id else frozenset[str]()
    given = {"noted_on"} if row["recorded_on"] else set()
    return compared(GAP_NOTE, row, old, wanted, given=given, chat=chat)


def notes(link: StoredSide, setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """A session that was held and has notes has one record, of no case."""
    if not link.work.rules.records_one_to_ones:
        rows = [row for row in rows if row["kind"] == SessionKind.PERSONAL or row["personal_too"]]
    held, ids = link.sessions(row["key"] for row in rows), link.people(rows, *_NAMED)
    stored = _notes(link, held.values())
    in_full = {session for (session, _), said in stored.discussions.items() if said.full}
    for row in rows:
        session = held.get(row["key"])
        if session is None or session.state != SessionState.HELD:
            continue
        if has_notes(
            link.work.rules, session.kind, any_full=session.id in in_full, personal_too=session.personal_too
        ):
            record = _record(setting, row, session, None, stored)
            yield _with_what_became(record, row, ids, stored.records.get((session.id, None)))
