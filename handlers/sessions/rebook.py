"""A cancelled session is held after all: by when, at which times, who books, and what the clock does unasked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cards.message import MessageItem
from cards.model import Form
from cards.sessions import cancel as cards_cancel
from cards.sessions.cancel import Cancelled
from cards.words import cited
from handlers.notifications.compose import NudgeContext
from handlers.shared import times
from handlers.shared.base import Outcome, Refusal, Refused, Request, ShowForm, done, with_errors
from handlers.shared.meetings import guidance, meeting, moment
from handlers.shared.permissions import is_supervisor
from handlers.shared.times import Pair
from policy.facts import Reason, SessionState
from policy.nudges import plan
from policy.obligations import Obligation, Waiting
from policy.ruleset import Delivery, GuidancePoint
from storage import diary, duties, obligations, outbox, people, sessions
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work

#: Where the limit leaves no time, or no rule sets one, times are looked for this many working days on.
LOOK_AHEAD = 20
#: Reasons of somebody's own. Whoever needn't know hears the same of all of them: "unavailable".
PERSONAL = (Reason.SICKNESS, Reason.LEAVE, Reason.EMERGENCY, Reason.NO_SHOW)
OWN_WORDS = {
    Reason.SICKNESS: "sickness",
    Reason.LEAVE: "leave",
    Reason.EMERGENCY: "an emergency",
    Reason.NO_SHOW: "you couldn't come",
}


# Who, by when, at which times


@dataclass(frozen=True, slots=True)
class Limit:
    """``due``: the last day, None while it waits (``waits``) or where no rule sets one. ``auto``: the day
    after whose end the bot books. ``rule``: where it stands."""

    due: date | None = None
    waits: bool = False
    auto: date | None = None
    rule: str = ""


def limit_of(work: Work, view: SessionView) -> Limit:
    """By when this cancelled session is to be held: the open obligation's own day, never worked out again here."""
    kept = next(iter(duties.open_about(work, [view.subject], "rebook")), None)
    if kept is None:
        return Limit()
    o = kept.obligation
    found = work.rule_of(o)
    source = cited(o.rule, found.clause if found else None)
    return Limit(o.due, o.waiting_for is Waiting.RETURN, _auto(work, o), source)


def _auto(work: Work, obligation: Obligation) -> date | None:
    """While that is still to come."""
    booking = (p.at for p in plan(work.rules, work.calendar, obligation) if p.nudge.do == "rebook")
    first = next(booking, None) if obligation.due else None
    return work.calendar.day_of(first) if first and first > work.now else None


def pair_of(work: Work, view: SessionView) -> Pair:
    """The supervisee, and who is to hold it now: a professional supervisor stays, the line's may be covered."""
    now = people.supervisors(work, view.supervisee.id)
    if view.supervisor.id in now[1:] or not now:
        return view.supervisee, view.supervisor
    return view.supervisee, people.person(work, now[0])


def gone(work: Work, pair: Pair) -> Person | None:
    return next((p for p in pair if not p.in_post(work.today)), None)


def offers(work: Work, view: SessionView, limit: Limit, until: date | None = None) -> list[datetime]:
    """Times (UTC) free for both within the limit; none while it waits or when one of them has left."""
    pair = pair_of(work, view)
    if limit.waits or gone(work, pair):
        return []
    last = limit.due or work.calendar.add_working(work.today, LOOK_AHEAD)
    most = work.rules.practice.rebooking.offers
    return diary.free_times(work, pair, _from(work, view), min(last, until or last), view.minutes, most)


def _from(work: Work, view: SessionView) -> datetime:
    """From the soonest that can be offered, or from the first day back where that is still to come."""
    soon = times.soonest(work)
    return max(soon, work.calendar.start_of(view.returned_on)) if view.returned_on else soon


def earliest_after(work: Work, view: SessionView, limit: Limit) -> datetime | None:
    pair = pair_of(work, view)
    if limit.due is None or gone(work, pair):
        return None
    since = max(_from(work, view), work.calendar.overdue_from(limit.due))
    until = work.calendar.add_working(work.calendar.day_of(since), LOOK_AHEAD)
    return next(diary.every_time(work, pair, since, until, view.minutes), None)


def managers(work: Work, supervisor: Person) -> list[int]:
    """The supervisor's line manager; where none is recorded, the administrators."""
    above = next(people.line_above(work, supervisor.id), None)
    return [above] if above is not None else people.administrators(work)


def both(view: SessionView) -> str:
    return f"{view.supervisee.name} and {view.supervisor.name}"


# What each of the two reads


def _own(work: Work, view: SessionView, reader: Person) -> bool:
    """Whether it was the reader's own absence, and nobody reads along."""
    return reader.id == view.away_id and not work.config.read_by_others


def cancelled_words(view: SessionView, *, own: bool) -> str:
    """Why, as far as this reader is told: one's own reason, else that somebody is unavailable."""
    reason = Reason(view.reason) if view.reason else Reason.OTHER
    if reason not in PERSONAL:
        return "Other work had to come first." if reason is Reason.WORK else ""
    if own:
        return f"Your own reason: {OWN_WORDS[reason]}."
    away = next((p for p in (view.supervisee, view.supervisor) if p.id == view.away_id), None)
    return f"{away.name} is unavailable." if away else "One of you is unavailable."


def as_read(work: Work, view: SessionView, reader: Person) -> Cancelled:
    """A cancelled session as one of its two reads it at this moment."""
    shown, stand_in = meeting(work, view, reader), sessions.stand_in(work, view.id)
    own = _own(work, view, reader)
    why = cancelled_words(view, own=own)
    if stand_in:
        at = moment(work, stand_in.starts_at)
        return Cancelled(shown, why, stand_in=at, provisional=stand_in.provisional)
    limit, notes = limit_of(work, view), interview(work, view, own=own)
    if limit.waits:
        return Cancelled(shown, why, away=whose_return(view, reader), notes=notes)
    found = offers(work, view, limit)
    later = None if found else earliest_after(work, view, limit)
    return Cancelled(
        shown,
        why,
        limit.due,
        _rule(view, limit, own=own),
        early=limit.due is not None and limit.due < view.on,
        passed=limit.due is not None and limit.due < work.today,
        times=times.moments(work, found),
        after=moment(work, later) if later else None,
        books=is_supervisor(reader, view, work),
        auto=limit.auto,
        notes=notes,
    )


def _rule(view: SessionView, limit: Limit, *, own: bool) -> str:
    """The rule tells whoever looks it up that it was sickness: only the one whose it was is shown it."""
    if view.reason == Reason.SICKNESS and not own:
        return "counted from the return to work"
    return limit.rule


def whose_return(view: SessionView, reader: Person) -> str:
    if reader.id == view.away_id:
        return "you"
    return next((p.name for p in (view.supervisee, view.supervisor) if p.id == view.away_id), "the other one")


def interview(work: Work, view: SessionView, *, own: bool) -> list[str]:
    """What the policy wants said to the one whose sickness it was, and to nobody else."""
    return guidance(work, GuidancePoint.SICKNESS) if own and view.reason == Reason.SICKNESS else []


def compose_cancelled(work: Work, context: NudgeContext) -> MessageItem | None:
    """Cancelled, or (``returned``) back at work: true for good, its buttons only while nothing is booked instead."""
    view = sessions.session(work, int(context.nudge.data["session"]))
    if view.state is not SessionState.CANCELLED:
        return None
    reader = people.person(work, context.nudge.recipient_id)
    return cards_cancel.cancelled(as_read(work, view, reader), back=context.nudge.kind == "returned")


def notify_both(work: Work, view: SessionView, kind: str, step: str = "told", **data: str | int) -> None:
    """Both of the pair, in a message of its own; at once, whatever the hour, when the session is about to begin."""
    soon = timedelta() < view.starts_at - work.now < timedelta(hours=24)
    send = Delivery.URGENT if soon and kind == "cancelled" else Delivery.OWN
    both_now = {p.id: p for p in (view.supervisee, view.supervisor, pair_of(work, view)[1])}
    for person in (p.id for p in both_now.values() if not gone(work, (p, p))):
        source = f"session:{view.id}:{kind}"
        outbox.notify(work, outbox.NewNudge(person, kind, source, step, send, {"session": view.id, **data}))


# Booked by the supervisor, proposed by the supervisee


def _open(request: Request, work: Work) -> SessionView:
    """The cancelled session, if nothing stands in for it yet (a provisional time may still be changed)."""
    view = sessions.session(work, request.id("session"))
    if view.state is not SessionState.CANCELLED:
        raise Refusal("This session isn't cancelled, so there is nothing to rebook. To change its time: move")
    stand_in = sessions.stand_in(work, view.id)
    if stand_in and not stand_in.provisional:
        at = moment(work, stand_in.starts_at)
        raise Refusal(f"It is already rebooked for {cards_cancel.short(at)}. To change that: move")
    left = gone(work, pair_of(work, view))
    if left:
        raise Refusal(
            f"{left.name} has left. Ask an administrator to record who supervises {view.supervisee.name}."
        )
    return view


def rebook_form(request: Request, work: Work) -> Outcome:
    return ShowForm(_form(request, work, _open(request, work)))


def _form(request: Request, work: Work, view: SessionView) -> Form:
    limit = limit_of(work, view)
    first = next(iter(offers(work, view, limit)), None)
    books = is_supervisor(request.actor, view, work)
    at = moment(work, first) if first else None
    return cards_cancel.rebook_form(meeting(work, view, request.actor), limit.due, books, at)


def rebook(request: Request, work: Work) -> Outcome:
    """The supervisor's one tap, on an offered time, on a proposal or from the form."""
    view = _open(request, work)
    at = _checked(request, work, view)
    if not isinstance(at, datetime):
        return at
    stand_in, pair = sessions.stand_in(work, view.id), pair_of(work, view)
    if stand_in:
        sessions.move(work, stand_in, at, request.actor.id)
        sessions.confirm(work, stand_in, request.actor.id)
        new = stand_in.id
    else:
        new = sessions.book(work, view.kind, *pair, at, view.minutes, request.actor.id, replaces=view.id)
    notify_booked(work, new, view.supervisee.id)
    limit, when = limit_of(work, view), moment(work, at)
    late = limit.due is not None and work.calendar.day_of(at) > limit.due
    said_late = (
        ("It is after the limit, which stays on the list as overdue until it is held.",) if late else ()
    )
    return done(f"Booked for {cards_cancel.short(when)}", f"{view.supervisee.name} is told.", *said_late)


def _checked(request: Request, work: Work, view: SessionView) -> datetime | Outcome:
    """The time asked for, both diaries locked; or the answer that says why it won't do."""
    at = times.picked(request, work)
    if isinstance(at, dict):
        return with_errors(request, _form(request, work, view), at)
    pair, stand_in = pair_of(work, view), sessions.stand_in(work, view.id)
    diary.hold(work, pair)
    wrong = times.problem(work, pair, at, view.minutes, request.actor, stand_in.id if stand_in else None)
    if wrong is None:
        return at
    if "date" in request.fields:
        return with_errors(request, _form(request, work, view), {"date": times.sentence(work, wrong)})
    return Refused(times.sentence(work, wrong))


def notify_booked(work: Work, session_id: int, *recipients: int) -> None:
    view = sessions.session(work, session_id)
    for person in recipients:
        source = f"session:{session_id}:booked:{int(view.starts_at.timestamp())}"
        outbox.notify(
            work, outbox.NewNudge(person, "booked", source, "told", Delivery.OWN, {"session": session_id})
        )


def propose_time(request: Request, work: Work) -> Outcome:
    """The supervisee's proposal; the supervisor books (B32)."""
    view = _open(request, work)
    at = _checked(request, work, view)
    if not isinstance(at, datetime):
        return at
    supervisor = pair_of(work, view)[1]
    source = f"session:{view.id}:proposed:{int(at.timestamp())}"
    data = {"session": view.id, "at": int(at.timestamp()), "by": request.actor.id}
    outbox.notify(work, outbox.NewNudge(supervisor.id, "proposed_time", source, "told", Delivery.OWN, data))
    return done("Proposed", f"{supervisor.name} is asked to confirm {cards_cancel.short(moment(work, at))}.")


def compose_proposed(work: Work, context: NudgeContext) -> MessageItem | None:
    """True until something is booked, or the time proposed has come or is taken."""
    view = sessions.session(work, int(context.nudge.data["session"]))
    at = times.instant(int(context.nudge.data["at"]))
    stand_in = sessions.stand_in(work, view.id)
    reader = people.person(work, context.nudge.recipient_id)
    taken = times.problem(
        work, pair_of(work, view), at, view.minutes, reader, stand_in.id if stand_in else None
    )
    if (stand_in and not stand_in.provisional) or taken:
        return None
    limit = limit_of(work, view)
    late = limit.due is not None and work.calendar.day_of(at) > limit.due
    return cards_cancel.proposed(meeting(work, view, reader), moment(work, at), limit.due, late)


def confirm_time(request: Request, work: Work) -> Outcome:
    """Either of the two: a provisional time is fine."""
    view = sessions.session(work, request.id("session"))
    if view.state is not SessionState.BOOKED or not view.provisional:
        return Refused("This time is no longer provisional, so there is nothing to confirm.")
    sessions.confirm(work, view, request.actor.id)
    other = view.supervisee if request.actor.id != view.supervisee.id else view.supervisor
    return done(
        f"Confirmed: {cards_cancel.short(moment(work, view.starts_at))}", f"{other.name} sees that it stands."
    )


# What the clock does unasked


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
    told = max(people.next_working_moment(work, p) for p in pair) + times.NOTICE
    since = max(told, _from(work, view))
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
        outbox.notify(work, nudge)


def compose_provisional(work: Work, context: NudgeContext) -> MessageItem | None:
    view = sessions.session(work, int(context.nudge.data["session"]))
    if view.state is not SessionState.BOOKED or view.replaces_id is None:
        return None
    reader, was = people.person(work, context.nudge.recipient_id), sessions.session(work, view.replaces_id)
    shown, before = meeting(work, view, reader), moment(work, was.starts_at)
    if not view.provisional:
        return cards_cancel.stands(shown, before)
    asks_again = work.rules.practice.rebooking.unanswered == "ask_again"
    again = context.nudge.step == "again"
    return cards_cancel.provisional(shown, before, limit_of(work, was).due, asks_again, again)


def compose_unanswered(work: Work, context: NudgeContext) -> MessageItem | None:
    view = sessions.session(work, int(context.nudge.data["session"]))
    if view.state is not SessionState.BOOKED or not view.provisional or view.replaces_id is None:
        return None
    limit = limit_of(work, sessions.session(work, view.replaces_id))
    return cards_cancel.unanswered(both(view), moment(work, view.starts_at), limit.due)


def notify_no_time(work: Work, view: SessionView, limit: Limit, *, everyone: bool) -> None:
    """No common time before the limit: the supervisor's line manager, and both where they haven't just been told."""
    if limit.due is None:
        return
    pair = pair_of(work, view)
    above = managers(work, pair[1])
    source, data = f"session:{view.id}:no_time:{limit.due}", {"session": view.id}
    for person in dict.fromkeys([*above, *([p.id for p in pair] if everyone else [])]):
        nudge = outbox.NewNudge(
            person, "no_time", source, "told", Delivery.OWN, data, escalates=person in above
        )
        outbox.notify(work, nudge)


def compose_no_time(work: Work, context: NudgeContext) -> MessageItem | None:
    view = sessions.session(work, int(context.nudge.data["session"]))
    limit = limit_of(work, view)
    if sessions.stand_in(work, view.id) or limit.due is None or offers(work, view, limit):
        return None
    later, reader = earliest_after(work, view, limit), context.nudge.recipient_id
    manager = reader not in [p.id for p in pair_of(work, view)]
    return cards_cancel.no_time(both(view), limit.due, moment(work, later) if later else None, manager)


# A return, and before planned leave


def on_return(work: Work, person_id: int, first_day_back: date) -> None:
    """Somebody's first day back is known: the sessions cancelled for their sickness get their limit and new offers."""
    ids = sessions.returned(work, person_id, first_day_back)
    for view in sessions.sessions(work, ids):
        obligations.reassess(work, [view.subject])
        if view.group is None and sessions.stand_in(work, view.id) is None:
            notify_both(work, view, "returned", step=first_day_back.isoformat())
            notify_managers(work, view)


def notify_managers(work: Work, view: SessionView) -> None:
    """Tells the line manager at once where no common time is left before the limit."""
    limit = limit_of(work, view)
    if limit.due and not offers(work, view, limit):
        notify_no_time(work, view, limit, everyone=False)


def offer_earlier(work: Work, view: SessionView, absent_id: int, first: date) -> bool:
    """Before somebody's planned leave from ``first`` (their first day away): tells both the common times before it,
    within the limit where the session is already cancelled. False, and nobody is told, where there are none."""
    if not _before(work, view, first):
        return False
    notify_both(work, view, "earlier", first.isoformat(), away=absent_id, first=first.isoformat())
    return True


def _before(work: Work, view: SessionView, first: date) -> list[datetime]:
    cancelled = view.state is SessionState.CANCELLED
    limit = limit_of(work, view) if cancelled else Limit(due=first)
    return (
        offers(work, view, limit, first - timedelta(days=1))
        if sessions.stand_in(work, view.id) is None
        else []
    )


def compose_earlier(work: Work, context: NudgeContext) -> MessageItem | None:
    data = context.nudge.data
    view, first = sessions.session(work, int(data["session"])), date.fromisoformat(data["first"])
    found = _before(work, view, first) if view.state is not SessionState.HELD and view.on >= first else []
    if not found:
        return None
    reader = people.person(work, context.nudge.recipient_id)
    intent, verb = "move", "Propose"
    if view.state is SessionState.CANCELLED:
        books = is_supervisor(reader, view, work)
        intent, verb = ("rebook", "Book") if books else ("propose_time", "Propose")
    away = int(data["away"])
    who = "You are" if away == reader.id else f"{people.person(work, away).name} is"
    return cards_cancel.earlier(meeting(work, view, reader), who, times.moments(work, found), intent, verb)
