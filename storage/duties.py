"""Obligations read by purpose: about one subject, mine, my team's, those that need attention."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    and_,
    bindparam,
    case,
    func,
    not_,
    or_,
    select,
    true,
    update,
)
from sqlmodel import col

from policy.facts import Subject, SubjectKind, ids_by_kind
from policy.obligations import Obligation, State, Withdrawal
from policy.outcomes import EndedBy, ended_by
from policy.ruleset import Duty
from storage import answering, supervision
from storage import tables as t
from storage.conditions import BEGAN, NOW, TODAY, On, beside, overdue, still_owed
from storage.listed import among, one_of
from storage.obligation_rows import obligation_of
from storage.read_afresh import read_afresh, read_people_afresh
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
    def missed(self) -> bool:
        """It is over, and stays on record as not done."""
        return self.state is State.MISSED

    @property
    def over_on(self) -> date | None:
        """The day on which it was met, or by which it was missed; None for what is neither."""
        return self.obligation.due if self.missed else self.met_on

    @property
    def by_silence(self) -> bool:
        """Met because nobody answered in time: taken as agreed."""
        return self.ended_by is EndedBy.SILENCE

    @property
    def refused(self) -> bool:
        """Met because somebody said no: a record isn't agreed, or isn't signed off."""
        return self.ended_by is EndedBy.REFUSAL

    @property
    def referred(self) -> bool:
        """Met because it was passed on to the next tier."""
        return self.ended_by is EndedBy.REFERRAL

    @property
    def ended_by(self) -> EndedBy | None:
        """How it was met; None for what isn't."""
        return ended_by(self.met_by or "") if self.state is State.MET else None


def kept_of(row: Any) -> KeptObligation:
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
    return [kept_of(row) for row in rows]


def not_agreed(work: Work, supervisee: int) -> list[KeptObligation]:
    """What was asked of somebody's records, or of a disagreement about them, and isn't any more."""
    return [kept_of(row) for row in work.connection.execute(_NOT_AGREED, {"workers": [supervisee]})]


def owed_in(
    work: Work, first: date, last: date, of: Collection[int] | None = None, cases: Collection[int] = ()
) -> list[KeptObligation]:
    """What was due in a period, both days included, and what was due before it and is owed still, soonest first; not
    what is between somebody and a professional supervisor. ``of``: what is about these people alone, or these
    ``cases``, which nobody holds. As it is stored: what is marked isn't assessed first."""
    return _asked_then(work, and_(_O.due <= last, or_(_O.due >= first, still_owed())), of, cases)


def undated_in(
    work: Work, kinds: Collection[Duty], first: date, last: date, of: Collection[int] | None = None
) -> list[KeptObligation]:
    """As ``owed_in``, of these duties, what has no day: what began in the period, and what began before it and is owed
    still."""
    began = and_(_O.started <= last, or_(_O.started >= first, still_owed()))
    return _asked_then(work, and_(_O.duty.in_([str(one) for one in kinds]), _O.due.is_(None), began), of)


def _asked_then(
    work: Work, which: ColumnElement[bool], of: Collection[int] | None, cases: Collection[int] = ()
) -> list[KeptObligation]:
    """Of some, what was asked and not withdrawn; not what is between somebody and a professional supervisor."""
    asked = and_(which, _O.state != str(State.WITHDRAWN), not_(_between_them(work.today)))
    of_case = and_(_O.subject_kind == str(SubjectKind.CASE), _O.subject_id.in_(cases))
    whose = true() if of is None else or_(func.coalesce(_O.worker_id, _O.holder_id).in_(of), of_case)
    return _soonest(work, select(t.ObligationRow.__table__).where(asked, whose))


def before_bot(work: Work, worker_ids: Sequence[int]) -> list[KeptObligation]:
    """What was past, for these people, when the council began to use the bot, and so isn't asked."""
    rows = work.connection.execute(_BEFORE_BOT, {"workers": worker_ids})
    return [kept_of(row) for row in rows]


def notified_late_before(work: Work, person_id: int) -> list[KeptObligation]:
    """What is still to be done of what was due before the bot's first day, where this person was told of it."""
    o, n = t.ObligationRow, t.Nudge
    told = select(col(n.obligation_id)).where(col(n.recipient_id) == person_id, col(n.sent_at).is_not(None))
    wanted = (still_owed(), col(o.due) < BEGAN, col(o.id).in_(told))
    return _soonest(work, select(o.__table__).where(*wanted))


def these(work: Work, ids: Sequence[int]) -> dict[int, KeptObligation]:
    """By id, those that there are."""

    def read(some: list[int]) -> dict[int, KeptObligation]:
        return {row.id: kept_of(row) for row in work.connection.execute(_THESE, {"ids": some})}

    return work.reads.each(("obligation",), these, ids, read)


_THESE: Final = select(t.ObligationRow.__table__).where(one_of(col(t.ObligationRow.id)))


def ended(work: Work, duty: str, session_id: int, fact_id: str) -> KeptObligation | None:
    """A session's obligation that is no longer open, by the fact that started it."""
    return ended_of_all(work, duty, [session_id])[session_id].get(fact_id)


def ended_of_all(work: Work, duty: str, sessions: Collection[int]) -> dict[int, dict[str, KeptObligation]]:
    """The same of many sessions, in one query."""

    def read(some: list[int]) -> dict[int, dict[str, KeptObligation]]:
        found: dict[int, dict[str, KeptObligation]] = {i: {} for i in some}
        for row in work.connection.execute(_ENDED, {"sessions": some, "duty": duty}):
            found[row.subject_id].setdefault(row.fact_id, kept_of(row))
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
            one = kept_of(row)
            found[one.obligation.key.subject] += (one,)
    return found


_O: Final = t.ObligationRow.__table__.c
_ENDED: Final = select(t.ObligationRow.__table__).where(
    _O.subject_kind == str(SubjectKind.SESSION),
    one_of(_O.subject_id, "sessions"),
    _O.duty == bindparam("duty"),
    ~still_owed(),
)
_OPEN_ABOUT: Final = select(t.ObligationRow.__table__).where(
    _O.subject_kind == bindparam("kind"),
    one_of(_O.subject_id),
    still_owed(),
)


def _soonest(work: Work, query: Any) -> list[KeptObligation]:
    return [kept_of(row) for row in work.connection.execute(query.order_by(*SOONEST))]


SOONEST: Final = (_O.due.is_(None), _O.due, _O.id)
_RECORDS_OWED: Final = (
    select(t.ObligationRow.__table__)
    .where(still_owed(), _O.duty == str(Duty.RECORD), one_of(_O.holder_id))
    .order_by(*SOONEST)
)
_OF_WORKERS: Final = (
    select(t.ObligationRow.__table__).where(one_of(_O.worker_id, "workers")).order_by(*SOONEST)
)
#: By when a cancelled session was to be made up for is for nobody but whoever was to do it to read.
_MISSED: Final = _OF_WORKERS.where(
    _O.state == State.MISSED, _O.due >= bindparam("since", type_=Date), _O.duty != str(Duty.REBOOK)
)
_NOT_AGREED: Final = _OF_WORKERS.where(
    _O.ended_because == str(Withdrawal.NO_LONGER_ASKED),
    _O.duty.in_([str(one) for one in (Duty.AGREE, Duty.SETTLE, Duty.DECIDE)]),
)
_BEFORE_BOT: Final = _OF_WORKERS.where(_O.ended_because == str(Withdrawal.BEFORE_BOT))


def met_about(work: Work, subject: Subject, since: date, most: int) -> list[KeptObligation]:
    """What was met or missed about one subject since a day, the latest first."""
    o = t.ObligationRow
    about = and_(col(o.subject_kind) == str(subject.kind), col(o.subject_id) == subject.id)
    return _met(work, about, since, most)


def met_since(work: Work, since: date, most: int) -> list[KeptObligation]:
    """Everything that was met or missed since a day, the latest first."""
    return _met(work, true(), since, most)


def _met(work: Work, which: ColumnElement[bool], since: date, most: int) -> list[KeptObligation]:
    query = select(t.ObligationRow.__table__).where(which, met_from(since)).order_by(*LATEST_MET)
    return [kept_of(row) for row in work.connection.execute(query.limit(most))]


def met_from(since: date | BindParameter[Any]) -> ColumnElement[bool]:
    """Met on a day or after it, or missed by one."""
    missed = and_(_O.state == State.MISSED, _O.due >= since)
    return or_(and_(_O.state == State.MET, _O.met_on >= since), missed)


LATEST_MET: Final = (case((_O.state == State.MISSED, _O.due), else_=_O.met_on).desc(), _O.id.desc())


def further_up(work: Work, duty: Duty, holder_id: int) -> list[KeptObligation]:
    """What a manager further up answers for, of this person's sessions."""
    rows = work.connection.execute(_FURTHER_UP, {"duty": str(duty), "holder": holder_id})
    return [kept_of(row) for row in rows]


_FURTHER_UP: Final = (
    select(t.ObligationRow.__table__)
    .where(still_owed(), among(_O.answers, answering.FURTHER))
    .where(_O.duty == bindparam("duty"), _O.holder_id == bindparam("holder"))
    .order_by(*SOONEST)
)


def owed_by(work: Work, holder_ids: Sequence[int]) -> list[KeptObligation]:
    """Records not yet written of sessions that these people held."""
    if not holder_ids:
        return []
    return [kept_of(row) for row in work.connection.execute(_RECORDS_OWED, {"ids": holder_ids})]


def gaps(work: Work, manager_id: int) -> list[KeptObligation]:
    """Records owed by somebody who is away: theirs still, and a gap that their line manager knows of meanwhile."""
    return owed_by(work, supervision.absent_under(work, manager_id))


def _between_them(on: On) -> ColumnElement[bool]:
    """It is of a session of somebody with a professional supervisor on a day, and so theirs."""
    return and_(_O.subject_kind == str(SubjectKind.SESSION), beside(_O.worker_id, _O.holder_id, on))


def concerning(work: Work, worker_ids: Sequence[int], *, overdue: bool = False) -> list[KeptObligation]:
    """Everything open that concerns these supervisees, whoever answers for it; not what is between them and a
    professional supervisor. ``overdue``: of that, what is overdue."""
    read_people_afresh(work, worker_ids)
    query = _OVERDUE_CONCERNING if overdue else _CONCERNING
    rows = work.connection.execute(query, {"workers": worker_ids, "today": work.today})
    return [kept_of(row) for row in rows]


_CONCERNING: Final = _OF_WORKERS.where(still_owed(), not_(_between_them(TODAY)))
_OVERDUE_CONCERNING: Final = _CONCERNING.where(overdue(_O.due, TODAY))


def to_rebook(work: Work, supervisee_id: int) -> list[int]:
    """The cancelled sessions of somebody, or of groups that they lead, that are still to be made up for."""
    read_people_afresh(work, [supervisee_id])
    return list(work.connection.execute(_TO_REBOOK, {"person": supervisee_id}).scalars())


def _to_rebook() -> Any:
    s = t.Session.__table__.c
    of_session = and_(_O.subject_kind == str(SubjectKind.SESSION), _O.subject_id == s.id)
    whose = s.supervisee_id == bindparam("person")
    return select(s.id).where(of_session, whose, _O.duty == str(Duty.REBOOK), still_owed())


_TO_REBOOK: Final = _to_rebook()


def all_to_rebook(work: Work) -> list[int]:
    """Every cancelled session that is still to be made up for."""
    return list(work.connection.execute(_ALL_TO_REBOOK).scalars())


_ALL_TO_REBOOK: Final = select(_O.subject_id).where(
    _O.subject_kind == str(SubjectKind.SESSION), _O.duty == str(Duty.REBOOK), still_owed()
)


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
