"""Runs the worked examples of a rule set: an officer can prove a rule without Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from policy.assess import assess
from policy.calendar import WorkingCalendar
from policy.date_words import day
from policy.duties.decided import allowed
from policy.facts import (
    AbsenceFacts,
    Affected,
    AllocationFact,
    Away,
    Cancellation,
    CaseFacts,
    CaseHeld,
    DecisionFact,
    DiscussionFact,
    EventFact,
    Facts,
    GapNoteFact,
    Held,
    Interval,
    MilestoneFact,
    PersonFacts,
    RecordAnswer,
    RecordFact,
    RelationshipFact,
    SessionFacts,
    SessionState,
    SetElsewhereFact,
    WorkerSession,
)
from policy.given import AbsenceGiven, CaseGiven, Given, HeldGiven, PersonGiven, SessionGiven
from policy.obligations import Obligation, State, Waiting
from policy.periods import Period
from policy.posts import Post
from policy.requests import RequestFact, RequestKind
from policy.ruleset import (
    COVER,
    PROFESSIONAL,
    SUBJECT_OF,
    SUPERVISOR,
    Condition,
    Example,
    Role,
    Rule,
    RuleSet,
    WorkloadLimit,
    condition_of,
)


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not come out, with what came out instead. ``number`` counts from 1."""

    rule: str
    number: int
    message: str

    def __str__(self) -> str:
        return f"{self.rule}, example {self.number}: {self.message}"


def run(rules: RuleSet, calendar: WorkingCalendar) -> tuple[int, tuple[Failure, ...]]:
    """How many examples there are, and those that fail."""
    every = [(rule, n, e) for rule in rules.every_rule for n, e in enumerate(rule.examples, 1)]
    wrong = [f for rule, n, e in every for f in failures(rules, calendar, rule, n, e)]
    wrong += [f for limit in rules.limits for f in limit_failures(limit)]
    return len(every) + sum(len(limit.examples) for limit in rules.limits), tuple(wrong)


def limit_failures(limit: WorkloadLimit) -> Iterator[Failure]:
    """The worked examples of a workload limit that do not come out."""
    for n, e in enumerate(limit.examples, 1):
        if limit.is_over(e.staff, e.holds, e.newly_qualified, e.own_shares) is not e.over:
            yield Failure(limit.id, n, f"over: expected {e.over}, came out {not e.over}".lower())


def failures(
    rules: RuleSet, calendar: WorkingCalendar, rule: Rule, number: int, example: Example
) -> Iterator[Failure]:
    """What is wrong, under these rules, with one example of a rule; nothing if it comes out."""
    facts = facts_of(example.given)
    kind = SUBJECT_OF[rule.duty]
    if kind is not facts.subject.kind:
        yield Failure(rule.id, number, f"a rule about a {kind} needs facts under '{kind}:'")
        return
    try:
        found = _concerning(assess(rules, calendar, facts, example.on).obligations, rule, example)
    except ValueError as error:
        yield Failure(rule.id, number, str(error))
        return
    if example.state == "nothing":
        yield from (Failure(rule.id, number, f"expected nothing, came out '{one.rule}'") for one in found[:1])
    elif not found:
        yield Failure(rule.id, number, _why_nothing(rules, calendar, rule, example))
    elif wrong := _differences(rules, rule, example, found):
        yield Failure(rule.id, number, "; ".join(wrong))


def _why_nothing(rules: RuleSet, calendar: WorkingCalendar, rule: Rule, example: Example) -> str:
    """With the line of ``when`` that keeps the rule from these facts, where one alone does."""
    facts, found = facts_of(example.given), []
    for name in sorted({n for row in rule.rows for n in condition_of(rule, row).model_fields_set}):
        freer = tuple(_without(rule, name) if r is rule else r for r in rules.rules)
        without = rules.model_copy(update={"rules": freer})
        if _concerning(assess(without, calendar, facts, example.on).obligations, rule, example):
            found.append(f"'{name}'")
    because = f", because of {' or '.join(found)} in its 'when'" if found else ""
    return f"nothing came out: the rule does not apply to these facts{because}"


def _without(rule: Rule, name: str) -> Rule:
    """The rule with one line of its conditions left out."""
    rows = [
        row.model_copy(
            update={
                "when": condition_of(rule, row).model_copy(
                    update={name: Condition.model_fields[name].default}
                )
            }
        )
        for row in rule.rows
    ]
    return rule.model_copy(update={"rows": tuple(rows), "when": Condition()})


def _concerning(found: Sequence[Obligation], rule: Rule, example: Example) -> list[Obligation]:
    """The obligations of the rule's duty in the state that the example names, else all of it: the earliest day first;
    of what is met, the last first."""
    mine = [o for o in found if o.key.duty == rule.key and _is_expected(o, example)]
    wanted = [o for o in mine if o.state == example.state] or mine
    if example.state == "met":
        return wanted[::-1]
    return sorted(wanted, key=lambda o: o.due or date.max)


def _is_expected(got: Obligation, example: Example) -> bool:
    """That the policy has no rule is only an answer where it is asked for."""
    return got.waiting_for is not Waiting.NO_RULE or example.waiting_for is Waiting.NO_RULE


def _differences(rules: RuleSet, rule: Rule, example: Example, found: Sequence[Obligation]) -> list[str]:
    got, *others = found
    several = [o.due for o in others if o.due] if len(example.due) > 1 else []
    days = tuple(day for day in (got.met_on if got.state is State.MET else got.due, *several) if day)
    pairs: list[tuple[str, object, object]] = [
        ("state", example.state, str(got.state)),
        ("due", example.due, days),
        ("waiting_for", example.waiting_for, got.waiting_for),
        ("rule", example.rule or rule.id, got.rule),
        ("target", example.target, got.target if example.target else None),
        ("answers", example.answers, _answers(rules, got) if example.answers else None),
        ("also", example.also, _also(got) if example.also is not None else None),
        ("longer", example.longer, _longer(rules, example) if example.longer is not None else None),
        ("drawn", example.drawn, _drawn(rules, got) if example.drawn else None),
    ]
    return [
        f"{name}: expected {in_sentence(want)}, came out {in_sentence(have)}"
        f"{_counted_from(got) if name == 'due' else ''}"
        for name, want, have in pairs
        if want != have
    ]


def _answers(rules: RuleSet, got: Obligation) -> str:
    """What is held by name, since it is between the two and nothing for a cover, is the supervisor's all the same."""
    rule = rules.rule(got.rule)
    held = got.answers == Role.HOLDER and rule is not None and rule.answers is Role.SUPERVISOR
    return Role.SUPERVISOR if held else got.answers


def _also(got: Obligation) -> tuple[str, ...]:
    """The rules whose clock for the same stands beside, later or waiting."""
    return tuple(step.rule for step in got.derivation if step.op in ("later", "waits") and step.rule)


def _longer(rules: RuleSet, example: Example) -> tuple[Period, ...]:
    """The longer intervals that somebody may grant for such a case, as it is or were it judged otherwise."""
    case = facts_of(example.given)
    if not isinstance(case, CaseFacts):
        return ()
    found = allowed(rules, case.service, case.categories, case.worker_role)
    return tuple(one.tier.up_to for one in found)


def _drawn(rules: RuleSet, got: Obligation) -> str | None:
    rule = rules.rule(got.rule)
    return next((row.drawn for row in rule.rows if row.drawn), None) if rule else None


def _counted_from(got: Obligation) -> str:
    """From which day it was counted, so that a session or fact that did not count is seen."""
    start = next((s for s in got.derivation if s.op == "start" and s.on), None)
    return f", counted from {in_sentence(start.on)} ({start.fact})" if start else ""


def in_sentence(value: object) -> str:
    """A value of an example in words; dates with their weekday."""
    if isinstance(value, tuple):
        return " and ".join(in_sentence(one) for one in value) or in_sentence(None)
    if isinstance(value, date):
        return day(value)
    return "nothing" if value is None else f"'{value}'"


def facts_of(given: Given) -> Facts:
    """The facts that an example states in brief, in full: person 1, whose supervisor is 2."""
    if given.case:
        return _case(given.case)
    if given.person:
        return _person(given.person)
    if given.session:
        return _session(given.session)
    if given.absence:
        return _absence(given.absence)
    raise ValueError("an example without facts")


def _case(given: CaseGiven) -> CaseFacts:
    return CaseFacts(
        case_id=1,
        service=given.service,
        categories=frozenset(given.categories),
        first_allocated=AllocationFact(1, given.allocated),
        worker_id=1,
        plan_every_months=given.plan_every_months,
        discussions=_discussions(given),
        intervals=tuple(
            Interval(n, i.every, i.since, i.until, i.less_often, i.granted_by, i.recorded)
            for n, i in enumerate(given.intervals, 1)
        ),
        worker_role=given.worker_role,
        events=tuple(
            EventFact(n, e.what, e.on, e.until, e.known, e.raised) for n, e in enumerate(given.events, 1)
        ),
        sessions=_worker_sessions(given),
        decisions=tuple(
            DecisionFact(n, d.kind, d.made, 2, d.recorded) for n, d in enumerate(given.decisions, 1)
        ),
        worker=_person(given.worker) if isinstance(given.worker, PersonGiven) else None,
    )


def _discussions(given: CaseGiven) -> tuple[DiscussionFact, ...]:
    """Each in the session that bears its day's number, where the example names sessions."""
    days = [(d, True, False) for d in given.discussed] + [(d, True, True) for d in given.plan_reviewed]
    days += [(d, False, False) for d in given.acknowledged]
    numbers = {s.on: s.session_id for s in _worker_sessions(given)}
    return tuple(
        DiscussionFact(n, numbers.get(on, 100 + n), on, full=full, plan_reviewed=plan)
        for n, (on, full, plan) in enumerate(sorted(days), 1)
    )


def _worker_sessions(given: CaseGiven) -> tuple[WorkerSession, ...]:
    held = [WorkerSession(n, on) for n, on in enumerate(given.sessions, 1)]
    return (*held, WorkerSession(len(held) + 1, given.booked, held=False)) if given.booked else tuple(held)


def _person(given: PersonGiven) -> PersonFacts:
    line = [
        RelationshipFact(n, 10 + n, s.since, s.professional, s.agreed, s.until)
        for n, s in enumerate(given.supervisors, 1)
    ]
    return PersonFacts(
        person_id=1,
        role=given.role,
        employed_from=given.employed_from,
        bot_started=given.bot_started,
        qualified=given.qualified,
        asye_from=given.asye_from,
        asye_until=given.asye_until,
        left_on=given.left,
        supervises=given.supervises,
        relationships=tuple(line),
        held=tuple(_held(n, h, line) for n, h in enumerate(given.held, 1)),
        milestones=tuple(
            MilestoneFact(n, m.what, m.on, _by(m.by, line) if m.by else None)
            for n, m in enumerate(given.milestones, 1)
        ),
        percent=given.percent,
        line_qualified=given.line_qualified,
        in_group=given.in_group,
        away=tuple(Away(a.first, a.last) for a in given.away),
        cases=tuple(CaseHeld(c.service, frozenset(c.categories), c.since, c.until) for c in given.cases),
        requests=tuple(
            RequestFact(n, RequestKind(r.kind), r.asked, r.answered) for n, r in enumerate(given.requests, 1)
        ),
        set_elsewhere=tuple(
            SetElsewhereFact(n, s.by, s.every, s.since, s.until) for n, s in enumerate(given.set_elsewhere, 1)
        ),
        posts=_posts(given),
    )


def _posts(given: PersonGiven) -> tuple[Post, ...]:
    """The earlier ones and the present; none where the present one always was."""
    if given.role_since is None:
        return ()
    earlier = (Post(p.since, p.role, p.percent, p.qualified) for p in given.posts)
    return (*earlier, Post(given.role_since, given.role, given.percent, given.qualified))


def _held(number: int, given: HeldGiven, line: Sequence[RelationshipFact]) -> Held:
    holder = _by(given.by, line)
    return Held(number, given.kind, given.on, given.minutes, holder, given.by, as_cover=given.by == COVER)


def _by(by: str, line: Sequence[RelationshipFact]) -> int:
    """``supervisor`` is the first line supervisor, ``professional_supervisor`` the first beside the line."""
    mine = [r.supervisor_id for r in line if r.professional == (by == PROFESSIONAL)]
    return mine[0] if mine and by in (SUPERVISOR, PROFESSIONAL) else 99


def _session(given: SessionGiven) -> SessionFacts:
    """At 10 for 90 minutes, booked a fortnight ahead; one record and, when cancelled, one case note."""
    starts = datetime.combine(given.on, time(10), UTC)
    cancellation = None
    if given.cancelled and given.reason:
        cancellation = Cancellation(given.cancelled, given.reason, given.returned)
    return SessionFacts(
        session_id=1,
        kind=given.kind,
        supervisee_id=1,
        holder_id=2,
        state=_state(given),
        starts_at=starts,
        ends_at=starts + timedelta(minutes=90),
        on=given.on,
        booked_on=given.on - timedelta(days=14),
        held_on=given.on if given.held else None,
        cancellation=cancellation,
        replacement_on=given.replaced,
        records=(_record(given),) if given.held else (),
        gap_notes=(GapNoteFact(1, 1),) if cancellation else (),
        supervisee_away=(Away(*given.supervisee_away),) if given.supervisee_away else (),
    )


def _state(given: SessionGiven) -> SessionState:
    if given.held:
        return SessionState.HELD
    return SessionState.CANCELLED if given.cancelled else SessionState.BOOKED


def _record(given: SessionGiven) -> RecordFact:
    answer = RecordAnswer.DISAGREED if given.disagreed else RecordAnswer.AGREED if given.agreed else None
    return RecordFact(
        id=1,
        case_id=None if given.without_case or given.kind == "personal" else 1,
        recorded_on=given.recorded,
        request=1 if given.recorded else 0,
        delivered_on=given.delivered,
        answer=answer,
        answered_on=given.disagreed or given.agreed,
        closed_on=given.closed,
        referred_on=given.referred,
        safeguarding=given.safeguarding,
        lead_signs=given.lead_signs,
        overseen_on=given.overseen,
    )


def _absence(given: AbsenceGiven) -> AbsenceFacts:
    affected = Affected(1, 1, given.reported, given.arranged)
    return AbsenceFacts(1, 2, given.planned, given.first, given.last, (affected,))
