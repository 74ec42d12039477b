"""Which sessions count as supervision: each is judged by the rule that held when it took place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from policy.deadlines import several
from policy.duties.common import Assessing
from policy.duties.then import stood
from policy.facts import Held, PersonFacts, RelationshipFact, SessionKind, SubjectKind, kinds_of
from policy.obligations import Step
from policy.ruleset import (
    COVER,
    PROFESSIONAL,
    SUPERVISOR,
    Phase,
    Row,
    Rule,
    Standing,
    condition_of,
    matches_person,
)
from policy.spans import covers


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase from the day that it counts from to its last."""

    phase: Phase
    began: date
    last: date | None


def origin(facts: PersonFacts, rule: Rule, row: Row) -> date | None:
    """From when a row counts: what it ``starts`` with (None while that isn't known); without, the start of the ASYE for
    a row about it, else of the post."""
    if row.starts is None:
        programme = condition_of(rule, row).asye
        return facts.asye_from if programme and facts.asye_from else facts.employed_from
    days = {m.what: m.on for m in sorted(facts.milestones, key=lambda m: m.on, reverse=True)}
    days["start"] = facts.employed_from
    if facts.asye_from:
        days["asye"] = facts.asye_from
    if isinstance(row.starts, str):
        return days.get(row.starts)
    chosen = several(row.starts, days)
    return chosen.on if chosen else None


def stretches(work: Assessing, facts: PersonFacts, rule: Rule, row: Row) -> list[Stretch]:
    """The phases of a clock. One that ends by what has not been recorded goes on."""
    start = began = origin(facts, rule, row) or facts.employed_from
    found: list[Stretch] = []
    for phase in row.stretches:
        last = _last_day(work, facts, phase, start, began)
        found.append(Stretch(phase, began, last))
        began = last or began
    return found


def _last_day(work: Assessing, facts: PersonFacts, phase: Phase, start: date, began: date) -> date | None:
    if phase.until:
        return work.calendar.add(start, phase.until)
    if phase.lasts:
        return work.calendar.add(began, phase.lasts)
    if phase.ends_by == "asye":
        return facts.asye_until
    return min((m.on for m in facts.milestones if m.what == phase.ends_by and m.on >= began), default=None)


def phase_on(found: Sequence[Stretch], day: date) -> Phase:
    """The phase that a day falls in."""
    return next(s.phase for s in found if s.last is None or day <= s.last)


def passed_over(
    work: Assessing, facts: PersonFacts, rule: Rule, row: Row, began: date, held: Held
) -> Step | None:
    """Why a session doesn't count for a row that counts since ``began``; None where it does. Where another row applied
    that day, by that one."""
    if held.on < began:
        return Step("passed_over", fact="before", on=held.on)
    standing = stood(work, facts, held.on)
    if matches_person(condition_of(rule, row), standing):
        return _fails(work, facts, rule, row, held)
    judges = list(_applied(work, standing, rule)) or [(rule, row)]
    why = [_fails(work, facts, *judge, held) for judge in judges]
    return None if None in why else why[0]


def _applied(work: Assessing, standing: Standing, rule: Rule) -> Iterator[tuple[Rule, Row]]:
    """The rows for the same that apply to somebody who stands so."""
    rows = work.rules.rows_about(SubjectKind.PERSON)
    for place in sorted(work.rules.rows_of_person(standing)):
        if rows[place][0].key == rule.key:
            yield rows[place]


def _fails(work: Assessing, facts: PersonFacts, rule: Rule, row: Row, held: Held) -> Step | None:
    """What a session lacks: its kind, who held it, or that it was long enough in its phase. Of one that only a staff
    system knows nothing is asked."""
    if held.kind is None:
        return None
    if kinds_of(held.kind, personal_too=held.personal_too).isdisjoint(row.counts):
        return Step("passed_over", fact=f"kind_{held.kind}", on=held.on)
    if not _by(row, facts, held):
        return Step("passed_over", fact="held_by", on=held.on)
    if not (held.minutes and row.asks_length):
        return None
    minutes = phase_on(stretches(work, facts, rule, row), held.on).minutes
    if minutes is None or held.minutes >= minutes:
        return None
    return Step("passed_over", fact="minutes", on=held.on, amount=f"{held.minutes} of {minutes} minutes")


def _by(row: Row, facts: PersonFacts, held: Held) -> bool:
    """Whether it was held by somebody who may: a professional supervisor's counts only where a rule asks for it."""
    wanted = row.held_by
    pairs = _pairs(facts, held)
    beside, line = any(r.professional for r in pairs), any(not r.professional for r in pairs)
    if not wanted:
        return line or not beside or held.kind is SessionKind.GROUP
    return (
        held.holder_role in wanted
        or (SUPERVISOR in wanted and line)
        or (PROFESSIONAL in wanted and beside)
        or (COVER in wanted and held.as_cover)
    )


def _pairs(facts: PersonFacts, held: Held) -> list[RelationshipFact]:
    """How its holder stood to the person that day; where nothing is known of that day, at any time."""
    ever = [r for r in facts.relationships if r.supervisor_id == held.holder_id]
    return [r for r in ever if covers(r.since, r.until, held.on)] or ever
