"""Back: the first day at work again ends an absence, or corrects when it ended."""

from __future__ import annotations

from datetime import date, timedelta

from cards.absence import absence as cards_absence
from cards.absence import refusals
from cards.absence.asks import Back, BackForm, BackSaid
from handlers.absence import absence, back_at_work, with_covers
from handlers.shared import meetings
from handlers.shared.absent import shown
from handlers.shared.base import Done, Refusal, Request, ShowForm, read_date, with_errors
from handlers.shared.handing_over import hand_over
from handlers.shared.person_lookup import resolve_person
from handlers.shared.typed_days import Days
from policy.ruleset import GuidancePoint
from storage import absences
from storage.absences import AbsenceView, StatedAbsence
from storage.people import Person
from storage.states import AbsenceState
from storage.work import Work


def back(request: Request[Back], work: Work) -> ShowForm:
    """``back [@person] [date]``: the form with the first day back, read back before it counts. Where no absence was
    recorded, the return may be what a cancelled session of the asker waits for: their own, or that of the other."""
    who, rest = resolve_person(work, request.ask.words, request.actor)
    view = _to_end(work, who)
    first = _first_typed(work, view, rest)
    waited = back_at_work.form_of_waiting(work, request.actor, who, first)
    if waited and not (view and view.covers(work.today)):
        return ShowForm(waited)
    if view is None:
        raise Refusal(refusals.nothing_to_end("" if who.id == request.actor.id else who.name))
    return ShowForm(
        cards_absence.back_form(
            shown(view, request.actor), first or (max(work.today, view.first + timedelta(days=1)),)
        )
    )


def _first_typed(work: Work, view: AbsenceView | None, rest: str) -> Days:
    """Raises Refusal where that is no day, or nearest before the first day away: a year later isn't read then."""
    nearest, last = absence.typed_days(work, rest, None)
    if last:
        raise Refusal(refusals.not_one_day_back(rest))
    if view and nearest and nearest[-1] < view.first:
        raise Refusal(refusals.typed_back_before_away(nearest[-1], view.first))
    return absence.typed_days(work, rest, view.first if view else work.today - refusals.LONGEST_AGO)[0]


def _to_end(work: Work, who: Person) -> AbsenceView | None:
    """The absence that runs, else the latest that is over and may be corrected."""
    begun = [
        a
        for a in absences.of_person(work, who.id)
        if a.state == AbsenceState.CONFIRMED and a.first <= work.today
    ]
    running = [a for a in begun if a.covers(work.today)]
    return next(reversed(running or begun), None)


def back_form(request: Request[BackForm], work: Work) -> ShowForm:
    view = absence.changeable(work, request.ask.absence)
    return ShowForm(
        cards_absence.back_form(
            shown(view, request.actor),
            (view.returns or max(work.today, view.first + timedelta(days=1)),),
        )
    )


def back_save(request: Request[BackSaid], work: Work) -> ShowForm | Done:
    """The first day back ends the absence with the day before; a correction too."""
    view = absence.changeable(work, request.ask.absence)
    on = read_date(request.text("back"))
    error = _wrong_return(work, view, on)
    if error or on is None:
        return with_errors(
            request, cards_absence.back_form(shown(view, request.actor), (on,) if on else ()), {"back": error}
        )
    before = on - timedelta(days=1)
    said = StatedAbsence(view.planned, view.sickness, view.first, before)
    after = absence.of_other_days(work, view, said, request.actor.id)
    absence.apply(work, after, request.actor.id, ends=True)
    hand_over(work)
    notes = meetings.guidance(work, GuidancePoint.SICKNESS) if view.sickness else []
    covers = with_covers.on_return(work, after, request.actor) if on <= work.today else ()
    return Done(cards_absence.back(shown(after, request.actor), on, notes, covers))


def _wrong_return(work: Work, view: AbsenceView, on: date | None) -> str:
    if on is None:
        return refusals.RETURN_MISSING
    if on <= view.first:
        return refusals.back_before_away(view.first)
    if on > work.today + refusals.LONGEST_AHEAD:
        return refusals.RETURN_TOO_FAR
    other = absences.overlapping(work, view.person.id, view.first, on - timedelta(days=1), but=view.id)
    return refusals.overlaps(other.first, other.last) if other else ""
