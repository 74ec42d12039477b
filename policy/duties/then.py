"""How things stood with somebody on an earlier day: what happened is judged by the rule that held then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from policy.duties.common import Assessing
from policy.facts import PersonFacts, SubjectKind
from policy.posts import Post, post_on
from policy.ruleset import Duty, Row, Rule, RuleSet, Standing
from policy.spans import covers

_DAY: Final = timedelta(days=1)


class Spell(NamedTuple):
    """A stretch of days, both included; ``last`` None while it goes on."""

    first: date
    last: date | None


def stood(work: Assessing, facts: PersonFacts, day: date) -> Standing:
    """How somebody stood on a day, as far as a row asks: their post then (before the first that is known, that one),
    and the cases they held. Worked out once in an assessment."""
    key = facts.person_id, day
    found = work.stood.get(key)
    if found is None:
        found = work.stood[key] = _standing(work.rules, facts, day)
    return found


def _standing(rules: RuleSet, facts: PersonFacts, day: date) -> Standing:
    post = post_on(facts.posts, day) or Post(day, facts.role, facts.percent, facts.qualified)
    held = (c for c in facts.cases if covers(c.since, c.until, day)) if rules.asks_who_holds else ()
    return Standing(
        post.role,
        _on_asye(facts, day),
        post.qualified,
        facts.supervises and (facts.leads_since is None or facts.leads_since <= day),
        post.percent < rules.part_time_below,
        facts.line_qualified,
        facts.in_group,
        frozenset((c.service, c.categories) for c in held),
    )


def _on_asye(facts: PersonFacts, on: date) -> bool:
    """From before it begins, so that its first sessions can be booked, until it is recorded as ended."""
    return facts.asye_from is not None and (facts.asye_until is None or on <= facts.asye_until)


def fitting(work: Assessing, facts: PersonFacts) -> Iterator[tuple[Rule, Row, Spell]]:
    """The rows that apply to a person, each with the stretch of days for which it does; how often they are supervised,
    and what asks something in windows, with earlier stretches too."""
    rows = work.rules.rows_about(SubjectKind.PERSON)
    turns = [(day, work.rules.rows_of_person(stood(work, facts, day))) for day in _turns(work, facts)]
    for place in sorted(frozenset().union(*(applying for _, applying in turns))):
        rule, row = rows[place]
        for spell in _spells([(day, place in applying) for day, applying in turns]):
            if spell.last is None or row.in_windows or rule.duty is Duty.SUPERVISE:
                yield rule, row, spell


def _spells(turns: Sequence[tuple[date, bool]]) -> Iterator[Spell]:
    """When a row applied, by the days from which it may have begun or ended to; the last may go on."""
    began: date | None = None
    for day, applies in turns:
        if began and not applies:
            yield Spell(began, day - _DAY)
        began = (began or day) if applies else None
    if began:
        yield Spell(began, None)


def _turns(work: Assessing, facts: PersonFacts) -> list[date]:
    """The days from the start of their employment to today on which it may have begun or ended that a row applies."""
    ended = [facts.asye_until + _DAY] if facts.asye_until else []
    leads = [facts.leads_since] if facts.leads_since else []
    held = facts.cases if work.rules.asks_who_holds else ()
    held_on = [c.since for c in held] + [c.until + _DAY for c in held if c.until]
    days = {*(p.since for p in facts.posts), *held_on, *ended, *leads}
    for day in days:
        work.changes_on(day)
    first = min(facts.employed_from, work.on)
    return sorted({first, work.on, *(day for day in days if first < day < work.on)})
