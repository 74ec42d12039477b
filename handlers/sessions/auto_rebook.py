"""What the clock does where nobody chose a time: it books provisionally, and asks once more where practice says so."""

from __future__ import annotations

from datetime import datetime

from cards.message import MessageItem
from cards.sessions import rebook as cards_rebook
from handlers.notifications import notifier
from handlers.notifications.compose import NudgeContext
from handlers.sessions.rebook import both
from handlers.shared import times
from handlers.shared.meetings import meeting, moment
from handlers.shared.rebooking import (
    Limit,
    earliest_after,
    gone,
    limit_of,
    managers,
    notify_both,
    notify_no_time,
    offered_from,
    offers,
    pair_of,
)
from handlers.shared.times import Pair
from policy.facts import SessionState
from policy.ruleset import Delivery
from storage import diary, duties, hours, outbox, people, sessions
from storage.sessions import SessionView
from storage.work import Work


def rebook_automatically(work: Work, kept: duties.KeptObligation) -> None:
    """Nobody chose: the earliest common time inside the limit, provisionally. Nobody answered that: it stands, or is
    asked once more, as the council's practice says."""
    view = sessions.session(work, kept.obligation.key.subject.id)
    stand_in = sessions.stand_in(work, view.id)
    if stand_in is None:
        _book_for_them(work, view)
    elif stand_in.provisional and stand_in.booked_on < work.today:
        _unanswered(work, stand_in)


def _book_for_them(work: Work, view: SessionView) -> None:
    limit, pair = limit_of(work, view), pair_of(work, view)
    diary.hold(work, pair)
    at = _soonest(work, view, pair, limit)
    if at is None:
        notify_no_time(work, view, limit, everyone=True)
        return
    new = sessions.book(work, view.kind, *pair, at, view.minutes, None, replaces=view.id, provisional=True)
    notify_both(work, sessions.session(work, new), "provisional")


def _soonest(work: Work, view: SessionView, pair: Pair, limit: Limit) -> datetime | None:
    """The time the supervisee proposed, if it still would do; else the earliest common one. Of either both have word
    half a day before."""
    if limit.due is None or gone(work, pair):
        return None
    told = max(hours.next_working_moment(work, p) for p in pair) + times.NOTICE
    since = max(told, offered_from(work, view))
    free = list(diary.every_time(work, pair, since, limit.due, view.minutes))
    asked = outbox.latest(work, "proposed_time", f"session:{view.id}:proposed")
    proposed = times.instant(int(asked[2]["at"])) if asked else None
    return proposed if proposed in free else next(iter(free), None)


def _unanswered(work: Work, stand_in: SessionView) -> None:
    if work.rules.practice.rebooking.unanswered == "stand":
        sessions.confirm(work, stand_in, None)
    elif stand_in.starts_at > work.now:
        _ask_once_more(work, stand_in)


def _ask_once_more(work: Work, stand_in: SessionView) -> None:
    work.touch(stand_in.subject.kind, stand_in.id)
    notify_both(work, stand_in, "provisional", step="again")
    for manager in managers(work, stand_in.supervisor):
        source, data = f"session:{stand_in.id}:unanswered", {"session": stand_in.id}
        nudge = outbox.NewNudge(manager, "unanswered", source, "told", Delivery.OWN, data, escalates=True)
        notifier.notify(work, nudge)


def compose_provisional(work: Work, context: NudgeContext) -> MessageItem | None:
    view = sessions.session(work, int(context.nudge.data["session"]))
    if view.state is not SessionState.BOOKED or view.replaces_id is None:
        return None
    reader, was = people.person(work, context.nudge.recipient_id), sessions.session(work, view.replaces_id)
    shown, before = meeting(work, view, reader), moment(work, was.starts_at)
    if not view.provisional:
        return cards_rebook.stands(shown, before)
    asks_again = work.rules.practice.rebooking.unanswered == "ask_again"
    again = context.nudge.step == "again"
    return cards_rebook.provisional(shown, before, limit_of(work, was).due, asks_again, again)


def compose_unanswered(work: Work, context: NudgeContext) -> MessageItem | None:
    view = sessions.session(work, int(context.nudge.data["session"]))
    if view.state is not SessionState.BOOKED or not view.provisional or view.replaces_id is None:
        return None
    limit = limit_of(work, sessions.session(work, view.replaces_id))
    return cards_rebook.unanswered(both(view), moment(work, view.starts_at), limit.due)


def compose_no_time(work: Work, context: NudgeContext) -> MessageItem | None:
    view = sessions.session(work, int(context.nudge.data["session"]))
    limit = limit_of(work, view)
    if sessions.stand_in(work, view.id) or limit.due is None or offers(work, view, limit):
        return None
    later, reader = earliest_after(work, view, limit), context.nudge.recipient_id
    manager = reader not in [p.id for p in pair_of(work, view)]
    return cards_rebook.no_time(both(view), limit.due, moment(work, later) if later else None, manager)
