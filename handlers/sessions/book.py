"""Booked by the supervisor, asked for by the supervisee; an additional session; the next one after one was held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from cards.model import Card, Form, Moment, Option, Text
from cards.sessions import book as cards_book
from cards.sessions import limits, refusals
from cards.sessions import unanswered as cards_unanswered
from cards.sessions.asks import (
    BookCommand,
    BookForm,
    DayChosen,
    GroupForm,
    SessionAskedFor,
    SessionBooked,
    SessionWish,
)
from cards.sessions.book import BookedNear, PlannedSession
from cards.shared.meeting import KINDS
from handlers.notifications.notifier import notify, notify_then
from handlers.sessions import group, wishes
from handlers.sessions.asked import session_unanswered
from handlers.sessions.falls_due import falls_due
from handlers.sessions.notices import Booked
from handlers.sessions.pairs import called, contacts, leads, may_meet, offered_as, pair_asked, pair_of
from handlers.sessions.wishes import fitting, kind_of, kind_typed
from handlers.shared import asked_sessions, common_times, session_lengths, times, typed_moments
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, with_errors
from handlers.shared.common_times import Pair
from handlers.shared.meetings import guidance, meeting, moment
from handlers.shared.notices import SessionRequested
from handlers.shared.person_lookup import name_first, person_first, the_person
from handlers.shared.rebooking import booked_unasked, waits_for
from handlers.shared.unsaid import of_pair
from policy.calendar import NonexistentTime
from policy.facts import SessionKind, Subject, SubjectKind
from policy.ruleset import GuidancePoint
from storage import asked_for, diary, outbox, sessions, shown_next
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Added:
    """Whether a session is one beside the usual ones, the case that it is about, and how long it is, where that is
    said."""

    extra: bool = False
    case: int | None = None
    minutes: int | None = None


PLAIN: Final = Added()


# ``book @person next tuesday 2pm [personal]``


def may_book(request: Request[BookCommand], work: Work) -> bool:
    """With the person that the words mean; a group, whoever leads one."""
    if _of_group(request.ask) is not None:
        return group.may_lead(request, work)
    words = kind_typed(request.ask.words)[0]
    return may_meet(work, request.actor, meant(work, request.actor, words))


def _of_group(ask: BookCommand) -> str | None:
    """When, of ``book group tuesday 10am``; None for a session of two."""
    first, _, when = ask.words.strip().partition(" ")
    return when.strip() if first.lower() == "group" else None


def meant(work: Work, actor: Person, words: str) -> Person | None:
    """As ``person_of``, for a permission: None where the words mean nobody or several."""
    try:
        return person_of(work, actor, words)[0] if words else None
    except Refusal:
        return None


def book(request: Request[BookCommand], work: Work) -> ShowForm | Reply:
    """Reads the command, says in words what it understood, and books nothing yet."""
    when = _of_group(request.ask)
    if when is not None:
        return group.group_form(request.asking(GroupForm(words=when)), work)
    words, kind = kind_typed(request.ask.words)
    if "every" in words.lower().split():
        raise Refusal(refusals.BOOK_A_SERIES)
    if not words:
        return form_for(request, work, BookForm(), {})
    person, rest = person_of(work, request.actor, words)
    return at_time_typed(request, work, person, rest, kind)


def at_time_typed(
    request: Request[object], work: Work, person: Person, when: str, kind: SessionKind, added: Added = PLAIN
) -> Reply:
    """A session with somebody at a time in words, read back; of words that can mean two days, which."""
    pair, asks = pair_of(work, request.actor, person)
    kind = fitting(work, pair[0], kind)
    said = typed_moments.read(when, work.calendar.wall(work.now))
    added = replace(added, minutes=session_lengths.checked(said.minutes))
    plans = [plan_session(work, request.actor, pair, kind, at, asks, added) for at in instants(work, said)]
    if len(plans) > 1:
        return Reply(cards_book.which_day(said.words, plans))
    return Reply(read_back(work, request.actor, pair, plans[0]))


def person_of(
    work: Work,
    actor: Person,
    words: str,
    example: str = refusals.BOOK_EXAMPLE,
    possible: Sequence[Person] | None = None,
) -> tuple[Person, str]:
    """The person at the beginning, by the longest name that is somebody's; without one, and where the whole is a day,
    the only one possible: of those whom the actor can meet, where nobody else is said."""
    words = name_first(words)
    a_day = not words.startswith("@") and typed_moments.is_day(words, work.calendar.wall(work.now))
    found = None if a_day else person_first(work, words)
    if found is not None:
        return found
    mine = contacts(work, actor) if possible is None else possible
    first = words.split(maxsplit=1)[0]
    if len(mine) > 1 and (a_day or len(mine) <= 5) and not first.startswith("@"):
        raise Refusal(refusals.with_whom([offered_as(work, actor, p) for p in mine[:6]], example))
    if first.startswith("@") or len(mine) != 1:
        the_person(work, first, example)
    return mine[0], words


def instants(work: Work, said: typed_moments.Read) -> list[datetime]:
    """The instants (UTC) the words can mean, those already past left out where another is to come."""
    try:
        found = [work.calendar.at(day, said.at) for day in said.days]
    except NonexistentTime as skipped:
        raise Refusal(f"{skipped}.") from skipped
    return [at for at in found if at > work.now] or found[-1:]


def plan_session(
    work: Work, actor: Person, pair: Pair, kind: SessionKind, at: datetime, asks: bool, added: Added = PLAIN
) -> PlannedSession:
    supervisee, supervisor = pair
    other = supervisor if actor.id == supervisee.id else supervisee
    wish = SessionWish(
        supervisee=supervisee.id,
        supervisor=supervisor.id,
        session_kind=kind,
        extra=added.extra,
        case=added.case,
        minutes=added.minutes,
    )
    name, minutes = called(work, supervisee, supervisor, other), session_lengths.length(work, added.minutes)
    known, back = times.known(work, pair, actor), common_times.who_is_back(work, pair, at)
    unsaid = of_pair(work, common_times.pair_at(work, pair, at), actor.id)
    return PlannedSession(KINDS[kind], name, moment(work, at), minutes, wish, asks, known, back, unsaid)


def read_back(
    work: Work,
    actor: Person,
    pair: Pair,
    plan: PlannedSession,
    near: BookedNear | None = None,
) -> Card:
    """``near``: one that is booked already, where it is known; else it is looked for."""
    wrong = times.problem(work, pair, plan.at.instant, plan.minutes, actor)
    if wrong:
        own = _in_its_own_way(work, actor, pair, plan)
        return cards_book.not_then(wrong.sentence, plan, times.moments(work, wrong.instead), own)
    falls, said = _falls(work, pair[0], plan.wish.session_kind), guidance(work, GuidancePoint.BOOK)
    near = near or (None if plan.wish.extra else _beside(work, pair, plan))
    others = [*_too_short(work, pair, plan), *_hours(work, plan)]
    return cards_book.read_back(plan, falls, others, said, near)


def _too_short(work: Work, pair: Pair, plan: PlannedSession) -> list[str]:
    return session_lengths.too_short(work, pair, plan.wish.session_kind, plan.at.instant, plan.minutes)


def _in_its_own_way(work: Work, actor: Person, pair: Pair, plan: PlannedSession) -> BookedNear | None:
    """Their own of this kind that alone is in the way, and would be at another time, or of another length."""
    found = None if plan.wish.extra else _booked_near(work, pair, plan)
    if found is None or (found.at, sessions.session(work, found.id).minutes) == (plan.at, plan.minutes):
        return None
    return None if times.problem(work, pair, plan.at.instant, plan.minutes, actor, found.id) else found


def _beside(work: Work, pair: Pair, plan: PlannedSession) -> BookedNear | None:
    """Not the bot's own time, which this one takes the place of."""
    if not plan.asks and _provisional(work, pair, plan.wish.session_kind, plan.at.instant):
        return None
    return _booked_near(work, pair, plan)


def _booked_near(work: Work, pair: Pair, plan: PlannedSession) -> BookedNear | None:
    """One of the same kind that may do, or be the one to move."""
    found = wishes.near(work, pair, plan.wish.session_kind, plan.at.instant)
    if found is None or found.starts_at <= work.now:
        return None
    return BookedNear(found.id, moment(work, found.starts_at))


def _hours(work: Work, plan: PlannedSession) -> list[str]:
    practice, starts = work.rules.practice, plan.at.wall.time()
    ends = work.calendar.wall(plan.at.instant + timedelta(minutes=plan.minutes)).time()
    usual = practice.day_starts <= starts and starts < ends <= practice.day_ends
    return [] if usual else [cards_book.outside_hours(practice.day_starts, practice.day_ends)]


def _falls(work: Work, supervisee: Person, kind: SessionKind) -> list[Text]:
    return limits.soonest([limits.by(f.what, f.due) for f in falls_due(work, supervisee, kind)], 3)


def book_read(request: Request[DayChosen], work: Work) -> Reply:
    """One of two days that the words could mean was chosen: read back like any other."""
    pair, asks = pair_asked(request, work)
    added, kind = _added(request.ask, request.ask.minutes), kind_of(request, work, pair[0])
    plan = plan_session(work, request.actor, pair, kind, times.instant(request.ask.at), asks, added)
    return Reply(read_back(work, request.actor, pair, plan))


def _added(wish: SessionWish, minutes: int | None) -> Added:
    return Added(wish.extra, wish.case, minutes)


def book_form(request: Request[BookForm], work: Work) -> ShowForm:
    return form_for(request, work, request.ask, {})


def form_for(request: Request[object], work: Work, wish: SessionWish, errors: Mapping[str, str]) -> ShowForm:
    """The pickers: with the two of a ticket, or with whom the actor may meet."""
    asked = request.asking(wish)
    form = _form_of_two(asked, work) if wish.supervisee is not None else _open_form(asked, work)
    return with_errors(request, form, errors) if errors else ShowForm(form)


def _form_of_two(request: Request[SessionWish], work: Work) -> Form:
    wish, (pair, asks) = request.ask, pair_asked(request, work)
    ask = (SessionAskedFor if asks else SessionBooked)(
        supervisee=wish.supervisee, supervisor=wish.supervisor, extra=wish.extra, case=wish.case
    )
    known = times.known(work, pair, request.actor)
    unsaid = of_pair(work, pair, request.actor.id)
    kind, long = str(kind_of(request, work, pair[0])), session_lengths.length(work, wish.minutes)
    return cards_book.book_form((), "", kind, ask, long, known, unsaid)


def _open_form(request: Request[SessionWish], work: Work) -> Form:
    found = contacts(work, request.actor)
    if not found:
        raise Refusal(refusals.nobody_to_meet(request.actor.administrator))
    asks = not any(leads(work, request.actor.id, p.id) for p in found)
    me = request.actor
    options = [Option(p.staff_number, offered_as(work, me, p)) for p in found]
    person = options[0].value if len(options) == 1 else ""
    ask = SessionAskedFor() if asks else SessionBooked()
    known = times.known(work, [me, *found], me)
    kind, long = _usual_kind(work, me, found, asks=asks), session_lengths.length(work, request.ask.minutes)
    return cards_book.book_form(options, person, kind, ask, long, known)


def _usual_kind(work: Work, me: Person, found: Sequence[Person], *, asks: bool) -> str:
    """Of the supervisee, where it is clear who that is."""
    supervisee = me if asks else found[0] if len(found) == 1 else None
    return str(fitting(work, supervisee, SessionKind.CASE) if supervisee else SessionKind.CASE)


# Booked, or asked for


Wanted: TypeAlias = SessionBooked | SessionAskedFor


def book_confirm(request: Request[Wanted], work: Work) -> ShowForm | Reply | Done:
    """The supervisor's tap. Everything is checked again, both diaries locked."""
    pair, asks = pair_asked(request, work)
    if asks:
        return _ask(request, work, pair)
    plan = _wanted(request, work, pair)
    if not isinstance(plan, PlannedSession):
        return plan
    at, kind = plan.at.instant, plan.wish.session_kind
    if request.ask.at is None and not request.ask.extra and _beside(work, pair, plan):
        return Reply(read_back(work, request.actor, pair, plan))
    unasked = None if request.ask.extra else _provisional(work, pair, kind, at)
    if unasked:
        return _in_place_of_provisional(request, work, unasked, plan)
    instead = None if request.ask.extra else waits_for(work, *pair, kind)
    replaces = instead.id if instead else None
    then = common_times.pair_at(work, pair, at)
    new = sessions.book(work, kind, *then, at, plan.minutes, request.actor.id, replaces=replaces)
    _notify_others(request, work, new, Booked(session=new))
    return _just_booked(request, work, pair, new, plan)


def _provisional(work: Work, pair: Pair, kind: SessionKind, at: datetime) -> SessionView | None:
    """The bot's own time, later than the one that they choose, which is their answer."""
    found = booked_unasked(work, *pair, kind, at)
    return found if found and found.provisional else None


def _in_place_of_provisional(
    request: Request[Wanted], work: Work, unasked: SessionView, plan: PlannedSession
) -> Done:
    at, before = plan.at.instant, moment(work, unasked.starts_at)
    two = (unasked.supervisee, unasked.supervisor)
    holder = common_times.pair_at(work, two, at)[1]
    sessions.move(work, unasked, at, request.actor.id, minutes=plan.minutes)
    sessions.confirm(work, unasked, request.actor.id)
    if holder != unasked.supervisor:
        sessions.hand_over(work, unasked, holder.id)
    _notify_others(request, work, unasked.id, Booked(session=unasked.id, at=int(at.timestamp())))
    return _just_booked(request, work, two, unasked.id, plan, before)


def _notify_others(request: Request[Wanted], work: Work, new: int, booked: Booked) -> None:
    view = sessions.session(work, new)
    outbox.refresh(work, [view.subject, Subject(SubjectKind.PERSON, view.supervisee.id)])
    for one in {view.supervisee.id, view.supervisor.id} - {request.actor.id}:
        notify(work, booked, to=one)


def _just_booked(
    request: Request[Wanted],
    work: Work,
    pair: Pair,
    new: int,
    plan: PlannedSession,
    provisional: Moment | None = None,
) -> Done:
    """What was chosen in a form wasn't read back."""
    view = sessions.session(work, new)
    was = sessions.session(work, view.replaces_id) if view.replaces_id else None
    made_up = moment(work, was.starts_at) if was else None
    shown, long = meeting(work, view, request.actor), session_lengths.unless_usual(work, view.minutes)
    short = _too_short(work, pair, plan) if request.ask.at is None else ()
    booked = cards_book.just_booked(shown, made_up, plan.back, long, short)
    return Done(cards_unanswered.in_place_of(booked, provisional) if provisional else booked)


def _wanted(request: Request[Wanted], work: Work, pair: Pair) -> PlannedSession | ShowForm | Reply:
    """The session asked for, if both can; else the answer that says why not and what would do."""
    usual = session_lengths.length(work, None)
    found = session_lengths.picked_with_length(request, work, request.ask.at, request.ask.minutes, usual)
    if isinstance(found, dict):
        return form_for(request, work, request.ask, found)
    at, minutes = found
    diary.hold(work, common_times.pair_at(work, pair, at))
    asks, added = request.actor.id == pair[0].id, _added(request.ask, minutes)
    plan = plan_session(work, request.actor, pair, kind_of(request, work, pair[0]), at, asks, added)
    wrong = times.problem(work, pair, at, plan.minutes, request.actor)
    if wrong is None:
        return plan
    if request.ask.at is None:
        return form_for(request, work, request.ask, {"date": times.sentence(work, wrong)})
    return Reply(cards_book.not_then(wrong.sentence, plan, times.moments(work, wrong.instead)))


def book_ask(request: Request[Wanted], work: Work) -> ShowForm | Reply | Done:
    """The supervisee's request; nothing is booked until the supervisor confirms it."""
    pair, asks = pair_asked(request, work)
    return _ask(request, work, pair) if asks else book_confirm(request, work)


def _ask(request: Request[Wanted], work: Work, pair: Pair) -> ShowForm | Reply | Done:
    plan = _wanted(request, work, pair)
    return _request(request, work, pair, plan) if isinstance(plan, PlannedSession) else plan


def _request(request: Request[Wanted], work: Work, pair: Pair, plan: PlannedSession) -> Done:
    supervisee, supervisor = pair
    at, kind, minutes = plan.at.instant, plan.wish.session_kind, plan.wish.minutes
    before = asked_for.before_asking(work, supervisee.id)
    asked = SessionRequested(
        supervisee=supervisee.id,
        supervisor=supervisor.id,
        session_kind=kind,
        extra=request.ask.extra,
        case=request.ask.case,
        minutes=minutes,
        at=int(at.timestamp()),
        newest=before.newest,
        unconfirmed=before.unconfirmed,
    )
    if not notify(work, asked, to=supervisor.id):
        raise Refusal(refusals.asked_already(supervisor.name))
    shown_next.show_next(work, (), [supervisee.id])  # what falls due says that it was asked for
    work.log("session.asked", Subject(SubjectKind.PERSON, supervisee.id), request.actor.id, kind=str(kind))
    notify_then(work, session_unanswered(asked, work.today), supervisee.id, at)
    away = asked_sessions.while_away(work, supervisee.id, supervisor)
    return Done(cards_book.just_asked(supervisor.name, KINDS[kind], plan.at, away, minutes))
