"""Keeps the obligations in step with the facts: assesses, compares keys, writes what differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, and_, bindparam, delete, or_, select
from sqlalchemy.engine import Row as SqlRow
from sqlmodel import col

from policy.facts import Facts, Subject, SubjectKind, ids_by_kind
from policy.nudges import FirstPlanned, Given, plan
from policy.obligations import (
    OPEN,
    Assessment,
    Key,
    Obligation,
    State,
    Withdrawal,
    is_overdue,
)
from policy.ruleset import Duty
from storage import born_late, bulk, outbox, weekly_sent
from storage import tables as t
from storage.conditions import NOW, of_milestones, of_supervision, stands
from storage.derivations import steps_to_json
from storage.facts import load
from storage.facts.readers import with_cases
from storage.facts.to_come import changes_to_come
from storage.listed import one_of
from storage.obligation_rows import CHANGES, CHANGING, ENDS, OPENS, columns, key_of
from storage.states import MessageState, NudgeEnd
from storage.work import AT_ONCE, Work, bump, on_each_database

Item = TypeVar("Item")

_SUBJECT: Final = t.SubjectRow.__table__


def settle(work: Work, subjects: Iterable[Subject]) -> None:
    """Assesses the touched subjects; beyond AT_ONCE they are marked, and the clock drains them."""
    touched = set(subjects)
    wanted = sorted(with_cases(work, touched))
    further = [s for s in wanted if s not in touched]
    if further:
        bump(work, further)
    if len(wanted) > AT_ONCE:
        mark(work, wanted)
        return
    reassess(work, wanted)


def settle_so_far(work: Work) -> None:
    """The same, before the end, of all that was touched until now: for an answer that names what falls due."""
    settle(work, set(work.touched))


def mark(work: Work, subjects: Sequence[Subject]) -> None:
    _set_reassess_at(work, [_to_reassess(s, work.now) for s in subjects])


def bump_and_mark(work: Work, subjects: Sequence[Subject]) -> None:
    """Locks subjects whose facts change, and leaves it to the clock to assess them."""
    rows = [_to_reassess(s, work.now) for s in subjects]
    bulk.execute_many(work.connection, _BUMP_AND_MARK[work.database], rows)


def _marks(**also: Any) -> dict[str, Any]:
    return on_each_database(
        lambda own: (statement := own(_SUBJECT)).on_conflict_do_update(
            index_elements=["kind", "ref_id"],
            set_={"reassess_at": statement.excluded["reassess_at"], **also},
        )
    )


MARK: Final = _marks()
_BUMP_AND_MARK: Final = _marks(revision=_SUBJECT.c.revision + 1)


def due_subjects(work: Work, limit: int = AT_ONCE) -> list[Subject]:
    """So many subjects whose stored answer may no longer hold, those longest due, in their own order."""
    rows = work.connection.execute(_DUE, {"now": work.now, "most": limit})
    return sorted(Subject(SubjectKind(r.kind), r.ref_id) for r in rows)


_DUE: Final = (
    select(_SUBJECT.c.kind, _SUBJECT.c.ref_id)
    .where(
        _SUBJECT.c.reassess_at.is_not(None),
        _SUBJECT.c.reassess_at <= NOW,
    )
    .order_by(_SUBJECT.c.reassess_at)
    .limit(bindparam("most"))
)


def reassess(work: Work, subjects: Sequence[Subject]) -> None:
    """Brings the stored obligations of these subjects up to date with their facts, as of the work's moment."""
    if not subjects:
        return
    found = read(work, subjects)
    keep(work, subjects, found, assessed(work, found.facts))


@dataclass(frozen=True, slots=True)
class AssessmentInput:
    """What re-assessing some subjects reads: their facts, their open obligations, and the first day on which a fact
    of theirs begins or ends."""

    facts: Sequence[Facts]
    stored: Mapping[Subject, dict[Key, SqlRow[Any]]]
    boundaries: Mapping[Subject, date]


def read(work: Work, subjects: Sequence[Subject]) -> AssessmentInput:
    return AssessmentInput(
        list(load(work, subjects)), stored_rows(work, subjects), changes_to_come(work, subjects)
    )


def assessed(work: Work, facts: Iterable[Facts]) -> dict[Subject, Assessment]:
    """What an assessment of today says. Asks the database nothing."""
    return {f.subject: work.config.versions.assess(work.calendar, f, work.today) for f in facts}


def keep(
    work: Work, subjects: Sequence[Subject], found: AssessmentInput, fresh: Mapping[Subject, Assessment]
) -> None:
    """Writes what differs between the open obligations found and a fresh assessment."""
    changes = _Changes()
    for subject in subjects:
        _compare(work, found.stored.get(subject, {}), fresh.get(subject, Assessment(())), changes)
    _write(work, changes)
    shown_again = [s for s in subjects if s.kind in (SubjectKind.SESSION, SubjectKind.ABSENCE)]
    for some in batched(shown_again, 100):
        outbox.refresh(work, some)
    _schedule(work, subjects, fresh, found.boundaries)


def stored_rows(work: Work, subjects: Sequence[Subject]) -> dict[Subject, dict[Key, SqlRow[Any]]]:
    found: dict[Subject, dict[Key, SqlRow[Any]]] = defaultdict(dict)
    for kind, ids in ids_by_kind(subjects).items():
        for row in work.connection.execute(_STORED, {"kind": str(kind), "ids": ids}):
            key = key_of(row)
            found[key.subject][key] = row
    return found


def _stays_missed() -> ColumnElement[bool]:
    """What was missed before the facts begin that are known: no assessment gives it any more."""
    o, s = t.ObligationRow, t.SubjectRow
    subject = and_(col(s.kind) == col(o.subject_kind), col(s.ref_id) == col(o.subject_id))
    sessions = and_(of_supervision(), col(s.known_from) > col(o.due))
    milestones = and_(of_milestones(), col(s.milestones_from) > col(o.due))
    deleted = select(col(s.ref_id)).where(subject, or_(sessions, milestones)).exists()
    return and_(col(o.state) == State.MISSED, deleted)


_STORED: Final = select(t.ObligationRow.__table__).where(
    col(t.ObligationRow.subject_kind) == bindparam("kind"),
    one_of(col(t.ObligationRow.subject_id)),
    stands(),
    ~_stays_missed(),
)


@dataclass(frozen=True, slots=True)
class _Changed:
    """An open obligation that a fresh assessment gives otherwise than its row has it; ``values``: its columns now."""

    row: SqlRow[Any]
    fresh: Obligation
    values: dict[str, Any]


class _Changes:
    """What differs between the stored obligations and the fresh ones. ``closed``: rows of what was open and is
    missed; ``late``: of what is over or moved the rows that were late, or had no day."""

    def __init__(self) -> None:
        self.opened: list[Obligation] = []
        self.changed: list[_Changed] = []
        self.ended: list[dict[str, Any]] = []
        self.closed: list[int] = []
        self.late: list[int] = []


def _compare(work: Work, stored: dict[Key, SqlRow[Any]], fresh: Assessment, changes: _Changes) -> None:
    left = dict(stored)
    for obligation in fresh.standing:
        row = left.pop(obligation.key, None)
        if obligation.state is State.MET:
            changes.ended += [_met(work, row, obligation)] if row else []
            changes.late += _late(work, row)
        elif row is None or (row.state in OPEN) != obligation.is_open:
            changes.opened.append(obligation)
            changes.closed += [row.id] if row else []
            changes.late += _late(work, row)
        elif differs(row, values := columns(obligation)):
            changes.changed.append(_Changed(row, obligation, values))
            changes.late += _late(work, row) if row.due != obligation.due else []
    met = {o.key: o for o in fresh.obligations if o.state is State.MET} if left else {}
    changes.ended += (_met(work, row, met[k]) if k in met else _withdrawn(row) for k, row in left.items())
    changes.late += (i for row in left.values() for i in _late(work, row))


def _late(work: Work, row: SqlRow[Any] | None) -> list[int]:
    counts = row is not None and row.state in OPEN and (row.due is None or is_overdue(row.due, work.today))
    return [row.id] if row and counts else []


def _met(work: Work, row: SqlRow[Any], obligation: Obligation) -> dict[str, Any]:
    """Attended to at once: what was missed and is met after all, since whoever was told is told; and what silence
    met, since whoever was silent is. By when a discussion was due on the day on which it took place may be another day
    than now."""
    then = obligation.due if obligation.key.kind_of_duty == Duty.DISCUSS else None
    tells = row.state == State.MISSED or (obligation.met_by and obligation.met_by.kind == "silence")
    return {
        "b_id": row.id,
        "state": State.MET,
        "met_by": str(obligation.met_by),
        "met_on": obligation.met_on,
        "due": then or row.due,
        "ended_because": None,
        "next_attention": work.now if tells else None,
    }


def _withdrawn(row: SqlRow[Any]) -> dict[str, Any]:
    return {
        "b_id": row.id,
        "state": State.WITHDRAWN,
        "met_by": None,
        "met_on": None,
        "due": row.due,
        "ended_because": str(Withdrawal.NO_LONGER_ASKED),
        "next_attention": None,
    }


def differs(row: SqlRow[Any], fresh: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in fresh.items())


def _write(work: Work, changes: _Changes) -> None:
    if changes.opened:
        _open(work, changes.opened)
    if changes.changed:
        _change(work, changes.changed)
    if changes.ended:
        _end(work, changes.ended)
    moved = [one.row.id for one in changes.changed if _is_shown_again(one)]
    gone = [change["b_id"] for change in changes.ended]
    for some in batched([*moved, *gone, *changes.closed], 200):
        outbox.refresh(work, (), some)
    for some in batched(changes.late, 200):
        weekly_sent.show_latest(work, some)


def _is_shown_again(one: _Changed) -> bool:
    """What was sent of it says another day, or names somebody else."""
    return one.row.due != one.fresh.due or not born_late.is_same_persons(one.row, one.fresh)


def _open(work: Work, opened: list[Obligation]) -> None:
    """Inserts; a key that was ended and is asked again (an outcome corrected) opens the row it had, and one that was
    open is closed."""
    first = FirstPlanned(work.rules, work.calendar)
    owed = [born_late.opened(work, o) for o in opened]
    rows = [{**columns(o), "known_on": o.known_on, "next_attention": first.at(o)} for o in owed]
    bulk.execute_many(work.connection, OPENS[work.database], rows)


def _change(work: Work, changed: Sequence[_Changed]) -> None:
    """The same key keeps its nudges: sent ones stay sent, and those of a date that moved are given again for the new
    one; unsent ones are planned again where it did, or the matter became somebody else's. A moved date is logged."""
    for some in batched([one.row.id for one in changed if _moved(one.row, one.fresh)], 200):
        drop_unsent(work, some)
    for one in changed:
        if one.row.due != one.fresh.due:
            _log_moved(work, one)
    owed = {one.row.id: born_late.changed(work, one.row, one.fresh) for one in changed}
    given = given_steps(work, owed)
    rows = [_changed_row(work, one, owed[one.row.id], given[one.row.id]) for one in changed]
    bulk.execute_many(work.connection, CHANGES, rows)


def _moved(row: SqlRow[Any], o: Obligation) -> bool:
    """Whether what was planned of it no longer fits: its day, or whose it is."""
    same = born_late.is_same_persons(row, o)
    return (row.due, row.ready_at) != (o.due, o.not_before) or not same


def _changed_row(work: Work, one: _Changed, owed: Obligation, given: Given) -> dict[str, Any]:
    planned = plan(work.rules, work.calendar, owed)
    at = next((p.at for p in planned if not p.is_given(given)), None)
    values = {**one.values, "known_on": owed.known_on, "next_attention": at}
    return {"b_id": one.row.id, **{f"b_{name}": values[name] for name in CHANGING}}


def _log_moved(work: Work, one: _Changed) -> None:
    row, due = one.row, one.fresh.due
    before = {"due": row.due.isoformat() if row.due else None, "derivation": steps_to_json(row.derivation)}
    after = {"due": due.isoformat() if due else None, "derivation": steps_to_json(one.fresh.derivation)}
    work.log("obligation.moved", one.fresh.key.subject, duty=row.duty, before=before, after=after)


def given_steps(work: Work, owed: Mapping[int, Obligation]) -> dict[int, set[tuple[str, date | None]]]:
    """By obligation: the steps that were sent, wait to be, or need no telling, since a later one overtook them, each
    with the due day it was for. Another that was dropped unsent is planned again; so is what was told before it became
    somebody else's to do."""
    found = defaultdict[int, set[tuple[str, date | None]]](set)
    for some in batched(list(owed), 500):
        for row in work.connection.execute(_GIVEN, {"obligations": some}):
            if row.due is None or work.calendar.day_of(row.planned_at) >= (
                owed[row.obligation_id].known_on or date.min
            ):
                found[row.obligation_id].add((row.step, row.due))
    return found


_N: Final = t.Nudge.__table__.c
_GIVEN: Final = select(_N.obligation_id, _N.step, _N.due, _N.planned_at).where(
    one_of(_N.obligation_id, "obligations"),
    or_(
        _N.dropped.is_(None),
        _N.sent_at.is_not(None),
        _N.kind == "skipped",
        _N.dropped == NudgeEnd.OVERTAKEN,
    ),
)


def _end(work: Work, ended: list[dict[str, Any]]) -> None:
    bulk.execute_many(work.connection, ENDS, ended)


def drop_unsent(work: Work, obligation_ids: Sequence[int]) -> None:
    """Nudges of which nothing can have arrived are forgotten, and steps that a later one overtook: the new date plans
    its own. What the clock did stays done."""
    n, m = t.Nudge, t.OutboxMessage
    untried = select(col(m.id)).where(
        col(m.id) == col(n.message_id), col(m.state) == MessageState.PENDING, col(m.attempts) == 0
    )
    unsent = and_(col(n.sent_at).is_(None), col(n.dropped).is_(None), untried.exists())
    statement = delete(n).where(
        col(n.obligation_id).in_(obligation_ids), or_(unsent, col(n.dropped) == NudgeEnd.OVERTAKEN)
    )
    work.connection.execute(statement)


def batched(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Slices of at most ``size``."""
    return (items[i : i + size] for i in range(0, len(items), size))


def _schedule(
    work: Work,
    subjects: Sequence[Subject],
    fresh: Mapping[Subject, Assessment],
    boundaries: Mapping[Subject, date],
) -> None:
    """``reassess_at``: the midnight at which the answer stops holding, by the rules or by a fact that begins or ends
    on a day to come, or the instant before it at which a session begins or ends. Always to come, so that a tick
    ends."""
    rows = []
    for subject in subjects:
        answer = fresh.get(subject, Assessment(()))
        until = [d for d in (answer.holds_until, boundaries.get(subject)) if d]
        at = [work.calendar.start_of(max(min(until), work.today + timedelta(days=1)))] if until else []
        at += [answer.holds_before] if answer.holds_before else []
        rows.append(_to_reassess(subject, min(at, default=None)))
    _set_reassess_at(work, rows)


def _to_reassess(subject: Subject, at: datetime | None) -> dict[str, Any]:
    """A subject's row as it is first stored; where there is one, a statement says what of it is renewed."""
    return {"kind": str(subject.kind), "ref_id": subject.id, "revision": 1, "reassess_at": at}


def _set_reassess_at(work: Work, rows: Sequence[dict[str, Any]]) -> None:
    bulk.execute_many(work.connection, MARK[work.database], rows)


def reassess_later(work: Work, subject: Subject, at: datetime) -> None:
    """What could not be assessed is tried again then."""
    _set_reassess_at(work, [_to_reassess(subject, at)])
