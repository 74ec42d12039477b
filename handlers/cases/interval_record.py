"""A longer interval is to stand on the supervision record: its supervisor confirms that it does."""

from __future__ import annotations

from cards.cases import grant as cards_grant
from cards.cases import refusals
from cards.cases.asks import LongerIntervalRecorded
from cards.cases.interval_news import Happened
from handlers.cases.grant import notify_news
from handlers.cases.notices import IntervalNews
from handlers.shared.base import Done, Refusal, Request
from handlers.shared.interval_request import case_of_request
from handlers.shared.longer_interval import owed_on_record
from handlers.shared.next_due import next_due, reassess_and_refresh
from storage import intervals, supervision
from storage.work import Work


def may_record(request: Request[LongerIntervalRecorded], work: Work) -> bool:
    """The supervisor of the case's worker today."""
    case = case_of_request(work, intervals.one(work, request.ask.grant).case_id)
    return case.worker_id is not None and request.actor.id == supervision.supervisor_now(work, case.worker_id)


def record(request: Request[LongerIntervalRecorded], work: Work) -> Done:
    """The supervisor confirms; from now on the longer interval counts."""
    one = intervals.one(work, request.ask.grant)
    case = case_of_request(work, one.case_id)
    if one.recorded_on:
        raise Refusal(refusals.confirmed_already(one.recorded_on))
    if not owed_on_record(work, case, one.id):
        raise Refusal(refusals.ended_unconfirmed(case.reference))
    intervals.record(work, one, case, request.actor.id)
    news = IntervalNews(what=Happened.RECORDED, grant=one.id, case=case.id)
    notify_news(work, case, news, {request.actor.id}, one.by)
    reassess_and_refresh(work, case)
    return Done(cards_grant.granted(case.reference, str(one.every), one.until, next_due(work, case), ""))
