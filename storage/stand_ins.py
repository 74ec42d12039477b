"""Sessions that stand in for cancelled ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, select

from policy.facts import SessionState
from storage import tables as t
from storage.sessions import SessionView, sessions
from storage.work import Work


def stand_in(work: Work, session_id: int) -> SessionView | None:
    """The session, booked or held, that stands in for a cancelled one, through any cancelled in between."""
    return stand_ins(work, [session_id]).get(session_id)


def stand_ins(work: Work, ids: Iterable[int]) -> dict[int, SessionView]:
    """The same by cancelled session, of those that have one."""
    found = work.reads.each(("session",), stand_ins, ids, lambda some: _stand_ins(work, some))
    views = {view.id: view for view in sessions(work, list(found.values()))}
    return {cancelled: views[instead] for cancelled, instead in found.items()}


def _stand_ins(work: Work, ids: Sequence[int]) -> dict[int, int]:
    """By cancelled session the id of what stands in for it."""
    replacing, asked = dict[int, list[Any]](), set[int]()
    below = set(ids)
    while below:
        asked |= below
        rows = work.connection.execute(_REPLACING, {"ids": sorted(below)}).all()
        for row in rows:
            replacing.setdefault(row.replaces_id, []).append(row)
        below = {row.id for row in rows} - asked
    return {i: live for i in ids if (live := _live(i, replacing)) is not None}


def _live(cancelled: int, replacing: Mapping[int, Sequence[Any]]) -> int | None:
    """The newest that stands in for it, before any that stands in for one of those."""
    seen, ids = {cancelled}, [cancelled]
    while ids:
        rows = sorted((row for i in ids for row in replacing.get(i, ())), key=lambda row: -row.id)
        live = next((int(row.id) for row in rows if row.state != SessionState.CANCELLED), None)
        if live is not None:
            return live
        ids = [row.id for row in rows if row.id not in seen]
        seen.update(ids)
    return None


_S: Final = t.Session.__table__.c
_REPLACING: Final = select(_S.replaces_id, _S.id, _S.state).where(
    _S.replaces_id.in_(bindparam("ids", expanding=True))
)
