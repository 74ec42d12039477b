"""The note about a cancelled session on a child's file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cards.examples import example
from cards.message import MessageItem, message_card
from cards.model import Button, Card, Note, Paragraph, Style
from cards.sessions import asks
from cards.words import all_recorded, listing


@dataclass(frozen=True, slots=True)
class GapNoteShown:
    """One note: the file it belongs on and what it says, word for word."""

    id: int
    session_id: int
    case: str
    words: str
    system: str
    rule: str


def note_gap(note: GapNoteShown, open_notes: int) -> MessageItem:
    """To the supervisor: the note for one child's file, to be copied, and confirmed once it is there."""
    buttons = [Button("Recorded", asks.GapNoted(note=note.id), style=Style.PRIMARY)]
    if open_notes > 1:
        buttons.append(Button(all_recorded(open_notes), asks.GapNoted(session=note.session_id)))
    return MessageItem(
        f"Note the cancelled session on the file of {note.case}",
        "A note is to be put on a file",
        (
            Paragraph((f"Copy this into {note.system} as a manager's decision case note on {note.case}:",)),
            Paragraph((f"“{note.words}”",)),
            Note((f"{note.rule}. The policy sets no deadline for it.",)),
        ),
        tuple(buttons),
    )


def gap_noted(cases: Sequence[str]) -> Card:
    text = f"The cancelled session is noted on the file of {listing(cases)}."
    return Card("Noted", "A note is confirmed", (Paragraph((text,)),))


@example("note_gap")
def _example_gap() -> Card:
    words = (
        "Case supervision of Amara Example with Priya Sample was cancelled: one of the two was unavailable."
    )
    return message_card(
        [
            note_gap(
                GapNoteShown(
                    3, 7, "CB-10234", words, "MOSAIC", "B21, “Cancellation of case management supervisions”"
                ),
                2,
            )
        ]
    )


@example("gap_noted")
def _example_gap_noted() -> Card:
    return gap_noted(["CB-10234", "CB-10240"])
