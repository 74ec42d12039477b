"""A button acts once: a second press changes nothing and says what the first one did. What a platform itself sends
again is ``storage/resends.py``'s."""

from __future__ import annotations

from cards import not_done
from cards.model import Card
from handlers.routes import ROUTES
from handlers.shared.base import Done, Outcome
from storage import tickets
from storage.work import Work


def spend(work: Work, ticket: tickets.TicketView, outcome: Outcome) -> None:
    """What changed something has been pressed, unless it may be pressed again."""
    if isinstance(outcome, Done) and not outcome.keep:
        tickets.use(work, ticket.token)


def second_press(work: Work, ticket: tickets.TicketView) -> Card | None:
    """When it was pressed, and what that did; None of one that wasn't. Its ticket is locked: a second press waits for
    the first."""
    if ticket.used_at is None:
        return None
    known = ROUTES.get(ticket.kind)
    at, did = work.calendar.wall(ticket.used_at), known.ask.did if known else ""
    return not_done.used_already(at, did)
