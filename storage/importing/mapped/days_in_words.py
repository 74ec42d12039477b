"""Days that stand among words: ``Closed 24/11/26``, ``NFA 3/11``, ``Ceased - moved out 12.10.26``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from policy.folding import fold
from policy.written_days import MONTH_WORDS, WrittenDay, in_plain_words, written
from storage.importing.mapped.own_dates import OwnDates
from storage.importing.proposal.own_columns import Column

#: With its year, or with a slash between day and month: 12.10 alone may be a number.
_DAY: Final = re.compile(
    r"(?<![\w/.-])(?:\d{4}-\d\d?-\d\d?|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)|\d{1,2}/\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{MONTH_WORDS})[a-z]*(?:,? (?:\d{{4}}|\d\d))?)(?![\d/])",
    re.IGNORECASE,
)
#: By which a status says that a case is closed; of another with a day in it that is asked.
_CLOSED: Final = re.compile(
    r"closed|closure|nfa|no further action|ceased|ended|step(?:ped)? down|case ended|withdrawn", re.IGNORECASE
)
_OPEN: Final = re.compile(r"open|re-?opened|active|current|allocated|live", re.IGNORECASE)


def day_said(text: str) -> str:
    """The last day that stands in it, as it is written there; empty for none."""
    found = _DAY.findall(text)
    return found[-1] if found else ""


def last_such_day(text: str, dates: OwnDates, today: date | None) -> str:
    """The same, restated; one that says no year is the latest that was. What says no day goes on, to be named."""
    said = day_said(text)
    if not said:
        return text
    told = written(in_plain_words(said))
    if told and not told.year and today and not dates.year:
        turned = told.with_month_first if dates.month_first else told
        return _before(turned, today) or said
    return dates.restated(said)


def _before(said: WrittenDay, today: date) -> str:
    found = (said.in_year(year) for year in range(today.year, today.year - 5, -1))
    return next((day.isoformat() for day in found if day and day <= today), "")


def closing_words(column: Column) -> Mapping[str, str | None]:
    """Of a column that says whether a case is open: what its words with a day in them begin with, with ``*`` for the
    rest, and what follows: that it closed on that day (``*``), that it didn't (empty), or None where that is asked."""
    found: dict[str, str | None] = {}
    for word in sorted(column.words):
        said = day_said(word)
        if said:
            begins = _begins(word[: word.rindex(said)])
            if any(fold(one) == fold(f"{begins}*") for one in found):
                continue
            found[f"{begins}*"] = "*" if _CLOSED.match(begins) else "" if _OPEN.match(begins) else None
    return found if "*" not in found else {}


def closed_words(column: Column) -> Mapping[str, str]:
    """Of a column of what cases are, those of its words that say that one closed on a day."""
    closed = {word: day_said(word) for word in column.words if _CLOSED.match(word)}
    begins = {f"{_begins(word[: word.rindex(day)])}*" for word, day in closed.items() if day}
    return dict.fromkeys(sorted(begins), "*")


def _begins(text: str) -> str:
    """Its first words, up to a dash or so: of a remark behind them each row has its own."""
    first = re.split(r"\s+[-–—:(]|[:;,(]", text)[0].strip()
    closed = _CLOSED.match(first)
    return closed[0] if closed else first
