"""A session that an import says was held, with no case discussed in full, owes the notes that chat would have asked
for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import and_, bindparam, delete, insert, select

from policy.facts import SessionKind, SessionState, Subject, SubjectKind
from storage.held_sessions import has_notes
from storage.importing.applied.link import DISCUSSION, RECORD, SESSION, ImportDates
from storage.obligations import batched
from storage.work import Work

#: Notes of so many sessions are written by one statement.
AT_A_TIME: Final = 500

_S: Final = SESSION.c
_R: Final = RECORD.c
_D: Final = DISCUSSION.c


def add_notes(work: Work) -> None:
    """Once all that the files say is in, discussions too: of the sessions of which chat said nothing."""
    _forget(work, list(work.connection.execute(_NO_LONGER).all()))
    if has_notes(work.rules, SessionKind.CASE, any_full=False):
        since = ImportDates.of(work).started_on
        owing = list(work.connection.execute(_OWING, {"since": since}).scalars())
        for some in batched(owing, AT_A_TIME):
            rows = [{"session_id": i, "known_on": work.today} for i in some]
            work.connection.execute(insert(RECORD), rows)
        _touch(work, owing)


def _forget(work: Work, found: Sequence[Any]) -> None:
    for some in batched(found, AT_A_TIME):
        work.connection.execute(delete(RECORD).where(_R.id.in_([row.id for row in some])))
    _touch(work, [row.session_id for row in found])


def _touch(work: Work, sessions: Sequence[int]) -> None:
    work.touch_all(Subject(SubjectKind.SESSION, i) for i in sessions)


def _of_none() -> Any:
    """The notes of a session, which are about no case."""
    return and_(_R.session_id == _S.id, _R.case_id.is_(None))


_HELD: Final = (
    _S.kind == SessionKind.CASE,
    _S.state == SessionState.HELD,
    ~_S.from_chat,
)
_IN_FULL: Final = select(_D.id).where(_D.session_id == _S.id, _D.full).exists()
#: Held since the bot began: what lies before is taken as recorded.
_OWING: Final = select(_S.id).where(
    *_HELD, _S.held_on >= bindparam("since"), ~_IN_FULL, ~select(_R.id).where(_of_none()).exists()
)
#: A later file named the cases.
_NO_LONGER: Final = (
    select(_R.id, _R.session_id)
    .join(SESSION, _of_none())
    .where(*_HELD, ~_S.personal_too, _IN_FULL, _R.recorded_by_id.is_(None), _R.answer.is_(None))
)
