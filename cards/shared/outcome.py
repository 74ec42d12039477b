"""Whether a session took place: the question, with Yes and No, wherever something hangs on it."""

from __future__ import annotations

from typing import Final

from cards.message import Joint
from cards.model import Button, Paragraph, Style
from cards.sessions import asks
from cards.shared.meeting import Meeting


def took_place(meeting: Meeting) -> str:
    return f"Did {meeting.kind} with {meeting.name} take place?"


def outcomes(session_id: int, style: Style = Style.NORMAL) -> tuple[Button, Button]:
    yes = Button("Yes, it took place", asks.SessionHeldForm(session=session_id), style=style)
    return yes, Button("No, it didn't", asks.SessionCancelForm(session=session_id))


def of_outcome(meeting: Meeting, *, noted: bool = False) -> Joint:
    """The question and all that hangs on it are one item. ``noted``: nobody had booked it, one of the two says that it
    took place."""
    when = "It is noted as held on " if noted else "It was booked for "
    said = Paragraph((when, meeting.starts, f". {COUNTS_ONCE_SAID}" if noted else "."))
    buttons = outcomes(meeting.id, Style.PRIMARY)
    return Joint(("took place", meeting.id), took_place(meeting), (), noun="", once=(said,), buttons=buttons)


#: Of one that was noted.
COUNTS_ONCE_SAID: Final = "Nobody had booked it; it counts once you say so."
