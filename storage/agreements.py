"""Supervision agreements: that one was signed, and how often the pair agreed to meet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlmodel import col

from policy.facts import Subject, SubjectKind
from policy.obligations import is_overdue
from policy.ruleset import Duty
from storage import duties
from storage import tables as t
from storage.conditions import TODAY, supervising
from storage.facts.readers import of_relationships
from storage.work import Work


def pair(work: Work, supervisee_id: int, supervisor_id: int) -> int | None:
    """Their relationship in force today, in the line or professional; None for somebody who only covers."""
    given = {"supervisee": supervisee_id, "supervisor": supervisor_id, "today": work.today}
    return work.connection.execute(_PAIR, given).scalar()


def are_two(work: Work, one: int, other: int) -> bool:
    """Whether either supervises the other today."""
    return any(pair(work, *both) is not None for both in ((one, other), (other, one)))


_PAIR: Final = (
    select(col(t.Relationship.id))
    .where(
        col(t.Relationship.supervisee_id) == bindparam("supervisee"),
        col(t.Relationship.supervisor_id) == bindparam("supervisor"),
        supervising(TODAY),
    )
    .order_by(col(t.Relationship.since).desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class EndedInterval:
    """How often somebody agreed to meet with whoever supervised them before, in words as a period."""

    supervisor: int
    often: str


def ended_before(work: Work, relationship_id: int) -> EndedInterval | None:
    """What was agreed with the supervisor in the line before this one, while nothing is with this one."""
    row = work.connection.execute(_ENDED, {"now": relationship_id}).first()
    return EndedInterval(row.supervisor_id, row.more_often) if row and row.more_often else None


def _ended() -> Select[Any]:
    now, was = t.Relationship.__table__.alias("now").c, t.Relationship.__table__.c
    before = and_(
        was.supervisee_id == now.supervisee_id,
        was.supervisor_id != now.supervisor_id,
        was.since < now.since,
        was.professional.is_(False),
    )
    asked = select(was.supervisor_id, was.more_often).where(
        before, now.id == bindparam("now"), or_(now.more_often.is_(None), now.more_often == "")
    )
    return asked.order_by(was.since.desc(), was.id.desc()).limit(1)


_ENDED: Final = _ended()


def more_often(work: Work, relationship_id: int) -> str | None:
    """What the pair agreed beyond the policy, as a period in words."""
    r = t.Relationship
    return work.connection.execute(select(col(r.more_often)).where(col(r.id) == relationship_id)).scalar()


def _late(work: Work, person_id: int) -> date | None:
    """By when a session that is late was due: signing moves no such day."""
    kept = duties.open_about(work, [Subject(SubjectKind.PERSON, person_id)], str(Duty.SUPERVISE))
    late = (k.obligation.due for k in kept if is_overdue(k.obligation.due, work.today))
    return min((due for due in late if due), default=None)


def reviewed(work: Work, person_id: int) -> bool:
    """Whether signing is a review of an agreement there was, where the policy knows such a thing (B2, S4)."""
    known = any(rule.what == "agreement_review" for rule in work.rules.asking(Duty.MILESTONE))
    return known and signed_before(work, person_id)


def signed_before(work: Work, person_id: int) -> bool:
    m = t.Milestone
    query = select(col(m.id)).where(col(m.person_id) == person_id, col(m.what) == "agreement").limit(1)
    return work.connection.execute(query).first() is not None


def sign(
    work: Work, relationship_id: int, supervisee_id: int, supervisor_id: int, often: str | None, by: int
) -> None:
    """Both signed, today: the agreement, or a review of the one there was (B1, B2); and how often they meet (B31)."""
    late = _late(work, supervisee_id)
    work.touch_all(of_relationships(work, [supervisee_id], [supervisor_id]))
    what = "agreement_review" if reviewed(work, supervisee_id) else "agreement"
    work.add(
        t.Milestone(
            person_id=supervisee_id, what=what, on=work.today, by_id=supervisor_id, said_by_id=supervisor_id
        )
    )
    row = work.get(t.Relationship, relationship_id)
    row.more_often, row.late_then = often, late
    said = set(row.said_in_chat.split()) | {"more_often"}
    row.said_in_chat = " ".join(sorted(said))
    work.orm.flush()
    work.log(
        "agreement.signed",
        Subject(SubjectKind.PERSON, supervisee_id),
        by,
        by=supervisor_id,
        what=what,
        often=often,
    )
