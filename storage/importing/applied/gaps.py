"""A session cancelled by what an import says leaves the same gap as one cancelled in chat: the same notes are asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import insert, select, update

from policy.facts import SessionKind, SessionState, Subject, SubjectKind
from policy.ruleset import Duty
from storage import cases, sessions
from storage.gaps import affected
from storage.importing import runs
from storage.importing.applied.link import GAP_NOTE, SESSION, ImportDates
from storage.importing.staging import BATCH
from storage.obligations import batched, reassess
from storage.sessions import SessionView
from storage.work import Work

#: Sessions whose supervisees' cases are assessed in one transaction.
AT_A_TIME: Final = 50


def learnt(work: Work, session_ids: Sequence[int]) -> None:
    """These are cancelled, or whoever was sick is back, as nobody knew before: both can choose another time from today
    on."""
    s = SESSION
    for some in batched(session_ids, BATCH):
        work.connection.execute(update(s).where(s.c.id.in_(some)).values(said_on=work.today))


def add_cancelled(work: Work, run_id: int, session_ids: Sequence[int]) -> None:
    """The import cancelled these: their notes are asked for once all of it is in."""
    if session_ids:
        runs.set_cancelled(work, run_id, [*runs.cancelled(work, run_id), *session_ids])


def note_gaps(work: Work, run_id: int) -> bool:
    """Asks for the notes of the next sessions that the import cancelled, of those since the bot began for which no file
    named the children's files itself. Whether there were any."""
    waiting = runs.cancelled(work, run_id)
    some, rest = waiting[:AT_A_TIME], waiting[AT_A_TIME:]
    if some and work.rules.has(Duty.NOTE_GAP):
        for view in sessions.sessions(work, _unnoted(work, some)):
            _note(work, view)
    if some:
        runs.set_cancelled(work, run_id, rest)
    return bool(some)


def _unnoted(work: Work, session_ids: Sequence[int]) -> list[int]:
    s, noted = SESSION, select(GAP_NOTE.c.session_id)
    query = select(s.c.id).where(
        s.c.id.in_(session_ids),
        s.c.state == SessionState.CANCELLED,
        s.c.kind != SessionKind.PERSONAL,
        s.c.cancelled_on >= ImportDates.of(work).started_on,
        s.c.id.not_in(noted),
    )
    return list(work.connection.execute(query.order_by(s.c.id)).scalars())


def _note(work: Work, view: SessionView) -> None:
    """As things stand with everything the files say: the supervisee's cases are assessed first."""
    reassess(work, [c.subject for c in cases.allocated_to(work, view.supervisee.id)])
    found = affected(work, view)
    if found:
        work.touch(SubjectKind.SESSION, view.id)
        rows = [{"session_id": view.id, "case_id": case} for case in found]
        work.connection.execute(insert(GAP_NOTE), rows)
        work.log("gap.asked", Subject(SubjectKind.SESSION, view.id), cases=found)
