"""Sentences that state a fact: booked, held, covered, stands, nobody, nothing due, next meets.

Each is said from what it is about, so that whether it is so can be asked of the database when it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cards.model import Claim, Day, Moment, Text
from cards.words import listed_spans


@dataclass(frozen=True, slots=True)
class BookedFor(Claim):
    """A session is booked for then; ``provisional``: by the bot, and nobody has confirmed it."""

    session: int
    starts: Moment
    provisional: bool = False

    def says(self) -> Text:
        return (self.starts,)


@dataclass(frozen=True, slots=True)
class NextMeets(Claim):
    """When somebody next meets whoever supervises them: in a group or by themselves. ``holder``: who holds it, for a
    reader who is neither of the two; ``they``: read by somebody above them."""

    person: int
    starts: Moment
    group: bool = False
    they: bool = False
    holder: str = ""

    def says(self) -> Text:
        if self.group:
            return ("Group supervision is booked for ", self.starts, ".")
        if self.holder and not self.they:
            return ("Their next session is booked for ", self.starts, f", with {self.holder}.")
        return ("They next meet " if self.holder else "Your next session is booked for ", self.starts, ".")


@dataclass(frozen=True, slots=True)
class NoneBooked(Claim):
    """Somebody has no session to come; ``group``: no group. ``since``: after one that is over."""

    person: int
    group: bool = False
    since: bool = False

    def says(self) -> Text:
        if self.since:
            return ("None is booked since.",)
        return ("No group supervision is booked yet." if self.group else "No session is booked yet.",)


@dataclass(frozen=True, slots=True)
class NobodySaid(Claim):
    """A session is over, and nobody has said yet whether it took place; ``late``: of what it would have met.
    ``noted``: nobody had booked it, and one of the two says that it did. ``before``: the days of others before it, each
    of which may have met it for a time."""

    person: int
    on: date
    late: bool = False
    noted: bool = False
    before: tuple[date, ...] = ()

    def says(self) -> Text:
        if self.before and self.late:
            days = listed_spans([Day(day) for day in (*self.before, self.on)])
            return (
                "Late as far as is known: nobody has said yet whether the sessions of ",
                *days,
                " took place.",
            )
        if self.noted and self.late:
            return (
                "Late, unless the session noted for ",
                Day(self.on),
                " took place: that waits to be confirmed.",
            )
        if self.noted:
            return ("Whether the session noted for ", Day(self.on), " took place waits to be confirmed.")
        if self.late:
            return ("Late, unless the session of ", Day(self.on), " took place: nobody has said yet.")
        return ("A session was booked for ", Day(self.on), "; nobody has said yet whether it took place.")


@dataclass(frozen=True, slots=True)
class NobodySaidBack(Claim):
    """A session was cancelled for somebody's days away, and nobody has said when they are back. ``name``: of them;
    empty to themselves."""

    session: int
    name: str = ""

    def says(self) -> Text:
        return (
            f"Nobody has said when {self.name} is back."
            if self.name
            else "You haven't said when you are back.",
        )


@dataclass(frozen=True, slots=True)
class HeldOn(Claim):
    """A session took place on that day. ``said``: what comes before it."""

    session: int
    on: date
    said: str

    def says(self) -> Text:
        return (f"{self.said} on ", Day(self.on))


@dataclass(frozen=True, slots=True)
class LastMet(Claim):
    """When somebody was last supervised in the last year, one that they took part in; None: not in it."""

    person: int
    on: date | None

    def says(self) -> Text:
        return ("Last met ", Day(self.on), ". ") if self.on else ("No session is known in the last year. ",)


@dataclass(frozen=True, slots=True)
class DoneOn(Claim):
    """What was asked for was done that day. ``said``: so, in words that name it."""

    obligation: int
    on: date
    said: str

    def says(self) -> Text:
        return (self.said,)


@dataclass(frozen=True, slots=True)
class Covers(Claim):
    """Somebody supervises these in place of somebody who is away. ``said``: so, in words."""

    cover: int
    supervisees: tuple[int, ...]
    said: str

    def says(self) -> Text:
        return (self.said,)


@dataclass(frozen=True, slots=True)
class NobodyCovers(Claim):
    """Whoever supervises somebody is away today, and nobody covers. ``name``: of who is away."""

    supervisee: int
    absent: int
    name: str
    last: date | None

    def says(self) -> Text:
        until: Text = (" until ", Day(self.last)) if self.last else ()
        return (f"{self.name} is unavailable", *until, ", and nobody covers.")


@dataclass(frozen=True, slots=True)
class Stands(Claim):
    """A session that nobody confirmed or moved stands, at the time that the bot took."""

    session: int
    starts: Moment

    def says(self) -> Text:
        return (self.starts,)


@dataclass(frozen=True, slots=True)
class RecordStands(Claim):
    """The next tier decided that a record stands."""

    record: int

    def says(self) -> Text:
        return ("it stands",)


@dataclass(frozen=True, slots=True)
class NobodySupervises(Claim):
    """Nobody in post supervises somebody, or covers."""

    person: int
    name: str

    def says(self) -> Text:
        return (f"No supervisor is recorded for {self.name}, so nobody can do this yet.",)


@dataclass(frozen=True, slots=True)
class NobodyBeside(Claim):
    """Nobody supervises somebody beside the line, of whom alone a session would count."""

    person: int
    name: str

    def says(self) -> Text:
        return (f"No professional supervisor is recorded for {self.name}, so no session would count yet.",)


@dataclass(frozen=True, slots=True)
class NobodyAnswering(Claim):
    """In their lines there is nobody to answer for these."""

    obligations: tuple[int, ...]

    def says(self) -> Text:
        return ("Nobody is recorded who answers for this.",)


@dataclass(frozen=True, slots=True)
class StayLate(Claim):
    """So many that somebody answers for are late, and the oldest was due then."""

    person: int
    count: int
    oldest: date

    def says(self) -> Text:
        return ("It was due on " if self.count == 1 else "The oldest was due on ", Day(self.oldest), ".")


def so_many_late(name: str, count: int) -> str:
    """What comes before the oldest day of what is ``name``'s, or about them."""
    return f"{name}: 1, due on " if count == 1 else f"{name}: {count}, the oldest due on "


@dataclass(frozen=True, slots=True)
class TheirsStayLate(Claim):
    """The same, as their manager reads it: what is told to nobody else is left out."""

    person: int
    name: str
    count: int
    oldest: date

    def says(self) -> Text:
        return (so_many_late(self.name, self.count), Day(self.oldest), ".")


@dataclass(frozen=True, slots=True)
class Unconfirmed(Claim):
    """A session is booked for then by the bot, and neither of the pair has confirmed it."""

    session: int
    starts: Moment

    def says(self) -> Text:
        return ("provisionally booked again for ", self.starts, ". Neither has confirmed it.")


@dataclass(frozen=True, slots=True)
class NothingDue(Claim):
    """Somebody answers for nothing that is open. ``said``: so, as the page says it."""

    person: int
    said: str = "Nothing is due from you."

    def says(self) -> Text:
        return (self.said,)
