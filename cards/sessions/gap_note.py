"""The note about a cancelled session on a child's file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.examples import example
from cards.message import Message, MessageItem, message_card
from cards.model import Button, Card, Moment, Note, Paragraph, Style
from cards.sessions import asks
from cards.shared.meeting import KINDS
from cards.words import all_recorded, day, listing, slot
from policy.facts import Reason, SessionKind


@dataclass(frozen=True, slots=True)
class GapNoteShown:
    """One note: the file it belongs on and what it says, word for word."""

    id: int
    session_id: int
    case: str
    words: str
    system: str
    rule: str


PRACTICE: Final = "This council's practice"
#: The same for every reason of somebody's own, so that none can be told apart.
_REASONS: Final = {Reason.WORK: "other work had to come first", Reason.OTHER: "it could not go ahead"}


def gap_words(
    kind: SessionKind,
    pair: tuple[str, str],
    on: date,
    cancelled: date,
    reason: Reason,
    instead: Moment | None,
    by: date | None,
) -> str:
    """The note itself; health is never mentioned, nor anything it could be told from. ``on``: the day it was booked
    for; ``instead``: when it is held after all, else ``by`` when it is to be."""
    what = f"{KINDS[kind].capitalize()} of {pair[0]} with {pair[1]}"
    why = _REASONS.get(reason, "one of the two was unavailable")
    following = "A new time is being arranged."
    if instead:
        following = f"It is booked instead for {slot(instead)}."
    elif by:
        following = f"It is to be held by {day(by)}."
    return f"{what}, booked for {day(on)}, was cancelled on {day(cancelled)}: {why}. {following}"


@dataclass(frozen=True, slots=True)
class GapToNote(Message):
    """To the supervisor: the note for one child's file, to be copied, and confirmed once it is there."""

    note: GapNoteShown
    open_notes: int

    def item(self) -> MessageItem:
        note = self.note
        buttons = [Button("Recorded", asks.GapNoted(note=note.id), style=Style.PRIMARY)]
        if self.open_notes > 1:
            buttons.append(Button(all_recorded(self.open_notes), asks.GapNoted(session=note.session_id)))
        return MessageItem(
            f"Note the cancelled session on the file of {note.case}",
            "A note is to be put on a file",
            (
                Paragraph(
                    (f"Copy this into {note.system} as a manager's decision case note on {note.case}:",)
                ),
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
            GapToNote(
                GapNoteShown(
                    3, 7, "CB-10234", words, "MOSAIC", "B21, “Cancellation of case management supervisions”"
                ),
                2,
            ).item()
        ]
    )


@example("gap_noted")
def _example_gap_noted() -> Card:
    return gap_noted(["CB-10234", "CB-10240"])
