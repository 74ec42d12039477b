"""A worker is told which cases are theirs since lately: all that one file brings, in one line of that day's digest."""

from __future__ import annotations

from cards.kept_fields import Ids
from cards.message import MOST_ITEMS
from cards.people import allocated as cards_allocated
from cards.shared.duty_claims import AllocatedTo
from handlers.notifications.notice import EventNotice, NoticeContext, NoticeKey, notice
from handlers.notifications.notifier import notify
from handlers.shared.next_due import next_due
from policy.ruleset import Delivery
from storage import cases, new_allocations
from storage.new_allocations import NewAllocation
from storage.work import Work


@notice(new_allocations.ALLOCATED)
class CasesAllocated(EventNotice[cards_allocated.CasesAllocated]):
    """While one of them is theirs. ``allocations``: which were named, so that none is named twice."""

    worker: int
    allocations: Ids

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.worker}:allocated", str(max(self.allocations)))

    def says(self, work: Work, _context: NoticeContext) -> cards_allocated.CasesAllocated | None:
        found = new_allocations.still_theirs(work, self.worker, self.allocations)
        shown = [_shown(work, one) for one in found[:MOST_ITEMS]]
        return cards_allocated.CasesAllocated(shown, len(found)) if found else None


def _shown(work: Work, one: NewAllocation) -> cards_allocated.AllocatedCase:
    case = cases.case(work, one.case)
    held = AllocatedTo(case.id, one.worker, case.reference)
    return cards_allocated.AllocatedCase(case.reference, one.since, next_due(work, case), held)


def notify_workers(work: Work) -> None:
    """Not of what was theirs before the bot began."""
    for worker, some in new_allocations.begun(work).items():
        news = CasesAllocated(worker=worker, allocations=tuple(one.id for one in some))
        notify(work, news, to=worker, send=Delivery.DAY)
