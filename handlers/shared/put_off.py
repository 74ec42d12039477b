"""Whether, and until when, the reminder of a duty can be put off."""

from __future__ import annotations

from datetime import date

from policy.obligations import is_overdue
from storage import answering, outbox
from storage.duties import KeptObligation
from storage.work import Work

#: The step that stands for it: each person's reminder of one duty is put off once.
STEP = "on_it"


def last_day(work: Work, kept: KeptObligation, person_id: int) -> date | None:
    """The last working day before the deadline; None where it is too near, was put off before, or isn't theirs."""
    o = kept.obligation
    if not o.is_open or o.due is None or is_overdue(o.due, work.today):
        return None
    last = work.calendar.add_working(o.due, -1)
    if last <= work.today or answering.who_answers(work, o) != person_id:
        return None
    return None if outbox.has_step(work, kept.id, STEP, person_id) else last
