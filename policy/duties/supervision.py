"""Supervision: when a person's next session is due, by one row of one rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from policy.deadlines import Deadline, Start, counted_present, no_deadline, shared
from policy.duties.common import Assessing, Link, strictest, uplifted
from policy.duties.counting import Stretch, origin, passed_over, phase_on, stretches
from policy.duties.excused import PersonExplained
from policy.duties.pairs import begun, current
from policy.duties.then import Spell
from policy.duties.windowed import Happening, Windowed
from policy.facts import SUPERVISED, FactRef, Held, PersonFacts, RelationshipFact, SetElsewhereFact
from policy.obligations import (
    APPLIED_FROM,
    APPLIED_UNTIL,
    HELD_FROM,
    Obligation,
    State,
    Step,
    Waiting,
    is_overdue,
)
from policy.periods import Period
from policy.ruleset import AGREEMENT, AGREEMENTS, PROFESSIONAL, Phase, Row, Rule, condition_of
from policy.spans import covers
from policy.windows import Span, Windows, windows

_DAY: Final = timedelta(days=1)


def supervised(
    work: Assessing, facts: PersonFacts, rule: Rule, row: Row, spell: Spell, *, left: bool = False
) -> list[Obligation]:
    """What a row asks: what is over, then the open one, which waits while what starts its clock isn't known."""
    began = origin(facts, rule, row)
    if began:
        return SupervisionClock(work, facts, rule, row, began, spell, left=left).obligations()
    if left or spell.last:
        return []
    asked_from = max(facts.employed_from, facts.bot_started)
    about = work.about(rule, facts.subject, facts.person_id)
    fact = FactRef("employment", str(facts.person_id))
    return [about.open(fact, asked_from, no_deadline(rule, row, None, Waiting.EVENT))]


class SupervisionClock:
    """The clock of one row for one person's supervision. ``spell``: while it applies, or did; ``left``: they have left,
    and nothing more is asked."""

    def __init__(
        self,
        work: Assessing,
        facts: PersonFacts,
        rule: Rule,
        row: Row,
        began: date,
        spell: Spell,
        *,
        left: bool = False,
    ) -> None:
        self.work, self.facts, self.rule, self.row = work, facts, rule, row
        self.spell, self.left = spell, left
        self.about = work.about(rule, facts.subject, facts.person_id, self._beside_the_line())
        self.origin = began
        self.asked_from = max(self.origin, facts.employed_from, facts.bot_started, facts.known_from)
        self.stretches = stretches(work, facts, rule, row)
        judged = [(h, passed_over(work, facts, rule, row, began, h)) for h in facts.held]
        self.held = sorted((h for h, why in judged if not why), key=lambda h: (h.on, h.session_id))
        self.not_counted = sorted((why for _, why in judged if why), key=lambda s: s.on or date.min)
        usual = work.rules.practice.session_minutes
        happened = [_happening(h, usual) for h in self.held]
        clocks = [(s, self._windowed(s)) for s in self.stretches if s.phase.in_each]
        self.windows = {s: (clock, clock.life(happened)) for s, clock in clocks}

    def obligations(self) -> list[Obligation]:
        """The windows that are over and the sessions that were owed; then, while anything is asked, the open one. Of
        whoever left, what was late as they did is kept: as missed, unless a session may have met it."""
        chain = self._chain()
        over = [o for clock, life in self.windows.values() for o in clock.over(self.about, life)]
        if self.left:
            over = [self._unless_unsaid(one) for one in over]
        if self.spell.last:
            owed = [] if self.left else self._still_open()
            return [*over, *owed, *self._late_when_it_applied(self.spell.last, *chain[-1])]
        self.work.links.append(lambda: self.about.links(chain, self._was_due))
        if self.left:
            return [*over, *self._late_at_leaving(*chain[-1])]
        return [*over, self._open(*chain[-1])]

    def _still_open(self) -> Iterator[Obligation]:
        """A window that ended unmet while the row applied is owed until the next session, whatever applies now."""
        for clock, life in self.windows.values():
            if life.open and is_overdue(life.open.span.due, self.work.on):
                yield self.about.open_by(self._with_not_counted(clock.deadline(life), life.open.span.first))

    def _late_when_it_applied(self, last: date, fact: FactRef, start: Start) -> Iterator[Obligation]:
        """What was due while the row applied and wasn't done is late since, whatever applies now. By windows, that is
        theirs to say."""
        if start.on > last:
            return
        found = self._not_before_it_applied(self._deadline(start), start)
        due = found.due
        if due and due <= last and not found.window:
            stays = Step(APPLIED_UNTIL, on=last, result=due)
            found = self._with_not_counted(found._replace(steps=(*found.steps, stays)), start.on)
            owed = self.about.open(fact, start.on, found)
            yield self._missed_at_leaving(owed, due) if self.left else owed

    def _late_at_leaving(self, fact: FactRef, start: Start) -> Iterator[Obligation]:
        """What is owed by windows is theirs to say. Their last day is a whole one."""
        owed = self._open(fact, start)
        if owed.due and owed.key.fact == fact and owed.due <= self.work.on:
            yield self._missed_at_leaving(owed, owed.due)

    def _missed_at_leaving(self, owed: Obligation, due: date) -> Obligation:
        waited = Span(owed.key.fact.kind, owed.key.fact.id, owed.started + _DAY, due, due)
        why = PersonExplained(self.work, self.facts).explanation(waited)
        maybe = self._may_have_met(waited.first, date.max)
        return owed if maybe else owed._replace(state=State.MISSED, ended=why)

    def _unless_unsaid(self, window: Obligation) -> Obligation:
        """One that ended unmet is owed still while nobody has said whether a session in it took place."""
        maybe = window.state is State.MISSED and window.due and self._may_have_met(window.started, window.due)
        return window._replace(state=State.RUNNING, ended=None) if maybe else window

    def _may_have_met(self, first: date, last: date) -> bool:
        days = (h for h in self.facts.unsaid if first <= h.on <= last)
        return any(
            passed_over(self.work, self.facts, self.rule, self.row, self.origin, h) is None for h in days
        )

    def _open(self, fact: FactRef, start: Start) -> Obligation:
        found = self._not_before_it_applied(self._asked(start), start)
        found = self._as_late_already(found, start)
        if found.window:
            return self.about.open_by(self._with_not_counted(found, found.window.first))
        found = self._of_unknown_length(self._with_history(found, start), start)
        return self.about.open(fact, start.on, self._with_not_counted(found, start.on))

    def _with_not_counted(self, deadline: Deadline, since: date) -> Deadline:
        """Names the sessions since a day that don't count, each with what it lacks."""
        passed = tuple(s for s in self.not_counted if s.on and since <= s.on)
        return deadline._replace(steps=(*deadline.steps, *passed)) if passed else deadline

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
        return next((r.supervisor_id for r in found if covers(r.since, r.until, today)), None)

    def _of_unknown_length(self, deadline: Deadline, start: Start) -> Deadline:
        """Says where the session that started the clock counts though nobody knows whether it was long enough."""
        last = next((h for h in reversed(self.held) if h.on == start.on), None)
        if last is None or last.minutes or phase_on(self.stretches, last.on).minutes is None:
            return deadline
        unknown = Step("length_unknown", fact=_link(last)[1].fact, on=last.on)
        return deadline._replace(steps=(*deadline.steps, unknown))

    def _with_history(self, deadline: Deadline, start: Start) -> Deadline:
        """Says what the clock would count from, where what was due after it lies before the bot began."""
        last = next((h for h in reversed(self.held) if h.on < self.asked_from), None)
        if last is None or start.fact != "start" or self.asked_from != self.facts.bot_started:
            return deadline
        history = Step("history", fact=_link(last)[1].fact, on=last.on, result=self._after(last.on))
        return deadline._replace(steps=(*deadline.steps, history))

    # Stretches

    def _owing(self, start: Start) -> tuple[Stretch, Start]:
        """The stretch in which the next session is owed, and from what it counts: what would fall due after the last
        day of one is owed as often as the next asks. After windows, its own beginning at the earliest."""
        for stretch in self.stretches:
            if stretch in self.windows:
                if stretch.last is None or self.windows[stretch][1].open:
                    return stretch, start
                start = max(start, Start("start", stretch.last), key=lambda s: s.on)
            elif stretch.last is None or self._next(stretch, start.on) <= stretch.last:
                return stretch, start
        raise ValueError(f"{self.rule.id}: its last phase ends; what holds after it is unknown")

    def _next(self, stretch: Stretch, day: date) -> date:
        """When the session after one of that day is owed by a stretch alone."""
        if stretch.phase.every:
            return self.work.calendar.add(day, self._shared(stretch.phase.every))
        windows = self._spans(stretch.phase)
        span = windows.at(day)
        following = windows.after(span) if span else None
        return following.due if following else date.max

    def _shared(self, period: Period) -> Period:
        return shared(period, self.facts.percent) if self.row.pro_rata else period

    # The chain of sessions

    def _chain(self) -> list[Link]:
        """What started the clock each time: the day from which it is asked, then every session that counts.

        A session before the bot's start, or the true start where there was none, starts it too where the next one
        wasn't due before that day."""
        employed = FactRef("employment", str(self.facts.person_id))
        before = [h for h in self.held if h.on < self.asked_from]
        if before and self._after(before[-1].on) >= self.asked_from:
            first = _link(before[-1])
        elif before:
            first = employed, Start("start", self.asked_from)
        else:
            first = employed, self._still_running(max(self.origin, self.facts.employed_from))
        return [first, *(_link(h) for h in self.held if h.on >= self.asked_from)]

    def _still_running(self, since: date) -> Start:
        """A clock that nothing has met yet; counted anew where what was due by it lies before the first day asked, or
        it had no day."""
        due = self._asked(Start("start", since)).due
        return Start("start", since if due and due >= self.asked_from else self.asked_from)

    def _after(self, day: date) -> date:
        """When the session after one of that day was owed."""
        return self._owed_after(day)[1]

    def _owed_after(self, day: date) -> tuple[Stretch, date]:
        owed = ((s, self._next(s, day)) for s in self.stretches)
        return next((s, due) for s, due in owed if s.last is None or due <= s.last)

    def _was_due(self, start: Start) -> date | None:
        """By when the session after this one was owed; by windows, that is the window's to say."""
        stretch, due = self._owed_after(start.on)
        return due if stretch.phase.every else None

    # Deadlines

    def _asked(self, start: Start) -> Deadline:
        instead, sooner = list(self._instead(start)), list(self._sooner(start))
        policy = strictest(instead) if instead else self._deadline(start)
        return strictest([policy, *sooner])

    def _deadline(self, start: Start) -> Deadline:
        stretch, start = self._owing(start)
        if stretch in self.windows:
            clock, life = self.windows[stretch]
            return clock.deadline(life)
        if stretch.phase.every is None:
            return no_deadline(self.rule, self.row, start, self._waits())
        return self._every(self._shared(stretch.phase.every), stretch.phase.every, start)

    def _not_before_it_applied(self, found: Deadline, start: Start) -> Deadline:
        """What came to apply to somebody since their last session is due on that day at the earliest."""
        first = self.spell.first
        if found.window or found.due is None or not start.on < first or found.due >= first:
            return found
        holding = condition_of(self.rule, self.row).holds_case and any(
            c.since == first for c in self.facts.cases
        )
        step = Step(HELD_FROM if holding else APPLIED_FROM, on=first, result=first)
        return found._replace(due=first, target=None, steps=(*found.steps, step))

    def _every(self, period: Period, whole: Period, start: Start) -> Deadline:
        away = self.facts.away if self.row.pauses_while_away else ()
        found = counted_present(self.work.calendar, self.rule, self.row, start, period, away, "every")
        if period == whole:
            return found
        percent = Step("pro_rata", fact=str(whole), amount=f"{self.facts.percent}%")
        return found._replace(steps=(found.steps[0], percent, *found.steps[1:]))

    def _waits(self) -> Waiting:
        if self.row.yields_to is None:
            return Waiting.NO_DEADLINE
        return Waiting.AGREEMENT if self.row.yields_to == AGREEMENT else Waiting.SET_ELSEWHERE

    def _windowed(self, stretch: Stretch) -> Windowed:
        """After another stretch it begins on the day after that one's last."""
        first = stretch is self.stretches[0]
        return Windowed(
            self.work,
            self.rule,
            self.row,
            stretch.phase,
            self._spans(stretch.phase),
            PersonExplained(self.work, self.facts),
            since=max(self.asked_from, self.spell.first, stretch.began + (not first) * _DAY),
            joined=max(self.origin, self.spell.first),
            until=min((day for day in (stretch.last, self.spell.last) if day), default=None),
            percent=self.facts.percent if self.row.pro_rata else 100,
            left=self.left,
        )

    def _spans(self, phase: Phase) -> Windows:
        return windows(self.row, phase.in_each, tuple(self.work.rules.calendar.terms.items()), self.origin)

    def _instead(self, start: Start) -> Iterator[Deadline]:
        """What holds in place of the rule's own clock, where it yields to others."""
        if self.row.yields_to == AGREEMENT:
            yield from (self._yielded(self._agreed(r, start), "agreement") for r in self._agreements())
        for one in self.facts.set_elsewhere:
            self.work.changes_on(one.since)
            if one.until:
                self.work.changes_after(one.until)
            if one.by == self.row.yields_to and covers(one.since, one.until, self.work.on):
                yield self._yielded(self._set(one, start), one.by)

    def _yielded(self, deadline: Deadline, to: str) -> Deadline:
        yields = Step("yields", fact=to, rule=self.rule.id, clause=self.rule.clause)
        return deadline._replace(steps=(deadline.steps[0], yields, *deadline.steps[1:]))

    def _set(self, one: SetElsewhereFact, start: Start) -> Deadline:
        """Counted from the day from which it was set, where the day had passed by then: nobody could have kept it."""
        due = self.work.calendar.add(start.on, one.every)
        if due < one.since:
            due = self.work.calendar.add(one.since, one.every)
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

    def _as_late_already(self, found: Deadline, start: Start) -> Deadline:
        """What was late when the two began, or signed, stays due on its day, whatever they agreed for the next; so does
        what two had agreed who are a pair no more."""
        days = [day for r in current(self.work, self.facts) for day in self._late_days(r, start)]
        days += [day for r in begun(self.work, self.facts) for day in self._late_when_ended(r, start)]
        late = min((day for day in days if start.on < day), default=None)
        if self.rule.what or late is None or (found.due and found.due <= late):
            return found
        stays = Step("late_already", result=late)
        return Deadline(
            self.rule, late, (Step("start", fact=start.fact, on=start.on), stays), amount=found.amount
        )

    def _late_days(self, pair: RelationshipFact, start: Start) -> Iterator[date]:
        """By when the session was due that was late as the two signed, or as they began with what they agreed."""
        if pair.late_then:
            yield pair.late_then
        if pair.more_often and pair.since > start.on:
            ended = [r for r in begun(self.work, self.facts) if r.until and r.until < pair.since]
            before = [r for r in ended if r.professional == pair.professional]
            due = None if before and before[-1].more_often else self._deadline(start).due
            if due and due < pair.since:
                yield due

    def _late_when_ended(self, pair: RelationshipFact, start: Start) -> Iterator[date]:
        """By when the session was due that two had agreed on and didn't hold while they were a pair."""
        if pair.until is None or not start.on <= pair.until < self.work.on:
            return
        if pair.late_then:
            yield pair.late_then
        due = self._agreed(pair, start).due
        if due and due <= pair.until:
            yield due

    def _agreed(self, pair: RelationshipFact, start: Start) -> Deadline:
        """Counted from the day on which the two began, where they have not met since; yet never due before they
        signed."""
        began = Start("relationship", pair.since) if pair.since > start.on else start
        amount = str(pair.more_often)
        due = self.work.calendar.add(began.on, pair.more_often) if pair.more_often else None
        agreed = Step("agreed", fact="pair_agreement", amount=amount, result=due)
        steps: tuple[Step, ...] = (Step("start", fact=began.fact, on=began.on), agreed)
        signed = self._signed_on(pair)
        if due and signed and due < signed:
            due, steps = signed, (*steps, Step("known_from", result=signed))
        return Deadline(self.rule, due, steps, amount=amount)

    def _signed_on(self, pair: RelationshipFact) -> date | None:
        """The day on which the two last signed, where it is known."""
        signed = (m for m in self.facts.milestones if m.what in AGREEMENTS and m.by == pair.supervisor_id)
        return max((m.on for m in signed if m.on <= self.work.on), default=None)


def _session(held: Held) -> FactRef:
    return FactRef("session" if held.kind else "milestone", str(held.session_id))


def _happening(held: Held, usual: int) -> Happening:
    """``usual``: how long a session is of which nobody said it."""
    reported = "" if held.kind else SUPERVISED
    return Happening(_session(held), held.on, held.minutes or usual, not held.minutes, reported)


def _link(held: Held) -> Link:
    return _session(held), Start("session" if held.kind else SUPERVISED, held.on)
