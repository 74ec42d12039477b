"""Presses every button of every message, as its reader: whoever is asked may, and what is offered can be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

from sqlalchemy import select
from sqlmodel import col

from bot.wiring import Bot
from cards.model import Button, Card, Part
from handlers.composers import COMPOSERS
from handlers.notifications.compose import compose_again
from handlers.routes import ROUTES
from handlers.shared.base import Refusal, Request
from storage import people
from storage import tables as t
from storage.work import Work


class _Undone(Exception):  # noqa: N818 - how a press is taken back
    """Raised in a unit of work, so that nothing of it is kept."""


def every_refusal(bot: Bot) -> list[str]:
    """Who was refused what, of the messages sent so far as they are shown now. Nothing that is pressed is kept."""
    return [said for message_id, reader in _sent(bot) for said in _refusals(bot, message_id, reader)]


def _sent(bot: Bot) -> list[tuple[int, int]]:
    """Each message by id with whoever reads it, of those still in post."""
    query = select(col(t.Message.id), col(t.Message.recipient_id)).where(col(t.Message.state) == "sent")
    with bot.read() as work:
        found = [(row.id, row.recipient_id) for row in work.connection.execute(query)]
        known = people.people(work, [reader for _, reader in found])
        return [(one, reader) for one, reader in found if known[reader].in_post(work.today)]


def _refusals(bot: Bot, message_id: int, reader: int) -> Iterator[str]:
    with bot.read() as work:
        card, name = compose_again(work, message_id, COMPOSERS), people.person(work, reader).name
    for button in _buttons(card):
        refused = _pressed(bot, reader, button)
        if refused:
            yield f"{name}, {button.label}, of “{card.title}”: {refused}"


def _buttons(card: Card) -> Iterator[Button]:
    yield from card.buttons
    yield from (button for block in card.body if isinstance(block, Part) for button in block.buttons)


def _pressed(bot: Bot, reader: int, button: Button) -> str:
    """Why not; empty where it was done, or a form shown."""
    try:
        with bot.work() as work:
            _press(work, reader, button)
    except Refusal as refusal:
        return refusal.sentence
    except _Undone:
        return ""
    raise AssertionError("a press was kept")


def _press(work: Work, reader: int, button: Button) -> NoReturn:
    assert button.ask
    request, route = Request(people.person(work, reader), button.ask), ROUTES[button.ask.kind]
    route.require_permission(request, work)
    route.handle(request, work)
    raise _Undone
