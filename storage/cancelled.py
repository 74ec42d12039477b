"""Cancelled sessions that nothing was held after."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Date, bindparam, or_, select

from policy.facts import SessionKind, SessionState
from storage import tables as t
from storage.conditions import BEGAN
from storage.listed import one_of
from storage.sessions import SessionView, sessions
from storage.sql_types import Instant
from storage.work import Work


def not_met_since(work: Work, supervisees: Collection[int]) -> list[SessionView]:
    """Those of these people alone that were cancelled here, or were to be on a day since the bot began, the soonest
    first."""
    return sorted(sessions(work, ids_not_met_since(work, supervisees)), key=lambda view: view.starts_at)


def ids_not_met_since(work: Work, supervisees: Collection[int]) -> list[int]:
    """The same by their ids."""
    return list(work.connection.execute(_NOT_MET_SINCE, {"people": supervisees}).scalars())


def all_not_met_since(work: Work, since: datetime) -> list[int]:
    """Everybody's that was booked for ``since`` (UTC) or later: older ones are made up for by nobody."""
    return list(work.connection.execute(_ALL_NOT_MET_SINCE, {"since": since}).scalars())


def for_days_away(work: Work, person_id: int, first: date, last: date) -> list[int]:
    """Booked for these days and cancelled since this person was away on them; by their ids."""
    given = {"away": person_id, "first": first, "last": last}
    return list(work.connection.execute(_FOR_DAYS_AWAY, given).scalars())


def said_not_held_by(work: Work, view: SessionView) -> int | None:
    """Who said of a session that is over that it didn't take place; None of one that was cancelled otherwise."""
    row = work.get(t.Session, view.id)
    after = row.said_on is not None and (row.said_on > view.on or view.starts_at <= work.now)
    return row.cancelled_by_id if after and row.away_id is None else None


def _not_met_since(*whose: Any) -> Any:
    s, held = _S, t.Session.__table__.alias("held").c
    met = select(held.id).where(
        *(held.supervisee_id == s.supervisee_id, held.kind == s.kind, held.state == SessionState.HELD),
        held.starts_at > s.starts_at,
    )
    alone = (*whose, s.kind != str(SessionKind.GROUP))
    known = or_(s.from_chat, s.on >= BEGAN)
    return select(s.id).where(*alone, s.state == SessionState.CANCELLED, known, ~met.exists())


_S: Final = t.Session.__table__.c
_FOR_DAYS_AWAY: Final = (
    select(_S.id)
    .where(_S.state == SessionState.CANCELLED, _S.away_id == bindparam("away"))
    .where(_S.on.between(bindparam("first", type_=Date), bindparam("last", type_=Date)))
    .order_by(_S.id)
)
_NOT_MET_SINCE: Final = _not_met_since(one_of(_S.supervisee_id, "people"))
_ALL_NOT_MET_SINCE: Final = _not_met_since(_S.starts_at >= bindparam("since", type_=Instant))
