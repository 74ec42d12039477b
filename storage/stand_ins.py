"""Sessions that stand in for cancelled ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, select

from policy.facts import SessionKind, SessionState
from storage import tables as t
from storage.listed import one_of
from storage.sessions import SessionView, sessions, touch_session
from storage.work import Work


def stand_in(work: Work, session_id: int) -> SessionView | None:
    """The session, booked or held, that stands in for a cancelled one, through any cancelled in between."""
    return stand_ins(work, [session_id]).get(session_id)


def stand_ins(work: Work, ids: Iterable[int]) -> dict[int, SessionView]:
    """The same by cancelled session, of those that have one."""
    found = {i: chain.live for i, chain in _chains(work, ids).items() if chain.live is not None}
    views = {view.id: view for view in sessions(work, list(found.values()))}
    return {cancelled: views[instead] for cancelled, instead in found.items()}


def newest_cancelled(work: Work, session_id: int) -> int:
    """The newest cancelled of those that stood in for a cancelled one, else itself: whatever is booked next stands in
    for that, and so for all of them."""
    return _chains(work, [session_id])[session_id].cancelled


def replaced(work: Work, session_id: int) -> list[int]:
    """Itself, and the cancelled ones that it stood in for, the newest first."""
    found, at = list[int](), session_id
    while at and at not in found:
        found.append(at)
        at = sessions(work, [at])[0].replaces_id or 0
    return found


def newest_of_each(work: Work, ids: Iterable[int]) -> dict[int, int]:
    """The same by cancelled session."""
    return {one: chain.cancelled for one, chain in _chains(work, ids).items()}


class _Successors(NamedTuple):
    """What followed a cancelled session: what stands in for it now, and the newest that was cancelled."""

    live: int | None
    cancelled: int


def _chains(work: Work, ids: Iterable[int]) -> dict[int, _Successors]:
    return work.reads.each(("session",), _chains, ids, lambda some: _read_chains(work, some))


def _read_chains(work: Work, ids: Sequence[int]) -> dict[int, _Successors]:
    replacing, asked = dict[int, list[Any]](), set[int]()
    below = set(ids)
    while below:
        asked |= below
        rows = work.connection.execute(_REPLACING, {"ids": sorted(below)}).all()
        for row in rows:
            replacing.setdefault(row.replaces_id, []).append(row)
        below = {row.id for row in rows} - asked
    return {i: _chain(i, replacing) for i in ids}


def _chain(cancelled: int, replacing: Mapping[int, Sequence[Any]]) -> _Successors:
    """Of those that stand in for it the newest is followed, before any that stands in for one of those."""
    seen, ids, newest = {cancelled}, [cancelled], cancelled
    while ids:
        newest = ids[0]
        rows = sorted((row for i in ids for row in replacing.get(i, ())), key=lambda row: -row.id)
        live = next((int(row.id) for row in rows if row.state != SessionState.CANCELLED), None)
        if live is not None:
            return _Successors(live, newest)
        ids = [row.id for row in rows if row.id not in seen]
        seen.update(ids)
    return _Successors(None, newest)


_S: Final = t.Session.__table__.c


def met_after(work: Work, cancelled: SessionView) -> list[SessionView]:
    """The supervisee's sessions after a cancelled one that are booked or were held and are of its kind too, the
    earliest first; also what one of the two noted."""
    given = {"person": cancelled.supervisee.id, "at": cancelled.starts_at}
    found = sessions(work, list(work.connection.execute(_MET_AFTER, given).scalars()))
    return [one for one in found if cancelled.kind in one.kinds]


def own_cancelled(work: Work, person_id: int) -> list[SessionView]:
    """The latest of each kind in which they were to be supervised that was cancelled for their own absence: of those
    that stood in for one another the last that was booked."""
    found = sessions(work, list(work.connection.execute(_OWN_CANCELLED, {"person": person_id}).scalars()))
    newest = newest_of_each(work, [view.id for view in found])
    in_turn = sorted(found, key=lambda view: (newest[view.id] == view.id, view.starts_at))
    return list({view.kind: view for view in in_turn}.values())


_OWN_CANCELLED: Final = select(_S.id).where(
    _S.supervisee_id == bindparam("person"),
    _S.away_id == _S.supervisee_id,
    _S.state == SessionState.CANCELLED,
    _S.kind != SessionKind.GROUP,
)
_MET_AFTER: Final = select(_S.id).where(
    _S.supervisee_id == bindparam("person"),
    _S.state.in_((SessionState.HELD, SessionState.BOOKED)),
    _S.starts_at > bindparam("at", type_=_S.starts_at.type),
)
#: One that was noted and wasn't so stands in for nothing.
_REPLACING: Final = select(_S.replaces_id, _S.id, _S.state).where(
    one_of(_S.replaces_id), _S.state != SessionState.WITHDRAWN
)


def let_stand_in(work: Work, view: SessionView, cancelled_id: int, by: int | None) -> None:
    """A booked session takes the place of a cancelled one. ``by`` None: nobody chose another time."""
    touch_session(work, view.id, view.supervisee)
    row = work.get(t.Session, view.id)
    row.replaces_id, row.from_chat = cancelled_id, True
    work.orm.flush()
    touch_session(work, view.id, view.supervisee)
    work.log("session.stands_in", view.subject, by, cancelled=cancelled_id)


def stand_alone(work: Work, view: SessionView) -> None:
    """What the bot booked is no longer in place of a cancelled session: another was held in place of that."""
    touch_session(work, view.id, view.supervisee)
    row = work.get(t.Session, view.id)
    row.replaces_id, row.provisional = None, False
    work.orm.flush()
    touch_session(work, view.id, view.supervisee)
    work.log("session.stands_alone", view.subject, None)
