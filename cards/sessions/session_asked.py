"""What a supervisor reads of a session that a supervisee asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from cards.examples import example
from cards.formats import slot
from cards.message import Message, MessageItem, message_card
from cards.model import Block, Button, Card, Moment, Note, Paragraph, Style, Text
from cards.sessions import asks
from cards.sessions.asks import SessionWish
from cards.sessions.book import for_so_long
from cards.sessions.times import epoch
from cards.shared.claims import NobodyBooked
from cards.shared.meeting import Meeting, WaitsForAnswer


@dataclass(frozen=True, slots=True)
class SessionRequested(Message):
    """To the supervisor: the supervisee asks for a session; one tap books it. ``again``: they asked before; ``over``:
    that time is, and nobody booked one; ``unseen``: whose busy times aren't known, a sentence; ``short``: for
    which rules it would be too short, a sentence each."""

    meeting: Meeting
    wish: SessionWish
    free: bool
    extra: bool
    about: str
    again: bool = False
    over: bool = False
    unseen: str = ""
    short: Sequence[str] = ()

    def item(self) -> MessageItem:
        kind = f"an additional {self.meeting.kind}" if self.extra else self.meeting.kind
        body: list[Block] = [Paragraph(self._when())]
        if self.about:
            body.append(Paragraph((f"About {self.about}.",)))
        if not (self.free or self.over):
            body.append(Paragraph(("That time is no longer free for both of you.",)))
        booked = asks.at_time(asks.SessionBooked, self.wish, epoch(self.meeting.starts))
        book = (Button("Book it", booked, style=Style.PRIMARY),) if self.free and not self.over else ()
        if book and self.unseen:
            body.append(Note((self.unseen,)))
        body += [Note((one,)) for one in self.short]
        buttons = (*book, Button("Another time", asks.another_time(self.wish)))
        return MessageItem(
            f"{self.meeting.name} {self._asks()} for {kind}",
            "A session is asked for",
            tuple(body),
            buttons,
        )

    def beside(self) -> WaitsForAnswer:
        """What its reader reads of it where the same two are to meet."""
        item = self.item()
        label = f"Book {slot(self.meeting.starts)}" if self.free and not self.over else item.buttons[0].label
        return WaitsForAnswer((f"{item.title}: ", *self._when()), replace(item.buttons[0], label=label))

    def _when(self) -> Text:
        asked_by = self.wish.supervisee or 0
        if self.over:
            return (NobodyBooked(asked_by, self.meeting.starts),)
        return (self.meeting.starts, for_so_long(self.wish.minutes), ".")

    def _asks(self) -> str:
        if self.over:
            return "asked"
        return "still asks" if self.again else "asks"


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_ASKED: Final = Meeting(7, "case supervision", "Amara Example", Moment(_WALL, _WALL))
_WISH: Final = SessionWish(supervisee=1, supervisor=2)


@example("book_asked")
def _example_asked() -> Card:
    return message_card([SessionRequested(_ASKED, _WISH, True, True, "CB-10234").item()])


@example("book_asked_over")
def _example_over() -> Card:
    return message_card([SessionRequested(_ASKED, _WISH, True, False, "", over=True).item()])
