"""A supervisee says that their supervisor is away; a manager of the supervisor, or an administrator, confirms it."""

from __future__ import annotations

from cards.absence import claim as cards_claim
from cards.absence import refusals
from cards.absence.asks import (
    ClaimConfirmed,
    ClaimConfirmedWithDates,
    ClaimDatesForm,
    ClaimRefused,
    SupervisorAwayForm,
    SupervisorSaidAway,
)
from cards.model import Form
from handlers.absence import absence
from handlers.absence.notices import (
    AbsenceToConfirm,
)
from handlers.notifications.notifier import notify
from handlers.shared.absence_claims import confirmers
from handlers.shared.absent import name_of
from handlers.shared.base import Done, Refusal, Request, ShowForm, with_errors
from handlers.shared.uncovered import meanwhile, uncovered
from storage import absences, people, supervision
from storage.absences import AbsenceView, StatedAbsence
from storage.people import Person
from storage.states import AbsenceState
from storage.work import Work


def may_claim(request: Request[object], work: Work) -> bool:
    """Whoever has a supervisor. Raises Refusal with what helps."""
    if request.actor.in_post(work.today) and supervision.line_supervisor(work, request.actor.id) is not None:
        return True
    raise Refusal(refusals.no_supervisor_away(request.actor.administrator))


def claim_form(request: Request[SupervisorAwayForm], work: Work) -> ShowForm:
    """``supervisor away``: what a supervisee says waits to be confirmed."""
    supervisor = _supervisor_of(work, request.actor)
    standing = absences.overlapping(work, supervisor.id, work.today, work.today)
    if standing:
        raise Refusal(_known(work, request.actor, standing))
    return ShowForm(_claim_form(work, supervisor))


def _supervisor_of(work: Work, actor: Person) -> Person:
    found = supervision.line_supervisor(work, actor.id)
    assert found, "may_claim lets only the supervised through"
    return people.person(work, found)


def _known(work: Work, actor: Person, standing: AbsenceView) -> str:
    if standing.state == AbsenceState.SAID:
        return refusals.claimed(standing.person.name)
    then = meanwhile(work, actor.id)
    if uncovered(work, actor.id):
        return refusals.known_alone(then)
    return refusals.known(standing.person.name, standing.last, then)


def _claim_form(work: Work, supervisor: Person) -> Form:
    asked = confirmers(work, supervisor.id)
    manager = people.person(work, asked[0]).name if asked else ""
    return cards_claim.claim_form(supervisor.name, work.today, manager)


def save(request: Request[SupervisorSaidAway], work: Work) -> ShowForm | Done:
    supervisor, errors = _supervisor_of(work, request.actor), dict[str, str]()
    first, last = absence.read_days(request, work, errors)
    standing = absences.overlapping(work, supervisor.id, first, last) if not errors else None
    if standing:
        raise Refusal(_known(work, request.actor, standing))
    if errors:
        return with_errors(request, _claim_form(work, supervisor), errors)
    view = absences.record(
        work,
        supervisor.id,
        StatedAbsence(False, False, first, last),
        request.actor.id,
        state=AbsenceState.SAID,
    )
    asked = confirmers(work, supervisor.id)
    for one in asked:
        notify(work, AbsenceToConfirm(absence=view.id), to=one, escalates=True)
    names = [p.name for p in people.people(work, asked).values()]
    return Done(cards_claim.claimed_answer(supervisor.name, names))


def _claimed(work: Work, absence_id: int) -> AbsenceView:
    view = absences.absence(work, absence_id)
    if view.state != AbsenceState.SAID:
        raise Refusal(refusals.CLAIM_ANSWERED)
    return view


def confirm(request: Request[ClaimConfirmed], work: Work) -> Done:
    """With the dates said, in one tap: unplanned, and no reason asked."""
    view = _claimed(work, request.ask.absence)
    return _confirm(work, request.actor, view, StatedAbsence(False, False, view.first, view.last))


def dates_form(request: Request[ClaimDatesForm], work: Work) -> ShowForm:
    view = _claimed(work, request.ask.absence)
    return ShowForm(absence.form_of(work, request.actor, view, ClaimConfirmedWithDates(absence=view.id)))


def confirm_with_dates(request: Request[ClaimConfirmedWithDates], work: Work) -> ShowForm | Done:
    view = _claimed(work, request.ask.absence)
    said, errors = absence.read_change(request, work, view)
    if errors:
        return with_errors(request, absence.form_of(work, request.actor, view, request.ask), errors)
    return _confirm(work, request.actor, view, said)


def _confirm(work: Work, actor: Person, view: AbsenceView, said: StatedAbsence) -> Done:
    after = absences.change(work, view, said, actor.id)
    absence.answer_claim(work, after, actor)
    return absence.recorded(work, actor, after)


def refuse(request: Request[ClaimRefused], work: Work) -> Done:
    view = _claimed(work, request.ask.absence)
    said = StatedAbsence(view.planned, view.sickness, view.first, view.last)
    after = absences.change(work, view, said, request.actor.id, state=AbsenceState.REFUSED)
    absence.answer_claim(work, after, request.actor)
    by = name_of(work, view.said_by_id)
    return Done(cards_claim.claim_refused(view.person.name, by))


def remind_confirmers(work: Work, said: AbsenceView) -> None:
    """What a supervisee said and nobody answered is asked once more; a day later, of the administrators too."""
    if not work.calendar.is_working(work.today):
        return
    again, up = AbsenceToConfirm(absence=said.id, step="again"), AbsenceToConfirm(absence=said.id, step="up")
    asked = [notify(work, again, to=one, escalates=True) for one in confirmers(work, said.person.id)]
    if not any(asked):
        for one in people.administrators(work):
            notify(work, up, to=one, escalates=True)
