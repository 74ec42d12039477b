"""Runs the worked examples of a rule set: an officer can prove a rule without Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from policy.assess import assess
from policy.calendar import WorkingCalendar
from policy.facts import (
    AbsenceFacts,
    Affected,
    Allocation,
    Answer,
    Away,
    Cancellation,
    CaseFacts,
    Discussion,
    Facts,
    GapNote,
    Held,
    Interval,
    Milestone,
    PersonFacts,
    Reason,
    Record,
    Relationship,
    SessionFacts,
    SessionKind,
    SessionState,
)
from policy.obligations import Obligation
from policy.periods import parse_period
from policy.ruleset import SUBJECT_OF, Example, Rule, RuleSet


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not come out, with what came out instead."""

    rule: str
    number: int
    message: str

    def __str__(self) -> str:
        return f"{self.rule}, example {self.number}: {self.message}"


def run(rules: RuleSet, calendar: WorkingCalendar) -> tuple[int, tuple[Failure, ...]]:
    """How many examples there are, and those that fail."""
    every = [(rule, n, e) for rule in (*rules.rules, *rules.practice.duties) for n, e in enumerate(rule.examples, 1)]
    failures = [f for rule, n, e in every for f in _failures(rules, calendar, rule, n, e)]
    return len(every), tuple(failures)


def _failures(rules: RuleSet, calendar: WorkingCalendar, rule: Rule, number: int, example: Example) -> Iterator[Failure]:
    try:
        facts = facts_of(example.given)
    except (KeyError, ValueError, TypeError) as error:
        yield Failure(rule.id, number, f"the facts under 'given' cannot be read: {error}")
        return
    got = _concerning(assess(rules, calendar, facts, example.on).obligations, rule, example)
    if SUBJECT_OF[rule.duty] is not facts.subject.kind:
        yield Failure(rule.id, number, f"a rule about {SUBJECT_OF[rule.duty]} needs facts under '{SUBJECT_OF[rule.duty]}:'")
    elif got is None:
        yield Failure(rule.id, number, "nothing came out: the rule does not apply to these facts")
    else:
        wrong = _differences(rule, example, got)
        if wrong:
            yield Failure(rule.id, number, "; ".join(wrong))


def _concerning(found: tuple[Obligation, ...], rule: Rule, example: Example) -> Obligation | None:
    """The last obligation of the rule's duty in the state that the example names, else the last of the duty."""
    mine = [o for o in found if o.key.duty == rule.key]
    wanted = [o for o in mine if o.state == example.state]
    return (wanted or mine or [None])[-1]


def _differences(rule: Rule, example: Example, got: Obligation) -> list[str]:
    due = got.met_on if got.state == "met" else got.due
    pairs = [
        ("state", example.state, str(got.state)),
        ("due", example.due, due),
        ("waiting_for", example.waiting_for, str(got.waiting_for) if got.waiting_for else None),
        ("rule", example.rule or rule.id, got.rule),
    ]
    if example.target:
        pairs.append(("target", example.target, got.target))
    return [f"{name}: expected {said(want)}, came out {said(have)}" for name, want, have in pairs if want != have]


def said(value: object) -> str:
    """A value of an example in words; dates with their weekday."""
    if isinstance(value, date):
        return f"{value:%A} {value.day} {value:%B %Y}"
    return "nothing" if value is None else str(value)


def facts_of(given: Mapping[str, Any]) -> Facts:
    """The facts an example states in brief. Raises ValueError naming what cannot be read."""
    (kind, lines), *rest = given.items()
    if rest or kind not in _READERS:
        raise ValueError(f"write one of {', '.join(_READERS)}")
    reader, known = _READERS[kind]
    unknown = set(lines) - known
    if unknown:
        raise ValueError(f"'{sorted(unknown)[0]}' is none of {', '.join(sorted(known))}")
    facts: Facts = reader(lines)
    return facts


def _case(lines: Mapping[str, Any]) -> CaseFacts:
    days = [(d, False) for d in lines.get("discussed", ())] + [(d, True) for d in lines.get("plan_reviewed", ())]
    return CaseFacts(
        case_id=1,
        service=lines["service"],
        categories=frozenset(lines.get("categories", ())),
        first_allocated=Allocation(1, lines["allocated"]),
        worker_id=1,
        plan_every_months=lines.get("plan_every_months"),
        discussions=tuple(Discussion(n, n, day, plan_reviewed=plan) for n, (day, plan) in enumerate(sorted(days), 1)),
        intervals=tuple(Interval(n, parse_period(i["every"]), i["since"], i.get("until")) for n, i in enumerate(lines.get("intervals", ()))),
    )


def _person(lines: Mapping[str, Any]) -> PersonFacts:
    held = [h if isinstance(h, dict) else {"on": h} for h in lines.get("held", ())]
    return PersonFacts(
        person_id=1,
        role=lines["role"],
        employed_from=lines["employed_from"],
        bot_started=lines.get("bot_started", date(2020, 1, 1)),
        qualified=lines.get("qualified", False),
        asye_from=lines.get("asye_from"),
        supervises=lines.get("supervises", False),
        relationships=tuple(Relationship(n, n, r["since"]) for n, r in enumerate(lines.get("supervisors", ()), 1)),
        held=tuple(Held(n, SessionKind.CASE, h["on"], h.get("minutes", 90)) for n, h in enumerate(held, 1)),
        milestones=tuple(Milestone(n, m["what"], m["on"]) for n, m in enumerate(lines.get("milestones", ()), 1)),
    )


def _session(lines: Mapping[str, Any]) -> SessionFacts:
    on, cancelled = lines["on"], lines.get("cancelled")
    starts = datetime.combine(on, time(10), UTC)
    state = SessionState.HELD if lines.get("held") else SessionState.CANCELLED if cancelled else SessionState.BOOKED
    return SessionFacts(
        session_id=1,
        kind=SessionKind(lines["kind"]),
        supervisee_id=1,
        holder_id=2,
        state=state,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=90),
        on=on,
        booked_on=on - timedelta(days=14),
        held_on=on if state is SessionState.HELD else None,
        cancellation=Cancellation(cancelled, Reason(lines["reason"]), lines.get("returned")) if cancelled else None,
        records=(_record(lines),) if state is SessionState.HELD else (),
        gap_notes=(GapNote(1, 1),) if cancelled else (),
        supervisee_away=(Away(*lines["supervisee_away"]),) if "supervisee_away" in lines else (),
    )


def _record(lines: Mapping[str, Any]) -> Record:
    answered = lines.get("disagreed") or lines.get("agreed")
    answer = Answer.DISAGREED if "disagreed" in lines else Answer.AGREED if "agreed" in lines else None
    recorded = lines.get("recorded")
    return Record(1, 1, recorded, 1 if recorded else 0, lines.get("delivered"), answer, answered, lines.get("closed"))


def _absence(lines: Mapping[str, Any]) -> AbsenceFacts:
    return AbsenceFacts(1, 2, lines["planned"], lines["first"], lines.get("last"), (Affected(1, 1),))


_READERS: dict[str, tuple[Any, set[str]]] = {
    "case": (_case, {"service", "categories", "allocated", "discussed", "plan_reviewed", "plan_every_months", "intervals"}),
    "person": (
        _person,
        {"role", "employed_from", "bot_started", "qualified", "asye_from", "supervises", "supervisors", "held", "milestones"},
    ),
    "session": (
        _session,
        {"kind", "on", "held", "recorded", "delivered", "agreed", "disagreed", "closed", "cancelled", "reason", "returned", "supervisee_away"},
    ),
    "absence": (_absence, {"first", "last", "planned"}),
}


