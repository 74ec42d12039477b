"""Each night: does every route up the line lead to somebody who can be reached?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from cards.message import MessageItem
from cards.upkeep import escalation_routes as cards_routes
from handlers.notifications import notifier
from handlers.notifications.compose import NudgeContext
from policy.ruleset import Delivery
from storage import nightly_checks, outbox, people
from storage.contacts import InUse
from storage.nightly_checks import Route, RouteFault
from storage.work import Work

#: Faults that nobody put right are named again after this long.
AGAIN: Final = timedelta(days=7)


def check_routes(work: Work, on: InUse | None) -> None:
    """Tells the administrators (or the policy's owner) of faults that are new, and once a week of those that stay."""
    found = nightly_checks.routes(work, on)
    if not found:
        return
    work.log("routes.faults", None, None, count=len(found))
    for one in people.administrators(work) or people.policy_owners(work):
        if _is_news(work, one, found):
            data = {"routes": [[str(r.fault), r.person_id] for r in found], **_kept(on)}
            source = f"person:{one}:routes:{work.today}"
            notifier.notify(work, outbox.NewNudge(one, "routes", source, "routes", Delivery.DAY, data))


def _kept(on: InUse | None) -> dict[str, Any]:
    return {"platforms": on and list(on.platforms), "by_email": list(on.by_email) if on else []}


def _in_use(data: Mapping[str, Any]) -> InUse | None:
    """As it was kept; by an earlier version without what looks for people by email."""
    platforms = data["platforms"]
    return None if platforms is None else InUse(tuple(platforms), tuple(data.get("by_email", ())))


def _is_news(work: Work, administrator_id: int, found: Sequence[Route]) -> bool:
    last = outbox.latest(work, "routes", f"person:{administrator_id}:routes")
    if last is None:
        return True
    _, told_at, data = last
    known = {Route(RouteFault(fault), person_id) for fault, person_id in data["routes"]}
    return bool(set(found) - known) or work.now - told_at >= AGAIN


def compose_routes(work: Work, context: NudgeContext) -> MessageItem | None:
    """The faults that still stand."""
    data = context.nudge.data
    named = {Route(RouteFault(fault), person_id) for fault, person_id in data["routes"]}
    found = [r for r in nightly_checks.routes(work, _in_use(data)) if r in named]
    names = people.people(work, [r.person_id for r in found])
    return cards_routes.routes([(r.fault, names[r.person_id].name) for r in found]) if found else None


def compose_unreachable(work: Work, context: NudgeContext) -> MessageItem | None:
    who = people.person(work, int(context.nudge.data["person"]))
    return cards_routes.unreachable(who.name, str(context.nudge.data["why"]))
