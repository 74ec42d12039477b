"""When a case is next to be discussed in full."""

from __future__ import annotations

from datetime import date

from policy.ruleset import Duty
from storage import duties
from storage.cases import CaseView
from storage.work import Work


def discuss_due(work: Work, case: CaseView) -> date | None:
    """The soonest such day; None where there is no date."""
    found = duties.open_about(work, [case.subject], str(Duty.DISCUSS))
    return next((k.obligation.due for k in found if k.obligation.due), None)
