"""Takes what a person does on any platform to its handler and back: authorise, act, answer, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.inbound.commands import parse
from bot.logs import log
from bot.wiring import Bot
from cards.model import Button, Card, Form, Note, Paragraph, seal, seal_form
from cards.words import clock
from handlers.intents import INTENTS
from handlers.shared.base import Done, Outcome, Refusal, Refused, Reply, Request, ShowForm
from storage import people, tickets
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Answer:
    """What the asker sees: a sealed card or a sealed form. ``changed``: whether anything did."""

    card: Card | None = None
    form: Form | None = None
    changed: bool = False
    refused: bool = False


GONE = "That button no longer works. Ask again for what you need, for example with: due"


def command(bot: Bot, person_id: int, words: str, before: str = "") -> Answer:
    """A typed command, such as ``due CB-10234``; ``before``: what is typed before each on this platform."""
    try:
        intent, fields = parse(words, before)
    except Refusal as refusal:
        return _refused(refusal.sentence)
    return _answer(bot, person_id, intent, fields)


def press(bot: Bot, person_id: int, token: str, typed: Mapping[str, Any]) -> Answer:
    """A button or a submitted form. The token is untrusted: its ticket says whose it is and what it means."""
    try:
        with bot.work() as work:
            ticket = tickets.find(work, token)
            if ticket is None or ticket.person_id != person_id:
                return _refused(GONE)
            if ticket.used_at:
                return _used(work, ticket)
            request = _request(work, person_id, ticket.intent, {**typed, **ticket.fields})
            outcome = _handle(work, request)
            if isinstance(outcome, Done) and not outcome.keep:
                tickets.use(work, token, outcome.card.title)
            return _sealed(work, person_id, outcome)
    except Refusal as refusal:
        return _refused(refusal.sentence)


def intend(bot: Bot, person_id: int, intent: str, fields: Mapping[str, Any]) -> Answer:
    """An intent of our own making, such as a shortcut on a page."""
    return _answer(bot, person_id, intent, fields)


def _answer(bot: Bot, person_id: int, intent: str, fields: Mapping[str, Any]) -> Answer:
    try:
        with bot.work() as work:
            return _sealed(work, person_id, _handle(work, _request(work, person_id, intent, fields)))
    except Refusal as refusal:
        return _refused(refusal.sentence)


def _request(work: Work, person_id: int, intent: str, fields: Mapping[str, Any]) -> Request:
    return Request(people.person(work, person_id), intent, fields)


def _handle(work: Work, request: Request) -> Outcome:
    known = INTENTS[request.intent]
    actor = None if known.discreet else request.actor.id
    try:
        if not known.may(request, work):
            log.info("intent.refused", intent=request.intent, actor=actor)
            return Refused(known.refusal)
        outcome = known.handle(request, work)
    except LookupError as error:
        raise Refusal(GONE) from error
    log.info("intent.handled", intent=request.intent, actor=actor, outcome=type(outcome).__name__)
    if isinstance(outcome, Refused):
        raise Refusal(outcome.sentence)
    return outcome


def _sealed(work: Work, person_id: int, outcome: Outcome) -> Answer:
    def issue(button: Button) -> str:
        return tickets.issue(work, person_id, button.intent, button.fields)

    match outcome:
        case ShowForm(form):
            return Answer(form=seal_form(form, issue))
        case Reply(card):
            return Answer(card=seal(card, issue))
        case Done(card):
            return Answer(card=seal(card, issue), changed=True)
        case Refused(sentence):
            return _refused(sentence)


def _refused(sentence: str) -> Answer:
    return Answer(card=Card("Not done", "Your answer is ready", (Paragraph((sentence,)),)), refused=True)


def _used(work: Work, ticket: tickets.Ticket) -> Answer:
    """A second press changes nothing and says what the first one did."""
    assert ticket.used_at
    wall = work.calendar.wall(ticket.used_at)
    text = f"You already used this on {wall.day} {wall:%B} at {clock(wall.time())}: {ticket.outcome}."
    return replace(
        _refused(text),
        card=Card(
            "Already done",
            "Your answer is ready",
            (Paragraph((text,)), Note(("Nothing was changed again.",))),
        ),
    )
