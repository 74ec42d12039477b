"""What falls due while its reader is away, said before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.absence.absent import Absent, away_then, spell
from cards.cases.asks import DueForMe
from cards.examples import example
from cards.formats import plural
from cards.message import Message, MessageItem, message_card
from cards.model import Block, Button, Card, Note, Paragraph
from cards.sessions.asks import BookForm
from cards.shared.due_lines import DueLine
from cards.shared.line_parts import bulleted_once


@dataclass(frozen=True, slots=True)
class DueWhileAway(Message):
    """To whoever goes away: what they answer for and is due by their first day back, soonest first. ``reminded``: of so
    many more they are told today by themselves."""

    absent: Absent
    lines: Sequence[DueLine]
    today: date
    reminded: int = 0

    def item(self) -> MessageItem:
        return MessageItem(
            "Before you are away",
            "Supervision: what falls due while you are away",
            (
                Paragraph((f"{self.absent.are} away ", *spell(self.absent), ". Due by your first day back:")),
                *_due(self.lines, self.today, self.reminded),
            ),
            (Button("Show what is due", DueForMe()),),
        )


@dataclass(frozen=True, slots=True)
class DueBeforeLeave(Message):
    """To whoever answers for it: what is due about ``name`` while they are away, soonest first. ``reminded``: as above;
    ``books``: opens the form by which it is met before."""

    name: str
    first: date
    last: date | None
    lines: Sequence[DueLine]
    today: date
    reminded: int = 0
    books: Button | None = None

    def item(self) -> MessageItem:
        return MessageItem(
            f"Before {self.name} is unavailable",
            "Supervision: what falls due while somebody is unavailable",
            (
                Paragraph((*away_then(self.name, self.first, self.last), " Due meanwhile:")),
                *_due(self.lines, self.today, self.reminded),
            ),
            (*((self.books,) if self.books else ()), Button("Show what is due", DueForMe())),
        )


def _due(lines: Sequence[DueLine], today: date, reminded: int) -> Iterator[Block]:
    """What they read by itself the same day isn't said again."""
    yield from bulleted_once(lines, today)
    if reminded:
        yield Note((f"And {plural('thing', reminded)} of which you are reminded today.",))


_TODAY: Final = date(2026, 11, 23)


@example("due_while_away")
def _example_due() -> Card:
    lines = (
        DueLine(1, "Record CB-10234, case supervision with Amara Example on 20 November", date(2026, 11, 26)),
        DueLine(2, "Discuss CB-10240 with Amara Example", date(2026, 11, 27)),
    )
    absent = Absent(5, "", date(2026, 11, 24), date(2026, 11, 27))
    return message_card([DueWhileAway(absent, lines, _TODAY, 1).item()])


@example("due_before_leave")
def _example_before() -> Card:
    lines = (
        DueLine(1, "Supervision for Tomasz Sample", date(2026, 11, 30)),
        DueLine(2, "Discuss CB-10251 with Tomasz Sample", date(2026, 12, 15)),
    )
    away = (date(2026, 11, 25), date(2026, 12, 18))
    books = Button("Book a session", BookForm(supervisee=1, supervisor=2))
    return message_card([DueBeforeLeave("Tomasz Sample", *away, lines, _TODAY, 0, books).item()])
