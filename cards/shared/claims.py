"""Sentences that state a fact: booked, held, covered, stands, next meets. Of duties: ``duty_claims``.

Each is said from what it is about, so that whether it is so can be asked of the database when it is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cards.formats import listed_spans, listing, plain_text, plural
from cards.model import Claim, Day, Moment, Text


@dataclass(frozen=True, slots=True)
class BookedFor(Claim):
    """A session is booked for then; ``provisional``: by the bot, and nobody has confirmed it."""

    session: int
    starts: Moment
    provisional: bool = False

    def says(self) -> Text:
        return (self.starts,)


@dataclass(frozen=True, slots=True)
class WasBookedFor(Claim):
    """A session was booked for then, whatever became of it."""

    session: int
    starts: Moment

    def says(self) -> Text:
        return (self.starts,)


@dataclass(frozen=True, slots=True)
class NextMeets(Claim):
    """When somebody next meets whoever supervises them: in a group or by themselves. ``holder``: who holds it, for a
    reader who is neither of the two; ``they``: read by somebody above them; ``begun``: it isn't over yet."""

    person: int
    starts: Moment
    group: bool = False
    they: bool = False
    holder: str = ""
    begun: bool = False

    def says(self) -> Text:
        if self.begun:
            kind = "group supervision" if self.group else "session"
            return (f"The {kind} booked for ", self.starts, " has begun.")
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
            return ("None is booked ahead.",)
        return ("No group supervision is booked yet." if self.group else "No session is booked yet.",)


def of_their_own(each: Sequence[Sequence[Text]]) -> list[list[Text]]:
    """Of what is said beside each of several: when the group meets of whom it is about, where that isn't so of all of
    them. It doesn't say whose, so it stands with its own line."""
    common = set.intersection(*({plain_text(said) for said in some} for some in each))
    return [
        [said for said in some if _is_of_one_in_a_group(said) and plain_text(said) not in common]
        for some in each
    ]


def said_of_one(each: Sequence[Sequence[Text]]) -> list[list[Text]]:
    """Likewise, and all that is said of one of them only."""
    counted = Counter(words for some in each for words in {plain_text(said) for said in some})
    return [
        [said for said in some if said in own or counted[plain_text(said)] == 1]
        for some, own in zip(each, of_their_own(each), strict=True)
    ]


def _is_of_one_in_a_group(said: Text) -> bool:
    return any(isinstance(one, NextMeets | NoneBooked) and one.group for one in said)


@dataclass(frozen=True, slots=True)
class NoCaseSession(Claim):
    """Somebody has no case session to come. ``then``: what becomes of what they write."""

    person: int
    then: str = ""

    def says(self) -> Text:
        return (f"No case session is booked{f'. {self.then}' if self.then else ' yet.'}",)


@dataclass(frozen=True, slots=True)
class NoGroupBefore(Claim):
    """Somebody belongs to no group that is booked to meet before that day."""

    person: int
    on: date

    def says(self) -> Text:
        return (", and no group is booked before it.",)


@dataclass(frozen=True, slots=True)
class NothingAhead(Claim):
    """Somebody has no session to come, whether they are supervised in it or hold it."""

    person: int

    def says(self) -> Text:
        return ("No session is booked",)


@dataclass(frozen=True, slots=True)
class NobodyBooked(Claim):
    """What a supervisee asked for, at that time, was never booked."""

    supervisee: int
    at: Moment

    def says(self) -> Text:
        return (self.at, ", and nobody booked it.")


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
class NobodySaidOf(Claim):
    """Of one session that is over nobody has said yet whether it took place. ``said``: so, of one that was noted."""

    session: int
    said: str = "nobody has said whether it took place"

    def says(self) -> Text:
        return (self.said,)


@dataclass(frozen=True, slots=True)
class HolderWas(Claim):
    """Who was to hold a session, for whoever is asked in their place whether it took place. ``noted``: nobody had
    booked it."""

    session: int
    name: str
    noted: bool = False

    def says(self) -> Text:
        return (f"It was with {self.name}." if self.noted else f"{self.name} was to hold it.",)


@dataclass(frozen=True, slots=True)
class NotedFor(Claim):
    """One of the two says that a session took place then, and it isn't confirmed. One that was cancelled may have been
    booked for the same time, so nothing is said of that. ``asked``: its reader is who confirms it."""

    session: int
    starts: Moment
    asked: bool = True

    def says(self) -> Text:
        return (self.starts, ". It counts once you say so." if self.asked else ".")


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
class AwayUnsaid(Claim):
    """The same, in place of what could be booked: they are unavailable, ``since`` a day that is still to come."""

    session: int
    name: str = ""
    since: date | None = None

    def says(self) -> Text:
        first: Text = (" from ", Day(self.since), " on") if self.since else ()
        if not self.name:
            return ("You are unavailable", *first, ", and haven't said until when.")
        return (f"{self.name} is unavailable", *first, ", and nobody has said until when.")


@dataclass(frozen=True, slots=True)
class RecordedAway(Claim):
    """Somebody is recorded as away today, in one stretch of these days. Read by themselves."""

    person: int
    first: date
    last: date | None

    def says(self) -> Text:
        until: Text = (
            (" until ", Day(self.last), ".") if self.last else (". The day of your return isn't known yet.",)
        )
        return ("You are recorded as away since ", Day(self.first), *until)


@dataclass(frozen=True, slots=True)
class HeldOn(Claim):
    """A session took place on that day. ``said``: what comes before it."""

    session: int
    on: date
    said: str

    def says(self) -> Text:
        return (f"{self.said} on ", Day(self.on))


@dataclass(frozen=True, slots=True)
class AskedToWrite(Claim):
    """Somebody is to write a record in place of whoever answers for it, and hasn't yet. ``on``: since when, where that
    is known."""

    record: int
    name: str
    on: date | None

    def says(self) -> Text:
        on: Text = (" on ", Day(self.on)) if self.on else ()
        return (f"{self.name} was asked", *on, " to write it.")


@dataclass(frozen=True, slots=True)
class HeldInYear(Claim):
    """So many sessions of each kind that somebody was supervised in were held in the last twelve months."""

    person: int
    counts: tuple[tuple[str, int], ...]

    def says(self) -> Text:
        held = listing([plural(f"{kind} session", count) for kind, count in self.counts])
        return (f"Held: {held or 'no session'}.",)


@dataclass(frozen=True, slots=True)
class LastMet(Claim):
    """When somebody was last supervised in the last year, in one that they took part in; None: not in it. ``reported``:
    as the staff system says, which alone knows of it."""

    person: int
    on: date | None
    reported: bool = False

    def says(self) -> Text:
        if self.reported and self.on:
            return ("Last supervised, by the staff system, on ", Day(self.on), ". ")
        return ("Last met ", Day(self.on), ". ") if self.on else ("No session is known in the last year. ",)


@dataclass(frozen=True, slots=True)
class Covers(Claim):
    """Somebody supervises these in place of somebody who is away. ``said``: so, in words."""

    cover: int
    supervisees: tuple[int, ...]
    said: str

    def says(self) -> Text:
        return (self.said,)


@dataclass(frozen=True, slots=True)
class CoverToCome:
    """Who covers from a later day of the same stretch away. ``cover``: their id."""

    cover: int
    name: str
    first: date


@dataclass(frozen=True, slots=True)
class NobodyCovers(Claim):
    """Whoever supervises somebody is away today, and nobody covers. ``name``: of who is away; ``whom``: for whom nobody
    does, where somebody covers for others of theirs; ``then``: who covers later on, before ``last``."""

    supervisee: int
    absent: int
    name: str
    last: date | None
    whom: tuple[str, ...] = ()
    then: CoverToCome | None = None

    def says(self) -> Text:
        until: Text = (" until ", Day(self.last)) if self.last else ()
        whom = f" for {listing(list(self.whom))}" if self.whom else ""
        said: Text = (f"{self.name} is unavailable", *until)
        if self.then is None:
            return (*said, f", and nobody covers{whom}.")
        before: Text = (f", and nobody covers{whom} before ", Day(self.then.first))
        return (*said, *before, f". From then on {self.then.name} does.")


@dataclass(frozen=True, slots=True)
class Stands(Claim):
    """A session that nobody confirmed or moved stands, at the time that the bot took."""

    session: int
    starts: Moment

    def says(self) -> Text:
        return (self.starts,)


@dataclass(frozen=True, slots=True)
class Unconfirmed(Claim):
    """A session is booked for then by the bot, and neither of the pair has confirmed it. ``alone``: after its time."""

    session: int
    starts: Moment
    alone: bool = False

    def says(self) -> Text:
        if self.alone:
            return ("Provisional: the bot booked it, and nobody has confirmed it yet.",)
        return ("provisionally booked again for ", self.starts, ". Neither has confirmed it.")
