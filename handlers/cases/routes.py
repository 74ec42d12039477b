"""What may be asked about cases, and by whom."""

from __future__ import annotations

from typing import Final

from cards.cases import asks, refusals
from handlers.cases import (
    decision,
    due,
    event,
    grant,
    interval,
    interval_record,
    judge,
    met,
    mine,
    put_off,
    team,
    why,
)
from handlers.shared import case_lookup, permissions
from handlers.shared.base import Route, route

ROUTES: Final[tuple[Route, ...]] = (
    # Of a case too: others than its line are shown its date alone, or that there is none to show, and leave a trace
    route(asks.Due, due.due, permissions.anyone),
    route(asks.MetCommand, met.met, met.may_see_met, refusals.NOT_TO_SEE),
    route(asks.DueForMe, mine.due_mine, permissions.anyone),
    route(asks.AboutMe, mine.about, permissions.anyone),
    route(asks.DueInTeam, team.team, team.has_team, refusals.NO_TEAM),
    route(asks.DueOf, team.due_of, team.may_see_due_of, refusals.NOT_THEIR_LINE),
    route(asks.LateBefore, mine.late_before, permissions.anyone),
    route(asks.Why, why.why, why.may_know_why, refusals.NOT_TO_KNOW),
    route(asks.PutOffForm, put_off.opened, put_off.may_put_off, refusals.NOT_TO_PUT_OFF),
    route(asks.PutOff, put_off.saved, put_off.may_put_off, refusals.NOT_TO_PUT_OFF),
    route(asks.IntervalForm, interval.interval_form, interval.may_open, refusals.NOT_TO_DECIDE),
    route(asks.IntervalDecided, interval.decide, case_lookup.may_manage, refusals.NOT_TO_DECIDE),
    route(asks.LongerIntervalAsked, interval.ask_for_longer, interval.may_open, refusals.NOT_TO_DECIDE),
    route(asks.LongerIntervalGranted, grant.grant, grant.may_answer, refusals.NOT_TO_GRANT),
    route(asks.LongerIntervalRefused, grant.refuse, grant.may_answer, refusals.NOT_TO_GRANT),
    route(asks.LongerIntervalWithdrawn, grant.withdraw, grant.may_withdraw, refusals.NOT_TO_WITHDRAW),
    route(asks.LongerIntervalReason, grant.why, grant.may_read, refusals.NOT_TO_READ),
    route(asks.LongerIntervalEnded, grant.end, case_lookup.may_manage, refusals.NOT_TO_DECIDE),
    route(
        asks.LongerIntervalRecorded,
        interval_record.record,
        interval_record.may_record,
        refusals.NOT_TO_CONFIRM,
    ),
    route(asks.JudgeForm, judge.judge_form, case_lookup.may_manage, refusals.NOT_TO_JUDGE),
    route(asks.CaseJudged, judge.judge, case_lookup.may_manage, refusals.NOT_TO_JUDGE),
    route(asks.EventForm, event.event_form, case_lookup.may_report_event, refusals.NOT_TO_RECORD),
    route(asks.EventRecorded, event.event, case_lookup.may_report_event, refusals.NOT_TO_RECORD),
    route(asks.EventOver, event.event_end, event.may_change, refusals.NOT_TO_RECORD),
    route(asks.EventTakenAway, event.event_remove, event.may_change, refusals.NOT_TO_RECORD),
    route(asks.DecisionForm, decision.decision_form, decision.may_open, refusals.NOT_YOUR_DECISION),
    route(asks.DecisionNoted, decision.decision, decision.may_note, refusals.NOT_YOUR_DECISION),
    route(asks.DecisionRecorded, decision.decision_recorded, decision.may_say, refusals.NOT_ON_FILE),
    route(asks.DecisionTakenBack, decision.take_back, decision.may_take_back, refusals.ONLY_NOTER_TAKES_BACK),
)
