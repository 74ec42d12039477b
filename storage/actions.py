"""What was agreed in sessions, whose it is, and how often it was carried over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import col

from storage import people, supervision
from storage import tables as t
from storage.listed import one_of
from storage.people import Person
from storage.records import CaseRef
from storage.work import Work


@dataclass(frozen=True, slots=True)
class ActionView:
    id: int
    case: CaseRef | None
    owner: Person
    what: str
    why: str
    agreed_on: date
    carried: int
    from_audit: bool


def add(
    work: Work,
    session_id: int,
    case_id: int | None,
    owner_id: int,
    what: str,
    why: str,
    *,
    from_audit: bool = False,
) -> None:
    seal = work.cipher.seal
    work.orm.add(
        t.Action(
            session_id=session_id,
            case_id=case_id,
            owner_id=owner_id,
            sealed_what=seal(what),
            sealed_why=seal(why),
            agreed_on=work.today,
            from_audit=from_audit,
        )
    )


def still_open(work: Work, supervisee_id: int, holder_id: int | None = None) -> list[ActionView]:
    """What was agreed in this person's sessions and isn't done, oldest first. ``holder_id``: as whoever holds a session
    sees it: a professional supervisor what was agreed with them, the line what wasn't."""
    return read(work, supervisee_id, col(t.Action.done_on).is_(None) & _own(work, supervisee_id, holder_id))


@dataclass(frozen=True, slots=True)
class Carried:
    """How often an action was carried over, and whether it is an audit's learning point."""

    times: int
    from_audit: bool


def carried_of_all(work: Work, supervisees: Collection[int]) -> dict[int, tuple[Carried, ...]]:
    """By supervisee: what was agreed in their sessions and isn't done, without its words."""

    def read(some: list[int]) -> dict[int, tuple[Carried, ...]]:
        found: dict[int, tuple[Carried, ...]] = dict.fromkeys(some, ())
        for row in work.connection.execute(_CARRIED, {"supervisees": some}):
            found[row.supervisee_id] += (Carried(row.carried, row.from_audit),)
        return found

    return work.reads.each(("action", "session"), carried_of_all, supervisees, read)


_CARRIED: Final = (
    select(col(t.Session.supervisee_id), col(t.Action.carried), col(t.Action.from_audit))
    .join(t.Session.__table__, col(t.Session.id) == col(t.Action.session_id))
    .where(
        one_of(col(t.Session.supervisee_id), "supervisees"),
        col(t.Action.done_on).is_(None),
    )
)


def of_session(work: Work, session_id: int) -> list[ActionView]:
    """What was agreed in one session, done since or not, oldest first."""
    return _read(work, col(t.Action.session_id) == session_id)


def _own(work: Work, supervisee_id: int, holder_id: int | None) -> ColumnElement[bool]:
    """Sessions that a holder shares with a supervisee of two supervisors."""
    s, beside = t.Session, supervision.professional_supervisors(work, supervisee_id) if holder_id else []
    if holder_id in beside and holder_id != supervision.line_supervisor(work, supervisee_id):
        return col(s.supervisor_id) == holder_id
    return col(s.supervisor_id).not_in(beside)


def read(work: Work, supervisee_id: int, condition: ColumnElement[bool]) -> list[ActionView]:
    """Those of this person's sessions that meet a condition, oldest first."""
    return _read(work, (col(t.Session.supervisee_id) == supervisee_id) & condition)


def _read(work: Work, condition: ColumnElement[bool]) -> list[ActionView]:
    a, s, c = t.Action, t.Session, t.Case
    query = (
        select(a.__table__, col(c.reference).label("reference"))
        .join(s.__table__, col(s.id) == col(a.session_id))
        .outerjoin(c.__table__, col(c.id) == col(a.case_id))
        .where(condition)
        .order_by(col(a.agreed_on), col(a.id))
    )
    rows = work.connection.execute(query).all()
    owners = people.people(work, [r.owner_id for r in rows])
    return [
        ActionView(
            r.id,
            CaseRef(r.case_id, r.reference) if r.case_id else None,
            owners[r.owner_id],
            work.cipher.open(r.sealed_what),
            work.cipher.open(r.sealed_why),
            r.agreed_on,
            r.carried,
            r.from_audit,
        )
        for r in rows
    ]


def finish(work: Work, ids: Sequence[int]) -> None:
    for row in work.orm.execute(select(t.Action).where(col(t.Action.id).in_(ids))).scalars():
        row.done_on = work.today


def reopen(work: Work, supervisee_id: int, holder_id: int, said_on: date) -> None:
    """What was said of them with a session on that day is taken back: done, or carried over once more."""
    for row in work.orm.execute(_of_pair(work, supervisee_id, holder_id)).scalars():
        if row.done_on is None and row.agreed_on < said_on:
            row.carried = max(row.carried - 1, 0)
        elif row.done_on == said_on:
            row.done_on = None


def carry(work: Work, supervisee_id: int, holder_id: int, but: Sequence[int]) -> None:
    """Still open after another session with the same supervisor: carried once more."""
    a, rows = t.Action, _of_pair(work, supervisee_id, holder_id)
    for row in work.orm.execute(rows.where(col(a.done_on).is_(None), col(a.id).not_in(but))).scalars():
        row.carried += 1


def _of_pair(work: Work, supervisee_id: int, holder_id: int) -> Select[t.Action]:
    s, own = t.Session, _own(work, supervisee_id, holder_id)
    mine = select(col(s.id)).where(col(s.supervisee_id) == supervisee_id, own)
    return select(t.Action).where(col(t.Action.session_id).in_(mine))
