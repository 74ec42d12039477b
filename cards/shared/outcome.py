"""Whether a session took place: the question, with Yes and No, wherever something hangs on it."""

from __future__ import annotations

from typing import Final

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


#: Who noted it, where that is its reader.
YOU: Final = "you"


def when_held(noted_by: str) -> str:
    """What comes before its day. ``noted_by``: who says that one took place that nobody had booked, if anybody does."""
    if noted_by == YOU:
        return "You noted that it took place on "
    return f"{noted_by} says that it took place on " if noted_by else "It was booked for "


def noted_paragraph(meeting: Meeting, noted_by: str) -> Paragraph:
    """What the question rests on: in the same words wherever it is asked, so that they stand once."""
    said: Text = (NotedFor(meeting.id, meeting.starts),) if noted_by else (meeting.was, ".")
    return Paragraph((when_held(noted_by), *said, *whose(meeting)))


def whose(meeting: Meeting) -> Text:
    """To whoever is asked in somebody's place."""
    return (" ", meeting.holder) if meeting.holder else ()


def of_outcome(meeting: Meeting, noted_by: str = "") -> Joint:
    """The question and all that hangs on it are one item."""
    once, buttons = (noted_paragraph(meeting, noted_by),), outcomes(meeting.id, Style.PRIMARY)
    return Joint(("took place", meeting.id), took_place(meeting), (), noun="", once=once, buttons=buttons)
