"""To an administrator: an import that stopped or left rows out, or one that was expected and not made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.examples import example
from cards.formats import plural
from cards.message import Message, MessageItem, message_card
from cards.model import Card, Day, Note, Paragraph

AGAIN: Final = "Import the same files again."


@dataclass(frozen=True, slots=True)
class ImportStop(Message):
    """``faults``: how many refused it, with nothing changed; none where another was under way, or where it had
    ``begun`` and the rest can't be brought in."""

    on: date
    faults: int
    begun: bool = False

    def item(self) -> MessageItem:
        again = "Put the files right and import them again." if self.faults else AGAIN
        return MessageItem(
            "An import stopped",
            "Something needs an administrator",
            (
                Paragraph(("The import of ", Day(self.on), self._why())),
                Note((f"{again} Its output names each fault; python app.py doctor says how things stand.",)),
            ),
        )

    def _why(self) -> str:
        if self.begun:
            return " could not be finished: only a part is in."
        if not self.faults:
            return " wasn't made: another was under way. Nothing of it is in."
        return f" stopped at {plural('fault', self.faults)}. Nothing was changed."


@dataclass(frozen=True, slots=True)
class ImportRest(Message):
    """``faults``: how many rows had one and are not in; the rest is."""

    on: date
    faults: int

    def item(self) -> MessageItem:
        rows = plural("row", self.faults)
        return MessageItem(
            "An import left rows out",
            "Something needs an administrator",
            (
                Paragraph(("The import of ", Day(self.on), f" is in, but for {rows} with a fault.")),
                Note(
                    (
                        "What they say isn't known here. Its output names each; put them right where they come from "
                        "and import the files again.",
                    )
                ),
            ),
        )


@dataclass(frozen=True, slots=True)
class ImportGap(Message):
    """``within``: days within which one is expected."""

    last: date
    within: int

    def item(self) -> MessageItem:
        expected = "every day" if self.within == 1 else f"every {self.within} days"
        return MessageItem(
            "An import is missing",
            "Something needs an administrator",
            (
                Paragraph(("The last import was on ", Day(self.last), f". One is expected {expected}.")),
                Note(
                    ("What is due goes by what is known: see whether the timer runs and the files arrive.",)
                ),
            ),
        )


@example("import_stopped")
def _example_stopped() -> Card:
    return message_card([ImportStop(date(2026, 11, 3), 14).item()])


@example("import_unfinished")
def _example_unfinished() -> Card:
    return message_card([ImportStop(date(2026, 11, 3), 0, begun=True).item()])


@example("import_not_made")
def _example_not_made() -> Card:
    return message_card([ImportStop(date(2026, 11, 3), 0).item()])


@example("import_left_out")
def _example_left_out() -> Card:
    return message_card([ImportRest(date(2026, 11, 3), 3).item()])


@example("import_missed")
def _example_missed() -> Card:
    return message_card([ImportGap(date(2026, 11, 1), 1).item()])
