"""The first day back, asked where a cancelled session waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from cards.absence.asks import ReturnSaid
from cards.examples import form_example
from cards.model import Button, Form, Moment, Paragraph, Style
from cards.sessions.cancel import YOU
from cards.shared.day_fields import day_field
from cards.shared.meeting import Meeting


def back_form(meeting: Meeting, who: str, days: Sequence[date]) -> Form:
    """The first day back; ``who``: 'you' or a name; ``days``: as in ``day_field``."""
    asked = "your first day back at work" if who == YOU else f"{who}'s first day back at work"
    return Form(
        "Back at work",
        (day_field("date", f"What was or is {asked}?", days, required=True),),
        (Button("Save", ReturnSaid(session=meeting.id), style=Style.PRIMARY),),
        (Paragraph((f"The new time for {meeting.kind} with {meeting.name} is counted from that day.",)),),
    )


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_MEETING: Final = Meeting(7, "case supervision", "Priya Sample", Moment(_WALL, _WALL))


@form_example("back")
def _example_back_form() -> Form:
    return back_form(_MEETING, "you", (date(2026, 11, 30),))
