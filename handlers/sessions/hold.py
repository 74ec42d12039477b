"""Held: which cases, how long, plans reviewed, actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from cards.model import Card, Form, Option, Text
from cards.sessions import hold as cards_hold
from cards.sessions import refusals
from cards.sessions.asks import ActionAdded, ActionForm, PlanReviewed, SessionHeld, SessionHeldForm
from cards.shared import refusals as shared_refusals
from handlers.notifications.notifier import notify
from handlers.sessions.next_session import with_a_next_one
from handlers.shared import acknowledging, correctable, meetings, safeguarding, session_lengths, times
from handlers.shared.agreeing import row_to_agree
from handlers.shared.base import Done, Refusal, Request, ShowForm, read_date, read_number, with_errors
from handlers.shared.free_text import wrong_texts
from handlers.shared.notices import AcknowledgementAsked
from handlers.shared.open_actions import open_actions
from handlers.shared.permissions import OfSession
from handlers.shared.person_lookup import picked_among
from handlers.shared.rebooking import make_up_for
from handlers.shared.records import systems_of
from policy.facts import SessionKind, SessionState, Subject
from policy.obligations import is_overdue
from policy.ruleset import Duty, GuidancePoint, Role
from policy.session_length import is_length
from storage import actions, cases, corrections, duties, held_sessions, obligations, people, sessions
from storage.answering import writes_for
from storage.cases import CaseView
from storage.held_sessions import Discussed
from storage.sessions import SessionView
from storage.work import Work


class OfSessionKind(OfSession, Protocol):
    """An ask about one session that may put right of what kind it was."""

    @property
    def session_kind(self) -> SessionKind | None: ...


TICKS: Final = ("cases", "acknowledged", "plans", "safeguarding", "actions_done")


def hold_form(request: Request[SessionHeldForm], work: Work) -> ShowForm:
    return ShowForm(_form(request, work, _begun(request, work)))


def _begun(request: Request[OfSessionKind], work: Work) -> SessionView:
    """The session, if its outcome can still be said or what was said be put right; of the kind that it was."""
    view = sessions.session(work, request.ask.session)
    if view.state is SessionState.HELD:
        correctable.check_correctable(work, view)
    elif view.state is not SessionState.BOOKED:
        raise Refusal(refusals.outcome_known(view.state))
    elif view.starts_at > work.now:
        raise Refusal(refusals.NOT_BEGUN)
    return replace(view, kind=request.ask.session_kind or view.kind)


def _form(request: Request[object], work: Work, view: SessionView) -> Form:
    mine, corrects = _cases(work, view), view.state is SessionState.HELD
    personal, acknowledges = view.kind is SessionKind.PERSONAL, work.rules.has(Duty.ACKNOWLEDGE)
    return cards_hold.held_form(
        cards_hold.HeldForm(
            meetings.meeting(work, view, request.actor),
            (held_sessions.minutes(work, view.id) if corrects else 0) or view.minutes,
            [Option(str(c.id), c.reference) for c in mine],
            due_first(work, [c.subject for c in mine]),
            [] if corrects else open_actions(work, view),
            _guidance(work, view),
            asks_cases=not personal or acknowledges,
            asks_acknowledged=acknowledges,
            asks_plan=corrects and work.rules.has(Duty.REVIEW_PLAN),
            asks_safeguarding=safeguarding.rule_for(work, view.kind) is not None,
            values=_as_noted(work, view) if corrects else {name: request.many(name) for name in TICKS},
            day=view.on,
            session_kind=view.kind,
            corrects=corrects,
        )
    )


def _cases(work: Work, view: SessionView) -> list[CaseView]:
    """What it may have been about."""
    return cases.allocated_since(work, view.supervisee.id, view.on)


def _as_noted(work: Work, view: SessionView) -> dict[str, tuple[str, ...]]:
    """What was ticked, as it stands."""
    said = corrections.discussed_of(work, view.id)
    urgent = {r.case.id for r in view.records if r.case and r.safeguarding}
    return {
        "cases": tuple(str(one.case_id) for one in said if one.full),
        "acknowledged": tuple(str(one.case_id) for one in said if not one.full),
        "plans": tuple(str(one.case_id) for one in said if one.plan_reviewed),
        "safeguarding": tuple(str(one.case_id) for one in said if one.case_id in urgent),
    }


def _guidance(work: Work, view: SessionView) -> list[str]:
    personal = view.kind is SessionKind.PERSONAL
    asked = meetings.guidance(work, GuidancePoint.RECORD) if safeguarding.rule_for(work, view.kind) else []
    return [
        *meetings.guidance(work, GuidancePoint.HELD_PERSONAL if personal else GuidancePoint.HELD_CASE),
        *asked,
    ]


def due_first(work: Work, subjects: Sequence[Subject], most: int = 4) -> list[str]:
    """References of the cases due soonest for discussion."""
    found = (
        [k for k in duties.open_about(work, subjects, Duty.DISCUSS) if k.obligation.due] if subjects else []
    )
    known = cases.cases(work, [k.obligation.key.subject.id for k in found[:most]])
    return [known[k.obligation.key.subject.id].reference for k in found[:most]]


def hold(request: Request[SessionHeld], work: Work) -> ShowForm | Done:
    """Saves that it took place, or puts right what was said of it. The record obligations follow from the facts."""
    view = _begun(request, work)
    if view.state is SessionState.HELD and not request.ask.corrects:
        raise Refusal(refusals.outcome_known(view.state))
    form = _form(request, work, view)
    errors, minutes, discussed = _read(request, work, view)
    errors |= wrong_texts(request, work, form) | _wrong_day(request, work, view)
    if errors:
        return with_errors(request, form, errors)
    said_on = view.said_on if view.state is SessionState.HELD else None
    if view.state is SessionState.HELD:
        corrections.take_back(work, view, request.actor.id)
    else:
        _settle_actions(request, work, view)
    view = _as_it_was(request, work)
    make_up_for(work, view, request.actor.id)
    held_sessions.hold(work, view, _who_held(work, view, request.actor.id), minutes, discussed, said_on)
    if view.supervisee.in_post(work.today) and acknowledging.acknowledging_rule(work, Role.SUPERVISEE):
        notify(work, AcknowledgementAsked(session=view.id), to=view.supervisee.id)
    return Done(_outcome(work, view, discussed, request))


def _wrong_day(request: Request[object], work: Work, view: SessionView) -> dict[str, str]:
    """Another than its own, on which one of the two is recorded as away, may be a slip."""
    day = read_date(request.text("day"))
    if day is None or not work.today - times.FURTHEST <= day <= work.today:
        return {"day": refusals.NO_OTHER_DAY}
    pair = {p.id: p for p in ((view.supervisor,) if view.group else (view.supervisee, view.supervisor))}
    away = people.absences_on(work, list(pair), day) if day != view.on else {}
    if not away:
        return {}
    whom = "" if request.actor.id in away else pair[next(iter(away))].name
    return {"day": refusals.on_a_day_away(whom)}


def _as_it_was(request: Request[SessionHeld], work: Work) -> SessionView:
    """The session on the day on which it took place, of the kind that it was."""
    view, kind = sessions.session(work, request.ask.session), request.ask.session_kind
    day, by = read_date(request.text("day")) or view.on, request.actor.id
    if day != view.on:
        sessions.move(work, view, work.calendar.at(day, work.calendar.wall(view.starts_at).time()), by)
    if kind and kind is not view.kind:
        corrections.set_kind(work, view, kind, by)
    return sessions.session(work, view.id)


def _settle_actions(request: Request[SessionHeld], work: Work, view: SessionView) -> None:
    """Those ticked are done, the others carried over once more."""
    finished = [int(i) for i in request.many("actions_done")]
    mine = {a.id for a in actions.still_open(work, view.supervisee.id, view.supervisor.id)}
    actions.finish(work, [i for i in finished if i in mine])
    actions.carry(work, view.supervisee.id, view.supervisor.id, finished)


def _who_held(work: Work, view: SessionView, says: int) -> int:
    """Whose session it was, and so whose record: a cover may only say of one from before that it took place."""
    who = view.supervisor
    gone = not who.in_post(view.on)
    return says if gone or people.absence_now(work, who.id, view.on) else who.id


def _read(
    request: Request[SessionHeld], work: Work, view: SessionView
) -> tuple[dict[str, str], int, list[Discussed]]:
    errors: dict[str, str] = {}
    minutes, none = read_number(request.text("minutes")) or 0, request.ask.no_case
    if not is_length(minutes):
        errors["minutes"] = refusals.MINUTES
    allowed = {str(c.id) for c in _cases(work, view)}
    picked, plans, only = request.many("cases"), request.many("plans"), request.many("acknowledged")
    if not work.rules.has(Duty.ACKNOWLEDGE):
        only = ()
    elif set(picked) & set(only):
        errors["acknowledged"] = refusals.TICKED_TWICE
    if view.kind is SessionKind.PERSONAL and not work.rules.has(Duty.ACKNOWLEDGE):
        picked, plans = (), ()
    elif allowed and bool(picked or only) is none:
        errors["cases"] = refusals.CASE_TICKED if none else refusals.CASE_MISSING
    if not {*picked, *plans, *only} <= allowed:
        errors["cases"] = refusals.case_of(view.supervisee.name)
    if not set(plans) <= set(picked):
        errors["plans"] = refusals.PLAN_OF_DISCUSSED
    said = safeguarding.read(request, picked) if safeguarding.rule_for(work, view.kind) else safeguarding.NONE
    errors.update(said.errors)
    by_worker = acknowledging.acknowledging_rule(work, Role.SUPERVISEE) is None
    discussed = [
        Discussed(int(i), i in plans, i in picked, i in said.ticked, said.of(i), by_worker=by_worker)
        for i in (dict.fromkeys((*picked, *only)) if not errors else ())
    ]
    return errors, minutes, discussed


def _outcome(work: Work, view: SessionView, ticked: Sequence[Discussed], request: Request[object]) -> Card:
    case_ids, only = ([d.case_id for d in ticked if d.full is full] for full in (True, False))
    references = [c.reference for c in cases.cases(work, case_ids).values()]
    obligations.reassess(work, [view.subject])
    owed = {
        k.obligation.key.fact.id: k.obligation.due
        for k in duties.open_about(work, [view.subject], Duty.RECORD)
    }
    urgent = safeguarding.urgent(work, view, owed)
    due = min((d for d in owed.values() if d), default=None)
    saved = sessions.session(work, view.id)
    notes = any(r.case is None and str(r.id) in owed for r in saved.records)
    shown = [*references, *([cards_hold.THE_NOTES] if notes else [])]
    held = meetings.meeting(work, view, request.actor)
    row = row_to_agree(work, view)
    days = row is not None and row.within is not None
    plans = [] if request.many("plans") else plans_asked(work, case_ids)
    return cards_hold.held(
        held,
        shown,
        due,
        systems_of(work, saved),
        urgent,
        days=days,
        late=is_overdue(due, work.today),
        plans=plans,
        on=saved.held_on,
        left=_left(work, saved, case_ids),
        writer=_writer_instead(work, saved, request.actor.id),
        gone=not view.supervisee.in_post(work.today),
        owed=bool(owed),
        known=work.rules.has(Duty.RECORD),
        only=[c.reference for c in cases.cases(work, only).values()],
        short=session_lengths.was_too_short(work, saved),
    )


def _writer_instead(work: Work, view: SessionView, actor_id: int) -> str:
    """Who is asked to record it, where that isn't whoever says that it took place."""
    who = writes_for(work, view)
    return people.person(work, who).name if who not in (None, actor_id) else ""


def _left(work: Work, view: SessionView, discussed: Sequence[int]) -> list[Text]:
    """The supervisee's cases, and theirs that nobody holds now, that were to be discussed by today, and weren't in this
    session, where cases are."""
    if view.kind is SessionKind.PERSONAL and not work.rules.has(Duty.ACKNOWLEDGE):
        return []
    theirs = [c for c in _cases(work, view) if c.worker_id in (None, view.supervisee.id)]
    others = {c.subject: c for c in theirs if c.id not in discussed}
    owed = [(one, k.obligation) for one, found in duties.all_open_about(work, others).items() for k in found]
    due = [(others[one].reference, o.due) for one, o in owed if o.key.duty == Duty.DISCUSS and o.due]
    soonest = dict(sorted(due, reverse=True))  # of several rules of one case the earliest day stays
    left = sorted((reference, day) for reference, day in soonest.items() if day <= work.today)
    return [cards_hold.left_out(reference, day, work.today) for reference, day in left]


def plans_asked(work: Work, case_ids: Sequence[int]) -> list[Option]:
    """Of these cases, those whose plan the policy wants reviewed in supervision."""
    known = cases.cases(work, case_ids)
    found = (
        duties.open_about(work, [c.subject for c in known.values()], str(Duty.REVIEW_PLAN)) if known else []
    )
    asked = {k.obligation.key.subject.id for k in found}
    return [Option(str(c.id), c.reference) for c in known.values() if c.id in asked]


def plans_reviewed(request: Request[PlanReviewed], work: Work) -> ShowForm | Done:
    """Of one case at once, of several it is asked of which."""
    view, asked = sessions.session(work, request.ask.session), request.ask.cases
    discussed = {one.case_id for one in corrections.discussed_of(work, view.id) if one.full}
    mine = plans_asked(work, [i for i in asked if i in discussed])
    if not mine:
        raise Refusal(refusals.NO_PLAN_ASKED)
    picked = [int(o.value) for o in mine if len(mine) == 1 or o.value in request.many("plans")]
    if not picked:
        errors = {"plans": refusals.SAY_WHOSE_PLAN} if request.ask.chosen else {}
        form = cards_hold.plans_form(view.id, mine)
        return with_errors(request, form, errors) if errors else ShowForm(form)
    held_sessions.review_plans(work, view, picked, request.actor.id)
    return Done(cards_hold.plans_reviewed([o.label for o in mine if int(o.value) in picked]))


def action_form(request: Request[ActionForm], work: Work) -> ShowForm:
    return ShowForm(_action_form(with_a_next_one(work, request.ask.session)))


def _action_form(view: SessionView) -> Form:
    owners = [Option(p.staff_number, p.name) for p in (view.supervisee, view.supervisor)]
    known = [Option(str(r.case.id), r.case.reference) for r in view.records if r.case]
    return cards_hold.action_form(view.id, known, owners, view.supervisee.staff_number)


def action(request: Request[ActionAdded], work: Work) -> ShowForm | Done:
    """One action of a held session, for the next: whose, what, why."""
    view = with_a_next_one(work, request.ask.session)
    owner = picked_among((view.supervisee, view.supervisor), request.text("owner"))
    form = _action_form(view)
    errors = {name: shared_refusals.NEEDED for name in ("what", "why") if not request.text(name)}
    errors |= wrong_texts(request, work, form)
    if owner is None:
        errors["owner"] = refusals.CHOOSE_OF_TWO
    case_id = next(
        (r.case.id for r in view.records if r.case and str(r.case.id) == request.text("case")), None
    )
    if errors or owner is None:
        return with_errors(request, form, errors)
    actions.add(work, view.id, case_id, owner.id, request.text("what"), request.text("why"))
    mine = not _writer_instead(work, view, request.actor.id)
    unwritten = len(duties.open_about(work, [view.subject], Duty.RECORD)) if mine else 0
    return Done(cards_hold.action_saved(view.id, owner.name, unwritten), keep=True)
