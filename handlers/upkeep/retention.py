"""What is kept too long goes, each night and on the command line; how much of what is counted in the trail."""

from __future__ import annotations

from typing import Any, Final

from storage import retention
from storage.work import Work

#: Of each kind at most, in one transaction: nothing waits long behind it.
STEP: Final = 500


def run(work: Work, account: str = "") -> dict[str, int]:
    """One step: how many went, by kind. ``account``: whose command it was, where it wasn't the clock's."""
    gone = retention.run(work, STEP)
    if gone:
        by: Any = {"account": account} if account else {}
        work.log("retention.ran", count=sum(gone.values()), kinds=gone, **by)
    return gone
