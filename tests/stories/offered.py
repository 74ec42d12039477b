"""Presses every button of every message, as its reader: whoever is asked may, and what is offered can be done.

A button that its reader may not press isn't drawn; of a duty that is theirs today, each is pressed all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from sqlalchemy import select
from sqlmodel import col

from bot.wiring import Bot
from cards.ask import Ask
from cards.model import Button, Card, Part
from handlers.notices import NOTICES
from handlers.notifications.compose import compose_again, compose_nudge
from handlers.notifications.outgoing import read_together
from handlers.routes import ROUTES, is_allowed
from handlers.shared.base import Refusal, Request
from storage import answering, duties, outbox, people
from storage import tables as t
from storage.people import Person
from storage.sending import Claimed
from storage.work import Work


class _Undone(Exception):  # noqa: N818 - how a press is taken back
    """Raised in a unit of work, so that nothing of it is kept."""


class _Offered(NamedTuple):
    reader: Person
    button: Button
    title: str


def every_refusal(bot: Bot) -> list[str]:
    """Who was refused what, of the messages sent so far as they are shown now. Nothing that is pressed is kept; what
    several messages offer a reader is pressed once."""
    with bot.read() as work:
        sent = _sent(work)
        read_together(work, [_as_claimed(message, reader) for message, reader in sent], NOTICES)
        offered = [one for message, reader in sent for one in _buttons_of(work, message, reader)]
    once = {(one.reader.id, one.button.ask): one for one in offered}
    refused = [(one, _pressed(bot, one)) for one in once.values()]
    return [f"{one.reader.name}, {one.button.label}, of “{one.title}”: {why}" for one, why in refused if why]


def _sent(work: Work) -> list[tuple[int, Person]]:
    """Each message by id with whoever reads it, of those still in post."""
    query = select(col(t.OutboxMessage.id), col(t.OutboxMessage.recipient_id)).where(
        col(t.OutboxMessage.state) == "sent"
    )
    found = [(row.id, row.recipient_id) for row in work.connection.execute(query)]
    known = people.people(work, [reader for _, reader in found])
    return [(message, known[reader]) for message, reader in found if known[reader].in_post(work.today)]


def _as_claimed(message_id: int, reader: Person) -> Claimed:
    """To be shown again where it lies."""
    return Claimed(
        message_id, "", reader.id, 0, False, None, False, False, replaces_id=message_id, of_day=False
    )


def _buttons_of(work: Work, message_id: int, reader: Person) -> Iterator[_Offered]:
    card = compose_again(work, message_id, NOTICES, is_allowed)
    yield from (_Offered(reader, button, card.title) for button in _drawn(card))
    for nudge in outbox.nudges_of(work, message_id):
        if _asks_its_reader(work, nudge) and (item := compose_nudge(work, nudge, NOTICES, _anybody)[0]):
            yield from (_Offered(reader, button, item.title) for button in item.buttons)


def _drawn(card: Card) -> Iterator[Button]:
    yield from card.buttons
    yield from (button for block in card.body if isinstance(block, Part) for button in block.buttons)


def _anybody(_work: Work, _person_id: int, _ask: Ask) -> bool:
    return True


def _asks_its_reader(work: Work, nudge: t.Nudge) -> bool:
    """Of a duty that its reader answers for today."""
    if nudge.obligation_id is None or nudge.escalates or not nudge.sent_at:
        return False
    return answering.who_answers(work, duties.of(work, nudge.obligation_id).obligation) == nudge.recipient_id


def _pressed(bot: Bot, one: _Offered) -> str:
    """Why not; empty where it was done, or a form shown."""
    try:
        with bot.work() as work:
            _press(work, one)
    except Refusal as refusal:
        return refusal.sentence
    except _Undone:
        return ""
    raise AssertionError("a press was kept")


def _press(work: Work, one: _Offered) -> NoReturn:
    assert one.button.ask
    request, route = Request(one.reader, one.button.ask), ROUTES[one.button.ask.kind]
    route.require_permission(request, work)
    route.handle(request, work)
    raise _Undone
