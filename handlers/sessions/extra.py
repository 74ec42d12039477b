"""An additional session, asked for or booked (B31)."""

from __future__ import annotations

from collections.abc import Mapping

from cards import words
from cards.ask import StringAsk
from cards.model import Option
from cards.sessions import book as cards_book
from handlers.sessions.book import (
    book_confirm,
    book_form,
    contacts,
    extra_fields,
    pair_asked,
    pair_of,
    the_person,
)
from handlers.shared import times
from handlers.shared.base import Outcome, Refused, Reply, Request, ShowForm, with_errors
from handlers.shared.meetings import guidance, moment
from policy.ruleset import GuidancePoint
from storage import cases, diary, people
from storage.people import Person
from storage.work import Work


def extra(request: Request, work: Work) -> Outcome:
    """``extra [@person]``: with whom, if there is a choice."""
    words = request.text("words")
    if words:
        return _extra_form(request, work, the_person(work, words), {})
    found = contacts(work, request.actor)
    if not found:
        return Refused(
            "You supervise nobody and nobody is recorded as your supervisor. Ask an administrator."
        )
    if len(found) == 1:
        return _extra_form(request, work, found[0], {})
    names = [(p.name, {"person": p.id, **extra_fields(request)}) for p in found]
    return Reply(cards_book.with_whom("An additional session with whom?", names, "extra_form"))


def extra_form(request: Request, work: Work) -> Outcome:
    """With somebody, or, from a preparation, with one's own supervisor about that case."""
    if isinstance(request.fields.get("person"), int):
        return _extra_form(request, work, people.person(work, request.id("person")), {})
    supervisor = people.supervisor_now(work, request.actor.id)
    if supervisor is None:
        return Refused("Nobody is recorded as your supervisor. Ask an administrator.")
    return _extra_form(request, work, people.person(work, supervisor), {})


def _extra_form(request: Request, work: Work, other: Person, errors: Mapping[str, str]) -> Outcome:
    pair, asks = pair_of(work, request.actor, other)
    minutes, until = work.rules.practice.session_minutes, work.calendar.add_working(work.today, 5)
    found = diary.free_times(work, pair, times.soonest(work), until, minutes, 8)
    options = [Option(str(int(at.timestamp())), words.slot(moment(work, at))) for at in found]
    about = [Option(str(c.id), c.reference) for c in cases.allocated_to(work, pair[0].id)]
    fields = {"supervisee": pair[0].id, "supervisor": pair[1].id, "extra": 1}
    case, notes = request.text("case"), guidance(work, GuidancePoint.BOOK)
    if not options:
        return book_form(Request(request.actor, StringAsk(request.intent, fields)), work)
    form = cards_book.extra_form(cards_book.ExtraForm(other.name, options, about, case, fields, asks, notes))
    return with_errors(request, form, errors) if errors else ShowForm(form)


def extra_submit(request: Request, work: Work) -> Outcome:
    """The supervisee's request, or the supervisor's booking, of one of the times offered."""
    pair, _ = pair_asked(request, work)
    when = next(iter(request.many("when")), "")
    if not when.isdigit():
        other = pair[1] if request.actor.id == pair[0].id else pair[0]
        return _extra_form(request, work, other, {"when": "Choose one of the times."})
    mine = {str(c.id) for c in cases.allocated_to(work, pair[0].id)}
    case = next((int(c) for c in request.many("case") if c in mine), None)
    fields = {**request.fields, "at": int(when), **({"case": case} if case else {})}
    return book_confirm(Request(request.actor, StringAsk(request.intent, fields)), work)
