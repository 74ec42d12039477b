"""What falls due while its reader is away, said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.absence.absent import Absent, spell
from cards.cases.asks import DueForMe
from cards.examples import example
from cards.message import Message, MessageItem, message_card, some_lines
from cards.model import Button, Card, Note, Paragraph
from cards.shared.due_lines import DueLine, listed_once
from cards.words import plural


@dataclass(frozen=True, slots=True)
class DueWhileAway(Message):
    """To whoever goes away: what they answer for and is due by their first day back, soonest first. ``reminded``: of so
    many more they are told today by themselves."""

    absent: Absent
    lines: Sequence[DueLine]
    today: date
    reminded: int = 0

    def item(self) -> MessageItem:
        due = [(f"{line.what}: ", *listed_once(line, self.today)) for line in self.lines]
        return MessageItem(
            "Before you are away",
            "Supervision: what falls due while you are away",
            (
                Paragraph((f"{self.absent.are} away ", *spell(self.absent), ". Due by your first day back:")),
                *some_lines(due),
                *((Note((_reminded(self.reminded),)),) if self.reminded else ()),
            ),
            (Button("Show what is due", DueForMe()),),
        )


def _reminded(count: int) -> str:
    """What they read by itself the same day isn't said again."""
    return f"And {plural('thing', count)} of which you are reminded today."


_TODAY: Final = date(2026, 11, 23)


@example("due_while_away")
def _example_due() -> Card:
    lines = (
        DueLine(1, "Record CB-10234, case supervision with Amara Example on 20 November", date(2026, 11, 26)),
        DueLine(2, "Discuss CB-10240 with Amara Example", date(2026, 11, 27)),
    )
    absent = Absent(5, "", date(2026, 11, 24), date(2026, 11, 27))
    return message_card([DueWhileAway(absent, lines, _TODAY, 1).item()])
