"""What each kind of nudge says: a duty's name, or an event's, and the function that words it now."""

from __future__ import annotations

from typing import Final

from handlers.answers import concern, workload
from handlers.cases import decision, due, event, grant, interval_record, judge
from handlers.notices import NOTICES
from handlers.notifications.compose import Composer, worded
from handlers.people import agreement, frequency, milestone
from handlers.preparing import checklist, prepare, share
from handlers.records import acknowledge, sign
from handlers.sessions import auto_rebook, cancel, group, hold, rebook
from handlers.upkeep import escalation_routes, stuck

#: Those that aren't notices yet.
_COMPOSERS: Final[dict[str, Composer]] = {
    "discuss": due.compose_due,
    "review_plan": due.compose_due,
    "record_interval": interval_record.compose_to_record,
    "interval_asked": grant.compose_asked,
    "interval_news": grant.compose_news,
    "interval_ended": event.compose_ended,
    "raise": event.compose_raise,
    "judged": judge.compose_judged,
    "acknowledge_asked": acknowledge.compose_request,
    "supervise": due.compose_due,
    "made_good": due.compose_made_good,
    "milestone": milestone.compose_milestone,
    "frequency": frequency.compose_set,
    "workload": workload.compose_over_limit,
    "milestone_noted": milestone.compose_noted,
    "milestone_back": milestone.compose_taken_back,
    "prepare": prepare.compose_invitation,
    "prepared": share.compose_prepared,
    "check": checklist.compose_checklist,
    "rebook": due.compose_due,
    "note_gap": cancel.compose_note_gap,
    "cancelled": rebook.compose_cancelled,
    "returned": rebook.compose_cancelled,
    "proposed_time": rebook.compose_proposed,
    "provisional": auto_rebook.compose_provisional,
    "unanswered": auto_rebook.compose_unanswered,
    "no_time": auto_rebook.compose_no_time,
    "earlier": rebook.compose_earlier,
    "agreement": agreement.compose_to_sign,
    "agreement_signed": agreement.compose_signed,
    "concern": concern.compose_meeting_asked,
    "concern_told": concern.compose_concern_told,
    "unreachable": escalation_routes.compose_unreachable,
    "say_held": hold.compose_say_held,
    "agree_request": sign.compose_request,
    "record_decision": decision.compose_to_record,
    "decision_alert": decision.compose_alert,
    "group": group.compose_group,
    "stuck": stuck.compose_stuck,
}

twice = _COMPOSERS.keys() & NOTICES.keys()
if twice:
    raise ValueError(f"told in two ways: {', '.join(sorted(twice))}")
COMPOSERS: Final[dict[str, Composer]] = {**_COMPOSERS, **{kind: worded(one) for kind, one in NOTICES.items()}}
