"""Whether a session took place: the question, with Yes and No, wherever something hangs on it."""

from __future__ import annotations

from cards.message import Joint
from cards.model import Button, Paragraph, Style, Text
from cards.sessions import asks
from cards.shared.claims import NotedFor
from cards.shared.meeting import Meeting


def took_place(meeting: Meeting) -> str:
    return f"Did {meeting.kind} with {meeting.name} take place?"


def outcomes(session_id: int, style: Style = Style.NORMAL) -> tuple[Button, Button]:
    yes = Button("Yes, it took place", asks.SessionHeldForm(session=session_id), style=style)
    return yes, Button("No, it didn't", asks.SessionCancelForm(session=session_id))


def of_outcome(meeting: Meeting, *, noted: bool = False) -> Joint:
    """The question and all that hangs on it are one item. ``noted``: nobody had booked it, one of the two says that it
    took place."""
    said: Text = ("It was booked for ", meeting.was, ".")
    if noted:
        said = ("It is noted as held on ", NotedFor(meeting.id, meeting.starts))
    buttons = outcomes(meeting.id, Style.PRIMARY)
    return Joint(
        ("took place", meeting.id), took_place(meeting), (), noun="", once=(Paragraph(said),), buttons=buttons
    )
