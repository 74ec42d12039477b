"""Sentences that state a fact of duties and of who answers: done, late, nothing due, nobody. As in ``claims``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.cases.asks import Section
from cards.model import Claim, Day, Text

NOTHING_DUE: Final = "Nothing is due from you."


@dataclass(frozen=True, slots=True)
class DoneOn(Claim):
    """What was asked for was done that day. ``said``: so, in words that name it."""

    obligation: int
    on: date
    said: str

    def says(self) -> Text:
        return (self.said,)


@dataclass(frozen=True, slots=True)
class WhoSays(Claim):
    """Of a session that is over, somebody, by ``name``, answers for the question whether it took place."""

    obligation: int
    name: str

    def says(self) -> Text:
        return (is_asked(self.name),)


def is_asked(name: str) -> str:
    return f"{name} is asked whether it took place."


@dataclass(frozen=True, slots=True)
class AnswersNow(Claim):
    """To somebody who was asked: who answers for it by now, by ``name``."""

    obligation: int
    name: str

    def says(self) -> Text:
        return (_answers_now(self.name),)


@dataclass(frozen=True, slots=True)
class AnsweredBy(AnswersNow):
    """To a manager, in a list of what others answer for."""

    def says(self) -> Text:
        return (f"{self.name} answers for it.",)


@dataclass(frozen=True, slots=True)
class BooksNext(Claim):
    """To somebody who belongs to a group (``person``): who is to book the next, by ``name``; none is booked."""

    person: int
    who: int
    name: str

    def says(self) -> Text:
        return (f"{self.name} is to book the next.",)


@dataclass(frozen=True, slots=True)
class SupervisesNow(Claim):
    """The same of a session to be booked or moved, for which ``person`` answers: they supervise, or cover."""

    supervisee: int
    person: int
    name: str

    def says(self) -> Text:
        return (_answers_now(self.name),)


@dataclass(frozen=True, slots=True)
class SupervisedBy(Claim):
    """To a supervisee, of whoever supervises them in the line and is there."""

    supervisee: int
    person: int
    name: str

    def says(self) -> Text:
        return (f"{self.name} supervises you.",)


@dataclass(frozen=True, slots=True)
class SupervisesThemNow(Claim):
    """The same of several, to whoever covered for them."""

    supervisees: tuple[int, ...]
    person: int
    name: str

    def says(self) -> Text:
        return (f"{self.name} answers for them now.",)


@dataclass(frozen=True, slots=True)
class AnsweredElsewhere(Claim):
    """To somebody who was asked: another does it by now, who isn't there and so isn't named. ``obligation``, or 0 of a
    session of this ``supervisee``, with whoever was to hold it (``beside``)."""

    reader: int
    obligation: int
    supervisee: int = 0
    beside: int | None = None

    def says(self) -> Text:
        return (_answers_now("Somebody else"),)


def _answers_now(name: str) -> str:
    return f"{name} answers for this now; there is nothing for you to do."


@dataclass(frozen=True, slots=True)
class RecordStands(Claim):
    """The next tier decided that a record stands."""

    record: int

    def says(self) -> Text:
        return ("it stands",)


@dataclass(frozen=True, slots=True)
class NobodySigns(Claim):
    """Nobody is named to sign the records of a group's session off."""

    session: int

    def says(self) -> Text:
        return ("Nobody is named to sign it off: an administrator imports who does.",)


@dataclass(frozen=True, slots=True)
class NobodySupervises(Claim):
    """Nobody in post supervises somebody, or covers. ``name``: of them; empty to themselves; ``imports``: they are an
    administrator, whom others would ask."""

    person: int
    name: str = ""
    imports: bool = False

    def says(self) -> Text:
        if not self.name:
            then = "import who does" if self.imports else "ask an administrator"
            return (f"Nobody is recorded who supervises you: {then}.",)
        return (f"No supervisor is recorded for {self.name}, so nobody can do this yet.",)


@dataclass(frozen=True, slots=True)
class NobodyNamed(Claim):
    """Whoever supervised these has left, and nobody is named in their place. ``name``: of who left."""

    supervisees: tuple[int, ...]
    name: str

    def says(self) -> Text:
        return (f"Nobody is named yet in place of {self.name}",)


@dataclass(frozen=True, slots=True)
class AnswersUntilNamed(Claim):
    """Whoever supervised somebody has left, nobody is named in their place, and ``answers``, by ``name``, does it."""

    supervisee: int
    answers: int
    name: str

    def says(self) -> Text:
        return (f"Until somebody else is named, {self.name} answers for your supervision.",)


@dataclass(frozen=True, slots=True)
class NotAgreedAnew(Claim):
    """What somebody had agreed with the supervisor before (``before``) ended, and with the one of this ``relationship``
    nothing is agreed. ``whose``: the supervisee by name, empty to themselves."""

    relationship: int
    whose: str
    before: str
    often: str

    def says(self) -> Text:
        agreed = f"{self.whose or 'You'} and {self.before} had agreed to meet {self.often}."
        return (f"{agreed} That has ended, and nothing is agreed in its place yet.",)


@dataclass(frozen=True, slots=True)
class NobodyHolds(Claim):
    """These cases are allocated to nobody in post."""

    cases: tuple[int, ...]

    def says(self) -> Text:
        return ("Nobody holds this case." if len(self.cases) == 1 else "Nobody holds these cases.",)


@dataclass(frozen=True, slots=True)
class AllocatedTo(Claim):
    """A case, by its ``reference``, is allocated to somebody in post, who reads it."""

    case: int
    worker: int
    reference: str

    def says(self) -> Text:
        return (f"{self.reference} is yours",)


@dataclass(frozen=True, slots=True)
class IntervalDecidedBy(Claim):
    """Somebody, by ``name``, decided or granted on a day that a case is discussed ``every`` so often."""

    case: int
    every: str
    on: date
    name: str

    def says(self) -> Text:
        return (f"Every {self.every} was decided by {self.name} on ", Day(self.on), ".")


@dataclass(frozen=True, slots=True)
class HeldLast(Claim):
    """Of cases that nobody holds: who did last, by ``name``. ``left``: they have left; ``said``: which, in words."""

    cases: tuple[int, ...]
    person: int
    name: str
    said: str
    left: bool

    def says(self) -> Text:
        return (f"{self.name}{', who has left,' if self.left else ''} held {self.said} last.",)


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
class NothingLate(Claim):
    """Nothing about these people is late. ``said``: so, as the page says it."""

    people: tuple[int, ...]
    said: str = "Nothing is late."

    def says(self) -> Text:
        return (self.said,)


@dataclass(frozen=True, slots=True)
class NothingDue(Claim):
    """Somebody answers for nothing that is open, of one ``section``. ``said``: so, as the page says it."""

    person: int
    said: str = NOTHING_DUE
    section: Section = Section.ALL

    def says(self) -> Text:
        return (self.said,)


@dataclass(frozen=True, slots=True)
class NothingDueAbout(Claim):
    """Nothing is open about somebody, whoever answers for it; ``cases``: nor about the cases that they hold. ``said``:
    so, as the page says it."""

    person: int
    said: str = "Nothing is due."
    cases: bool = False

    def says(self) -> Text:
        return (self.said,)
