"""A time that a supervisee proposed in place of a cancelled session, to whoever books it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from cards.examples import example
from cards.formats import moment, slot
from cards.message import Message, MessageItem, message_card
from cards.model import Block, Button, Card, Day, Moment, Note, Paragraph, Style
from cards.sessions import asks
from cards.sessions.times import epoch
from cards.shared.meeting import Meeting, WaitsForAnswer


@dataclass(frozen=True, slots=True)
class RebookingProposed(Message):
    """To the supervisor: the supervisee's proposal in place of a cancelled session. ``again``: asked before; ``wrong``:
    why it can't be taken any more, a sentence; ``unseen``: whose busy times aren't known, a sentence."""

    meeting: Meeting
    at: Moment
    limit: date | None
    late: bool
    again: bool = False
    wrong: str = ""
    unseen: str = ""

    def item(self) -> MessageItem:
        body: list[Block] = [Paragraph((self.at, ", in place of ", self.meeting.starts, "."))]
        booked = asks.SessionRebooked(session=self.meeting.id, at=epoch(self.at))
        if self.limit:
            body.append(
                Paragraph(("It is to be held by ", Day(self.limit), ": this is later." if self.late else "."))
            )
        if self.wrong:
            body.append(Paragraph((self.wrong,)))
        elif self.unseen:
            body.append(Note((self.unseen,)))
        confirm = () if self.wrong else (Button("Confirm", booked, style=Style.PRIMARY),)
        return MessageItem(
            f"{self.meeting.name} {self._proposes()} a new time for {self.meeting.kind}",
            "A new time is proposed for a session",
            tuple(body),
            (*confirm, Button("Another time", asks.RebookForm(session=self.meeting.id))),
        )

    def beside(self) -> WaitsForAnswer:
        """What its reader reads of it where the same two are to meet."""
        item = self.item()
        label = item.buttons[0].label if self.wrong else f"Book {slot(self.at)}"
        return WaitsForAnswer((f"{item.title}: ", self.at, "."), replace(item.buttons[0], label=label))

    def _proposes(self) -> str:
        if self.wrong:
            return "proposed"
        return "still proposes" if self.again else "proposes"


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_LATER: Final = datetime.fromisoformat("2026-11-26T09:30:00+00:00")
_MEETING: Final = Meeting(7, "case supervision", "Priya Sample", Moment(_WALL, _WALL))
_AT: Final = Moment(_LATER, _LATER)


@example("proposed")
def _example_proposed() -> Card:
    return message_card([RebookingProposed(_MEETING, _AT, date(2026, 11, 27), False).item()])


@example("proposed_over")
def _example_proposed_over() -> Card:
    past = f"{moment(_AT)} is in the past."
    return message_card([RebookingProposed(_MEETING, _AT, date(2026, 11, 27), False, wrong=past).item()])
