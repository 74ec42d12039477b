"""What a pair's next session covers: one sentence about it in place of a line for each case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.cases.asks import DueOf
from cards.formats import listed_texts, listing, plural
from cards.model import Button, Day, Moment, Strong, Text
from cards.shared.claims import NextMeets
from policy.obligations import days_left, is_overdue

#: How many are named, those due first; more are counted.
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class AtNext:
    """What is seen to at ``whose`` next session, on ``on``: a ``case`` by its reference, or supervision; without a
    ``name`` only that it takes place."""

    whose: int
    on: date
    name: str = ""
    due: date | None = None
    case: bool = False


def at_next_of(meets: NextMeets, found: Iterable[AtNext | None]) -> list[AtNext]:
    """Those of one session that are said together, due first before; none where there aren't several cases."""
    there = [one for one in found if one and (one.whose, one.on) == (meets.person, _day(meets.starts))]
    several = len({one.name for one in there if one.case}) > 1
    return sorted(there, key=lambda one: one.due or date.max) if several else []


def next_in(said: Text) -> NextMeets | None:
    """When the pair next meet, where a text says so; none that has begun, or is a group's."""
    found = (one for one in said if isinstance(one, NextMeets))
    return next((one for one in found if not (one.begun or one.group)), None)


def covers(found: Sequence[AtNext], today: date) -> Text:
    """``found``: as ``at_next_of`` gives them. For a list that is read today."""
    cases = len({one.name for one in found if one.case})
    before = [one for one in _named(found) if one.due and (is_overdue(one.due, today) or one.due < one.on)]
    each = [_left(day, names, today) for day, names in _by_day(before[:_NAMED])]
    return (f"It covers {plural('case', cases)}", *_after("; ", listed_texts([*each, *_more(before)])), ".")


def covers_due_before(found: Sequence[AtNext]) -> Text:
    """The same in a message, which is read on other days too: of what is due before the session."""
    before = _named(found)
    each: list[Text] = [(f"{listing(names)} on ", Day(day)) for day, names in _by_day(before[:_NAMED])]
    return (
        f"It covers {plural('thing', len(before))} due before it: ",
        *listed_texts([*each, *_more(before)]),
        ".",
    )


def show(whose: int) -> Button:
    """Each of them by itself."""
    return Button("Show", DueOf(person=whose))


def _named(found: Sequence[AtNext]) -> list[AtNext]:
    """A case whose plan is to be reviewed too stands once, with the earlier day."""
    first: dict[str, AtNext] = {}
    for one in found:
        if one.name:
            first.setdefault(one.name, one)
    return list(first.values())


def _by_day(found: Sequence[AtNext]) -> list[tuple[date, list[str]]]:
    by_day: dict[date, list[str]] = {}
    for one in found:
        if one.due:
            by_day.setdefault(one.due, []).append(one.name)
    return list(by_day.items())


def _left(due: date, names: Sequence[str], today: date) -> Text:
    said, days = f"{listing(names)} {'is' if len(names) == 1 else 'are'} ", days_left(due, today)
    if is_overdue(due, today):
        return (said, Strong(f"{plural('day', -days)} overdue"))
    return (f"{said}due {'in ' + plural('day', days) if days else 'today'}, before it",)


def _more(before: Sequence[AtNext]) -> tuple[Text, ...]:
    return ((f"{len(before) - _NAMED} more",),) if len(before) > _NAMED else ()


def _after(sign: str, said: Text) -> Text:
    return (sign, *said) if said else ()


def _day(at: Moment) -> date:
    return at.wall.date()
