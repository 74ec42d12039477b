"""What a nudge says, before it is known whether it goes out alone or with the person's others of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cards.model import Block, Button, Card, Part, Style
from cards.words import plural


@dataclass(frozen=True, slots=True)
class Told:
    """``notice`` is what a locked screen may show: no reference, no name of a child, no reason."""

    title: str
    notice: str
    body: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()


#: More matters than this in one message are counted, not shown: a message has its limits, and so has a reader.
MOST = 20


def as_card(told: Sequence[Told]) -> Card:
    """One matter as a card of its own, several as one message with a part each, what can be done now first."""
    if len(told) == 1:
        one = told[0]
        return Card(one.title, one.notice, one.body, one.buttons)
    first = sorted(told, key=lambda one: not any(b.style is Style.PRIMARY for b in one.buttons))
    parts = tuple(Part(one.title, one.body, one.buttons) for one in first[:MOST])
    title = f"{plural('thing', len(told))} for you"
    if len(told) > MOST:
        more = Part(f"And {len(told) - MOST} more", (), (Button("Show everything that is due", "due_mine"),))
        parts = (*parts, more)
    return Card(title, f"Supervision: {plural('thing', len(told))} for you today", parts)
