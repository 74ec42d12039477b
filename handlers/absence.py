"""Away and back: recorded by the person, their line or an administrator; said by a supervisee and then confirmed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from cards.messages import absence as cards_absence
from cards.messages.absence import Absent, AwayForm
from cards.messages.due import Line
from cards.model import Form, Text
from cards.told import Told
from cards.words import day
from handlers import cancel, cover, describe, group, may, meetings, rebook
from handlers.attend import standing_in
from handlers.base import Ask, Done, Outcome, Refusal, Refused, Reply, Request, done, read_date, with_errors
from handlers.describe import KINDS
from handlers.tellings import Telling
from handlers.whom import whom
from policy.facts import Reason
from policy.ruleset import Delivery, Moment, RuleSet
from storage import absences, cases, duties, outbox, people, sessions
from storage.absences import AbsenceView, Said
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work

#: A first day further back, or a last day further ahead, is a slip of the pen.
LONGEST_AGO, LONGEST_AHEAD = timedelta(days=90), timedelta(days=400)
#: Of an absence without an end, sessions this soon are cancelled; later ones wait for cover or for the return.
#: Two weeks from its first day is when the policy asks for other arrangements.
UNTIL_COVER, AT_LEAST = timedelta(days=14), timedelta(days=7)
NOT_YOURS = (
    "You can record an absence for yourself and for people in your line; an administrator can for anybody. "
    "If your own supervisor is away, type: supervisor away"
)
NOT_TO_CONFIRM = "Only their managers and an administrator can answer whether somebody is away."


def may_record(work: Work, actor: Person, person: Person) -> bool:
    """The person, their line, an administrator. Who answers to them can only say so."""
    return actor.administrator or may.in_line_of(work, actor, person.id)


def shown(view: AbsenceView, reader: Person | None) -> Absent:
    name = "" if reader and reader.id == view.person.id else view.person.name
    return Absent(view.id, name, view.first, view.last)


def asks_sickness(rules: RuleSet) -> bool:
    """Whether any rule depends on it: what selects no rule isn't asked."""
    conditions = [row.when for rule in rules.every_rule for row in rule.rows] + [
        r.when for r in rules.every_rule
    ]
    return any(Reason.SICKNESS in (*c.cancelled_for, *c.not_cancelled_for) for c in conditions)


# Recording


def away(request: Request, work: Work) -> Outcome:
    """``away [@person] [10 nov to 20 nov]``: what stands already, else the form with what was typed read back."""
    who, rest = whom(work, request.text("words"), request.actor)
    _allowed(request, work, who)
    first, last = _typed_days(work, rest)
    standing = next(
        (a for a in absences.of_person(work, who.id) if a.last is None or a.last >= work.today), None
    )
    if standing and not rest:
        by = _name(work, standing.said_by_id) if standing.state == "said" else ""
        return Reply(cards_absence.one_of(shown(standing, request.actor), by))
    return Ask(_form(work, request.actor, who, first or work.today, last))


_FROM = re.compile(r"^(?:from|since)\s+", re.IGNORECASE)
_UNTIL = re.compile(r"\s(?:to|until|till)\s", re.IGNORECASE)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: How a day may be typed; the form reads it back, and has a picker.
FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y")


def one_day(work: Work, words: str) -> date:
    """A typed day; without a year the one nearest today, a weekday the next. Raises Refusal for what is no day."""
    weekdays = {name: (n - work.today.weekday()) % 7 or 7 for n, name in enumerate(WEEKDAYS)}
    named = ({"yesterday": -1, "today": 0, "tomorrow": 1} | weekdays).get(words.lower())
    if named is not None:
        return work.today + timedelta(days=named)
    years = [f"{words} {work.today.year + n}" for n in (-1, 0, 1)]
    read = [d for text in (words, *years) for f in FORMATS if (d := _as(text, f))]
    if not read:
        raise Refusal(
            f"“{words[:40]}” isn't a day I can read. Write it like 24 November or 24/11/2026, or pick it."
        )
    return min(read, key=lambda d: abs(d - work.today))


def _as(text: str, layout: str) -> date | None:
    try:
        return datetime.strptime(text, layout).replace(tzinfo=UTC).date()
    except ValueError:
        return None


def _allowed(request: Request, work: Work, who: Person) -> None:
    if not may_record(work, request.actor, who):
        raise Refusal(NOT_YOURS)


def _typed_days(work: Work, rest: str) -> tuple[date | None, date | None]:
    """The days typed after the name, to be read back in the form: ``10 Nov to 20 Nov``, ``until Friday``."""
    first, _, last = _UNTIL.sub("|", f" {_FROM.sub('', rest)}", count=1).partition("|")
    days = [one_day(work, part.strip()) if part.strip() else None for part in (first, last)]
    return days[0], days[1]


def _name(work: Work, person_id: int | None) -> str:
    return people.person(work, person_id).name if person_id else "Somebody"


def away_form(request: Request, work: Work) -> Outcome:
    """A further absence of somebody who has one."""
    who = absences.absence(work, request.id("absence")).person
    _allowed(request, work, who)
    return Ask(_form(work, request.actor, who, None, None))


def _form(work: Work, actor: Person, who: Person, first: date | None, last: date | None) -> Form:
    name = "" if who.id == actor.id else who.name
    told = tuple(meetings.guidance(work, Moment.ABSENCE))
    view = AwayForm(name, {"person": who.id}, asks_sickness(work.rules), first, last, guidance=told)
    return cards_absence.form(view, "Save", "away_save")


def away_save(request: Request, work: Work) -> Outcome:
    who = people.person(work, request.id("person"))
    _allowed(request, work, who)
    form = _form(work, request.actor, who, None, None)
    said, errors = _read(request, work)
    standing = absences.overlapping(work, who.id, said.first, said.last) if not errors else None
    if standing and standing.state == "confirmed":
        errors["first"] = _overlaps(standing)
    if errors:
        return with_errors(request, form, errors)
    if standing:
        view = absences.change(work, standing, said, request.actor.id)
        _answer_claim(work, view, request.actor)
    else:
        view = absences.record(work, who.id, said, request.actor.id)
    return _recorded(request, work, view)


def _overlaps(standing: AbsenceView) -> str:
    until = f"to {day(standing.last)}" if standing.last else "with no day of return"
    return (
        f"An absence from {day(standing.first)} {until} is recorded already. Change that one: away shows it."
    )


def _read(request: Request, work: Work) -> tuple[Said, dict[str, str]]:
    """What the form says, with an error beside each field that can't be taken."""
    errors: dict[str, str] = {}
    kind = next(iter(request.many("kind")), "")
    if kind not in ("planned", "unplanned"):
        errors["kind"] = "Say whether it was planned."
    first, last = _read_days(request, work, errors)
    sick = asks_sickness(work.rules) and "yes" in request.many("sickness")
    return Said(kind == "planned", sick, first, last), errors


def _read_days(request: Request, work: Work, errors: dict[str, str]) -> tuple[date, date | None]:
    first, last = read_date(request.text("first")), read_date(request.text("last"))
    if first is None:
        errors["first"] = "Choose the first day away."
    elif not work.today - LONGEST_AGO <= first <= work.today + LONGEST_AHEAD:
        errors["first"] = "Choose a day within the last 90 days or the coming year."
    if request.text("last") and last is None:
        errors["last"] = "Choose a day, or leave it empty while nobody knows."
    elif first and last and last < first:
        errors["last"] = "The last day away is before the first."
    elif last and last > work.today + LONGEST_AHEAD:
        errors["last"] = "That is more than a year ahead. Leave it empty while nobody knows."
    return first or work.today, last


def _recorded(request: Request, work: Work, view: AbsenceView) -> Done:
    """What a new or changed absence brings, and the answer that says so."""
    cancelled = apply(work, view, request.actor.id)
    notes = ["Both people in each session are told; they see “unavailable”."] if cancelled else []
    notes += meetings.guidance(work, Moment.SICKNESS) if view.sickness else []
    due = cases_due(work, view) if view.person.id != request.actor.id else []
    return Done(cards_absence.recorded(shown(view, request.actor), cancelled, notes, due, work.today))


def apply(work: Work, view: AbsenceView, by: int | None) -> list[Text]:
    """Sessions inside it are cancelled, the return is passed on, and those who should know are told."""
    cancelled = cancel_inside(work, view, by)
    if view.returns:
        rebook.on_return(work, view.person.id, view.returns)
    _tell_supervisor(work, view, by)
    _tell_person(work, view, by)
    cover.tell_cover_gone(work, view)
    return cancelled


def cancel_inside(work: Work, view: AbsenceView, by: int | None) -> list[Text]:
    """Those that nobody covers. Of an absence without an end, as far ahead as nobody can have arranged anything."""
    horizon = None if view.last else max(view.first + UNTIL_COVER, work.today + AT_LEAST)
    covered = {i for i, one in absences.arranged(work, view.id).items() if one.cover_id}
    said: list[Text] = []
    for session in absences.inside(work, view, horizon):
        if session.supervisor.id == view.person.id and session.supervisee.id in covered:
            continue
        if session.group:
            said.append(_without_leader(work, session, view, by))
            continue
        other = session.supervisee if session.supervisor.id == view.person.id else session.supervisor
        cancel.cancel_for_absence(work, session, view.person.id, view.sickness, by)
        if view.planned and view.first > work.today:
            rebook.offer_earlier(work, sessions.session(work, session.id), view.person.id, view.first)
        said.append(
            (
                f"{KINDS[session.kind].capitalize()} with {other.name}, ",
                meetings.moment(work, session.starts_at),
            )
        )
    return said


def _without_leader(work: Work, session: SessionView, view: AbsenceView, by: int | None) -> Text:
    """A group whose leader is away; without a participant it meets."""
    group.call_off(work, session, Reason.SICKNESS if view.sickness else Reason.LEAVE, view.person.id, by)
    return (f"{KINDS[session.kind].capitalize()}, ", meetings.moment(work, session.starts_at))


def catch_up(work: Work, view: AbsenceView) -> None:
    """By the clock: what came to lie inside an absence since it was recorded."""
    if cancel_inside(work, view, None) and view.returns:
        rebook.on_return(work, view.person.id, view.returns)


def _tell_supervisor(work: Work, view: AbsenceView, by: int | None) -> None:
    """Of somebody who is supervised: their cases' dates don't stop."""
    supervisor = people.supervisor_now(work, view.person.id)
    if supervisor is None or supervisor == by:
        return
    data = {"absence": view.id, "tell": "supervisor", "supervisee": view.person.id}
    source = f"absence:{view.id}:supervisee"
    outbox.tell(work, outbox.Telling(supervisor, "supervisee_away", source, "told", Delivery.DAY, data))


def _tell_person(work: Work, view: AbsenceView, by: int | None) -> None:
    if by is None or by == view.person.id:
        return
    data = {"absence": view.id, "by": by}
    source = f"absence:{view.id}:noted"
    outbox.tell(work, outbox.Telling(view.person.id, "absence_noted", source, "noted", Delivery.DAY, data))


def cases_due(work: Work, view: AbsenceView) -> list[Line]:
    """Dates of the absent person's cases that fall inside the absence, soonest first; overdue ones too."""
    mine = [c.subject for c in cases.allocated_to(work, view.person.id)]
    found = [k for k in duties.open_about(work, mine) if k.obligation.due] if mine else []
    inside = [k for k in found if view.last is None or (k.obligation.due or view.last) <= view.last]
    return describe.lines(work, inside)


def tell_supervisee_away(work: Work, telling: Telling) -> Told | None:
    view = absences.absence(work, int(telling.nudge.data["absence"]))
    if view.state != "confirmed":
        return None
    return cards_absence.supervisee_away(shown(view, None), cases_due(work, view), work.today)


def tell_noted(work: Work, telling: Telling) -> Told | None:
    view = absences.absence(work, int(telling.nudge.data["absence"]))
    if view.state != "confirmed":
        return None
    return cards_absence.noted(replace(shown(view, None), name=""), _name(work, telling.nudge.data["by"]))


# Changing, ending


def _changeable(request: Request, work: Work) -> AbsenceView:
    view = absences.absence(work, request.id("absence"))
    _allowed(request, work, view.person)
    if view.state != "confirmed":
        raise Refusal("This absence isn't recorded any more. Type away to see how things stand.")
    return view


def away_change_form(request: Request, work: Work) -> Outcome:
    return Ask(_change_form(request, work, _changeable(request, work), "away_change"))


def _change_form(request: Request, work: Work, view: AbsenceView, intent: str) -> Form:
    name = shown(view, request.actor).name
    kind = "planned" if view.planned else "unplanned"
    first, last = view.first, view.last
    form = AwayForm(name, {"absence": view.id}, asks_sickness(work.rules), first, last, kind, view.sickness)
    return cards_absence.form(form, "Save", intent)


def away_change(request: Request, work: Work) -> Outcome:
    """Longer, shorter, without an end, of another kind."""
    view = _changeable(request, work)
    said, errors = _read(request, work)
    other = (
        absences.overlapping(work, view.person.id, said.first, said.last, but=view.id) if not errors else None
    )
    if other:
        errors["first"] = _overlaps(other)
    if errors:
        return with_errors(request, _change_form(request, work, view, "away_change"), errors)
    return _changed(request, work, view, said)


def _changed(request: Request, work: Work, view: AbsenceView, said: Said) -> Done:
    after = absences.change(work, view, said, request.actor.id)
    cover.tell_ends(work, view, after)
    return _recorded(request, work, after)


def away_mistake(request: Request, work: Work) -> Outcome:
    """It never was. What it cancelled stays cancelled, to be booked again by those concerned."""
    view = _changeable(request, work)
    said = Said(view.planned, view.sickness, view.first, view.last)
    absences.change(work, view, said, request.actor.id, state="refused")
    return done(
        "Taken back",
        "The absence isn't recorded any more. Sessions it cancelled stay cancelled until they are booked again.",
    )


def back(request: Request, work: Work) -> Outcome:
    """``back [@person] [date]``: the form with the first day back, read back before it counts."""
    who, rest = whom(work, request.text("words"), request.actor)
    _allowed(request, work, who)
    view = _to_end(work, who)
    if view is None:
        name = "You aren't" if who.id == request.actor.id else f"{who.name} isn't"
        return Refused(f"{name} recorded as away, so there is nothing to end.")
    first, _ = _typed_days(work, rest)
    return Ask(
        cards_absence.back_form(
            shown(view, request.actor), first or max(work.today, view.first + timedelta(days=1))
        )
    )


def _to_end(work: Work, who: Person) -> AbsenceView | None:
    """The absence that runs, else the latest that is over and may be corrected."""
    begun = [a for a in absences.of_person(work, who.id) if a.state == "confirmed" and a.first <= work.today]
    running = [a for a in begun if a.covers(work.today)]
    return next(reversed(running or begun), None)


def back_form(request: Request, work: Work) -> Outcome:
    view = _changeable(request, work)
    return Ask(
        cards_absence.back_form(
            shown(view, request.actor), view.returns or max(work.today, view.first + timedelta(days=1))
        )
    )


def back_save(request: Request, work: Work) -> Outcome:
    """The first day back ends the absence with the day before; a correction too."""
    view = _changeable(request, work)
    on = read_date(request.text("back"))
    error = _wrong_return(work, view, on)
    if error or on is None:
        return with_errors(request, cards_absence.back_form(shown(view, request.actor), on), {"back": error})
    before = on - timedelta(days=1)
    after = absences.change(
        work, view, Said(view.planned, view.sickness, view.first, before), request.actor.id
    )
    cover.tell_ends(work, view, after)
    apply(work, after, request.actor.id)
    notes = meetings.guidance(work, Moment.SICKNESS) if view.sickness else []
    return Done(cards_absence.back(shown(after, request.actor), on, notes))


def _wrong_return(work: Work, view: AbsenceView, on: date | None) -> str:
    if on is None:
        return "Choose the first day back."
    if on <= view.first:
        return f"The first day away was {day(view.first)}. If there was none, choose “It was a mistake”."
    if on > work.today + LONGEST_AHEAD:
        return "That is more than a year ahead."
    other = absences.overlapping(work, view.person.id, view.first, on - timedelta(days=1), but=view.id)
    return _overlaps(other) if other else ""


# A supervisee says so


def claim(request: Request, work: Work) -> Outcome:
    """``supervisor away``: what a supervisee says waits to be confirmed."""
    supervisor = _my_supervisor(request, work)
    standing = absences.overlapping(work, supervisor.id, work.today, work.today)
    if standing:
        return Refused(_known(work, request.actor, standing))
    return Ask(_claim_form(work, supervisor))


def _my_supervisor(request: Request, work: Work) -> Person:
    found = people.line_supervisor(work, request.actor.id)
    if found is None:
        raise Refusal(
            "No supervisor is recorded for you. Tell an administrator, so that your line can be put right."
        )
    return people.person(work, found)


def _known(work: Work, actor: Person, standing: AbsenceView) -> str:
    if standing.state == "said":
        return f"That {standing.person.name} is away was said already and waits to be confirmed."
    now = people.cover_now(work, actor.id, standing.person.id)
    until = f" until {day(standing.last)}" if standing.last else ""
    cover_ = f" {people.person(work, now).name} covers for you." if now else ""
    return f"{standing.person.name} is already recorded as unavailable{until}.{cover_}"


def _claim_form(work: Work, supervisor: Person) -> Form:
    asked = confirmers(work, supervisor.id)
    manager = people.person(work, asked[0]).name if asked else "An administrator"
    return cards_absence.claim_form(supervisor.name, work.today, manager)


def confirmers(work: Work, absent_id: int) -> list[int]:
    """Who is asked to confirm: the line manager or who stands in; without one the administrators."""
    above = next(people.line_above(work, absent_id), None)
    return [standing_in(work, above)] if above else people.administrators(work)


def claim_save(request: Request, work: Work) -> Outcome:
    supervisor, errors = _my_supervisor(request, work), dict[str, str]()
    first, last = _read_days(request, work, errors)
    standing = absences.overlapping(work, supervisor.id, first, last) if not errors else None
    if standing:
        return Refused(_known(work, request.actor, standing))
    if errors:
        return with_errors(request, _claim_form(work, supervisor), errors)
    view = absences.record(
        work, supervisor.id, Said(False, False, first, last), request.actor.id, state="said"
    )
    asked = confirmers(work, supervisor.id)
    for one in asked:
        ask_to_confirm(work, view, one, "ask")
    names = " and ".join(p.name for p in people.people(work, asked).values()) or "Nobody"
    return done(
        "Said, to be confirmed",
        f"{names} will be asked to confirm that {supervisor.name} is away. You'll hear the answer.",
    )


def ask_to_confirm(work: Work, view: AbsenceView, recipient: int, step: str) -> bool:
    """False for who was asked with this step already."""
    source, data = f"absence:{view.id}:claim", {"absence": view.id}
    return outbox.tell(
        work, outbox.Telling(recipient, "absence_claim", source, step, Delivery.OWN, data, goes_up=True)
    )


def tell_claim(work: Work, telling: Telling) -> Told | None:
    view = absences.absence(work, int(telling.nudge.data["absence"]))
    if view.state != "said":
        return None
    return cards_absence.claim(shown(view, None), _name(work, view.said_by_id), telling.nudge.step != "ask")


def may_answer_claim(request: Request, work: Work) -> bool:
    """The supervisor's managers, or an administrator."""
    return may.manages(work, request.actor, absences.absence(work, request.id("absence")).person.id)


def _claimed(request: Request, work: Work) -> AbsenceView:
    view = absences.absence(work, request.id("absence"))
    if view.state != "said":
        raise Refusal("This was answered already.")
    return view


def claim_confirm(request: Request, work: Work) -> Outcome:
    """With the dates said, in one tap: unplanned, and no reason asked."""
    view = _claimed(request, work)
    return _confirm(request, work, view, Said(False, False, view.first, view.last))


def claim_dates_form(request: Request, work: Work) -> Outcome:
    return Ask(_change_form(request, work, _claimed(request, work), "claim_dates"))


def claim_dates(request: Request, work: Work) -> Outcome:
    view = _claimed(request, work)
    said, errors = _read(request, work)
    other = (
        absences.overlapping(work, view.person.id, said.first, said.last, but=view.id) if not errors else None
    )
    if other:
        errors["first"] = _overlaps(other)
    if errors:
        return with_errors(request, _change_form(request, work, view, "claim_dates"), errors)
    return _confirm(request, work, view, said)


def _confirm(request: Request, work: Work, view: AbsenceView, said: Said) -> Outcome:
    after = absences.change(work, view, said, request.actor.id)
    _answer_claim(work, after, request.actor)
    return _recorded(request, work, after)


def claim_refuse(request: Request, work: Work) -> Outcome:
    view = _claimed(request, work)
    said = Said(view.planned, view.sickness, view.first, view.last)
    after = absences.change(work, view, said, request.actor.id, state="refused")
    _answer_claim(work, after, request.actor)
    return done(
        "Noted: not so", f"{view.person.name} isn't recorded as away. {_name(work, view.said_by_id)} is told."
    )


def _answer_claim(work: Work, view: AbsenceView, by: Person) -> None:
    if view.said_by_id is None:
        return
    source, data = f"absence:{view.id}:answer", {"absence": view.id, "by": by.id}
    outbox.tell(
        work, outbox.Telling(view.said_by_id, "absence_answer", source, view.state, Delivery.OWN, data)
    )


def tell_answer(work: Work, telling: Telling) -> Told | None:
    view = absences.absence(work, int(telling.nudge.data["absence"]))
    if view.state != telling.nudge.step:
        return None
    by = _name(work, telling.nudge.data["by"])
    return cards_absence.claim_answered(shown(view, None), by, view.state == "confirmed")
