"""What stands on the agenda of a worker's next group."""

from __future__ import annotations

from datetime import date, timedelta

from storage import agenda, cases
from storage import tables as t
from storage.work import Work


def test_a_case_stays_on_it_until_the_day_it_closes(work: Work) -> None:
    case = cases.by_reference(work, "CB-10234")
    assert case
    agenda.raise_case(work, case, by=1)
    closes(work, case.id, work.today + timedelta(days=1))
    assert [one.case.reference for one in agenda.of_cases(work, [case.id])] == ["CB-10234"]
    closes(work, case.id, work.today)
    assert not agenda.of_cases(work, [case.id])


def closes(work: Work, case_id: int, on: date) -> None:
    work.get(t.Case, case_id).closed_on = on
    work.orm.flush()
