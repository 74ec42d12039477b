"""How an event of a calendar repeats: what ends on a date, and what nobody can meet so often."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from math import prod
from typing import Any, Final

#: Expanding these runs for minutes, or for ever.
_TOO_OFTEN: Final = ("SECONDLY", "MINUTELY")
_TIMES_OF_A_DAY: Final = ("BYHOUR", "BYMINUTE", "BYSECOND")
_PARTS: Final = "BY"
_MOST_A_DAY: Final = 24


def is_endless(event: Any) -> bool:
    """Whether one of its rules is to be left unread: no step from one occurrence to the next, or far too many."""
    return any(_is_endless(rule) for rule in _rules(event))


def end_with_the_day(event: Any) -> None:
    """A series of moments that ends on a date has that whole day in it: to know too little keeps nobody from meeting
    twice at once."""
    begins = event["DTSTART"].dt
    if not isinstance(begins, datetime):
        return
    for rule in _rules(event):
        rule["UNTIL"] = [
            one if isinstance(one, datetime) else datetime.combine(one, time.max, begins.tzinfo)
            for one in rule.get("UNTIL", [])
        ]
        if not rule["UNTIL"]:
            del rule["UNTIL"]


def _rules(event: Any) -> Iterator[Any]:
    given = event.get("RRULE", [])
    yield from (one for one in (given if isinstance(given, list) else [given]) if isinstance(one, dict))


def _is_endless(rule: Any) -> bool:
    often = str(rule.get("FREQ", [""])[0]).upper()
    if often in _TOO_OFTEN or any(step < 1 for step in rule.get("INTERVAL", [])):
        return True
    if often == "HOURLY":
        return any(part.upper().startswith(_PARTS) for part in rule)
    return prod(len(rule.get(part, [0])) for part in _TIMES_OF_A_DAY) > _MOST_A_DAY
