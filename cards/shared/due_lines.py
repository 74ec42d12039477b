"""One obligation in a list or a message, and how its day is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cards.formats import plural
from cards.model import Button, Day, Strong, Text
from cards.shared.at_next import AtNext
from cards.shared.claims import AskedToWrite
from cards.shared.derivation import waits_for
from policy.obligations import Waiting, days_left, is_overdue


@dataclass(frozen=True, slots=True)
class DueLine:
    """One obligation in a list. ``what`` is our own words, references included. ``acts``: what its reader
    can do about it now. ``blank``: the policy leaves its date open. ``beside``: what stands
    beside its day, such as windows that went by since and rules that wait for something. ``unknown``: nobody can
    call it late: a session may have met it, or there is nothing to do; ``hangs``: of the question whether a session
    took place, what hangs on it. ``together``: whom, or which session, it is listed with; ``joint``: what sees to all
    of those, where their own ``acts`` don't. ``ask``: whom to ask where the policy has no rule, as a sentence.
    ``asked``: who else is to write it; ``at_next``: what of it the pair's next session sees to, where no more is said
    of it."""

    obligation_id: int
    what: str
    due: date | None
    waiting: Waiting | None = None
    target: date | None = None
    rule: str = ""
    acts: tuple[Button, ...] = ()
    blank: bool = False
    beside: tuple[Text, ...] = ()
    unknown: bool = False
    hangs: tuple[DueLine, ...] = ()
    together: str = ""
    joint: tuple[Button, ...] = ()
    ask: str = ""
    asked: AskedToWrite | None = None
    at_next: AtNext | None = None

    def is_late(self, today: date) -> bool:
        return is_overdue(self.due, today) and not self.unknown


def each_of(lines: Iterable[DueLine]) -> Iterator[DueLine]:
    """Each line, followed by what hangs on it."""
    for line in lines:
        yield line
        yield from line.hangs


def count_of(lines: Sequence[DueLine]) -> int:
    """The question whether a session took place counts as what hangs on it, here and below: it is one matter."""
    return sum(len(line.hangs) or 1 for line in lines)


def late_of(lines: Sequence[DueLine], today: date) -> int:
    return sum(sum(one.is_late(today) for one in line.hangs) or line.is_late(today) for line in lines)


def left(due: date, today: date) -> str:
    """``in 5 days``, ``today``, ``3 days overdue``."""
    days = days_left(due, today)
    if is_overdue(due, today):
        return f"{plural('day', -days)} overdue"
    return f"in {plural('day', days)}" if days else "today"


def when(line: DueLine, today: date) -> Text:
    return (*_day(line, today), *_by_another(line))


def _by_another(line: DueLine) -> Text:
    return (". " if line.due else " ", line.asked) if line.asked else ()


def _day(line: DueLine, today: date) -> Text:
    if line.due is None:
        return (waits_for(line.waiting, line.ask) if line.waiting else "No date yet.",)
    if line.unknown:
        return (Day(line.due),)
    return day_and_left(line.due, today)


def day_and_left(due: date, today: date) -> Text:
    return (Day(due), ", ", Strong(left(due, today)) if is_overdue(due, today) else left(due, today))


def text_once(line: DueLine, today: date) -> Text:
    """As ``when``, for a message: it is read on other days than its own, so it has dates and counts no days."""
    if line.due is None:
        return _day(line, today)
    return ("It was due on " if line.is_late(today) else "Due on ", Day(line.due), ".")


def notice_of(line: DueLine, today: date) -> str:
    """What a locked screen may show of it."""
    late = line.is_late(today)
    return "Something in supervision is overdue" if late else "Something in supervision falls due"


def listed_once(line: DueLine, today: date) -> Text:
    """The same in a list."""
    if line.due is None or not line.is_late(today):
        return (Day(line.due), *_by_another(line)) if line.due else when(line, today)
    return ("was due on ", Day(line.due), *_by_another(line))
