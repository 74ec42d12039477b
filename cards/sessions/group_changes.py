"""Group supervision cancelled, and moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from cards.examples import example, form_example
from cards.formats import plural
from cards.model import Button, Card, ChoiceField, Form, Moment, Note, Option, Paragraph, Style
from cards.sessions import asks
from cards.sessions.group import NOT_HELD
from cards.sessions.times import length_field, when_fields
from cards.shared.meeting import Meeting


def cancel_form(meeting: Meeting, reasons: Sequence[Option], *, past: bool) -> Form:
    """``past``, here and below: its time has come, so it didn't take place."""
    return Form(
        "Group supervision: it didn't take place" if past else "Cancel group supervision",
        (ChoiceField("reason", "Why?", tuple(reasons), required=True),),
        (
            Button(
                "It didn't take place" if past else "Cancel it",
                asks.SessionCancelled(session=meeting.id),
                style=Style.DANGER,
            ),
        ),
        (Paragraph((meeting.starts, ".")), Note(("Those who belong to it are told that, not why.",))),
    )


def cancelled(meeting: Meeting, told: int, rules: Sequence[str], *, past: bool) -> Card:
    """``rules``: what the policy says about arranging another."""
    return Card(
        "It didn't take place: group supervision" if past else "Cancelled: group supervision",
        NOT_HELD if past else "A session is cancelled",
        (
            Paragraph(("It was booked for ", meeting.was, f". {plural('person', told, 'people')} told.")),
            *(Note((r,)) for r in rules),
        ),
        (Button("Book another", asks.GroupForm(after=meeting.id, replaces=meeting.id)),),
    )


def move_form(meeting: Meeting, minutes: int) -> Form:
    return Form(
        "Move group supervision",
        (*when_fields(meeting.starts), length_field(minutes)),
        (Button("Move it", asks.SessionMoved(session=meeting.id), style=Style.PRIMARY),),
        (Note(("Those who belong to it are told.",)),),
    )


_WALL: Final = datetime.fromisoformat("2026-11-24T10:00:00+00:00")
_MEETING: Final = Meeting(7, "group supervision", "Priya Sample", Moment(_WALL, _WALL))


@form_example("group_cancel")
def _example_cancel() -> Form:
    return cancel_form(_MEETING, (Option("emergency", "An emergency"),), past=False)


@example("group_cancelled")
def _example_cancelled() -> Card:
    return cancelled(_MEETING, 4, ["Another is arranged with minimum delay (S9, “10; 15”)."], past=False)


@form_example("group_move")
def _example_move() -> Form:
    return move_form(_MEETING, 90)
