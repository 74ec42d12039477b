"""A longer interval for one case: asked for in its line, granted or refused by whoever the policy names, in force once
the supervisor confirms that it is on the supervision record where the policy asks for that (C6, C8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count, takewhile
from typing import Protocol

from cards.cases import grant as cards_grant
from cards.cases import refusals
from cards.cases.asks import (
    LongerIntervalAsked,
    LongerIntervalEnded,
    LongerIntervalGranted,
    LongerIntervalReason,
    LongerIntervalRefused,
    LongerIntervalWithdrawn,
)
from cards.cases.interval_news import Happened
from cards.formats import listing
from cards.model import Button
from handlers.cases.notices import (
    IntervalAsked,
    IntervalCountsNoLonger,
    IntervalEnds,
    IntervalHasLapsed,
    IntervalNeverCounted,
    IntervalNews,
    OftenEnds,
)
from handlers.notifications.notifier import notify
from handlers.shared import case_lookup
from handlers.shared.base import Done, Refusal, Reply, Request
from handlers.shared.case_lookup import cite_rule, condition_terms
from handlers.shared.interval_request import (
    case_of_request,
    shown,
    standing,
    why_answered,
    why_gone,
    why_lapsed,
)
from handlers.shared.longer_interval import (
    STEPS,
    allowed_words,
    ending_event,
    granters,
    grants_as,
    never_counted,
    owed_on_record,
    roles_words,
    standing_grants,
    tiers_for,
    unfit_grants,
)
from handlers.shared.next_due import next_due, reassess_and_refresh
from handlers.shared.permissions import in_line_of
from policy.duties import decided
from policy.periods import Period, parse_period
from policy.ruleset import Delivery, LongerInterval
from storage import answering, intervals, outbox, people, supervision
from storage.cases import CaseView
from storage.intervals import GrantView, IntervalRequestView
from storage.people import Person
from storage.work import Work

# Asking


def wanted(
    request: Request[LongerIntervalAsked], work: Work, case: CaseView, every: Period, until: date | None
) -> Reply | Done:
    """Granted at once where the asker may, else asked of those who may; what isn't allowed is answered with what is."""
    tiers, why = tiers_for(work, case, every), request.text("why")
    if not tiers:
        return not_allowed(work, request.actor, case)
    _must_be_free(work, case, tiers)
    role = grants_as(work, request.actor, case, tiers)
    if role:
        return _grant(work, request.actor.id, case, every, until, why, role, tiers)
    who = granters(work, case, tiers)
    if not who:
        raise Refusal(refusals.nobody_grants(roles_words(work.rules, tiers)))
    asked = intervals.ask(work, case, every, request.actor.id, until, why)
    _notify_asked(work, case, asked, who)
    return Done(
        cards_grant.waiting(shown(work, case, asked), [p.name for p in who], _buttons(request.actor, asked))
    )


def _must_be_free(work: Work, case: CaseView, tiers: Sequence[LongerInterval]) -> None:
    """Raises Refusal while something else is asked for, or something recorded would end the interval."""
    if standing(work, case):
        raise Refusal(refusals.ASKED_ALREADY)
    concern = ending_event(work, case, tiers)
    if concern:
        raise Refusal(refusals.nothing_to_ask_for(concern, case.reference))


def not_allowed(work: Work, actor: Person, case: CaseView) -> Reply:
    """The answer where nothing longer may be granted for a case as it is."""
    if any(one.unless for one in decided.allowed(work.rules, *condition_terms(work, case))):
        above = supervision.supervisor_now(work, case.worker_id) if case.worker_id else None
        judges = case_lookup.manages_case(work, actor, case) or above is None
        name = "" if judges or above is None else people.person(work, above).name
        return Reply(cards_grant.judged_first(case.reference, allowed_words(work, case), name))
    kept = cite_rule(decided.kept_short(work.rules, *condition_terms(work, case), parse_period(STEPS[-1])))
    return Reply(cards_grant.not_allowed(case.reference, kept, allowed_words(work, case)))


def _buttons(actor: Person, asked: IntervalRequestView) -> tuple[Button, ...]:
    return (cards_grant.withdraw_button(asked.id),) if actor.id == asked.by else ()


def _notify_asked(work: Work, case: CaseView, asked: IntervalRequestView, who: Sequence[Person]) -> None:
    for one in who:
        notify(work, IntervalAsked(asked=asked.id, case=case.id), to=one.id)
    news = IntervalNews(what=Happened.ASKED, asked=asked.id, case=case.id)
    notify_news(work, case, news, {asked.by, *(p.id for p in who)})


def notify_endings(work: Work) -> None:
    """Each night: a longer interval ends aloud, so long before its last day as practice says and on it; a shorter one
    too."""
    by = work.calendar.add(work.today, work.rules.practice.news.interval_ends)
    for one in intervals.decisions_ending(work, by):
        case = case_of_request(work, one.case_id)
        if one.until and case.worker_id and case.is_open(work.today):
            ends = OftenEnds(decision=one.id, case=case.id, until=one.until, last=one.until == work.today)
            _notify_pair_and_granter(work, case, one, ends)
    for one in intervals.ending(work, by):
        case = case_of_request(work, one.case_id)
        stands = case.worker_id and one in standing_grants(work, case)
        if not stands or one.until is None or owed_on_record(work, case, one.id):
            continue
        news = IntervalEnds(grant=one.id, case=case.id, until=one.until, last=one.until == work.today)
        _notify_pair_and_granter(work, case, one, news)


def notify_never_counted(work: Work, since: date) -> None:
    """From the night: of what ended since the last one and waited for its confirmation to the end, the same are told.
    ``since``: the day from which no night was."""
    for one in intervals.unconfirmed_over(work, since - timedelta(days=1)):
        case = case_of_request(work, one.case_id)
        if case.worker_id and case.is_open(work.today) and never_counted(work, case, one):
            _notify_pair_and_granter(work, case, one, IntervalNeverCounted(grant=one.id, case=case.id))


def notify_unfit(work: Work) -> None:
    """Each night: of what no longer counts, since a judgement or an import made the case another kind, the same are
    told."""
    running: dict[int, list[GrantView]] = defaultdict(list)
    for one in intervals.all_running(work):
        running[one.case_id].append(one)
    for case_id in sorted(running):
        case = case_of_request(work, case_id)
        stands = case.worker_id and case.is_open(work.today)
        for one in unfit_grants(work, case, running[case_id]) if stands else ():
            _notify_pair_and_granter(work, case, one, IntervalCountsNoLonger(grant=one.id, case=case.id))


def _notify_pair_and_granter(
    work: Work,
    case: CaseView,
    one: GrantView,
    news: IntervalEnds | OftenEnds | IntervalCountsNoLonger | IntervalNeverCounted,
) -> None:
    for person in answering.pair_but(work, case.worker_id or 0, None) | {one.by}:
        notify(work, news, to=person, send=Delivery.DAY)


def remind(work: Work) -> None:
    """From the night: whoever may grant is asked again, each time as long has passed as practice says; where nobody can
    any more the asker is told, and what was asked of others says so."""
    for asked in intervals.unanswered(work):
        case, times = case_of_request(work, asked.case_id), _times_due(work, asked.on)
        if why_lapsed(work, case, asked):
            _lapse(work, case, asked)
            continue
        for one in granters(work, case, tiers_for(work, case, asked.every)) if times else ():
            again = IntervalAsked(asked=asked.id, case=case.id, week=times)
            notify(work, again, to=one.id, send=Delivery.DAY)


def _lapse(work: Work, case: CaseView, asked: IntervalRequestView) -> None:
    news = IntervalHasLapsed(asked=asked.id, case=case.id)
    if notify(work, news, to=asked.by, send=Delivery.DAY):
        outbox.refresh(work, [case.subject])


def _times_due(work: Work, since: date) -> int:
    """How often who was asked on a day is to have been asked again by today."""
    every = work.rules.practice.unanswered.interval
    longer = (work.calendar.add(since, Period(n * every.amount, every.unit)) for n in count(1))
    return sum(1 for _ in takewhile(lambda day: day <= work.today, longer))


def notify_news(
    work: Work, case: CaseView, news: IntervalNews, but: set[int], also: int | None = None
) -> None:
    """Each step is told to the asker (``also``), the case's worker and their supervisor, but for who did it."""
    assert case.worker_id
    whom = answering.pair_but(work, case.worker_id, None) | ({also} if also else set())
    for one in whom - but:
        notify(work, news, to=one)


# While it is asked for


def status(work: Work, actor: Person, case: CaseView, asked: IntervalRequestView) -> Reply:
    """``interval CASE`` while something is asked for."""
    tiers = tiers_for(work, case, asked.every)
    buttons = list(_buttons(actor, asked))
    if grants_as(work, actor, case, tiers):
        buttons += cards_grant.answers(asked.id)
    if case_lookup.manages_case(work, actor, case):
        buttons.append(cards_grant.more_often_button(case.id))
    who = [p.name for p in granters(work, case, tiers)]
    return Reply(cards_grant.waiting(shown(work, case, asked), who, buttons))


# The answer


class OfIntervalRequest(Protocol):
    """An ask about one request for a longer interval."""

    @property
    def asked(self) -> int: ...


def may_answer(request: Request[OfIntervalRequest], work: Work) -> bool:
    """Whoever the policy names for it, in the case's line; of a request that is no longer one, all of the line, and of
    the asker's, may hear so. Raises Refusal with who may."""
    asked = intervals.asked(work, request.ask.asked)
    case = case_of_request(work, asked.case_id)
    tiers = tiers_for(work, case, asked.every)
    if grants_as(work, request.actor, case, tiers):
        return True
    if not case_lookup.in_case_line(work, request.actor, case):
        return bool(why_lapsed(work, case, asked)) and in_line_of(work, request.actor, asked.by)
    if tiers and not why_gone(work, case, asked):
        raise Refusal(_whose(work, case, tiers))
    return True


def _answerable(
    request: Request[OfIntervalRequest], work: Work
) -> tuple[IntervalRequestView, CaseView, tuple[LongerInterval, ...], str]:
    """The request, its case, the tiers, and in which role the actor answers. Raises Refusal for a request that is no
    longer one."""
    asked = intervals.asked(work, request.ask.asked)
    case = case_of_request(work, asked.case_id)
    tiers = tiers_for(work, case, asked.every)
    gone = why_gone(work, case, asked)
    if gone:
        raise Refusal(gone)
    role = grants_as(work, request.actor, case, tiers)
    if role is None:
        raise Refusal(refusals.not_allowed_any_more(str(asked.every), case.reference))
    return asked, case, tiers, role


def _whose(work: Work, case: CaseView, tiers: Sequence[LongerInterval]) -> str:
    names = listing([p.name for p in granters(work, case, tiers)], "or")
    return refusals.only_granters(roles_words(work.rules, tiers), names)


def grant(request: Request[LongerIntervalGranted], work: Work) -> Done:
    asked, case, tiers, role = _answerable(request, work)
    concern = ending_event(work, case, tiers)
    if concern:
        raise Refusal(refusals.nothing_to_grant(concern, case.reference))
    return _grant(work, request.actor.id, case, asked.every, asked.until, asked.why, role, tiers, asked)


def _grant(
    work: Work,
    by: int,
    case: CaseView,
    every: Period,
    until: date | None,
    why: str,
    role: str,
    tiers: Sequence[LongerInterval],
    asked: IntervalRequestView | None = None,
) -> Done:
    confirmed = next(t.confirmed for t in tiers if role in t.granted_by)
    grant_id = intervals.grant(work, case, every, until, why, by=by, role=role, confirmed=confirmed)
    if asked:
        intervals.close(work, asked, case, by, "granted", grant_id)
    reassess_and_refresh(work, case)
    news = IntervalNews(what=Happened.GRANTED, grant=grant_id, case=case.id)
    notify_news(work, case, news, {by, *_asked_to_confirm(work, case, grant_id)}, asked.by if asked else None)
    return Done(
        cards_grant.granted(
            case.reference, str(every), until, next_due(work, case), _confirms(work, case, by, confirmed)
        )
    )


def _asked_to_confirm(work: Work, case: CaseView, grant_id: int) -> set[int]:
    """Who is asked whether it is on the supervision record, and reads there that it was granted."""
    found = [answering.who_answers(work, kept.obligation) for kept in owed_on_record(work, case, grant_id)]
    return {who for who in found if who}


def _confirms(work: Work, case: CaseView, by: int, confirmed: bool) -> str:
    """Who has to confirm it, as the beginning of a sentence; empty where nobody has to."""
    who = supervision.supervisor_now(work, case.worker_id) if confirmed and case.worker_id else None
    if who is None:
        return cards_grant.SUPERVISOR_CONFIRMS if confirmed else ""
    return cards_grant.YOU_CONFIRM if who == by else cards_grant.confirms(people.person(work, who).name)


def refuse(request: Request[LongerIntervalRefused], work: Work) -> Done:
    asked, case, _, _ = _answerable(request, work)
    intervals.close(work, asked, case, request.actor.id, "refused")
    news = IntervalNews(what=Happened.REFUSED, asked=asked.id, case=case.id)
    notify_news(work, case, news, {request.actor.id}, asked.by)
    reassess_and_refresh(work, case)
    asker = people.person(work, asked.by).name
    return Done(cards_grant.refused(case.reference, asker))


def may_withdraw(request: Request[OfIntervalRequest], work: Work) -> bool:
    """Who asked for it."""
    return intervals.asked(work, request.ask.asked).by == request.actor.id


def withdraw(request: Request[LongerIntervalWithdrawn], work: Work) -> Done:
    """Until it is answered."""
    asked = intervals.asked(work, request.ask.asked)
    case = case_of_request(work, asked.case_id)
    if asked.answered_on:
        raise Refusal(why_answered(work, asked))
    intervals.close(work, asked, case, request.actor.id, "withdrawn")
    if case.worker_id:
        news = IntervalNews(what=Happened.WITHDRAWN, asked=asked.id, case=case.id)
        notify_news(work, case, news, {request.actor.id})
    reassess_and_refresh(work, case)
    return Done(cards_grant.withdrawn(case.reference))


def may_read(request: Request[OfIntervalRequest], work: Work) -> bool:
    """Those in the case's line."""
    return case_lookup.in_case_line(
        work, request.actor, case_of_request(work, intervals.asked(work, request.ask.asked).case_id)
    )


def why(request: Request[LongerIntervalReason], work: Work) -> Reply:
    """The asker's words: a view, and a look that is traced."""
    asked = intervals.asked(work, request.ask.asked)
    case = case_of_request(work, asked.case_id)
    work.trace(request.actor.id, "interval_why", case.subject)
    tiers = tiers_for(work, case, asked.every)
    open_ = not asked.answered_on and not why_lapsed(work, case, asked)
    buttons = cards_grant.answers(asked.id) if open_ and grants_as(work, request.actor, case, tiers) else ()
    return Reply(cards_grant.why(shown(work, case, asked), asked.why, buttons))


# Ended early


def end(request: Request[LongerIntervalEnded], work: Work) -> Done:
    """A manager of the case's line ends what was granted, whoever granted it: it can only bring a date forward."""
    case = case_lookup.require_open_case(request, work)
    found = standing_grants(work, case)
    if not found:
        raise Refusal(refusals.none_runs(case.reference))
    for one in found:
        intervals.end(work, one, case, request.actor.id)
        news = IntervalNews(what=Happened.ENDED, grant=one.id, by=request.actor.id, case=case.id)
        notify_news(work, case, news, {request.actor.id}, one.by)
    reassess_and_refresh(work, case)
    return Done(cards_grant.ended(case.reference, str(found[-1].every), next_due(work, case)))
