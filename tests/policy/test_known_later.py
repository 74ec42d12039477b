"""What is past its day when it comes to be known is asked as owed now, and called late no sooner than anything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from policy.assess import assess
from policy.facts import AbsenceFacts, Affected, FactRef, RecordFact, Subject, SubjectKind
from policy.nudges import plan
from policy.obligations import Key, Obligation, State
from policy.ruleset import NudgeRule
from tests.policy.files import COUNCILS, calendar, shipped
from tests.policy.test_session_duties import session

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def _nudges(name: str, rule: str, key: str) -> tuple[NudgeRule, ...]:
    known = shipped(name).practice.nudges
    return known.get(rule) or known.get(key.partition(":")[0], ())


def urgent(known_on: date | None) -> Obligation:
    """York's Y11, of a session on Friday."""
    record = RecordFact(5, 3, safeguarding=True, known_on=known_on)
    facts = replace(session(), on=FRIDAY, held_on=FRIDAY, records=(record,))
    found = assess(shipped("york"), calendar(), facts, MONDAY).obligations
    return next(o for o in found if o.rule == "Y11")


def days(obligation: Obligation) -> dict[str, date]:
    planned = plan(shipped("york"), calendar(), obligation)
    return {p.nudge.step: calendar().day_of(p.at) for p in planned}


def test_nobody_is_called_late_in_the_minute_in_which_it_was_said() -> None:
    tuesday, wednesday, thursday = (MONDAY + timedelta(n) for n in (1, 2, 3))
    assert urgent(None).due == urgent(MONDAY).due == FRIDAY
    again = {"third": wednesday, "up_again": wednesday}
    assert days(urgent(FRIDAY)) == {"now": FRIDAY, "late": MONDAY, "up": MONDAY, **again}
    again = {"third": thursday, "up_again": thursday}
    assert days(urgent(MONDAY)) == {"now": MONDAY, "late": tuesday, "up": tuesday, **again}


#: Each duty of a shipped practice that tells something of a due day, under a rule that asks it.
TOLD = [
    pytest.param(name, rule.id, str(rule.key), id=f"{name}-{rule.id}")
    for name in COUNCILS
    for rule in shipped(name).rules
    if any(n.when.anchor == "due" for n in _nudges(name, rule.id, str(rule.key)))
]


@pytest.mark.parametrize(("name", "rule", "key"), TOLD)
def test_what_is_owed_late_is_told_by_the_practice_s_distances_from_the_day_it_is_owed(
    name: str, rule: str, key: str
) -> None:
    """Its first asking is then due, nothing that comes after a due day is on that day, and nobody above reads of it
    before the working day after whoever answers was asked."""
    rules, known = shipped(name), date(2026, 11, 24)
    kept = Obligation(
        Key(key, Subject(SubjectKind.CASE, 1), FactRef("discussion", "1")),
        *(rule, "supervisor", State.RUNNING, date(2026, 9, 1), date(2026, 11, 3)),
        not_before=datetime(2026, 11, 3, 15, tzinfo=UTC),
    )
    as_ever = {p.nudge.step: p for p in plan(rules, calendar(), kept)}
    planned = plan(rules, calendar(), kept._replace(known_on=known))
    before = any(p.nudge.when.amount <= 0 for p in planned)
    first = calendar().day_of(min(p.at for p in planned))
    assert first <= (known if before else calendar().add_working(known, 1)), "asked as owed at once"
    lower = [p.at for p in planned if not p.nudge.escalates]
    for one in planned:
        when, on = one.nudge.when, calendar().day_of(one.at)
        assert one.of_day == as_ever[one.nudge.step].of_day, "it tells of the true day"
        if when.amount > 0 and when.anchor == "due":
            days = when.amount if when.working else 1
            assert on >= calendar().add_working(known, days)
        if one.nudge.escalates and lower:
            assert on > known
            assert on > calendar().day_of(min(lower))


def test_a_new_supervisee_of_an_absent_supervisor_is_counted_from_then() -> None:
    first, came = date(2026, 11, 2), date(2026, 12, 1)
    before, new = Affected(1, 1, arranged_on=date(2026, 11, 17)), Affected(2, 3, since=came)
    facts = AbsenceFacts(1, 2, False, first, None, (before, new))

    def found(on: date) -> list[tuple[str, str, date | None]]:
        given = assess(shipped(), calendar(), facts, on).obligations
        return [(str(o.key.duty), str(o.state), o.due) for o in given]

    assert found(came + timedelta(3)) == [("arrange_cover", "met", None)]
    day_15 = date(2026, 12, 15)
    assert found(day_15) == [("report_absence", "running", day_15), ("arrange_cover", "running", day_15)]
