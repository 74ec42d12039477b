"""How things stood with somebody on an earlier day: what happened is judged by the rule that held then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, NamedTuple

from policy.duties.common import Assessing
from policy.facts import PersonFacts
from policy.posts import Post, post_on
from policy.ruleset import Condition, matches_case

_DAY: Final = timedelta(days=1)


class Spell(NamedTuple):
    """A stretch of days, both included; ``last`` None while it goes on."""

    first: date
    last: date | None


def as_of(facts: PersonFacts, day: date) -> PersonFacts:
    """A person's post as it was on a day, and the cases they held; before the first post that is known, that one."""
    post = post_on(facts.posts, day)
    leads = facts.supervises and (facts.leads_since is None or facts.leads_since <= day)
    cases = tuple(c for c in facts.cases if c.since <= day)
    if post is None:
        post = Post(day, facts.role, facts.percent, facts.qualified)
    now = (facts.role, facts.percent, facts.qualified, facts.supervises, len(facts.cases))
    if (post.role, post.percent, post.qualified, leads, len(cases)) == now:
        return facts
    return replace(
        facts, role=post.role, percent=post.percent, qualified=post.qualified, supervises=leads, cases=cases
    )


def matches(work: Assessing, when: Condition, facts: PersonFacts, on: date) -> bool:
    """Whether a row applies to somebody on a day, whose facts are as of that day."""
    return (
        (not when.role or facts.role in when.role)
        and (when.asye is None or when.asye == _on_asye(facts, on))
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


def _on_asye(facts: PersonFacts, on: date) -> bool:
    """From before it begins, so that its first sessions can be booked, until it is recorded as ended."""
    return facts.asye_from is not None and (facts.asye_until is None or on <= facts.asye_until)


def spells(work: Assessing, when: Condition, past: Sequence[tuple[date, PersonFacts]]) -> Iterator[Spell]:
    """When a row applied to somebody, by their ``past``; the last may go on."""
    began: date | None = None
    for day, then in past:
        applies = matches(work, when, then, day)
        if began and not applies:
            yield Spell(began, day - _DAY)
        began = (began or day) if applies else None
    if began:
        yield Spell(began, None)


def past(work: Assessing, facts: PersonFacts) -> list[tuple[date, PersonFacts]]:
    """The days from the start of their employment to today on which it may have begun or ended that a row applies, and
    how things stood then."""
    ended = [facts.asye_until + _DAY] if facts.asye_until else []
    leads = [facts.leads_since] if facts.leads_since else []
    days = {*(p.since for p in facts.posts), *(c.since for c in facts.cases), *ended, *leads}
    for day in days:
        work.changes_on(day)
    first = min(facts.employed_from, work.on)
    turns = sorted({first, work.on, *(day for day in days if first < day < work.on)})
    return [(day, as_of(facts, day)) for day in turns]
