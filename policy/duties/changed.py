"""Days on which what holds for a case changed: a longer interval was granted or ended, something was recorded of it, it
came to another worker, it became a case of another kind.

What was late by then was missed, and stays on record, where it is moved; with another worker it stays late. What
becomes due isn't late before that day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, NamedTuple, TypeAlias

from policy.deadlines import Deadline
from policy.facts import ALLOCATION, AUTHORISATION, CATEGORIES, CaseFacts, FactRef
from policy.obligations import Step, is_overdue

_DAY: Final = timedelta(days=1)


class Change(NamedTuple):
    """From which day, by which fact."""

    on: date
    fact: FactRef


class Missed(NamedTuple):
    """What was late on the day of a change, and was put off by it."""

    by: Change
    deadline: Deadline


#: The deadline as the facts of a day give it, whatever held before.
DeadlineOn: TypeAlias = Callable[[date], Deadline]


class Course(NamedTuple):
    """``missed``: in their order. ``op`` and ``day``: what became of the deadline since: ``stays_late`` since a day,
    whatever holds now; ``known_from``: not due before it; ``held_late`` and ``handed_on``: the same of a case that came
    to another worker; ``became_late`` and ``became``: of one that became a case of another kind; empty where the facts
    alone say."""

    missed: tuple[Missed, ...] = ()
    op: str = ""
    day: date = date.min

    def applied(self, deadline: Deadline) -> Deadline:
        """The deadline as it is after all that happened."""
        due = deadline.due
        if due is None or deadline.window or not self.op:
            return deadline
        day = self.day if self.op in _LATE else max(due, self.day)
        if day == due:
            return deadline
        step = Step(self.op, result=day)
        return deadline._replace(due=day, target=None, steps=(*deadline.steps, step))

    def on_record(self, deadline: Deadline) -> Deadline:
        """The same, and what was missed before it."""
        found = self.applied(deadline)
        late = [Step("was_late", on=m.by.on, result=m.deadline.due) for m in self.missed]
        return found._replace(steps=(*found.steps, *late)) if late else found

    def after(self, change: Change, deadline_on: DeadlineOn) -> Course:
        """As one more change leaves it."""
        before, fresh = self.applied(deadline_on(change.on - _DAY)), deadline_on(change.on)
        if before.window or fresh.window:
            return self
        late_still, kind = is_overdue(fresh.due, change.on), change.fact.kind
        on_time, late = _OPS.get(kind, ("known_from", "stays_late"))
        if not is_overdue(before.due, change.on):
            return Course(self.missed, on_time, change.on) if late_still else Course(self.missed)
        if before.due and (late_still or kind == ALLOCATION):
            return Course(self.missed, late, before.due)
        return Course((*self.missed, Missed(change, before)))


#: By what changed: that nothing is due before it, and that what was late before it is late since.
_OPS: Final = {ALLOCATION: ("handed_on", "held_late"), CATEGORIES: ("became", "became_late")}
_LATE: Final = ("stays_late", *(late for _, late in _OPS.values()))


def as_it_was(facts: CaseFacts, day: date) -> CaseFacts:
    """Whose the case was on a day, and what it was."""
    was = next((one for one in facts.earlier if day <= one.until), None)
    held = _held_then(facts, day)
    return replace(held, service=was.service, categories=was.categories) if was else held


def _held_then(facts: CaseFacts, day: date) -> CaseFacts:
    """While nobody held it, its dates ran on as with the last who did."""
    begun = [one for one in facts.holders if one.since <= day]
    if not begun:
        return facts
    one = max(begun, key=lambda h: (h.until is None or h.until >= day, h.since, h.allocation_id))
    ended = one.until if one.until and one.until < day else None
    now = None if ended else one.worker_id
    return replace(facts, worker_id=now, worker_role=one.role, worker=one.worker, worker_until=ended)


def course(changes: list[Change], deadline_on: DeadlineOn) -> Course:
    """What became of a deadline, change by change."""
    found = Course()
    for change in changes:
        found = found.after(change, deadline_on)
    return found


def changes(facts: CaseFacts, after: date, before: date) -> list[Change]:
    """Between two days, in their order, one for each day; none until the bot began."""
    found = dict[date, FactRef]()
    for change in (*_became(facts), *_handed_on(facts), *_ends(facts), *_begins(facts)):
        found[change.on] = change.fact
    first = max(after, facts.bot_started)
    return [Change(day, found[day]) for day in sorted(found) if first < day < before]


def _became(facts: CaseFacts) -> Iterator[Change]:
    for one in facts.earlier:
        yield Change(one.until + _DAY, FactRef(CATEGORIES, str(one.id)))


def _handed_on(facts: CaseFacts) -> Iterator[Change]:
    for one in facts.holders[1:]:
        yield Change(one.since, FactRef(ALLOCATION, str(one.allocation_id)))


def _begins(facts: CaseFacts) -> Iterator[Change]:
    """An event counts once it is known; a grant from the day on which it is on record, where that is asked."""
    for event in facts.events:
        yield Change(max(event.on, event.known_on or event.on), FactRef("event", str(event.id)))
    for one in facts.intervals:
        for day in {one.since, one.recorded_on or one.since}:
            yield Change(day, FactRef(AUTHORISATION, str(one.id)))


def _ends(facts: CaseFacts) -> Iterator[Change]:
    for event in facts.events:
        if event.until:
            yield Change(event.until + _DAY, FactRef("event", str(event.id)))
    for one in facts.intervals:
        if one.until:
            yield Change(one.until + _DAY, FactRef(AUTHORISATION, str(one.id)))
