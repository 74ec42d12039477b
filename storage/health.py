"""How the database stands: what waits to be sent, who has nobody above them, whether the key opens the words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, LargeBinary, Table, and_, func, or_, select, union_all
from sqlmodel import SQLModel, col

from policy.facts import SessionState, SubjectKind
from policy.obligations import Waiting
from policy.ruleset import Duty
from storage import people, supervision
from storage import tables as t
from storage.cipher import UnreadableError
from storage.conditions import (
    BEGAN,
    allocated,
    case_open,
    in_line,
    in_post,
    not_past,
    still_owed,
    supervising,
)
from storage.drift import Drift, drift, every_subject
from storage.obligations import due_subjects
from storage.outbox import UNSENT
from storage.states import MessageState
from storage.work import Work
from storage.working_hours import is_too_much


@dataclass(frozen=True, slots=True)
class Backlog:
    """``late``: messages whose time has come and that haven't gone; ``oldest``: seconds that the first has waited."""

    waiting: int
    late: int
    oldest: float


def backlog(work: Work) -> Backlog:
    """Served by the outbox's own index: it costs what waits, not what was ever sent."""
    m = t.OutboxMessage
    total = work.connection.execute(select(func.count()).select_from(m.__table__).where(UNSENT)).scalar_one()
    query = select(func.count(), func.min(col(m.not_before))).where(UNSENT, col(m.not_before) <= work.now)
    late, first = work.connection.execute(query).one()
    return Backlog(total, late, (work.now - first).total_seconds() if late else 0.0)


def failed(work: Work) -> dict[str, int]:
    """Messages that could not arrive, by reason."""
    m = t.OutboxMessage
    query = (
        select(col(m.ended_because), func.count())
        .where(col(m.state) == MessageState.FAILED)
        .group_by(col(m.ended_because))
    )
    return {why or "no reason kept": number for why, number in work.connection.execute(query)}


def without_supervisor(work: Work) -> list[str]:
    """Staff numbers of people at work with nobody recorded as their supervisor today, by number: whoever begins later
    needs none yet."""
    r, p = t.Relationship, t.Person
    led = select(col(r.supervisee_id)).where(
        in_line(work.today),
    )
    query = (
        select(col(p.staff_number))
        .where(in_post(work.today), col(p.employed_from) <= work.today, col(p.id).not_in(led))
        .order_by(col(p.staff_number))
    )
    return list(work.connection.execute(query).scalars())


def starting_without_supervisor(work: Work) -> list[str]:
    """Staff numbers of people who begin on a day to come with nobody recorded as their supervisor then, by number."""
    r, p = t.Relationship, t.Person
    on = p.__table__.c.employed_from
    led = select(col(r.id)).where(col(r.supervisee_id) == col(p.id), in_line(on))
    query = select(col(p.staff_number)).where(
        on > work.today, not_past(p.left_on, on), ~led.correlate(p.__table__).exists()
    )
    return list(work.connection.execute(query.order_by(col(p.staff_number))).scalars())


def several_supervisors(work: Work) -> list[str]:
    """Staff numbers of people in post with two or more in the line at once, from today or from a day to come, by
    number: an import of before may have taken both."""
    a, b, p = t.Relationship.__table__.alias("a"), t.Relationship.__table__.alias("b"), t.Person
    both = and_(
        b.c.supervisee_id == a.c.supervisee_id, b.c.id > a.c.id, b.c.supervisor_id != a.c.supervisor_id
    )
    # The later of the two begins before the other ends.
    shares = and_(not_past(a.c.until, b.c.since), not_past(b.c.until, a.c.since))
    line = (a.c.professional.is_(False), b.c.professional.is_(False))
    goes_on = (not_past(a.c.until, work.today), not_past(b.c.until, work.today))
    query = (
        select(col(p.staff_number))
        .join(a, a.c.supervisee_id == col(p.id))
        .join(b, and_(both, shares))
        .where(in_post(work.today), *line, *goes_on)
        .order_by(col(p.staff_number))
        .distinct()
    )
    return list(work.connection.execute(query).scalars())


def of_leavers(work: Work) -> list[str]:
    """Staff numbers of people in post whose supervisor has left, by number."""
    found = people.people(work, supervision.of_leavers(work))
    return sorted(one.staff_number for one in found.values())


def without_rule(work: Work) -> list[str]:
    """Staff numbers of people in post for whom the policy has no rule about supervision, by number."""
    o, p = t.ObligationRow, t.Person
    query = (
        select(col(p.staff_number))
        .join(o.__table__, col(o.worker_id) == col(p.id))
        .where(in_post(work.today), _has_no_rule(Duty.SUPERVISE))
        .order_by(col(p.staff_number))
    )
    return list(work.connection.execute(query).scalars())


def without_professional(work: Work, rules: Collection[str]) -> list[str]:
    """Staff numbers of people in post of whom one of these rules wants a professional supervisor's session, while they
    have none, by number."""
    o, p, r = t.ObligationRow, t.Person, t.Relationship
    has = select(col(r.id)).where(
        col(r.supervisee_id) == col(p.id), col(r.professional), supervising(work.today)
    )
    query = (
        select(col(p.staff_number))
        .join(o.__table__, col(o.worker_id) == col(p.id))
        .where(in_post(work.today), still_owed(), col(o.rule).in_(rules), ~has.exists())
        .order_by(col(p.staff_number))
        .distinct()
    )
    return list(work.connection.execute(query).scalars())


def _has_no_rule(duty: Duty) -> ColumnElement[bool]:
    o = t.ObligationRow
    return and_(still_owed(), col(o.duty) == str(duty), col(o.waiting_for) == Waiting.NO_RULE)


def supervisors(work: Work) -> set[str]:
    """Staff numbers of those who supervise somebody today."""
    r, p = t.Relationship, t.Person
    query = (
        select(col(p.staff_number))
        .join(r.__table__, col(r.supervisor_id) == col(p.id))
        .where(
            in_post(work.today),
            supervising(work.today),
        )
    )
    return set(work.connection.execute(query).scalars())


def without_email(work: Work) -> list[str]:
    p = t.Person
    query = select(col(p.staff_number)).where(
        in_post(work.today), or_(col(p.email).is_(None), col(p.email) == "")
    )
    return list(work.connection.execute(query.order_by(col(p.staff_number))).scalars())


def in_too_few_days(work: Work) -> list[str]:
    """Staff numbers of people in post who work more than the days hold that are stored for them, by number."""
    p = t.Person
    query = select(col(p.staff_number), col(p.works), col(p.percent)).where(in_post(work.today))
    rows = work.connection.execute(query.order_by(col(p.staff_number)))
    return [number for number, works, percent in rows if is_too_much(works, percent)]


def unallocated(work: Work, *, before: bool) -> list[str]:
    """References of open cases that nobody holds; ``before``: those that somebody held, who left or whose time with
    it ended, else those that nobody ever did."""
    c, a = t.Case, t.Allocation
    held = select(col(a.case_id)).where(allocated(work.today))
    ever = select(col(a.case_id)).where(col(a.since) <= work.today)
    which = col(c.id).in_(ever) if before else col(c.id).not_in(ever)
    query = select(col(c.reference)).where(case_open(work.today), col(c.id).not_in(held), which)
    return list(work.connection.execute(query.order_by(col(c.reference))).scalars())


def cases_without_rule(work: Work) -> list[tuple[str, str, str]]:
    """References of open cases for which the policy has no rule about how often they are discussed, each with its
    service and categories."""
    return _cases(work, _has_no_rule(Duty.DISCUSS))


def cases_without_interval(work: Work) -> list[tuple[str, str, str]]:
    """Of open cases whose day hangs on how often their plan is reviewed, which nobody said."""
    return _cases(work, and_(_waits_for_interval(), col(t.Case.plan_every_months).is_(None)))


def cases_beyond_interval(work: Work) -> list[tuple[str, str, str]]:
    """The same, of which somebody said it, and less often than the policy lets."""
    return _cases(work, and_(_waits_for_interval(), col(t.Case.plan_every_months).is_not(None)))


def _waits_for_interval() -> ColumnElement[bool]:
    o = t.ObligationRow
    return and_(still_owed(), col(o.waiting_for) == Waiting.PLAN_INTERVAL, col(o.due).is_(None))


def _cases(work: Work, which: ColumnElement[bool]) -> list[tuple[str, str, str]]:
    o, c = t.ObligationRow, t.Case
    query = (
        select(col(c.reference), col(c.service), col(c.categories))
        .join(o.__table__, col(o.subject_id) == col(c.id))
        .where(case_open(work.today), which, col(o.subject_kind) == SubjectKind.CASE)
        .order_by(col(c.reference))
    )
    rows = (tuple(row) for row in work.connection.execute(query))
    return [(reference, service, kinds or "") for reference, service, kinds in dict.fromkeys(rows)]


def has_policy_owner(work: Work) -> bool:
    query = select(col(t.Person.id)).where(col(t.Person.policy_owner), in_post(work.today)).limit(1)
    return work.connection.execute(query).first() is not None


def unopened(work: Work) -> list[str]:
    """Tables whose oldest or newest words no key among the settings opens; the words themselves go nowhere."""
    return [table.name for table, column in sealed_columns() if not _opens(work, table, column)]


def sealed_columns() -> Iterator[tuple[Table, Column[bytes]]]:
    """Every column that holds people's words, with its table."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if column.name.startswith("sealed_") and isinstance(column.type, LargeBinary):
                yield table, column


def _opens(work: Work, table: Table, column: Column[bytes]) -> bool:
    there = select(column).where(column.is_not(None)).limit(1)
    ends = [there.order_by(by).subquery() for by in (table.c.id, table.c.id.desc())]
    try:
        for sealed in work.connection.execute(union_all(*(select(end) for end in ends))).scalars():
            work.cipher.open(sealed)
    except UnreadableError:
        return False
    return True


def drifted(work: Work) -> Iterator[tuple[int, list[Drift]]]:
    """By batch: how many subjects were looked at, and where what is stored isn't what an assessment of today says.

    What is marked to be assessed again is left out: nobody reads it before it is."""
    marked = set(due_subjects(work, 10_000_000))
    batch = every_subject(work)
    while batch:
        yield len(batch), list(drift(work, [s for s in batch if s not in marked]))
        batch = every_subject(work, batch[-1])


def marked(work: Work) -> int:
    """Subjects that wait to be assessed."""
    s = t.SubjectRow
    query = select(func.count()).where(col(s.reassess_at).is_not(None), col(s.reassess_at) <= work.now)
    return work.connection.execute(query).scalar_one()


def of_unknown_length(work: Work) -> int:
    """How many sessions held since the bot began nobody said how long they lasted."""
    s = t.Session
    query = select(func.count()).select_from(s.__table__)
    held = query.where(col(s.state) == SessionState.HELD, col(s.minutes).is_(None), col(s.held_on) >= BEGAN)
    return int(work.connection.execute(held).scalar_one())


def references(work: Work) -> dict[int, str]:
    """Of every case that is stored, by its id."""
    c = t.Case
    rows = work.connection.execute(select(col(c.id), col(c.reference)).order_by(col(c.id)))
    return {row.id: row.reference for row in rows}


def ids_of_cases(work: Work, named: Collection[str]) -> dict[str, int]:
    """By their references, exactly as they are stored."""
    c = t.Case
    rows = work.connection.execute(
        select(col(c.reference), col(c.id)).where(col(c.reference).in_(list(named)))
    )
    return {row.reference: row.id for row in rows}
