"""What supervisees prepare: a private draft of four answers about one case, and what of it they shared with whom.

Sharing never shows a draft: a change after sharing is a draft of its own until it is shared in its turn."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Date, Select, bindparam, delete, func, select, update
from sqlmodel import col

from policy.facts import SessionKind, SessionState, Subject, SubjectKind
from storage import actions, sessions
from storage import tables as t
from storage.actions import ActionView
from storage.listed import one_of
from storage.reads import read_once
from storage.records import CaseRef
from storage.sessions import SessionView
from storage.work import Work


@dataclass(frozen=True, slots=True)
class PreparedAnswers:
    """A supervisee's words under the four prompts, in the order of the form."""

    worrying: str = ""
    working_well: str = ""
    decided: str = ""
    help: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(astuple(self))


@dataclass(frozen=True, slots=True)
class PreparationView:
    """``last_shared`` (UTC) is when it was last shown to a supervisor, None for a draft. ``past``: its session, or
    one since, was held, so it prepares for none to come."""

    id: int
    supervisee_id: int
    case: CaseRef
    session_id: int | None
    answers: PreparedAnswers
    begun_on: date
    last_shared: datetime | None
    past: bool

    @property
    def is_draft(self) -> bool:
        return self.last_shared is None


def of_person(work: Work, supervisee_id: int) -> list[PreparationView]:
    """Everything this person prepared, drafts too, oldest first."""
    return list(of_people(work, [supervisee_id])[supervisee_id])


def of_people(work: Work, ids: Collection[int]) -> dict[int, tuple[PreparationView, ...]]:
    """The same of many, in one query, and one for what they last held."""

    def read(some: list[int]) -> dict[int, tuple[PreparationView, ...]]:
        found: dict[int, tuple[PreparationView, ...]] = dict.fromkeys(some, ())
        for one in _views(work, work.connection.execute(_OF_PEOPLE, {"ids": some}).all()):
            found[one.supervisee_id] += (one,)
        return found

    return work.reads.each(("preparation", "case", "session"), of_people, ids, read)


@read_once(t.Preparation, t.Case, t.Session)
def of(work: Work, preparation_id: int) -> PreparationView | None:
    """None once a newer version took its place."""
    rows = work.connection.execute(_THIS, {"id": preparation_id}).all()
    return next(iter(_views(work, rows)), None)


def _views(work: Work, rows: Sequence[Any]) -> list[PreparationView]:
    held = _last_held(work, {r.supervisee_id for r in rows})
    return [_preparation(work, r, held.get(r.supervisee_id)) for r in rows]


def _preparations() -> Select[Any]:
    p, c, s = t.Preparation, t.Case, t.Session
    return (
        select(p.__table__, col(c.reference).label("reference"), col(s.state).label("state"))
        .join(c.__table__, col(c.id) == col(p.case_id))
        .outerjoin(s.__table__, col(s.id) == col(p.session_id))
        .order_by(col(p.id))
    )


_PREPARATIONS: Final = _preparations()
_OF_PEOPLE: Final = _PREPARATIONS.where(one_of(col(t.Preparation.supervisee_id)))
_THIS: Final = _PREPARATIONS.where(col(t.Preparation.id) == bindparam("id"))


def _last_held(work: Work, supervisee_ids: set[int], before: date = date.max) -> dict[int, date]:
    """The day of each person's latest case session that took place, of those before a day."""

    def read(some: list[int]) -> dict[int, date]:
        rows = work.connection.execute(_LAST_HELD, {"ids": some, "before": before})
        return {row.supervisee_id: row.held_on for row in rows}

    return work.reads.each(("session",), (_last_held, before), supervisee_ids, read)


def _last_held_before() -> Select[Any]:
    s = t.Session.__table__.c
    held = (s.kind == SessionKind.CASE, s.held_on < bindparam("before", type_=Date))
    mine = one_of(s.supervisee_id)
    last = select(s.supervisee_id, func.max(s.held_on).label("held_on"))
    return last.where(mine, *held).group_by(s.supervisee_id)


_LAST_HELD: Final = _last_held_before()


def _preparation(work: Work, row: Any, last_held: date | None) -> PreparationView:
    sealed = (row.sealed_worrying, row.sealed_working_well, row.sealed_decided, row.sealed_help)
    shared = max((at for at in (row.shared_at, row.reshared_at) if at), default=None)
    # One that was meant for no session, or for a cancelled one, serves the next that is held.
    since = work.calendar.day_of(shared) if shared else row.begun_on
    served = row.state in (None, "cancelled") and last_held is not None and last_held > since
    return PreparationView(
        row.id,
        row.supervisee_id,
        CaseRef(row.case_id, row.reference),
        row.session_id,
        PreparedAnswers(*(work.cipher.open(s) for s in sealed)),
        row.begun_on,
        shared,
        row.state == SessionState.HELD or served,
    )


# Changes


def save(
    work: Work, supervisee_id: int, case_id: int, session_id: int | None, answers: PreparedAnswers
) -> int:
    """The draft about one case, made or changed; its id. It isn't logged: whether one prepares is one's own affair."""
    old = _locked_draft(work, supervisee_id, case_id, session_id)
    if old is None:
        new = t.Preparation(supervisee_id=supervisee_id, case_id=case_id, begun_on=work.today)
        row = work.add(new)
    else:
        row = work.get(t.Preparation, old.id)
        row.begun_on = work.today if old.past else row.begun_on
    row.session_id = session_id
    _write(work, row, answers)
    assert row.id
    return row.id


def _locked_draft(
    work: Work, supervisee_id: int, case_id: int, session_id: int | None
) -> PreparationView | None:
    """The draft, if there is one; the locks keep two saves at once from making two."""
    if session_id:
        work.touch(SubjectKind.SESSION, session_id)
    work.touch(SubjectKind.PERSON, supervisee_id)
    drafts = [p for p in of_person(work, supervisee_id) if p.is_draft and p.case.id == case_id]
    for draft in drafts:
        if draft.session_id:
            work.touch(SubjectKind.SESSION, draft.session_id)
    return drafts[-1] if drafts else None


def _write(work: Work, row: t.Preparation, answers: PreparedAnswers) -> None:
    seal = work.cipher.seal
    row.sealed_worrying, row.sealed_working_well = seal(answers.worrying), seal(answers.working_well)
    row.sealed_decided, row.sealed_help = seal(answers.decided), seal(answers.help)
    work.orm.flush()


def forget_draft(work: Work, supervisee_id: int, case_id: int) -> None:
    draft = _locked_draft(work, supervisee_id, case_id, None)
    if draft:
        _delete(work, [draft.id])


def _delete(work: Work, ids: Sequence[int]) -> None:
    work.orm.flush()
    work.connection.execute(delete(t.Preparation).where(col(t.Preparation.id).in_(ids)))


def share(
    work: Work, supervisee_id: int, case_id: int, session_id: int | None, answers: PreparedAnswers
) -> int:
    """The supervisor may read these answers from now on, in place of what was shared before; its new id."""
    shared = save(work, supervisee_id, case_id, session_id, answers)
    older = [
        p.id
        for p in of_person(work, supervisee_id)
        if p.case.id == case_id and not p.is_draft and not p.past and p.id != shared
    ]
    _delete(work, older)
    work.get(t.Preparation, shared).shared_at = work.now
    work.orm.flush()
    _log(work, "preparation.shared", supervisee_id, case_id, shared)
    return shared


def share_again(work: Work, preparation: PreparationView, session_id: int | None) -> None:
    """The same answers for whoever answers as supervisor now."""
    for id_ in (preparation.session_id, session_id):
        if id_:
            work.touch(SubjectKind.SESSION, id_)
    work.connection.execute(
        update(t.Preparation)
        .where(col(t.Preparation.id) == preparation.id)
        .values(reshared_at=work.now, session_id=session_id or preparation.session_id)
    )
    _log(work, "preparation.shared_again", preparation.supervisee_id, preparation.case.id, preparation.id)


def locked(work: Work, preparation_id: int) -> PreparationView | None:
    """As it stands, until the work ends: it isn't taken back while somebody opens it, nor opened meanwhile."""
    p = t.Preparation
    work.connection.execute(select(col(p.id)).where(col(p.id) == preparation_id).with_for_update())
    return of(work, preparation_id)


def look(preparation_id: int) -> str:
    """What the trace of whoever reads it says."""
    return f"preparation {preparation_id}"


def was_read(work: Work, preparation_id: int) -> bool:
    """Whether anybody has opened it since it was shared."""
    p, seen = t.Preparation, t.Look
    query = (
        select(col(seen.id))
        .join(p.__table__, col(p.id) == preparation_id)
        .where(col(seen.at) >= col(p.shared_at), col(seen.what) == look(preparation_id))
    )
    return work.connection.execute(query.limit(1)).first() is not None


def take_back(work: Work, preparation: PreparationView) -> None:
    """What was shared is a draft again, with an id of its own: when that is shared its reader is told. Where a draft
    was begun since, that alone is kept."""
    who, case, session = preparation.supervisee_id, preparation.case.id, preparation.session_id
    draft = _locked_draft(work, who, case, session)
    _delete(work, [preparation.id])
    if draft is None:
        save(work, who, case, session, preparation.answers)
    _log(work, "preparation.taken_back", who, case, preparation.id)


def _log(work: Work, name: str, supervisee_id: int, case_id: int, preparation_id: int) -> None:
    work.log(name, Subject(SubjectKind.CASE, case_id), supervisee_id, preparation=preparation_id)


def shared_for(work: Work, session: SessionView, case_id: int) -> PreparationView | None:
    """What was shared last about a case for a session that was held: meant for it, or for none that took place."""
    assert session.held_on
    who = session.supervisee.id
    since = _last_held(work, {who}, before=session.held_on).get(who, date.min)
    mine = [p for p in of_person(work, who) if p.case.id == case_id and p.last_shared]
    served = [p for p in mine if p.session_id == session.id or _served_by(work, p, since, session.held_on)]
    return max(served, key=lambda p: (p.session_id == session.id, p.last_shared), default=None)


def _served_by(work: Work, p: PreparationView, since: date, held_on: date) -> bool:
    """Shared for no session, or for a cancelled one, between the session before and this one."""
    loose = p.session_id is None or sessions.session(work, p.session_id).state is SessionState.CANCELLED
    return loose and p.last_shared is not None and since < work.calendar.day_of(p.last_shared) <= held_on


# Learning points of an audit


def audit_done(work: Work, supervisee_id: int) -> list[ActionView]:
    """An audit's points that were done at this person's last case session or since: they are shown once more."""
    since = _last_held(work, {supervisee_id}).get(supervisee_id, date.min)
    a = t.Action
    return actions.read(work, supervisee_id, col(a.from_audit) & (col(a.done_on) >= since))


def last_session(work: Work, supervisee_id: int) -> int | None:
    """This person's latest case session that took place."""
    s = t.Session
    query = select(col(s.id)).where(
        col(s.supervisee_id) == supervisee_id,
        col(s.kind) == str(SessionKind.CASE),
        col(s.held_on).is_not(None),
    )
    return work.connection.execute(query.order_by(col(s.held_on).desc(), col(s.id).desc()).limit(1)).scalar()


def shared_references(work: Work, session_id: int) -> list[str]:
    """The cases about which something was shared for one session."""
    return list(work.connection.execute(_SHARED_FOR, {"session": session_id}).scalars())


_SHARED_FOR: Final = (
    select(col(t.Case.reference))
    .join(t.Preparation.__table__, col(t.Preparation.case_id) == col(t.Case.id))
    .where(col(t.Preparation.session_id) == bindparam("session"), col(t.Preparation.shared_at).is_not(None))
    .distinct()
    .order_by(col(t.Case.reference))
)


def prepared_cases(work: Work, session_id: int) -> list[int]:
    """The cases prepared for one session, drafts too: only their number is told, never that or what was written."""
    p = t.Preparation
    query = select(col(p.case_id)).where(col(p.session_id) == session_id).distinct()
    return list(work.connection.execute(query).scalars())
