"""Who may read what a supervisee shared: whoever supervises or covers, of what was meant for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from policy.facts import SessionState
from storage import supervision
from storage import tables as t
from storage.conditions import TODAY, supervising
from storage.preparations import PreparationView
from storage.reads import read_once
from storage.work import Work


@read_once(t.Relationship)
def supervised_on(
    work: Work, supervisor_id: int, supervisee_id: int, on: date, professional: bool | None = None
) -> bool:
    """Whether the one supervised the other on a day, in the line or beside it (``professional``: only so)."""
    given = {"supervisee": supervisee_id, "supervisor": supervisor_id, "today": on}
    found = work.connection.execute(_SUPERVISED, given).scalars()
    return any(professional is None or beside is professional for beside in found)


_SUPERVISED: Final = select(col(t.Relationship.professional)).where(
    col(t.Relationship.supervisee_id) == bindparam("supervisee"),
    col(t.Relationship.supervisor_id) == bindparam("supervisor"),
    supervising(TODAY),
)


@read_once(t.Arrangement)
def named_at(work: Work, cover_id: int, supervisee_id: int) -> datetime | None:
    """The instant at which this person was last named as this supervisee's cover."""
    a = t.Arrangement
    query = select(func.max(col(a.named_at))).where(
        col(a.cover_id) == cover_id, col(a.supervisee_id) == supervisee_id
    )
    return work.connection.execute(query).scalar()


def readable(work: Work, preparation: PreparationView, reader_id: int) -> bool:
    """Shared with this reader: whoever was the supervisor when it was shared, while they are it or where they held
    its session; and whoever was named as cover by then, while they cover or where they held it."""
    shared = preparation.last_shared
    if shared is None:
        return False
    supervisee, day = preparation.supervisee_id, work.calendar.day_of(shared)
    held = _held_by(work, preparation.session_id) == reader_id
    if _beside(work, preparation, day) not in (None, reader_id):
        return False
    line = supervised_on(work, reader_id, supervisee, day, professional=False)
    if line or _beside(work, preparation, day) == reader_id:
        return held or supervised_on(work, reader_id, supervisee, work.today)
    named = named_at(work, reader_id, supervisee)
    return (
        named is not None
        and named <= shared
        and (held or supervision.supervisor_now(work, supervisee) == reader_id)
    )


def _beside(work: Work, preparation: PreparationView, on: date) -> int | None:
    """The professional supervisor whose session it is for: theirs alone to read, and nothing else is."""
    holder, who = _supervisor_of(work, preparation.session_id), preparation.supervisee_id
    if holder is None or supervised_on(work, holder, who, on, professional=False):
        return None
    return holder if supervised_on(work, holder, who, on, professional=True) else None


def _supervisor_of(work: Work, session_id: int | None) -> int | None:
    return _session(work, session_id)[0]


def _held_by(work: Work, session_id: int | None) -> int | None:
    supervisor, state = _session(work, session_id)
    return supervisor if state is SessionState.HELD else None


_WHOSE: Final = select(col(t.Session.supervisor_id), col(t.Session.state)).where(
    col(t.Session.id) == bindparam("id")
)


@read_once(t.Session)
def _session(work: Work, session_id: int | None) -> tuple[int | None, SessionState | None]:
    """Whose it is and how it stands; of none, nobody's."""
    row = work.connection.execute(_WHOSE, {"id": session_id}).first()
    return (row.supervisor_id, row.state) if row else (None, None)
