"""``event CASE``: something dated that the policy's rules name, such as a safeguarding concern or the next review:
which kind and when. The case's dates follow at once; a longer interval may end with it (C6), a prompt begin (S14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cards.cases import event as cards_event
from cards.cases import refusals
from cards.cases.asks import EventForm, EventOver, EventRecorded, EventTakenAway
from cards.cases.event import Known
from cards.cases.interval_news import Happened
from cards.model import Form, Option
from cards.shared.refusals import CHOOSE_DAY, CHOOSE_DAY_OR_NONE, CHOOSE_ONE
from handlers.cases.council_words import event_words
from handlers.cases.grant import notify_news
from handlers.cases.notices import IntervalEnded, IntervalNews
from handlers.notifications.notifier import notify
from handlers.shared import case_lookup
from handlers.shared.base import (
    Done,
    Refusal,
    Reply,
    Request,
    ShowForm,
    read_date,
    with_errors,
)
from handlers.shared.case_lookup import require_open_case
from handlers.shared.longer_interval import ended_by, standing_grants
from handlers.shared.next_due import next_due, reassess_and_refresh
from handlers.shared.policy_features import events_asked_about
from policy import events
from policy.duties.decided import ends_a_grant
from storage import answering, case_events, cases, obligations, outbox
from storage.case_events import CaseEventView
from storage.cases import CaseView
from storage.intervals import GrantView
from storage.work import MissingRowError, Work


def _must_ask(work: Work) -> tuple[str, ...]:
    asked = events_asked_about(work.rules)
    if not asked:
        raise Refusal(refusals.no_events(work.rules.council))
    return asked


def event_form(request: Request[EventForm], work: Work) -> Reply | ShowForm:
    """What is recorded already comes first."""
    case = require_open_case(request, work)
    _must_ask(work)
    already = [] if request.ask.new else _standing(work, case)
    if already:
        return Reply(cards_event.known(case.id, case.reference, already))
    return ShowForm(_form(work, case))


def _standing(work: Work, case: CaseView) -> list[Known]:
    """What goes on today or is still to come."""
    past = events.happened(work.rules)
    return [
        Known(e.id, event_words(work, e.what), e.on, e.until, goes_on=e.what in past and e.on <= work.today)
        for e in case_events.of_case(work, case.id)
        if e.on >= work.today or (e.what in past and (e.until is None or e.until > work.today))
    ]


def _form(work: Work, case: CaseView) -> Form:
    words, asked = work.rules.vocabulary, _must_ask(work)
    options = [Option(e, words.events[e]) for e in asked]
    return cards_event.form(
        case.id,
        case.reference,
        options,
        lasts=bool(events.happened(work.rules)),
        safeguarding=any(e in words.safeguarding for e in asked),
    )


def event(request: Request[EventRecorded], work: Work) -> ShowForm | Done:
    case, what = require_open_case(request, work), request.text("what")
    form = _form(work, case)
    on, until = read_date(request.text("on")), read_date(request.text("until"))
    errors = _errors(request, work, what, on, until)
    if errors or on is None:
        return with_errors(request, form, errors)
    ended = [
        g
        for g in standing_grants(work, case)
        if ended_by(work, case, g) == what and ends_a_grant(on, until, g.since, work.today)
    ]
    new = case_events.add(work, case, what, on, until, request.actor.id)
    obligations.reassess(work, [case.subject])
    if ended:
        _notify_ended(work, case, request.actor.id, new, ended)
    outbox.refresh(work, [case.subject])
    words = work.rules.vocabulary
    every = [str(g.every) for g in ended]
    return Done(
        cards_event.recorded(
            case.reference,
            words.events[what],
            on,
            next_due(work, case),
            every,
            safeguarding=what in words.safeguarding,
        )
    )


def _errors(
    request: Request[object], work: Work, what: str, on: date | None, until: date | None
) -> dict[str, str]:
    errors = {} if what in events_asked_about(work.rules) else {"what": CHOOSE_ONE}
    if on is None:
        errors["on"] = CHOOSE_DAY
    elif on > work.today and what not in events.to_come(work.rules):
        errors["on"] = refusals.NOT_HAPPENED
    elif on < work.today and what not in events.happened(work.rules):
        errors["on"] = refusals.NOT_TO_COME
    if request.text("until") and until is None:
        errors["until"] = CHOOSE_DAY_OR_NONE
    elif until and what not in events.happened(work.rules):
        errors["until"] = refusals.SINGLE_DAY
    elif until and on and until < on:
        errors["until"] = refusals.BEFORE_IT_BEGAN
    elif until and until > work.today:
        errors["until"] = refusals.NOT_OVER
    return errors


def _notify_ended(work: Work, case: CaseView, by: int, event_id: int, ended: list[GrantView]) -> None:
    """The pair, and whoever granted what has ended."""
    assert case.worker_id
    every = tuple(str(g.every) for g in ended)
    for one in answering.pair_but(work, case.worker_id, by) | ({g.by for g in ended} - {by}):
        notify(work, IntervalEnded(event=event_id, case=case.id, every=every), to=one)


def _notify_restored(work: Work, case: CaseView, by: int, event_id: int, again: Sequence[GrantView]) -> None:
    """The same, once what had ended it turned out to be a mistake."""
    for grant in again if case.worker_id else ():
        news = IntervalNews(what=Happened.RESTORED, grant=grant.id, by=by, case=case.id, event=event_id)
        notify_news(work, case, news, {by}, grant.by)


# Over, or a mistake


def may_change(request: Request[EventOver | EventTakenAway], work: Work) -> bool:
    """Those in the case's line."""
    return case_lookup.in_case_line(work, request.actor, _case_of(work, _event(work, request.ask.event)))


def _event(work: Work, event_id: int) -> CaseEventView:
    """Raises Refusal for one that was taken away meanwhile."""
    try:
        return case_events.event(work, event_id)
    except MissingRowError as error:
        raise Refusal(refusals.NOT_RECORDED) from error


def _case_of(work: Work, one: CaseEventView) -> CaseView:
    return cases.case(work, one.case_id)


def event_end(request: Request[EventOver], work: Work) -> Done:
    one = _event(work, request.ask.event)
    if one.until is not None and one.until <= work.today:
        raise Refusal(refusals.over_already(one.until))
    case = _case_of(work, one)
    case_events.end(work, one, case, request.actor.id)
    reassess_and_refresh(work, case)
    what = event_words(work, one.what)
    return Done(cards_event.over(case.reference, what))


def event_remove(request: Request[EventTakenAway], work: Work) -> Done:
    one = _event(work, request.ask.event)
    case = _case_of(work, one)
    before = {grant.id for grant in standing_grants(work, case)}
    case_events.remove(work, one, case, request.actor.id)
    reassess_and_refresh(work, case)
    again = [grant for grant in standing_grants(work, case) if grant.id not in before]
    _notify_restored(work, case, request.actor.id, one.id, again)
    what = event_words(work, one.what)
    return Done(cards_event.taken_away(case.reference, what))
