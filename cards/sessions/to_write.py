"""Which records are to be written once a session took place, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from cards.model import Day, Text
from cards.words import listing, plural

NO_RECORD: Final = "No case was discussed, so there is no record to write."


def to_write(cases: Sequence[str], due: date | None, system: str, *, days: bool, late: bool) -> Text:
    """``days``: whether the supervisee has so many days to answer; ``late``: the day is over."""
    if not cases:
        return (NO_RECORD,)
    if due:
        were = f"{'was' if len(cases) == 1 else 'were'} to be written" if late else "to write"
        return (f"{plural('record', len(cases))} {were} in {system} by ", Day(due), f": {listing(cases)}.")
    answered = "; the supervisee's days to answer run from their receipt" if days else ""
    return (f"Yours to write: {listing(cases)}. The policy sets no deadline for it{answered}.",)
