"""People: when their next supervision is due, and what is done once, such as the agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from policy.clocks import Deadline, Start, after, first_of_month, in_window, month_of, next_month, no_deadline
from policy.duties.common import About, Link, Work, strictest
from policy.facts import FactRef, Held, PersonFacts, Relationship
from policy.obligations import Obligation, Step
from policy.ruleset import Condition, Duty, Phase, Row, Rule, condition_of


def person(work: Work, facts: PersonFacts) -> None:
    if facts.left_on:
        work.changes_after(facts.left_on)
    if facts.left_on and facts.left_on < work.on:
        return
    supervision: list[Sequence[Obligation]] = []
    for rule in work.rules.duties(facts.subject.kind):
        for row in rule.rows:
            if not _matches(work, condition_of(rule, row), facts):
                continue
            if rule.duty is Duty.SUPERVISE:
                supervision.append(_Clock(work, facts, rule, row).obligations())
            else:
                _milestone(work, facts, rule, row)
    if supervision:
        found = min(supervision, key=_open_day)
        work.found.extend(found)


def _open_day(found: Sequence[Obligation]) -> date:
    return found[-1].due or date.max


def _matches(work: Work, when: Condition, facts: PersonFacts) -> bool:
    return (
        (not when.role or facts.role in when.role)
        and (when.asye is None or when.asye == _on_asye(work, facts))
        and when.qualified in (None, facts.qualified)
        and when.supervises in (None, facts.supervises)
    )


def _on_asye(work: Work, facts: PersonFacts) -> bool:
    """From before it begins, so that its first sessions can be booked, until it is recorded as ended."""
    if facts.asye_from is None:
        return False
    if facts.asye_until:
        work.changes_after(facts.asye_until)
    return facts.asye_until is None or work.on <= facts.asye_until


# Supervision


class _Clock:
    """The clock of one row for one person's supervision."""

    def __init__(self, work: Work, facts: PersonFacts, rule: Rule, row: Row) -> None:
        self.work, self.facts, self.rule, self.row = work, facts, rule, row
        self.about = About(rule, facts.subject, facts.person_id)
        self.origin = facts.asye_from if row.phases and facts.asye_from else facts.employed_from
        self.asked_from = max(self.origin, facts.employed_from, facts.bot_started)
        self.stretches = self._stretches()
        self.held = sorted((h for h in facts.held if self._counts(h)), key=lambda h: (h.on, h.session_id))

    def obligations(self) -> list[Obligation]:
        """Those met, then the open one."""
        chain, agreed = self._chain(), self._agreements()
        fact, start = chain[-1]
        phase, began = self._phase_after(start.on)
        if phase.in_each and not agreed:
            met = self.about.links(chain, lambda s: self._phase_after(s.on)[0].in_each is None)
            return [*met, *self._months(began)]
        policy = self._deadline(phase, began, start)
        found = [self._agreed(r, start) for r in agreed]
        deadline = strictest([policy, *found] if policy.due or not found else found)
        return [*self.about.links(chain), self.about.open(fact, start.on, deadline)]

    def _counts(self, held: Held) -> bool:
        """A session of a kind that counts, since the post (or programme) began, long enough in its phase."""
        if held.kind not in self.row.counts or held.on < self.origin:
            return False
        minutes = self._phase_on(held.on).minutes
        return minutes is None or held.minutes >= minutes

    def _phase_on(self, day: date) -> Phase:
        """The stretch of the clock that a day falls in."""
        return next(p for p, ends in self.stretches if ends is None or day < ends)

    def _phase_after(self, start: date) -> tuple[Phase, date]:
        """The stretch in which the next session after a day is owed, and the day that stretch began: what
        would only be due in the next stretch is owed as often as that one asks."""
        began = self.origin
        for phase, ends in self.stretches:
            if ends and phase.in_each:
                self.work.changes_on(ends)
            if ends is None or self._next(phase, start) < ends:
                return phase, began
            began = ends
        raise ValueError(f"{self.rule.id}: its last phase ends; what holds after it is unknown")

    def _stretches(self) -> list[tuple[Phase, date | None]]:
        """Each stretch and the day it ends: the first day of the next."""
        add, began = self.work.calendar.add, self.origin
        found: list[tuple[Phase, date | None]] = []
        for phase in self.row.stretches:
            ends = add(self.origin, phase.until) if phase.until else None
            ends = add(began, phase.lasts) if phase.lasts else ends
            found.append((phase, ends))
            began = ends or began
        return found

    def _next(self, phase: Phase, start: date) -> date:
        """When the next session is owed by a stretch alone; of month by month, today at the earliest."""
        return self.work.calendar.add(start, phase.every) if phase.every else max(start, self.work.on)

    def _chain(self) -> list[Link]:
        """What started the clock each time: the day from which it is asked, then every session that counts.

        A session before the bot's start starts it too where the next one wasn't due before that day."""
        first = FactRef("employment", str(self.facts.person_id)), Start("start", self.asked_from)
        before = [h for h in self.held if h.on < self.asked_from]
        if before and self._next(self._phase_after(before[-1].on)[0], before[-1].on) >= self.asked_from:
            first = _link(before[-1])
        return [first, *(_link(h) for h in self.held if h.on >= self.asked_from)]

    def _deadline(self, phase: Phase, began: date, start: Start) -> Deadline:
        if phase.in_each:
            return in_window(self.rule, self.row, self._month(began)[0])
        if phase.every is None:
            return no_deadline(self.rule, self.row, start)
        return after(self.work.calendar, self.rule, self.row, start, phase.every, "every")

    def _month(self, began: date) -> tuple[date, Held | None]:
        """The first day of the earliest month still to do, and the session that did this month's, if any."""
        first = first_of_month(max(self.work.on, began, self.asked_from))
        self.work.changes_on(next_month(first))
        done = next((h for h in self.held if month_of(h.on) == month_of(first)), None)
        return (next_month(first) if done else first), done

    def _months(self, began: date) -> list[Obligation]:
        """One in each calendar month: this month's, and once it is met the next one's."""
        first, done = self._month(began)
        opened = self.about.open(_window(first), first, in_window(self.rule, self.row, first))
        if done is None:
            return [opened]
        this = first_of_month(done.on)
        return [self.about.met(_window(this), this, _session(done), done.on), opened]

    def _agreements(self) -> list[Relationship]:
        """The pairs that agreed to meet more often (B31)."""
        return [r for r in _current(self.work, self.facts) if r.more_often]

    def _agreed(self, pair: Relationship, start: Start) -> Deadline:
        begun = replace(start, on=max(start.on, pair.since))
        amount = str(pair.more_often)
        due = self.work.calendar.add(begun.on, pair.more_often) if pair.more_often else None
        agreed = Step("agreed", fact="agreement of the pair", amount=amount, result=due)
        return Deadline(self.rule, due, (Step("start", fact=begun.fact, on=begun.on), agreed), amount=amount)


def _session(held: Held) -> FactRef:
    return FactRef("session", str(held.session_id))


def _link(held: Held) -> Link:
    return _session(held), Start("session", held.on)


def _window(first: date) -> FactRef:
    return FactRef("month", month_of(first))


# Supervisors and milestones


def _current(work: Work, facts: PersonFacts) -> list[Relationship]:
    """The relationships in force; of several line supervisors whose end nobody recorded, the latest."""
    begun = _begun(work, facts)
    for one in begun:
        if one.until:
            work.changes_after(one.until)
    now = [r for r in begun if r.until is None or r.until >= work.on]
    line = [r for r in now if not r.professional]
    return [r for r in now if r.professional or r is line[-1]]


def _begun(work: Work, facts: PersonFacts) -> list[Relationship]:
    """The relationships that have begun, in their order."""
    for one in facts.relationships:
        work.changes_on(one.since)
    return sorted((r for r in facts.relationships if r.since <= work.on), key=lambda r: (r.since, r.id))


@dataclass(frozen=True, slots=True)
class _Milestone:
    """What starts a milestone's clock, what meets it, and the first day on which that can be."""

    fact: FactRef
    start: Start
    met_by: tuple[str, ...]
    earliest: date = date.min


def _milestone(work: Work, facts: PersonFacts, rule: Rule, row: Row) -> None:
    asked = _new_supervisor(work, facts, rule) if row.starts == "new_supervisor" else _employment(facts, rule)
    if asked is None:
        return
    about = About(rule, facts.subject, facts.person_id)
    fits = [m for m in facts.milestones if m.what in asked.met_by and m.on >= asked.earliest]
    if fits:
        done = min(fits, key=lambda m: (m.on, m.id))
        by = FactRef("milestone", str(done.id))
        work.found.append(about.met(asked.fact, asked.start.on, by, done.on))
    else:
        work.found.append(about.open(asked.fact, asked.start.on, work.within(rule, row, asked.start)))


def _employment(facts: PersonFacts, rule: Rule) -> _Milestone:
    start = Start("start", max(facts.employed_from, facts.bot_started))
    return _Milestone(FactRef("employment", str(facts.person_id)), start, (rule.what or "",))


def _new_supervisor(work: Work, facts: PersonFacts, rule: Rule) -> _Milestone | None:
    """Opened by a change of line supervisor since the bot's start; a new agreement meets it too."""
    line: Sequence[Relationship] = [r for r in _begun(work, facts) if not r.professional]
    if len(line) < 2 or line[-1].since < facts.bot_started:
        return None
    before, now = line[-2:]
    if now.supervisor_id == before.supervisor_id:
        return None
    fact, start = FactRef("relationship", str(now.id)), Start("new supervisor", now.since)
    return _Milestone(fact, start, (rule.what or "", "agreement"), now.since)
