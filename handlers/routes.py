"""The one table: what may be asked of the bot, who handles it, and who may ask. What isn't here doesn't exist.

Each feature lists its own in its ``routes``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cards.ask import Ask, MisfitError, StringAsk, all_asks, ask_of
from handlers.absence import routes as absence
from handlers.answers import routes as answers
from handlers.cases import routes as cases
from handlers.people import routes as people
from handlers.preparing import checklist, prepare, share
from handlers.records import routes as records
from handlers.sessions import routes as sessions
from handlers.shared import permissions
from handlers.shared.base import NOT_YOURS, Handler, Permission, Route


def _string(
    handle: Handler[StringAsk],
    permission: Permission[StringAsk],
    refusal: str = NOT_YOURS,
    *,
    anonymous: bool = False,
) -> Route:
    return Route(StringAsk, handle, permission, refusal, anonymous)


#: What has no ask of its own yet.
_STRINGS: dict[str, Route] = {
    "prepare": _string(prepare.prepare, permissions.anyone),
    "prepare_choose": _string(prepare.choose, permissions.anyone),
    "prepare_chosen": _string(prepare.chosen, permissions.anyone),
    "prepare_form": _string(prepare.prepare_form, prepare.may_prepare, prepare.NOT_YOURS),
    "save_preparation": _string(prepare.save, prepare.may_prepare, prepare.NOT_YOURS),
    "forget_preparation": _string(prepare.forget, prepare.may_prepare, prepare.NOT_YOURS),
    "copy_preparation": _string(prepare.copy, prepare.may_prepare, prepare.NOT_YOURS),
    "prepare_wonder": _string(prepare.wonder, prepare.may_prepare, prepare.NOT_YOURS),
    "prepare_waits": _string(prepare.waits, prepare.may_prepare, prepare.NOT_YOURS),
    "share_preparation": _string(share.share, prepare.may_prepare, prepare.NOT_YOURS),
    "share_again": _string(share.share_again, share.may_share_again, "Only who wrote it can share it."),
    "read_preparation": _string(share.read, share.may_read, "This wasn't shared with you."),
    "agenda": _string(checklist.agenda, permissions.pair, "Only the two of you can open the agenda."),
}


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
ROUTES = _STRINGS | by_kind(
    (*absence.ROUTES, *answers.ROUTES, *cases.ROUTES, *people.ROUTES, *records.ROUTES, *sessions.ROUTES)
)


def read(kind: str, fields: Mapping[str, Any]) -> Ask:
    """The ask that a ticket keeps. Raises MisfitError where there is none (any more), or it was another one."""
    known = ROUTES.get(kind)
    if known is None:
        raise MisfitError("kind")
    return StringAsk(kind, fields) if known.ask is StringAsk else ask_of(known.ask, fields)
