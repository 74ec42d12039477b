"""To whomever an absence leaves without a supervisor: so, and its end; the end to whoever reported it too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.absence.absent import Absent
from cards.examples import example
from cards.formats import day
from cards.message import Message, MessageItem, message_card
from cards.model import Card, Day, Paragraph, Text
from cards.shared.claims import CoverToCome
from cards.shared.uncovered import Uncovered, not_recorded, supervises_again


@dataclass(frozen=True, slots=True)
class SupervisorUnavailable(Message):
    """``name``: of whoever is away. ``said``: until when, that nobody covers, and who can name somebody."""

    name: str
    said: Text

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.name} is unavailable", "Something about your supervision", (Paragraph(self.said),)
        )


@dataclass(frozen=True, slots=True)
class ReturnKnown(Message):
    """``back``: None while it isn't known; ``theirs``: the one who was away supervises the reader; ``reported``: the
    reader had said or reported that they are away; ``stands``: it is still recorded that they were."""

    absent: Absent
    back: date | None
    today: date
    theirs: bool = False
    reported: bool = True
    stands: bool = True

    def item(self) -> MessageItem:
        notice = "News of what you reported" if self.reported else "A date in your supervision changed"
        return MessageItem(self._title(), notice, (Paragraph(self._text()),))

    def _title(self) -> str:
        name = self.absent.name
        if not self.stands:
            return not_recorded(name)
        return f"{name} is back on {day(self.back)}" if self.back else f"{name} stays unavailable"

    def _text(self) -> Text:
        name = self.absent.name
        if not self.stands:
            return ("What was recorded from ", Day(self.absent.first), " is taken back.")
        if self.back is None:
            return (f"The day of {name}'s return isn't known now.",)
        verb = "was" if self.back < self.today else "is"
        again = f" {supervises_again(name)}" if self.theirs else ""
        left = " Nothing of what you reported is left to wait for." if self.reported else ""
        return (f"{name}'s first day back {verb} ", Day(self.back), f".{again}{left}")


_TODAY: Final = date(2026, 11, 17)
_BACK: Final = date(2026, 11, 30)
_PRIYA: Final = Absent(4, "Priya Sample", date(2026, 11, 3), None)


@example("left_alone")
def _example_left_alone() -> Card:
    said = Uncovered(4, 1, 2, "Priya Sample", date(2026, 11, 27)).to_supervisee("Helen Fictional")
    return message_card([SupervisorUnavailable("Priya Sample", said).item()])


@example("left_alone_for_a_part")
def _example_for_a_part() -> Card:
    then = CoverToCome(3, "Owen Placeholder", date(2026, 11, 23))
    alone = Uncovered(4, 1, 2, "Priya Sample", date(2026, 11, 27), then=then)
    return message_card(
        [SupervisorUnavailable("Priya Sample", alone.to_supervisee("Helen Fictional")).item()]
    )


@example("return_known")
def _example_return_known() -> Card:
    return message_card([ReturnKnown(_PRIYA, _BACK, _TODAY, theirs=True).item()])


@example("return_known_to_supervisee")
def _example_to_supervisee() -> Card:
    return message_card([ReturnKnown(_PRIYA, _BACK, _TODAY, theirs=True, reported=False).item()])


@example("return_not_known")
def _example_not_known() -> Card:
    return message_card([ReturnKnown(_PRIYA, None, _TODAY, reported=False).item()])


@example("absence_not_recorded")
def _example_not_recorded() -> Card:
    return message_card([ReturnKnown(_PRIYA, None, _TODAY, reported=False, stands=False).item()])
