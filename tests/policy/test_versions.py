"""Versions: a clock keeps the one it started under, unless a new one counts it again with notice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from policy.assess import assess
from policy.facts import AllocationFact, CaseFacts, DiscussionFact, Held, PersonFacts, SessionKind
from policy.obligations import Obligation
from policy.ruleset import RuleSet
from policy.versions import RuleBook
from tests.infra.budget import examples
from tests.policy import subjects
from tests.policy.files import calendar, loaded, shipped

RULE = '- {id: R1, title: Cases, clause: "1", duty: discuss, answers: supervisor, every: %s}\n'
SWITCH = date(2026, 4, 1)


def version(name: str, every: str, on: date, recompute: str = "") -> RuleSet:
    made = loaded(RULE % every)
    running = {"running": {"recompute": True, "notice": recompute}} if recompute else {}
    return RuleSet.model_validate({**dict(made), "version": name, "in_force_from": on, **running})


def talked(*days: date) -> CaseFacts:
    talks = tuple(DiscussionFact(n, n, day) for n, day in enumerate(days, 1))
    return CaseFacts(1, "adoption", frozenset(), AllocationFact(1, date(2026, 1, 5)), discussions=talks)


def now(book: RuleBook, facts: CaseFacts, on: date) -> Obligation:
    [one] = [o for o in book.assess(calendar(), facts, on).obligations if o.is_open]
    return one


def book(recompute: str = "") -> RuleBook:
    return RuleBook([version("2", "4 weeks", SWITCH, recompute), version("1", "3 months", date(2025, 1, 6))])


def test_a_running_clock_keeps_its_version_until_it_is_met() -> None:
    facts, on = talked(date(2026, 3, 10)), date(2026, 5, 20)
    assert (now(book(), facts, on).due, now(book(), facts, on).version) == (date(2026, 6, 10), "1")
    met = talked(date(2026, 3, 10), date(2026, 5, 20))
    assert (now(book(), met, on).due, now(book(), met, on).version) == (date(2026, 6, 17), "2")


def test_a_clock_that_starts_on_the_day_is_the_new_versions() -> None:
    assert now(book(), talked(SWITCH), SWITCH).version == "2"
    assert now(book(), talked(SWITCH - timedelta(1)), SWITCH).version == "1"


def test_counted_again_with_notice() -> None:
    again, facts = book("20 working days"), talked(date(2026, 3, 10))
    assert now(again, facts, date(2026, 3, 31)).due == date(2026, 6, 10)  # not yet in force
    moved = now(again, facts, SWITCH)
    # 4 weeks would be 7 April; 1 April and 20 working days, over Good Friday and Easter Monday, is 1 May
    assert (moved.due, moved.version, moved.derivation[-1].op) == (date(2026, 5, 1), "2", "notice")
    late = talked(date(2026, 3, 30))
    assert now(book("5 working days"), late, SWITCH).due == date(2026, 4, 27)  # past its notice


EVERY, EACH = "every: 6 months", "in_each: calendar quarter"


def shaped(before: str, after: str, recompute: str = "") -> RuleBook:
    """Everybody supervised by one clock, from 1 April by one of another shape."""
    rule = '- {{id: R1, title: All, clause: "1", duty: supervise, answers: supervisor, {}}}\n'
    old, new = (loaded(rule.format(clock)) for clock in (before, after))
    running = {"running": {"recompute": True, "notice": recompute}} if recompute else {}
    return RuleBook(
        [
            RuleSet.model_validate({**dict(old), "version": "1", "in_force_from": date(2025, 1, 6)}),
            RuleSet.model_validate({**dict(new), "version": "2", "in_force_from": SWITCH, **running}),
        ]
    )


def met_on(*days: date) -> PersonFacts:
    held = tuple(Held(n, SessionKind.CASE, day, 90) for n, day in enumerate(days, 1))
    return PersonFacts(1, "student", date(2025, 1, 6), date(2025, 1, 6), held=held)


def running(book: RuleBook, facts: PersonFacts, on: date) -> list[tuple[str, date | None]]:
    return [(o.version, o.due) for o in book.assess(calendar(), facts, on).obligations if o.is_open]


def test_a_clock_of_another_shape_begins_when_the_running_one_is_met() -> None:
    first = date(2026, 2, 10)
    for on in (date(2026, 3, 20), SWITCH, date(2026, 7, 1)):
        assert running(shaped(EVERY, EACH), met_on(first), on) == [("1", date(2026, 8, 10))], on
    again = met_on(first, date(2026, 5, 20))
    assert running(shaped(EVERY, EACH), again, date(2026, 5, 21)) == [("2", date(2026, 9, 30))]


def test_windows_that_become_intervals_leave_no_gap() -> None:
    facts = met_on(date(2026, 2, 10))
    assert running(shaped(EACH, EVERY), facts, date(2026, 3, 20)) == [("1", date(2026, 6, 30))]  # as of then
    assert running(shaped(EACH, EVERY), facts, date(2026, 4, 2)) == [("2", date(2026, 8, 10))]


def test_a_clock_of_another_shape_counted_again() -> None:
    facts, again = met_on(date(2026, 2, 10)), shaped(EVERY, EACH, "5 working days")
    assert running(again, facts, date(2026, 3, 20)) == [("1", date(2026, 8, 10))]
    assert running(again, facts, SWITCH) == [("2", date(2026, 6, 30))]


def test_the_day_a_version_starts_is_a_day_on_which_the_answer_may_differ() -> None:
    answer = book().assess(calendar(), talked(date(2026, 3, 10)), date(2026, 3, 12))
    assert answer.holds_until == SWITCH


@settings(max_examples=examples(30))
@given(facts=subjects.people | subjects.cases | subjects.sessions() | subjects.absences())
def test_one_version_is_as_no_versions(facts: CaseFacts) -> None:
    alone = RuleBook([shipped()]).assess(calendar(), facts, subjects.FIRST)
    plain = assess(shipped(), calendar(), facts, subjects.FIRST)
    assert alone == plain
    same = RuleBook(
        [shipped(), shipped().model_copy(update={"in_force_from": date(2026, 3, 2), "version": "2"})]
    )
    both = same.assess(calendar(), facts, date(2026, 6, 1)).obligations
    plainly = assess(shipped(), calendar(), facts, date(2026, 6, 1)).obligations
    assert {o._replace(version="") for o in both} == {o._replace(version="") for o in plainly}


def test_a_copy_looks_things_up_in_its_own_lines() -> None:
    rule = next(r for r in shipped().rules if r.what)
    assert rule.key != rule.model_copy(update={"what": "another"}).key
    rules = shipped()
    assert rules.rule(rule.id)
    assert rules.model_copy(update={"rules": ()}).rule(rule.id) is None


@pytest.mark.parametrize("versions", [[], [shipped(), shipped()], [shipped(), shipped("york")]])
def test_what_is_no_rule_book(versions: list[RuleSet]) -> None:
    with pytest.raises(ValueError, match=r"version|policy"):
        RuleBook(versions)
