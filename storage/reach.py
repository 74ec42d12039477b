"""How people are reached on each platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select, update
from sqlmodel import col

from storage import tables as t
from storage.conditions import in_post
from storage.work import Work

#: The name, among an account's data, of the email that the platform says it has.
EMAIL = "email"
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
    """A platform's account and whose it is; ``works``: it may still be used; ``email``: what the platform last said."""

    person_id: int
    works: bool
    email: str


def bound(work: Work, platform: str, external_id: str) -> Bound | None:
    """Whose account this is, if it was met."""
    r = t.Reach
    query = select(col(r.person_id), col(r.reachable), col(r.data)).where(
        col(r.platform) == platform, col(r.external_id) == external_id
    )
    row = work.connection.execute(query).first()
    return Bound(row.person_id, row.reachable, row.data.get(EMAIL, "")) if row else None


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
    """Adds to what is kept of a person's account there."""
    r = t.Reach
    there = (col(r.person_id) == person_id, col(r.platform) == platform)
    kept = work.connection.execute(select(col(r.data)).where(*there)).scalar() or {}
    work.connection.execute(update(r).where(*there).values(data={**kept, **data}))


def with_another_email(work: Work, platform: str) -> list[str]:
    """Staff numbers of those in post whose account has another email there than on the staff list."""
    p, r = t.Person, t.Reach
    query = (
        select(col(p.staff_number), col(p.email), col(r.data))
        .join(p.__table__, col(p.id) == col(r.person_id))
        .where(col(r.platform) == platform, in_post(work.today))
        .order_by(col(p.staff_number))
    )
    rows = (
        (row.staff_number, row.email or "", row.data.get(EMAIL)) for row in work.connection.execute(query)
    )
    return [number for number, ours, theirs in rows if theirs and ours.strip().lower() != theirs]


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


@dataclass(frozen=True, slots=True)
class Unmet:
    """``stopped``: with an account that must not be used any more."""

    person_id: int
    staff_number: str
    email: str
    stopped: bool


def unmet(work: Work, platform: str) -> list[Unmet]:
    """Everybody in post who has no account that works there, by staff number."""
    p, r = t.Person, t.Reach
    account = exists().where(col(r.person_id) == col(p.id), col(r.platform) == platform)
    query = (
        select(col(p.id), col(p.staff_number), col(p.email), account.label("stopped"))
        .where(in_post(work.today), ~account.where(col(r.reachable)))
        .order_by(col(p.staff_number))
    )
    rows = work.connection.execute(query)
    return [Unmet(row.id, row.staff_number, (row.email or "").strip(), row.stopped) for row in rows]
