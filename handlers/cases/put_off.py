"""I'm on it: the reminder comes again on a chosen day inside the limit, once; nobody is told, nothing else moves."""

from __future__ import annotations

from datetime import date

from cards.cases import put_off as cards_put_off
from cards.cases import refusals
from cards.cases.asks import PutOff, PutOffForm
from handlers.notifications import notifier
from handlers.shared import put_off
from handlers.shared.base import Done, Refusal, Request, ShowForm, read_date, with_errors
from policy.obligations import is_overdue
from storage import answering, duties, outbox
from storage.duties import KeptObligation
from storage.work import Work
from storage.working_hours import next_day_worked, works_on


def may_put_off(request: Request[PutOffForm | PutOff], work: Work) -> bool:
    """Whoever answers for it."""
    return answering.who_answers(work, duties.of(work, request.ask.obligation).obligation) == request.actor.id


def opened(request: Request[PutOffForm], work: Work) -> ShowForm:
    kept, last = _asked(request, work)
    return ShowForm(cards_put_off.form(kept.id, last))


def _asked(request: Request[PutOffForm | PutOff], work: Work) -> tuple[KeptObligation, date]:
    kept = duties.of(work, request.ask.obligation)
    last = put_off.last_day(work, kept, request.actor.id)
    if last is None:
        raise Refusal(_why_not(work, kept, request.actor.id))
    return kept, last


def _why_not(work: Work, kept: KeptObligation, person_id: int) -> str:
    if put_off.was_put_off(work, kept, person_id):
        return refusals.PUT_OFF_BEFORE
    due = kept.obligation.due
    return refusals.not_put_off(due, late=is_overdue(due, work.today)) if due else refusals.NO_DAY_TO_PUT_OFF


def saved(request: Request[PutOff], work: Work) -> ShowForm | Done:
    """The reminders in between wait with it; what goes up the line doesn't."""
    kept, last = _asked(request, work)
    on = read_date(request.text("on"))
    if on is None or not work.today < on <= last:
        form = cards_put_off.form(kept.id, last)
        return with_errors(request, form, {"on": refusals.put_off_until(last)})
    on = on if works_on(work, request.actor, on) else next_day_worked(work, request.actor, on)
    tell = str(kept.obligation.answers)
    notifier.plan_on(work, notifier.nudge_of_duty(kept, outbox.ON_IT, tell, request.actor.id), on)
    outbox.refresh(work, (), [kept.id])
    return Done(cards_put_off.done(on))
