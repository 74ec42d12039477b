"""People: which rows apply to a person, and what each asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from policy.clocks import Start, no_deadline
from policy.duties.common import Assessing, beside
from policy.duties.milestones import milestone
from policy.duties.supervision import COVER, PROFESSIONAL, SUPERVISOR, supervised
from policy.facts import FactRef, PersonFacts
from policy.obligations import Obligation, Waiting
from policy.ruleset import Condition, Duty, Row, Rule, condition_of, matches_case

__all__ = ["COVER", "PROFESSIONAL", "SUPERVISOR", "person"]


def person(work: Assessing, facts: PersonFacts) -> None:
    if facts.left_on:
        work.changes_after(facts.left_on)
    if facts.left_on and facts.left_on < work.on:
        return
    supervision: dict[str, list[Sequence[Obligation]]] = defaultdict(list)
    for rule, row in _fitting(work, facts, work.rules.duties(facts.subject.kind)):
        if rule.duty is Duty.SUPERVISE:
            supervision[rule.key].append(supervised(work, facts, rule, row))
        else:
            work.found += milestone(work, facts, rule, row)
    for found in supervision.values():
        work.found.extend(_strictest(found))
    if str(Duty.SUPERVISE) not in supervision:
        work.found += _without_rule(work, facts)


def _fitting(work: Assessing, facts: PersonFacts, rules: Iterable[Rule]) -> Iterator[tuple[Rule, Row]]:
    """The rows of these rules that apply to a person."""
    for rule in rules:
        for row in rule.rows:
            if _matches(work, condition_of(rule, row), facts):
                yield rule, row


def _without_rule(work: Assessing, facts: PersonFacts) -> Iterator[Obligation]:
    """Where the policy says how often others are supervised and nothing for this person: that is the answer."""
    rule = next((rule for rule in work.rules.asking(Duty.SUPERVISE) if rule.what is None), None)
    if rule:
        start = Start("start", max(facts.employed_from, facts.bot_started))
        about = work.about(rule, facts.subject, facts.person_id)
        fact = FactRef("employment", str(facts.person_id))
        yield about.open(fact, start.on, no_deadline(rule, Row(), start, Waiting.NO_RULE))


def supervision(work: Assessing, facts: PersonFacts) -> list[Sequence[Obligation]]:
    """What each row about the usual supervision asks that applies to a person: those met, then the open one."""
    usual = [rule for rule in work.rules.asking(Duty.SUPERVISE) if rule.what is None]
    return [supervised(work, facts, rule, row) for rule, row in _fitting(work, facts, usual)]


def _strictest(found: Sequence[Sequence[Obligation]]) -> Iterator[Obligation]:
    """The row whose session is due first; its derivation names the rows that would have been later, or that wait."""
    first, *rest = sorted(found, key=lambda row: row[-1].due or date.max)
    steps = [s for o in (row[-1] for row in rest) for s in beside(o.derivation, o.due, o.waiting_for)]
    yield from first[:-1]
    yield replace(first[-1], derivation=(*first[-1].derivation, *steps))


def _matches(work: Assessing, when: Condition, facts: PersonFacts) -> bool:
    return (
        (not when.role or facts.role in when.role)
        and (when.asye is None or when.asye == _on_asye(work, facts))
        and when.qualified in (None, facts.qualified)
        and when.supervises in (None, facts.supervises)
        and when.part_time in (None, facts.percent < work.rules.part_time_below)
        and when.line_qualified in (None, facts.line_qualified)
        and when.in_group in (None, facts.in_group)
        and _holds(when, facts)
    )


def _holds(when: Condition, facts: PersonFacts) -> bool:
    """Whether one of the person's cases is such a case."""
    asked = when.holds_case
    return asked is None or any(matches_case(asked, c.service, c.categories, facts.role) for c in facts.cases)


def _on_asye(work: Assessing, facts: PersonFacts) -> bool:
    """From before it begins, so that its first sessions can be booked, until it is recorded as ended."""
    if facts.asye_from is None:
        return False
    if facts.asye_until:
        work.changes_after(facts.asye_until)
    return facts.asye_until is None or work.on <= facts.asye_until
