"""A person's own calendar: what its events are called, and the answer that gives its address."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cards.answer import answer
from cards.examples import example
from cards.model import Button, Card, Link, Moment, Note, Paragraph, Quote, Style
from cards.sessions.asks import CalendarStopped, NewCalendarAddress
from cards.shared.meeting import Meeting

#: No calendar is given out: the setting is empty.
OFF: Final = (
    "The bot gives no calendars out here. Whoever runs it can switch that on: SUPERVISION_CALENDAR_ADDRESS."
)

#: The address that was given is dead at once, wherever it was subscribed to.
_STOP: Final = Button("Stop my calendar", CalendarStopped(), style=Style.DANGER)

#: In an event that the bot put into somebody's calendar itself.
MADE_BY: Final = (
    "Booked with the supervision bot. Move or cancel it there: what is changed here it doesn't see."
)


def title(kind: str, other: str) -> str:
    """Of an event: what it is and with whom, never what about."""
    if kind == "group":
        return "Group supervision"
    return f"{'Personal supervision' if kind == 'personal' else 'Supervision'} with {other}"


def about() -> Card:
    """Before an address is made: what it does."""
    says = "The bot can give you an address for Outlook, Google or Apple's calendar, which then shows your sessions."
    return Card(
        "Your sessions in your calendar",
        "Your calendar",
        (
            Paragraph((says,)),
            Note(
                (
                    "It says when, of which kind and with whom: no case. Whoever has the address can read it, so "
                    "keep it to yourself. A new address ends the one before.",
                )
            ),
        ),
        (Button("Give me an address", NewCalendarAddress()), _STOP),
    )


def given(address: str) -> Card:
    """The one time that the address is shown, where the platform keeps no copy."""
    return Card(
        "Your calendar's address",
        "Your calendar's address",
        (
            Quote("Subscribe to this address as an internet calendar, and keep it to yourself", address),
            Note(
                (
                    "It isn't shown again. Outlook: Add calendar, Subscribe from web. Google: Other calendars, "
                    "From URL. Apple: File, New Calendar Subscription.",
                )
            ),
        ),
        (_STOP,),
    )


def file(meeting: Meeting, address: str) -> Card:
    """One session, for whichever calendar."""
    says = "Opened with Outlook, Google's or Apple's calendar it adds this session. The link holds for a day."
    return Card(
        f"{meeting.kind.capitalize()} with {meeting.name}",
        "A file for your calendar",
        (
            Paragraph((meeting.starts, ".")),
            Paragraph((Link("Fetch the calendar file", address, secret=True),)),
            Note((f"{says} If the session moves, fetch it again.",)),
        ),
    )


def stopped(*, was: bool) -> Card:
    said = "Nobody can read it at its address any more." if was else "You had none."
    return answer("Your calendar is stopped", said)


@example("calendar_about")
def _example_about() -> Card:
    return about()


@example("calendar_given")
def _example_given() -> Card:
    return given("https://bot.council.example/calendar/made-up-and-long.ics")


@example("calendar_stopped")
def _example_stopped() -> Card:
    return stopped(was=True)


@example("calendar_file")
def _example_file() -> Card:
    at = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
    meeting = Meeting(7, "case supervision", "Amara Example", Moment(at, at), as_file=True)
    return file(meeting, "https://bot.council.example/calendar/session/made-up.ics")
