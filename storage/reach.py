"""How people are reached on each platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, or_, select, update
from sqlmodel import col

from storage import tables as t
from storage.work import Work

#: Platforms that look for people by their email before they were met.
FIND_BY_EMAIL = ("slack",)


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


@dataclass(frozen=True, slots=True)
class Bound:
    """A platform's account and whose it is; ``works``: it may still be used."""

    person_id: int
    works: bool


def bound(work: Work, platform: str, external_id: str) -> Bound | None:
    """Whose account this is, if it was met."""
    r = t.Reach
    query = select(col(r.person_id), col(r.reachable)).where(
        col(r.platform) == platform, col(r.external_id) == external_id
    )
    row = work.connection.execute(query).first()
    return Bound(row.person_id, row.reachable) if row else None


def account_of(work: Work, person_id: int, platform: str) -> t.Reach | None:
    """The person's account on this platform, whether it works or not."""
    r = t.Reach
    query = select(r).where(col(r.person_id) == person_id, col(r.platform) == platform).limit(1)
    return work.orm.execute(query).scalar_one_or_none()


def bind(work: Work, person_id: int, platform: str, external_id: str, data: Mapping[str, str]) -> bool:
    """Joins an account to a person, once; False where the person has another one there already."""
    kept = account_of(work, person_id, platform)
    if kept is not None:
        return kept.external_id == external_id
    work.add(t.Reach(person_id=person_id, platform=platform, external_id=external_id, data=dict(data)))
    work.log("reach.bound", actor=person_id, platform=platform, account=external_id)
    return True


def keep_data(work: Work, person_id: int, platform: str, data: Mapping[str, str]) -> None:
    r = t.Reach
    there = (col(r.person_id) == person_id, col(r.platform) == platform)
    work.connection.execute(update(r).where(*there).values(data=dict(data)))


def set_works(work: Work, platform: str, external_id: str, works: bool) -> None:
    """After an account was deactivated, made a guest's, or restored."""
    r = t.Reach
    there = (col(r.platform) == platform, col(r.external_id) == external_id)
    work.connection.execute(update(r).where(*there).values(reachable=works))


def reached(work: Work, platforms: Sequence[str]) -> set[int]:
    """Everybody with an account that works on one of them, or whom one of them can look for by email."""
    p, r = t.Person, t.Reach
    met = select(col(r.person_id)).where(col(r.platform).in_(platforms), col(r.reachable)).distinct()
    found = set(work.connection.execute(met).scalars())
    if not set(platforms) & set(FIND_BY_EMAIL):
        return found
    account = exists().where(col(r.person_id) == col(p.id), col(r.platform).in_(platforms))
    sought = select(col(p.id)).where(col(p.email).is_not(None), col(p.email) != "", ~account)
    return found | set(work.connection.execute(sought).scalars())


def unmet(work: Work, platform: str) -> list[tuple[str, str]]:
    """Staff number and email of everybody in post who has no account that works there, by number."""
    p, r = t.Person, t.Reach
    met = exists().where(col(r.person_id) == col(p.id), col(r.platform) == platform, col(r.reachable))
    query = (
        select(col(p.staff_number), col(p.email))
        .where(or_(col(p.left_on).is_(None), col(p.left_on) >= work.today), ~met)
        .order_by(col(p.staff_number))
    )
    return [(row.staff_number, row.email or "") for row in work.connection.execute(query)]
