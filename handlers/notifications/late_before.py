"""Switching on opens with a line, not a wall: what was late before the bot's first day is told as one thing."""

from __future__ import annotations

from collections.abc import Sequence

from cards.cases.late_before import LateBeforeBot
from cards.message import MessageItem
from handlers.shared import awaiting_outcome
from storage import council, duties
from storage.duties import KeptObligation
from storage.tables import Nudge
from storage.work import Work


def folded(work: Work, items: Sequence[tuple[Nudge, MessageItem]]) -> list[MessageItem]:
    """What a message says, with one line first in place of several that were late before the bot's first day."""
    before = _late_before(work, [nudge for nudge, _ in items])
    if len(before) < 2:
        return [item for _, item in items]
    rest = [item for nudge, item in items if nudge.id not in before]
    open_ = [nudge for nudge in before.values() if _is_open(work, nudge)]
    unknown = awaiting_outcome.unknown_reviews(work, (_of(work, nudge) for nudge in open_))
    late = [nudge for nudge in open_ if nudge.obligation_id not in unknown]
    oldest = min(nudge.due for nudge in late or before.values() if nudge.due)
    return [LateBeforeBot(len(late), oldest, len(open_) - len(late)).item(), *rest]


def _late_before(work: Work, nudges: Sequence[Nudge]) -> dict[int, Nudge]:
    """By id, what was due before the first day. Most messages hold nothing late, and aren't looked at further."""
    late = [n for n in nudges if n.obligation_id and n.due and n.due < work.calendar.day_of(n.planned_at)]
    first_day = council.council(work) if len(late) > 1 else None
    return {n.id: n for n in late if first_day and n.due and n.due < first_day.started_on}


def _is_open(work: Work, nudge: Nudge) -> bool:
    return _of(work, nudge).obligation.is_open


def _of(work: Work, nudge: Nudge) -> KeptObligation:
    assert nudge.obligation_id
    return duties.of(work, nudge.obligation_id)
