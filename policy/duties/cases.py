"""Cases: when the next discussion is due, and when their plan is next reviewed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy.clocks import Deadline, Start, after, no_deadline
from policy.duties.common import About, Link, Work, strictest
from policy.facts import Allocation, CaseFacts, FactRef, Interval
from policy.obligations import Step, Waiting
from policy.periods import Period, Unit
from policy.ruleset import Duty, Row, Rule, condition_of, matches_case


def case(work: Work, facts: CaseFacts) -> None:
    if facts.closed_on:
        work.changes_on(facts.closed_on)
    if facts.first_allocated is None or (facts.closed_on and facts.closed_on <= work.on):
        return
    for duty in (Duty.DISCUSS, Duty.REVIEW_PLAN):
        _clock(work, facts, facts.first_allocated, duty)


def _clock(work: Work, facts: CaseFacts, allocated: Allocation, duty: Duty) -> None:
    rules = work.rules.asking(duty)
    fits = [(rule, row) for rule in rules for row in rule.rows if _fits(rule, row, facts)]
    if not rules or (not fits and duty is not Duty.DISCUSS):
        return
    about = About(fits[0][0] if fits else rules[0], facts.subject, facts.worker_id)
    chain = _chain(facts, allocated, duty)
    fact, start = chain[-1]
    found = [_deadline(work, facts, rule, row, start) for rule, row in fits]
    if duty is Duty.DISCUSS:
        found += _more_often(work, facts, about.rule, start)
    deadline = strictest(found) if found else no_deadline(about.rule, Row(), start, Waiting.NO_RULE)
    work.found += (*about.links(chain), about.open(fact, start.on, deadline))


def _fits(rule: Rule, row: Row, facts: CaseFacts) -> bool:
    return matches_case(condition_of(rule, row), facts.service, facts.categories)


def _chain(facts: CaseFacts, allocated: Allocation, duty: Duty) -> Sequence[Link]:
    """What started the clock each time: the first allocation, then every discussion that counts."""
    discuss = duty is Duty.DISCUSS
    counts = [d for d in facts.discussions if (d.full if discuss else d.plan_reviewed)]
    counts.sort(key=lambda d: (d.on, d.id))
    word = "discussion" if discuss else "plan review"
    first = FactRef("allocation", str(allocated.id)), Start("allocation", allocated.since)
    return [first, *((FactRef("discussion", str(d.id)), Start(word, d.on)) for d in counts)]


def _deadline(work: Work, facts: CaseFacts, rule: Rule, row: Row, start: Start) -> Deadline:
    if start.fact == "allocation" and row.first_within:
        return after(work.calendar, rule, row, start, row.first_within, "first_within")
    if isinstance(row.every, str):
        return _as_plan_reviewed(work, facts, rule, row, start)
    if row.every is None:
        return no_deadline(rule, row, start)
    return after(work.calendar, rule, row, start, row.every, "every")


def _as_plan_reviewed(work: Work, facts: CaseFacts, rule: Rule, row: Row, start: Start) -> Deadline:
    months = facts.plan_every_months or 0
    longest = row.at_most.amount if row.at_most else months
    if not 1 <= months <= longest:
        return no_deadline(rule, row, start, Waiting.PLAN_INTERVAL)
    return after(work.calendar, rule, row, start, Period(months, Unit.MONTH), "every")


def _more_often(work: Work, facts: CaseFacts, rule: Rule, start: Start) -> Iterator[Deadline]:
    """A manager's recorded decision to discuss the case more often, also where no row fits.

    One to discuss it less often never puts a day back: it comes with categories that another row fits."""
    for interval in facts.intervals:
        work.changes_on(interval.since)
        if interval.until:
            work.changes_after(interval.until)
        if not interval.less_often and interval.since <= work.on <= (interval.until or work.on):
            yield _decided(work, rule, interval, start)


def _decided(work: Work, rule: Rule, interval: Interval, start: Start) -> Deadline:
    """Counted from the last discussion, yet never due before the day on which it was decided."""
    due = max(work.calendar.add(start.on, interval.every), interval.since)
    amount = str(interval.every)
    begun = Step("start", fact=start.fact, on=start.on)
    decided = Step("more_often", fact="manager's decision", on=interval.since, amount=amount, result=due)
    return Deadline(rule, due, (begun, decided), amount=amount)
