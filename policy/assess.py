"""``assess(facts, on)``: which obligations the policy makes of the facts, and until when that answer holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from policy.calendar import WorkingCalendar
from policy.clocks import (
    Deadline,
    Start,
    after,
    first_of_month,
    in_window,
    month_of,
    next_month,
    no_deadline,
    working_days_present,
)
from policy.facts import (
    AbsenceFacts,
    Answer,
    CaseFacts,
    Facts,
    FactRef,
    Held,
    PersonFacts,
    Record,
    SessionFacts,
    SessionState,
    Subject,
)
from policy.obligations import Assessment, Key, Obligation, State, Step, Waiting
from policy.periods import Period, Unit
from policy.ruleset import Condition, Duty, Phase, Row, Rule, RuleSet, matches_case


@dataclass(slots=True)
class _Work:
    """One assessment under way: what it reads, and what it has found so far."""

    rules: RuleSet
    calendar: WorkingCalendar
    on: date
    found: list[Obligation] = field(default_factory=list)
    changes: list[date] = field(default_factory=list)

    def changes_on(self, day: date) -> None:
        """Without any new fact the answer may differ from this day."""
        if day > self.on:
            self.changes.append(day)


def assess(rules: RuleSet, calendar: WorkingCalendar, facts: Facts, on: date) -> Assessment:
    """The obligations about one subject as seen on a day (a date in the council's zone). Pure."""
    work = _Work(rules, calendar, on)
    match facts:
        case CaseFacts():
            _case(work, facts)
        case PersonFacts():
            _person(work, facts)
        case SessionFacts():
            _session(work, facts)
        case AbsenceFacts():
            _absence(work, facts)
    return Assessment(tuple(work.found), min(work.changes, default=None))


@dataclass(frozen=True, slots=True)
class _About:
    """What every obligation of one duty about one subject shares."""

    rule: Rule
    subject: Subject
    worker_id: int | None
    holder_id: int | None = None

    def key(self, fact: FactRef) -> Key:
        return Key(self.rule.key, self.subject, fact)

    def open(self, fact: FactRef, started: date, deadline: Deadline) -> Obligation:
        return Obligation(
            key=self.key(fact),
            rule=deadline.rule.id,
            answers=deadline.rule.answers,
            state=State.RUNNING if deadline.due else State.WAITING,
            started=started,
            due=deadline.due,
            target=deadline.target,
            waiting_for=deadline.waiting,
            worker_id=self.worker_id,
            holder_id=self.holder_id,
            derivation=deadline.steps,
        )

    def met(self, fact: FactRef, started: date, by: FactRef, on: date) -> Obligation:
        return Obligation(
            key=self.key(fact),
            rule=self.rule.id,
            answers=self.rule.answers,
            state=State.MET,
            started=started,
            met_by=by,
            met_on=on,
            worker_id=self.worker_id,
            holder_id=self.holder_id,
        )


# Cases


def _case(work: _Work, facts: CaseFacts) -> None:
    if facts.closed_on or not facts.first_allocated:
        return
    _case_clock(work, facts, Duty.DISCUSS)
    _case_clock(work, facts, Duty.REVIEW_PLAN)


def _case_clock(work: _Work, facts: CaseFacts, duty: Duty) -> None:
    rules = [r for r in work.rules.duties(facts.subject.kind) if r.duty is duty]
    fits = [(r, row) for r in rules for row in r.rows if matches_case(row_condition(r, row), facts.service, facts.categories)]
    if not rules or (not fits and duty is not Duty.DISCUSS):
        return
    about = _About(fits[0][0] if fits else rules[0], facts.subject, facts.worker_id)
    chain = _case_chain(facts, duty)
    work.found += _links(about, chain)
    fact, start = chain[-1]
    work.found.append(about.open(fact, start.on, _case_deadline(work, facts, about, fits, start, duty)))


def _case_chain(facts: CaseFacts, duty: Duty) -> list[tuple[FactRef, Start]]:
    """What started the clock each time: the first allocation, then every discussion that counts."""
    assert facts.first_allocated
    counts = [d for d in facts.discussions if (d.full if duty is Duty.DISCUSS else d.plan_reviewed)]
    ordered = sorted(counts, key=lambda d: (d.on, d.id))
    first = (FactRef("allocation", str(facts.first_allocated.id)), Start("allocation", facts.first_allocated.since))
    word = "discussion" if duty is Duty.DISCUSS else "plan review"
    return [first, *((FactRef("discussion", str(d.id)), Start(word, d.on)) for d in ordered)]


def _links(about: _About, chain: Sequence[tuple[FactRef, Start]]) -> Iterator[Obligation]:
    """Every start but the last was met by the next one."""
    for (fact, start), (met_by, met) in zip(chain, chain[1:], strict=False):
        yield about.met(fact, start.on, met_by, met.on)


def _case_deadline(
    work: _Work, facts: CaseFacts, about: _About, fits: list[tuple[Rule, Row]], start: Start, duty: Duty
) -> Deadline:
    """The strictest of the rows that fit and of the manager's own interval; no row, no date."""
    found = [_case_row(work, facts, rule, row, start) for rule, row in fits]
    if duty is Duty.DISCUSS and fits:
        found += _intervals(work, facts, about.rule, start)
    if not found:
        return no_deadline(about.rule, Row(), start, Waiting.NO_RULE)
    return strictest(found)


def _case_row(work: _Work, facts: CaseFacts, rule: Rule, row: Row, start: Start) -> Deadline:
    if start.fact == "allocation" and row.first_within:
        return after(work.calendar, rule, row, start, row.first_within, "first_within")
    if isinstance(row.every, str):
        return _as_plan_reviewed(work, facts, rule, row, start)
    return after(work.calendar, rule, row, start, row.every, "every") if row.every else no_deadline(rule, row, start)


def _as_plan_reviewed(work: _Work, facts: CaseFacts, rule: Rule, row: Row, start: Start) -> Deadline:
    months = facts.plan_every_months
    longest = row.at_most.amount if row.at_most else months
    if months is None or longest is None or months > longest:
        return no_deadline(rule, row, start, Waiting.PLAN_INTERVAL)
    return after(work.calendar, rule, row, start, Period(months, Unit.MONTH), "every")


def _intervals(work: _Work, facts: CaseFacts, rule: Rule, start: Start) -> Iterator[Deadline]:
    """A manager's recorded decision to discuss the case more often."""
    for interval in facts.intervals:
        work.changes_on(interval.since)
        if interval.until:
            work.changes_on(interval.until + timedelta(days=1))
        if interval.less_often or work.on < interval.since or (interval.until and work.on > interval.until):
            continue
        due = work.calendar.add(start.on, interval.every)
        yield Deadline(
            rule,
            due,
            (
                Step("start", fact=start.fact, on=start.on),
                Step("more_often", fact="manager's decision", on=interval.since, amount=str(interval.every), result=due),
            ),
        )


def strictest(deadlines: Sequence[Deadline]) -> Deadline:
    """The earliest day wins, the first written where days are equal; a question before any date."""
    for deadline in deadlines:
        if deadline.due is None:
            return deadline
    return min(deadlines, key=lambda d: d.due or date.max)


def row_condition(rule: Rule, row: Row) -> Condition:
    """A rule's own ``when`` holds for its single inline row; a row of a table brings its own."""
    return row.when if row.when != Condition() else rule.when


# People


def _person(work: _Work, facts: PersonFacts) -> None:
    if facts.left_on and facts.left_on < work.on:
        return
    if facts.left_on:
        work.changes_on(facts.left_on + timedelta(days=1))
    for rule in work.rules.duties(facts.subject.kind):
        for row in rule.rows:
            if not _matches_person(row_condition(rule, row), facts):
                continue
            if rule.duty is Duty.SUPERVISE:
                _supervise(work, facts, rule, row)
            else:
                _milestone(work, facts, rule, row)


def _matches_person(when: Condition, facts: PersonFacts) -> bool:
    return (
        (not when.role or facts.role in when.role)
        and when.asye in (None, facts.asye_from is not None)
        and when.qualified in (None, facts.qualified)
        and when.supervises in (None, facts.supervises)
    )


def _supervise(work: _Work, facts: PersonFacts, rule: Rule, row: Row) -> None:
    about = _About(rule, facts.subject, facts.person_id)
    begins = facts.asye_from if row.phases and facts.asye_from else max(facts.employed_from, facts.bot_started)
    counted = [h for h in sorted(facts.held, key=lambda h: (h.on, h.session_id)) if _counts(work, row, begins, h)]
    starts = [(FactRef("employment", str(facts.person_id)), Start("start", begins))]
    starts += [(FactRef("session", str(h.session_id)), Start("session", h.on)) for h in counted if h.on >= begins]
    if not any(h.on >= begins for h in counted) and counted:
        starts = [(FactRef("session", str(counted[-1].session_id)), Start("session", counted[-1].on))]
    work.found += _links(about, [s for s in starts if _phase(work, row, begins, s[1].on).every or s is starts[-1]])
    fact, start = starts[-1]
    phase = _phase(work, row, begins, start.on)
    if phase.in_each:
        _each_month(work, about, row, counted, facts)
    elif isinstance(phase.every, Period):
        due = _more_often(work, facts, after(work.calendar, rule, row, start, phase.every, "every"), start)
        work.found.append(about.open(fact, start.on, due))


def _counts(work: _Work, row: Row, begins: date, held: Held) -> bool:
    minutes = _phase(work, row, begins, held.on).minutes
    return minutes is None or held.minutes >= minutes


def _phase(work: _Work, row: Row, begins: date, on: date) -> Phase:
    """The stretch of the clock that a day falls in; a row without phases is one phase for good."""
    for phase in row.phases:
        if phase.until is None or on < work.calendar.add(begins, phase.until):
            return phase
    return Phase.model_construct(until=None, every=row.every, in_each=row.in_each, minutes=None)


def _each_month(work: _Work, about: _About, row: Row, counted: Sequence[Held], facts: PersonFacts) -> None:
    """One in each calendar month: this month's, and once it is met the next one's."""
    first = first_of_month(work.on)
    done = next((h for h in counted if month_of(h.on) == month_of(first)), None)
    if done:
        by = FactRef("session", str(done.session_id))
        work.found.append(about.met(FactRef("month", month_of(first)), first, by, done.on))
        first = next_month(first)
    work.changes_on(next_month(first))
    deadline = in_window(about.rule, row, first)
    if counted:
        deadline = _more_often(work, facts, deadline, Start("session", counted[-1].on))
    work.found.append(about.open(FactRef("month", month_of(first)), first, deadline))


def _more_often(work: _Work, facts: PersonFacts, deadline: Deadline, start: Start) -> Deadline:
    """The pair's own stricter interval (B31) can bring the day forward, never put it back."""
    for relationship in facts.relationships:
        if relationship.more_often is None:
            continue
        due = work.calendar.add(start.on, relationship.more_often)
        if deadline.due and due < deadline.due:
            steps = (
                Step("start", fact=start.fact, on=start.on),
                Step("agreed", fact="agreement of the pair", amount=str(relationship.more_often), result=due),
            )
            deadline = replace(deadline, due=due, target=None, steps=steps)
    return deadline


def _milestone(work: _Work, facts: PersonFacts, rule: Rule, row: Row) -> None:
    start = _milestone_start(facts, row)
    if start is None:
        return
    about = _About(rule, facts.subject, facts.person_id)
    fact, begun = start
    names = (rule.what, "agreement") if row.starts == "new_supervisor" else (rule.what,)
    earliest = begun.on if row.starts == "new_supervisor" else date.min
    done = next((m for m in facts.milestones if m.what in names and m.on >= earliest), None)
    if done:
        work.found.append(about.met(fact, begun.on, FactRef("milestone", str(done.id)), done.on))
    else:
        work.found.append(about.open(fact, begun.on, _within(work, rule, row, begun)))


def _milestone_start(facts: PersonFacts, row: Row) -> tuple[FactRef, Start] | None:
    if row.starts != "new_supervisor":
        return FactRef("employment", str(facts.person_id)), Start("start", max(facts.employed_from, facts.bot_started))
    lines = sorted((r for r in facts.relationships if not r.professional), key=lambda r: r.since)
    if len(lines) < 2 or lines[-1].since < facts.bot_started:
        return None
    return FactRef("relationship", str(lines[-1].id)), Start("new supervisor", lines[-1].since)


def _within(work: _Work, rule: Rule, row: Row, start: Start) -> Deadline:
    return after(work.calendar, rule, row, start, row.within) if row.within else no_deadline(rule, row, start)


# Sessions


def _session(work: _Work, facts: SessionFacts) -> None:
    for rule in work.rules.duties(facts.subject.kind):
        for row in rule.rows:
            if _matches_session(row_condition(rule, row), facts):
                work.found += _SESSION_DUTIES[rule.duty](work, facts, rule, row)


def _matches_session(when: Condition, facts: SessionFacts) -> bool:
    reason = facts.cancellation.reason if facts.cancellation else None
    return (
        (not when.session or facts.kind in when.session)
        and (not when.cancelled_for or reason in when.cancelled_for)
        and (not when.not_cancelled_for or reason not in when.not_cancelled_for)
    )


def _about(facts: SessionFacts, rule: Rule) -> _About:
    return _About(rule, facts.subject, facts.supervisee_id, facts.holder_id)


def _itself(facts: SessionFacts) -> FactRef:
    return FactRef("session", str(facts.session_id))


def _prepare(work: _Work, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    about, fact = _about(facts, rule), _itself(facts)
    if facts.state is not SessionState.BOOKED:
        return
    if rule.duty is Duty.PREPARE and facts.prepared:
        yield about.met(fact, facts.booked_on, FactRef("preparation", fact.id), work.on)
        return
    deadline = _within(work, rule, row, Start("session", facts.on))
    yield about.open(fact, facts.booked_on, deadline)


def _say_held(work: _Work, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    about, fact = _about(facts, rule), _itself(facts)
    if facts.state is SessionState.HELD and facts.held_on:
        yield about.met(fact, facts.booked_on, fact, facts.held_on)
    elif facts.state is SessionState.BOOKED:
        deadline = _within(work, rule, row, Start("session", facts.on))
        yield replace(about.open(fact, facts.booked_on, deadline), not_before=facts.ends_at)


def _record(work: _Work, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    for record in facts.records:
        about, fact = _about(facts, rule), FactRef("record", str(record.id))
        start = Start("session", facts.held_on or facts.on)
        if record.recorded_on:
            yield about.met(fact, start.on, fact, record.recorded_on)
        else:
            yield about.open(fact, start.on, _within(work, rule, row, start))


def _request(record: Record) -> FactRef:
    return FactRef("request", f"{record.id}.{record.request}")


def _agree(work: _Work, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    for record in facts.records:
        if not record.request:
            continue
        about, fact = _about(facts, rule), _request(record)
        sent = record.delivered_on or record.recorded_on or facts.on
        if record.answer and record.answered_on:
            yield about.met(fact, sent, FactRef(record.answer, str(record.id)), record.answered_on)
            continue
        deadline = _reply_by(work, facts, rule, row, record)
        if deadline.due:
            work.changes_on(deadline.due + timedelta(days=1))
        if row.silence_agrees and deadline.due and work.on > deadline.due:
            yield about.met(fact, sent, FactRef("silence", str(record.id)), deadline.due)
        else:
            yield about.open(fact, sent, deadline)


def _reply_by(work: _Work, facts: SessionFacts, rule: Rule, row: Row, record: Record) -> Deadline:
    if record.delivered_on is None:
        return no_deadline(rule, row, Start("request", record.recorded_on or facts.on), Waiting.DELIVERY)
    start = Start("delivery", record.delivered_on)
    if row.within is None:
        return no_deadline(rule, row, start)
    away = facts.supervisee_away if row.pauses_while_away else ()
    return working_days_present(work.calendar, rule, row, start, row.within.amount, away)


def _close(work: _Work, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    """Opened by silence alone: a record that was agreed needs no closing note."""
    for record in facts.records:
        silent = _silence(work, facts, record)
        if silent is None:
            continue
        about, fact = _about(facts, rule), FactRef("silence", str(record.id))
        if record.closed_on:
            yield about.met(fact, silent, FactRef("closed", str(record.id)), record.closed_on)
        else:
            yield about.open(fact, silent, _within(work, rule, row, Start("silence", silent)))


def _silence(work: _Work, facts: SessionFacts, record: Record) -> date | None:
    """The last day for a reply that never came, by the rule that takes silence as agreement."""
    if not record.request or record.answer:
        return None
    for rule in work.rules.duties(facts.subject.kind):
        for row in rule.rows:
            if rule.duty is Duty.AGREE and row.silence_agrees and _matches_session(row_condition(rule, row), facts):
                due = _reply_by(work, facts, rule, row, record).due
                return due if due and work.on > due else None
    return None


def _settle(work: _Work, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    for record in facts.records:
        if record.answer is not Answer.DISAGREED or not record.answered_on:
            continue
        about, fact = _about(facts, rule), _request(record)
        if record.referred_on:
            yield about.met(fact, record.answered_on, FactRef("referral", str(record.id)), record.referred_on)
        else:
            start = Start("disagreement", record.answered_on)
            yield about.open(fact, record.answered_on, _within(work, rule, row, start))


def _rebook(work: _Work, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    cancelled = facts.cancellation
    if cancelled is None:
        return
    about, fact = _about(facts, rule), _itself(facts)
    back = row.starts == "return_to_work"
    start = Start("return", cancelled.returned_on) if back and cancelled.returned_on else Start("cancellation", cancelled.on)
    if facts.replacement_on:
        yield about.met(fact, start.on, FactRef("replacement", fact.id), facts.replacement_on)
    elif back and cancelled.returned_on is None:
        yield about.open(fact, start.on, no_deadline(rule, row, start, Waiting.RETURN))
    else:
        yield about.open(fact, start.on, _within(work, rule, row, start))


def _note_gap(work: _Work, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    if facts.cancellation is None:
        return
    about, start = _about(facts, rule), Start("cancellation", facts.cancellation.on)
    for note in facts.gap_notes:
        fact = FactRef("gap_note", str(note.id))
        if note.noted_on:
            yield about.met(fact, start.on, fact, note.noted_on)
        else:
            yield about.open(fact, start.on, _within(work, rule, row, start))


_SESSION_DUTIES = {
    Duty.PREPARE: _prepare,
    Duty.CHECK: _prepare,
    Duty.SAY_HELD: _say_held,
    Duty.RECORD: _record,
    Duty.AGREE: _agree,
    Duty.CLOSE: _close,
    Duty.SETTLE: _settle,
    Duty.REBOOK: _rebook,
    Duty.NOTE_GAP: _note_gap,
}


# Absences


def _absence(work: _Work, facts: AbsenceFacts) -> None:
    for rule in work.rules.duties(facts.subject.kind):
        for row in rule.rows:
            when = row_condition(rule, row)
            if row.after and when.unplanned in (None, not facts.planned):
                _long_absence(work, facts, rule, row, row.after)


def _long_absence(work: _Work, facts: AbsenceFacts, rule: Rule, row: Row, longest: Period) -> None:
    """From the day after ``longest`` (day 15 of 14 days) until the return."""
    deadline = after(work.calendar, rule, row, Start("absence", facts.first), longest, "after")
    assert deadline.due
    work.changes_on(deadline.due)
    if facts.last:
        work.changes_on(facts.last + timedelta(days=1))
    if work.on < deadline.due or (facts.last and work.on > facts.last):
        return
    if rule.duty is Duty.REPORT_ABSENCE:
        work.found += _reports(facts, rule, deadline)
    elif facts.affected:
        work.found.append(_arrangement(facts, rule, deadline))


def _reports(facts: AbsenceFacts, rule: Rule, deadline: Deadline) -> Iterator[Obligation]:
    for one in facts.affected:
        about, fact = _About(rule, facts.subject, one.supervisee_id), FactRef("relationship", str(one.relationship_id))
        if one.reported_on:
            yield about.met(fact, facts.first, FactRef("report", fact.id), one.reported_on)
        elif not one.arranged_on:
            yield about.open(fact, facts.first, deadline)


def _arrangement(facts: AbsenceFacts, rule: Rule, deadline: Deadline) -> Obligation:
    about, fact = _About(rule, facts.subject, facts.person_id), FactRef("absence", str(facts.absence_id))
    days = [one.arranged_on for one in facts.affected if one.arranged_on]
    if len(days) == len(facts.affected):
        return about.met(fact, facts.first, FactRef("cover", str(facts.absence_id)), max(days))
    return about.open(fact, facts.first, deadline)
