"""When a case is next to be discussed in full, and that what changed about it is seen at once."""

from __future__ import annotations

from datetime import date

from cards.shared.next_due import NextDueLine
from policy.ruleset import Duty
from storage import duties, obligations, outbox
from storage.cases import CaseView
from storage.facts import load
from storage.work import Work


def discuss_due(work: Work, case: CaseView) -> date | None:
    """The soonest such day; None where there is no date."""
    found = duties.open_about(work, [case.subject], str(Duty.DISCUSS))
    return next((k.obligation.due for k in found if k.obligation.due), None)


def next_due(work: Work, case: CaseView) -> NextDueLine:
    """The same, as what changed it tells of it."""
    found = duties.open_about(work, [case.subject], str(Duty.DISCUSS))
    steps = (s for k in found for s in k.obligation.derivation if s.op == "was_late" and s.on == work.today)
    missed = next((s.result for s in steps), None)
    return NextDueLine(discuss_due(work, case), work.today, missed, work.rules.has(Duty.ACKNOWLEDGE))


def discuss_due_on(work: Work, case: CaseView, day: date) -> date | None:
    """The soonest such day as a later day will see it, where nothing else happens until then."""
    found = [
        o.due
        for facts in load(work, [case.subject])
        for o in work.config.versions.assess(work.calendar, facts, day).obligations
        if o.is_open and o.key.duty == Duty.DISCUSS
    ]
    return min((due for due in found if due), default=None)


def reassess_and_refresh(work: Work, case: CaseView) -> None:
    """The dates follow at once, and messages about it are shown as things stand."""
    obligations.reassess(work, [case.subject])
    outbox.refresh(work, [case.subject])
