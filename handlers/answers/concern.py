"""``concern``: the way the policy gives, shown to the asker alone. Nobody is told unless they ask for a meeting, in two
steps: it is theirs to do, a supervisee's or a supervisor's (B30, B44, S17)."""

from __future__ import annotations

from collections.abc import Sequence

from cards.answers import concern as cards_concern
from cards.answers import refusals
from cards.answers.asks import (
    Concern,
    MeetingArranged,
    MeetingAsked,
    MeetingConsidered,
    MeetingDayForm,
    MeetingHeld,
    MeetingShown,
    MeetingTakenBack,
)
from cards.answers.concern import MeetingStatus, Way
from cards.message import message_card
from cards.shared.policy_words import ask_owner
from cards.shared.refusals import CHOOSE_DAY
from handlers.answers.notices import (
    MeetingLapsed,
    MeetingNews,
    MeetingRequested,
    MeetingUnanswered,
    meeting_asked,
    meeting_rule,
)
from handlers.notifications.notifier import notify
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, read_date, with_errors
from handlers.shared.meetings import guidance
from handlers.shared.permissions import OfRequest
from policy.requests import RequestKind
from policy.ruleset import Delivery, GuidancePoint
from storage import people, requests, supervision
from storage.people import Person
from storage.requests import RequestView
from storage.states import RequestAnswer
from storage.work import Work


def in_supervision(request: Request[object], work: Work) -> bool:
    """Whoever is supervised by somebody, or supervises somebody."""
    return request.actor.in_post(work.today) and bool(_others(work, request.actor))


def _others(work: Work, actor: Person) -> list[int]:
    """With whom they are in supervision: their supervisors, in the line (away or not) and beside it, then whom they
    supervise."""
    line = supervision.line_supervisor(work, actor.id)
    above = [*((line,) if line else ()), *supervision.professional_supervisors(work, actor.id)]
    return list(dict.fromkeys([*above, *supervision.supervised_by(work, actor.id)]))


def _managers(work: Work, actor: Person, other: int) -> list[Person]:
    """Who may be asked about supervision between the two, nearest first: those above whoever supervises the other, and
    never one of the two (B30)."""
    above = [
        i for i in supervision.line_above(work, _supervisor(work, actor, other)) if i not in (actor.id, other)
    ]
    found = people.people(work, above)
    return [found[i] for i in above if found[i].in_post(work.today)]


def _supervisor(work: Work, actor: Person, other: int) -> int:
    """Which of the two supervises."""
    return actor.id if other in supervision.supervised_by(work, actor.id) else other


def concern(request: Request[Concern], work: Work) -> Reply:
    actor, ways, topmost = request.actor, list[Way](), list[int]()
    others = people.people(work, _others(work, actor))
    standing = [one for one in requests.asked_by(work, actor.id, RequestKind.MEET) if _is_notified(one)]
    waits = {one.about_id for one in standing if one.answer is None}
    for other in (o for o in others.values() if meeting_rule(work) and o.id not in waits):
        above = _managers(work, actor, other.id)
        ways += [Way(other.id, other.name, above[0].name)] if above else []
        topmost += [] if above else [_supervisor(work, actor, other.id)]
    asked = [_stands(work, one) for one in standing[: cards_concern.SHOWN]]
    note = _missing(work, _called(work, actor, topmost))
    shown = guidance(work, GuidancePoint.CONCERN)
    return Reply(cards_concern.concern(ways, asked, shown, note))


def _called(work: Work, actor: Person, ids: Sequence[int]) -> list[str]:
    return ["you" if i == actor.id else who.name for i, who in people.people(work, ids).items()]


def _missing(work: Work, topmost: Sequence[str]) -> str:
    """``topmost``: the supervisors above whom nobody is recorded."""
    if not work.rules.shown_at(GuidancePoint.CONCERN):
        owner = next(iter(people.policy_owners(work)), None)
        return ask_owner(people.person(work, owner).name) if owner else ""
    if meeting_rule(work) is None:
        return cards_concern.NOBODY_ELSE
    return cards_concern.no_manager(topmost) if topmost else ""


def _is_notified(one: RequestView) -> bool:
    """Nothing is said of what was taken back or asked anew."""
    return one.answer in (None, RequestAnswer.DONE)


def _stands(work: Work, one: RequestView) -> MeetingStatus:
    """How it stands with what one asked for."""
    who = people.people(work, [one.asked_of, one.about_id])
    manager, name = who[one.asked_of].name, who[one.about_id or one.asked_of].name
    over = one.day_is_over(work.today)
    away = people.absence_now(work, one.asked_of) if one.answer is None else None
    return MeetingStatus(one.id, manager, name, one.asked_on, one.arranged_for, one.answered_on, over, away)


def _chosen(request: Request[MeetingConsidered | MeetingAsked], work: Work) -> tuple[Person, list[Person]]:
    """With whom, and who may be asked. A button from before it said with whom means the supervisor in the line. Raises
    Refusal."""
    if meeting_rule(work) is None:
        raise Refusal(refusals.no_meeting(work.rules.council))
    others = _others(work, request.actor)
    meant = request.ask.other or next(iter(others), None)
    if meant not in others:
        raise Refusal(refusals.NO_LONGER_BETWEEN)
    other = people.person(work, meant)
    above = _managers(work, request.actor, other.id)[1 if request.ask.up else 0 :]
    if not above:
        raise Refusal(
            cards_concern.no_manager(
                _called(work, request.actor, [_supervisor(work, request.actor, other.id)])
            )
        )
    return other, above


def consider(request: Request[MeetingConsidered], work: Work) -> Reply:
    other, above = _chosen(request, work)
    up, manager = request.ask.up, above[0]
    instead = above[1].name if len(above) > 1 and not up else ""
    away = people.absence_now(work, manager.id)
    return Reply(cards_concern.concern_ask(other.id, other.name, manager.name, instead, up=up, away=away))


def send(request: Request[MeetingAsked], work: Work) -> Done:
    """It waits for a manager who is away: it isn't passed on to anybody the asker didn't choose."""
    other, above = _chosen(request, work)
    actor, manager = request.actor, above[0]
    open_ = requests.open_between(work, RequestKind.MEET, actor.id, manager.id)
    if any(one.asked_by == actor.id and one.about_id == other.id for one in open_):
        raise Refusal(refusals.asked_already(manager.name))
    asked = requests.ask(work, RequestKind.MEET, actor.id, manager.id, about=other.id)
    notify(work, MeetingRequested(by=actor.id, request=asked), to=manager.id)
    return Done(cards_concern.on_its_way(manager.name))


def follow(work: Work) -> None:
    """Each night: whoever asked reads that nobody has answered; who was asked is reminded as practice says. Nobody
    waits for whoever has left, nor has to meet them: the other reads it."""
    for view in requests.open_with_leavers(work, RequestKind.MEET):
        requests.answer(work, view, RequestAnswer.WITHDRAWN)
        requests.refresh(work, view)
        for one in (view.asked_by, view.asked_of):
            if people.person(work, one).in_post(work.today):
                notify(work, MeetingLapsed(request=view.id, by=view.asked_by), to=one, send=Delivery.DAY)
    for view in requests.unanswered(work, RequestKind.MEET, work.today):
        if work.today < work.calendar.add(view.asked_on, work.rules.practice.unanswered.meeting):
            continue
        news = MeetingUnanswered(request=view.id, by=view.asked_by)
        notify(work, news, to=view.asked_by, send=Delivery.DAY)


# By whoever is asked


def _open(request: Request[OfRequest], work: Work) -> RequestView:
    view = requests.request(work, request.ask.request)
    if view.answer:
        raise Refusal(refusals.MEETING_OVER)
    return view


def show(request: Request[MeetingShown], work: Work) -> Reply:
    said = meeting_asked(work, _open(request, work))
    assert said
    return Reply(message_card([said.item()]))


def day_form(request: Request[MeetingDayForm], work: Work) -> ShowForm:
    view = _open(request, work)
    name = people.person(work, view.asked_by).name
    return ShowForm(cards_concern.day_form(view.id, name, view.arranged_for))


def arrange(request: Request[MeetingArranged], work: Work) -> ShowForm | Done:
    view, on = _open(request, work), read_date(request.text("on"))
    name = people.person(work, view.asked_by).name
    if on is None or on < work.today:
        form = cards_concern.day_form(view.id, name, view.arranged_for)
        return with_errors(request, form, {"on": CHOOSE_DAY if on is None else refusals.DAY_PAST})
    requests.arrange(work, view, on)
    _notify(work, view, MeetingNews(request=view.id, by=view.asked_by, on=on))
    return Done(cards_concern.arranged(name, on))


def _notify(work: Work, view: RequestView, news: MeetingNews) -> None:
    notify(work, news, to=view.asked_by)
    requests.refresh(work, view)


def met(request: Request[MeetingHeld], work: Work) -> Done:
    view = _open(request, work)
    requests.answer(work, view, RequestAnswer.DONE)
    _notify(work, view, MeetingNews(request=view.id, by=view.asked_by, on=work.today, met=True))
    return Done(cards_concern.met(people.person(work, view.asked_by).name))


def take_back(request: Request[MeetingTakenBack], work: Work) -> Done:
    view = _open(request, work)
    requests.answer(work, view, RequestAnswer.WITHDRAWN)
    requests.refresh(work, view)
    return Done(cards_concern.taken_back(people.person(work, view.asked_of).name))
