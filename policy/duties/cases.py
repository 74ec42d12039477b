"""Cases: when the next discussion is due, and when their plan is next reviewed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from operator import attrgetter
from typing import Final, NamedTuple

from policy.deadlines import Deadline, Start, after, no_deadline, started, stepped, within
from policy.duties.changed import Course, Missed, as_it_was, changes, course
from policy.duties.common import Assessing, DutyContext, Link, strictest, uplifted
from policy.duties.decided import less_often, more_often, to_record, uncounted
from policy.duties.excused import Nothing
from policy.duties.files import acknowledged, decisions, raised
from policy.duties.people import supervision
from policy.duties.windowed import Happening, Life, Windowed
from policy.facts import ALLOCATION, AllocationFact, CaseFacts, DiscussionFact, FactRef
from policy.obligations import REPORTED, Explanation, Obligation, Step, Waiting, missed_by
from policy.periods import Period, Unit
from policy.ruleset import Duty, Row, Rows, Rule
from policy.spans import covers
from policy.windows import windows

_DAY: Final = timedelta(days=1)


def case(work: Assessing, facts: CaseFacts) -> None:
    """On the day on which it closes it is closed."""
    if facts.closed_on:
        work.changes_on(facts.closed_on)
    if facts.first_allocated is None and not facts.discussions:
        return
    if facts.closed_on and facts.closed_on <= work.on:
        work.found += _when_closed(work, facts, facts.closed_on - _DAY)
        return
    _when_open(work, as_it_was(facts, work.on))


def _when_open(work: Assessing, facts: CaseFacts) -> None:
    categories = _categories(work, facts)
    for session in (s for s in facts.sessions if not s.held):
        work.changes_after(session.on)  # nobody said by then that it took place: it is no longer the next one
    rows = work.rules.rows_of_case(facts.service, categories, facts.worker_role)
    for duty in (Duty.DISCUSS, Duty.REVIEW_PLAN):
        _clock(work, facts, categories, duty, rows[duty])
    for duty, asks in (
        (Duty.ACKNOWLEDGE, acknowledged),
        (Duty.RAISE, raised),
        (Duty.RECORD_DECISION, decisions),
    ):
        for rule, row in rows[duty]:
            work.found += asks(work, facts, rule, row)
    for rule, row in rows[Duty.RECORD_INTERVAL]:
        work.found += to_record(work, facts, categories, rule, row)


def _when_closed(work: Assessing, facts: CaseFacts, last: date) -> Iterator[Obligation]:
    """Nothing more is asked: what was due by its last day and wasn't done is missed."""
    then = work.as_of(last)
    case(then, replace(facts, closed_on=None))
    work.links += then.links
    yield from missed_by(then.found, last)


def _categories(work: Assessing, facts: CaseFacts) -> frozenset[str]:
    """The case's categories, and what is recorded as lasting today, such as a safeguarding concern."""
    lasting = set[str]()
    for event in facts.events:
        work.changes_on(event.on)
        if event.until:
            work.changes_after(event.until)
        if covers(event.on, event.until, work.on):
            lasting.add(event.what)
    return facts.categories | lasting if lasting else facts.categories


def _clock(
    work: Assessing,
    facts: CaseFacts,
    categories: frozenset[str],
    duty: Duty,
    fits: Rows,
) -> None:
    """Of a case that nobody ever held it runs from when it was last discussed, as the case system says."""
    rules = work.rules.asking(duty)
    chain = _chain(facts, duty)
    if chain is None or not rules or (not fits and duty is not Duty.DISCUSS):
        return
    about = work.about(fits[0][0] if fits else rules[0], facts.subject, facts.worker_id)
    fact, start = chain.last
    courses = _courses(work, facts, duty, chain)
    deadline = courses[-1].on_record(_now(work, facts, categories, duty, fits, chain))
    for (_, began), one_course in zip(chain.links(), courses, strict=False):
        work.found += (_put_off(about, began, missed) for missed in one_course.missed)
    work.found += (
        o for rule, row in fits if row.in_each for o in _over(work, facts, about, rule, row, chain)
    )
    due_then = partial(_due_then, work, facts, duty, chain, courses)
    work.links.append(lambda: about.links(chain.links(), due_then))
    work.found += (about.open_by(deadline) if deadline.window else about.open(fact, start.on, deadline),)


def _now(
    work: Assessing,
    facts: CaseFacts,
    categories: frozenset[str],
    duty: Duty,
    fits: Rows,
    chain: _ClockStarts,
) -> Deadline:
    """What these facts alone make of it, on the day of the assessment."""
    start = chain.last[1]
    found = [_deadline(work, facts, categories, rule, row, chain) for rule, row in fits]
    decided = duty is Duty.DISCUSS and bool(facts.intervals)
    rule = fits[0][0] if fits else work.rules.asking(duty)[0]
    if decided:
        found += more_often(work, facts, rule, start)
    found += _uplifts(work, facts, fits, start)
    deadline = strictest(found) if found else no_deadline(rule, Row(), start, Waiting.NO_RULE)
    if decided:
        idle = tuple(uncounted(work, facts, categories, [row for _, row in fits]))
        deadline = deadline._replace(steps=(*deadline.steps, *idle)) if idle else deadline
    return deadline


def _courses(work: Assessing, facts: CaseFacts, duty: Duty, chain: _ClockStarts) -> list[Course]:
    """After each start of the clock, what became of the day when what holds for the case changed."""
    starts = [start.on for _, start in chain.links()] or [chain.last[1].on]
    if not (facts.intervals or facts.events or facts.holders[1:] or facts.earlier):
        return [Course()] * len(starts)
    ends = [*starts[1:], work.on + _DAY]
    on = partial(_on, work, facts, duty)
    return [course(changes(facts, *gap), on) for gap in zip(starts, ends, strict=True)]


def _due_then(
    work: Assessing,
    facts: CaseFacts,
    duty: Duty,
    chain: _ClockStarts,
    courses: Sequence[Course],
    start: Start,
) -> date | None:
    """By when the discussion after this start was owed, as what was decided for the case held when it took place: that
    it was said later, when that had ended, doesn't count. Without a decision what was asked until then stands."""
    starts = [one for _, one in chain.links()]
    at = starts.index(start)
    met = starts[at + 1].on
    if duty is not Duty.DISCUSS or not any(covers(i.since, i.until, met) for i in facts.intervals):
        return None
    before = replace(facts, discussions=tuple(d for d in facts.discussions if d.on < met))
    if _chain(before, duty) is None:
        return None  # discussed twice in one day, and held by nobody before
    return courses[at].applied(_on(work, before, duty, met)).due


def _on(work: Assessing, facts: CaseFacts, duty: Duty, day: date) -> Deadline:
    """What would have been made on a day of what was known by its end."""
    then = work.as_of(day)
    known = replace(
        as_it_was(facts, day),
        discussions=tuple(d for d in facts.discussions if d.on <= day),
        events=tuple(e for e in facts.events if e.known_on is None or e.known_on <= day),
    )
    categories, chain = _categories(then, known), _chain(known, duty)
    assert chain
    fits = then.rules.rows_of_case(known.service, categories, known.worker_role)[duty]
    return _now(then, known, categories, duty, fits, chain)


def _put_off(about: DutyContext, start: Start, one: Missed) -> Obligation:
    """It was late, and what was decided then holds from then on: that it was is kept."""
    return about.missed(one.by.fact, start.on, one.deadline, Explanation.NONE)


def _over(
    work: Assessing, facts: CaseFacts, about: DutyContext, rule: Rule, row: Row, chain: _ClockStarts
) -> Iterator[Obligation]:
    """The windows that are met or missed; those before the bot are history."""
    clock, life = _windows(work, facts, rule, row, chain)
    return (o for o in clock.over(about, life) if o.due is None or o.due >= facts.bot_started)


class _ClockStarts(NamedTuple):
    """What started the clock each time: the first allocation, then every discussion that counts, in their order.
    ``allocated``: None of a case that nobody ever held."""

    allocated: AllocationFact | None
    counted: Sequence[DiscussionFact]
    word: str
    last: Link

    def links(self) -> Iterator[Link]:
        if self.allocated:
            yield _first(self.allocated)
        yield from (_link(d, self.word) for d in self.counted)


def _first(allocated: AllocationFact) -> Link:
    return FactRef(ALLOCATION, str(allocated.id)), Start(ALLOCATION, allocated.since)


def _link(d: DiscussionFact, word: str) -> Link:
    return FactRef("discussion", str(d.id)), Start(word if d.session_id else f"{REPORTED} {word}", d.on)


def _chain(facts: CaseFacts, duty: Duty) -> _ClockStarts | None:
    """What the case system says of a day is the session of that day. None where nothing started it."""
    discuss = duty is Duty.DISCUSS
    counts = [d for d in facts.discussions if (d.full if discuss else d.plan_reviewed)]
    in_session = {d.on for d in counts if d.session_id}
    counts = [d for d in counts if d.session_id or d.on not in in_session]
    counts.sort(key=attrgetter("on", "id"))
    word = "discussion" if discuss else "plan review"
    allocated = facts.first_allocated
    if counts:
        return _ClockStarts(allocated, counts, word, _link(counts[-1], word))
    return _ClockStarts(allocated, counts, word, _first(allocated)) if allocated else None


def _deadline(
    work: Assessing, facts: CaseFacts, categories: frozenset[str], rule: Rule, row: Row, chain: _ClockStarts
) -> Deadline:
    """The rule's own, unless a longer interval was decided for this case and is in force."""
    decided = facts.intervals  # few cases have any
    longer = less_often(work, facts, categories, rule, row, chain.last[1]) if decided else None
    return longer or _by_rule(work, facts, rule, row, chain)


def _by_rule(work: Assessing, facts: CaseFacts, rule: Rule, row: Row, chain: _ClockStarts) -> Deadline:
    start = chain.last[1]
    if start.fact == ALLOCATION and row.first_within:
        return within(
            work.calendar, rule, row, start, row.first_within, _events(facts, start), "first_within"
        )
    if isinstance(row.every, str):
        return _as_plan_reviewed(work, facts, rule, row, start)
    if row.every:
        return after(work.calendar, rule, row, start, row.every, "every")
    if row.within:
        return work.within(rule, row, start, _events(facts, start))
    if row.in_each:
        clock, life = _windows(work, facts, rule, row, chain)
        return clock.deadline(life)
    if row.at_every:
        return _at_next_session(work, facts, rule, row, start)
    return no_deadline(rule, row, start, Waiting.SET_ELSEWHERE if row.yields_to else Waiting.NO_DEADLINE)


def _events(facts: CaseFacts, start: Start) -> Mapping[str, date]:
    """The first of each kind of event after the start."""
    return {e.what: e.on for e in sorted(facts.events, key=lambda e: e.on, reverse=True) if e.on > start.on}


def _as_plan_reviewed(work: Assessing, facts: CaseFacts, rule: Rule, row: Row, start: Start) -> Deadline:
    months = row.plan_months(facts.plan_every_months)
    if months is None:
        return no_deadline(rule, row, start, Waiting.PLAN_INTERVAL)
    return after(work.calendar, rule, row, start, Period(months, Unit.MONTH), "every")


def _windows(
    work: Assessing, facts: CaseFacts, rule: Rule, row: Row, chain: _ClockStarts
) -> tuple[Windowed, Life]:
    """From the last discussion before the bot, else from the allocation, or the first discussion of a case never
    allocated: a case keeps its true lateness."""
    (_, allocated), *discussed = chain.links()
    first = max((s.on for _, s in discussed if s.on < facts.bot_started), default=allocated.on)
    found = windows(row, row.in_each, tuple(work.rules.calendar.terms.items()), allocated.on)
    clock = Windowed(work, rule, row, row, found, Nothing(), since=first, joined=allocated.on)
    return clock, clock.life([Happening(fact, s.on, reported=_reported(s)) for fact, s in discussed])


def _reported(start: Start) -> str:
    """What the case system knows of it, where it is known from there alone."""
    return start.fact if start.fact.startswith(REPORTED) else ""


def _at_next_session(work: Assessing, facts: CaseFacts, rule: Rule, row: Row, start: Start) -> Deadline:
    """The worker's first session after the last discussion in full, held without it or booked; no later than the day by
    which the pair's next one is owed, booked or not."""
    days = [(s.on, ()) for s in facts.sessions if s.on > start.on]
    found = min([*days, *_owed(work, facts, start)], default=None, key=lambda one: one[0])
    if found is None:
        return no_deadline(rule, row, start, Waiting.NEXT_SESSION)
    due, owed = found
    steps = (*started(start), *owed, stepped("session", rule, row, "session", due))
    return Deadline(rule, due, steps, amount="session")


def _owed(work: Assessing, facts: CaseFacts, start: Start) -> Iterator[tuple[date, tuple[Step, ...]]]:
    """When the worker's next supervision after the last discussion is or was due, by their own clock: one held without
    the case puts nothing off."""
    if facts.worker is None:
        return
    if facts.worker_until:
        work = work.as_of(facts.worker_until)
    without = {s.session_id for s in facts.sessions if s.held and s.on > start.on}
    known = (h for h in facts.worker.held if h.on <= work.on)
    held = tuple(h for h in known if h.kind is None or h.session_id not in without)
    for owed in supervision(work, replace(facts.worker, held=held)):
        if owed.due:
            due = max(owed.due, start.on)
            said = next(s for s in reversed(owed.derivation) if s.result == owed.due)
            yield due, (Step("owed", rule=said.rule or owed.rule, clause=said.clause, result=due),)


def _uplifts(
    work: Assessing, facts: CaseFacts, fits: Sequence[tuple[Rule, Row]], start: Start
) -> Iterator[Deadline]:
    happened = [(e.what, e.on) for e in facts.events]
    for rule, row in fits:
        if row.uplift:
            yield from uplifted(work, rule, row, row.uplift, happened, start)
