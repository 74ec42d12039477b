"""The note on a child's file about a session that did not take place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.examples import example
from cards.formats import all_recorded, day, listing, plain_text, slot
from cards.message import Joint, Message, MessageItem, message_card
from cards.model import Block, Button, Card, Moment, Note, Paragraph, Style
from cards.sessions import asks
from cards.shared import duty_words
from cards.shared.meeting import KINDS, MetNext
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
    *,
    arranged: bool,
    then: MetNext | None = None,
) -> str:
    """The note itself; health is never mentioned, nor anything it could be told from, such as the limit: after sickness
    alone it counts from the return. ``on``: the day it was booked for: cancelled by the day before, or else it is said
    alone that it did not take place, as of one to which nobody came; ``instead``: when it is held after all, else
    whether somebody is to find a time (``arranged``); ``then``: the pair's next, where no rule asks for another in its
    place."""
    what = f"{KINDS[kind].capitalize()} of {pair[0]} with {pair[1]}"
    why = _REASONS.get(reason, "one of the two was unavailable")
    following = duty_words.arranged(arranged)
    if instead:
        following = f"It is booked instead for {slot(instead)}."
    elif then:
        following = plain_text(then.text)
    happened = f"was cancelled on {day(cancelled)}" if cancelled < on else "did not take place"
    return f"{what}, booked for {day(on)}, {happened}: {why}. {following}"


def all_noted(session: int, notes: int, style: Style = Style.NORMAL) -> Button:
    """All of a session's notes that aren't on their files yet, so many, in one press."""
    return Button(all_recorded(notes), asks.GapNoted(session=session), style=style)


def one_noted(note: int, case: str) -> Button:
    """One of several."""
    return Button(f"Only on {case}", asks.GapNoted(note=note))


@dataclass(frozen=True, slots=True)
class GapToNote(Message):
    """To the supervisor: the note for one child's file, to be copied, and confirmed once it is there. The same words go
    onto each file that one session touches, ``open_notes`` of them, so those are said together."""

    note: GapNoteShown
    open_notes: int

    def item(self) -> MessageItem:
        note = self.note
        several = self.open_notes > 1
        recorded = Button("Recorded", asks.GapNoted(note=note.id), style=Style.PRIMARY)
        return MessageItem(
            f"Note the gap in supervision on the file of {note.case}",
            "A note is to be put on a file",
            (Paragraph((f"{self._copy()} on {note.case}:",)), *self._words()),
            (recorded, *((all_noted(note.session_id, self.open_notes),) if several else ())),
            joint=self._joint() if several else None,
            only_asks=True,
        )

    def _joint(self) -> Joint:
        note = self.note
        return Joint(
            ("gap", note.session_id),
            "Note the gap in supervision on each file",
            (note.case,),
            noun="file",
            once=(Paragraph((f"{self._copy()} on each:",)), *self._words()),
            buttons=(
                all_noted(note.session_id, self.open_notes, Style.PRIMARY),
                one_noted(note.id, note.case),
            ),
        )

    def _copy(self) -> str:
        return f"Copy this into {self.note.system} as a manager's decision case note"

    def _words(self) -> tuple[Block, ...]:
        rule = Note((f"{self.note.rule}. The policy sets no deadline for it.",))
        return Paragraph((f"“{self.note.words}”",)), rule


def gap_noted(cases: Sequence[str]) -> Card:
    text = f"The gap in supervision is noted on the file of {listing(cases)}."
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
