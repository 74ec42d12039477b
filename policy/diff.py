"""What another rule set would change for the same facts: decide before you switch. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from policy.calendar import WorkingCalendar
from policy.facts import Facts, PersonFacts, SubjectKind
from policy.obligations import Obligation
from policy.ruleset import Duty
from policy.versions import RuleBook

#: Shown of each kind of change; the rest are counted.
SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class DutyChange:
    """One duty about one subject, before and after: None where it isn't asked, or has no day."""

    duty: str
    kind: SubjectKind
    subject_id: int
    before: date | None
    after: date | None


@dataclass(slots=True)
class Difference:
    """``sessions``: so many more (or fewer) supervision sessions a week; ``rates`` the same by supervisee
    and ``leads`` by supervisor, where it is not nothing."""

    looked_at: int = 0
    same: int = 0
    earlier: list[DutyChange] = field(default_factory=list)
    later: list[DutyChange] = field(default_factory=list)
    gained: list[DutyChange] = field(default_factory=list)
    lost: list[DutyChange] = field(default_factory=list)
    sessions: float = 0.0
    rates: dict[int, float] = field(default_factory=dict)
    leads: dict[int, float] = field(default_factory=dict)


def following(old: RuleBook, new: RuleBook) -> list[RuleBook]:
    """The old versions and the new one that follows them, then the one after that too, and so on; none where the new
    ones can only replace the old."""
    books, versions = [], old.versions
    for version in new.versions:
        if version in versions:
            continue
        versions = (*versions, version)
        try:
            books.append(RuleBook(versions))
        except ValueError:
            return []
        if books[-1].latest is not version:
            return []
    return books


def compare(
    old: RuleBook,
    new: RuleBook,
    calendars: tuple[WorkingCalendar, WorkingCalendar],
    facts: Iterable[Facts],
    on: date,
) -> Difference:
    """Both on the same facts as of one day. Obligations are matched by duty and subject, since what starts
    a clock may differ (a month, a session)."""
    found = Difference()
    for one in facts:
        found.looked_at += 1
        before = old.assess(calendars[0], one, on).obligations
        after = new.assess(calendars[1], one, on).obligations
        _moves(found, before, after)
        if isinstance(one, PersonFacts):
            _sessions(found, one, before, after)
    return found


def _open(obligations: Iterable[Obligation]) -> dict[tuple[str, SubjectKind, int, str], Obligation]:
    """By duty and subject; records and notes of one session apart."""
    return {
        (o.key.duty, o.key.subject.kind, o.key.subject.id, _apart(o)): o for o in obligations if o.is_open
    }


def _apart(obligation: Obligation) -> str:
    recurring = obligation.key.kind_of_duty in (
        Duty.DISCUSS,
        Duty.REVIEW_PLAN,
        Duty.SUPERVISE,
        Duty.MILESTONE,
    )
    return "" if recurring else str(obligation.key.fact)


def _moves(found: Difference, before: Iterable[Obligation], after: Iterable[Obligation]) -> None:
    one, other = _open(before), _open(after)
    for key in one.keys() | other.keys():
        was, now = one.get(key), other.get(key)
        change = DutyChange(key[0], key[1], key[2], was.due if was else None, now.due if now else None)
        _kind(found, change, was is None, now is None)


def _kind(found: Difference, change: DutyChange, gained: bool, lost: bool) -> None:
    if gained or lost:
        (found.gained if gained else found.lost).append(change)
    elif change.before == change.after:
        found.same += 1
    else:
        sooner = (change.after or date.max) < (change.before or date.max)
        (found.earlier if sooner else found.later).append(change)


def _sessions(
    found: Difference, person: PersonFacts, before: Iterable[Obligation], after: Iterable[Obligation]
) -> None:
    more = _a_week(after) - _a_week(before)
    if abs(more) < 0.001:
        return
    found.sessions += more
    found.rates[person.person_id] = more
    line = [r for r in person.relationships if not r.professional and r.until is None]
    for pair in line[-1:]:
        found.leads[pair.supervisor_id] = found.leads.get(pair.supervisor_id, 0.0) + more


def _a_week(obligations: Iterable[Obligation]) -> float:
    """How many sessions of supervision a week the open duties ask for, from the start of each to its day."""
    spans = [
        (o.due - o.started).days + (1 if o.key.fact.kind in ("month", "quarter", "year", "term") else 0)
        for o in obligations
        if o.is_open and o.due and o.key.kind_of_duty == Duty.SUPERVISE
    ]
    return sum(7 / days for days in spans if days > 0)
