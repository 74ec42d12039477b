"""A supervisor who is away while nobody covers: said to those above, with what they can do about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cards.absence.asks import CoverForm
from cards.model import Button, Day, Note, Text
from cards.shared.claims import Covers, CoverToCome, NobodyCovers


def who_covers(absence: int, name: str = "") -> Button:
    """``absence``: its id; ``name``: of whoever is away, where it isn't of one alone."""
    return Button(f"Who covers for {name}" if name else "Who covers", CoverForm(absence=absence))


def can_name(manager: str) -> str:
    """To a supervisee whom nobody supervises meanwhile."""
    return f"Ask {manager}, who can name somebody to supervise you meanwhile."


def supervises_you(cover: str, absent: str) -> str:
    return f"{cover} supervises you while {absent} is unavailable"


def not_recorded(name: str) -> str:
    """Of an absence that was taken back."""
    return f"{name} isn't recorded as unavailable any more"


def supervises_again(name: str) -> str:
    return f"{name} supervises you again from that day."


def covered_by(cover: int, supervisee: int, name: str, absent: str) -> Text:
    """``cover`` and ``supervisee``: their ids."""
    return (Covers(cover, (supervisee,), supervises_you(name, absent)), ".")


def covered_meanwhile(cover: int, supervisee: int, names: tuple[str, str, str]) -> Text:
    """To those above. ``names``: of whoever covers, of whom they supervise, and of who is away."""
    by, whom, absent = names
    return (Covers(cover, (supervisee,), f"{by} supervises {whom} while {absent} is unavailable"), ".")


def unavailable(name: str, last: date | None) -> Text:
    """``name`` empty: the reader; ``last``: until when, where it is known."""
    return (
        f"{name or 'You'} {'is' if name else 'are'} unavailable",
        *((" until ", Day(last)) if last else ()),
        ".",
    )


#: Of somebody who is away until nobody knows when.
NO_RETURN: Final = "No return is known."


def asking(said: Text, manager: str) -> Text:
    """To a supervisee whom nobody supervises meanwhile; ``manager``: who can name somebody; empty for nobody."""
    return (*said, f" {can_name(manager)}") if manager else said


def until_back(away: Text) -> Text:
    """Of what only whoever is away can do. ``away``: that they are; empty of who is there."""
    return (" ", *away, " It waits for their return.") if away else ()


def with_return(said: Text, last: date | None) -> Text:
    """``said``: that somebody is away, ``last``: until when, where it is known; else that it isn't."""
    return said if last else (*said, f" {NO_RETURN}")


def cover_away_too(name: str, absent: str, last: date | None, manager: str) -> Text:
    """``name``: of who covers for ``absent``, ``last``: until when, where it is known, they are away; ``manager``: who
    can name somebody; empty for nobody."""
    until = (" until ", Day(last)) if last else ()
    then = f" {can_name(manager)}" if manager else ""
    return (f"{name}, who covers for {absent}, is unavailable too", *until, f".{then}")


@dataclass(frozen=True, slots=True)
class Uncovered:
    """``supervisee``: who has nobody meanwhile; ``name``: of whoever is away, ``last``: until when, where it is
    known; ``whom``: of all who have nobody, where somebody covers for others of theirs. ``cover``: who covers and is
    away too, until ``last``; ``then``: who covers later in the same stretch away."""

    absence: int
    supervisee: int
    absent: int
    name: str
    last: date | None
    whom: tuple[str, ...] = ()
    cover: str = ""
    then: CoverToCome | None = None

    def claim(self) -> NobodyCovers:
        return NobodyCovers(self.supervisee, self.absent, self.name, self.last, self.whom, self.then)

    def who_is_away(self, manager: str = "") -> Text:
        """``manager``: as in ``cover_away_too``."""
        if self.cover:
            return cover_away_too(self.cover, self.name, self.last, manager)
        return asking((self.claim(),), manager)

    def note(self) -> Note:
        return Note(self.who_is_away())

    def to_supervisee(self, manager: str) -> Text:
        """``manager``: who can name somebody; empty for nobody."""
        return replace(self, whom=("you",) if self.whom else ()).who_is_away(manager)

    def to_others(self, manager: str) -> Note:
        """To those above. ``manager``: who can name somebody; empty where the reader can."""
        return Note((*self.who_is_away(), f" {manager} can name somebody.")) if manager else self.note()

    def button(self, *, named: bool = False) -> Button:
        """``named``: beside that of another who is away."""
        return who_covers(self.absence, self.name if named else "")
