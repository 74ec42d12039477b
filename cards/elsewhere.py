"""Cards and forms for a reader whose own clock shows another time than the UK's. Sessions take place by the UK's clock,
so its time stays, and is said to be; a moment is said by the reader's clock beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from cards.formats import BRITISH, clock, day, moment, plain_text
from cards.limits import texts, walk
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    Facts,
    Form,
    Moment,
    Note,
    Paragraph,
    Part,
    Span,
    Text,
    TimeField,
)

NOTE: Final = Note(("Times are UK time.",))
_CLOCK: Final = re.compile(r"\b\d{1,2}:\d\d (?:am|pm|noon|midnight)\b")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """``zone``: the reader's; ``now``: an instant, for times of which only the wall time is known."""

    zone: ZoneInfo
    now: datetime

    def card(self, card: Card) -> Card:
        body = self._blocks(card.body)
        if body == card.body and not (self._apart and _says_a_time(card.title, card.body, card.buttons)):
            return card
        return replace(card, body=(*body, NOTE))

    def form(self, form: Form) -> Form:
        intro = self._blocks(form.intro)
        times = any(isinstance(field, TimeField) for field in form.fields)
        if intro == form.intro and not (
            self._apart and (times or _says_a_time(form.title, form.intro, form.buttons))
        ):
            return form
        return replace(form, intro=(*intro, NOTE))

    @property
    def _apart(self) -> bool:
        return self.now.astimezone(self.zone).utcoffset() != self.now.astimezone(BRITISH).utcoffset()

    def _blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(map(self._block, blocks))

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph() | Note():
                return replace(block, text=self._text(block.text))
            case Facts():
                return replace(block, rows=tuple((label, self._text(value)) for label, value in block.rows))
            case Bullets():
                return replace(block, items=tuple(map(self._text, block.items)))
            case Part():
                return replace(block, body=self._blocks(block.body))
            case _:
                return block

    def _text(self, text: Text) -> Text:
        return tuple(map(self._span, text))

    def _span(self, span: Span) -> Span:
        if not isinstance(span, Moment):
            return span
        here, there = span.wall.replace(tzinfo=None), span.instant.astimezone(self.zone).replace(tzinfo=None)
        if here == there:
            return span
        own = clock(there.time())
        if there.date() != here.date():
            own = f"{day(there.date())} at {own}"
        return f"{moment(span)} ({own} where you are)"


def _says_a_time(title: str, body: tuple[Block, ...], buttons: tuple[Button, ...]) -> bool:
    """Whether a time of day is said by its wall time alone."""
    blocks = [block for block, _ in walk(body)]
    inside = (button for block in blocks if isinstance(block, Part) for button in block.buttons)
    labels = (button.label for button in (*buttons, *inside))
    said = (plain_text(text) for block in blocks for text in texts(block))
    return any(map(_CLOCK.search, (title, *labels, *said)))
