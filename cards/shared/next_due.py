"""By when a case is next to be discussed, told with what changed it: a day that has passed is no day to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cards.model import Day, Paragraph, Text
from policy.obligations import is_overdue


@dataclass(frozen=True, slots=True)
class NextDueLine:
    """``due``: None where there is no date."""

    due: date | None
    today: date

    def said(self) -> Text:
        """In a sentence; empty without a date."""
        if self.due is None:
            return ()
        if is_overdue(self.due, self.today):
            return ("It is overdue: it was to be discussed in full by ", Day(self.due), ".")
        return ("Next to be discussed in full by ", Day(self.due), ".")

    def blocks(self) -> tuple[Paragraph, ...]:
        return (Paragraph(self.said()),) if self.due else ()
