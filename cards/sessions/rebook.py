"""A cancelled session is held after all: times proposed, provisional, unanswered, none left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cards.answer import answer
from cards.examples import example, form_example
from cards.formats import listing, moment, slot
from cards.message import Message, MessageItem, message_card
from cards.model import Block, Button, Card, Day, Form, Moment, Note, Paragraph, Strong, Style, Text
from cards.sessions import asks
from cards.sessions.cancel import AskAtTime, offered
from cards.sessions.times import UNSEEN, supervises_then, when_fields
from cards.sessions.unanswered import Wanted
from cards.shared.claims import BookedFor, Stands, Unconfirmed
from cards.shared.duty_words import UNLESS_MOVED
from cards.shared.line_buttons import answer_provisional
from cards.shared.meeting import Meeting
from cards.shared.policy_words import BY_PRACTICE
from cards.shared.uncovered import Uncovered


def rebook_form(
    meeting: Meeting,
    limit: date | None,
    books: bool,
    at: Moment | None,
    known: str = UNSEEN,
    booked: Moment | None = None,
) -> Form:
    """Another time than those offered. ``known``: what is known of when the two are busy; ``booked``: the pair's next
    session, which may stand in."""
    by: tuple[Block, ...] = (Paragraph(("To be held by ", Day(limit), ".")),) if limit else ()
    if booked:
        by += (
            Paragraph(("One is already booked for ", booked, ": with that time it stands in for this one.")),
        )
    label = "Book it" if books else "Propose it"
    ask = (asks.SessionRebooked if books else asks.TimeProposed)(session=meeting.id)
    return Form(
        f"A new time with {meeting.name}",
        when_fields(at),
        (Button(label, ask, style=Style.PRIMARY),),
        (*by, Note((known,))),
    )


def times_to_propose(
    meeting: Meeting, times: Sequence[Moment], confirms: str, known: str = UNSEEN, meanwhile: Text = ()
) -> Card:
    """To whoever doesn't book: times free for both as far as the two calendars tell, whatever it was cancelled for.
    ``confirms``: who says yes; ``known``: what is known of when the two are busy; ``meanwhile``: that nobody supervises
    its reader now, or that one of the two is unavailable."""
    other = Button("Another time", asks.RebookForm(session=meeting.id, another=True))
    none = f"{NO_TIME_KNOWN} {ONCE_THERE if meanwhile else ALL_THE_SAME}"
    said = f"{confirms} confirms it. These are free for both of you:" if times else none
    return Card(
        f"Propose a time for {meeting.kind} with {meeting.name}",
        "Your answer is ready",
        (Paragraph((said,)), *((Paragraph(meanwhile),) if meanwhile else ()), Note((known,))),
        (*offered(meeting, times, asks.TimeProposed, "Propose"), other),
    )


NO_TIME_KNOWN: Final = "No time is known that is free for both of you in the next weeks."
ALL_THE_SAME: Final = "You can propose one all the same."
#: While one of the two is unavailable: no time then is taken.
ONCE_THERE: Final = "Propose one for when you are both there."


#: Of a time that is booked, by hand or by the bot.
AFTER_LIMIT: Final = "It is after the limit, which stays on the list as overdue until it is held."


def just_booked(session: int, at: Moment, told: str, *, late: bool, back: str = "", holds: str = "") -> Card:
    """``late``: after the limit; ``back``: whose it is in the place of whoever covers until then; ``holds``: who holds
    it in the place of whoever booked."""
    after: tuple[str, ...] = (supervises_then(back),) if back else ()
    after += (f"{holds} holds it in your place, and is told too.",) if holds else ()
    after += (AFTER_LIMIT,) if late else ()
    booked = BookedFor(session, at)
    return answer(f"Booked for {slot(at)}", f"{told} is told.", *after, states=(booked,))


def just_stands_in(session: int, at: Moment, told: str) -> Card:
    said, booked = f"Nothing else is booked. {told} is told.", BookedFor(session, at)
    return answer(f"It stands in: {slot(at)}", said, states=(booked,))


def just_proposed(supervisor: str, at: Moment) -> Card:
    return answer("Proposed", f"{supervisor} is asked to confirm {moment(at)}.")


def just_confirmed(session: int, at: Moment, other: str) -> Card:
    booked = BookedFor(session, at)
    return answer(f"Confirmed: {slot(at)}", f"{other} sees that it stands.", states=(booked,))


@dataclass(frozen=True, slots=True)
class ProvisionallyBooked(Message):
    """To both: nobody chose, so the bot booked. One tap confirms or moves it. ``known``: what is known of when the two
    are busy; ``wanted``: what one had asked for."""

    meeting: Meeting
    was: Moment
    limit: date | None
    asks_again: bool
    again: bool
    known: str = UNSEEN
    wanted: Wanted | None = None

    def item(self) -> MessageItem:
        body: list[Block] = [
            Paragraph((Strong("Provisionally booked: "), self.meeting.booked, ".")),
            Paragraph(("It stands in for the cancelled session of ", self.was, f". {self._whose_choice()}")),
        ]
        if self.wanted:
            body.append(Paragraph(self.wanted.sentence()))
        if self.limit:
            late = f" {AFTER_LIMIT}" if self.meeting.on > self.limit else ""
            body.append(Paragraph(("It is to be held by ", Day(self.limit), f".{late}")))
        stands = (
            "Please answer: it is asked once more, and then the supervisor's line manager is told."
            if self.asks_again
            else UNLESS_MOVED
        )
        if self.again:
            stands = "Asked once more; the line manager has been told."
        body.append(Note((f"{stands} {self.known}",)))
        what = "please confirm the time" if self.again else "a provisional time"
        title = f"{self.meeting.kind.capitalize()} with {self.meeting.name}: {what}"
        buttons = answer_provisional(self.meeting.id)
        return MessageItem(title, "A session has a provisional time", tuple(body), buttons)

    def _whose_choice(self) -> str:
        took = "that" if self.wanted and self.wanted.taken else "one that is free for both of you"
        return f"No time had been settled, so the bot took {took}."


@dataclass(frozen=True, slots=True)
class ProvisionalConfirmed(Message):
    """The same message once confirmed; ``stands``: nobody confirmed it, or moved it. ``was``: None where that was its
    own time."""

    meeting: Meeting
    was: Moment | None
    stands: bool = False
    wanted: Wanted | None = None

    def item(self) -> MessageItem:
        how, meeting = "stands" if self.stands else "confirmed", self.meeting
        at = Stands(meeting.id, meeting.starts) if self.stands else meeting.booked
        return MessageItem(
            f"{meeting.kind.capitalize()} with {meeting.name}: {how}",
            "A session stands" if self.stands else "A session is confirmed",
            (
                Paragraph((at, *((", in place of ", self.was) if self.was else ()), ".")),
                *((Paragraph(self.wanted.sentence()),) if self.wanted else ()),
            ),
            states=(at,),
        )


@dataclass(frozen=True, slots=True)
class NobodyConfirmed(Message):
    """To the supervisor's line manager, where the council asks again: practice, and says so. No limit: it would tell
    why the session was cancelled."""

    pair: str
    unconfirmed: Unconfirmed

    def item(self) -> MessageItem:
        said: Text = (f"{self.pair} have a cancelled session, ", self.unconfirmed)
        return MessageItem(
            f"A rebooked session nobody confirmed: {self.pair}",
            "A rebooked session is unconfirmed",
            (Paragraph(said), Note((BY_PRACTICE,))),
            states=(self.unconfirmed,),
        )


@dataclass(frozen=True, slots=True)
class ToRebook:
    """A cancelled session and the last day for holding it."""

    meeting: Meeting
    limit: date


@dataclass(frozen=True, slots=True)
class NoCommonTime(Message):
    """No common time before the limit: to the line manager, and to whoever books. ``why``: there is none;
    ``books``: the session to rebook, and its limit, for whoever may: anybody else would read from it why it was
    cancelled. ``known``: what is known of when the two are busy; ``passed``: that day is over; ``uncovered``: to the
    line manager, who is away meanwhile."""

    pair: str
    after: Moment | None
    manager: bool
    why: str = ""
    books: ToRebook | None = None
    known: str = UNSEEN
    passed: bool = False
    uncovered: Uncovered | None = None

    def item(self) -> MessageItem:
        away = (self.uncovered.note(),) if self.uncovered else ()
        return MessageItem(
            f"{'A new time is owed' if self.passed else 'No common time'}: {self.pair}",
            "A session can't be rebooked soon",
            (Paragraph(self._sentence()), *away, Note((BY_PRACTICE if self.manager else self.known,))),
            (
                *(self._buttons(self.books.meeting) if self.books else ()),
                *((self.uncovered.button(),) if self.uncovered else ()),
            ),
        )

    def _sentence(self) -> Text:
        held: Text = ("again. No time in the next days is free for both of them",)
        if self.books:
            then = "That day has passed" if self.passed else "No time is free for both of them by then"
            held = ("by ", Day(self.books.limit), f". {then}")
        found: Text = ("None is known after that either.",)
        if self.after:
            earliest = "The earliest time free for both is " if self.passed else "The earliest after that is "
            found = (earliest, self.after, ".")
        why = f": {self.why}. " if self.why and not self.passed else ". "
        return (f"{self.pair} have a cancelled session that is to be held ", *held, why, *found)

    def _buttons(self, meeting: Meeting) -> tuple[Button, ...]:
        later = offered(meeting, (self.after,) if self.after else (), asks.SessionRebooked, "Book")
        return (*later, Button("Another time", asks.RebookForm(session=meeting.id)))


def never_free(names: Sequence[str]) -> str:
    """Why no time is common: one of the two has none at all, or each of them."""
    return f"{listing(names)} {'has' if len(names) == 1 else 'have'} none"


#: Both have some, and none in common.
NONE_IN_COMMON: Final = "each has some, but none in common"


@dataclass(frozen=True, slots=True)
class MeetEarlier(Message):
    """To both before planned leave: times that come first. ``away``: whose it is, None for the reader's own;
    ``known``: what is known of when the two are busy."""

    meeting: Meeting
    away: str | None
    times: Sequence[Moment]
    ask: AskAtTime
    known: str = UNSEEN

    def item(self) -> MessageItem:
        who = f"{self.away} is" if self.away else "You are"
        verb = "Book" if self.ask is asks.SessionRebooked else "Propose"
        return MessageItem(
            f"{self.meeting.kind.capitalize()} with {self.meeting.name}: meet earlier?",
            "A session could be earlier",
            (
                Paragraph(
                    (
                        f"{who} unavailable on the day it was booked for, ",
                        self.meeting.was,
                        ". These times before that are free for both of you:",
                    )
                ),
                Note((self.known,)),
            ),
            offered(self.meeting, self.times, self.ask, verb),
        )


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_LATER: Final = datetime.fromisoformat("2026-11-26T09:30:00+00:00")
_MEETING: Final = Meeting(7, "case supervision", "Priya Sample", Moment(_WALL, _WALL))
_AT: Final = Moment(_LATER, _LATER)


@example("times_to_propose")
def _example_times() -> Card:
    return times_to_propose(_MEETING, (_AT,), "Priya Sample")


@example("no_times_to_propose")
def _example_no_times() -> Card:
    return times_to_propose(_MEETING, (), "Priya Sample")


@form_example("rebook")
def _example_rebook_form() -> Form:
    return rebook_form(_MEETING, date(2026, 11, 27), True, _AT)


@example("provisional")
def _example_provisional() -> Card:
    return message_card([ProvisionallyBooked(_MEETING, _AT, date(2026, 11, 27), False, False).item()])


@example("provisional_late")
def _example_late() -> Card:
    return message_card([ProvisionallyBooked(_MEETING, _AT, date(2026, 11, 20), False, False).item()])


@example("provisional_again")
def _example_again() -> Card:
    return message_card([ProvisionallyBooked(_MEETING, _AT, date(2026, 11, 27), True, True).item()])


@example("provisional_stands")
def _example_stands() -> Card:
    return message_card([ProvisionalConfirmed(_MEETING, _AT, stands=True).item()])


@example("provisional_confirmed")
def _example_confirmed() -> Card:
    return message_card([ProvisionalConfirmed(_MEETING, _AT).item()])


@example("provisional_unanswered")
def _example_unanswered() -> Card:
    return message_card([NobodyConfirmed("Amara Example and Priya Sample", Unconfirmed(7, _AT)).item()])


@example("no_common_time")
def _example_none() -> Card:
    return message_card([NoCommonTime("Amara Example and Priya Sample", _AT, True, NONE_IN_COMMON).item()])


@example("no_common_time_to_book")
def _example_none_to_book() -> Card:
    pair, why = "Amara Example and Priya Sample", never_free(["Priya Sample"])
    told = NoCommonTime(pair, _AT, False, why, ToRebook(_MEETING, date(2026, 11, 25)))
    return message_card([told.item()])


@example("earlier")
def _example_earlier() -> Card:
    return message_card([MeetEarlier(_MEETING, "Priya Sample", (_AT,), asks.SessionMoved).item()])


@example("rebooked_late")
def _example_just_booked() -> Card:
    return just_booked(7, _AT, "Amara Example", late=True)


@example("stands_in")
def _example_stands_in() -> Card:
    return just_stands_in(7, _AT, "Amara Example")


@example("time_proposed")
def _example_just_proposed() -> Card:
    return just_proposed("Priya Sample", _AT)


@example("time_confirmed")
def _example_just_confirmed() -> Card:
    return just_confirmed(7, _AT, "Amara Example")
