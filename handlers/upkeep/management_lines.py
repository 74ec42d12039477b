"""Each night: does every route up the line lead to somebody who can be reached?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from handlers.notifications.notifier import latest, notify
from handlers.upkeep.notices import RoutesAtFault
from policy.ruleset import Delivery
from storage import nightly_checks, people
from storage.contacts import InUse
from storage.nightly_checks import FaultyRoute
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
        last = latest(work, RoutesAtFault, f"person:{one}:routes")
        news = last is None or bool(set(found) - last.notice.found())
        if news or (last and work.now - last.planned_at >= AGAIN):
            notify(work, _fault(one, found, on, work.today, again=not news), to=one, send=Delivery.DAY)


def _fault(
    to: int, found: Sequence[FaultyRoute], on: InUse | None, today: date, *, again: bool
) -> RoutesAtFault:
    routes = tuple((r.fault, r.person_id) for r in found)
    platforms, by_email = (on.platforms, on.by_email) if on else (None, ())
    return RoutesAtFault(routes=routes, platforms=platforms, by_email=by_email, to=to, on=today, again=again)
