"""A session cancelled for somebody's days away, of whose end nobody says anything: asked of them and of whoever is to
find its new time once these days are over, and said to their manager while nobody answers, for leave and sickness
alike."""

from __future__ import annotations

from cards.sessions.unanswered import ReturnAsked
from handlers.notifications.notice import EventNotice, NoticeContext, NoticeKey, notice
from handlers.notifications.notifier import nudge_of, nudge_of_duty, plan_all
from handlers.shared import notify_pair, obligation_words, rebooking
from handlers.shared.meetings import meeting
from handlers.shared.unsaid import asked_of_oneself
from policy.ruleset import Delivery, Role
from storage import answering, duties, people, returns, sessions
from storage.duties import KeptObligation
from storage.outbox import NewNudge
from storage.work import Work


@notice("return_asked")
class OwnReturnAsked(EventNotice[ReturnAsked]):
    """To the supervisee who was away, until one of the two says since when they are back, or a new time is booked. Of
    several sessions the latest asks it."""

    session: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:return_asked")

    def says(self, work: Work, context: NoticeContext) -> ReturnAsked | None:
        me = people.person(work, context.reader)
        asked = asked_of_oneself(work, me)[-1:]
        return next((ReturnAsked(meeting(work, v, me)) for v in asked if v.id == self.session), None)


def follow(work: Work) -> None:
    """Each night. Not before the session's own day is over, while it is recorded that they are away, nor where a new
    time is booked; where somebody else answers for it now, nobody's return is waited for."""
    waiting = [one for one in returns.unsaid(work) if not _is_anothers(work, one) and one.over]
    kept = duties.these(work, [one.obligation_id for one in waiting])
    obligation_words.read_rebooked(work, kept.values())
    away = people.absences_on(work, [one.away_id for one in waiting], work.today)
    after = work.rules.practice.unanswered
    told: list[NewNudge] = []
    for one in waiting:
        mine = kept[one.obligation_id]
        if one.away_id in away or obligation_words.rebooked(work, mine):
            continue
        if work.today >= work.calendar.add(one.last, after.again):
            told += _to_answer(work, mine)
            told += _to_themselves(work, one)
        if work.today >= work.calendar.add(one.last, after.said):
            told += _up(work, mine)
    plan_all(work, told)


def _is_anothers(work: Work, one: returns.Unsaid) -> bool:
    """Whether neither of the two who are to meet now is who was away; it is theirs from today then. Of one that a cover
    was to hold also before its day."""
    view = sessions.session(work, one.session_id)
    if not one.over and one.away_id in (view.supervisee.id, view.supervisor.id):
        return False
    if view.group or one.away_id in [p.id for p in rebooking.pair_of(work, view)]:
        return False
    returns.held_by_another(work, view.id)
    notify_pair.offer_anew(work, sessions.session(work, view.id), work.today)
    return True


def _to_answer(work: Work, kept: KeptObligation) -> list[NewNudge]:
    to = answering.who_answers(work, kept.obligation)
    return [nudge_of_duty(kept, rebooking.UNSAID, Role.SUPERVISOR, to, Delivery.DAY)] if to else []


def _to_themselves(work: Work, one: returns.Unsaid) -> list[NewNudge]:
    """Whoever is to find the time reads it in what is due."""
    asked = asked_of_oneself(work, people.person(work, one.away_id))[-1:]
    told = OwnReturnAsked(session=one.session_id)
    return [nudge_of(told, one.away_id, Delivery.DAY) for v in asked if v.id == one.session_id]


def _up(work: Work, kept: KeptObligation) -> list[NewNudge]:
    to = answering.who_answers(work, kept.obligation)
    above = rebooking.managers(work, people.person(work, to)) if to else people.administrators(work)
    there = {answering.first_available(work, one) for one in above}
    return [
        nudge_of_duty(kept, rebooking.UNSAID_UP, Role.LINE_MANAGER, one, Delivery.DAY, escalates=True)
        for one in sorted(there)
    ]
