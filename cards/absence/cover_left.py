"""Whoever covered has left: to whoever can name another, and to those whom they supervised meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.absence.absent import Absent
from cards.absence.asks import CoverForm, CoverTaken
from cards.examples import example
from cards.formats import listing
from cards.message import Message, MessageItem, message_card
from cards.model import Button, Card, Day, Paragraph, Style, Text
from cards.shared.uncovered import Uncovered


def _has_left(cover: str, last: date, absent: str) -> Text:
    return (f"{cover}, who was to cover for {absent}, has left: the last day was ", Day(last), ".")


@dataclass(frozen=True, slots=True)
class CoverLeft(Message):
    """To the line manager. ``names``: whom it concerns; ``takes``: the reader may cover for them."""

    absent: Absent
    cover: str
    last: date
    names: Mapping[int, str]
    takes: bool

    def item(self) -> MessageItem:
        taken = CoverTaken(absence=self.absent.id, supervisees=tuple(self.names))
        mine = (Button("I'll cover", taken, style=Style.PRIMARY),) if self.takes else ()
        said = _has_left(self.cover, self.last, self.absent.name)
        return MessageItem(
            f"Cover for {self.absent.name} needs arranging again",
            "Supervision needs arranging",
            (Paragraph((*said, f" Affected: {listing(list(self.names.values()))}.")),),
            (*mine, Button("Someone else covers", CoverForm(absence=self.absent.id))),
        )


@dataclass(frozen=True, slots=True)
class YourCoverLeft(Message):
    """To a supervisee. ``said``: that nobody covers, and who can name somebody; empty where it isn't so yet."""

    absent: str
    cover: str
    last: date
    said: Text

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.cover} no longer covers for {self.absent}",
            "Something about your supervision",
            (
                Paragraph(_has_left(self.cover, self.last, self.absent)),
                *((Paragraph(self.said),) if self.said else ()),
            ),
        )


_LAST: Final = date(2026, 11, 16)
_PRIYA: Final = Absent(4, "Priya Sample", date(2026, 11, 3), None)


@example("cover_left")
def _example_cover_left() -> Card:
    whom = {1: "Amara Example", 2: "Tomasz Sample"}
    return message_card([CoverLeft(_PRIYA, "Owen Placeholder", _LAST, whom, takes=True).item()])


@example("your_cover_left")
def _example_your_cover_left() -> Card:
    said = Uncovered(4, 1, 2, "Priya Sample", None).to_supervisee("Helen Fictional")
    return message_card([YourCoverLeft("Priya Sample", "Owen Placeholder", _LAST, said).item()])
