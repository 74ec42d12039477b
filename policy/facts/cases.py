"""Cases as assessment reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from policy.facts.people import PersonFacts
from policy.facts.subjects import Subject, SubjectKind
from policy.periods import Period


class AllocationFact(NamedTuple):
    id: int
    since: date


class DiscussionFact(NamedTuple):
    """A case within a held session. ``full`` is false where it was only acknowledged; ``by_worker`` and
    ``by_manager``: which of the two said so; ``worker_on`` and ``manager_on``: when, where it was after the session.
    Without a ``session_id``: the case system says when, and no more."""

    id: int
    session_id: int | None
    on: date
    full: bool = True
    plan_reviewed: bool = False
    by_worker: bool = True
    by_manager: bool = True
    worker_on: date | None = None
    manager_on: date | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A manager's recorded decision that one case is discussed more or less often; who and why is kept.

    Less often: ``granted_by`` is the role of whoever granted it, or 'supervisor' where that is the case's own;
    ``recorded_on`` the day on which the supervisor confirmed that it is on the supervision record."""

    id: int
    every: Period
    since: date
    until: date | None = None
    less_often: bool = False
    granted_by: str | None = None
    recorded_on: date | None = None


class EventFact(NamedTuple):
    """Something dated that a rule may name: a safeguarding concern, the next review (a day to come). ``until``: the
    last day of what lasts. ``known_on``: when the bot learnt of it; ``raised_on``: when it was put on an agenda."""

    id: int
    what: str
    on: date
    until: date | None = None
    known_on: date | None = None
    raised_on: date | None = None


class DecisionFact(NamedTuple):
    """A decision made outside supervision, by whom and when; never what. ``kind``: informal, in_absence, one_to_one."""

    id: int
    kind: str
    made_on: date
    made_by: int
    recorded_on: date | None = None


class WorkerSession(NamedTuple):
    """A session of the case's worker that day, held (or booked for ``on``) while the case was open and theirs.
    ``said_on``: when it was said that it was held; ``holder_id``: by whom."""

    session_id: int
    on: date
    held: bool = True
    worker_id: int | None = None
    said_on: date | None = None
    holder_id: int | None = None


@dataclass(frozen=True, slots=True)
class CaseHolder:
    """Whose a case was: ``until``, the last day of it, is None while it goes on. ``worker``: what is known of them,
    where something is asked at every session."""

    allocation_id: int
    since: date
    until: date | None
    worker_id: int
    role: str
    worker: PersonFacts | None = None


class CategoriesUntil(NamedTuple):
    """What a case was up to a day, that day included."""

    id: int
    until: date
    service: str
    categories: frozenset[str]


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """``first_allocated`` starts the clock of a case never discussed, whoever holds it now (``worker_id``).
    ``plan_every_months``: how often the plan is reviewed, where the case system says so. ``sessions``: those of the
    worker that acknowledging and "at every session" read, held ones and the next one booked. ``worker``: what is known
    of the worker, where something is asked at every session: when the next one is due. ``holders``: whose it was, in
    their order; ``worker_until``: the last day of whoever held it last, where nobody does. ``earlier``: what it was
    before it was what it is, in its order. ``bot_started``: a window that was closed before that day is history."""

    case_id: int
    service: str
    categories: frozenset[str]
    first_allocated: AllocationFact | None
    worker_id: int | None = None
    closed_on: date | None = None
    plan_every_months: int | None = None
    discussions: tuple[DiscussionFact, ...] = ()
    intervals: tuple[Interval, ...] = ()
    worker_role: str = ""
    events: tuple[EventFact, ...] = ()
    sessions: tuple[WorkerSession, ...] = ()
    decisions: tuple[DecisionFact, ...] = ()
    worker: PersonFacts | None = None
    holders: tuple[CaseHolder, ...] = ()
    worker_until: date | None = None
    earlier: tuple[CategoriesUntil, ...] = ()
    bot_started: date = date.min

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind.CASE, self.case_id)
