"""Absences: a supervisor's long one is reported, and other arrangements are made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from policy.deadlines import Deadline, Start, after
from policy.duties.away import joined
from policy.duties.common import Assessing
from policy.facts import AbsenceFacts, Affected, Away, Earlier, FactRef
from policy.obligations import Obligation
from policy.periods import Period, Unit
from policy.ruleset import Duty, Row, Rule, condition_of
from policy.spans import covers

#: What a clock for other arrangements may start from: the first supervisee's report, and whoever covers being away too,
#: or having left.
REPORT: Final = "report"
COVER_AWAY: Final = "cover_away"
COVER_LEFT: Final = "cover_left"


def absence(work: Assessing, facts: AbsenceFacts) -> None:
    for rule, row in work.rules.rows_about(facts.subject.kind):
        unplanned = condition_of(rule, row).unplanned
        if unplanned not in (None, not facts.planned):
            continue
        whole = _whole(work, facts, [one for one in facts.earlier if unplanned in (None, not one.planned)])
        clock = None if whole.given_way else _clock(work, whole, rule, row, whole.began)
        if clock:
            _asked(work, whole, rule, row, clock)


@dataclass(frozen=True, slots=True)
class _Whole:
    """An absence as part of its stretch away, which began on a day and asks what the rules ask once: of the earliest
    of those that run. ``facts``: with what was reported before; ``again``: those for whom something was arranged in an
    earlier one, which ended with that. ``given_way``: an earlier one still runs."""

    facts: AbsenceFacts
    began: date
    again: frozenset[int] = frozenset()
    given_way: bool = False


def _whole(work: Assessing, facts: AbsenceFacts, earlier: Sequence[Earlier]) -> _Whole:
    """With those of the earlier ones that are one stretch with it."""
    if not earlier:
        return _Whole(facts, facts.first)
    days = [*(one.days for one in earlier), Away(facts.first, facts.last)]
    began = joined(work.calendar, days)[-1].first
    mine = [one for one in earlier if one.days.first >= began]
    for last in (one.days.last for one in mine):
        if last:
            work.changes_after(last)
    reported = {who: day for one in reversed(mine) for who, day in one.reported.items()}
    affected = (
        replace(one, reported_on=one.reported_on or reported.get(one.supervisee_id)) for one in facts.affected
    )
    return _Whole(
        replace(facts, affected=tuple(affected)),
        began,
        frozenset(who for one in mine for who in one.arranged),
        any(one.days.last is None or one.days.last >= work.on for one in mine),
    )


@dataclass(frozen=True, slots=True)
class _Clock:
    """``begins``: the first day on which it is asked; ``started``: the day by which a version governs it."""

    begins: date
    started: date
    deadline: Deadline


def _clock(work: Assessing, whole: _Whole, rule: Rule, row: Row, first: date) -> _Clock | None:
    """Asked from the day after the longest that nothing is asked of (day 15 of 14 days, from ``first``), and due that
    day unless the row gives time from then; None while the report that starts it is missing."""
    start, long = Start("absence", first), None
    if row.after:
        long = after(work.calendar, rule, row, start, row.after, "after")
        begins = long.due or first
        if row.within is None and row.starts is None:
            return _Clock(begins, first, long)
        start = Start("absence", begins)
    if row.starts == REPORT:
        reported = min((one.reported_on for one in whole.facts.affected if one.reported_on), default=None)
        if reported is None:
            return None
        start, long = (start, long) if start.on > reported else (Start(REPORT, reported), None)
    deadline = work.within(rule, row, start)
    steps = (*long.steps, *deadline.steps[1:]) if long else deadline.steps
    return _Clock(start.on, start.on, deadline._replace(steps=steps))


def _asked(work: Assessing, whole: _Whole, rule: Rule, row: Row, clock: _Clock) -> None:
    """Until the return. Of whoever came to the absent supervisor meanwhile it is asked from then."""
    facts = whole.facts
    if facts.last:
        work.changes_after(facts.last)
    if facts.last and work.on > facts.last:
        return
    begun = []
    for one in facts.affected:
        own = _clock(work, whole, rule, row, one.since) if one.since > whole.began else clock
        if own:
            begins = max(own.begins, facts.first)
            work.changes_on(begins)
            begun += [(one, own)] if work.on >= begins else []
    if rule.duty is Duty.REPORT_ABSENCE:
        waiting = [
            (one, own) for one, own in begun if one.reported_on or one.supervisee_id not in whole.again
        ]
        work.found += _reports(work, facts, rule, waiting)
    elif begun:
        anew = [(one, _anew(work, whole, rule, row, one, own)) for one, own in begun]
        work.found.append(_arrangement(work, facts, rule, anew))
        work.found += _arranged_again(work, facts, rule, row, [one for one, _ in begun])


def _anew(work: Assessing, whole: _Whole, rule: Rule, row: Row, one: Affected, own: _Clock) -> _Clock:
    """What was arranged in an earlier part of the stretch ended with that: it is owed again from the next part on."""
    first = whole.facts.first
    if one.supervisee_id not in whole.again or own.begins >= first:
        return own
    start = Start("absence", first)
    return _Clock(first, first, after(work.calendar, rule, row, start, row.within or Period(0, Unit.DAY)))


def _reports(
    work: Assessing, facts: AbsenceFacts, rule: Rule, begun: Sequence[tuple[Affected, _Clock]]
) -> Iterator[Obligation]:
    """Each supervisee's own, unless arrangements were made before they said anything."""
    for one, clock in begun:
        about = work.about(rule, facts.subject, one.supervisee_id)
        fact = FactRef("relationship", str(one.relationship_id))
        if one.reported_on:
            yield about.met(fact, clock.started, FactRef("report", fact.id), one.reported_on)
        elif not one.arranged_on:
            yield about.open(fact, clock.started, clock.deadline)


def _arrangement(
    work: Assessing, facts: AbsenceFacts, rule: Rule, begun: Sequence[tuple[Affected, _Clock]]
) -> Obligation:
    """By the clock of whoever has waited longest for one."""
    about, itself = work.about(rule, facts.subject, None, facts.person_id), str(facts.absence_id)
    fact, waiting = FactRef("absence", itself), [own for one, own in begun if not one.arranged_on]
    if not waiting:
        last = max(one.arranged_on or date.min for one, _ in begun)
        return about.met(fact, begun[0][1].started, FactRef("cover", itself), last)
    clock = min(waiting, key=lambda own: own.begins)
    return about.open(fact, clock.started, clock.deadline)


def _arranged_again(
    work: Assessing, facts: AbsenceFacts, rule: Rule, row: Row, begun: Sequence[Affected]
) -> Iterator[Obligation]:
    """While whoever covers is away too: nobody covers then, and it is owed from their first day away; or once they have
    left, from the day after their last."""
    about = work.about(rule, facts.subject, None, facts.person_id)
    within = row.within or Period(0, Unit.DAY)
    for away in dict.fromkeys(away for one in begun if one.arranged_on for away in one.cover_away):
        first, last = away.days.first, away.days.last
        work.changes_on(first)
        if last:
            work.changes_after(last)
        if covers(first, last, work.on):
            start = Start(COVER_AWAY, max(first, facts.first))
            clock = after(work.calendar, rule, row, start, within)
            yield about.open(FactRef(COVER_AWAY, str(away.absence_id)), start.on, clock)
    for left in sorted({one.cover_left for one in begun if one.arranged_on and one.cover_left}):
        work.changes_after(left)
        if work.on > left:
            start = Start(COVER_LEFT, max(left + timedelta(1), facts.first))
            clock = after(work.calendar, rule, row, start, within)
            yield about.open(FactRef(COVER_LEFT, f"{facts.absence_id}.{left}"), start.on, clock)
