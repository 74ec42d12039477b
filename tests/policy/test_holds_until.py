"""Assessing every day of a year and assessing only when ``holds_until`` says so agree."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.assess import assess
from policy.facts import Facts
from policy.loader import load
from policy.ruleset import RuleSet
from tests.infra.budget import examples
from tests.policy import subjects
from tests.policy.files import calendar, loaded, shipped

YEAR = 366

#: Shapes that the shipped rules don't use.
OTHER = """
- id: O1
  title: Month by month, then by the session
  clause: "1"
  duty: supervise
  answers: supervisor
  phases:
    - {lasts: 2 months, in_each: calendar month}
    - {lasts: 6 weeks, every: 1 week, minutes: 60}
    - {every: 4 weeks}
- id: O2
  title: Replies in two weeks
  clause: "2"
  duty: agree
  answers: supervisee
  within: 2 weeks
  pauses_while_away: true
- id: O3
  title: A record without a deadline, and with one
  clause: "3"
  duty: record
  answers: holder
  rows:
    - {when: {session: case}}
    - {when: {session: [case, group]}, within: 10 days}
- id: O4
  title: A range
  clause: "4"
  duty: discuss
  answers: supervisor
  every: 6 weeks
  target: 4 weeks
- id: O5
  title: With such a case
  clause: "5"
  duty: supervise
  answers: supervisor
  when: {holds_case: {any_of: [settled]}}
  every: 3 weeks
"""

other = loaded(OTHER)
#: The windows, and all that reads what only some councils record.
more = load((Path(__file__).parent / "every_shape.yaml").read_text(encoding="utf-8"), "every_shape.yaml")


def walk(rules: RuleSet, facts: Facts) -> None:
    held = assess(rules, calendar(), facts, subjects.FIRST)
    for n in range(1, YEAR):
        day = subjects.FIRST + timedelta(days=n)
        if held.holds_until and day >= held.holds_until:
            held = assess(rules, calendar(), facts, day)
        assert assess(rules, calendar(), facts, day).obligations == held.obligations, day


def keys_once(rules: RuleSet, facts: Facts) -> None:
    found = assess(rules, calendar(), facts, subjects.FIRST)
    keys = [o.key for o in found.obligations]
    assert len(keys) == len(set(keys))
    assert all(o.due is not None or o.waiting_for is not None for o in found.obligations if o.is_open)


KINDS: dict[str, st.SearchStrategy[Facts]] = {
    "case": subjects.cases,
    "person": subjects.people,
    "session": subjects.sessions(),
    "absence": subjects.absences(),
}


@pytest.mark.parametrize("kind", list(KINDS))
@settings(max_examples=examples(40))
@given(data=st.data())
def test_every_day_and_only_when_it_may_change_agree(kind: str, data: st.DataObject) -> None:
    walk(shipped(), data.draw(KINDS[kind]))


@pytest.mark.parametrize("kind", list(KINDS))
@settings(max_examples=examples(25))
@given(data=st.data())
def test_other_shapes_agree_too(kind: str, data: st.DataObject) -> None:
    walk(other, data.draw(KINDS[kind]))


@pytest.mark.parametrize("kind", ["case", "person", "session"])
@settings(max_examples=examples(25))
@given(data=st.data())
def test_windows_and_decisions_agree_too(kind: str, data: st.DataObject) -> None:
    walk(more, data.draw(KINDS[kind]))


@pytest.mark.parametrize("kind", list(KINDS))
@settings(max_examples=examples(150))
@given(data=st.data())
def test_a_key_is_given_once_and_an_open_obligation_has_a_date_or_says_what_it_waits_for(
    kind: str, data: st.DataObject
) -> None:
    facts = data.draw(KINDS[kind])
    keys_once(shipped(), facts)
    keys_once(other, facts)
    keys_once(more, facts)
