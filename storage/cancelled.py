"""Cancelled sessions that nothing was held after."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import select

from policy.facts import SessionKind, SessionState
from storage import tables as t
from storage.listed import one_of
from storage.sessions import SessionView, sessions
from storage.work import Work


def not_met_since(work: Work, supervisees: Collection[int]) -> list[SessionView]:
    """Those of these people alone that were cancelled here, the soonest first."""
    ids = list(work.connection.execute(_NOT_MET_SINCE, {"people": supervisees}).scalars())
    return sorted(sessions(work, ids), key=lambda view: view.starts_at)


def said_not_held_by(work: Work, view: SessionView) -> int | None:
    """Who said of a session that is over that it didn't take place; None of one that was cancelled otherwise."""
    row = work.get(t.Session, view.id)
    after = row.said_on is not None and (row.said_on > view.on or view.starts_at <= work.now)
    return row.cancelled_by_id if after and row.away_id is None else None


def _not_met_since() -> Any:
    s, held = t.Session.__table__.c, t.Session.__table__.alias("held").c
    met = select(held.id).where(
        *(held.supervisee_id == s.supervisee_id, held.kind == s.kind, held.state == SessionState.HELD),
        held.starts_at > s.starts_at,
    )
    alone = (one_of(s.supervisee_id, "people"), s.kind != str(SessionKind.GROUP))
    return select(s.id).where(*alone, s.state == SessionState.CANCELLED, s.from_chat, ~met.exists())


_NOT_MET_SINCE: Final = _not_met_since()
