"""People: which rows apply to a person, and what each asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from policy.deadlines import Start, no_deadline
from policy.duties.common import Assessing, beside
from policy.duties.milestones import milestone
from policy.duties.supervision import supervised
from policy.duties.then import fitting
from policy.facts import FactRef, PersonFacts
from policy.obligations import APPLIED_UNTIL, Obligation, Step, Waiting, is_overdue
from policy.ruleset import Duty, Row, Rule
from policy.windows import KINDS


def person(work: Assessing, facts: PersonFacts) -> None:
    left = facts.left_on is not None and facts.left_on < work.on
    if facts.left_on:
        work.changes_after(facts.left_on)
    if facts.left_on and left:
        work = replace(work, on=facts.left_on, changes=[])  # windows that had ended by then stay on record
    supervision: dict[str, list[Obligation]] = defaultdict(list)
    for rule, row, spell in fitting(work, facts):
        if rule.duty in (Duty.SIGN, Duty.MEET):
            work.found += [] if left else requested(work, facts, rule, row)
        elif rule.duty is Duty.SUPERVISE:
            supervision[rule.key] += supervised(work, facts, rule, row, spell, left=left)
        else:
            work.found += milestone(work, facts, rule, row, spell, left=left)
    for found in supervision.values():
        work.found.extend(_strictest(work, found))
    if not left and not any(o.is_open for o in supervision[str(Duty.SUPERVISE)]):
        work.found += _without_rule(work, facts)


def requested(work: Assessing, facts: PersonFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    """What others ask of a person, until it is answered. Nobody's work but theirs: who asked isn't named in it."""
    about = work.about(rule, facts.subject, None, facts.person_id)
    for one in (r for r in facts.requests if r.kind == str(rule.duty)):
        fact = FactRef("request", str(one.id))
        deadline = work.within(rule, row, Start("asked", one.asked_on))
        yield about.open_or_met(fact, one.asked_on, deadline, fact, one.answered_on)


def _without_rule(work: Assessing, facts: PersonFacts) -> Iterator[Obligation]:
    """Where the policy says how often others are supervised and nothing for this person: that is the answer."""
    rule = next((rule for rule in work.rules.asking(Duty.SUPERVISE) if rule.what is None), None)
    if rule:
        about = work.about(rule, facts.subject, facts.person_id)
        fact = FactRef("employment", str(facts.person_id))
        deadline = no_deadline(rule, Row(), None, Waiting.NO_RULE)
        yield about.open(fact, max(facts.employed_from, facts.bot_started), deadline)


def supervision(work: Assessing, facts: PersonFacts) -> list[Obligation]:
    """The sessions that the usual supervision of a person owes next, by each row."""
    work = replace(work, links=[])  # the earlier ones are no part of what is assessed here
    return [
        o
        for rule, row, spell in fitting(work, facts)
        if rule.duty is Duty.SUPERVISE and rule.what is None
        for o in supervised(work, facts, rule, row, spell)
        if o.is_open
    ]


def _strictest(work: Assessing, found: Sequence[Obligation]) -> Iterator[Obligation]:
    """What is over, by whichever row, and the session that is due first; its derivation names the windows that went by
    since and the rows that apply and would have been later."""
    yield from (o for o in found if not o.is_open)
    asked = sorted((o for o in found if o.is_open), key=lambda o: (o.due or date.max, _applied_once(o)))
    rest = [o for o in asked[1:] if not _applied_once(o)]
    rest = [o for o in rest if o.key != asked[0].key or o.key.fact.kind not in KINDS]
    steps = [step for o in rest for step in _beside(work, o)]
    yield from (o._replace(derivation=(*o.derivation, *steps)) if steps else o for o in asked[:1])


def _applied_once(o: Obligation) -> bool:
    """Whether it is owed by a row that no longer applies."""
    return any(step.op == APPLIED_UNTIL for step in o.derivation)


def _beside(work: Assessing, other: Obligation) -> Iterator[Step]:
    """What another row adds: its windows that went by, its later day, or what it waits for."""
    if other.key.fact.kind in KINDS and is_overdue(other.due, work.on):
        yield Step("went_by", fact=other.key.fact.kind, on=other.started, result=other.due)
        yield from (step for step in other.derivation if step.op == "went_by")
    else:
        yield from beside(other.derivation, other.due, other.waiting_for)
