"""Moved: a new time proposed, agreed, or in the way of a limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cards.answer import answer
from cards.examples import example, form_example
from cards.formats import moment, slot
from cards.message import Message, MessageItem, message_card
from cards.model import Bullets, Button, Card, Day, Form, Moment, Note, Paragraph, Strong, Style, Text
from cards.sessions import asks
from cards.sessions.book import booked_card, change_buttons, for_so_long
from cards.sessions.times import UNSEEN, epoch, length_field, when_fields
from cards.shared.meeting import Meeting
from cards.shared.not_then import past

NEWS: Final = "News about a time that you proposed"
#: To whoever was asked, once it is too late to agree.
LAPSED: Final[Text] = ("Not moved: nobody agreed to it in time.",)


def move_form(
    meeting: Meeting, minutes: int, limits: Sequence[Text], at: Moment | None, known: str = UNSEEN
) -> Form:
    """A new time for a session that stays booked. ``minutes``: how long it is; ``known``: what is known of when the two
    are busy."""
    return Form(
        f"Move {meeting.kind} with {meeting.name}",
        (*when_fields(at), length_field(minutes)),
        (Button("Propose the new time", asks.SessionMoved(session=meeting.id), style=Style.PRIMARY),),
        (
            Paragraph(("Booked for ", meeting.starts, ".")),
            *((Bullets(tuple(limits)),) if limits else ()),
            Note((f"Agreed before the day and inside these limits it isn't a cancellation. {known}",)),
        ),
    )


def cannot_move(meeting: Meeting, why: Sequence[Text], rebooked_by: Sequence[Text], again: bool) -> Card:
    """Outside a limit, or too late: why, and the cancellation they may choose knowingly."""
    cancel = Button("Cancel it instead", asks.SessionCancelForm(session=meeting.id), style=Style.DANGER)
    other = (Button("Choose another time", asks.SessionMoveForm(session=meeting.id)),) if again else ()
    after = (
        (Paragraph(("Cancelling is still open to you:",)), Bullets(tuple(rebooked_by))) if rebooked_by else ()
    )
    return Card(
        "Not moved", "Your answer is ready", (*(Paragraph(line) for line in why), *after), (*other, cancel)
    )


def not_then(meeting: Meeting, why: str, instead: Sequence[Moment], minutes: int | None = None) -> Card:
    """A time that won't do, and others that would: one tap proposes one of them. ``minutes``: how long from then on,
    where it changes."""
    other = Button("Choose another time", asks.SessionMoveForm(session=meeting.id))
    would = (Paragraph(("Free for both of you:",)),) if instead else ()
    ways = (
        Button(f"Propose {slot(m)}", asks.SessionMoved(session=meeting.id, at=epoch(m), minutes=minutes))
        for m in instead
    )
    return Card("Not moved", "Your answer is ready", (Paragraph((why,)), *would), (*ways, other))


@dataclass(frozen=True, slots=True)
class MoveAsked(Message):
    """To the other one: agree with a tap. ``again``: they were asked before; ``unseen``: whose busy times aren't known,
    a sentence. ``minutes``: how long from then on, where it changes; ``short``: for which rules that is too short, a
    sentence each."""

    meeting: Meeting
    to: Moment
    again: bool = False
    unseen: str = ""
    minutes: int | None = None
    short: Sequence[str] = ()

    def item(self) -> MessageItem:
        agreed = asks.MoveAgreed(
            session=self.meeting.id,
            at=epoch(self.to),
            booked_at=epoch(self.meeting.starts),
            minutes=self.minutes,
        )
        long = for_so_long(self.minutes)
        return MessageItem(
            f"{self.meeting.name} {'still asks' if self.again else 'asks'} to move {self.meeting.kind}",
            "A session may move",
            (
                Paragraph(("From ", self.meeting.starts, " to ", Strong(f"{slot(self.to)}{long}"), ".")),
                *(Note((one,)) for one in self.short),
                *((Note((self.unseen,)),) if self.unseen else ()),
            ),
            (
                Button("Agree", agreed, style=Style.PRIMARY),
                Button("Propose another time", asks.SessionMoveForm(session=self.meeting.id)),
            ),
        )


@dataclass(frozen=True, slots=True)
class NotAnswered(Message):
    """To whoever proposed another time. ``other``: who was asked; ``over``: it can't be moved there any more;
    ``movable``: but elsewhere."""

    meeting: Meeting
    to: Moment
    other: str
    over: bool = False
    movable: bool = True

    def item(self) -> MessageItem:
        return self._over() if self.over else self._not_yet()

    def _over(self) -> MessageItem:
        propose, cancel = self._buttons()
        why = "that time is over" if self.movable else "it moves only before its day"
        said: Text = ("You proposed ", self.to, f". {self.other} hasn't answered, and {why}. ")
        return MessageItem(
            f"Not moved: {self.meeting.kind} with {self.meeting.name}",
            NEWS,
            (self._stays(said),),
            (propose, cancel) if self.movable else (cancel,),
        )

    def _buttons(self) -> tuple[Button, Button]:
        return (
            Button("Propose another time", asks.SessionMoveForm(session=self.meeting.id)),
            Button("Cancel it instead", asks.SessionCancelForm(session=self.meeting.id)),
        )

    def _not_yet(self) -> MessageItem:
        said: Text = (f"{self.other} hasn't answered yet whether it moves to ", self.to, ". ")
        return MessageItem(
            f"Not answered yet: another time for {self.meeting.kind} with {self.meeting.name}",
            NEWS,
            (self._stays(said),),
            self._buttons(),
        )

    def _stays(self, said: Text) -> Paragraph:
        return Paragraph((*said, "It stays on ", self.meeting.starts, "."))


@dataclass(frozen=True, slots=True)
class Moved(Message):
    """To the other one. ``as_before``: by the bot, from its own time in place of one that was cancelled for days away
    back to that one's. ``minutes``: how long it is, where that isn't as usual."""

    meeting: Meeting
    as_before: bool = False
    minutes: int | None = None

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.meeting.kind.capitalize()} with {self.meeting.name} is moved",
            "A session has moved",
            (Paragraph(("It is now on ", self.meeting.booked, for_so_long(self.minutes), *self._why())),),
            change_buttons(self.meeting) if self.as_before else (),
        )

    def _why(self) -> Text:
        if not self.as_before:
            return (".",)
        return (", its own time again. The bot had taken another in its place.",)


def just_proposed(other: str, at: Moment, minutes: int | None = None) -> Card:
    """``minutes``: how long from then on, where it changes."""
    when = f"{moment(at)}{for_so_long(minutes)}"
    return answer("Proposed", f"{other} is asked to agree to {when}. Until then nothing changes.")


def just_moved(meeting: Meeting, other: str, minutes: int | None = None, short: Sequence[str] = ()) -> Card:
    """``minutes`` and ``short``: as in ``Moved`` and ``MoveAsked``."""
    return booked_card(f"Moved to {slot(meeting.starts)}", meeting, other, minutes, short)


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_AT: Final = Moment(_WALL, _WALL)
_LATER: Final = Moment(
    datetime.fromisoformat("2026-12-01T14:00:00+00:00"), datetime.fromisoformat("2026-12-01T14:00:00+00:00")
)
_MEETING: Final = Meeting(7, "case supervision", "Amara Example", _AT)
_FALLS: Final[tuple[Text, ...]] = (("CB-10234 falls due for discussion by ", Day(date(2026, 11, 30)), "."),)


@form_example("move")
def _example_move() -> Form:
    return move_form(_MEETING, 90, _FALLS, _LATER)


@example("cannot_move")
def _example_cannot() -> Card:
    because: tuple[Text, ...] = (("CB-10234 is to be discussed by ", Day(date(2026, 11, 30)), "."),)
    after: tuple[Text, ...] = (("Cancelled now, it is to be held by ", Day(date(2026, 11, 27)), "."),)
    return cannot_move(_MEETING, because, after, True)


@example("not_moved_then")
def _example_not_then() -> Card:
    return not_then(_MEETING, past(_AT), (_LATER,))


@example("move_asked")
def _example_move_asked() -> Card:
    return message_card([MoveAsked(_MEETING, _LATER, minutes=60).item()])


@example("move_unanswered")
def _example_not_answered() -> Card:
    return message_card([NotAnswered(_MEETING, _LATER, "Amara Example").item()])


@example("move_over")
def _example_over() -> Card:
    return message_card([NotAnswered(_MEETING, _LATER, "Amara Example", over=True, movable=False).item()])


@example("moved_as_before")
def _example_moved_back() -> Card:
    return message_card([Moved(_MEETING, as_before=True).item()])


@example("moved")
def _example_moved() -> Card:
    return message_card([Moved(_MEETING).item()])


@example("move_proposed")
def _example_just_proposed() -> Card:
    return just_proposed("Amara Example", _LATER)


@example("move_done")
def _example_just_moved() -> Card:
    return just_moved(_MEETING, "Amara Example")
