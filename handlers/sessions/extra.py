"""An additional session, asked for or booked (B31)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cards import formats
from cards.model import Option
from cards.sessions import extra as cards_extra
from cards.sessions import refusals
from cards.sessions.asks import AdditionalAsked, AdditionalCommand, AdditionalForm, BookForm, SessionBooked
from handlers.sessions import book
from handlers.sessions.book import book_confirm, form_for
from handlers.sessions.pairs import contacts, may_meet, pair_asked, pair_of
from handlers.sessions.wishes import kind_typed
from handlers.shared import common_times, times
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, read_number, with_errors
from handlers.shared.meetings import guidance, moment
from handlers.shared.unsaid import of_pair
from policy.ruleset import GuidancePoint
from storage import cases, people, supervision
from storage.people import Person
from storage.work import Work


def may_ask_extra(request: Request[AdditionalCommand], work: Work) -> bool:
    """With the person that the words mean."""
    words = kind_typed(request.ask.words)[0]
    return may_meet(work, request.actor, book.meant(work, request.actor, words))


def may_open_extra(request: Request[AdditionalForm], work: Work) -> bool:
    one = request.ask.person
    return may_meet(work, request.actor, people.person(work, one) if one is not None else None)


def extra(request: Request[AdditionalCommand], work: Work) -> ShowForm | Reply:
    """``extra [@person] [next tuesday 2pm]``: at the time said, read as ``book`` reads it, else at one of those
    offered; with whom, if there is a choice."""
    words, kind = kind_typed(request.ask.words)
    if words:
        person, when = book.person_of(work, request.actor, words, refusals.EXTRA_EXAMPLE)
        if when:
            return book.at_time_typed(request, work, person, when, kind, book.Added(extra=True))
        return _extra_form(request, work, person, {})
    found = contacts(work, request.actor)
    if not found:
        raise Refusal(refusals.nobody_to_meet(request.actor.administrator))
    if len(found) == 1:
        return _extra_form(request, work, found[0], {})
    names = [(p.name, AdditionalForm(person=p.id)) for p in found]
    return Reply(cards_extra.with_whom(names))


def extra_form(request: Request[AdditionalForm], work: Work) -> ShowForm:
    """With somebody, or, from a preparation, with one's own supervisor about that case."""
    other, case = request.ask.person, request.ask.case
    if other is None:
        other = supervision.supervisor_now(work, request.actor.id)
    if other is None:
        raise Refusal(refusals.no_supervisor(request.actor.administrator))
    return _extra_form(request, work, people.person(work, other), {}, str(case) if case else "")


def _extra_form(
    request: Request[object], work: Work, other: Person, errors: Mapping[str, str], case: str = ""
) -> ShowForm:
    pair, asks = pair_of(work, request.actor, other)
    practice = work.rules.practice
    minutes, until = practice.session_minutes, work.calendar.add(work.today, practice.booking.extra)
    unsaid = of_pair(work, pair, request.actor.id)
    found = [] if unsaid else common_times.free_times(work, pair, times.soonest(work), until, minutes, 8)
    options = [Option(str(int(at.timestamp())), formats.slot(moment(work, at))) for at in found]
    about = [Option(str(c.id), c.reference) for c in cases.allocated_to(work, pair[0].id)]
    another = BookForm(supervisee=pair[0].id, supervisor=pair[1].id, extra=True)
    ask, notes = (
        AdditionalAsked(supervisee=pair[0].id, supervisor=pair[1].id),
        guidance(work, GuidancePoint.BOOK),
    )
    if not options:
        return form_for(replace(request, typed={}), work, another, {})
    form = cards_extra.extra_form(
        cards_extra.ExtraForm(
            other.name,
            options,
            about,
            case,
            ask,
            another,
            asks,
            notes,
            times.known(work, pair, request.actor),
        )
    )
    return with_errors(request, form, errors) if errors else ShowForm(form)


def extra_submit(request: Request[AdditionalAsked], work: Work) -> ShowForm | Reply | Done:
    """The supervisee's request, or the supervisor's booking, of one of the times offered."""
    pair, _ = pair_asked(request, work)
    when = read_number(next(iter(request.many("when")), ""), digits=10)
    if when is None:
        other = pair[1] if request.actor.id == pair[0].id else pair[0]
        return _extra_form(request, work, other, {"when": refusals.CHOOSE_OFFERED})
    mine = {str(c.id) for c in cases.allocated_to(work, pair[0].id)}
    case = next((int(c) for c in request.many("case") if c in mine), None)
    two = request.ask
    wanted = SessionBooked(
        supervisee=two.supervisee, supervisor=two.supervisor, extra=True, case=case, at=when
    )
    return book_confirm(request.asking(wanted), work)
