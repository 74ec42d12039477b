"""What became of what was owed, and whose sums may be shown to whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.disclosure import FEWEST, disclosed
from policy.facts import FactRef, Held, PersonFacts, SessionKind, Subject, SubjectKind
from policy.obligations import Explanation, Key, Obligation, State, Step, Withdrawal
from policy.outcomes import Area, DutyOutcome, Tally, area, each_date, each_window, outcome, tally
from policy.periods import Period, Unit
from policy.versions import RuleBook
from policy.was_due import due_after
from tests.policy.files import calendar, shipped

TODAY = date(2026, 11, 20)
CALENDAR = calendar()


def an_obligation(
    state: State, due: date | None = date(2026, 10, 31), duty: str = "supervise", **more: object
) -> Obligation:
    key = Key(duty, Subject(SubjectKind.PERSON, 1), FactRef("month", "2026-10"))
    return Obligation(key, "B5", "supervisor", state, date(2026, 10, 1), due, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "became"),
    [
        (an_obligation(State.MET, met_on=date(2026, 10, 31)), DutyOutcome.ON_TIME),
        (an_obligation(State.MET, met_on=date(2026, 11, 1)), DutyOutcome.LATE),
        (an_obligation(State.MET, due=None, met_on=date(2026, 11, 1)), None),
        *(
            (an_obligation(State.MET, duty="agree", met_on=on, met_by=FactRef(kind, "1")), became)
            for on in (date(2026, 10, 31), date(2026, 11, 1))
            for kind, became in (
                ("silence", DutyOutcome.SILENCE),
                ("disagreed", DutyOutcome.REFUSED),
                ("referral", DutyOutcome.REFERRED),
            )
        ),
        (an_obligation(State.MISSED, ended=Explanation.NONE), DutyOutcome.MISSED),
        (an_obligation(State.MISSED, ended=Explanation.AWAY), DutyOutcome.EXPLAINED),
        (an_obligation(State.RUNNING), DutyOutcome.OVERDUE),
        (an_obligation(State.RUNNING, due=TODAY), None),
        (an_obligation(State.WITHDRAWN, ended=Withdrawal.BEFORE_BOT), None),
    ],
)
def test_what_became_of_it(one: Obligation, became: DutyOutcome | None) -> None:
    assert outcome(one, TODAY) is became


def test_windows_that_went_by_are_counted_each_for_itself() -> None:
    gone = Step("went_by", fact="month", on=date(2026, 11, 1), result=date(2026, 11, 30))
    found = list(each_window(an_obligation(State.RUNNING, derivation=(gone,))))
    assert [o.due for o in found] == [date(2026, 10, 31), date(2026, 11, 30)]
    assert tally(one for o in found if (one := outcome(o, date(2026, 12, 1)))) == Tally(overdue=2)


def test_dates_that_went_by_while_one_is_owed_are_counted_each_for_itself() -> None:
    """Eleven weeks without a session of somebody who is to have one every week were one."""

    def after(day: date) -> date:
        return day + timedelta(7)

    late = an_obligation(State.RUNNING)
    assert [o.due for o in each_date(late, after, TODAY)] == [date(2026, 11, 7), date(2026, 11, 14)]
    found = [outcome(o, TODAY) for o in each_date(late, after, TODAY)]
    assert found == [DutyOutcome.OVERDUE, DutyOutcome.OVERDUE]
    held = late._replace(state=State.MET, met_on=date(2026, 11, 14))
    assert [outcome(o, TODAY) for o in each_date(held, after, date(2026, 11, 14))] == [DutyOutcome.MISSED]
    in_time = an_obligation(State.RUNNING, due=TODAY)
    assert not list(each_date(in_time, after, TODAY))


@given(days=st.lists(st.integers(1, 60), max_size=4), seen=st.integers(1, 200))
def test_the_dates_after_each_other_go_by_the_phase_in_which_each_falls(days: list[int], seen: int) -> None:
    """Of an ASYE only the first was counted: weekly for six weeks, fortnightly for six months, then monthly."""
    began = date(2026, 10, 5)
    held = tuple(Held(n, SessionKind.CASE, began + timedelta(day), 90) for n, day in enumerate(days, 1))
    facts = PersonFacts(1, "social_worker", began, began, asye_from=began, held=held)
    day = began + timedelta(seen)
    weekly, fortnightly = date(2026, 11, 16), date(2027, 4, 5)
    expected = day + timedelta(7) if day + timedelta(7) <= weekly else day + timedelta(14)
    if expected > fortnightly:
        expected = CALENDAR.add(day, Period(1, Unit.MONTH))
    book = RuleBook([shipped("cambridgeshire-peterborough")])
    assert due_after(book, CALENDAR, facts, "supervise", day) == expected


@pytest.mark.parametrize("duty", ["prepare", "report_absence"])
def test_what_is_told_to_nobody_is_counted_nowhere(duty: str) -> None:
    assert area(an_obligation(State.MET, duty=duty)) is None


def test_what_is_acknowledged_is_not_counted_as_discussed() -> None:
    """Of 24 “cases discussed” 18 were acknowledgements of a session."""
    found = [area(an_obligation(State.MET, duty=duty)) for duty in ("discuss", "acknowledge:supervisor")]
    assert found == [Area.CASES, Area.ACKNOWLEDGED]


def test_no_sum_is_about_few() -> None:
    groups = {"A": frozenset(range(4)), "B": frozenset(range(4, 12)), "all": frozenset(range(12))}
    assert disclosed(groups, frozenset()) == {"B"}  # all less B would be A
    assert disclosed(groups, frozenset(range(4))) == {"A", "B", "all"}
    assert disclosed({"A": frozenset(range(6))}, frozenset(range(5))) == frozenset()  # all but one are known


def test_nobody_is_reckoned_from_several_sums() -> None:
    """Managers who lead parts of several teams: both less the first two teams and the third is one person, whom neither
    leads, taken away."""
    first, second, third = (frozenset(range(n, n + 10)) for n in (0, 10, 20))
    one, other = frozenset(range(5)) | frozenset(range(10, 15)), frozenset((*range(5, 10), *range(15, 19)))
    groups = {"1st": first, "2nd": second, "3rd": third, "one": one, "other": other | third}
    assert len(disclosed(groups, frozenset())) == len(groups) - 1


@given(
    st.lists(st.frozensets(st.integers(0, 14), max_size=15), max_size=6), st.frozensets(st.integers(0, 14))
)
def test_no_two_sums_tell_of_few(several: list[frozenset[int]], known: frozenset[int]) -> None:
    groups = {f"{n}": one for n, one in enumerate(several)}
    shown = [groups[name] - known for name in disclosed(groups, known)]
    for one in shown:
        assert not one or len(one) >= FEWEST
        for other in shown:
            assert not one - other or len(one - other) >= FEWEST
