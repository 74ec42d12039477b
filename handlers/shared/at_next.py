"""What of it a pair's next session sees to."""

from __future__ import annotations

from typing import Final

from cards.shared.at_next import AtNext
from cards.shared.meeting import NextMeeting
from handlers.shared.next_meeting import met_by_sessions, plan_review
from policy.ruleset import Duty
from storage import cases, sessions
from storage.duties import KeptObligation
from storage.work import Work

_SUPERVISION: Final = "supervision"


def at_next(work: Work, kept: KeptObligation, meets: NextMeeting) -> AtNext | None:
    """Of a case or of supervision, where a one-to-one is to come and nothing else is to be done about it."""
    o = kept.obligation
    if not met_by_sessions(o) or meets.starts is None or meets.begun or meets.group or meets.over:
        return None
    if o.due is None or meets.whose is None or plan_review(work, kept):
        return None
    on = meets.starts.wall.date()
    if o.key.kind_of_duty != Duty.SUPERVISE:
        return AtNext(meets.whose, on, cases.case(work, o.key.subject.id).reference, o.due, case=True)
    return AtNext(meets.whose, on, _SUPERVISION, o.due) if o.key.duty == Duty.SUPERVISE else None


def question_of_next(work: Work, kept: KeptObligation) -> AtNext | None:
    """Of one to come there is nothing to say yet."""
    o = kept.obligation
    if o.key.duty != Duty.SAY_HELD or o.worker_id is None:
        return None
    view = sessions.session(work, o.key.subject.id)
    return AtNext(o.worker_id, view.on) if view.starts_at > work.now and not view.group else None
