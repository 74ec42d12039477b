"""Supervision: when a person's next session is due, by one row of one rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from policy.clocks import Deadline, Start, add, counted_present, no_deadline, several, shared
from policy.duties.common import Assessing, Link, strictest
from policy.duties.windowed import Happening, Windowed
from policy.facts import FactRef, Held, PersonFacts, RelationshipFact, SessionKind, SetElsewhereFact
from policy.obligations import Obligation, Step, Waiting
from policy.periods import Period
from policy.ruleset import AGREEMENT, HOLDERS, Phase, Row, Rule, Uplift, condition_of
from policy.windows import windows

#: Who held a session, in ``held_by``, beside the vocabulary's roles.
SUPERVISOR, PROFESSIONAL, COVER = HOLDERS


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


def supervised(work: Assessing, facts: PersonFacts, rule: Rule, row: Row) -> list[Obligation]:
    """What a row asks: those met, then the open one, which waits while what starts its clock isn't known."""
    began = origin(facts, rule, row)
    if began:
        return SupervisionClock(work, facts, rule, row, began).obligations()
    start = Start("start", max(facts.employed_from, facts.bot_started))
    about = work.about(rule, facts.subject, facts.person_id)
    fact = FactRef("employment", str(facts.person_id))
    return [about.open(fact, start.on, no_deadline(rule, row, start, Waiting.EVENT))]


class SupervisionClock:
    """The clock of one row for one person's supervision."""

    def __init__(self, work: Assessing, facts: PersonFacts, rule: Rule, row: Row, began: date) -> None:
        self.work, self.facts, self.rule, self.row = work, facts, rule, row
        self.about = work.about(rule, facts.subject, facts.person_id, self._beside_the_line())
        self.origin = began
        self.asked_from = max(self.origin, facts.employed_from, facts.bot_started)
        self.stretches = self._stretches()
        self.held = sorted((h for h in facts.held if self._counts(h)), key=lambda h: (h.on, h.session_id))
        usual = work.rules.practice.session_minutes
        self.happened = [Happening(_session(h), h.on, h.minutes or usual, not h.minutes) for h in self.held]

    def obligations(self) -> list[Obligation]:
        """Those met, then the open one."""
        chain = self._chain()
        fact, start = chain[-1]
        phase, began = self._phase_after(start.on)
        instead, sooner = list(self._instead(start)), list(self._sooner(start))
        if phase.in_each and not instead and not sooner:
            met = self.about.links(chain, lambda s: self._phase_after(s.on)[0].in_each is None)
            return [*met, *self._windowed(phase).obligations(self.about, self._asked(began), self.happened)]
        policy = strictest(instead) if instead else self._deadline(phase, began, start)
        deadline = self._of_unknown_length(strictest([policy, *sooner]), start)
        return [*self.about.links(chain), self.about.open(fact, start.on, deadline)]

    def _beside_the_line(self) -> int | None:
        """The professional supervisor, where only theirs counts: it is theirs to hold, and not the line's."""
        if self.row.held_by != (PROFESSIONAL,):
            return None
        found = [r for r in self.facts.relationships if r.professional]
        for one in found:
            self.work.changes_on(one.since)
            if one.until:
                self.work.changes_after(one.until)
        today = self.work.on
        return next((r.supervisor_id for r in found if r.since <= today <= (r.until or today)), None)

    def _of_unknown_length(self, deadline: Deadline, start: Start) -> Deadline:
        """Says where the session that started the clock counts though nobody knows whether it was long enough."""
        last = next((h for h in reversed(self.held) if h.on == start.on), None)
        if last is None or last.minutes or self._phase_on(last.on).minutes is None:
            return deadline
        return replace(deadline, steps=(*deadline.steps, Step("length_unknown", fact="session", on=last.on)))

    # What counts

    def _counts(self, held: Held) -> bool:
        """A session of a kind that counts, since the post (or programme) began, long enough in its phase."""
        if held.kind not in self.row.counts or held.on < self.origin or not self._by(held):
            return False
        minutes = self._phase_on(held.on).minutes
        return minutes is None or not held.minutes or held.minutes >= minutes

    def _by(self, held: Held) -> bool:
        """Whether it was held by somebody who may: a professional supervisor's counts only where a rule asks for it."""
        wanted = self.row.held_by
        beside = held.holder_id in [r.supervisor_id for r in self.facts.relationships if r.professional]
        line = held.holder_id in [r.supervisor_id for r in self.facts.relationships if not r.professional]
        if not wanted:
            return line or not beside or held.kind is SessionKind.GROUP
        return (
            held.holder_role in wanted
            or (SUPERVISOR in wanted and line)
            or (PROFESSIONAL in wanted and beside)
            or (COVER in wanted and held.as_cover)
        )

    # Stretches

    def _phase_on(self, day: date) -> Phase:
        """The stretch of the clock that a day falls in."""
        return next(p for p, last in self.stretches if last is None or day <= last)

    def _phase_after(self, start: date) -> tuple[Phase, date]:
        """The stretch in which the next session after a day is owed, and the day from which that stretch counts: what
        would fall due after the last day of one is owed as often as the next asks."""
        began = self.origin
        for phase, last in self.stretches:
            if last and phase.in_each:
                self.work.changes_after(last)
            if last is None or self._next(phase, start) <= last:
                return phase, began
            began = last
        raise ValueError(f"{self.rule.id}: its last phase ends; what holds after it is unknown")

    def _stretches(self) -> list[tuple[Phase, date | None]]:
        """Each stretch and its last day. One that ends by what has not been recorded goes on."""
        began = self.origin
        found: list[tuple[Phase, date | None]] = []
        for phase in self.row.stretches:
            last = self._last_day(phase, began)
            found.append((phase, last))
            began = last or began
        return found

    def _last_day(self, phase: Phase, began: date) -> date | None:
        add = self.work.calendar.add
        if phase.until:
            return add(self.origin, phase.until)
        if phase.lasts:
            return add(began, phase.lasts)
        if phase.ends_by == "asye":
            return self.facts.asye_until
        return min(
            (m.on for m in self.facts.milestones if m.what == phase.ends_by and m.on >= began), default=None
        )

    def _next(self, phase: Phase, start: date) -> date:
        """When the next session is owed by a stretch alone; of one with windows, today at the earliest."""
        if phase.every:
            return self.work.calendar.add(start, self._shared(phase.every))
        self.work.changes_on(self.asked_from)
        return max(start, self.work.on)

    def _shared(self, period: Period) -> Period:
        return shared(period, self.facts.percent) if self.row.pro_rata else period

    # The chain of sessions

    def _chain(self) -> list[Link]:
        """What started the clock each time: the day from which it is asked, then every session that counts.

        A session before the bot's start starts it too where the next one wasn't due before that day."""
        first = FactRef("employment", str(self.facts.person_id)), Start("start", self.asked_from)
        before = [h for h in self.held if h.on < self.asked_from]
        if before and self._next(self._phase_after(before[-1].on)[0], before[-1].on) >= self.asked_from:
            first = _link(before[-1])
        return [first, *(_link(h) for h in self.held if h.on >= self.asked_from)]

    # Deadlines

    def _deadline(self, phase: Phase, began: date, start: Start) -> Deadline:
        if phase.in_each:
            return self._windowed(phase).deadline(self._asked(began), self.happened)
        if phase.every is None:
            return no_deadline(self.rule, self.row, start, self._waits())
        return self._every(self._shared(phase.every), phase.every, start)

    def _every(self, period: Period, whole: Period, start: Start) -> Deadline:
        away = self.facts.away if self.row.pauses_while_away else ()
        found = counted_present(self.work.calendar, self.rule, self.row, start, period, away, "every")
        if period == whole:
            return found
        percent = Step("pro_rata", fact=str(whole), amount=f"{self.facts.percent}%")
        return replace(found, steps=(found.steps[0], percent, *found.steps[1:]))

    def _waits(self) -> Waiting:
        if self.row.yields_to is None:
            return Waiting.NO_DEADLINE
        return Waiting.AGREEMENT if self.row.yields_to == AGREEMENT else Waiting.SET_ELSEWHERE

    def _windowed(self, phase: Phase) -> Windowed:
        terms = tuple(self.work.rules.calendar.terms.items())
        percent = self.facts.percent if self.row.pro_rata else 100
        found = windows(self.row, phase.in_each, terms, self.origin)
        return Windowed(self.work, self.rule, self.row, phase, found, percent)

    def _asked(self, began: date) -> date:
        """The day whose window is looked at."""
        return max(self.work.on, began, self.asked_from)

    def _instead(self, start: Start) -> Iterator[Deadline]:
        """What holds in place of the rule's own clock, where it yields to others."""
        if self.row.yields_to == AGREEMENT:
            yield from (self._yielded(self._agreed(r, start), "agreement") for r in self._agreements())
        for one in self.facts.set_elsewhere:
            self.work.changes_on(one.since)
            if one.until:
                self.work.changes_after(one.until)
            if one.by == self.row.yields_to and one.since <= self.work.on <= (one.until or self.work.on):
                yield self._yielded(self._set(one, start), one.by)

    def _yielded(self, deadline: Deadline, to: str) -> Deadline:
        yields = Step("yields", fact=to, rule=self.rule.id, clause=self.rule.clause)
        return replace(deadline, steps=(deadline.steps[0], yields, *deadline.steps[1:]))

    def _set(self, one: SetElsewhereFact, start: Start) -> Deadline:
        due = self.work.calendar.add(start.on, one.every)
        step = Step("set", fact=one.by, on=one.since, amount=str(one.every), result=due)
        return Deadline(
            self.rule, due, (Step("start", fact=start.fact, on=start.on), step), amount=str(one.every)
        )

    def _sooner(self, start: Start) -> Iterator[Deadline]:
        """What holds beside the rule's clock: the pair's agreement (B31), and an uplift."""
        if self.rule.what is None and self.row.yields_to != AGREEMENT:
            yield from (self._agreed(r, start) for r in self._agreements())
        if self.row.uplift:
            happened = [(m.what, m.on) for m in self.facts.milestones]
            yield from uplifted(self.work, self.rule, self.row, self.row.uplift, happened, start)

    def _agreements(self) -> list[RelationshipFact]:
        return [r for r in current(self.work, self.facts) if r.more_often]

    def _agreed(self, pair: RelationshipFact, start: Start) -> Deadline:
        begun = replace(start, on=max(start.on, pair.since))
        amount = str(pair.more_often)
        due = self.work.calendar.add(begun.on, pair.more_often) if pair.more_often else None
        agreed = Step("agreed", fact="agreement of the pair", amount=amount, result=due)
        return Deadline(self.rule, due, (Step("start", fact=begun.fact, on=begun.on), agreed), amount=amount)


def uplifted(
    work: Assessing, rule: Rule, row: Row, uplift: Uplift, happened: Sequence[tuple[str, date]], start: Start
) -> Iterator[Deadline]:
    """More often for a time after an event, yet never due before it."""
    for what, on in happened:
        ends = work.calendar.add(on, uplift.lasts)
        if what != uplift.after:
            continue
        work.changes_on(on)
        work.changes_on(ends)
        if on <= work.on < ends:
            due = max(add(work.calendar, row, start.on, uplift.every), on)
            step = Step("uplift", uplift.after, on, str(uplift.every), rule.id, rule.clause, result=due)
            yield Deadline(rule, due, (Step("start", start.fact, start.on), step), amount=str(uplift.every))


def _session(held: Held) -> FactRef:
    return FactRef("session", str(held.session_id))


def _link(held: Held) -> Link:
    return _session(held), Start("session", held.on)


# Supervisors


def current(work: Assessing, facts: PersonFacts) -> list[RelationshipFact]:
    """The relationships in force; of several line supervisors whose end nobody recorded, the latest."""
    found = begun(work, facts)
    for one in found:
        if one.until:
            work.changes_after(one.until)
    now = [r for r in found if r.until is None or r.until >= work.on]
    line = [r for r in now if not r.professional]
    return [r for r in now if r.professional or r is line[-1]]


def begun(work: Assessing, facts: PersonFacts) -> list[RelationshipFact]:
    """The relationships that have begun, in their order."""
    for one in facts.relationships:
        work.changes_on(one.since)
    return sorted((r for r in facts.relationships if r.since <= work.on), key=lambda r: (r.since, r.id))
