"""A longer interval is to stand on the supervision record: its supervisor confirms that it does."""

from __future__ import annotations

from cards.cases import grant as cards_grant
from cards.cases import refusals
from cards.cases.asks import LongerIntervalRecorded
from cards.message import MessageItem
from handlers.cases.grant import (
    discuss_due,
    notify_news,
    owed_on_record,
    reassess_and_refresh,
)
from handlers.cases.interval_request import case_of_request
from handlers.notifications.compose import NudgeContext
from handlers.shared.base import Done, Refusal, Request
from handlers.shared.case_lookup import cite_rule
from storage import intervals, people
from storage.work import Work


def compose_to_record(work: Work, context: NudgeContext) -> MessageItem | None:
    """To the supervisor, until it is on the supervision record."""
    assert context.kept
    o = context.kept.obligation
    one = intervals.one(work, int(o.key.fact.id))
    case, by = case_of_request(work, one.case_id), people.person(work, one.by).name
    return cards_grant.to_record(case.reference, str(one.every), one.id, by, cite_rule(work.rule_of(o)))


def may_record(request: Request[LongerIntervalRecorded], work: Work) -> bool:
    """The supervisor of the case's worker today."""
    case = case_of_request(work, intervals.one(work, request.ask.grant).case_id)
    return case.worker_id is not None and request.actor.id == people.supervisor_now(work, case.worker_id)


def record(request: Request[LongerIntervalRecorded], work: Work) -> Done:
    """The supervisor confirms; from now on the longer interval counts."""
    one = intervals.one(work, request.ask.grant)
    case = case_of_request(work, one.case_id)
    if one.recorded_on:
        raise Refusal(refusals.confirmed_already(one.recorded_on))
    if not owed_on_record(work, case, one.id):
        raise Refusal(refusals.ended_unconfirmed(case.reference))
    intervals.record(work, one, case, request.actor.id)
    source = f"case:{case.id}:granted:{one.id}"
    notify_news(work, case, "recorded", source, {request.actor.id}, {"grant": one.id}, one.by)
    reassess_and_refresh(work, case)
    return Done(cards_grant.granted(case.reference, str(one.every), one.until, discuss_due(work, case), ""))
