"""Cancelled, or it didn't take place: the reason from a short list, both told, the gap noted on the children's files.

A note is asked for on the files of the cases the session would have served: those prepared for it or due for
discussion by its day; where there are none, those that fall due before it is held again. Where no case falls due,
there is no gap to explain and no note."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cards.formats import cited
from cards.message import message_card
from cards.model import Form, Option, Part, Text
from cards.sessions import cancel as cards_cancel
from cards.sessions import cancel_form as cancel_form_words
from cards.sessions import gap_note as cards_gap_note
from cards.sessions import limits as cards_limits
from cards.sessions import noted as cards_noted
from cards.sessions import refusals
from cards.sessions.asks import GapNoted, SessionsListed
from cards.sessions.choose import choose
from cards.shared import line_buttons
from handlers.sessions.pairs import contacts
from handlers.shared import cancelled_session, rebooking
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, with_errors
from handlers.shared.cancelling import cancel_session
from handlers.shared.meetings import guidance, meeting
from handlers.shared.permissions import OfSession, is_supervisor, may_record_absence
from policy.deadlines import add
from policy.duties.rebooking import AWAY, rebooking_starts
from policy.facts import Reason, SessionState
from policy.obligations import is_overdue
from policy.periods import Period
from policy.ruleset import Duty, condition_of
from policy.ruleset import GuidancePoint as Guided
from storage import gaps, people, sessions, supervision
from storage.gaps import GapNoteView
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


def cancel_list(request: Request[SessionsListed], work: Work) -> Reply:
    """``cancel`` and ``move``: what is booked, soonest first."""
    mine = [view for view in booked(work, request.actor) if not view.noted_by_id]
    if not mine:
        none = refusals.none_to_book(request.actor.administrator)
        raise Refusal(refusals.NONE_BOOKED if contacts(work, request.actor) else none)
    found = [meeting(work, view, request.actor) for view in mine]
    over = {view.id: is_supervisor(request.actor, view, work) for view in mine if view.ends_at <= work.now}
    return Reply(choose(found, over))


def booked(work: Work, actor: Person) -> list[SessionView]:
    """Booked sessions of the actor's own, and of those they cover today."""
    found = {view.id: view for view in sessions.booked_for(work, actor.id)}
    for supervisee in supervision.covered_now(work, actor.id):
        found.update({view.id: view for view in sessions.booked_for(work, supervisee)})
    return sorted(found.values(), key=lambda view: view.starts_at)


def open_session(request: Request[OfSession], work: Work) -> SessionView:
    """The booked session, if its outcome isn't said yet."""
    view = sessions.session(work, request.ask.session)
    if view.noted_by_id:
        raise Refusal(refusals.CANNOT_CANCEL_NOTED)
    if view.state is SessionState.HELD:
        raise Refusal(refusals.HELD_ALREADY)
    if view.state is SessionState.CANCELLED:
        raise Refusal(refusals.CANCELLED_ALREADY)
    return view


def cancel_form(request: Request[OfSession], work: Work) -> ShowForm:
    """One that nobody had booked isn't cancelled, and nothing is booked in its place."""
    view = sessions.session(work, request.ask.session)
    if view.noted_by_id and view.state is SessionState.BOOKED:
        return ShowForm(cards_noted.withdraw_form(meeting(work, view, request.actor)))
    return ShowForm(_form(request, work, open_session(request, work)))


def _form(request: Request[object], work: Work, view: SessionView) -> Form:
    past = view.starts_at <= work.now
    reasons = [Option(str(r), words) for r, words in reasons_for(work, view).items()]
    pair = [Option(p.staff_number, p.name) for p in (view.supervisee, view.supervisor)]
    values = {name: request.many(name) for name in ("reason", "whose")}
    shown = meeting(work, view, request.actor)
    told = guidance(work, Guided.CANCEL)
    return cancel_form_words.cancel_form(
        cancel_form_words.CancelForm(shown, reasons, pair, limits(work, view), past, values, told)
    )


def reasons_for(work: Work, view: SessionView) -> dict[Reason, str]:
    """Those that can be, with what people read."""
    found = dict(cancel_form_words.REASONS)
    if view.starts_at > work.now:
        del found[Reason.NO_SHOW]
    if not work.rules.asks_sickness:
        del found[Reason.SICKNESS]
        found[Reason.LEAVE] = cancel_form_words.AWAY
    return found


def limits(work: Work, view: SessionView) -> list[Text]:
    """By when it would be held, by each of the policy's rules for it, before anybody decides."""
    cancelled, found = min(work.today, view.on), list[Text]()
    for rule in work.rules.asking(Duty.REBOOK):
        for row in rule.rows:
            when = condition_of(rule, row)
            if not isinstance(row.within, Period) or (when.session and view.kind not in when.session):
                continue
            source = cited(rule.id, rule.clause) if rule.clause else ""
            start = rebooking_starts(row, cancelled, view.on)
            if start is None:
                found.append(cards_limits.held_after_return(str(row.within), source))
            else:
                due = add(work.calendar, row, start.on, row.within)
                found.append(_held_by(work, view, due, source))
    return found


def _held_by(work: Work, view: SessionView, due: date, source: str) -> Text:
    ahead, passed = view.starts_at > work.now, is_overdue(due, work.today)
    return cards_limits.held_by(due, source, ahead=ahead, early=due < view.on, passed=passed)


def cancel(request: Request[OfSession], work: Work) -> ShowForm | Done:
    """By either of the two. The other is told; whoever cancels reads it once, in the answer, with times."""
    view = open_session(request, work)
    errors, reason, away = _read(request, work, view)
    if errors:
        return with_errors(request, _form(request, work, view), errors)
    cancel_session(work, view, reason, away, request.actor.id, answered=request.actor.id)
    after = sessions.session(work, view.id)
    shown = message_card(
        [cards_cancel.Cancelled(cancelled_session.as_read(work, after, request.actor)).item()]
    )
    return Done(replace(shown, body=(*shown.body, *_to_record_away(work, after, request.actor))))


def _to_record_away(work: Work, view: SessionView, actor: Person) -> tuple[Part, ...]:
    """To whoever may say that one of the two is away, where that is why, and it isn't recorded."""
    who = next((p for p in (view.supervisee, view.supervisor) if p.id == view.away_id), None)
    if who is None or view.reason not in AWAY or not may_record_absence(work, actor, who.id):
        return ()
    if any(people.absence_now(work, who.id, day) for day in (view.on, work.today)):
        return ()
    return (line_buttons.record_away(view.id, "" if who == actor else who.name),)


def _read(
    request: Request[object], work: Work, view: SessionView
) -> tuple[dict[str, str], Reason, int | None]:
    who = request.many("whose")
    reason = next(
        (r for r in reasons_for(work, view) if str(r) == next(iter(request.many("reason")), "")), None
    )
    away = next((p for p in (view.supervisee, view.supervisor) if p.staff_number in who), None)
    if reason is None:
        return {"reason": refusals.CHOOSE_REASON}, Reason.OTHER, None
    if reason in rebooking.PERSONAL and away is None:
        return {"whose": refusals.CHOOSE_WHOSE}, reason, None
    return {}, reason, away.id if away and reason in rebooking.PERSONAL else None


# The note on each affected child's file (B21)


def may_note(request: Request[GapNoted], work: Work) -> bool:
    """The supervisor of the session, as for all else that is done with it."""
    views = [sessions.session(work, n.session_id) for n in _asked(request, work)]
    return bool(views) and all(is_supervisor(request.actor, view, work) for view in views)


def _asked(request: Request[GapNoted], work: Work) -> list[GapNoteView]:
    if request.ask.note is not None:
        return [gaps.note(work, request.ask.note)]
    return gaps.notes_of(work, request.ask.session) if request.ask.session is not None else []


def gap_noted(request: Request[GapNoted], work: Work) -> Done:
    """One note, or every open one of the session, is on the file."""
    waiting = [n for n in _asked(request, work) if n.noted_on is None]
    if not waiting:
        raise Refusal(refusals.NOTES_CONFIRMED)
    gaps.noted(work, waiting, request.actor.id)
    return Done(cards_gap_note.gap_noted([n.case.reference for n in waiting]))
