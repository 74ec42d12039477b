"""What is asked about a person: sessions in their windows, agreements, reviews."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from policy.assess import assess
from policy.facts import (
    Away,
    Held,
    MilestoneFact,
    PersonFacts,
    RelationshipFact,
    SessionKind,
)
from policy.obligations import Explanation, State, Waiting
from policy.periods import Period, Unit
from tests.policy.files import calendar, loaded, shipped
from tests.policy.test_duties import FORTNIGHT, found, opened


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


def test_an_agreement_makes_nothing_due_before_it_was_signed() -> None:
    signed = MilestoneFact(1, "agreement", date(2026, 3, 25), by=1)
    facts = person("personal_assistant", talked(date(2026, 3, 2)), relationships=(pair(date(2025, 1, 6)),))
    signing = replace(facts, milestones=(signed,))
    one = opened(signing, date(2026, 3, 26), "supervise")
    assert (one.due, "known_from" in {s.op for s in one.derivation}) == (date(2026, 3, 25), True)
    met_since = replace(signing, held=(*facts.held, talked(date(2026, 3, 24), id_=2)))
    assert opened(met_since, date(2026, 3, 26), "supervise").due == date(2026, 4, 7)


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
        ({"left_on": date(2026, 3, 30)}, [("missed", date(2026, 3, 30), Explanation.NONE)]),
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
