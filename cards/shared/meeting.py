"""A session in a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.model import Day, Moment, Text
from cards.words import listing
from policy.facts import SessionKind

#: What each kind is called in a sentence.
KINDS: Final = {
    SessionKind.CASE: "case supervision",
    SessionKind.PERSONAL: "personal supervision",
    SessionKind.GROUP: "group supervision",
}


def together(names: Sequence[str]) -> str:
    """A group to whoever leads it: two or three by name, more by their number."""
    return listing(names) if len(names) <= 3 else f"{len(names)} people"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session in a message. ``name``: the other person in it; ``kind``: 'case supervision'; ``as_file``: it may be
    had as a file for a calendar."""

    id: int
    kind: str
    name: str
    starts: Moment
    as_file: bool = False


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """When somebody is next supervised; ``starts`` None: nothing is booked. ``group``: it is a group, or only one
    would do. ``over``: the day of a session that is over, of which nobody has said yet whether it took place."""

    starts: Moment | None = None
    group: bool = False
    over: date | None = None


def next_booked(meets: NextMeeting, *, they: bool = False) -> Text:
    """``they``: read by somebody above the two."""
    if not meets.starts and meets.over and not meets.group:
        over = ("A session was booked for ", Day(meets.over), "; nobody has said yet whether it took place. ")
        return (*over, "None is booked since.")
    if not meets.starts:
        return ("No group supervision is booked yet." if meets.group else "No session is booked yet.",)
    if meets.group:
        return ("Group supervision is booked for ", meets.starts, ".")
    return ("They next meet " if they else "Your next session is booked for ", meets.starts, ".")


def unavailable(names: Sequence[str]) -> str:
    """Who of a group won't be there, and not why."""
    return f"{listing(names)} {'is' if len(names) == 1 else 'are'} unavailable that day."
