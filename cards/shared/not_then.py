"""Why a time to meet won't do, in a sentence."""

from __future__ import annotations

from datetime import date

from cards.formats import day, moment, weekday
from cards.model import Moment
from cards.shared.uncovered import can_name


def past(at: Moment) -> str:
    return f"{moment(at)} is in the past."


def too_far(at: Moment) -> str:
    return f"{moment(at)} is more than a year ahead. Give a nearer date."


def _left(who: str) -> str:
    return f"{who} will have left by then."


def will_have_left(name: str) -> str:
    """Of a supervisor: somebody else meets the other one."""
    return f"{_left(name)} Ask an administrator who supervises from that day."


def supervisee_will_have_left(name: str) -> str:
    return f"{_left(name)} Choose an earlier day, or ask an administrator if the last day is wrong."


def reader_will_have_left() -> str:
    return f"{_left('You')} Choose an earlier day, or ask an administrator if your last day is wrong."


def closed(on: date, holiday: str) -> str:
    """``holiday``: what it is, as in ``a bank holiday (Boxing Day)``; empty for a weekend."""
    return f"{day(on)} is {holiday}." if holiday else f"{day(on)} isn't a working day."


def day_off(name: str, on: date) -> str:
    return f"{name} doesn't work on a {weekday(on)}."


def not_free(name: str, at: Moment) -> str:
    """Of the other one: nothing of what is in their way."""
    return f"{name} isn't free on {moment(at)}."


def away_then(name: str, at: Moment, manager: str) -> str:
    """To a supervisee whose supervisor is away then and covered by nobody: the manager can name a cover."""
    return f"{not_free(name, at)} {can_name(manager)}"


def reader_not_free(at: Moment) -> str:
    return f"You aren't free on {moment(at)}."


def reader_meets(kind: str, name: str, at: Moment) -> str:
    """The reader's own session is named. ``kind``: as in ``case supervision``."""
    return f"You already have {kind} with {name} on {moment(at)}."


def with_another(sentence: str, at: Moment) -> str:
    """``sentence``: why not; ``at``: the first time that would do."""
    return f"{sentence} {moment(at)} would do."
