"""By when a case is next to be discussed, told with what changed it: a day that has passed is no day to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cards.model import Day, Paragraph, Text
from policy.obligations import is_overdue


@dataclass(frozen=True, slots=True)
class NextDueLine:
    """``due``: None where there is no date. ``missed``: by when it was due that was late when that moved it, today."""

    due: date | None
    today: date
    missed: date | None = None

    def text(self) -> Text:
        """In a sentence; empty without a date."""
        if self.due is None:
            return ()
        if is_overdue(self.due, self.today):
            return ("It is overdue: it was to be discussed in full by ", Day(self.due), ".")
        return ("Next to be discussed in full by ", Day(self.due), ".")

    def blocks(self) -> tuple[Paragraph, ...]:
        return tuple(Paragraph(said) for said in (self.text(), self.was_late()) if said)

    def was_late(self) -> Text:
        """Empty where nothing was."""
        return ("It was late: due by ", Day(self.missed), ", which stays on record.") if self.missed else ()
