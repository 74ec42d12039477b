"""What the duties share: one assessment under way, and what every obligation of one rule has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from policy.calendar import WorkingCalendar
from policy.clocks import Deadline, Start, no_deadline, within
from policy.facts import FactRef, Subject
from policy.obligations import Key, Obligation, State, Step, Waiting
from policy.ruleset import Row, Rule, RuleSet

Link = tuple[FactRef, Start]


@dataclass(slots=True)
class Work:
    """One assessment under way: what it reads, and what it has found so far."""

    rules: RuleSet
    calendar: WorkingCalendar
    on: date
    found: list[Obligation] = field(default_factory=list)
    changes: list[date] = field(default_factory=list)

    def about(
        self, rule: Rule, subject: Subject, worker_id: int | None, holder_id: int | None = None
    ) -> About:
        """What the obligations of a rule about a subject share, by the rule set's version."""
        return About(self.rules.version, rule, subject, worker_id, holder_id)

    def changes_on(self, day: date) -> None:
        """Without any new fact the answer may differ from this day."""
        if day > self.on:
            self.changes.append(day)

    def changes_after(self, day: date) -> None:
        """Without any new fact the answer may differ once this day is over."""
        self.changes_on(day + timedelta(days=1))

    def within(
        self, rule: Rule, row: Row, start: Start, events: Mapping[str, date] | None = None
    ) -> Deadline:
        """The row's ``within`` after the start; without one, no deadline. ``events``: the days a rule may name."""
        if row.within is None:
            return no_deadline(rule, row, start)
        return within(self.calendar, rule, row, start, row.within, events or {})


@dataclass(frozen=True, slots=True)
class About:
    """What every obligation of one duty about one subject shares."""

    version: str
    rule: Rule
    subject: Subject
    worker_id: int | None
    holder_id: int | None

    def open(self, fact: FactRef, started: date, deadline: Deadline) -> Obligation:
        return Obligation(
            key=Key(self.rule.key, self.subject, fact),
            rule=deadline.rule.id,
            answers=deadline.rule.answers,
            state=State.RUNNING if deadline.due else State.WAITING,
            started=started,
            due=deadline.due,
            target=deadline.target,
            waiting_for=deadline.waiting,
            worker_id=self.worker_id,
            holder_id=self.holder_id,
            derivation=deadline.steps,
            version=self.version,
        )

    def met(self, fact: FactRef, started: date, by: FactRef, on: date | None) -> Obligation:
        return Obligation(
            key=Key(self.rule.key, self.subject, fact),
            rule=self.rule.id,
            answers=self.rule.answers,
            state=State.MET,
            started=started,
            met_by=by,
            met_on=on,
            worker_id=self.worker_id,
            holder_id=self.holder_id,
            version=self.version,
        )

    def links(
        self, chain: Sequence[Link], asked: Callable[[Start], bool] = lambda _: True
    ) -> Iterator[Obligation]:
        """Every start of a recurring duty but the last was met by the next one."""
        for (fact, start), (met_by, met) in pairwise(chain):
            if asked(start):
                yield self.met(fact, start.on, met_by, met.on)


def strictest(deadlines: Sequence[Deadline]) -> Deadline:
    """The one of several that hold at once: an open question before any date, then the earliest day (the
    first written where days are equal), nothing to ask last. The derivation names what was later."""
    asking = [d for d in deadlines if d.due is None and d.waiting not in _NO_QUESTION]
    dated = sorted((d for d in deadlines if d.due), key=lambda d: d.due or date.max)
    first, *rest = asking or dated or deadlines
    longer = tuple(later(d) for d in rest if d.due)
    return replace(first, steps=(*first.steps, *longer)) if longer else first


#: No date, and nothing that anybody is to be asked: another rule's date holds.
_NO_QUESTION = (Waiting.NO_DEADLINE, Waiting.NEXT_SESSION, Waiting.EVENT, Waiting.TERM)


def later(deadline: Deadline) -> Step:
    rule = deadline.rule
    return Step("later", amount=deadline.amount, rule=rule.id, clause=rule.clause, result=deadline.due)


def one_per_key(found: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """Where two rules ask the same of the same fact, the stricter: open before met, then the earlier day."""
    kept: dict[Key, Obligation] = {}
    for obligation in found:
        other = kept.get(obligation.key)
        if other is None or _strictness(obligation) < _strictness(other):
            kept[obligation.key] = obligation
    return tuple(kept.values())


def _strictness(obligation: Obligation) -> tuple[bool, bool, date]:
    undated = obligation.waiting_for in _NO_QUESTION
    return not obligation.is_open, undated, obligation.due or (date.max if undated else date.min)
