"""How often one case is discussed, as decided for it: more often, or less where the policy lets somebody grant that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Date, bindparam, select, update
from sqlmodel import col

from policy.facts import SubjectKind
from policy.periods import Period, parse_period
from storage import tables as t
from storage.cases import CaseView
from storage.conditions import TODAY, not_past
from storage.work import Work, require_one


@dataclass(frozen=True, slots=True)
class IntervalRequestView:
    """A longer interval asked for. Open until ``answered_on``; ``grant_id``: what it became, None where refused."""

    id: int
    case_id: int
    every: Period
    until: date | None
    by: int
    on: date
    why: str
    answered_by: int | None
    answered_on: date | None
    grant_id: int | None


@dataclass(frozen=True, slots=True)
class GrantView:
    """A longer interval granted for one case, or a shorter one decided on; ``until``: its last day; ``from_chat``: said
    there, not imported."""

    id: int
    case_id: int
    every: Period
    since: date
    until: date | None
    by: int
    role: str
    recorded_on: date | None
    from_chat: bool


def decide(work: Work, case: CaseView, every: Period, by: int, until: date | None, why: str) -> None:
    """A manager's decision to discuss one case more often, from today; the reason is sealed with it."""
    work.touch(SubjectKind.CASE, case.id)
    work.add(_authorisation(work, case.id, every, by, until, work.cipher.seal(why)))
    work.log("case.interval_decided", case.subject, by, every=str(every), until=_iso(until))


def _authorisation(
    work: Work, case_id: int, every: Period, by: int, until: date | None, sealed: bytes | None, **granted: Any
) -> t.Authorisation:
    return t.Authorisation(
        case_id=case_id,
        every=str(every),
        by_id=by,
        since=work.today,
        until=until,
        sealed_why=sealed,
        from_chat=True,
        **granted,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# Asked for


def ask(
    work: Work, case: CaseView, every: Period, by: int, until: date | None, why: str
) -> IntervalRequestView:
    """Somebody asks for a longer interval: nothing changes until it is granted."""
    work.touch(SubjectKind.CASE, case.id)
    row = work.add(
        t.IntervalRequest(
            case_id=case.id,
            every=str(every),
            until=until,
            asked_by_id=by,
            asked_on=work.today,
            sealed_why=work.cipher.seal(why),
        )
    )
    work.log("interval.asked", case.subject, by, every=str(every), until=_iso(until), request=row.id)
    return asked(work, row.id)


def asked(work: Work, request_id: int) -> IntervalRequestView:
    """Raises MissingRowError for an id no request has."""
    return require_one(_asked(work, _THAT_REQUEST, which=request_id), "request")


def open_of(work: Work, case_id: int) -> list[IntervalRequestView]:
    """What was asked for a case and is neither granted, refused nor withdrawn."""
    return _asked(work, _OPEN_OF_CASE, which=case_id)


def unanswered(work: Work) -> list[IntervalRequestView]:
    """Everything asked for that is neither granted, refused nor withdrawn."""
    return _asked(work, _OPEN)


def _asked(work: Work, query: Any, **given: Any) -> list[IntervalRequestView]:
    return [
        IntervalRequestView(
            row.id,
            row.case_id,
            parse_period(row.every),
            row.until,
            row.asked_by_id,
            row.asked_on,
            work.cipher.open(row.sealed_why),
            row.answered_by_id,
            row.answered_on,
            row.authorisation_id,
        )
        for row in work.connection.execute(query, given)
    ]


_R: Final = t.IntervalRequest.__table__.c
_REQUESTS: Final = select(t.IntervalRequest.__table__).order_by(_R.id)
_THAT_REQUEST: Final = _REQUESTS.where(_R.id == bindparam("which"))
_OPEN: Final = _REQUESTS.where(_R.answered_on.is_(None))
_OPEN_OF_CASE: Final = _OPEN.where(_R.case_id == bindparam("which"))


def close(
    work: Work, one: IntervalRequestView, case: CaseView, by: int, what: str, grant_id: int | None = None
) -> None:
    """``what``: granted, refused or withdrawn, as of today."""
    work.touch(SubjectKind.CASE, one.case_id)
    row = work.get(t.IntervalRequest, one.id)
    row.answered_by_id, row.answered_on, row.authorisation_id = by, work.today, grant_id
    work.orm.flush()
    work.log(f"interval.{what}", case.subject, by, request=one.id)


# Granted


def grant(
    work: Work,
    case: CaseView,
    every: Period,
    until: date | None,
    why: str,
    *,
    by: int,
    role: str,
    confirmed: bool,
) -> int:
    """Granted from today, by somebody in this role; its id. It takes the place of what was granted before, where it
    needs no confirmation; else once it has that."""
    work.touch(SubjectKind.CASE, case.id)
    sealed = work.cipher.seal(why)
    row = work.add(
        _authorisation(work, case.id, every, by, until, sealed, less_often=True, granted_role=role)
    )
    if not confirmed:
        _end_others(work, case.id, row.id)
    work.log("case.interval_granted", case.subject, by, every=str(every), until=_iso(until), role=role)
    return row.id


def record(work: Work, one: GrantView, case: CaseView, by: int) -> None:
    """The supervisor says that it is on the supervision record, as of today."""
    work.touch(SubjectKind.CASE, one.case_id)
    row = work.get(t.Authorisation, one.id)
    row.recorded_on, row.recorded_by_id = work.today, by
    work.orm.flush()
    _end_others(work, one.case_id, one.id)
    work.log("case.interval_recorded", case.subject, by, grant=one.id)


def end(work: Work, one: GrantView, case: CaseView, by: int) -> None:
    """A manager ends a longer interval early: yesterday was its last day."""
    work.touch(SubjectKind.CASE, one.case_id)
    row = work.get(t.Authorisation, one.id)
    row.until, row.from_chat = work.today - timedelta(days=1), True
    work.orm.flush()
    work.log("case.interval_ended", case.subject, by, grant=one.id)


def _end_others(work: Work, case_id: int, but: int) -> None:
    """Longer intervals granted before one that now holds ended yesterday."""
    a = t.Authorisation
    work.orm.flush()
    runs = not_past(a.until, work.today)
    others = update(a).where(col(a.case_id) == case_id, col(a.id) < but, col(a.less_often), runs)
    work.connection.execute(others.values(until=work.today - timedelta(days=1)))
    work.orm.expire_all()


def one(work: Work, grant_id: int) -> GrantView:
    """Raises MissingRowError for an id no grant has."""
    return require_one(_grants(work, _THAT_GRANT, which=grant_id), "grant")


def decided_by(work: Work, case_id: int, since: date, every: str) -> int | None:
    """Who decided, or granted, such an interval for a case from a day on; the latest of several."""
    return work.connection.execute(_DECIDED, {"which": case_id, "since": since, "every": every}).scalar()


def running(work: Work, case_id: int) -> Sequence[GrantView]:
    """Longer intervals granted for a case whose last day isn't over, whether in force, unconfirmed or ended by an
    event."""
    return _grants(work, _RUNNING_OF_CASE, which=case_id, today=work.today)


def all_running(work: Work) -> Sequence[GrantView]:
    """The same, of all cases."""
    return _grants(work, _RUNNING, today=work.today)


def ending(work: Work, by: date) -> Sequence[GrantView]:
    """Longer intervals whose last day is still to come, or today, and no later than a day."""
    return _grants(work, _ENDING, today=work.today, by=by)


def unconfirmed_over(work: Work, first: date) -> Sequence[GrantView]:
    """Longer intervals that nobody confirmed, whose last day was this one or later, and is past."""
    return _grants(work, _UNCONFIRMED_OVER, today=work.today, first=first)


def decided_one(work: Work, decision_id: int) -> GrantView:
    """A decision to discuss a case more often. Raises MissingRowError for an id none has."""
    return require_one(_grants(work, _THAT_DECISION, which=decision_id), "decision")


def decisions_ending(work: Work, by: date) -> Sequence[GrantView]:
    """As ``ending``, of decisions to discuss a case more often."""
    return _grants(work, _DECISIONS_ENDING, today=work.today, by=by)


def _grants(work: Work, query: Any, **given: Any) -> list[GrantView]:
    return [
        GrantView(
            row.id,
            row.case_id,
            parse_period(row.every),
            row.since,
            row.until,
            row.by_id,
            row.granted_role or "",
            row.recorded_on,
            row.from_chat,
        )
        for row in work.connection.execute(query, given)
    ]


_A: Final = t.Authorisation.__table__.c
_GRANTS: Final = select(t.Authorisation.__table__).where(_A.less_often).order_by(_A.id)
_THAT_GRANT: Final = _GRANTS.where(_A.id == bindparam("which"))
_RUNNING: Final = _GRANTS.where(not_past(_A.until, TODAY))
_RUNNING_OF_CASE: Final = _RUNNING.where(_A.case_id == bindparam("which"))
_ENDING: Final = _RUNNING.where(_A.until <= bindparam("by", type_=Date))
_UNCONFIRMED_OVER: Final = _GRANTS.where(
    _A.recorded_on.is_(None), _A.until < TODAY, _A.until >= bindparam("first", type_=Date)
)
_DECISIONS: Final = select(t.Authorisation.__table__).where(~_A.less_often).order_by(_A.id)
_THAT_DECISION: Final = _DECISIONS.where(_A.id == bindparam("which"))
_DECISIONS_ENDING: Final = _DECISIONS.where(
    not_past(_A.until, TODAY), _A.until <= bindparam("by", type_=Date)
)
_DECIDED: Final = (
    select(_A.by_id)
    .where(
        _A.case_id == bindparam("which"),
        _A.since == bindparam("since", type_=Date),
        _A.every == bindparam("every"),
    )
    .order_by(_A.id.desc())
    .limit(1)
)
