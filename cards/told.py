"""What a nudge says, before it is known whether it goes out alone or with the person's others of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cards.model import Block, Button, Card, Note, Part, Style
from cards.words import plural


@dataclass(frozen=True, slots=True)
class Told:
    """``notice`` is what a locked screen may show: no reference, no name of a child, no reason. ``ask``: whom to ask
    about the deadline that the policy leaves open."""

    title: str
    notice: str
    body: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    ask: str = ""


def whom_to_ask(ask: str) -> tuple[Note, ...]:
    """The foot of a list or message that says somewhere that the policy sets no deadline."""
    return (Note((f"No deadline in the policy? {ask}",)),) if ask else ()


#: More matters than this in one message are counted, not shown: a message has its limits, and so has a reader.
MOST = 20


def as_card(told: Sequence[Told]) -> Card:
    """One matter as a card of its own, several as one message with a part each, what can be done now first."""
    foot = whom_to_ask(next((one.ask for one in told if one.ask), ""))
    if len(told) == 1:
        one = told[0]
        return Card(one.title, one.notice, (*one.body, *foot), one.buttons)
    first = sorted(told, key=lambda one: not any(b.style is Style.PRIMARY for b in one.buttons))
    parts = tuple(Part(one.title, one.body, one.buttons) for one in first[:MOST])
    title = f"{plural('thing', len(told))} for you"
    if len(told) > MOST:
        more = Part(f"And {len(told) - MOST} more", (), (Button("Show everything that is due", "due_mine"),))
        parts = (*parts, more)
    return Card(title, f"Supervision: {plural('thing', len(told))} for you today", (*parts, *foot))
