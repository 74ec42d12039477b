"""Takes what a person does on any platform to its handler and back: authorise, act, answer, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot import faults
from bot.inbound import double_click
from bot.inbound.write_queue import DuplicateError, TooLateError
from bot.logs import log
from bot.wiring import Bot
from cards import not_done
from cards.ask import Ask, MisfitError, fields_of
from cards.limits import is_view
from cards.model import Card, Form, seal, seal_form
from cards.opener import opener
from handlers.commands import parse
from handlers.routes import ROUTES, read
from handlers.shared.base import Done, Outcome, Refusal, Reply, Request, ShowForm
from handlers.shared.case_lookup import with_reference
from storage import people, tickets
from storage.diary import NotAskedError
from storage.engine import UNAVAILABLE
from storage.work import MissingRowError, Work


@dataclass(frozen=True, slots=True)
class Answer:
    """What the asker sees: a sealed card or a sealed form. ``changed``: whether anything did; ``repeated``: it was a
    resend of what was answered before."""

    card: Card | None = None
    form: Form | None = None
    changed: bool = False
    refused: bool = False
    repeated: bool = False


def command(bot: Bot, person_id: int, words: str, *, opens: bool = True) -> Answer:
    """A typed command, such as ``due CB-10234``; ``opens``: whether it can open a form in answer to words. Where it
    can't, the answer is a card whose button does."""
    try:
        ask = parse(words)
    except Refusal as refusal:
        return _refused(refusal.sentence)
    return answer(bot, person_id, ask, opens=opens)


def press(bot: Bot, person_id: int, token: str, typed: Mapping[str, Any]) -> Answer:
    """A button or a submitted form. The token is untrusted: its ticket says whose it is and what it means."""
    return _carried_out(bot, lambda work: _pressed(work, person_id, token, typed))


def _pressed(work: Work, person_id: int, token: str, typed: Mapping[str, Any]) -> Answer:
    ticket = tickets.find(work, token)
    if ticket is None or ticket.person_id != person_id:
        return _refused(not_done.GONE)
    if again := double_click.second_press(work, ticket):
        return Answer(card=again, refused=True)
    request = Request(people.person(work, person_id), _kept_in(ticket), typed)
    outcome = _handle(work, request)
    double_click.spend(work, ticket, outcome)
    return _sealed(work, person_id, outcome)


def _kept_in(ticket: tickets.TicketView) -> Ask:
    try:
        return read(ticket.kind, ticket.fields)
    except MisfitError as error:
        log.warning("ask.misfit", ask=ticket.kind, fields=str(error))
        raise Refusal(not_done.GONE) from None


def answer(bot: Bot, person_id: int, ask: Ask, *, opens: bool = True) -> Answer:
    """To an ask of our own making, such as a shortcut on a page; ``opens`` as for ``command``."""

    def act(work: Work) -> Answer:
        request = Request(people.person(work, person_id), ask)
        outcome = _handle(work, request)
        return _sealed(
            work,
            person_id,
            outcome if opens else _in_a_message(outcome, with_reference(work, request.actor, ask)),
        )

    return _carried_out(bot, act)


def _carried_out(bot: Bot, act: Callable[[Work], Answer]) -> Answer:
    """In one transaction, kept whole or not at all. A fault of ours is logged, counted and said as such; a row that is
    gone is a button of long ago. Raises what the caller answers itself: too late, seen before, no database, whose busy
    times are to be asked for first."""
    try:
        with bot.work() as work:
            return act(work)
    except Refusal as refusal:
        return _refused(refusal.sentence)
    except MissingRowError as error:
        log.info("ask.gone", what=error.what)
        return _refused(not_done.GONE)
    except (TooLateError, DuplicateError, NotAskedError, *UNAVAILABLE):
        raise
    except Exception as error:  # noqa: BLE001 - rolled back, named in the log, and the asker told
        faults.report("request.fault", error)
        return _refused(not_done.FAULT)


def _in_a_message(outcome: Outcome, ask: Ask) -> Outcome:
    match outcome:
        case ShowForm(opened):
            return Reply(opener(opened, ask))
        case Reply(opened) if is_view(opened):
            return Reply(opener(opened, ask))
        case _:
            return outcome


def _handle(work: Work, request: Request[Ask]) -> Outcome:
    kind = request.ask.kind
    known = ROUTES[kind]
    actor = None if known.anonymous else request.actor.id
    try:
        known.require_permission(request, work)
    except Refusal:
        log.info("ask.refused", ask=kind, actor=actor)
        raise
    outcome = known.handle(request, work)
    log.info("ask.handled", ask=kind, actor=actor, outcome=type(outcome).__name__)
    return outcome


def _sealed(work: Work, person_id: int, outcome: Outcome) -> Answer:
    def issue(ask: Ask) -> str:
        return tickets.issue(work, person_id, ask.kind, fields_of(ask))

    match outcome:
        case ShowForm(form):
            return Answer(form=seal_form(form, issue))
        case Reply(card):
            return Answer(card=seal(card, issue))
        case Done(card):
            return Answer(card=seal(card, issue), changed=True)


def _refused(sentence: str) -> Answer:
    return Answer(card=not_done.refusal(sentence), refused=True)
