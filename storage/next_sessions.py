"""When people are next supervised, by themselves and in groups; many in one query. What has begun is next until it is
over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select

from policy.facts import SessionKind, SessionState
from policy.session_length import lasting
from storage import people, returns, supervision
from storage import tables as t
from storage.conditions import NOW
from storage.listed import one_of
from storage.work import Work


@dataclass(frozen=True, slots=True)
class NextSession:
    """``starts_at`` and ``ends_at``: UTC; ``holder_id``: who is to hold it, in place of a supervisor who is away that
    day whoever covers."""

    kind: SessionKind
    starts_at: datetime
    holder_id: int
    ends_at: datetime

    @property
    def minutes(self) -> int:
        return lasting(self.starts_at, self.ends_at)


def next_start(work: Work, person_id: int, kinds: Collection[SessionKind]) -> NextSession | None:
    """When a person is next supervised in a session of these kinds, if one is booked."""
    mine = next_starts(work, [person_id]).get(person_id, ())
    return min((n for n in mine if n.kind in kinds), key=lambda n: n.starts_at, default=None)


def next_starts(work: Work, person_ids: Collection[int]) -> dict[int, tuple[NextSession, ...]]:
    """The next of each kind of many people, in one query; those for whom something is booked. A group that they belong
    to is theirs; whoever leads it isn't supervised in it."""

    def read(some: list[int]) -> dict[int, tuple[NextSession, ...]]:
        rows = work.connection.execute(_NEXT_STARTS, {"ids": some, "now": work.now})
        found: dict[int, list[NextSession]] = {}
        for row in rows:
            one = NextSession(row.kind, row.starts_at, row.holder_id, row.ends_at)
            found.setdefault(row.person_id, []).append(one)
        return {i: tuple(each) for i, each in found.items()}

    tables = ("session", "participant", "person", "absence", "arrangement")
    return work.reads.each(tables, next_starts, person_ids, read)


def read_next(work: Work, person_ids: Collection[int]) -> None:
    """What ``next_start`` of each of these people rests on, who holds it, and who is unavailable where none is:
    together, and not for each."""
    returns.unavailable(work, person_ids)
    found = next_starts(work, person_ids).values()
    people.people(work, [one.holder_id for some in found for one in some])


def _next_starts() -> Any:
    s, p = t.Session.__table__.c, t.Participant.__table__.c
    booked, held = (
        (s.state == SessionState.BOOKED, s.ends_at > NOW),
        (s.supervisor_id.label("holder_id"), s.id),
    )
    cover = supervision.cover_named(s.supervisee_id, s.supervisor_id, s.on).correlate(t.Session.__table__)
    holds = func.coalesce(cover.scalar_subquery(), s.supervisor_id).label("holder_id")
    alone = select(s.supervisee_id.label("person_id"), s.kind, s.starts_at, s.ends_at, holds, s.id).where(
        one_of(s.supervisee_id), s.kind != SessionKind.GROUP, *booked
    )
    together = select(p.person_id, s.kind, s.starts_at, s.ends_at, *held).where(
        p.session_id == s.id, one_of(p.person_id), p.person_id != s.supervisor_id, *booked
    )
    theirs = alone.union_all(together).subquery()
    x = theirs.c
    place = func.row_number().over(partition_by=(x.person_id, x.kind), order_by=(x.starts_at, x.id))
    ordered = select(theirs, place.label("place")).subquery()
    return select(ordered).where(ordered.c.place == 1)


_NEXT_STARTS: Final = _next_starts()
