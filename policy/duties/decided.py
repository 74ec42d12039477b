"""What a manager decided for one case: to discuss it more often, or less, where the policy lets them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from policy.deadlines import Deadline, Start, started, stepped
from policy.duties.common import Assessing
from policy.facts import AUTHORISATION, CaseFacts, FactRef, Interval
from policy.obligations import Obligation, Step
from policy.periods import Period, days_of
from policy.ruleset import Duty, LongerInterval, Row, Rule, RuleSet, condition_of, matches_case
from policy.spans import covers


def more_often(work: Assessing, facts: CaseFacts, rule: Rule, start: Start) -> Iterator[Deadline]:
    """A manager's recorded decision to discuss the case more often, also where no row fits."""
    for interval in facts.intervals:
        _changes(work, interval)
        if not interval.less_often and covers(interval.since, interval.until, work.on):
            yield _sooner(work, rule, interval, start)


def _changes(work: Assessing, interval: Interval) -> None:
    for day in (interval.since, interval.recorded_on):
        if day:
            work.changes_on(day)
    if interval.until:
        work.changes_after(interval.until)


def _sooner(work: Assessing, rule: Rule, interval: Interval, start: Start) -> Deadline:
    """Counted from the last discussion, yet never due before the day on which it was decided."""
    due = max(work.calendar.add(start.on, interval.every), interval.since)
    amount = str(interval.every)
    decided = Step("more_often", fact="manager_decision", on=interval.since, amount=amount, result=due)
    return Deadline(rule, due, (*started(start), decided), amount=amount)


def less_often(
    work: Assessing, facts: CaseFacts, categories: frozenset[str], rule: Rule, row: Row, start: Start
) -> Deadline | None:
    """The longest interval in force for this case under a row that allows one; None where none is."""
    found = [
        (work.calendar.add(start.on, i.every), i)
        for i in facts.intervals
        if i.less_often and _in_force(work, facts, categories, row, i)
    ]
    if not found:
        return None
    due, interval = max(found, key=lambda pair: pair[0])
    granted = Step(
        "longer", interval.granted_by, interval.since, str(interval.every), rule.id, rule.clause, None, due
    )
    lasts = Step("granted_until", on=interval.until)
    steps = (*started(start), granted, lasts, stepped("longer_allowed", rule, row))
    return Deadline(rule, due, steps, amount=str(interval.every))


def uncounted(
    work: Assessing, facts: CaseFacts, categories: frozenset[str], rows: Sequence[Row]
) -> Iterator[Step]:
    """Each longer interval said to be granted for this case that counts under none of these rows, and why."""
    latest = max((i.id for i in facts.intervals if i.less_often), default=None)
    for interval in (i for i in facts.intervals if i.less_often and i.since <= work.on):
        is_over = interval.until is not None and interval.until < work.on
        counts = any(_in_force(work, facts, categories, row, interval) for row in rows)
        if not counts and (not is_over or interval.id == latest):
            why = "expired" if is_over else _why_not(work, facts, categories, rows, interval)
            yield Step("not_counted", fact=why, on=interval.since, amount=str(interval.every))


def _why_not(
    work: Assessing, facts: CaseFacts, categories: frozenset[str], rows: Sequence[Row], interval: Interval
) -> str:
    """Under the row that goes furthest with it."""
    tiers = [t for row in rows for t in row.longer if categories.issuperset(t.case_is)]
    mine = [t for t in tiers if (interval.granted_by or "") in t.granted_by]
    if not tiers:
        return "not_offered"
    if not any(_at_most(interval.every, t.up_to) for t in tiers):
        return "too_long"
    if not any(_at_most(interval.every, t.up_to) for t in mine):
        return "wrong_role"
    waits = any(_granted(work, facts, categories, row, interval) for row in rows)
    return "not_recorded" if waits else "ended"


def _in_force(
    work: Assessing, facts: CaseFacts, categories: frozenset[str], row: Row, interval: Interval
) -> bool:
    """Granted by somebody who may, on the supervision record where that is asked, and not ended."""
    tier = _granted(work, facts, categories, row, interval)
    return tier is not None and (not tier.confirmed or _is_recorded(work, interval))


def _granted(
    work: Assessing, facts: CaseFacts, categories: frozenset[str], row: Row, interval: Interval
) -> LongerInterval | None:
    """The tier under which somebody who may has granted it, as long as nothing ended it."""
    tier = tier_for(row, categories, interval.every, interval.granted_by or "")
    if tier is None or not covers(interval.since, interval.until, work.on):
        return None
    ending = (e for e in facts.events if e.what == tier.ended_by)
    return None if any(ends_a_grant(e.on, e.until, interval.since, work.on) for e in ending) else tier


def ends_a_grant(begun: date, over: date | None, since: date, on: date) -> bool:
    """Whether what happened to a case (``begun``, and since when it is ``over``) ends by a day a longer interval that
    was granted ``since``: it went on then, or came after it."""
    return begun <= on and (over or date.max) >= since


def _is_recorded(work: Assessing, interval: Interval) -> bool:
    return interval.recorded_on is not None and interval.recorded_on <= work.on


def to_record(
    work: Assessing, facts: CaseFacts, categories: frozenset[str], rule: Rule, row: Row
) -> Iterator[Obligation]:
    """A granted interval that counts once it is on the supervision record: until the supervisor confirms that it is."""
    about = work.about(rule, facts.subject, facts.worker_id)
    discussed = work.rules.fitting(Duty.DISCUSS, facts.service, categories, facts.worker_role)
    for interval in (i for i in facts.intervals if i.less_often):
        _changes(work, interval)
        tiers = [_granted(work, facts, categories, one, interval) for _, one in discussed]
        if not any(tier and tier.confirmed for tier in tiers):
            continue
        fact, start = FactRef(AUTHORISATION, str(interval.id)), Start("grant", interval.since)
        recorded = interval.recorded_on if _is_recorded(work, interval) else None
        yield about.open_or_met(fact, start.on, work.within(rule, row, start), fact, recorded)


def tier_for(row: Row, categories: frozenset[str], every: Period, granted_by: str) -> LongerInterval | None:
    """The first tier of a row that lets somebody of this role grant so long an interval for such a case."""
    for tier in row.longer:
        if (
            granted_by in tier.granted_by
            and categories.issuperset(tier.case_is)
            and _at_most(every, tier.up_to)
        ):
            return tier
    return None


def _at_most(one: Period, other: Period) -> bool:
    """Whether a period is no longer than another, counted from the first of January."""
    return days_of(one) <= days_of(other)


def may_grant(
    rules: RuleSet, service: str, categories: frozenset[str], worker_role: str, every: Period
) -> tuple[LongerInterval, ...]:
    """The tiers under which a longer interval may be granted for such a case: who may (``granted_by``), and whether it
    takes the supervisor's confirmation. Empty: nobody may, or another rule keeps the case more often all the same."""
    if kept_short(rules, service, categories, worker_role, every):
        return ()
    fitting = rules.fitting(Duty.DISCUSS, service, categories, worker_role)
    return tuple(t for _, row in fitting for t in row.longer if _reaches(t, categories, every))


def kept_short(
    rules: RuleSet, service: str, categories: frozenset[str], worker_role: str, every: Period
) -> Rule | None:
    """A rule that asks for such a case more often than this, whatever is granted under another; None without one.
    One under which nothing can be granted comes first."""
    fitting = rules.fitting(Duty.DISCUSS, service, categories, worker_role)
    for rule, row in sorted(fitting, key=lambda one: bool(one[1].longer)):
        often = row.at_every or (isinstance(row.every, Period) and not _at_most(every, row.every))
        if often and not any(_reaches(tier, categories, every) for tier in row.longer):
            return rule
    return None


def _reaches(tier: LongerInterval, categories: frozenset[str], every: Period) -> bool:
    return categories.issuperset(tier.case_is) and _at_most(every, tier.up_to)


def is_longer(
    rules: RuleSet, service: str, categories: frozenset[str], worker_role: str, every: Period
) -> bool:
    """Whether the policy asks for such a case more often than this, so that there is something to grant."""
    fitting = rules.fitting(Duty.DISCUSS, service, categories, worker_role)
    at_every = any(row.at_every for _, row in fitting)
    return at_every or is_rarer(rules, service, categories, worker_role, every)


def is_rarer(
    rules: RuleSet, service: str, categories: frozenset[str], worker_role: str, every: Period
) -> bool:
    """Whether some rule names a shorter interval for such a case, so that to ask for this one has no effect."""
    fitting = rules.fitting(Duty.DISCUSS, service, categories, worker_role)
    return any(isinstance(row.every, Period) and not _at_most(every, row.every) for _, row in fitting)


@dataclass(frozen=True, slots=True)
class Allowed:
    """A tier that a case can come under; ``unless``: what a manager would have to judge it to be first."""

    rule: Rule
    tier: LongerInterval
    unless: tuple[str, ...]


def allowed(
    rules: RuleSet, service: str, categories: frozenset[str], worker_role: str
) -> tuple[Allowed, ...]:
    """Every longer interval that the policy knows for such a case, as it is or were it judged otherwise."""
    found, judged = list[Allowed](), frozenset(rules.vocabulary.judged)
    for rule in rules.asking(Duty.DISCUSS):
        for row in rule.rows:
            for tier in row.longer:
                unless = tuple(c for c in tier.case_is if c not in categories)
                would = categories.union(unless)
                fits = matches_case(condition_of(rule, row), service, would, worker_role)
                if fits and judged.issuperset(unless):
                    short = kept_short(rules, service, would, worker_role, tier.up_to)
                    found += [] if short else [Allowed(rule, tier, unless)]
    return tuple(found)
