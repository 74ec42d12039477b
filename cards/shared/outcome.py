"""Whether a session took place: the question, with Yes and No, wherever something hangs on it."""

from __future__ import annotations

from cards.message import Joint
from cards.model import Button, Paragraph, Style
from cards.sessions import asks
from cards.shared.meeting import Meeting


def took_place(meeting: Meeting) -> str:
    return f"Did {meeting.kind} with {meeting.name} take place?"


def outcomes(session_id: int, style: Style = Style.NORMAL) -> tuple[Button, Button]:
    yes = Button("Yes, it took place", asks.SessionHeldForm(session=session_id), style=style)
    return yes, Button("No, it didn't", asks.SessionCancelForm(session=session_id))


def of_outcome(meeting: Meeting) -> Joint:
    """The question and all that hangs on it are one item."""
    key, booked = ("took place", meeting.id), Paragraph(("It was booked for ", meeting.starts, "."))
    buttons = outcomes(meeting.id, Style.PRIMARY)
    return Joint(key, took_place(meeting), (), noun="", once=(booked,), buttons=buttons)
