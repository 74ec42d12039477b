"""Obligations read by purpose: about one subject, mine, my team's, those that need attention."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    and_,
    bindparam,
    false,
    func,
    not_,
    or_,
    select,
    true,
    union,
    update,
)
from sqlmodel import col

from policy.facts import Subject, SubjectKind, ids_by_kind
from policy.obligations import Obligation, State, Withdrawal
from policy.ruleset import Duty, Role
from storage import answering, supervision
from storage import tables as t
from storage.conditions import NOW, TODAY, On, beside, overdue, still_owed
from storage.obligation_rows import obligation_of
from storage.read_afresh import read_afresh, read_people_afresh
from storage.reads import read_once
from storage.work import MissingRowError, Work


@dataclass(frozen=True, slots=True)
class KeptObligation:
    """A stored obligation with its id."""

    id: int
    obligation: Obligation
    state: State
    met_by: str | None
    met_on: date | None
    ended_because: str | None

    @property
    def by_silence(self) -> bool:
        """Met because nobody answered in time: taken as agreed."""
        return self.state is State.MET and (self.met_by or "").startswith("silence:")


def _kept(row: Any) -> KeptObligation:
    return KeptObligation(row.id, obligation_of(row), row.state, row.met_by, row.met_on, row.ended_because)


def of(work: Work, obligation_id: int) -> KeptObligation:
    """Raises MissingRowError for an id no obligation has."""
    found = these(work, [obligation_id])
    if not found:
        raise MissingRowError("obligation")
    return found[obligation_id]


def missed(work: Work, worker_ids: Sequence[int], since: date) -> list[KeptObligation]:
    """Windows of these people that ended without what they asked for, from a day on, oldest first."""
    read_people_afresh(work, worker_ids)
    rows = work.connection.execute(_MISSED, {"workers": worker_ids, "since": since})
    return [_kept(row) for row in rows]


def owed_in(work: Work, first: date, last: date, of: Collection[int] | None = None) -> list[KeptObligation]:
    """What was due in a period, both days included, and what was due before it and is owed still, soonest first; not
    what is between somebody and a professional supervisor. ``of``: what is about these people alone. As it is stored:
    what is marked isn't assessed first."""
    return _asked_then(work, and_(_O.due <= last, or_(_O.due >= first, still_owed())), of)


def undated_in(
    work: Work, duty: Duty, first: date, last: date, of: Collection[int] | None = None
) -> list[KeptObligation]:
    """As ``owed_in``, of one duty, what the policy sets no day for: what began in the period, and what began before it
    and is owed still."""
    began = and_(_O.started <= last, or_(_O.started >= first, still_owed()))
    return _asked_then(work, and_(_O.duty == str(duty), _O.due.is_(None), began), of)


def _asked_then(work: Work, which: ColumnElement[bool], of: Collection[int] | None) -> list[KeptObligation]:
    """Of some, what was asked and not withdrawn; not what is between somebody and a professional supervisor."""
    asked = and_(which, _O.state != str(State.WITHDRAWN), not_(_between_them(work.today)))
    whose = true() if of is None else func.coalesce(_O.worker_id, _O.holder_id).in_(of)
    return _soonest(work, select(t.ObligationRow.__table__).where(asked, whose))


def before_bot(work: Work, worker_ids: Sequence[int]) -> list[KeptObligation]:
    """What was past, for these people, when the council began to use the bot, and so isn't asked."""
    rows = work.connection.execute(_BEFORE_BOT, {"workers": worker_ids})
    return [_kept(row) for row in rows]


def told_late_before(work: Work, person_id: int) -> list[KeptObligation]:
    """What is still to be done of what was due before the bot's first day, where this person was told of it."""
    o, n = t.ObligationRow, t.Nudge
    told = select(col(n.obligation_id)).where(col(n.recipient_id) == person_id, col(n.sent_at).is_not(None))
    began = select(col(t.Council.started_on)).scalar_subquery()
    wanted = (still_owed(), col(o.due) < began, col(o.id).in_(told))
    return _soonest(work, select(o.__table__).where(*wanted))


def these(work: Work, ids: Sequence[int]) -> dict[int, KeptObligation]:
    """By id, those that there are."""

    def read(some: list[int]) -> dict[int, KeptObligation]:
        return {row.id: _kept(row) for row in work.connection.execute(_THESE, {"ids": some})}

    return work.reads.each(("obligation",), these, ids, read)


_THESE: Final = select(t.ObligationRow.__table__).where(
    col(t.ObligationRow.id).in_(bindparam("ids", expanding=True))
)


def ended(work: Work, duty: str, session_id: int, fact_id: str) -> KeptObligation | None:
    """A session's obligation that is no longer open, by the fact that started it."""
    return ended_of_all(work, duty, [session_id])[session_id].get(fact_id)


def ended_of_all(work: Work, duty: str, sessions: Collection[int]) -> dict[int, dict[str, KeptObligation]]:
    """The same of many sessions, in one query."""

    def read(some: list[int]) -> dict[int, dict[str, KeptObligation]]:
        found: dict[int, dict[str, KeptObligation]] = {i: {} for i in some}
        for row in work.connection.execute(_ENDED, {"sessions": some, "duty": duty}):
            found[row.subject_id].setdefault(row.fact_id, _kept(row))
        return found

    return work.reads.each(("obligation",), (ended_of_all, duty), sessions, read)


def open_about(work: Work, subjects: Sequence[Subject], duty: str | None = None) -> list[KeptObligation]:
    """Open obligations about these subjects, soonest first. A subject marked for assessment is assessed first."""
    found = [k for some in all_open_about(work, subjects).values() for k in some]
    asked = [k for k in found if duty is None or k.obligation.key.duty == duty]
    return sorted(asked, key=lambda k: (k.obligation.due is None, k.obligation.due or date.max, k.id))


def all_open_about(work: Work, subjects: Collection[Subject]) -> dict[Subject, tuple[KeptObligation, ...]]:
    """The same by subject, one query for each kind of them."""
    return work.reads.each(("obligation", "subject"), all_open_about, subjects, partial(_open_about, work))


def _open_about(work: Work, subjects: list[Subject]) -> dict[Subject, tuple[KeptObligation, ...]]:
    read_afresh(work, subjects)
    found: dict[Subject, tuple[KeptObligation, ...]] = dict.fromkeys(subjects, ())
    for kind, ids in ids_by_kind(subjects).items():
        for row in work.connection.execute(_OPEN_ABOUT, {"kind": str(kind), "ids": ids}):
            one = _kept(row)
            found[one.obligation.key.subject] += (one,)
    return found


_O: Final = t.ObligationRow.__table__.c
_ENDED: Final = select(t.ObligationRow.__table__).where(
    _O.subject_kind == str(SubjectKind.SESSION),
    _O.subject_id.in_(bindparam("sessions", expanding=True)),
    _O.duty == bindparam("duty"),
    ~still_owed(),
)
_OPEN_ABOUT: Final = select(t.ObligationRow.__table__).where(
    _O.subject_kind == bindparam("kind"),
    _O.subject_id.in_(bindparam("ids", expanding=True)),
    still_owed(),
)


def _soonest(work: Work, query: Any) -> list[KeptObligation]:
    return [_kept(row) for row in work.connection.execute(query.order_by(*_SOONEST))]


_SOONEST: Final = (_O.due.is_(None), _O.due, _O.id)
_OF_WORKERS: Final = (
    select(t.ObligationRow.__table__)
    .where(_O.worker_id.in_(bindparam("workers", expanding=True)))
    .order_by(*_SOONEST)
)
_MISSED: Final = _OF_WORKERS.where(_O.state == State.MISSED, _O.due >= bindparam("since", type_=Date))
_BEFORE_BOT: Final = _OF_WORKERS.where(_O.ended_because == str(Withdrawal.BEFORE_BOT))


def answered_by(work: Work, person_id: int) -> list[KeptObligation]:
    """Everything this person answers for today, soonest first."""
    rows = work.connection.execute(_ANSWERED, _answering(work, person_id))
    return [_kept(row) for row in rows] + _up_the_line(work, person_id)


class Dated(NamedTuple):
    """An open obligation's day, without what it rests on."""

    id: int
    duty: str
    due: date | None
    worker_id: int | None


def days_answered_by(work: Work, person_id: int) -> list[Dated]:
    """The same, where only the days are asked for: of what stays late there is much."""
    own = [Dated(*row) for row in work.connection.execute(_ANSWERED_DAYS, _answering(work, person_id))]
    further = [(k.id, k.obligation) for k in _up_the_line(work, person_id)]
    return own + [Dated(i, o.key.duty, o.due, o.worker_id) for i, o in further]


def _answering(work: Work, person_id: int) -> dict[str, Any]:
    """What ``_answers`` is asked with: what is marked about these people was assessed."""
    mine = supervision.supervisees_now(work, person_id)
    read_people_afresh(work, [person_id, *mine])
    return _asked(work, person_id, mine)


def _asked(work: Work, person_id: int, mine: Sequence[int]) -> dict[str, Any]:
    holding, about = _leavers(work)
    lines = supervision.lines(work, {*holding, *about})
    holders = [person_id, *(i for i in holding if lines[i].supervisor == person_id)]
    left = [i for i in about if supervision.supervisor_now(work, i) == person_id]
    return {"person": person_id, "holders": holders, "mine": [*mine, *left], "today": work.today}


@read_once(t.Person, t.ObligationRow)
def _leavers(work: Work) -> tuple[list[int], list[int]]:
    """Those who left while something still hung on them, whose line now leads to somebody; and of whom something is
    still asked of their supervisor."""
    found = work.connection.execute(_OF_LEAVERS, {"today": work.today}).all()
    return [i for i, holds in found if holds], [i for i, holds in found if not holds]


def met_by(work: Work, person_id: int, since: date, most: int) -> list[KeptObligation]:
    """What this person answers for and was met since a day, the latest first."""
    mine = supervision.supervisees_now(work, person_id)
    return _met(work, _answers(), since, most, **_asked(work, person_id, mine))


def met_about(work: Work, subject: Subject, since: date, most: int) -> list[KeptObligation]:
    """What was met about one subject since a day, the latest first."""
    o = t.ObligationRow
    about = and_(col(o.subject_kind) == str(subject.kind), col(o.subject_id) == subject.id)
    return _met(work, about, since, most)


def met_since(work: Work, since: date, most: int) -> list[KeptObligation]:
    """Everything that was met since a day, the latest first."""
    return _met(work, true(), since, most)


def _met(
    work: Work, which: ColumnElement[bool], since: date, most: int, **asked: Any
) -> list[KeptObligation]:
    o = t.ObligationRow
    done = and_(col(o.state) == State.MET, col(o.met_on) >= since)
    query = select(o.__table__).where(which, done).order_by(col(o.met_on).desc(), col(o.id).desc())
    return [_kept(row) for row in work.connection.execute(query.limit(most), asked)]


def _answers() -> ColumnElement[bool]:
    """The obligations that are a ``person``'s own, or theirs to see to for those they supervise (``mine``), or as
    ``holders`` are they and those who left and whose manager they are."""
    person: BindParameter[Any] = bindparam("person")
    with_another = _held_beside(TODAY)
    supervises = _O.answers == Role.SUPERVISOR
    own_session = and_(supervises, or_(_O.worker_id.is_(None), with_another))
    held = _O.holder_id.in_(bindparam("holders", expanding=True))
    holds = and_(or_(_O.answers.in_(answering.SHARED_OUT), own_session), held)
    own = and_(_O.answers == Role.SUPERVISEE, _O.worker_id == person)
    leads = and_(supervises, _O.worker_id.in_(bindparam("mine", expanding=True)), not_(with_another))
    return or_(holds, own, leads)


def _held_beside(on: On) -> ColumnElement[bool]:
    """The holder is a professional supervisor of the worker on a day."""
    return beside(_O.worker_id, _O.holder_id, on)


_ANSWERED: Final = select(t.ObligationRow.__table__).where(still_owed(), _answers()).order_by(*_SOONEST)
_ANSWERED_DAYS: Final = _ANSWERED.with_only_columns(_O.id, _O.duty, _O.due, _O.worker_id)


def _of_leavers() -> CompoundSelect[Any]:
    """From those who left: they are few, and what is owed is much."""
    p, supervises = t.Person, _O.answers == Role.SUPERVISOR
    named = or_(supervises, _O.answers.in_(answering.SHARED_OUT))
    holds = select(_O.id).where(_O.holder_id == col(p.id), still_owed(), named).exists()
    is_about = select(_O.id).where(_O.worker_id == col(p.id), still_owed(), supervises).exists()
    holding = select(col(p.id), true()).where(col(p.left_on) < TODAY, holds)
    about = select(col(p.id), false()).where(col(p.left_on) < TODAY, is_about)
    return union(holding, about)


_OF_LEAVERS: Final = _of_leavers()


_FURTHER: Final = (Role.LINE_MANAGER, Role.NEXT_MANAGER, Role.POLICY_OWNER, Role.ADMINISTRATOR)


def _up_the_line(work: Work, person_id: int) -> list[KeptObligation]:
    found = _further_up(work)
    answering.read_lines(work, found)
    mine = (r for r in found if answering.in_role(work, r.answers, r.worker_id, r.holder_id) == person_id)
    return [_kept(row) for row in mine]


@read_once(t.ObligationRow)
def _further_up(work: Work) -> Sequence[Any]:
    """Rows of obligations that a manager further up answers for, or whoever keeps the policy or the bot: the same for
    whoever asks."""
    return work.connection.execute(_FURTHER_UP).all()


_FURTHER_UP: Final = (
    select(t.ObligationRow.__table__).where(still_owed(), _O.answers.in_(_FURTHER)).order_by(*_SOONEST)
)


def further_up(work: Work, duty: str, holder_id: int) -> list[KeptObligation]:
    """What a manager further up answers for, of this person's sessions."""
    return [_kept(row) for row in _further_up(work) if (row.duty, row.holder_id) == (duty, holder_id)]


def owed_by(work: Work, holder_ids: Sequence[int]) -> list[KeptObligation]:
    """Records not yet written of sessions that these people held."""
    o = t.ObligationRow
    query = select(o.__table__).where(
        still_owed(), col(o.duty) == str(Duty.RECORD), col(o.holder_id).in_(holder_ids)
    )
    return _soonest(work, query) if holder_ids else []


def gaps(work: Work, manager_id: int) -> list[KeptObligation]:
    """Records owed by somebody who is away: theirs still, and a gap that their line manager knows of meanwhile."""
    return owed_by(work, supervision.absent_under(work, manager_id))


def _between_them(on: On) -> ColumnElement[bool]:
    """It is of a session of somebody with a professional supervisor on a day, and so theirs."""
    return and_(_O.subject_kind == str(SubjectKind.SESSION), _held_beside(on))


def concerning(work: Work, worker_ids: Sequence[int], *, overdue: bool = False) -> list[KeptObligation]:
    """Everything open that concerns these supervisees, whoever answers for it; not what is between them and a
    professional supervisor. ``overdue``: of that, what is overdue."""
    read_people_afresh(work, worker_ids)
    query = _OVERDUE_CONCERNING if overdue else _CONCERNING
    rows = work.connection.execute(query, {"workers": worker_ids, "today": work.today})
    return [_kept(row) for row in rows]


_CONCERNING: Final = _OF_WORKERS.where(still_owed(), not_(_between_them(TODAY)))
_OVERDUE_CONCERNING: Final = _CONCERNING.where(overdue(_O.due, TODAY))


def needing_attention(work: Work, limit: int = 200) -> list[int]:
    """So many obligations one of whose nudges is due, those longest due, in the order of their ids."""
    return sorted(work.connection.execute(_DUE, {"now": work.now, "most": limit}).scalars())


_DUE: Final = (
    select(_O.id)
    .where(_O.next_attention.is_not(None), _O.next_attention <= NOW)
    .order_by(_O.next_attention)
    .limit(bindparam("most"))
)


def set_next_attention(work: Work, moments: Mapping[int, datetime | None]) -> None:
    """When each of these obligations next needs attention (an instant, UTC); None: never by the clock."""
    rows = [{"which": i, "at": at} for i, at in moments.items()]
    if rows:
        work.connection.execute(_NEXT_ATTENTION, rows)


_NEXT_ATTENTION: Final = (
    update(t.ObligationRow.__table__)
    .where(t.ObligationRow.__table__.c.id == bindparam("which"))
    .values(next_attention=bindparam("at"))
)
