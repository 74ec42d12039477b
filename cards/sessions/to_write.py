"""Which records are to be written once a session took place, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from cards.formats import listing, plural
from cards.model import Day, Text

NO_CASE: Final = "No case was discussed."
NO_RECORD: Final = "No case was discussed, so there is no record to write."


def to_write(
    cases: Sequence[str],
    due: date | None,
    system: str,
    *,
    days: bool,
    late: bool,
    writer: str = "",
    owed: bool = True,
    known: bool = True,
) -> Text:
    """``days``: whether the supervisee has so many days to answer; ``late``: the day is over; ``writer``: who held the
    session, where that isn't the reader; ``owed``: whether a rule asks for records of it, ``known``: of any."""
    if not cases:
        return (NO_RECORD if known else NO_CASE,)
    if not owed:
        return (f"Discussed: {listing(cases)}.",)
    theirs = f" {writer} held the session and is asked to record it." if writer else ""
    if due:
        were = f"{'was' if len(cases) == 1 else 'were'} to be written" if late else "to write"
        return (
            f"{plural('record', len(cases))} {were} in {system} by ",
            Day(due),
            f": {listing(cases)}.{theirs}",
        )
    answered = "; the supervisee's days to answer run from their receipt" if days else ""
    whose = f"{writer}'s" if writer else "Yours"
    return (f"{whose} to write: {listing(cases)}. The policy sets no deadline for it{answered}.",)
