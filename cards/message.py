"""What a nudge says, before it is known whether it goes out alone or with the person's others of the day."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cards.cases.asks import DueForMe
from cards.model import Block, Button, Card, Note, Part, Style
from cards.words import plural


@dataclass(frozen=True, slots=True)
class MessageItem:
    """``notice`` is what a locked screen may show: no reference, no name of a child, no reason. ``ask``: whom to ask
    about the deadline that the policy leaves open."""

    title: str
    notice: str
    body: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    ask: str = ""


class Message(ABC):
    """What a notice says: a frozen class of its feature for each message, with what it needs to know as fields."""

    __slots__ = ()

    @abstractmethod
    def item(self) -> MessageItem:
        """Its words, blocks and buttons."""


def contact_note(ask: str) -> tuple[Note, ...]:
    """The foot of a list or message that says somewhere that the policy sets no deadline."""
    return (Note((f"No deadline in the policy? {ask}",)),) if ask else ()


#: More matters than this in one message are counted, not shown: a message has its limits, and so has a reader.
MOST: Final = 20


def message_card(items: Sequence[MessageItem]) -> Card:
    """One matter as a card of its own, several as one message with a part each, what can be done now first."""
    foot = contact_note(next((one.ask for one in items if one.ask), ""))
    if len(items) == 1:
        one = items[0]
        return Card(one.title, one.notice, (*one.body, *foot), one.buttons)
    first = sorted(items, key=lambda one: not any(b.style is Style.PRIMARY for b in one.buttons))
    parts = tuple(Part(one.title, one.body, one.buttons) for one in first[:MOST])
    title = f"{plural('thing', len(items))} for you"
    if len(items) > MOST:
        more = Part(f"And {len(items) - MOST} more", (), (Button("Show everything that is due", DueForMe()),))
        parts = (*parts, more)
    return Card(title, f"Supervision: {plural('thing', len(items))} for you today", (*parts, *foot))
