"""What whoever covered for a supervisor still answers for, of sessions they held meanwhile."""

from __future__ import annotations

from typing import Final

from sqlalchemy import and_, bindparam, select
from sqlmodel import col

from policy.facts import SubjectKind
from policy.ruleset import Duty, Role
from storage import answering, supervision
from storage import tables as t
from storage.conditions import NOW, TODAY, as_cover, in_line, still_owed
from storage.duties import SOONEST, KeptObligation, kept_of
from storage.work import Work


def with_covers(work: Work, supervisor_id: int) -> list[KeptObligation]:
    """Of the sessions of those whom this person supervises today, in the line; soonest first. Not what nobody is asked
    for yet, nor what is theirs since whoever covered has left."""
    rows = work.connection.execute(_HELD, {"supervisor": supervisor_id, "today": work.today}).all()
    supervision.lines(work, {row.worker_id for row in rows})
    theirs = (row for row in rows if supervision.supervisor_now(work, row.worker_id) == supervisor_id)
    asked = (one for one in map(kept_of, theirs) if (one.obligation.not_before or work.now) <= work.now)
    return [one for one in asked if answering.who_answers(work, one.obligation) != supervisor_id]


def unsaid(work: Work) -> list[KeptObligation]:
    """The sessions of somebody else than who supervises now in the line, of which it is asked by now whether they took
    place and nobody has said it, soonest first."""
    rows = work.connection.execute(_UNSAID, {"now": work.now}).all()
    answering.read_lines(work, rows)
    return [kept_of(r) for r in rows if supervision.line_supervisor(work, r.worker_id) != r.holder_id]


_O: Final = t.ObligationRow.__table__.c
_S: Final = t.Session
_R: Final = t.Relationship
_MINE: Final = select(col(_R.supervisee_id)).where(
    col(_R.supervisor_id) == bindparam("supervisor"), in_line(TODAY)
)
_OF_SESSION: Final = and_(_O.subject_kind == str(SubjectKind.SESSION), _O.subject_id == col(_S.id))
_UNSAID: Final = (
    select(t.ObligationRow.__table__)
    .where(still_owed(), _O.duty == str(Duty.SAY_HELD), _O.worker_id.is_not(None), _O.ready_at <= NOW)
    .order_by(*SOONEST)
)
_HELD: Final = (
    select(t.ObligationRow.__table__)
    .join(_S.__table__, _OF_SESSION)
    .where(
        still_owed(),
        _O.answers == str(Role.HOLDER),
        _O.holder_id != bindparam("supervisor"),
        _O.worker_id.in_(_MINE),
        as_cover(col(_S.supervisee_id), col(_S.supervisor_id), _S.__table__.c.on),
    )
    .order_by(*SOONEST)
)
