"""What may be asked about cases, and by whom."""

from __future__ import annotations

from typing import Final

from cards.cases import asks
from handlers.cases import decision, due, event, grant, interval, interval_record, judge, met
from handlers.shared import case_lookup, permissions
from handlers.shared.base import Route, route

NO_TEAM: Final = "You supervise nobody at present, so there is no team to show. Try: due"
NOT_TO_SEE: Final = "Only the people in a case's line can see what was done. Check the reference."
NOT_TO_KNOW: Final = "Only the people in this line can see what the date rests on."
NOT_TO_DECIDE: Final = (
    "Only those who supervise the case's worker can decide that, and only for a case there is."
)
NOT_TO_JUDGE: Final = "Only those who supervise the case's worker judge that, and only for a case there is."
NOT_TO_GRANT: Final = "Only those in the case's line can answer this."
NOT_TO_WITHDRAW: Final = "Only who asked for this can take it back."
NOT_TO_READ: Final = "Only those in the case's line can read this."
NOT_TO_CONFIRM: Final = "Only the supervisor of the case's worker confirms this."
NOT_TO_RECORD: Final = "Only those in the case's line can record that, and only for a case there is."
NOT_ON_FILE: Final = "Only who made the decision says that it is on the file."

ROUTES: Final[tuple[Route, ...]] = (
    route(asks.Due, due.due, permissions.anyone),
    route(asks.Met, met.met, met.may_see_met, NOT_TO_SEE),
    route(asks.DueForMe, due.due_mine, permissions.anyone),
    route(asks.DueInTeam, due.team, due.has_team, NO_TEAM),
    route(asks.Why, due.why, due.may_know_why, NOT_TO_KNOW),
    route(asks.IntervalForm, interval.interval_form, interval.may_open, NOT_TO_DECIDE),
    route(asks.IntervalDecided, interval.decide, case_lookup.may_manage, NOT_TO_DECIDE),
    route(asks.LongerIntervalAsked, interval.ask_for_longer, interval.may_open, NOT_TO_DECIDE),
    route(asks.LongerIntervalGranted, grant.grant, grant.may_answer, NOT_TO_GRANT),
    route(asks.LongerIntervalRefused, grant.refuse, grant.may_answer, NOT_TO_GRANT),
    route(asks.LongerIntervalWithdrawn, grant.withdraw, grant.may_withdraw, NOT_TO_WITHDRAW),
    route(asks.LongerIntervalReason, grant.why, grant.may_read, NOT_TO_READ),
    route(asks.LongerIntervalEnded, grant.end, case_lookup.may_manage, NOT_TO_DECIDE),
    route(asks.LongerIntervalRecorded, interval_record.record, interval_record.may_record, NOT_TO_CONFIRM),
    route(asks.JudgeForm, judge.judge_form, case_lookup.may_manage, NOT_TO_JUDGE),
    route(asks.CaseJudged, judge.judge, case_lookup.may_manage, NOT_TO_JUDGE),
    route(asks.EventForm, event.event_form, case_lookup.may_report_event, NOT_TO_RECORD),
    route(asks.EventRecorded, event.event, case_lookup.may_report_event, NOT_TO_RECORD),
    route(asks.EventOver, event.event_end, event.may_change, NOT_TO_RECORD),
    route(asks.EventTakenAway, event.event_remove, event.may_change, NOT_TO_RECORD),
    route(asks.DecisionForm, decision.decision_form, permissions.anyone),
    route(asks.DecisionNoted, decision.decision, permissions.anyone),
    route(asks.DecisionRecorded, decision.decision_recorded, decision.may_say, NOT_ON_FILE),
)
