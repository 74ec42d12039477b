"""A session in a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.formats import listing
from cards.model import Button, Moment, Text
from cards.shared.claims import (
    AwayUnsaid,
    BookedFor,
    HeldOn,
    HolderWas,
    NextMeets,
    NobodySaid,
    NoneBooked,
    WasBookedFor,
)
from policy.facts import SessionKind

#: What each kind is called in a sentence.
KINDS: Final = {
    SessionKind.CASE: "case supervision",
    SessionKind.PERSONAL: "personal supervision",
    SessionKind.GROUP: "group supervision",
}


def called(kind: SessionKind, *, personal_too: bool = False) -> str:
    """``personal_too``: it was, or is to be, both."""
    return "case and personal supervision" if personal_too else KINDS[kind]


def together(names: Sequence[str]) -> str:
    """A group to whoever leads it: two or three by name, more by their number."""
    return listing(names) if len(names) <= 3 else f"{len(names)} people"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session in a message. ``name``: the other person in it; ``kind``: 'case supervision'; ``as_file``: it may be
    had as a file for a calendar. ``holder``: whose it is, for a reader who is neither of the two."""

    id: int
    kind: str
    name: str
    starts: Moment
    as_file: bool = False
    holder: HolderWas | None = None

    @property
    def booked(self) -> BookedFor:
        """Its time, where it is said that it is booked for then."""
        return BookedFor(self.id, self.starts)

    @property
    def on(self) -> date:
        """In the council's zone."""
        return self.starts.wall.date()

    @property
    def was(self) -> WasBookedFor:
        """The same of one that is over, cancelled or asked about."""
        return WasBookedFor(self.id, self.starts)


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """When ``whose`` supervision is next; ``starts`` None: nothing is booked. ``group``: it is a group, or only one
    would do. ``over``: the day of a session that is over, of which nobody has said yet whether it took place;
    ``noted``: that nobody had booked. ``holder``: who holds it, for a reader who is neither of the two;
    ``begun``: it isn't over yet. ``unsaid``: who of the two is unavailable until nobody knows when."""

    whose: int | None
    starts: Moment | None = None
    group: bool = False
    over: date | None = None
    noted: bool = False
    holder: str = ""
    begun: bool = False
    unsaid: AwayUnsaid | None = None


#: What comes before the day of one that was held since.
HELD_NEXT: Final = "The next was held"


@dataclass(frozen=True, slots=True)
class MetNext:
    """The pair's next session after a cancelled one, ``booked`` or held. ``ahead``: it is still to come."""

    when: BookedFor | HeldOn
    ahead: bool = False

    @property
    def text(self) -> Text:
        if isinstance(self.when, HeldOn):
            return (self.when, ".")
        return (f"The next {'is' if self.ahead else 'was'} booked for ", self.when, ".")


def next_booked(meets: NextMeeting, *, they: bool = False) -> Text:
    """``they``: read by somebody above the two. A case that nobody holds has no session to come."""
    whose, over = meets.whose or 0, meets.over
    said: Text = (NobodySaid(whose, over, noted=meets.noted), " ") if over else ()
    if meets.starts:
        return (*said, NextMeets(whose, meets.starts, meets.group, they, meets.holder, meets.begun))
    if meets.unsaid:
        return (*said, meets.unsaid)
    return (*said, NoneBooked(whose, meets.group, since=over is not None))


@dataclass(frozen=True, slots=True)
class WaitsForAnswer:
    """What a supervisee asked or proposed and its reader hasn't answered: so, and what answers it, in place of the
    button that books another."""

    said: Text
    answer: Button


def records_no_more(name: str) -> str:
    """Of whoever was to record a group, and is away on its day."""
    return f"{name} was to record it. Choose who does as you say that it took place."


def unavailable(names: Sequence[str]) -> str:
    """Who of a group won't be there, and not why."""
    return f"{listing(names)} {'is' if len(names) == 1 else 'are'} unavailable that day."
