"""A session cancelled by what an import says leaves the same gap as one cancelled in chat: the same notes are asked."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from policy.facts import SessionKind, SessionState, Subject, SubjectKind
from policy.ruleset import Duty
from storage import cases, sessions
from storage.gaps import affected
from storage.importing.link import GAP_NOTE, SESSION, ImportDates
from storage.importing.staging import BATCH
from storage.obligations import reassess
from storage.sessions import SessionView
from storage.work import Work


def learnt(work: Work, session_ids: Sequence[int]) -> None:
    """These are cancelled, or whoever was sick is back, as nobody knew before: both can choose another time from today
    on."""
    s = SESSION
    for start in range(0, len(session_ids), BATCH):
        some = session_ids[start : start + BATCH]
        work.connection.execute(update(s).where(s.c.id.in_(some)).values(said_on=work.today))


def note_gaps(work: Work, session_ids: Sequence[int]) -> None:
    """For each of these, cancelled since the bot began, for which no file named the children's files itself."""
    if not work.rules.has(Duty.NOTE_GAP):
        return
    for start in range(0, len(session_ids), BATCH):
        for view in sessions.sessions(work, _unnoted(work, session_ids[start : start + BATCH])):
            _note(work, view)


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
