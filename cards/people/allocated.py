"""To a worker: cases that are theirs from now on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.cases.asks import AboutMe
from cards.examples import example
from cards.formats import plural
from cards.message import Message, MessageItem, message_card, more_note
from cards.model import Bullets, Button, Card, Day, Text
from cards.shared.duty_claims import AllocatedTo
from cards.shared.next_due import NextDueLine


@dataclass(frozen=True, slots=True)
class AllocatedCase:
    """``held``: by whom; ``following``: by when it is next to be discussed."""

    reference: str
    since: date
    following: NextDueLine
    held: AllocatedTo

    @property
    def line(self) -> Text:
        next_ = self.following.text()
        return (self.held, " since ", Day(self.since), ".", *((" ", *next_) if next_ else ()))


@dataclass(frozen=True, slots=True)
class CasesAllocated(Message):
    """All of one person's at once. ``shown``: as many as a message shows, of ``count``."""

    shown: Sequence[AllocatedCase]
    count: int

    def item(self) -> MessageItem:
        which = self.shown[0].reference if self.count == 1 else plural("case", self.count)
        return MessageItem(
            f"Allocated to you: {which}",
            "A case is allocated to you",
            (Bullets(tuple(one.line for one in self.shown)), *more_note(self.count - len(self.shown))),
            (Button("Show my cases", AboutMe(cases=True)),),
        )


@example("allocated")
def _example_allocated() -> Card:
    following = NextDueLine(date(2026, 12, 1), date(2026, 11, 24))
    cases = [AllocatedCase(ref, date(2026, 11, 23), following, AllocatedTo(n, 1, ref)) for n, ref in _CASES]
    return message_card([CasesAllocated(cases, 12).item()])


_CASES: Final = ((1, "CB-10234"), (2, "CB-10240"))
