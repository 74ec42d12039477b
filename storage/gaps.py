"""Which children's files a cancelled session leaves a gap in, and the notes of it there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlmodel import col

from policy.duties.rebooking import held_again_by
from policy.facts import SessionKind, Subject, SubjectKind
from policy.ruleset import Duty
from storage import cases, duties, preparations
from storage import tables as t
from storage.listed import one_of
from storage.records import CaseRef
from storage.sessions import SessionView
from storage.work import Work, require_one


def affected(work: Work, view: SessionView) -> list[int]:
    """The cases on whose files the gap is noted: those prepared for the session, and those due for discussion by its
    day or before it is held again: late for want of it. None for a session about no cases, or where no rule asks for
    notes."""
    if view.kind is SessionKind.PERSONAL or not work.rules.has(Duty.NOTE_GAP):
        return []
    mine = [c.subject for c in cases.allocated_to(work, view.supervisee.id)]
    found = duties.open_about(work, mine, Duty.DISCUSS) if mine else []
    dates = {k.obligation.key.subject.id: k.obligation.due for k in found}
    prepared = {i for i in preparations.prepared_cases(work, view.id) if any(s.id == i for s in mine)}
    again = held_again_by(work.rules, work.calendar, view.kind, max(work.today, view.on))
    until = max(view.on, again or view.on)
    return sorted(prepared | {i for i, due in dates.items() if due and due <= until})


@dataclass(frozen=True, slots=True)
class GapNoteView:
    id: int
    session_id: int
    case: CaseRef
    noted_on: date | None


def _read(work: Work, query: Any, which: int) -> list[GapNoteView]:
    rows = work.connection.execute(query, {"which": which})
    return [GapNoteView(r.id, r.session_id, CaseRef(r.case_id, r.reference), r.noted_on) for r in rows]


_NOTES: Final = (
    select(t.GapNote.__table__, col(t.Case.reference).label("reference"))
    .join(t.Case.__table__, col(t.Case.id) == col(t.GapNote.case_id))
    .order_by(col(t.Case.reference))
)
_OF_SESSION: Final = _NOTES.where(col(t.GapNote.session_id) == bindparam("which"))
_THAT_NOTE: Final = _NOTES.where(col(t.GapNote.id) == bindparam("which"))


def notes_of(work: Work, session_id: int) -> list[GapNoteView]:
    """By case reference."""
    return _read(work, _OF_SESSION, session_id)


def note(work: Work, note_id: int) -> GapNoteView:
    """Raises MissingRowError for an id no note has."""
    return require_one(_read(work, _THAT_NOTE, note_id), "note")


def noted(work: Work, notes: Sequence[GapNoteView], by: int) -> None:
    """The notes are on the children's files, as of today (B21)."""
    work.touch(SubjectKind.SESSION, *(n.session_id for n in notes))
    rows = select(t.GapNote).where(col(t.GapNote.id).in_([n.id for n in notes]))
    for row in work.orm.execute(rows).scalars():
        row.noted_on, row.noted_by_id = work.today, by
        work.log("gap.noted", Subject(SubjectKind.SESSION, row.session_id), by, note=row.id)
    work.orm.flush()


def references(work: Work, session_ids: Sequence[int]) -> dict[int, str]:
    """The case reference of each gap note of these sessions."""

    def read(some: list[int]) -> dict[int, dict[int, str]]:
        found: dict[int, dict[int, str]] = {i: {} for i in some}
        for row in work.connection.execute(_REFERENCES, {"sessions": some}):
            found[row.session_id][row.id] = row.reference
        return found

    by_session = work.reads.each(("gapnote", "case"), references, session_ids, read)
    return {note: said for notes in by_session.values() for note, said in notes.items()}


_REFERENCES: Final = (
    select(col(t.GapNote.id), col(t.GapNote.session_id), col(t.Case.reference))
    .join(t.Case.__table__, col(t.Case.id) == col(t.GapNote.case_id))
    .where(one_of(col(t.GapNote.session_id), "sessions"))
)
