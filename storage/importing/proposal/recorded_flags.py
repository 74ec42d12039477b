"""Columns that say of each session whether its record is written: yes, no, or not yet."""

from __future__ import annotations

import re
from typing import Final

from storage.importing.mapped.own_cells import is_set
from storage.importing.proposal.own_columns import MOSTLY, Column

#: By which a heading is of the record of a session.
_OF_RECORD: Final = frozenset(
    {"record", "records", "recorded", "recording", "rec", "written", "notes", "file", "uploaded"}
)
_UNKNOWN: Final = re.compile(r"not (?:known|applicable|set|entered)|unknown")
_NOT_YET: Final = re.compile(r"draft|not|outstanding|to do|pending|await|in progress|overdue")


def of_record(column: Column) -> bool:
    return not _OF_RECORD.isdisjoint(column.heading)


def says_recorded(column: Column) -> bool:
    """Of each session whether its record is written: a yes, a no, or that it isn't yet."""
    said = [is_recorded(word) for word in column.words]
    is_of_record = of_record(column) and not column.are_days
    return is_of_record and sum(one is not None for one in said) > MOSTLY * len(said)


def is_recorded(word: str) -> bool | None:
    said = is_set(word)
    return False if said is None and _NOT_YET.search(word.lower()) else said


def says_owed(column: Column) -> list[str]:
    """What says that a record isn't written where others say on which day theirs was, or that it is: ``N``, ``Draft``,
    ``Not recorded``. What says nothing, as ``-``, isn't among them."""
    if not of_record(column):
        return []
    told = {*column.says_no_day, *(word for word in column.nothing if _NOT_YET.search(word.lower()))}
    told -= {word for word in told if _UNKNOWN.search(word.lower())}
    return sorted(word for word in told if is_recorded(word) is False)
