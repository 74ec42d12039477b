"""What was sent that says when somebody next meets, shown as it is now; what was cancelled since people last met is
answered by whatever they meet for next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import Row, and_, bindparam, or_, select, update
from sqlmodel import col

from policy.facts import SessionKind, SessionState, Subject, SubjectKind
from policy.ruleset import OF_CANCELLED
from storage import outbox
from storage import tables as t
from storage.asked_for import MOVE_ASKED, MOVE_UNANSWERED
from storage.conditions import TODAY, still_owed
from storage.listed import among, one_of
from storage.sql_types import Instant
from storage.states import NudgeEnd
from storage.work import Work


def show_next(work: Work, session_ids: Collection[int], supervisees: Collection[int]) -> None:
    """What was sent about the supervisees of these sessions, or those of a group, their cases, what they are to make up
    for, with its notes, what was cancelled since they met and what their cover was told: it says when they next meet.
    What wasn't told because that was in time is looked at again next morning."""
    rows = _show(work, session_ids, supervisees)
    _look_again(work, [row.id for row in rows if row.duty not in OF_CANCELLED])


def _show(work: Work, session_ids: Collection[int], supervisees: Collection[int]) -> Sequence[Row[Any]]:
    """What of theirs is owed, shown again."""
    given = {"sessions": session_ids, "people": supervisees}
    rows = work.connection.execute(_OWED_BESIDE, given).all()
    told = [*_cancelled_since(work, session_ids, supervisees), *_sent_to_covers(work, supervisees)]
    outbox.refresh(work, told, [row.id for row in rows])
    return rows


def show_next_of(work: Work, session_ids: Collection[int]) -> None:
    """As ``show_next``, of whoever's these sessions are."""
    if session_ids:
        show_next(work, session_ids, _whose(work, session_ids))


def show_over(work: Work, session_ids: Collection[int]) -> None:
    """These sessions are over, and nobody has said yet whether they took place: what was sent says so of them, and no
    longer that they are next, or might move."""
    if session_ids:
        _show(work, session_ids, _whose(work, session_ids))
        about = [f"{SubjectKind.SESSION}:{i}" for i in session_ids]
        outbox.show_again(work, work.connection.execute(_MOVES_ASKED, {"about": about}).scalars().all())


def _whose(work: Work, session_ids: Collection[int]) -> Sequence[int]:
    return work.connection.execute(_WHOSE, {"ids": session_ids}).scalars().all()


_N: Final = t.Nudge.__table__.c
_MOVES_ASKED: Final = select(_N.message_id).where(
    one_of(_N.about, "about"), among(_N.kind, (MOVE_ASKED, MOVE_UNANSWERED)), _N.sent_at.is_not(None)
)
_WHOSE: Final = select(col(t.Session.supervisee_id)).where(one_of(col(t.Session.id))).distinct()


def _owed_beside() -> Any:
    o, p = t.ObligationRow, t.Participant
    about = among(col(o.subject_kind), (str(SubjectKind.CASE), str(SubjectKind.PERSON)))
    together = select(col(p.person_id)).where(one_of(col(p.session_id), "sessions"))
    theirs = one_of(col(o.worker_id), "people") | col(o.worker_id).in_(together)
    made_up = among(col(o.duty), tuple(map(str, OF_CANCELLED)))
    return select(col(o.id), col(o.duty)).where(theirs, about | made_up, still_owed())


_OWED_BESIDE: Final = _owed_beside()


def _look_again(work: Work, obligation_ids: Sequence[int]) -> None:
    """Next morning, at what wasn't told: in time, or up the line while nobody had said whether they met."""
    morning = work.calendar.at(work.calendar.add_working(work.today, 1), work.rules.practice.day_starts)
    given = {"ids": obligation_ids, "today": work.today, "morning": morning}
    work.connection.execute(_LOOK_AGAIN, given)


def _looking_again() -> Any:
    o, n = t.ObligationRow, t.Nudge
    untold = (col(n.dropped) == NudgeEnd.NOT_TRUE, col(n.sent_at).is_(None))
    left = select(col(n.obligation_id)).where(one_of(n.__table__.c.obligation_id), *untold)
    up = left.where(col(n.escalates).is_(True))
    morning = bindparam("morning", type_=Instant)
    later = col(o.next_attention).is_(None) | (col(o.next_attention) > morning)
    waited = or_(and_(col(o.due) >= TODAY, col(o.id).in_(left)), col(o.id).in_(up))
    return update(o).where(waited, later).values(next_attention=morning)


_LOOK_AGAIN: Final = _looking_again()


def _cancelled_since(work: Work, session_ids: Collection[int], supervisees: Collection[int]) -> list[Subject]:
    """Of supervisees alone, by kind, whatever becomes of these sessions."""
    given = {"sessions": session_ids, "people": supervisees}
    return [Subject(SubjectKind.SESSION, i) for i in work.connection.execute(_CANCELLED, given).scalars()]


def _cancelled() -> Any:
    s, held = t.Session.__table__.c, t.Session.__table__.alias("held").c
    met = select(held.id).where(
        *(held.supervisee_id == s.supervisee_id, held.kind == s.kind, held.state == SessionState.HELD),
        *(~one_of(held.id, "sessions"), held.starts_at > s.starts_at),
    )
    alone = (one_of(s.supervisee_id, "people"), s.kind != SessionKind.GROUP)
    return select(s.id).where(*alone, s.state == SessionState.CANCELLED, ~met.exists())


_CANCELLED: Final = _cancelled()


def _sent_to_covers(work: Work, supervisees: Collection[int]) -> list[Subject]:
    """The absences in which somebody covers for them, and was told what is booked and what is to be rebooked."""
    given = {"people": supervisees, "today": work.today}
    return [Subject(SubjectKind.ABSENCE, i) for i in work.connection.execute(_COVERED, given).scalars()]


def _covered() -> Any:
    a, r = t.Absence.__table__.c, t.Arrangement.__table__.c
    still = (r.cover_id.is_not(None), a.last.is_(None) | (a.last >= TODAY))
    whose = one_of(r.supervisee_id, "people")
    return select(a.id).where(r.absence_id == a.id, whose, *still).distinct()


_COVERED: Final = _covered()
