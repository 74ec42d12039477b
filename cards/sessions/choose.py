"""Which of the booked sessions is meant, and what is to become of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from cards.examples import example
from cards.formats import later_than_these
from cards.message import MOST
from cards.model import Button, Card, Moment, Note, Paragraph, Part, Text
from cards.sessions import asks
from cards.sessions.book import change_buttons
from cards.shared.claims import NobodySaidOf
from cards.shared.meeting import Meeting
from cards.shared.outcome import outcomes


def choose(meetings: Sequence[Meeting], over: Mapping[int, bool]) -> Card:
    """Which of the booked sessions is meant, and what is to become of it. ``over``: of those that are, by their ids,
    whether it is for the reader to say that they took place."""
    parts = tuple(
        Part(f"{m.kind.capitalize()} with {m.name}", (Paragraph(_stands(m, over)),), _ways(m, over))
        for m in meetings[:MOST]
    )
    more = (Note((f"{later_than_these(len(meetings) - MOST)}.",)),) if len(meetings) > MOST else ()
    took_place = (Button("One took place already", asks.HeldListed()),)
    return Card("Which session?", "Your answer is ready", (*parts, *more), took_place)


def _stands(meeting: Meeting, over: Mapping[int, bool]) -> Text:
    return (meeting.starts, *((": ", NobodySaidOf(meeting.id)) if meeting.id in over else ()), ".")


def _ways(meeting: Meeting, over: Mapping[int, bool]) -> tuple[Button, ...]:
    """One that is over is neither moved nor cancelled; that it didn't take place either of the two may say."""
    if meeting.id not in over:
        return change_buttons(meeting)
    both = outcomes(meeting.id)
    return both if over[meeting.id] else both[1:]


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_MEETING: Final = Meeting(7, "case supervision", "Amara Example", Moment(_WALL, _WALL))


@example("choose_session")
def _example_choose() -> Card:
    return choose((_MEETING, replace(_MEETING, id=8)), {_MEETING.id: True})
