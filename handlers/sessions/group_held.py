"""Group supervision took place: who was there, which cases, and who is asked for their records (S12)."""

from __future__ import annotations

from collections.abc import Collection

from cards.model import Card, Form, Option
from cards.sessions import group as cards_group
from cards.sessions import refusals
from cards.sessions.asks import SessionHeld
from cards.shared.meeting import records_no_more
from handlers.notifications.notifier import notify
from handlers.sessions import cancel as cancelling
from handlers.sessions.agenda_notices import NotReached
from handlers.sessions.group import all_staff, person_options, read_group, shown_in, who_shares
from handlers.sessions.notices import DiscussedWithoutYou
from handlers.shared import meetings
from handlers.shared.base import Done, Refusal, Request, ShowForm, read_number, with_errors
from handlers.shared.case_lookup import in_case_line, known_to
from handlers.shared.permissions import OfSession
from handlers.shared.rebooking import make_up_for
from policy.ruleset import Delivery
from policy.session_length import is_length
from storage import agenda, cases, held_sessions, people, records, sessions
from storage.agenda import AgendaItem
from storage.held_sessions import Discussed
from storage.sessions import Group, SessionView
from storage.work import Work


def held_form(request: Request[OfSession], work: Work) -> ShowForm:
    return ShowForm(_held_form(request, work, _begun(request, work)))


def _begun(request: Request[OfSession], work: Work) -> SessionView:
    """The session, if its outcome can still be said."""
    view = cancelling.open_session(request, work)
    if view.starts_at > work.now:
        raise Refusal(refusals.NOT_BEGUN)
    return view


def _held_form(request: Request[object], work: Work, view: SessionView) -> Form:
    assert view.group
    shared, notes = _who_shares(work, view, view.group)
    return cards_group.held_form(
        cards_group.GroupHeldForm(
            meetings.meeting(work, view, request.actor),
            view.minutes,
            person_options(view.group.participants),
            [Option(number, label) for number, label in _cases(work, view).items()],
            shared,
            all_staff(work),
            _away(work, view),
            notes,
        )
    )


def _who_shares(work: Work, view: SessionView, group: Group) -> tuple[dict[str, str], list[str]]:
    """Not whoever was to record it and was away that day: the leader chooses another."""
    shared, recorder = who_shares(work, view.supervisor, group), group.recorder
    if recorder is None or not people.absences_on(work, [recorder.id], view.on):
        return shared, []
    return {**shared, "recorder": ""}, [records_no_more(recorder.name)]


def _away(work: Work, view: SessionView) -> list[Option]:
    assert view.group
    away = people.absences_on(work, [p.id for p in view.group.participants], view.on)
    return person_options([p for p in view.group.participants if p.id in away])


def _cases(work: Work, view: SessionView) -> dict[str, str]:
    """The open cases of everybody in the group, its leader's and the signer's too, by id, each with whose it is, or was
    on that day, and those that somebody who has left held and nobody does yet: those on its agenda first."""
    held = [(c, p) for p in sessions.in_group(view) for c in cases.allocated_since(work, p.id, view.on)]
    last = agenda.left_to_group(work, view)
    there = {c.id for c, _ in held}
    who = people.people(work, [*last.values()])
    left = cases.cases(work, [one for one in last if one not in there])
    held += [(c, who[last[c.id]]) for c in left.values()]
    found = [(c, p) for c, p in held if not c.restricted or in_case_line(work, view.supervisor, c)]
    on_it = {one.case.id for one in agenda.of_group(work, view)}
    ordered = sorted(found, key=lambda one: (one[0].id not in on_it, one[0].reference))
    return {
        str(c.id): cards_group.case_label(c.reference, p.name, raised=c.id in on_it, left=c.id in left)
        for c, p in ordered
    }


def held(request: Request[SessionHeld], work: Work) -> ShowForm | Done:
    """Who was there meets their weekly group; each case discussed gets its record, owed by the recorder."""
    view = _begun(request, work)
    assert view.group
    form = _held_form(request, work, view)
    errors, minutes, discussed = _what(request, work, view)
    there, missing = read_group(request, work, "attended", shown_in(form, "attended"))
    errors.update(missing)
    if errors:
        return with_errors(request, form, errors)
    attended = frozenset(p.id for p in there.participants)
    group = Group(view.group.participants, there.recorder, there.signer, there.overseer, attended)
    on_it = agenda.of_group(work, view)
    marked = [_signed_by(work, one, group) for one in discussed]
    make_up_for(work, view, request.actor.id)
    held_sessions.hold_group(work, view, view.supervisor.id, minutes, marked, group)
    left = _clear_agenda(request, work, view, on_it, [d.case_id for d in discussed])
    _notify_absent(work, sessions.session(work, view.id))
    return Done(_outcome(request, work, view.id, left))


def _clear_agenda(
    request: Request[object], work: Work, view: SessionView, on_it: list[AgendaItem], case_ids: list[int]
) -> list[str]:
    """What was discussed is off it; the rest waits for the next group, where what it was raised for isn't over, and its
    workers read that. References of the rest that the asker may know of."""
    done = [one for one in on_it if one.case.id in case_ids]
    stays = {one.id for one in agenda.of_cases(work, [one.case.id for one in on_it])}
    left = [one for one in on_it if one.id in stays and one not in done]
    agenda.discussed(work, done, view.id, request.actor.id)
    news = NotReached(session=view.id, items=tuple(one.id for one in left))
    for worker in _still_there(work, {one.worker_id for one in left} - {request.actor.id}):
        notify(work, news, to=worker, send=Delivery.DAY)
    return [one.case.reference for one in known_to(work, request.actor.id, left)]


def _notify_absent(work: Work, view: SessionView) -> None:
    """Those whose case was discussed without them, and those who didn't come; nobody who has left since."""
    assert view.group
    known = cases.cases(work, [r.case.id for r in view.records if r.case])
    workers = {c.worker_id for c in known.values() if c.worker_id}
    workers |= {p.id for p in meetings.not_come(work, view)}
    for worker in _still_there(work, workers - view.group.attended - {view.supervisor.id}):
        notify(work, DiscussedWithoutYou(session=view.id), to=worker, send=Delivery.DAY)


def _still_there(work: Work, ids: Collection[int]) -> list[int]:
    return sorted(i for i, who in people.people(work, sorted(ids)).items() if who.in_post(work.today))


def _what(
    request: Request[SessionHeld], work: Work, view: SessionView
) -> tuple[dict[str, str], int, list[Discussed]]:
    errors: dict[str, str] = {}
    minutes = read_number(request.text("minutes")) or 0
    if not is_length(minutes):
        errors["minutes"] = refusals.MINUTES
    known, picked = _cases(work, view), request.many("cases")
    none = request.ask.no_case
    if not set(picked) <= set(known):
        errors["cases"] = refusals.CASE_OF_GROUP
    elif known and none == bool(picked):
        errors["cases"] = refusals.GROUP_CASE_TICKED if none else refusals.GROUP_CASE_MISSING
    return errors, minutes, [] if errors else [Discussed(int(i)) for i in dict.fromkeys(picked)]


def _signed_by(work: Work, one: Discussed, group: Group) -> Discussed:
    """Marked where whoever signs off leads on the case: somebody else is then asked to look."""
    worker = cases.case(work, one.case_id).worker_id
    return Discussed(one.case_id, lead_signs=group.signer is not None and worker == group.signer.id)


def _outcome(request: Request[object], work: Work, session_id: int, left: list[str]) -> Card:
    view = sessions.session(work, session_id)
    assert view.group
    references = [r.label for r in view.records]
    signer = view.group.signer.name if view.group.signer else ""
    overseen = records.lead_signed(work, session_id) and view.group.overseer
    shown = meetings.meeting(work, view, request.actor)
    return cards_group.held(
        shown, references, view.author.name, signer, overseen.name if overseen else "", left
    )
