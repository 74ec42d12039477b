"""A supervisor who is away while nobody covers: said to those above, with what they can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cards.absence.asks import CoverForm
from cards.model import Button, Note
from cards.shared.claims import NobodyCovers


def who_covers(absence: int) -> Button:
    """``absence``: its id."""
    return Button("Who covers", CoverForm(absence=absence))


@dataclass(frozen=True, slots=True)
class Uncovered:
    """``supervisee``: who has nobody meanwhile; ``name``: of whoever is away, ``last``: until when, where it is
    known."""

    absence: int
    supervisee: int
    absent: int
    name: str
    last: date | None

    def said(self) -> NobodyCovers:
        return NobodyCovers(self.supervisee, self.absent, self.name, self.last)

    def note(self) -> Note:
        return Note((self.said(),))

    def button(self) -> Button:
        return who_covers(self.absence)
