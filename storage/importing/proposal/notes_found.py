"""A case system's list of notes: each is of a case and a day, and some are of supervision. Who was supervised isn't in
it, so that it says of each case when it was last discussed, and of no session."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from storage.importing.proposal.own_columns import Column

#: What notes are called that are of a discussion in supervision, by their kind, as a code or in words.
_OF_SUPERVISION: Final = re.compile(r"\bsup(?:er)?v|\bsup(?:n|cd|case)?\b", re.IGNORECASE)
#: A note that never was.
_VOID: Final = re.compile(r"\berror\b|\bdeleted?\b|\bvoid|\bwithdrawn\b|\bcancel", re.IGNORECASE)
#: By its heading a day on which something was written, not done.
_OF_WRITING: Final = frozenset(
    {"recorded", "entered", "created", "updated", "finalised", "signed", "modified"}
)
#: So few kinds of notes there are.
_FEW: Final = 40
_FEWEST: Final = 2


def notes_in(found: Mapping[str, Mapping[str, Column]], columns: Sequence[Column]) -> dict[str, Column]:
    """The case, the day, the kind of note, and how far it is; nothing of what is no such list."""
    cases = found["cases"]
    case = cases.get("case")
    if case is None or not cases.keys().isdisjoint(("service", "allocated_on", "last_discussed")):
        return {}
    free = [c for c in columns if c is not case]
    days = [c for c in free if c.are_days and _OF_WRITING.isdisjoint(c.heading)]
    sort = next((c for c in free if _FEWEST <= len(c.words) <= _FEW and of_supervision(c)), None)
    if sort is None or len(days) != 1 or len(case.words) == case.filled:
        return {}
    status = next((c for c in free if c is not sort and len(c.words) <= _FEW and void(c)), None)
    return {"case": case, "last_discussed": days[0], "sort": sort, **({"status": status} if status else {})}


def of_supervision(column: Column) -> list[str]:
    return sorted(column.saying(_OF_SUPERVISION))


def void(column: Column) -> list[str]:
    return [word for word in sorted(column.words) if _VOID.search(word)]
