"""What the duties share: one assessment under way, and what every obligation of one rule has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from policy.calendar import WorkingCalendar
from policy.deadlines import Deadline, Start, add, no_deadline, within
from policy.facts import FactRef, Subject
from policy.obligations import Explanation, Key, Obligation, State, Step, Waiting, Withdrawal
from policy.ruleset import Row, Rule, RuleSet, Standing, Uplift

Link = tuple[FactRef, Start]


@dataclass(slots=True)
class Assessing:
    """One assessment under way: what it reads, and what it has found so far. ``links``: give the earlier times of what
    recurs; ``stood``: how somebody stood on a day. ``since``: a window that began before that day isn't for these rules
    to ask; ``passed_over``: there was one."""

    rules: RuleSet
    calendar: WorkingCalendar
    on: date
    since: date = date.min
    found: list[Obligation] = field(default_factory=list)
    links: list[Callable[[], Iterable[Obligation]]] = field(default_factory=list)
    stood: dict[tuple[int, date], Standing] = field(default_factory=dict)
    passed_over: bool = False
    changes: list[date] = field(default_factory=list)
    instants: list[datetime] = field(default_factory=list)

    def as_of(self, day: date) -> Assessing:
        """An assessment of another day, which finds for itself."""
        return replace(self, on=day, found=[], links=[], changes=[], instants=[])

    def about(
        self, rule: Rule, subject: Subject, worker_id: int | None, holder_id: int | None = None
    ) -> DutyContext:
        """What the obligations of a rule about a subject share, by the rule set's version."""
        return DutyContext(self.rules.version, rule, subject, worker_id, holder_id)

    def is_ours(self, began: date) -> bool:
        """Whether a window that began on a day is for these rules to ask."""
        ours = began >= self.since
        self.passed_over |= not ours
        return ours

    def changes_on(self, day: date) -> None:
        """Without any new fact the answer may differ from this day."""
        if day > self.on:
            self.changes.append(day)

    def changes_after(self, day: date) -> None:
        """Without any new fact the answer may differ once this day is over."""
        self.changes_on(day + timedelta(days=1))

    def changes_at(self, instant: datetime) -> None:
        """Without any new fact the answer differs from this instant (UTC), which is to come."""
        self.instants.append(instant)

    def asked_from(self, said: date | None, began: date) -> datetime | None:
        """What is said days later is answered from then on; the limit counts as it did."""
        return self.calendar.start_of(said) if said and said > began else None

    def within(
        self, rule: Rule, row: Row, start: Start, events: Mapping[str, date] | None = None
    ) -> Deadline:
        """The row's ``within`` after the start; without one, no deadline. ``events``: the days a rule may name."""
        if row.within is None:
            return no_deadline(rule, row, start)
        return within(self.calendar, rule, row, start, row.within, events or {})


class DutyContext(NamedTuple):
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

    def open_by(self, deadline: Deadline) -> Obligation:
        """The window at whose end a deadline is."""
        assert deadline.window
        return self.open(deadline.window.fact, deadline.window.first, deadline)

    def met(
        self, fact: FactRef, started: date, by: FactRef, on: date | None, due: date | None = None
    ) -> Obligation:
        """``due``: by when it was, where that can still be told."""
        return Obligation(
            key=Key(self.rule.key, self.subject, fact),
            rule=self.rule.id,
            answers=self.rule.answers,
            state=State.MET,
            started=started,
            due=due,
            met_by=by,
            met_on=on,
            worker_id=self.worker_id,
            holder_id=self.holder_id,
            version=self.version,
        )

    def open_or_met(
        self, fact: FactRef, started: date, deadline: Deadline, by: FactRef, on: date | None
    ) -> Obligation:
        """Met where it was done, on a day; open until then."""
        return self.met(fact, started, by, on, deadline.due) if on else self.open(fact, started, deadline)

    def missed(self, fact: FactRef, started: date, deadline: Deadline, why: Explanation) -> Obligation:
        """Its window closed without it."""
        return self.open(fact, started, deadline)._replace(state=State.MISSED, ended=why)

    def before_bot(self, fact: FactRef, started: date, deadline: Deadline) -> Obligation:
        """It was past when the council began to use the bot: that is said, and it isn't asked."""
        ended = Withdrawal.BEFORE_BOT
        return self.open(fact, started, deadline)._replace(state=State.WITHDRAWN, ended=ended)

    def links(
        self, chain: Iterable[Link], due: Callable[[Start], date | None] = lambda _: None
    ) -> Iterator[Obligation]:
        """Every start of a recurring duty but the last was met by the next one. ``due``: by when that was asked."""
        for (fact, start), (met_by, met) in pairwise(chain):
            yield self.met(fact, start.on, met_by, met.on, due(start))


def strictest(deadlines: Sequence[Deadline]) -> Deadline:
    """The one of several that hold at once: the earliest day (the first written where days are equal), then what waits
    for something, nothing to ask last. The derivation names the others: each day that was later, and what waits. A
    question that somebody is to answer stands beside the day: it may turn out to be sooner."""
    if len(deadlines) == 1:
        return deadlines[0]
    first, *rest = sorted(deadlines, key=lambda d: _order(d.due, d.waiting))
    others = tuple(step for d in rest for step in beside(d.steps, d.due, d.waiting, d.amount))
    asked = first.waiting or next((d.waiting for d in rest if d.waiting in _QUESTIONS), None)
    return first._replace(steps=(*first.steps, *others), waiting=asked) if others else first


def _order(due: date | None, waiting: Waiting | None) -> tuple[date, bool]:
    return due or date.max, waiting in _NOTHING_TO_COME


#: What somebody is to be asked, whatever another rule says.
_QUESTIONS: Final = (Waiting.PLAN_INTERVAL,)
#: No date, and none to come.
_NOTHING_TO_COME: Final = (Waiting.NO_DEADLINE, Waiting.NO_RULE)


def beside(
    steps: Sequence[Step], due: date | None, waiting: Waiting | None, amount: str | None = None
) -> Iterator[Step]:
    """What a clock that doesn't hold adds to the derivation of the one that does: its day, or what it waits for."""
    if due:
        given = next(s for s in reversed(steps) if s.result == due)
        yield given._replace(
            op="later", fact=None, on=None, amount=amount or given.amount, interpretation=None
        )
    elif waiting and waiting not in _NOTHING_TO_COME:
        said = next((s for s in reversed(steps) if s.rule), steps[-1])
        yield Step("waits", fact=str(waiting), rule=said.rule, clause=said.clause)


def uplifted(
    work: Assessing, rule: Rule, row: Row, uplift: Uplift, happened: Sequence[tuple[str, date]], start: Start
) -> Iterator[Deadline]:
    """More often for a time after an event, yet never due before it."""
    for what, on in happened:
        ends = work.calendar.add(on, uplift.lasts)
        if what != uplift.after:
            continue
        work.changes_on(on)
        work.changes_on(ends)
        if on <= work.on < ends:
            due = max(add(work.calendar, row, start.on, uplift.every), on)
            step = Step("uplift", uplift.after, on, str(uplift.every), rule.id, rule.clause, result=due)
            yield Deadline(rule, due, (Step("start", start.fact, start.on), step), amount=str(uplift.every))


def one_per_key(found: Sequence[Obligation]) -> tuple[Obligation, ...]:
    """Where two rules ask the same of the same fact, the stricter: open before missed before met, then the earlier
    day."""
    if len({o.key for o in found}) == len(found):
        return tuple(found)
    kept: dict[Key, list[Obligation]] = {}
    for obligation in found:
        kept.setdefault(obligation.key, []).append(obligation)
    return tuple(several[0] if len(several) == 1 else _stricter(several) for several in kept.values())


def _stricter(several: Sequence[Obligation]) -> Obligation:
    first, *rest = sorted(several, key=lambda o: (_rank(o.state), *_order(o.due, o.waiting_for)))
    others = tuple(step for o in rest if o.is_open for step in beside(o.derivation, o.due, o.waiting_for))
    return first._replace(derivation=(*first.derivation, *others))


def _rank(state: State) -> int:
    over = (State.MISSED, State.MET, State.WITHDRAWN)
    return over.index(state) + 1 if state in over else 0
