"""By when a case is next to be discussed, told with what changed it: a day that has passed is no day to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cards.model import Day, Paragraph, Text
from policy.obligations import is_overdue


@dataclass(frozen=True, slots=True)
class NextDueLine:
    """``due``: None where there is no date. ``missed``: by when it was due that was late when that moved it, today.
    ``in_full``: the policy knows a discussion that is less."""

    due: date | None
    today: date
    missed: date | None = None
    in_full: bool = False

    def text(self) -> Text:
        """In a sentence; empty without a date."""
        if self.due is None:
            return ()
        discussed = "discussed in full" if self.in_full else "discussed"
        if is_overdue(self.due, self.today):
            return (f"It is overdue: it was to be {discussed} by ", Day(self.due), ".")
        return (f"Next to be {discussed} by ", Day(self.due), ".")

    def blocks(self) -> tuple[Paragraph, ...]:
        return tuple(Paragraph(said) for said in (self.text(), self.was_late()) if said)

    def was_late(self) -> Text:
        """Empty where nothing was."""
        return ("It was late: due by ", Day(self.missed), ", which stays on record.") if self.missed else ()
