"""Away: recorded and changed by the person, their line or an administrator."""

from __future__ import annotations

from datetime import date

from cards.absence import absence as cards_absence
from cards.absence import refusals
from cards.absence.absence import AwayForm
from cards.absence.asks import (
    AbsenceChanged,
    AbsenceChangeForm,
    AbsenceRecorded,
    AbsenceTakenBack,
    AnotherAbsenceForm,
    AwayCommand,
    AwayOfCancelledForm,
)
from cards.ask import Ask
from cards.model import Form, Text
from cards.shared.due_lines import DueLine
from handlers.absence import before_leave, cover, given_back, left_alone
from handlers.absence.absence_view import (
    falls_due_in,
    is_last_day_before,
    may_name_cover,
    without_cover,
)
from handlers.absence.asked_instead import ask_about_sessions
from handlers.absence.called_off import cancel_inside, cancel_where_cover_is_away, offer_again
from handlers.absence.notices import (
    AbsenceClaimAnswered,
    AbsenceRecordedByAnother,
    GroupWithoutMember,
    SuperviseeIsAway,
)
from handlers.notifications.notifier import notify
from handlers.shared import meetings, notify_pair, typed_moments
from handlers.shared.absent import name_of, shown
from handlers.shared.base import (
    Done,
    Refusal,
    Reply,
    Request,
    ShowForm,
    read_date,
    with_errors,
)
from handlers.shared.permissions import OfAbsence, OfSession, is_pair, may_record_absence
from handlers.shared.person_lookup import OfWords, person_meant, resolve_person
from handlers.shared.typed_days import Days
from policy.facts import Reason
from policy.ruleset import Delivery, Duty, GuidancePoint, Role
from storage import absences, outbox, people, returns, sessions, shown_next, supervision
from storage.absences import AbsenceView, StatedAbsence
from storage.obligations import settle_so_far
from storage.people import Person
from storage.states import AbsenceState
from storage.work import Work


def may_record_typed(request: Request[OfWords], work: Work) -> bool:
    """Of whom the words mean; whether they mean anybody is for the handler to say."""
    who = person_meant(work, request.ask.words, request.actor)
    return who is None or may_record_absence(work, request.actor, who.id)


def may_save(request: Request[AbsenceRecorded], work: Work) -> bool:
    return may_record_absence(work, request.actor, request.ask.person)


def may_change(request: Request[OfAbsence], work: Work) -> bool:
    return may_record_absence(work, request.actor, absences.absence(work, request.ask.absence).person.id)


def may_record_cancelled(request: Request[OfSession], work: Work) -> bool:
    """Of the two of a cancelled session, whoever may record that the one is away for whom it was."""
    view = sessions.session(work, request.ask.session)
    of_two = view.away_id is not None and is_pair(request.actor, view, work)
    return of_two and may_record_absence(work, request.actor, view.away_id or 0)


# Recording


def away(request: Request[AwayCommand], work: Work) -> Reply | ShowForm:
    """``away [@person] [10 nov to 20 nov]``: what stands already, else the form with what was typed read back."""
    who, rest = resolve_person(work, request.ask.words, request.actor)
    first, last = typed_days(work, rest, work.today - refusals.LONGEST_AGO)
    standing = next(
        (a for a in absences.of_person(work, who.id) if a.last is None or a.last >= work.today), None
    )
    if standing and not rest:
        by = name_of(work, standing.said_by_id) if standing.state == AbsenceState.SAID else ""
        covers = not by and may_name_cover(work, request.actor, standing)
        return Reply(cards_absence.one_of(shown(standing, request.actor), by, covers=covers))
    return ShowForm(_form(work, request.actor, who, first or (work.today,), last))


def typed_days(work: Work, rest: str, since: date | None) -> tuple[Days, Days]:
    """The days typed after the name, to be read back in the form: ``10 Nov to 20 Nov``, ``until Friday``. ``since``:
    what has no year is looked for from then on; None: the nearest."""
    return typed_moments.read_days(rest, work.calendar.wall(work.now), since) if rest else ((), ())


def another_form(request: Request[AnotherAbsenceForm], work: Work) -> ShowForm:
    """A further absence of somebody who has one."""
    who = absences.absence(work, request.ask.absence).person
    return ShowForm(_form(work, request.actor, who, (), ()))


def form_of_cancelled(request: Request[AwayOfCancelledForm], work: Work) -> ShowForm:
    """Of whoever was away when a session was cancelled, with what is known of it to whoever it is."""
    view = sessions.session(work, request.ask.session)
    assert view.away_id
    who, sick = people.person(work, view.away_id), view.reason is Reason.SICKNESS
    first = min(view.on, work.today) if sick else view.on
    return ShowForm(_form(work, request.actor, who, (first,), (), sick=sick and who.id == request.actor.id))


def _form(work: Work, actor: Person, who: Person, first: Days, last: Days, *, sick: bool = False) -> Form:
    name = "" if who.id == actor.id else who.name
    told = tuple(meetings.guidance(work, GuidancePoint.ABSENCE))
    asks = (work.rules.asks_planned, work.rules.asks_sickness)
    save = AbsenceRecorded(person=who.id)
    return cards_absence.form(AwayForm(name, save, *asks, first, last, sick=sick, guidance=told))


def save(request: Request[AbsenceRecorded], work: Work) -> ShowForm | Done:
    who = people.person(work, request.ask.person)
    form = _form(work, request.actor, who, (), ())
    said, errors = read(request, work)
    standing = absences.overlapping(work, who.id, said.first, said.last) if not errors else None
    if standing and standing.state == AbsenceState.CONFIRMED:
        errors |= overlaps(standing, said)
    if errors:
        return with_errors(request, form, errors)
    if standing:
        view = absences.change(work, standing, said, request.actor.id)
        answer_claim(work, view, request.actor)
    else:
        view = absences.record(work, who.id, said, request.actor.id)
    return recorded(work, request.actor, view)


def overlaps(standing: AbsenceView, said: StatedAbsence) -> dict[str, str]:
    """Beside the day to be given otherwise: the last, where it would begin before the other."""
    why = refusals.overlaps(standing.first, standing.last, (said.first, said.last))
    return {"last" if said.first < standing.first else "first": why}


def read(request: Request[object], work: Work) -> tuple[StatedAbsence, dict[str, str]]:
    """What the form says, with an error beside each field that can't be taken."""
    errors: dict[str, str] = {}
    kind = next(iter(request.many("kind")), "")
    if work.rules.asks_planned and kind not in ("planned", "unplanned"):
        errors["kind"] = refusals.KIND_MISSING
    first, last = read_days(request, work, errors)
    planned = kind == "planned" if work.rules.asks_planned else first > work.today
    sick = work.rules.asks_sickness and "yes" in request.many("sickness")
    return StatedAbsence(planned, sick, first, last), errors


def read_days(request: Request[object], work: Work, errors: dict[str, str]) -> tuple[date, date | None]:
    first, last = read_date(request.text("first")), read_date(request.text("last"))
    if first is None:
        errors["first"] = refusals.FIRST_MISSING
    elif not work.today - refusals.LONGEST_AGO <= first <= work.today + refusals.LONGEST_AHEAD:
        errors["first"] = refusals.FIRST_TOO_FAR
    if request.text("last") and last is None:
        errors["last"] = refusals.LAST_NO_DAY
    elif first and last and last < first:
        errors["last"] = refusals.LAST_BEFORE_FIRST
    elif last and last > work.today + refusals.LONGEST_AHEAD:
        errors["last"] = refusals.LAST_TOO_FAR
    return first or work.today, last


def recorded(work: Work, actor: Person, view: AbsenceView) -> Done:
    """What a new or changed absence brings, and the answer that says so."""
    cancelled = apply(work, view, actor.id)
    missed = [meetings.meeting(work, s, view.person) for s in absences.groups_missed(work, view)]
    notes = meetings.guidance(work, GuidancePoint.SICKNESS) if view.sickness else []
    due = list[DueLine]()
    if view.person.id != actor.id:
        settle_so_far(work)
        due = falls_due_in(work, view)
    return Done(
        cards_absence.recorded(
            *(shown(view, actor), cancelled, notes, due, work.today, missed),
            covers=may_name_cover(work, actor, view),
        )
    )


def apply(work: Work, view: AbsenceView, by: int | None, *, ends: bool = False) -> list[Text]:
    """Sessions inside it are cancelled, the return is passed on, and those who should know are told. ``ends``: the
    return was said, which isn't news of somebody away."""
    cover.carry_on(work, view, by)
    cancelled = [*cancel_inside(work, view, by), *cancel_where_cover_is_away(work, view.person, by)]
    if view.returns:
        notify_pair.on_return(work, view.person.id, view.returns, absence=None if ends else view)
        if view.returns <= work.today:
            notify_pair.ask_again(work, view.person.id)
            given_back.hand_back(work, view)
    _show_owed(work, view)
    if not ends:
        _notify_supervisor(work, view, by)
    _notify_person(work, view, by)
    _notify_groups(work, view, by)
    cover.notify_cover_gone(work, view)
    left_alone.notify_left_alone(work, [view])
    remind_before(work, view, Delivery.OWN)
    return cancelled


def _show_owed(work: Work, view: AbsenceView) -> None:
    """What was sent of theirs: it says who is away, and offers a session only with whoever is there, or will be."""
    theirs = [view.person.id, *supervision.supervised_by(work, view.person.id)]
    notify_pair.show_owed(work, theirs)
    shown_next.show_next(work, (), theirs)
    notify_pair.show_what_waits(work, view.person.id)


def remind_before(work: Work, view: AbsenceView, send: Delivery = Delivery.DAY) -> None:
    """On the last day that somebody works before they are away: what falls due meanwhile, to themselves; and from the
    clock, about them, to whoever answers for that, who read it too when the absence was recorded. Of absences in a row,
    all of them once."""
    row = absences.stretch(work, view, own_days=True)
    if row and is_last_day_before(work, row[0]):
        news = before_leave.FallsDueWhileAway(absence=row[0].id, first=row[0].first, last=row[-1].last)
        notify(work, news, to=view.person.id, send=send)
        if send is Delivery.DAY:
            before_leave.notify_who_answers(work, row)


def catch_up(work: Work, view: AbsenceView) -> None:
    """By the clock: what came to lie inside an absence since it was recorded. On its first day whoever covers takes
    over, and can do what they were told of."""
    if view.first == work.today:
        outbox.refresh(work, [view.subject])
        _show_owed(work, view)
        ask_about_sessions(work, view)
    if cancel_inside(work, view, None) and view.returns:
        notify_pair.on_return(work, view.person.id, view.returns, absence=view)


def _notify_supervisor(work: Work, view: AbsenceView, by: int | None) -> None:
    """Of somebody who is supervised: their cases' dates don't stop."""
    supervisor = supervision.supervisor_now(work, view.person.id)
    if supervisor is None or (supervisor == by and not _asks_for_cover(work, view)):
        return
    news = SuperviseeIsAway(absence=view.id, supervisee=view.person.id, tell=Role.SUPERVISOR, by=by)
    notify(work, news, to=supervisor, send=Delivery.DAY)


def _asks_for_cover(work: Work, view: AbsenceView) -> bool:
    """Whether nobody covers for somebody, where no rule has it asked for."""
    return bool(without_cover(work, view)) and not work.rules.has(Duty.ARRANGE_COVER)


def _notify_person(work: Work, view: AbsenceView, by: int | None) -> None:
    """On the last day before it at once: the next morning they are away, and read it once back."""
    if by is None or by == view.person.id:
        return
    news = AbsenceRecordedByAnother(absence=view.id, by=by)
    soon = Delivery.OWN if is_last_day_before(work, view) else Delivery.DAY
    notify(work, news, to=view.person.id, send=soon)


def _notify_groups(work: Work, view: AbsenceView, by: int | None) -> None:
    """Whoever leads a group that meets without them."""
    for session in absences.groups_missed(work, view):
        if session.supervisor.id != by:
            news = GroupWithoutMember(session=session.id, absence=view.id)
            notify(work, news, to=session.supervisor.id, send=Delivery.DAY)


def answer_claim(work: Work, view: AbsenceView, by: Person) -> None:
    """Whoever said first that somebody is away hears whether it is so."""
    if view.said_by_id is None:
        return
    notify(work, AbsenceClaimAnswered(absence=view.id, by=by.id, state=view.state), to=view.said_by_id)


# Changing


def changeable(work: Work, absence_id: int) -> AbsenceView:
    """Raises Refusal for one that isn't recorded any more."""
    view = absences.absence(work, absence_id)
    if view.state != AbsenceState.CONFIRMED:
        raise Refusal(refusals.NOT_RECORDED)
    return view


def change_form(request: Request[AbsenceChangeForm], work: Work) -> ShowForm:
    view = changeable(work, request.ask.absence)
    return ShowForm(form_of(work, request.actor, view, AbsenceChanged(absence=view.id)))


def form_of(work: Work, actor: Person, view: AbsenceView, save: Ask) -> Form:
    """An absence as it is, to be changed; ``save``: what its button asks."""
    name = shown(view, actor).name
    kind = "planned" if view.planned else "unplanned"
    first, last = (view.first,), (view.last,) if view.last else ()
    asks = (work.rules.asks_planned, work.rules.asks_sickness)
    return cards_absence.form(AwayForm(name, save, *asks, first, last, kind, view.sickness))


def change(request: Request[AbsenceChanged], work: Work) -> ShowForm | Done:
    """Longer, shorter, without an end, of another kind."""
    view = changeable(work, request.ask.absence)
    said, errors = read_change(request, work, view)
    if errors:
        return with_errors(request, form_of(work, request.actor, view, request.ask), errors)
    return recorded(work, request.actor, of_other_days(work, view, said, request.actor.id))


def of_other_days(work: Work, view: AbsenceView, said: StatedAbsence, by: int) -> AbsenceView:
    """As it is said to be now."""
    cancelled = returns.waiting_for_nothing(work, view)
    after = absences.change(work, view, said, by)
    returns.ended_early(work, cancelled, after)
    cover.notify_cover_ends(work, view, after, by)
    return after


def read_change(
    request: Request[object], work: Work, view: AbsenceView
) -> tuple[StatedAbsence, dict[str, str]]:
    """What the form says instead, and what is wrong with it by field."""
    said, errors = read(request, work)
    if not errors:
        other = absences.overlapping(work, view.person.id, said.first, said.last, but=view.id)
        errors = overlaps(other, said) if other else {}
    return said, errors


def take_back(request: Request[AbsenceTakenBack], work: Work) -> Done:
    """It never was. What it cancelled stays cancelled, to be booked again by those concerned."""
    view = changeable(work, request.ask.absence)
    said = StatedAbsence(view.planned, view.sickness, view.first, view.last)
    after = absences.change(work, view, said, request.actor.id, state=AbsenceState.REFUSED)
    _notify_never_was(work, after, request.actor.id)
    return Done(cards_absence.taken_back())


def withdraw(work: Work, view: AbsenceView, account: str) -> None:
    """The same of one that a file brought, at the command line: nobody knows of it but whoever typed it."""
    absences.withdraw(work, view, account)
    _notify_never_was(work, absences.absence(work, view.id), None)


def _notify_never_was(work: Work, view: AbsenceView, by: int | None) -> None:
    at = cover.second(work)
    left_alone.notify_end(work, view, at, [by])
    left_alone.notify_never_was(work, view, at, by)
    offer_again(work, view, by)
