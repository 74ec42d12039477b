"""Why a session was cancelled, as far as its reader is told."""

from __future__ import annotations

from typing import Final

from cards.formats import day
from cards.sessions.cancel_form import REASONS
from policy.facts import Away, Reason

WORK_CAME_FIRST: Final = f"{REASONS[Reason.WORK]}."
#: As the one whose it was reads them.
_OWN: Final = {
    Reason.SICKNESS: "sickness",
    Reason.LEAVE: "leave",
    Reason.EMERGENCY: "an emergency",
    Reason.NO_SHOW: "you couldn't come",
}


def own_reason(reason: Reason) -> str:
    return f"Your own reason: {_OWN[reason]}."


def recorded_absent(name: str) -> str:
    """To the one of the two who is said not to have come. ``name``: the other."""
    return f"It is recorded that you couldn't be there. If that isn't so, speak to {name}, or say that it took place."


def unavailable(name: str, away: Away | None = None, *, over: bool = False) -> str:
    """``name``: whose absence it was, empty where that isn't known. ``away``: its days, where they are recorded and lie
    ahead; ``over``: where none do, and the day of the session is past."""
    days = ""
    if away:
        days = (
            f" from {day(away.first)} on"
            if away.last is None
            else f" from {day(away.first)} to {day(away.last)}"
        )
    return f"{name or 'One of you'} {'was' if over and not away else 'is'} unavailable{days}."
