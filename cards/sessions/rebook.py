"""A cancelled session is held after all: times proposed, provisional, unanswered, none left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from cards.examples import example, form_example
from cards.message import MessageItem, message_card
from cards.model import Block, Button, Card, Day, Form, Moment, Note, Paragraph, Strong, Style, Text
from cards.sessions import asks
from cards.sessions.cancel import AskAtTime, offered
from cards.sessions.times import UNSEEN, epoch, when_fields
from cards.shared.meeting import Meeting


def rebook_form(meeting: Meeting, limit: date | None, books: bool, at: Moment | None) -> Form:
    """Another time than those offered."""
    by: tuple[Block, ...] = (Paragraph(("To be held by ", Day(limit), ".")),) if limit else ()
    label = "Book it" if books else "Propose it"
    ask = (asks.SessionRebooked if books else asks.TimeProposed)(session=meeting.id)
    return Form(
        f"A new time with {meeting.name}",
        when_fields(at),
        (Button(label, ask, style=Style.PRIMARY),),
        (*by, Note((UNSEEN,))),
    )


def proposed(meeting: Meeting, at: Moment, limit: date | None, late: bool) -> MessageItem:
    """To the supervisor: the supervisee's proposal in place of a cancelled session."""
    body: list[Block] = [Paragraph((at, ", in place of ", meeting.starts, "."))]
    booked = asks.SessionRebooked(session=meeting.id, at=epoch(at))
    if limit:
        body.append(Paragraph(("It is to be held by ", Day(limit), ": this is later." if late else ".")))
    return MessageItem(
        f"{meeting.name} proposes a new time for {meeting.kind}",
        "A new time is proposed for a session",
        tuple(body),
        (
            Button("Confirm", booked, style=Style.PRIMARY),
            Button("Another time", asks.RebookForm(session=meeting.id)),
        ),
    )


def provisional(
    meeting: Meeting, was: Moment, limit: date | None, asks_again: bool, again: bool
) -> MessageItem:
    """To both: nobody chose, so the bot booked. One tap confirms or moves it."""
    body: list[Block] = [
        Paragraph((Strong("Provisionally booked: "), meeting.starts, ".")),
        Paragraph(
            (
                "It stands in for the cancelled session of ",
                was,
                ". No time had been settled, so the bot took one that is free for both of you.",
            )
        ),
    ]
    if limit:
        body.append(Paragraph(("It is to be held by ", Day(limit), ".")))
    stands = (
        "Please answer: it is asked once more, and then the supervisor's line manager is told."
        if asks_again
        else "It stands unless one of you moves it."
    )
    body.append(
        Note((f"{'Asked once more; the line manager has been told. ' if again else stands + ' '}{UNSEEN}",))
    )
    what = "please confirm the time" if again else "a provisional time"
    title = f"{meeting.kind.capitalize()} with {meeting.name}: {what}"
    buttons = (
        Button("That's fine", asks.TimeConfirmed(session=meeting.id), style=Style.PRIMARY),
        Button("Move it", asks.SessionMoveForm(session=meeting.id)),
    )
    return MessageItem(title, "A session has a provisional time", tuple(body), buttons)


def stands(meeting: Meeting, was: Moment) -> MessageItem:
    """The same message once confirmed."""
    title = f"{meeting.kind.capitalize()} with {meeting.name}: confirmed"
    return MessageItem(
        title, "A session is confirmed", (Paragraph((meeting.starts, ", in place of ", was, ".")),)
    )


def unanswered(pair: str, at: Moment, limit: date | None) -> MessageItem:
    """To the supervisor's line manager, where the council asks again: practice, and says so."""
    by: Text = (" To be held by ", Day(limit), ".") if limit else ()
    return MessageItem(
        f"A rebooked session nobody confirmed: {pair}",
        "A rebooked session is unconfirmed",
        (
            Paragraph(
                (
                    f"{pair} have a cancelled session, provisionally booked again for ",
                    at,
                    ". Neither has confirmed it.",
                    *by,
                )
            ),
            Note(("Telling you is this council's practice; the policy sets the limit only.",)),
        ),
    )


def no_time(pair: str, limit: date, after: Moment | None, manager: bool) -> MessageItem:
    """No common time before the limit: to the line manager, and to both where it shows later on."""
    found: Text = ("The earliest after it is ", after, ".") if after else ("None is known after it either.",)
    note = "Telling you is this council's practice; the policy sets the limit only." if manager else UNSEEN
    return MessageItem(
        f"No common time before the limit: {pair}",
        "A session can't be rebooked in time",
        (
            Paragraph(
                (
                    f"{pair} have a cancelled session that is to be held by ",
                    Day(limit),
                    ". No time is free for both of them by then. ",
                    *found,
                )
            ),
            Note((note,)),
        ),
    )


def earlier(meeting: Meeting, who: str, times: Sequence[Moment], ask: AskAtTime, verb: str) -> MessageItem:
    """Before planned leave: times that come first. ``who``: 'You are' or 'Priya Invented is'."""
    return MessageItem(
        f"{meeting.kind.capitalize()} with {meeting.name}: meet earlier?",
        "A session could be earlier",
        (
            Paragraph(
                (
                    f"{who} unavailable on the day it was booked for, ",
                    meeting.starts,
                    ". These times before that are free for both of you:",
                )
            ),
            Note((UNSEEN,)),
        ),
        offered(meeting, times, ask, verb),
    )


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")


_LATER: Final = datetime.fromisoformat("2026-11-26T09:30:00+00:00")


_MEETING: Final = Meeting(7, "case supervision", "Priya Sample", Moment(_WALL, _WALL))


_AT: Final = Moment(_LATER, _LATER)


@form_example("rebook")
def _example_rebook_form() -> Form:
    return rebook_form(_MEETING, date(2026, 11, 27), True, _AT)


@example("proposed")
def _example_proposed() -> Card:
    return message_card([proposed(_MEETING, _AT, date(2026, 11, 27), False)])


@example("provisional")
def _example_provisional() -> Card:
    return message_card([provisional(_MEETING, _AT, date(2026, 11, 27), False, False)])


@example("provisional_again")
def _example_again() -> Card:
    return message_card([provisional(_MEETING, _AT, date(2026, 11, 27), True, True)])


@example("provisional_stands")
def _example_stands() -> Card:
    return message_card([stands(_MEETING, _AT)])


@example("provisional_unanswered")
def _example_unanswered() -> Card:
    return message_card([unanswered("Amara Example and Priya Sample", _AT, date(2026, 11, 27))])


@example("no_common_time")
def _example_none() -> Card:
    return message_card([no_time("Amara Example and Priya Sample", date(2026, 11, 25), _AT, True)])


@example("earlier")
def _example_earlier() -> Card:
    return message_card([earlier(_MEETING, "Priya Sample is", (_AT,), asks.SessionMoved, "Propose")])
