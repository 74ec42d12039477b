"""A review of a plan of which nobody said when the last was: not late before as long went by as between two."""

from __future__ import annotations

from datetime import date

import pytest

from policy.facts import FactRef, Subject, SubjectKind
from policy.obligations import Key, Obligation, State, Step
from policy.unknown_reviews import is_unknown_review

BEGAN = date(2026, 11, 2)


def _review(start: date, due: date, fact: str = "allocation") -> Obligation:
    step = Step("start", fact, start)
    key = Key("review_plan", Subject(SubjectKind.CASE, 1), FactRef("allocation", "1"))
    return Obligation(key, "B11", "supervisor", State.RUNNING, start, due, derivation=(step,))


@pytest.mark.parametrize(
    ("start", "today", "is_unknown"),
    [
        (date(2020, 1, 6), date(2026, 11, 3), True),
        (date(2020, 1, 6), date(2027, 2, 2), True),
        (date(2020, 1, 6), date(2027, 2, 3), False),
        (date(2026, 11, 2), date(2027, 6, 1), False),
    ],
    ids=["before", "last day", "as long again", "since it began"],
)
def test_by_the_bot_s_first_day_and_the_time_between_two(
    start: date, today: date, *, is_unknown: bool
) -> None:
    due = date.fromordinal(start.toordinal() + 92)
    assert is_unknown_review(_review(start, due), BEGAN, today) is is_unknown


def test_one_that_counts_from_a_review_or_of_no_council_is_known() -> None:
    told = _review(date(2020, 1, 6), date(2020, 4, 6), "plan review")
    assert not is_unknown_review(told, BEGAN, date(2026, 11, 3))
    assert not is_unknown_review(told._replace(derivation=()), BEGAN, date(2026, 11, 3))
    assert not is_unknown_review(_review(date(2020, 1, 6), date(2020, 4, 6)), None, date(2026, 11, 3))
