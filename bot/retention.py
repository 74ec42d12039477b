"""What has been kept for its term is deleted in steps, each in a transaction of its own: nothing waits long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager

from handlers.upkeep import retention
from storage.work import Work


def _never() -> bool:
    return False


def run_in_steps(
    opens: Callable[[], AbstractContextManager[Work]], account: str = "", stops: Callable[[], bool] = _never
) -> Counter[str]:
    """Until nothing is left, or ``stops()`` says so before a step; how many went, by kind. ``account``: as for
    ``handlers.upkeep.retention``."""
    gone = Counter[str]()
    while not stops():
        with opens() as work:
            step = retention.run(work, account)
        if not step:
            break
        gone.update(step)
    return gone
