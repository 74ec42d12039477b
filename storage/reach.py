"""How people are reached on each platform."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import col

from storage import tables as t
from storage.work import Work


def reach_of(work: Work, person_id: int, platforms: Sequence[str]) -> t.Reach | None:
    """The preferred way among these platforms that still works."""
    r = t.Reach
    query = (
        select(r)
        .where(col(r.person_id) == person_id, col(r.platform).in_(platforms), col(r.reachable))
        .order_by(col(r.preferred).desc(), col(r.id))
        .limit(1)
    )
    return work.orm.execute(query).scalar_one_or_none()
