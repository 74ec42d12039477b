"""Reviews of plans of which nobody said when the last was: by the allocation they would be late, and nobody knows."""

from __future__ import annotations

from datetime import date

from policy.facts import ALLOCATION
from policy.obligations import Obligation, is_overdue
from policy.ruleset import Duty


def is_unknown_review(o: Obligation, began: date | None, today: date) -> bool:
    """``began``: the bot's first day. The plan of a case that was allocated before it may have been reviewed until
    then: once as long has gone by since as there is between two reviews, one is late."""
    if began is None or o.due is None or o.key.kind_of_duty != Duty.REVIEW_PLAN or not o.derivation:
        return False
    start = o.derivation[0]
    if start.fact != ALLOCATION or start.on is None or start.on >= began:
        return False
    return is_overdue(o.due, today) and today <= began + (o.due - start.on)
