"""A person's calendar at an address of its own. Whoever has the address reads it, so only its digest is kept."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import delete, or_, select, union
from sqlmodel import col

from policy.facts import SessionState, SubjectKind
from storage import people, sealed_addresses, sessions
from storage import tables as t
from storage.conditions import in_post
from storage.sessions import SessionView
from storage.work import Work

#: How far back a calendar goes.
BEHIND: Final = timedelta(days=90)
#: How long the address of one session's file holds.
FILE_HOLDS: Final = timedelta(days=1)
#: What the key of a file is sealed for.
_FILE: Final = "calendar file"


def give(work: Work, person_id: int) -> str:
    """The secret of a new address; the one before ends."""
    stop(work, person_id)
    secret = secrets.token_urlsafe(32)
    work.add(t.CalendarFeed(person_id=person_id, digest=_digest(secret), made_at=work.now))
    work.log("calendar.given", actor=person_id)
    return secret


def stop(work: Work, person_id: int) -> bool:
    """Nobody reads it any more; whether there was one."""
    f = t.CalendarFeed
    gone = work.connection.execute(delete(f).where(col(f.person_id) == person_id).returning(col(f.id)))
    ended = gone.first() is not None
    if ended:
        work.log("calendar.stopped", actor=person_id)
    return ended


def owner(work: Work, secret: str) -> int | None:
    """Whose calendar has this address; None where there is none, or its owner has left."""
    f, p = t.CalendarFeed, t.Person
    query = select(col(f.person_id)).join(p.__table__, col(p.id) == col(f.person_id))
    found: int | None = work.connection.execute(
        query.where(col(f.digest) == _digest(secret), in_post(work.today))
    ).scalar()
    return found


def shown(work: Work, person_id: int) -> Sequence[SessionView]:
    """The sessions in it: theirs, booked or held, in the order of their start."""
    s, p = t.Session, t.Participant
    groups = select(col(p.session_id)).where(col(p.person_id) == person_id)
    mine = or_(col(s.supervisee_id) == person_id, col(s.supervisor_id) == person_id, col(s.id).in_(groups))
    stands = col(s.state).in_((SessionState.BOOKED, SessionState.HELD))
    query = select(col(s.id)).where(mine, stands, col(s.on) >= work.today - BEHIND)
    return sessions.sessions(work, list(work.connection.execute(query).scalars()))


def file_key(work: Work, person_id: int, session_id: int) -> str:
    """The secret part of the address of one session's file, as one person may have it for a day: nothing is kept."""
    return sealed_addresses.sealed(work, _FILE, FILE_HOLDS, person=person_id, session=session_id)


def of_file(work: Work, key: str) -> tuple[int, SessionView] | None:
    """Whose file it is, and the session; None for a key of another's making or an old one, for somebody who has left,
    and where the session is no longer booked."""
    means = sealed_addresses.opened(work, _FILE, key)
    if means is None or not people.person(work, means["person"]).in_post(work.today):
        return None
    view = sessions.session(work, means["session"])
    return (means["person"], view) if view.state is SessionState.BOOKED else None


def named_cases(work: Work, session_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """By session, the references of the cases discussed in it, or prepared for it and shared; none that is
    restricted."""
    d, p, c = t.Discussion, t.Preparation, t.Case
    shared = select(col(p.session_id), col(p.case_id)).where(col(p.shared_at).is_not(None))
    both = union(select(col(d.session_id), col(d.case_id)), shared).subquery()
    query = (
        select(both.c.session_id, col(c.reference))
        .join(c.__table__, col(c.id) == both.c.case_id)
        .where(both.c.session_id.in_(session_ids), col(c.restricted).is_(False))
        .order_by(col(c.reference))
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in work.connection.execute(query):
        found[row.session_id] = (*found.get(row.session_id, ()), row.reference)
    return found


def revisions(work: Work, session_ids: Sequence[int]) -> dict[int, int]:
    """How often each session was changed: a later number for every change."""
    s = t.SubjectRow
    query = select(col(s.ref_id), col(s.revision)).where(
        col(s.kind) == str(SubjectKind.SESSION), col(s.ref_id).in_(session_ids)
    )
    return {row.ref_id: row.revision for row in work.connection.execute(query)}


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
