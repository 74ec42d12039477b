"""Booked sessions as events in their supervisors' calendars in Outlook: which are to be made, changed or taken out, and
what came of each try.

Every try is written down before Outlook is asked, and asks at a moment of its own: no booking waits for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlmodel import col

from policy.facts import SessionState, SubjectKind
from storage import outbox, sessions
from storage import tables as t
from storage.conditions import in_post
from storage.sessions import SessionView
from storage.states import OutlookFault
from storage.work import Work, upsert

#: How long a try is its process's own, and how long after one that failed there is another.
LEASE: Final = timedelta(minutes=5)
AGAIN: Final = timedelta(minutes=15)
#: Written down in one step.
AT_ONCE: Final = 50

_E: Final = t.OutlookEvent
_S: Final = t.Session
_P: Final = t.Person
_R: Final = t.SubjectRow


@dataclass(frozen=True, slots=True)
class DueEvent:
    """An event to bring into line with its session. ``stands``: it belongs into this person's calendar, else it is to
    be taken out; ``event``: what Outlook calls it, None where it isn't known to be there; ``again``: an earlier try may
    have made it; ``shown``: a digest of what it shows."""

    id: int
    person_id: int
    email: str
    key: str
    event: str | None
    again: bool
    shown: str | None
    view: SessionView
    stands: bool
    revision: int


def take(work: Work) -> DueEvent | None:
    """The next one, written down as tried, so that no other process tries it too. Sessions that have begun are left as
    they are."""
    row = _next(work)
    if row is None and _write_down(work):
        row = _next(work)
    if row is None or not _claimed(work, row):
        return None
    view = sessions.session(work, row.session_id)
    stands = bool(row.stands)
    due = DueEvent(
        *(row.id, row.person_id, row.email, row.key, row.event),
        *(row.event is None and row.may_start is not None, row.shown, view, stands, row.now_at or 0),
    )
    if stands and row.may_start is None:
        _set(work, row.id, may_start=view.starts_at, may_end=view.ends_at)
    return due


def _next(work: Work) -> Any:
    return work.connection.execute(_due(work)).first()


def _write_down(work: Work) -> bool:
    """A row for each booked session to come that has none yet; whether there was any."""
    mine = and_(col(_E.session_id) == col(_S.id), col(_E.person_id) == col(_S.supervisor_id))
    query = (
        select(col(_S.id), col(_S.supervisor_id))
        .join(_P.__table__, col(_P.id) == col(_S.supervisor_id))
        .outerjoin(_E.__table__, mine)
        .where(_to_come(work), col(_S.state) == SessionState.BOOKED, col(_E.id).is_(None))
        .where(in_post(work.today), col(_P.email).is_not(None))
        .order_by(col(_S.starts_at))
        .limit(AT_ONCE)
    )
    rows = [
        {"session_id": row.id, "person_id": row.supervisor_id, "key": str(uuid4()), "not_before": work.now}
        for row in work.connection.execute(query)
    ]
    if rows:
        work.connection.execute(upsert(work, _E.__table__).on_conflict_do_nothing(), rows)
    return bool(rows)


def _due(work: Work) -> Any:
    stands, changed = _stands(), func.coalesce(_R.__table__.c.revision, 0) != func.coalesce(_E.revision, -1)
    of_session = and_(col(_R.kind) == str(SubjectKind.SESSION), col(_R.ref_id) == col(_S.id))
    return (
        select(_E.__table__, col(_P.email), stands.label("stands"), col(_R.revision).label("now_at"))
        .join(_S.__table__, col(_S.id) == col(_E.session_id))
        .join(_P.__table__, col(_P.id) == col(_E.person_id))
        .outerjoin(_R.__table__, of_session)
        .where(_to_come(work), col(_E.not_before) <= work.now, col(_P.email).is_not(None))
        .where(or_(and_(stands, changed), ~stands))
        .order_by(col(_E.not_before), col(_S.starts_at))
        .limit(1)
    )


def _stands() -> ColumnElement[bool]:
    """It is booked, or was held, and still theirs."""
    kept = col(_S.state).in_((SessionState.BOOKED, SessionState.HELD))
    return and_(kept, col(_S.supervisor_id) == col(_E.person_id))


def _to_come(work: Work) -> ColumnElement[bool]:
    return col(_S.starts_at) > work.now


def _claimed(work: Work, row: Any) -> bool:
    """Not where another process was quicker."""
    mine = update(_E).where(col(_E.id) == row.id, col(_E.not_before) <= work.now)
    return bool(work.connection.execute(mine.values(not_before=work.now + LEASE)).rowcount)


def written(work: Work, due: DueEvent, event: str, shown: str) -> None:
    """It shows the session as it was when it was taken."""
    _settle(work, due)
    when = {"starts_at": due.view.starts_at, "ends_at": due.view.ends_at, "may_start": None, "may_end": None}
    known = {"event": event, "shown": shown, "revision": due.revision, "not_before": work.now}
    _set(work, due.id, **when, **known, tries=0, why=None)


def taken_out(work: Work, due: DueEvent) -> None:
    _settle(work, due)
    work.connection.execute(delete(_E).where(col(_E.id) == due.id))


def gone(work: Work, due: DueEvent) -> None:
    """Its owner took it out in Outlook: it is made anew, under another key."""
    _set(work, due.id, event=None, shown=None, key=str(uuid4()), not_before=work.now)


def failed(work: Work, due: DueEvent, why: OutlookFault) -> int:
    """It is tried again later. How often in a row it failed."""
    _set(work, due.id, why=why, tries=col(_E.tries) + 1, not_before=work.now + AGAIN)
    tries = select(col(_E.tries)).where(col(_E.id) == due.id)
    return int(work.connection.execute(tries).scalar_one())


def _settle(work: Work, due: DueEvent) -> None:
    """What was read as busy is no longer where it stood, and who was told that it failed sees that it is mended."""
    row = work.connection.execute(select(_E.__table__).where(col(_E.id) == due.id)).one()
    b = t.Busy
    for starts, ends in ((row.starts_at, row.ends_at), (row.may_start, row.may_end)):
        there = (col(b.person_id) == due.person_id, col(b.starts_at) == starts, col(b.ends_at) == ends)
        work.connection.execute(delete(b).where(*there, col(b.from_outlook)))
    if row.why:
        outbox.refresh(work, [due.view.subject])


def _set(work: Work, row_id: int, **values: Any) -> None:
    work.connection.execute(update(_E).where(col(_E.id) == row_id).values(**values))


# What is there


def stretches(work: Work, person_ids: Collection[int]) -> set[tuple[int, datetime, datetime]]:
    """Who, from when until when: what the bot's own events show in these people's calendars, or may show."""
    query = select(_E.__table__).where(col(_E.person_id).in_(person_ids))
    found = set[tuple[int, datetime, datetime]]()
    for row in work.connection.execute(query):
        for starts, ends in ((row.starts_at, row.ends_at), (row.may_start, row.may_end)):
            if starts and ends:
                found.add((row.person_id, starts, ends))
    return found


@dataclass(frozen=True, slots=True)
class EventToWrite:
    """An event that Outlook hasn't taken. ``stands``: as of ``DueEvent``; ``there``: it stood there before."""

    stands: bool
    there: bool


def behind(work: Work, session_id: int, person_id: int) -> EventToWrite | None:
    """None where it is as it should be, or nobody tries any more."""
    mine = (col(_E.session_id) == session_id, col(_E.person_id) == person_id, col(_E.why).is_not(None))
    query = select(_stands().label("stands"), col(_E.starts_at)).join(
        _S.__table__, col(_S.id) == col(_E.session_id)
    )
    row = work.connection.execute(query.where(*mine, _to_come(work))).first()
    return EventToWrite(bool(row.stands), row.starts_at is not None) if row else None


def counted(work: Work) -> Mapping[OutlookFault | None, int]:
    """How many sessions to come are in Outlook (None), and how many aren't as they should be, by why."""
    there = or_(col(_E.why).is_not(None), col(_E.event).is_not(None))
    query = select(col(_E.why), func.count()).join(_S.__table__, col(_S.id) == col(_E.session_id))
    rows = work.connection.execute(query.where(_to_come(work), there).group_by(col(_E.why)))
    return {row[0]: row[1] for row in rows}
