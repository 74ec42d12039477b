"""What a session has to keep, each with its day: what falls due for a supervisee, and a cancelled one's limit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from cards.formats import later_than_these, titled
from cards.model import Day, Text
from policy.ruleset import Rule

REBOOK: Final = "Rebook the cancelled session"


def discuss(reference: str) -> str:
    return f"Discuss {reference}"


def supervise(name: str) -> str:
    return f"Supervision of {name}"


def by(what: str, due: date) -> Text:
    return (f"{what}: by ", Day(due), ".")


def soonest(lines: Sequence[Text], most: int) -> list[Text]:
    """So many of them, which come soonest first, and how many there are besides."""
    more = len(lines) - most
    return [*lines[:most], (f"{later_than_these(more)}.",)] if more > 0 else list(lines)


def broken(what: str, due: date) -> Text:
    """By a later day."""
    return (f"{what}: that is to be done by ", Day(due), ".")


def aim(what: str, target: date | None, due: date, *, passed: bool) -> Text:
    """``target``: the day to aim at, where there is one before the last; ``passed``: the last is over."""
    late = " That has passed." if passed else ""
    if target and target < due:
        return (f"{what}: aim for ", Day(target), ", no later than ", Day(due), f".{late}")
    return (f"{what}: no later than ", Day(due), f".{late}")


def held_after_return(within: str, source: str) -> Text:
    """A session cancelled for sickness. ``source``: the rule with its clause, empty where it has none."""
    return (f"For sickness it is to be held within {within} of the return to work{_cited(source)}.",)


def held_by(due: date, source: str, *, ahead: bool, early: bool, passed: bool) -> Text:
    """A session cancelled now. ``ahead``: its time is still to come; ``early``: the limit is before the day it is
    booked for; ``passed``: the limit is over."""
    how = "Cancelled now" if ahead else "Not held"
    note = " That is before the day it is booked for." if early else ""
    note = " That day has passed." if passed else note
    return (f"{how}, it is to be held by ", Day(due), f"{_cited(source)}.{note}")


def too_short(rule: Rule, amount: str, *, held: bool = False) -> str:
    """``amount``: ``60 of 90 minutes``."""
    counts = "doesn't count" if held else "wouldn't count"
    return f"Too short for {titled(rule)[:-1]}: {amount}, so it {counts}."


def _cited(source: str) -> str:
    return f" ({source})" if source else ""
