"""A group's agenda: seen and added to by everybody in it; a prompt to raise a case puts it there (S3, S14)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cards.model import Form, Option
from cards.sessions import agenda as cards_agenda
from cards.sessions import refusals
from cards.sessions.agenda import Raised
from cards.sessions.asks import CaseRaised, CasesRaised, GroupAgenda, RaiseForm, TakenOffAgenda
from cards.sessions.group import case_label
from cards.shared.meeting import NextMeeting
from handlers.notifications.notifier import notify
from handlers.sessions.agenda_notices import CaseOnAgenda, raised_event
from handlers.shared import case_lookup, meetings
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, with_errors
from handlers.shared.next_due import reassess_and_refresh
from handlers.shared.permissions import OfSession
from policy.facts import SessionState
from policy.ruleset import Delivery, Duty
from storage import agenda, cases, duties, people, sessions, supervision
from storage.agenda import AgendaItem
from storage.cases import CaseView
from storage.people import Person
from storage.sessions import SessionView
from storage.work import MissingRowError, Work


def may_see(request: Request[OfSession], work: Work) -> bool:
    """Everybody in the group, and whoever records, signs or oversees its record."""
    view = sessions.session(work, request.ask.session)
    if view.group is None:
        return False
    named = (view.group.recorder, view.group.signer, view.group.overseer)
    return request.actor in (*view.group.participants, view.supervisor, *named)


def _booked(request: Request[OfSession], work: Work) -> SessionView:
    view = sessions.session(work, request.ask.session)
    if view.state is not SessionState.BOOKED:
        raise Refusal(refusals.agenda_over(view.state))
    return view


def opened(request: Request[GroupAgenda], work: Work) -> Reply:
    """What it is to go through, as things stand: a look that is traced."""
    view = _booked(request, work)
    work.trace(request.actor.id, "agenda", view.subject)
    items = case_lookup.known_to(work, request.actor.id, agenda.of_group(work, view))
    who = people.people(work, [i for one in items for i in (one.worker_id, one.raised_by)])
    shown = [
        Raised(
            *(one.id, one.case.reference, who[one.worker_id].name, who[one.raised_by].name),
            raised_event(work, one),
            takes_off=_may_take_off(work, request.actor, one),
            left=one.left,
        )
        for one in items
    ]
    adds = bool(_to_add(work, view, request.actor))
    return Reply(cards_agenda.agenda(meetings.meeting(work, view, request.actor), shown, adds=adds))


# Added


def _to_add(work: Work, view: SessionView, actor: Person) -> list[CaseView]:
    """The cases that somebody may add: their own, and whoever leads the group anybody's in it. It is the agenda of the
    next group alone."""
    whose = sessions.in_group(view) if actor.id == view.supervisor.id else [actor]
    next_here = [p for p in whose if (group := agenda.next_group(work, p.id)) and group.id == view.id]
    held = [c for p in next_here for c in cases.allocated_to(work, p.id)]
    if actor.id == view.supervisor.id:
        held += cases.cases(work, list(agenda.left_to_group(work, view))).values()
    found = [c for c in held if _leader_knows(work, view, c)]
    there = {one.case.id for one in agenda.of_cases(work, [c.id for c in found])}
    return sorted((c for c in found if c.id not in there), key=lambda c: c.reference)


def _leader_knows(work: Work, group: SessionView, case: CaseView) -> bool:
    """Whether whoever leads it may know of the case: a restricted one is its line's alone."""
    return not case.restricted or case_lookup.in_case_line(work, group.supervisor, case)


def raise_form(request: Request[RaiseForm], work: Work) -> ShowForm:
    return ShowForm(_form(request, work, _booked(request, work)))


def _form(request: Request[object], work: Work, view: SessionView) -> Form:
    found = _to_add(work, view, request.actor)
    if not found:
        raise Refusal(refusals.NO_CASE_TO_ADD)
    worker = {c.id: _worker(work, c) for c in found}
    who = people.people(work, list(worker.values()))
    named = [
        Option(str(c.id), case_label(c.reference, who[worker[c.id]].name, left=not c.worker_id))
        for c in found
    ]
    return cards_agenda.raise_form(meetings.meeting(work, view, request.actor), named)


def raised(request: Request[CasesRaised], work: Work) -> ShowForm | Done:
    view = _booked(request, work)
    form, picked = _form(request, work, view), request.many("cases")
    chosen = [c for c in _to_add(work, view, request.actor) if str(c.id) in picked]
    if not chosen:
        return with_errors(request, form, {"cases": refusals.TICK_CASE})
    for case in chosen:
        _raise(work, request.actor, case)
    return _done(work, request.actor, chosen)


def raise_one(request: Request[CaseRaised], work: Work) -> Done:
    """From the prompt: for what lies ahead of it."""
    case = case_lookup.require_open_case(request, work)
    if agenda.of_cases(work, [case.id]):
        raise Refusal(refusals.on_agenda(case.reference))
    found = duties.open_about(work, [case.subject], str(Duty.RAISE))
    about = {k.obligation.key.fact.id: k.obligation.due for k in found}
    by = about.get(str(request.ask.event))
    _raise(work, request.actor, case, request.ask.event)
    group = _group_of(work, case)
    return _done(work, request.actor, [case], late=bool(group and by and group.on > by))


def _raise(work: Work, actor: Person, case: CaseView, event: int | None = None) -> None:
    item = agenda.raise_case(work, case, actor.id, event)
    leader = _leader(work, case)
    if leader is not None and leader != actor.id:
        notify(work, CaseOnAgenda(item=item, case=case.id), to=leader, send=Delivery.DAY)
    reassess_and_refresh(work, case)


def _leader(work: Work, case: CaseView) -> int | None:
    """Whoever leads the worker's next group, if they may know of the case; else the worker's supervisor, who is to book
    one."""
    group = _group_of(work, case)
    leads = group is not None and _leader_knows(work, group, case)
    return group.supervisor.id if group and leads else supervision.supervisor_now(work, _worker(work, case))


def _worker(work: Work, case: CaseView) -> int:
    """Whoever holds it, or held it last."""
    return case.worker_id or cases.last_worker(work, case.id) or 0


def _group_of(work: Work, case: CaseView) -> SessionView | None:
    return agenda.group_of(work, _worker(work, case), case.worker_id is None)


def _done(work: Work, actor: Person, about: Sequence[CaseView], *, late: bool = False) -> Done:
    group = _group_of(work, about[0])
    leader = _leader(work, about[0])
    told = people.person(work, leader).name if leader and leader != actor.id else ""
    meets = NextMeeting(
        _worker(work, about[0]), meetings.moment(work, group.starts_at) if group else None, group=True
    )
    return Done(cards_agenda.raised([c.reference for c in about], meets, told, late=late))


# Taken off


class OfItem(Protocol):
    @property
    def item(self) -> int: ...


def may_take_off(request: Request[OfItem], work: Work) -> bool:
    """Whoever raised it, the case's worker, whoever leads the group. One that is off already is for the handler."""
    try:
        return _may_take_off(work, request.actor, agenda.item(work, request.ask.item))
    except MissingRowError:
        return True


def _may_take_off(work: Work, actor: Person, one: AgendaItem) -> bool:
    group = agenda.group_of(work, one.worker_id, one.left)
    return actor.id in (one.raised_by, one.worker_id, group.supervisor.id if group else None)


def take_off(request: Request[TakenOffAgenda], work: Work) -> Done:
    try:
        one = agenda.item(work, request.ask.item)
    except MissingRowError as error:
        raise Refusal(refusals.OFF_AGENDA) from error
    agenda.take_off(work, one, request.actor.id)
    reassess_and_refresh(work, cases.case(work, one.case.id))
    return Done(cards_agenda.taken_off(one.case.reference))
