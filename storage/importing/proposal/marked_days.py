"""Days with a mark beside them, ``27 Jul (R)``: what a tracker says in a letter of the session of that day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from policy.folding import fold
from storage.importing.mapped.own_dates import OwnDates, has_no_year, said_in
from storage.importing.proposal.own_columns import Column
from storage.importing.proposal.recognising import STATES_OF_SESSION
from storage.importing.proposal.went_ahead import as_spelt

_MARKED: Final = re.compile(r"(.*\d.*?)(\s*\(([A-Za-z][A-Za-z /'’-]{0,15})\)|\s+([A-Za-z]{1,2})|\s*(\*+))")
_OF_TIME: Final = frozenset({"am", "pm"})


def marks_in(column: Column, keys: Mapping[str, str]) -> dict[str, bool]:
    """What stands behind days of a column, with ``*`` for the day: whether it says that nothing took place. ``keys``:
    what sheets that are keys say that letters mean."""
    found, dates = dict[str, bool](), OwnDates()
    for word in sorted(column.words):
        told = _MARKED.fullmatch(word)
        if told is None or dates.restated(word) != word or not _is_day(told[1]):
            continue
        mark = next(filter(None, told.groups()[2:]))
        if fold(mark) not in _OF_TIME:
            meant = as_spelt(keys.get(fold(mark), mark), {**STATES_OF_SESSION, **_IN_A_LETTER}, column)
            found[f"*{told[2]}"] = meant == "cancelled"
    return found


#: Beside a day.
_IN_A_LETTER: Final = {"c": "cancelled", "x": "cancelled"}


def _is_day(text: str) -> bool:
    return said_in(text.strip()) is not None or has_no_year(text.strip())
