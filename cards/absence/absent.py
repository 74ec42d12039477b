"""Who is away, and from when to when, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.model import Day, Text


@dataclass(frozen=True, slots=True)
class Absent:
    """An absence in a message. ``name`` empty: the reader's own. ``last``: the last day away, None while unknown."""

    id: int
    name: str
    first: date
    last: date | None

    @property
    def who(self) -> str:
        return self.name or "You"

    @property
    def are(self) -> str:
        return f"{self.name} is" if self.name else "You are"


def unavailable(absent: Absent, today: date) -> str:
    """``Priya Sample is unavailable``, or that they were, once its last day is over."""
    was = absent.last is not None and absent.last < today
    return f"{absent.name} {'was' if was else 'is'} unavailable"


def spell(absent: Absent) -> Text:
    """``from Tuesday 3 November 2026 to …``, a single day, or with the return unknown."""
    if absent.last is None:
        return ("from ", Day(absent.first), "; the day of the return isn't known yet")
    if absent.last == absent.first:
        return ("on ", Day(absent.first))
    return ("from ", Day(absent.first), " to ", Day(absent.last))


def away_then(name: str, first: date, last: date | None) -> Text:
    """Beside a day that falls inside it."""
    absent = Absent(0, name, first, last)
    return (f"{absent.are} unavailable ", *spell(absent), ".")


def last_day(name: str, last: date) -> Text:
    """Beside a day after it."""
    return (f"{name}'s last day is ", Day(last), ".")


#: Whoever said it, where that isn't known any more.
SOMEBODY: Final = "Somebody"
#: Beside the last day in a form.
OPEN: Final = "Leave it empty while nobody knows."
