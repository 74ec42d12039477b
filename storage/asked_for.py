"""Sessions that a supervisee asked for, and other times that one of two proposed: what was told of each, which of
several stands, and whether the two have booked one since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Date, and_, bindparam, func, or_, select

from policy.facts import SessionKind, SessionState
from storage import tables as t
from storage.listed import one_of
from storage.reads import read_once
from storage.work import Work

#: The kinds of the notices that tell of the two.
SESSION_ASKED: Final = "book_request"
MOVE_ASKED: Final = "move_asked"
MOVE_UNANSWERED: Final = "move_unanswered"
#: Of a time in place of a cancelled session.
TIME_PROPOSED: Final = "proposed_time"


class TimeProposal(NamedTuple):
    """Another time for a session, or one in place of a session that was cancelled. ``at``, ``booked_at``: to when and
    from when, in whole seconds; ``by``: who asks;
    ``number``: how many there were of this session before; ``minutes``: how long from then on, where that changes."""

    session: int
    at: int
    booked_at: int
    by: int
    number: int
    to: int
    on: datetime
    minutes: int | None = None


def proposals(work: Work, session_ids: Sequence[int]) -> dict[int, TimeProposal]:
    """By session the latest: a later one takes the place of those before, whoever made it."""

    def read(some: list[int]) -> dict[int, TimeProposal]:
        return _latest(work, MOVE_ASKED, some)

    return work.reads.each(("nudge",), proposals, session_ids, read)


def proposed_instead(work: Work, supervisees: Sequence[int], since: date) -> list[TimeProposal]:
    """The latest for each session of these people's that was to be on a day since, and was cancelled."""
    given = {"ids": list(supervisees), "since": since}
    return list(
        _latest(work, TIME_PROPOSED, list(work.connection.execute(_CANCELLED, given).scalars())).values()
    )


def _latest(work: Work, kind: str, session_ids: Sequence[int]) -> dict[int, TimeProposal]:
    rows = work.connection.execute(_ABOUT, _asked(kind, "session", session_ids)) if session_ids else ()
    return {row.data["session"]: _proposal(row) for row in rows}


def proposal(work: Work, session_id: int) -> TimeProposal | None:
    """The same, of one session."""
    return proposals(work, [session_id]).get(session_id)


def _proposal(row: Any) -> TimeProposal:
    said, number = row.data, row.data.get("number", 0)
    by = said.get("by", 0)
    when = (said["at"], said.get("from", 0))
    told = (row.recipient_id, row.planned_at)
    return TimeProposal(said["session"], *when, by, number, *told, said.get("minutes"))


class BeforeAsking(NamedTuple):
    """What there was of sessions when one was asked for: the ``newest`` (0: not kept), and the pair's that the bot had
    booked and nobody had confirmed (0: none)."""

    newest: int = 0
    unconfirmed: int = 0


class AskedSession(NamedTuple):
    """A session that a supervisee asked a supervisor for. ``at``: in whole seconds; ``extra``: beside the usual ones,
    of a ``case`` or of none in particular; ``to``: who was told; ``minutes``: how long, where that was said."""

    supervisee: int
    supervisor: int
    session_kind: SessionKind
    at: int
    on: datetime
    to: int
    extra: bool = False
    case: int | None = None
    before: BeforeAsking = BeforeAsking()
    minutes: int | None = None


def sessions_asked(work: Work, supervisees: Sequence[int]) -> list[AskedSession]:
    """Of each kind and supervisor the latest: a later time takes the place of those before."""
    rows = work.connection.execute(_ABOUT, _asked(SESSION_ASKED, "person", supervisees))
    return list({_same(one): one for one in map(_asked_session, rows)}.values())


def _same(one: AskedSession) -> tuple[object, ...]:
    """What a later one takes the place of."""
    return one.supervisee, one.supervisor, one.session_kind, one.extra, one.case


def _asked_session(row: Any) -> AskedSession:
    said = row.data
    kind, extra = SessionKind(said.get("kind", SessionKind.CASE)), bool(said.get("extra"))
    pair = said["supervisee"], said["supervisor"]
    before = BeforeAsking(said.get("newest", 0), said.get("unconfirmed", 0))
    told = (said["at"], row.planned_at, row.recipient_id)
    return AskedSession(*pair, kind, *told, extra, said.get("case"), before, said.get("minutes"))


def _asked(kind: str, subject: str, ids: Sequence[int]) -> dict[str, Any]:
    return {"kind": kind, "about": [f"{subject}:{i}" for i in ids]}


_S: Final = t.Session.__table__.c
_CANCELLED: Final = select(_S.id).where(
    one_of(_S.supervisee_id), _S.state == SessionState.CANCELLED, _S.on >= bindparam("since", type_=Date)
)
_N: Final = t.Nudge.__table__.c
_ABOUT: Final = (
    select(_N.data, _N.recipient_id, _N.planned_at)
    .where(one_of(_N.about, "about"), _N.kind == bindparam("kind"), _N.step == "told")
    .order_by(_N.id)
)


@dataclass(frozen=True, slots=True)
class DeliveredRequest:
    """``fields``: of its notice, as its row keeps them."""

    recipient_id: int
    fields: dict[str, Any]
    sent_at: datetime


def delivered_since(work: Work, kind: str, since: datetime) -> list[DeliveredRequest]:
    """What was told for the first time, of one of these kinds, since an instant. Once a night: it reads what was ever
    told."""
    return [
        DeliveredRequest(row.recipient_id, dict(row.data), row.sent_at)
        for row in _delivered_since(work, since)
        if row.kind == kind
    ]


@read_once(t.Nudge)
def _delivered_since(work: Work, since: datetime) -> Sequence[Any]:
    kinds = (SESSION_ASKED, MOVE_ASKED, TIME_PROPOSED)
    return work.connection.execute(_DELIVERED_SINCE, {"kinds": kinds, "since": since}).all()


_DELIVERED_SINCE: Final = (
    select(_N.kind, _N.data, _N.recipient_id, _N.sent_at)
    .where(one_of(_N.kind, "kinds"), _N.step == "told", _N.sent_at >= bindparam("since"))
    .order_by(_N.id)
)


def before_asking(work: Work, supervisee: int) -> BeforeAsking:
    """As it is now."""
    mine = (_S.supervisee_id == supervisee, _S.state == SessionState.BOOKED, _S.provisional)
    row = work.connection.execute(
        select(func.max(_S.id), select(func.max(_S.id)).where(*mine).scalar_subquery())
    ).one()
    return BeforeAsking(row[0] or 0, row[1] or 0)


def booked_since(
    work: Work, supervisee: int, supervisor: int, at: datetime, day: date, before: BeforeAsking
) -> bool:
    """Whether the two booked a session after one was asked for (on ``day``, for an instant ``at``), whatever became of
    it, or that very time is booked, or they met then or later. What the bot booked unasked is no answer until somebody
    confirms it."""
    by_them = or_(_S.booked_by_id.is_not(None), _S.confirmed_by_id.is_not(None), _S.source_id.is_not(None))
    later = _S.id > before.newest if before.newest else _S.booked_on >= day
    confirmed = and_(_S.id == before.unconfirmed, _S.confirmed_by_id.is_not(None))
    booked = and_(_S.starts_at == at, _S.state == SessionState.BOOKED)
    then = or_(booked, and_(_S.starts_at >= at, _S.state == SessionState.HELD))
    pair = (_S.supervisee_id == supervisee, _S.supervisor_id == supervisor)
    found = select(_S.id).where(*pair, or_(and_(later, by_them), confirmed, then)).limit(1)
    return work.connection.execute(found).first() is not None
