"""The one table: what may be asked of the bot, who handles it, and who may ask. What isn't here doesn't exist.

Each feature lists its own in its ``routes``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from cards.ask import Ask, MisfitError, all_asks, ask_of
from handlers.absence import routes as absence
from handlers.answers import routes as answers
from handlers.cases import routes as cases
from handlers.evidence import routes as evidence
from handlers.people import routes as people
from handlers.preparing import routes as preparing
from handlers.records import routes as records
from handlers.sessions import routes as sessions
from handlers.shared.base import Refusal, Request, Route
from storage.people import person
from storage.work import Work


def by_kind(routes: Iterable[Route]) -> dict[str, Route]:
    """Raises ValueError unless every ask there is has exactly one route."""
    found: dict[str, Route] = {}
    for one in routes:
        if one.ask.kind in found:
            raise ValueError(f"two routes for “{one.ask.kind}”")
        found[one.ask.kind] = one
    nowhere = sorted(ask.__name__ for ask in all_asks() - {one.ask for one in found.values()})
    if nowhere:
        raise ValueError(f"no route for {', '.join(nowhere)}")
    return found


#: By the kind of its ask.
ROUTES: Final = by_kind(
    (
        *absence.ROUTES,
        *answers.ROUTES,
        *cases.ROUTES,
        *evidence.ROUTES,
        *people.ROUTES,
        *preparing.ROUTES,
        *records.ROUTES,
        *sessions.ROUTES,
    )
)


def is_allowed(work: Work, actor_id: int, ask: Ask) -> bool:
    """Whether a person may ask for this today, by the permission of its route."""
    try:
        ROUTES[ask.kind].require_permission(Request(person(work, actor_id), ask), work)
    except Refusal:
        return False
    return True


def read(kind: str, fields: Mapping[str, Any]) -> Ask:
    """The ask that a ticket keeps. Raises MisfitError where there is none (any more), or it was another one."""
    known = ROUTES.get(kind)
    if known is None:
        raise MisfitError("kind")
    return ask_of(known.ask, fields)
