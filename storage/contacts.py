"""How people are reached on each platform: the accounts that were joined to them, and which of them is preferred."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, bindparam, case, delete, exists, func, select, update
from sqlmodel import col

from policy.folding import fold
from storage import tables as t
from storage import unreached
from storage.conditions import in_post
from storage.listed import one_of
from storage.work import Work

#: The name, among an account's data, of the email that the platform says it has.
EMAIL: Final = "email"
#: And of the time zone in which its holder last was, by their own device.
ZONE: Final = "zone"


@dataclass(frozen=True, slots=True)
class PreferredContact:
    """Where somebody is written to; ``data`` is the platform's own."""

    platform: str
    data: Mapping[str, str]


def preferred_contact(work: Work, person_id: int, platforms: tuple[str, ...]) -> PreferredContact | None:
    """The person's one contact among these platforms: where the staff list says, else the one they used last. An
    account that doesn't work any more is none."""
    return preferred_contacts(work, [person_id], platforms).get(person_id)


def preferred_contacts(
    work: Work, ids: Collection[int], platforms: tuple[str, ...]
) -> dict[int, PreferredContact]:
    """The same of many, in one query; of those who have one."""

    def read(some: list[int]) -> dict[int, PreferredContact]:
        rows = work.connection.execute(_PREFERRED, {"ids": some, "platforms": platforms}).all()
        return {row.person_id: PreferredContact(row.platform, row.data) for row in reversed(rows)}

    return work.reads.each(("person", _CONTACT.name), (preferred_contacts, platforms), ids, read)


def _preference() -> tuple[Any, ...]:
    """Of one person's accounts, the order in which they are written to."""
    p, c = t.Person, t.Contact
    chosen = case((col(p.contact) == col(c.platform), 0), else_=1)
    return (chosen, col(c.preferred).desc(), col(c.id))


_CONTACT: Final = t.Contact.__table__


def _preferred() -> Select[Any]:
    p, c = t.Person.__table__, _CONTACT.c
    theirs = (one_of(c.person_id), c.reachable)
    there = one_of(c.platform, "platforms")
    joined = select(c.person_id, c.platform, c.data).join(p, p.c.id == c.person_id)
    return joined.where(*theirs, there).order_by(*_preference())


_PREFERRED: Final = _preferred()


@dataclass(frozen=True, slots=True)
class Bound:
    """A platform's account and whose it is; ``works``: it may still be used; ``email`` and ``zone``: what the platform
    last said; ``preferred``: of that person's accounts the one used last."""

    person_id: int
    works: bool
    email: str
    preferred: bool
    zone: str = ""


def bound(work: Work, platform: str, external_id: str) -> Bound | None:
    """Whose account this is, if it was met. A join ends when its person has left."""
    p, c = t.Person, t.Contact
    query = (
        select(col(c.person_id), col(c.reachable), col(c.data), col(c.preferred))
        .join(p.__table__, col(p.id) == col(c.person_id))
        .where(col(c.platform) == platform, col(c.external_id) == external_id, in_post(work.today))
    )
    row = work.connection.execute(query).first()
    if row is None:
        return None
    email, zone = (row.data.get(name, "") for name in (EMAIL, ZONE))
    return Bound(row.person_id, row.reachable, email, row.preferred, zone)


def staff_of(work: Work, own_id: str, email: str) -> list[int]:
    """Whose an account is that nobody has yet, by the staff list: who is listed with its own id, else with its email.
    Whoever is listed with another account's id isn't known by email. Both are folded; an empty email is nobody's."""
    p = t.Person
    query = select(col(p.id), col(p.account), col(p.email)).where(in_post(work.today))
    rows = work.connection.execute(query).all()
    listed = [row.id for row in rows if row.account == own_id]
    return listed or [row.id for row in rows if not row.account and email and fold(row.email or "") == email]


def prefer(work: Work, person_id: int, platform: str) -> None:
    """The platform that they used last: what they are told goes there, unless the staff list says another."""
    c = t.Contact
    update_all = update(c).where(col(c.person_id) == person_id)
    work.connection.execute(update_all.values(preferred=col(c.platform) == platform))
    unreached.release(work, person_id)
    work.log("reach.preferred", actor=person_id, platform=platform)


def contact_of(work: Work, person_id: int, platform: str) -> t.Contact | None:
    """The person's account on this platform, whether it works or not."""
    c = t.Contact
    query = select(c).where(col(c.person_id) == person_id, col(c.platform) == platform).limit(1)
    return work.orm.execute(query).scalar_one_or_none()


def bind(work: Work, person_id: int, platform: str, external_id: str, data: Mapping[str, str]) -> bool:
    """Joins an account to a person, once; False where the person has another one there already, or somebody else in
    post has this one. It is preferred until they use another."""
    kept = contact_of(work, person_id, platform)
    if kept is not None:
        return kept.external_id == external_id
    if bound(work, platform, external_id) is not None:
        return False
    _end(work, platform, external_id)
    first = work.connection.execute(select(exists().where(col(t.Contact.person_id) == person_id))).scalar()
    row = t.Contact(person_id=person_id, platform=platform, external_id=external_id, data=dict(data))
    row.preferred = not first
    work.add(row)
    unreached.release(work, person_id)
    work.log("reach.bound", actor=person_id, platform=platform, account=external_id)
    return True


def _end(work: Work, platform: str, external_id: str) -> None:
    """What is left of a join whose person has left."""
    c = t.Contact
    there = (col(c.platform) == platform, col(c.external_id) == external_id)
    left = work.connection.execute(delete(c).where(*there).returning(col(c.person_id))).scalar()
    if left is not None:
        work.log("reach.ended", actor=left, platform=platform, account=external_id)


@dataclass(frozen=True, slots=True)
class JoinedAccount:
    """An account that is joined to somebody; ``works``: it may still be used."""

    platform: str
    external_id: str
    works: bool


def accounts_of(work: Work, person_id: int) -> list[JoinedAccount]:
    """By platform."""
    c = t.Contact
    query = select(col(c.platform), col(c.external_id), col(c.reachable)).where(col(c.person_id) == person_id)
    return [JoinedAccount(*row) for row in work.connection.execute(query.order_by(col(c.platform)))]


def unbind(work: Work, person_id: int, platform: str) -> bool:
    """Ends the join of a person's account there: whoever has it is met anew, by the email of the staff list. Whether
    there was one."""
    kept = contact_of(work, person_id, platform)
    if kept is not None:
        _end(work, platform, kept.external_id)
    return kept is not None


def keep_data(work: Work, person_id: int, platform: str, data: Mapping[str, str]) -> None:
    """Adds to what is kept of a person's account there."""
    c = t.Contact
    there = (col(c.person_id) == person_id, col(c.platform) == platform)
    kept = work.connection.execute(select(col(c.data)).where(*there)).scalar() or {}
    work.connection.execute(update(c).where(*there).values(data={**kept, **data}))


def with_another_email(work: Work, platform: str) -> list[str]:
    """Staff numbers of those in post whose account has another email there than on the staff list."""
    p, c = t.Person, t.Contact
    query = (
        select(col(p.staff_number), col(p.email), col(c.data))
        .join(p.__table__, col(p.id) == col(c.person_id))
        .where(col(c.platform) == platform, in_post(work.today))
        .order_by(col(p.staff_number))
    )
    rows = (
        (row.staff_number, row.email or "", row.data.get(EMAIL)) for row in work.connection.execute(query)
    )
    return [number for number, ours, theirs in rows if theirs and fold(ours) != fold(theirs)]


def set_works(work: Work, platform: str, external_id: str, works: bool) -> None:
    """After an account was deactivated, made a guest's, or restored."""
    c = t.Contact
    there = (col(c.platform) == platform, col(c.external_id) == external_id)
    whose = work.connection.execute(
        update(c).where(*there).values(reachable=works).returning(col(c.person_id))
    ).scalar()
    if works and whose is not None:
        unreached.release(work, whose)


@dataclass(frozen=True, slots=True)
class InUse:
    """The platforms in use, and those of them that can look for people by their email before they were met."""

    platforms: tuple[str, ...]
    by_email: tuple[str, ...] = ()


def reached(work: Work, on: InUse) -> set[int]:
    """Everybody with an account that works on one of them, or whom one of them can look for by email."""
    found = set(work.connection.execute(_MET, {"platforms": on.platforms}).scalars())
    for platform in on.by_email:
        found |= set(work.connection.execute(_SOUGHT, {"platform": platform}).scalars())
    return found


def _sought() -> Any:
    p, c = t.Person, t.Contact
    account = exists().where(col(c.person_id) == col(p.id), col(c.platform) == bindparam("platform"))
    return select(col(p.id)).where(col(p.email).is_not(None), col(p.email) != "", ~account)


_MET: Final = (
    select(_CONTACT.c.person_id)
    .where(one_of(_CONTACT.c.platform, "platforms"), _CONTACT.c.reachable)
    .distinct()
)
_SOUGHT: Final = _sought()


def by_platform(work: Work, platforms: Sequence[str]) -> dict[str, list[str]]:
    """The staff numbers of everybody in post who is reached, by the platform where they are."""
    p, c = t.Person, t.Contact
    rank = func.row_number().over(partition_by=col(p.id), order_by=_preference()).label("rank")
    ranked = (
        select(col(c.platform), col(p.staff_number), rank)
        .join(p.__table__, col(p.id) == col(c.person_id))
        .where(col(c.platform).in_(platforms), col(c.reachable), in_post(work.today))
        .subquery()
    )
    query = select(ranked.c.platform, ranked.c.staff_number).where(ranked.c.rank == 1)
    found: dict[str, list[str]] = {name: [] for name in platforms}
    for row in work.connection.execute(query.order_by(ranked.c.staff_number)):
        found[row.platform].append(row.staff_number)
    return found


def chosen_elsewhere(work: Work, platforms: Sequence[str]) -> list[str]:
    """The staff numbers of those in post whom the staff list sends to a platform that is none of these."""
    p = t.Person
    elsewhere = (col(p.contact).is_not(None), col(p.contact).not_in(platforms))
    query = select(col(p.staff_number)).where(*elsewhere, in_post(work.today)).order_by(col(p.staff_number))
    return list(work.connection.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class Unmet:
    """``stopped``: with an account that must not be used any more."""

    person_id: int
    staff_number: str
    email: str
    account: str
    stopped: bool

    @property
    def key(self) -> tuple[int, str, str]:
        """The same while they are listed in the same way."""
        return self.person_id, self.email, self.account


def unmet(work: Work, platform: str) -> list[Unmet]:
    """Everybody in post who has no account that works there, by staff number."""
    p, c = t.Person, t.Contact
    account = exists().where(col(c.person_id) == col(p.id), col(c.platform) == platform)
    query = (
        select(col(p.id), col(p.staff_number), col(p.email), col(p.account), account.label("stopped"))
        .where(in_post(work.today), ~account.where(col(c.reachable)))
        .order_by(col(p.staff_number))
    )
    rows = work.connection.execute(query)
    return [
        Unmet(row.id, row.staff_number, (row.email or "").strip(), row.account or "", row.stopped)
        for row in rows
    ]
