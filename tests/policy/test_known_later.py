"""What is past its day when it comes to be known is asked as owed now, and called late no sooner than anything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from policy.assess import assess
from policy.facts import AbsenceFacts, Affected, RecordFact
from policy.nudges import plan
from policy.obligations import Obligation
from tests.policy.files import calendar, shipped
from tests.policy.test_session_duties import session

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


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
