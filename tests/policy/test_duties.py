"""What each duty asks, beyond the worked examples in the rule file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from policy.assess import assess
from policy.duties.rebooking import AWAY
from policy.facts import (
    AbsenceFacts,
    Affected,
    AllocationFact,
    Away,
    Cancellation,
    CaseFacts,
    DiscussionFact,
    Earlier,
    Facts,
    GapNoteFact,
    Held,
    Interval,
    MilestoneFact,
    Off,
    PersonFacts,
    Reason,
    RecordAnswer,
    RecordDecision,
    RecordFact,
    RelationshipFact,
    SessionFacts,
    SessionKind,
    SessionState,
)
from policy.obligations import Explanation, Obligation, State, Waiting, days_left, is_overdue
from policy.periods import Period, Unit
from policy.ruleset import RuleSet
from tests.policy.files import calendar, counted_from_the_later, loaded, shipped

FORTNIGHT = Period(2, Unit.WEEK)


def found(facts: Facts, on: date, duty: str, rules: RuleSet | None = None) -> list[Obligation]:
    rules = rules or shipped()
    return [o for o in assess(rules, calendar(), facts, on).obligations if o.key.duty == duty]


def opened(facts: Facts, on: date, duty: str, rules: RuleSet | None = None) -> Obligation:
    [one] = [o for o in found(facts, on, duty, rules) if o.is_open]
    return one


# Cases


def case(*discussed: date, service: str = "adoption", **more: Any) -> CaseFacts:
    talks = tuple(DiscussionFact(n, n, day) for n, day in enumerate(discussed, 1))
    given = {"categories": frozenset[str](), "first_allocated": AllocationFact(7, date(2026, 1, 5)), **more}
    return CaseFacts(1, service, discussions=talks, **given)


def test_each_discussion_meets_the_one_before_it_and_starts_the_next() -> None:
    chain = found(case(date(2026, 3, 2), date(2026, 4, 30)), date(2026, 5, 1), "discuss")
    assert [(str(o.key.fact), str(o.state), str(o.met_by or "")) for o in chain] == [
        ("allocation:7", "met", "discussion:1"),
        ("discussion:1", "met", "discussion:2"),
        ("discussion:2", "running", ""),
    ]
    assert chain[-1].due == date(2026, 6, 30)


def test_only_a_full_discussion_counts() -> None:
    facts = case(date(2026, 3, 2))
    facts = replace(
        facts, discussions=(*facts.discussions, DiscussionFact(9, 9, date(2026, 4, 1), full=False))
    )
    assert opened(facts, date(2026, 4, 2), "discuss").due == date(2026, 5, 2)


def test_reallocated_the_last_discussion_still_counts() -> None:
    facts = case(date(2026, 3, 2), worker_id=5)
    assert opened(replace(facts, worker_id=6), date(2026, 4, 2), "discuss").due == date(2026, 5, 2)


def test_a_case_that_is_closed_or_not_allocated_asks_nothing() -> None:
    on = date(2026, 4, 2)
    assert not assess(shipped(), calendar(), case(first_allocated=None), on).obligations
    assert not assess(shipped(), calendar(), case(closed_on=on), on).obligations
    still = assess(shipped(), calendar(), case(closed_on=on + timedelta(1)), on)
    assert still.obligations
    assert still.holds_until == on + timedelta(1)


@pytest.mark.parametrize(
    ("interval", "due"),
    [
        (Interval(1, FORTNIGHT, date(2026, 3, 1)), date(2026, 3, 16)),
        (Interval(1, FORTNIGHT, date(2026, 3, 20)), date(2026, 3, 20)),  # never due before it was decided
        (Interval(1, FORTNIGHT, date(2026, 3, 1), date(2026, 3, 24)), date(2026, 5, 2)),  # it has ended
        (Interval(1, FORTNIGHT, date(2026, 3, 1), date(2026, 3, 25)), date(2026, 3, 16)),  # its last day
        (Interval(1, FORTNIGHT, date(2026, 3, 26)), date(2026, 5, 2)),  # it has not begun
        (Interval(1, FORTNIGHT, date(2026, 3, 1), less_often=True), date(2026, 5, 2)),
        (Interval(1, Period(6, Unit.MONTH), date(2026, 3, 1)), date(2026, 5, 2)),  # it never lengthens
    ],
)
def test_a_managers_decision_to_discuss_more_often(interval: Interval, due: date) -> None:
    facts = case(date(2026, 3, 2), intervals=(interval,))
    assert opened(facts, date(2026, 3, 25), "discuss").due == due


def test_a_managers_decision_gives_a_day_where_the_policy_has_no_rule() -> None:
    facts = case(date(2026, 3, 2), service="leaving_care")
    assert opened(facts, date(2026, 3, 5), "discuss").waiting_for is Waiting.NO_RULE
    decided = replace(facts, intervals=(Interval(1, FORTNIGHT, date(2026, 3, 1)),))
    assert opened(decided, date(2026, 3, 5), "discuss").due == date(2026, 3, 16)


def test_the_derivation_names_the_rule_that_was_later() -> None:
    steps = opened(case(date(2026, 3, 2), service="early_help"), date(2026, 3, 5), "discuss").derivation
    assert [(s.op, s.rule, s.result) for s in steps] == [
        ("start", None, None),
        ("every", "B10", date(2026, 3, 30)),
        ("target", "B10", date(2026, 3, 23)),
        ("later", "B9", date(2026, 4, 2)),
    ]


@pytest.mark.parametrize("months", [None, 0, 7])
def test_how_often_the_plan_is_reviewed_is_asked_beside_any_date(months: int | None) -> None:
    facts = case(
        service="children_with_disabilities",
        categories=frozenset({"short_breaks", "parent_carer_assessment"}),
        plan_every_months=months,
    )
    one = opened(facts, date(2026, 3, 5), "discuss")
    assert (one.waiting_for, one.due) == (Waiting.PLAN_INTERVAL, date(2027, 1, 5))
    assert [(s.op, s.fact, s.rule) for s in one.derivation[-1:]] == [("waits", "plan_interval", "B9")]


def test_the_plan_of_a_short_breaks_case_is_not_asked_after() -> None:
    facts = case(service="children_with_disabilities", categories=frozenset({"short_breaks"}))
    assert not found(facts, date(2026, 3, 5), "review_plan")


# People


def person(role: str = "social_worker", *held: Held, **more: Any) -> PersonFacts:
    given = {"employed_from": date(2020, 1, 6), "bot_started": date(2026, 1, 5), **more}
    return PersonFacts(1, role, held=held, **given)


def talked(on: date, kind: SessionKind = SessionKind.CASE, minutes: int = 90, id_: int = 1) -> Held:
    return Held(id_, kind, on, minutes)


def asye(*held: date, **more: Any) -> PersonFacts:
    start = date(2026, 9, 7)
    sessions = tuple(talked(day, id_=n) for n, day in enumerate(held, 1))
    return person("social_worker", *sessions, asye_from=start, employed_from=start, **more)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (None, date(2026, 9, 14)),
        (date(2026, 10, 12), date(2026, 10, 19)),  # the last day of the six weeks
        (date(2026, 10, 13), date(2026, 10, 27)),  # a week later is the first day after them
        (date(2027, 2, 21), date(2027, 3, 7)),  # the last day of the six months
        (date(2027, 2, 22), date(2027, 3, 22)),
        (date(2027, 1, 31), date(2027, 2, 14)),
        (date(2027, 3, 31), date(2027, 4, 30)),
    ],
)
def test_the_phases_of_an_asye(last: date | None, due: date) -> None:
    facts = asye(*([last] if last else []))
    assert opened(facts, (last or date(2026, 9, 7)) + timedelta(1), "supervise").due == due


@pytest.mark.parametrize(
    ("started", "history"),
    [
        (date(2026, 10, 30), [("history", date(2026, 10, 14), date(2026, 10, 28))]),
        (date(2026, 10, 28), []),  # the next wasn't due before the first day: it counts from the session
    ],
)
def test_a_clock_that_begins_with_the_bot_says_what_was_last_held(
    started: date, history: list[tuple[str, date, date]]
) -> None:
    facts = replace(asye(date(2026, 10, 1), date(2026, 10, 14)), bot_started=started)
    steps = opened(facts, started, "supervise").derivation
    assert [(s.op, s.on, s.result) for s in steps if s.op == "history"] == history
    assert steps[0].on == (started if history else date(2026, 10, 14))


def test_an_asye_that_ended_leaves_once_in_each_month() -> None:
    facts = asye(date(2027, 9, 3), asye_until=date(2027, 9, 6))
    assert opened(facts, date(2027, 9, 6), "supervise").rule == "B4"
    after = opened(facts, date(2027, 9, 7), "supervise")
    assert (after.rule, after.due) == ("B5", date(2027, 10, 31))


def test_a_session_of_the_month_meets_it_and_the_next_month_opens() -> None:
    facts = person("personal_assistant", talked(date(2026, 3, 1)), bot_started=date(2026, 3, 2))
    months = [o for o in found(facts, date(2026, 3, 20), "supervise") if o.key.fact.kind == "month"]
    assert [(str(o.key.fact), str(o.state), o.due) for o in months] == [
        ("month:2026-03", "met", date(2026, 3, 31)),
        ("month:2026-04", "running", date(2026, 4, 30)),
    ]


def test_a_month_that_ended_without_a_session_stays_open_and_counts_those_that_went_by() -> None:
    facts = person("personal_assistant", bot_started=date(2026, 3, 2))
    assert opened(facts, date(2026, 3, 31), "supervise").key.fact.id == "2026-03"
    later = opened(facts, date(2026, 6, 1), "supervise")
    assert (later.key.fact.id, later.due) == ("2026-03", date(2026, 3, 31))
    assert [s.on for s in later.derivation if s.op == "went_by"] == [date(2026, 4, 1), date(2026, 5, 1)]


def test_nothing_is_asked_of_months_before_the_post_or_the_bot() -> None:
    new = person("personal_assistant", employed_from=date(2026, 5, 11))
    assert opened(new, date(2026, 3, 2), "supervise").due == date(2026, 5, 31)
    old = person("student", talked(date(2025, 11, 3)))
    assert opened(old, date(2026, 1, 6), "supervise").due == date(2026, 1, 12)
    recent = person("student", talked(date(2026, 1, 2)))
    assert opened(recent, date(2026, 1, 6), "supervise").due == date(2026, 1, 9)


@pytest.mark.parametrize(
    ("kind", "counts"), [(SessionKind.CASE, 1), (SessionKind.PERSONAL, 1), (SessionKind.GROUP, 0)]
)
def test_a_case_or_a_personal_session_counts(kind: SessionKind, counts: int) -> None:
    facts = person("student", talked(date(2026, 3, 2), kind))
    met = [o for o in found(facts, date(2026, 3, 3), "supervise") if o.state is State.MET]
    assert len(met) == counts


def pair(
    since: date, until: date | None = None, often: Period | None = FORTNIGHT, id_: int = 1
) -> RelationshipFact:
    return RelationshipFact(id_, id_, since, more_often=often, until=until)


def test_a_pair_that_agreed_to_meet_more_often() -> None:
    facts = person("personal_assistant", talked(date(2026, 3, 2)), relationships=(pair(date(2025, 1, 6)),))
    one = opened(facts, date(2026, 3, 3), "supervise")
    assert (str(one.key.fact), one.due) == ("session:1", date(2026, 3, 16))
    assert [s.op for s in one.derivation] == ["start", "agreed", "later"]


def test_an_agreement_ends_with_its_relationship() -> None:
    facts = person(
        "personal_assistant",
        talked(date(2026, 3, 2)),
        relationships=(pair(date(2025, 1, 6), date(2026, 3, 9)),),
    )
    assert assess(shipped(), calendar(), facts, date(2026, 3, 9)).holds_until == date(2026, 3, 10)
    assert opened(facts, date(2026, 3, 9), "supervise").due == date(2026, 3, 16)
    assert opened(facts, date(2026, 3, 10), "supervise").due == date(2026, 4, 30)


def test_what_two_had_agreed_and_missed_stays_late_when_they_are_a_pair_no_more() -> None:
    """With the pair their agreement went, and weeks of lateness with it."""
    ended = pair(date(2025, 1, 6), date(2026, 3, 24))
    for after in ((), (pair(date(2026, 3, 25), None, None, 2),)):
        facts = person("personal_assistant", talked(date(2026, 3, 2)), relationships=(ended, *after))
        for on in (date(2026, 3, 24), date(2026, 4, 10)):
            one = opened(facts, on, "supervise")
            assert (str(one.key.fact), one.due) == ("session:1", date(2026, 3, 16)), on
        again = replace(facts, held=(*facts.held, talked(date(2026, 4, 13), id_=2)))
        assert opened(again, date(2026, 4, 14), "supervise").due == date(2026, 5, 31)


def test_an_agreement_counts_from_its_relationship_at_the_earliest() -> None:
    facts = person("personal_assistant", talked(date(2026, 3, 2)), relationships=(pair(date(2026, 3, 23)),))
    one = opened(facts, date(2026, 3, 24), "supervise")
    assert one.due == date(2026, 4, 6)
    assert (one.derivation[0].fact, one.derivation[0].on) == ("relationship", date(2026, 3, 23)), "no session"


@pytest.mark.parametrize(
    ("lines", "due", "op"),
    [
        ((pair(date(2026, 4, 20)),), date(2026, 3, 30), "late_already"),
        ((pair(date(2026, 3, 25)),), date(2026, 4, 8), "agreed"),  # nothing was late yet
        ((pair(date(2026, 1, 5), None, Period(8, Unit.WEEK)),), date(2026, 4, 27), "agreed"),
        ((pair(date(2026, 1, 5))._replace(late_then=date(2026, 3, 10)),), date(2026, 3, 10), "late_already"),
        ((pair(date(2026, 1, 5))._replace(late_then=date(2026, 3, 1)),), date(2026, 3, 16), "agreed"),
        (  # late by neither: the two before had agreed to meet less often
            (
                pair(date(2026, 1, 5), date(2026, 4, 19), Period(8, Unit.WEEK)),
                pair(date(2026, 4, 20), None, Period(8, Unit.WEEK), 2),
            ),
            date(2026, 6, 15),
            "agreed",
        ),
    ],
)
def test_an_agreement_makes_nothing_less_late(
    lines: tuple[RelationshipFact, ...], due: date, op: str
) -> None:
    """Whoever was weeks late was so no more once two had signed, or a new pair began."""
    rules = loaded(
        '- {id: R1, title: As agreed, clause: "1", duty: supervise, answers: supervisor, every: 4 weeks,'
        " yields_to: agreement}\n"
    )
    facts = person("social_worker", talked(date(2026, 3, 2)), relationships=lines)
    one = opened(facts, date(2026, 4, 21), "supervise", rules)
    assert (one.due, op in {s.op for s in one.derivation}) == (due, True), one.derivation


def test_with_no_interval_of_the_policy_the_pairs_own_holds() -> None:
    rules = loaded('- {id: R1, title: As agreed, clause: "1", duty: supervise, answers: supervisor}\n')
    facts = person("social_worker", talked(date(2026, 3, 2)))
    assert opened(facts, date(2026, 3, 3), "supervise", rules).waiting_for is Waiting.NO_DEADLINE
    agreed = replace(facts, relationships=(pair(date(2025, 1, 6)),))
    assert opened(agreed, date(2026, 3, 3), "supervise", rules).due == date(2026, 3, 16)


def test_of_two_rules_for_one_person_the_stricter_holds() -> None:
    rules = loaded(
        '- {id: R1, title: Monthly, clause: "1", duty: supervise, answers: supervisor, in_each: calendar month}\n'
        '- {id: R2, title: Weekly, clause: "2", duty: supervise, answers: supervisor, every: 1 week}\n'
    )
    assert (
        opened(person("student", talked(date(2026, 3, 2))), date(2026, 3, 3), "supervise", rules).rule == "R2"
    )


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({"left_on": date(2026, 4, 10)}, [("missed", date(2026, 3, 30), Explanation.NONE)]),
        ({"left_on": date(2026, 3, 30)}, []),  # its own day isn't over
        (
            {"left_on": date(2026, 4, 10), "away": (Away(date(2026, 3, 3), None),)},
            [("missed", date(2026, 3, 30), Explanation.AWAY)],
        ),
    ],
)
def test_what_was_late_when_somebody_left_stays_on_record(more: dict[str, Any], state: Any) -> None:
    """It was asked no more, and stood in no report."""
    rules = loaded(
        '- {id: R1, title: Supervision, clause: "1", duty: supervise, answers: supervisor, every: 4 weeks}\n'
    )
    line = (pair(date(2025, 1, 6), often=None),)
    facts = person("social_worker", talked(date(2026, 3, 2)), relationships=line, **more)
    standing = assess(rules, calendar(), facts, date(2026, 4, 20)).standing
    assert [(str(o.state), o.due, o.ended) for o in standing] == state


def test_somebody_who_left_is_asked_nothing_from_the_day_after() -> None:
    facts = person("student", left_on=date(2026, 3, 6))
    assert found(facts, date(2026, 3, 6), "supervise")
    assert not any(o.is_open for o in found(facts, date(2026, 3, 7), "supervise"))


def test_a_new_supervisor_asks_for_a_review_that_a_new_agreement_meets() -> None:
    lines = (pair(date(2025, 1, 6), date(2026, 3, 1), None, 1), pair(date(2026, 3, 2), None, None, 2))
    facts = person(relationships=lines, milestones=(MilestoneFact(1, "agreement", date(2026, 1, 20)),))
    [review] = found(facts, date(2026, 3, 3), "milestone:agreement_review")
    assert (str(review.key.fact), review.state) == ("relationship:2", State.WAITING)
    done = replace(facts, milestones=(*facts.milestones, MilestoneFact(2, "agreement", date(2026, 3, 9))))
    [met] = found(done, date(2026, 3, 10), "milestone:agreement_review")
    assert (str(met.met_by), met.met_on) == ("milestone:2", date(2026, 3, 9))


@pytest.mark.parametrize(
    "lines",
    [
        (pair(date(2025, 1, 6)),),
        (
            pair(date(2024, 1, 8), None, None, 1),
            pair(date(2025, 1, 6), None, None, 2),
        ),  # before the bot's start
        (pair(date(2025, 1, 6)), pair(date(2026, 3, 2), None, None, 2)._replace(professional=True)),
        (pair(date(2025, 1, 6)), pair(date(2026, 2, 2), None, None, 2)._replace(supervisor_id=1)),
        (pair(date(2025, 1, 6)), pair(date(2026, 4, 1), None, None, 2)),  # still to come
    ],
    ids=["the first one", "long ago", "a second, professional one", "the same again", "to come"],
)
def test_no_review_without_a_change_of_line_supervisor(lines: tuple[RelationshipFact, ...]) -> None:
    assert not found(person(relationships=lines), date(2026, 3, 3), "milestone:agreement_review")


# Sessions


def session(
    state: SessionState = SessionState.HELD, on: date = date(2026, 11, 20), **more: Any
) -> SessionFacts:
    starts = datetime(on.year, on.month, on.day, 10, tzinfo=UTC)
    held = on if state is SessionState.HELD else None
    given = {"kind": SessionKind.CASE, **more}
    ends, booked = starts + timedelta(minutes=90), on - timedelta(14)
    return SessionFacts(
        1,
        supervisee_id=1,
        holder_id=2,
        state=state,
        starts_at=starts,
        ends_at=ends,
        on=on,
        booked_on=booked,
        held_on=held,
        **given,
    )


def sent(**more: Any) -> RecordFact:
    """A record of Monday's, delivered on Tuesday 24 November: a reply is due by 1 December."""
    return RecordFact(1, 1, date(2026, 11, 23), 1, date(2026, 11, 24))._replace(**more)


def test_one_record_for_each_child() -> None:
    facts = session(records=(RecordFact(1, 1), RecordFact(2, 2, date(2026, 11, 23))))
    assert [(o.key.fact.id, str(o.state)) for o in found(facts, date(2026, 11, 24), "record")] == [
        ("1", "running"),
        ("2", "met"),
    ]


def test_until_the_sessions_day_is_over_its_preparation_is_asked() -> None:
    facts = session(SessionState.BOOKED)
    assert opened(facts, date(2026, 11, 20), "prepare").due == date(2026, 11, 20)
    assert not found(facts, date(2026, 11, 21), "prepare")
    assert opened(facts, date(2026, 11, 21), "say_held").not_before == facts.ends_at


def test_nobody_prepares_nor_looks_through_the_cases_of_a_session_that_is_over() -> None:
    on = date(2026, 11, 20)
    before = session(SessionState.BOOKED)
    assert opened(before, on, "check").due == on
    assert found(before, on, "prepare")
    assert assess(shipped(), calendar(), before, on).holds_before == before.ends_at
    over = session(SessionState.BOOKED, over=True)
    assert not found(over, on, "check")
    assert not found(over, on, "prepare")
    assert assess(shipped(), calendar(), over, on).holds_before is None


def test_what_was_prepared_is_met_and_the_supervisors_own_checklist_stays() -> None:
    facts = session(SessionState.BOOKED, prepared=True, prepared_on=date(2026, 11, 18))
    [met] = found(facts, date(2026, 11, 19), "prepare")
    assert (met.state, met.met_on) == (State.MET, date(2026, 11, 18))
    assert opened(facts, date(2026, 11, 19), "check").due == date(2026, 11, 20)


def test_no_delivery_no_agreement() -> None:
    facts = session(records=(sent(delivered_on=None),))
    for on in (date(2026, 11, 24), date(2027, 6, 1)):
        assert opened(facts, on, "agree").waiting_for is Waiting.DELIVERY
        assert not found(facts, on, "close")


def test_silence_agrees_only_once_the_last_day_is_over() -> None:
    facts = session(records=(sent(),))
    assert opened(facts, date(2026, 12, 1), "agree").due == date(2026, 12, 1)
    [met] = found(facts, date(2026, 12, 2), "agree")
    assert (str(met.met_by), met.met_on) == ("silence:1", date(2026, 12, 1))
    assert opened(facts, date(2026, 12, 2), "close").answers == "holder"


def test_closing_meets_what_silence_opened() -> None:
    [closed] = found(session(records=(sent(closed_on=date(2026, 12, 3)),)), date(2026, 12, 4), "close")
    assert (closed.state, closed.met_on) == (State.MET, date(2026, 12, 3))


def test_an_answer_in_time_leaves_nothing_to_close() -> None:
    facts = session(records=(sent(answer=RecordAnswer.AGREED, answered_on=date(2026, 12, 1)),))
    [met] = found(facts, date(2026, 12, 9), "agree")
    assert str(met.met_by) == "agreed:1"
    assert not found(facts, date(2026, 12, 9), "close")


def test_a_late_answer_does_not_undo_silence_and_is_to_be_settled() -> None:
    facts = session(records=(sent(answer=RecordAnswer.DISAGREED, answered_on=date(2026, 12, 2)),))
    [met] = found(facts, date(2026, 12, 2), "agree")
    assert str(met.met_by) == "silence:1"
    assert not found(facts, date(2026, 12, 2), "close")
    assert opened(facts, date(2026, 12, 2), "settle").started == date(2026, 12, 2)


def test_asked_again_after_a_disagreement_it_is_another_obligation() -> None:
    facts = session(records=(sent(request=2, delivered_on=date(2026, 12, 3)),))
    one = opened(facts, date(2026, 12, 4), "agree")
    assert (one.key.fact.id, one.due) == ("1.2", date(2026, 12, 10))


def test_a_disagreement_is_settled_by_referring_it_too() -> None:
    record = sent(
        answer=RecordAnswer.DISAGREED, answered_on=date(2026, 11, 25), referred_on=date(2026, 11, 27)
    )
    [met] = found(session(records=(record,)), date(2026, 11, 30), "settle")
    assert (str(met.met_by), met.met_on) == ("referral:1", date(2026, 11, 27))


@pytest.mark.parametrize(("decision", "asks"), [(RecordDecision.AMEND, True), (RecordDecision.STANDS, False)])
def test_what_is_referred_is_the_next_tiers_until_it_is_decided(decision: RecordDecision, asks: bool) -> None:
    record = sent(
        answer=RecordAnswer.DISAGREED, answered_on=date(2026, 11, 25), referred_on=date(2026, 11, 27)
    )
    waits = opened(session(records=(record,)), date(2026, 11, 30), "decide")
    assert (waits.answers, waits.started) == ("line_manager", date(2026, 11, 27))
    settled = record._replace(decision=decision, decided_on=date(2026, 12, 1))
    facts = session(records=(settled,))
    [met] = found(facts, date(2026, 12, 2), "decide")
    assert (str(met.met_by), met.met_on) == ("decision:1.1", date(2026, 12, 1))
    again = [o for o in found(facts, date(2026, 12, 2), "settle") if o.is_open]
    assert [o.started for o in again] == ([date(2026, 12, 1)] if asks else [])


@pytest.mark.parametrize(
    ("away", "due"),
    [
        ([Away(date(2026, 11, 26), date(2026, 11, 30))], date(2026, 12, 4)),
        ([Away(date(2026, 11, 28), date(2026, 11, 29))], date(2026, 12, 1)),  # a weekend away pauses nothing
        ([Away(date(2026, 11, 20), date(2026, 11, 25))], date(2026, 12, 2)),
        ([Away(date(2026, 12, 2), None)], date(2026, 12, 1)),  # away only after the last day
        (
            [Away(date(2026, 11, 26), date(2026, 11, 27)), Away(date(2026, 11, 27), date(2026, 12, 1))],
            date(2026, 12, 7),
        ),
    ],
)
def test_the_days_to_reply_pause_while_the_supervisee_is_away(away: list[Away], due: date) -> None:
    facts = session(records=(sent(),), supervisee_away=tuple(away))
    assert opened(facts, date(2026, 11, 24), "agree").due == due


def test_while_the_return_is_unknown_there_is_no_day() -> None:
    facts = session(records=(sent(),), supervisee_away=(Away(date(2026, 11, 30), None),))
    one = opened(facts, date(2027, 3, 1), "agree")
    assert (one.due, one.waiting_for) == (None, Waiting.RETURN)
    assert not found(facts, date(2027, 3, 1), "close")


@pytest.mark.parametrize(
    ("off", "due"),
    [
        (Off(date(2026, 11, 26), date(2026, 11, 25), date(2026, 12, 1)), date(2026, 12, 4)),
        (
            Off(date(2026, 11, 30), date(2026, 11, 25), date(2026, 11, 27)),
            date(2026, 12, 3),
        ),  # back before it
        (Off(date(2026, 11, 26), date(2026, 11, 25), None), None),
    ],
)
def test_a_session_cancelled_for_it_tells_of_days_away_too(off: Off, due: date | None) -> None:
    facts = session(records=(sent(),), supervisee_off=(off,))
    one = opened(facts, date(2026, 11, 25), "agree")
    assert (one.due, one.waiting_for) == (due, None if due else Waiting.RETURN)
    recorded = replace(facts, supervisee_away=(Away(off.on, off.on),))
    assert opened(recorded, date(2026, 11, 25), "agree").due == date(2026, 12, 2), (
        "what is recorded is the truth"
    )


def cancelled(reason: Reason, kind: SessionKind = SessionKind.CASE, **more: Any) -> SessionFacts:
    returned, said = more.pop("returned", None), more.pop("said", None)
    cancellation = Cancellation(date(2026, 11, 18), reason, returned, said)
    return session(SessionState.CANCELLED, kind=kind, cancellation=cancellation, **more)


@pytest.mark.parametrize(
    ("kind", "reason", "rule"),
    [
        (SessionKind.CASE, Reason.WORK, "B18"),
        (SessionKind.CASE, Reason.NO_SHOW, "B18"),
        (SessionKind.CASE, Reason.LEAVE, "B18"),
        (SessionKind.CASE, Reason.SICKNESS, "B19"),
        (SessionKind.PERSONAL, Reason.WORK, "B35"),
        (SessionKind.PERSONAL, Reason.SICKNESS, "B35"),
    ],
)
def test_the_reason_and_the_kind_choose_the_rule(kind: SessionKind, reason: Reason, rule: str) -> None:
    one = opened(cancelled(reason, kind), date(2026, 11, 19), "rebook")
    assert one.rule == rule
    assert (one.waiting_for is Waiting.RETURN) == (reason in AWAY), "of both reasons for days away alike"
    assert (one.due is None) == (reason is Reason.SICKNESS)


@pytest.mark.parametrize(("reason", "returned"), [(Reason.WORK, None), (Reason.SICKNESS, date(2026, 11, 18))])
def test_said_later_it_is_asked_later_and_due_as_before(reason: Reason, returned: date | None) -> None:
    said = date(2026, 11, 23)
    at_once, late = (
        opened(cancelled(reason, returned=returned, said=s), said, "rebook") for s in (None, said)
    )
    assert at_once.due == late.due == date(2026, 11, 25)
    assert at_once.started == late.started == date(2026, 11, 18)
    assert at_once.not_before is None
    assert late.not_before == datetime(2026, 11, 23, tzinfo=UTC)


def test_rebooking_is_met_when_the_other_session_took_place() -> None:
    [met] = found(cancelled(Reason.WORK, replacement_on=date(2026, 11, 24)), date(2026, 11, 25), "rebook")
    assert (met.state, met.met_on) == (State.MET, date(2026, 11, 24))


def test_counted_from_the_later_of_the_two_both_are_shown() -> None:
    cancelled_on, booked_for = date(2026, 11, 18), date(2026, 11, 26)
    early = cancelled(Reason.WORK, on=booked_for)
    as_shipped = opened(early, cancelled_on, "rebook")
    chosen = opened(early, cancelled_on, "rebook", counted_from_the_later())
    assert as_shipped.due == date(2026, 11, 25) < booked_for
    assert chosen.due == date(2026, 12, 3)
    assert chosen.started == as_shipped.started == cancelled_on
    assert [(s.op, s.fact, s.on, s.result) for s in chosen.derivation] == [
        ("start", "cancellation", cancelled_on, None),
        ("start", "booked", booked_for, None),
        ("starts_later_of", None, None, booked_for),
        ("within", None, None, date(2026, 12, 3)),
    ]


def test_a_gap_is_noted_on_each_childs_file_for_case_sessions_alone() -> None:
    notes = (GapNoteFact(1, 11), GapNoteFact(2, 12, date(2026, 11, 19)))
    states = [
        str(o.state)
        for o in found(cancelled(Reason.SICKNESS, gap_notes=notes), date(2026, 11, 20), "note_gap")
    ]
    assert states == ["waiting", "met"]
    assert not found(
        cancelled(Reason.WORK, SessionKind.PERSONAL, gap_notes=notes), date(2026, 11, 20), "note_gap"
    )


# Absences

FIRST_DAY = date(2026, 11, 2)
DAY_15 = date(2026, 11, 16)


def absence(*affected: Affected, planned: bool = False, last: date | None = None) -> AbsenceFacts:
    return AbsenceFacts(1, 2, planned, FIRST_DAY, last, affected or (Affected(1, 1), Affected(2, 3)))


def test_on_day_15_every_supervisee_reports_and_the_line_manager_arranges() -> None:
    assert not assess(shipped(), calendar(), absence(), DAY_15 - timedelta(1)).obligations
    assert [o.worker_id for o in found(absence(), DAY_15, "report_absence")] == [1, 3]
    assert opened(absence(), DAY_15, "arrange_cover").answers == "line_manager"


def test_an_absence_still_open_goes_on_being_asked_about() -> None:
    assert opened(absence(Affected(1, 1)), DAY_15 + timedelta(90), "report_absence").due == DAY_15


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        (absence(last=date(2026, 11, 15)), False),  # 14 days
        (absence(last=DAY_15), True),
        (absence(planned=True), False),
        (AbsenceFacts(1, 2, False, FIRST_DAY), False),  # nobody's supervisor
    ],
    ids=["14 days", "15 days", "planned", "supervises nobody"],
)
def test_which_absences_are_reported(facts: AbsenceFacts, asked: bool) -> None:
    assert bool(assess(shipped(), calendar(), facts, DAY_15).obligations) == asked


def test_after_the_return_nothing_is_asked() -> None:
    back = absence(last=date(2026, 11, 20))
    assert found(back, date(2026, 11, 20), "arrange_cover")
    assert not assess(shipped(), calendar(), back, date(2026, 11, 21)).obligations


NOTES_END = date(2026, 11, 13)


def next_note(*earlier: Earlier, first: date = date(2026, 11, 14), last: date | None = None) -> AbsenceFacts:
    """An absence after others of the same person."""
    return AbsenceFacts(1, 2, False, first, last, (Affected(1, 1), Affected(2, 3)), earlier)


@pytest.mark.parametrize(
    ("ends", "first"),
    [
        (NOTES_END, date(2026, 11, 14)),
        (NOTES_END, date(2026, 11, 16)),  # a weekend between
        (date(2026, 11, 15), date(2026, 11, 10)),
    ],
    ids=["the next day", "after a weekend", "sharing days"],
)
def test_an_absence_that_follows_another_is_the_same_time_away(ends: date, first: date) -> None:
    follows = next_note(Earlier(False, Away(FIRST_DAY, ends)), first=first)
    assert not assess(shipped(), calendar(), follows, DAY_15 - timedelta(1)).obligations
    assert [o.due for o in found(follows, DAY_15, "report_absence")] == [DAY_15, DAY_15]
    assert opened(follows, DAY_15, "arrange_cover").due == DAY_15


@pytest.mark.parametrize(
    "earlier",
    [
        Earlier(True, Away(FIRST_DAY, NOTES_END)),
        Earlier(False, Away(FIRST_DAY, date(2026, 11, 12))),
    ],
    ids=["that was planned", "with a working day between"],
)
def test_what_is_no_part_of_it_does_not_count(earlier: Earlier) -> None:
    follows = next_note(earlier)
    assert not assess(shipped(), calendar(), follows, date(2026, 11, 27)).obligations
    assert opened(follows, date(2026, 11, 28), "arrange_cover").due == date(2026, 11, 28)


def test_while_two_run_the_first_alone_is_asked_about() -> None:
    ends = date(2026, 11, 20)
    follows = next_note(Earlier(False, Away(FIRST_DAY, ends)), first=date(2026, 11, 9))
    assert not assess(shipped(), calendar(), follows, ends).obligations
    assert opened(follows, ends + timedelta(1), "arrange_cover").due == DAY_15
    assert assess(shipped(), calendar(), follows, DAY_15).holds_until == ends + timedelta(1)


def test_a_report_holds_for_the_whole_time_away_and_cover_for_its_own_part() -> None:
    ends, reported = date(2026, 11, 20), date(2026, 11, 17)
    before = Earlier(False, Away(FIRST_DAY, ends), {1: reported}, {1: reported, 3: reported})
    follows = next_note(before, first=date(2026, 11, 23))
    assert not assess(shipped(), calendar(), follows, date(2026, 11, 22)).obligations
    reports = found(follows, date(2026, 11, 23), "report_absence")
    assert [(o.worker_id, o.met_on) for o in reports] == [(1, reported)]
    assert opened(follows, date(2026, 11, 23), "arrange_cover").due == date(2026, 11, 23)


def test_what_was_arranged_for_each_supervisee_meets_it() -> None:
    some = absence(
        Affected(1, 1, arranged_on=date(2026, 11, 17)), Affected(2, 3, reported_on=date(2026, 11, 16))
    )
    assert [(o.worker_id, str(o.state)) for o in found(some, date(2026, 11, 18), "report_absence")] == [
        (3, "met")
    ]
    assert opened(some, date(2026, 11, 18), "arrange_cover").due == DAY_15
    every = absence(
        Affected(1, 1, arranged_on=date(2026, 11, 17)), Affected(2, 3, arranged_on=date(2026, 11, 18))
    )
    [met] = found(every, date(2026, 11, 19), "arrange_cover")
    assert (met.state, met.met_on) == (State.MET, date(2026, 11, 18))


# Overdue


def test_a_due_day_is_whole() -> None:
    due = date(2026, 11, 27)
    assert not is_overdue(due, due)
    assert is_overdue(due, date(2026, 11, 28))
    assert days_left(due, date(2026, 11, 30)) == -3
    assert not is_overdue(None, due)


def test_what_a_case_was_discussed_before_is_worked_out_when_it_is_asked_for() -> None:
    """A case of years has hundreds; to see that nothing changed nobody reads them."""
    talks = tuple(DiscussionFact(n, n, date(2024, 1, 1) + timedelta(days=20 * n)) for n in range(1, 50))
    found = assess(shipped(), calendar(), replace(case(), discussions=talks), date(2026, 11, 16))
    assert len([o for o in found.standing if o.key.duty == "discuss"]) == 1
    assert len([o for o in found.obligations if o.key.duty == "discuss"]) == 50
