"""Took place though nobody had booked it, or on another day: noted, and it counts once the supervisor says so. What was
said of a session is put right from here too."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from cards.model import Card, Form, Option
from cards.sessions import noted as cards_noted
from cards.sessions import refusals
from cards.sessions.asks import HeldListed, HeldTakenBack, NoteForm, NoteWithdrawn, SessionNoted
from cards.sessions.noted import FilledIn
from cards.shared.claims import BookedFor
from handlers.notifications.notifier import notify
from handlers.sessions import cancel
from handlers.sessions.book import person_of
from handlers.sessions.notices import NotSo
from handlers.sessions.pairs import called, contacts_since, pair_met, pair_then, supervised
from handlers.sessions.wishes import fitting, kind_of, kind_typed, near
from handlers.shared import correctable, session_lengths, times, typed_moments
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, with_errors
from handlers.shared.common_times import Pair
from handlers.shared.meetings import meeting, moment
from handlers.shared.permissions import is_supervisor
from handlers.shared.rebooking import make_up_for
from policy.facts import SessionState
from policy.ruleset import Duty
from storage import (
    actions,
    answered_for,
    answering,
    corrections,
    diary,
    duties,
    people,
    sessions,
    supervision,
)
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


def held_list(request: Request[HeldListed], work: Work) -> Reply:
    """``held``: what is over and has no outcome, what can be put right, and a way to note another."""
    actor = request.actor
    ended = [(v, _whose_to_say(work, v)) for v in _without_outcome(work, actor)]
    over = [v for v, who in ended if who.id == actor.id]
    others = [(meeting(work, v, actor), who.name) for v, who in ended if who.id != actor.id]
    said = corrections.said_since(work, actor.id, correctable.correctable_since(work))
    held = [h for h in (_correctable(work, view, actor) for view in said) if h]
    shown = [meeting(work, view, actor) for view in over]
    return Reply(cards_noted.listed(shown, held, others, correctable.for_so_long(work)))


def _without_outcome(work: Work, actor: Person) -> list[SessionView]:
    """Their own that are over, those of which it is theirs to say whether they took place, and those of whom they
    supervise now."""
    theirs = duties.concerning(work, supervision.supervisees_now(work, actor.id))
    asked = [k.obligation.key for k in (*answered_for.answered_by(work, actor.id), *theirs)]
    said = sorted({key.subject.id for key in asked if key.duty == Duty.SAY_HELD})
    found = {v.id: v for v in (*cancel.booked(work, actor), *sessions.sessions(work, said))}
    return sorted((v for v in found.values() if v.ends_at <= work.now), key=lambda v: v.starts_at)


def _whose_to_say(work: Work, view: SessionView) -> Person:
    who = answering.says_whether_held(work, None if view.group else view.supervisee.id, view.supervisor.id)
    return people.person(work, who or view.supervisor.id)


def _correctable(work: Work, view: SessionView, actor: Person) -> cards_noted.HeldAndCorrectable | None:
    """What this person can put right of it, if anything."""
    recorded = bool(correctable.records_to_take_back(work, view, actor.id))
    held = not correctable.why_it_stays(work, view) and is_supervisor(actor, view, work)
    if not recorded and not held:
        return None
    return cards_noted.HeldAndCorrectable(meeting(work, view, actor), view.group is None, held, recorded)


# Noted


def note_form(request: Request[NoteForm], work: Work) -> ShowForm:
    """``held [@person last friday 2-3pm]``: what was typed is filled in, and noted only then."""
    actor, possible = request.actor, contacts_since(work, request.actor)
    words, kind = kind_typed(request.ask.words)
    if not words:
        return ShowForm(_form(work, actor, possible))
    person, rest = person_of(work, actor, words, refusals.HELD_EXAMPLE, possible)
    if person not in possible:
        raise Refusal(refusals.ONESELF if person == actor else refusals.not_a_pair(person.name))
    said = typed_moments.read_over(rest, work.calendar.wall(work.now)) if rest else typed_moments.ReadOver(())
    days = tuple(day for day in said.days if day <= work.today) or said.days
    kind = fitting(work, pair_then(work, actor, person)[0][0], kind)
    filled = FilledIn(person.staff_number, days, said.at, kind)
    return ShowForm(_form(work, actor, possible, filled, session_lengths.checked(said.minutes)))


def _form(
    work: Work,
    actor: Person,
    found: Sequence[Person],
    filled: FilledIn | None = None,
    minutes: int | None = None,
) -> Form:
    options = [Option(p.staff_number, called(work, actor, p, p)) for p in found]
    filled = filled or FilledIn(options[0].value if len(options) == 1 else "")
    asks_other = not any(supervised(work, actor.id, p.id) for p in found)
    return cards_noted.note_form(
        options, filled, session_lengths.length(work, minutes), asks_other=asks_other
    )


def note(request: Request[SessionNoted], work: Work) -> ShowForm | Reply | Done:
    """By either of the two. One that is booked near by may be the one meant."""
    pair, asks = pair_met(request, work)
    at = times.picked(request, work, request.ask.at)
    minutes, not_so_long = session_lengths.chosen(
        request, request.ask.minutes, session_lengths.length(work, None)
    )
    errors = {**(at if isinstance(at, dict) else _wrong(work, pair, at)), **not_so_long}
    if isinstance(at, dict) or errors:
        return _again(request, work, errors)
    request = request.asking(replace(request.ask, minutes=minutes))
    away = people.absences_on(work, [p.id for p in pair], work.calendar.day_of(at))
    if away and not request.ask.there:
        return Reply(_while_away(request, work, pair, at, away))
    meant = _near(request, work, pair, at) if not asks else None
    if meant and request.ask.instead != meant.id:
        return Reply(_which(request, work, pair, at, meant))
    diary.hold(work, pair)
    session = _noted(request, work, pair, at, meant)
    shown = meeting(work, sessions.session(work, session), request.actor)
    return Done(
        cards_noted.noted_by_supervisee(shown, _asked(work, pair)) if asks else cards_noted.noted(shown)
    )


def _asked(work: Work, pair: Pair) -> str:
    """Who says whether it took place: whoever covers, while the supervisor is away."""
    who = answering.says_whether_held(work, pair[0].id, pair[1].id)
    return people.person(work, who).name if who else pair[1].name


def _again(request: Request[SessionNoted], work: Work, errors: Mapping[str, str]) -> ShowForm:
    if request.ask.at is not None:
        raise Refusal(next(iter(errors.values())))
    return with_errors(request, _form(work, request.actor, contacts_since(work, request.actor)), errors)


def _wrong(work: Work, pair: Pair, at: datetime) -> dict[str, str]:
    """Why that can't have been, beside the day."""
    day = work.calendar.day_of(at)
    if at > work.now:
        return {"date": refusals.STILL_TO_COME}
    if day < work.today - times.FURTHEST:
        return {"date": refusals.TOO_LONG_AGO}
    same = next(iter(corrections.of_two_on(work, pair, day, day)), None)
    if same is None:
        return {}
    then = moment(work, same.starts_at)
    said = (
        refusals.held_then(then)
        if same.state is SessionState.HELD
        else refusals.asked_then(then, pair[1].name)
    )
    return {"date": said}


def _near(request: Request[SessionNoted], work: Work, pair: Pair, at: datetime) -> SessionView | None:
    """A booked one of the same kind that may be the one meant."""
    return near(work, pair, kind_of(request, work, pair[0]), at) if not request.ask.beside else None


def _while_away(
    request: Request[SessionNoted], work: Work, pair: Pair, at: datetime, away: Collection[int]
) -> Card:
    """One's own absence is said rather than the other's."""
    other = next(p.name for p in pair if p.id in away)
    whom = "" if request.actor.id in away else other
    return cards_noted.while_away(whom, moment(work, at), _of_two(request, work, pair))


def _of_two(request: Request[SessionNoted], work: Work, pair: Pair) -> SessionNoted:
    kind = kind_of(request, work, pair[0])
    supervisee, supervisor = pair
    return SessionNoted(
        supervisee=supervisee.id, supervisor=supervisor.id, session_kind=kind, minutes=request.ask.minutes
    )


def _which(request: Request[SessionNoted], work: Work, pair: Pair, at: datetime, meant: SessionView) -> Card:
    booked, two = BookedFor(meant.id, moment(work, meant.starts_at)), _of_two(request, work, pair)
    return cards_noted.which_one(pair[0].name, moment(work, at), booked, two, there=request.ask.there)


def _noted(
    request: Request[SessionNoted], work: Work, pair: Pair, at: datetime, meant: SessionView | None
) -> int:
    """The session's id: the booked one on that other day, or a new one."""
    if meant:
        sessions.move(work, meant, at, request.actor.id, minutes=request.ask.minutes)
        return meant.id
    minutes = session_lengths.length(work, request.ask.minutes)
    kind, by = kind_of(request, work, pair[0]), request.actor.id
    noted = sessions.book(work, kind, *pair, at, minutes, by, noted=True)
    make_up_for(work, sessions.session(work, noted), by)
    return noted


def withdraw(request: Request[NoteWithdrawn], work: Work) -> Done:
    """It didn't take place; whoever noted it is told where that is the other one."""
    view = sessions.session(work, request.ask.session)
    if view.noted_by_id is None or not view.only_noted:
        raise Refusal(refusals.NOT_NOTED)
    corrections.withdraw(work, view, request.actor.id)
    if view.noted_by_id != request.actor.id:
        notify(work, NotSo(session=view.id, by=request.actor.id), to=view.noted_by_id)
    return Done(cards_noted.withdrawn(meeting(work, view, request.actor)))


# Taken back


def take_back(request: Request[HeldTakenBack], work: Work) -> Done:
    """It is as if nobody had said anything yet."""
    view = sessions.session(work, request.ask.session)
    correctable.check_correctable(work, view)
    if view.said_on and view.group is None:
        actions.reopen(work, view.supervisee.id, view.supervisor.id, view.said_on)
    corrections.take_back(work, view, request.actor.id)
    return Done(cards_noted.held_taken_back(meeting(work, view, request.actor)))
