"""A session that doesn't take place: why, by when it is to, at which times, and the note on the children's files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, TypeAlias

from cards.examples import example
from cards.formats import day, slot
from cards.message import Message, MessageItem, message_card
from cards.model import (
    Block,
    Button,
    Card,
    Day,
    Moment,
    Note,
    Paragraph,
    Strong,
    Style,
    Text,
)
from cards.sessions import asks
from cards.sessions.asks import SessionWish
from cards.sessions.times import UNSEEN, booked_unasked, epoch
from cards.sessions.why_cancelled import recorded_absent
from cards.shared import duty_words, line_buttons
from cards.shared.claims import NobodyCovers
from cards.shared.meeting import Meeting, MetNext
from cards.shared.uncovered import asking, with_return

#: Whose return is waited for.
YOU: Final = "you"
OTHER_ONE: Final = "the other one"


PROVISIONALLY: Final = "Provisionally booked instead: "
AGAIN: Final = f"{duty_words.BOOKED_AGAIN}: "
NOTED: Final = "Noted instead, to be confirmed: "
CANCELLED_TOO: Final = "Booked instead, and cancelled too: "


@dataclass(frozen=True, slots=True)
class CancelledSession:
    """A cancelled session as one of the two reads it. ``said``: why, as far as this reader is told. ``limit``: the last
    day for holding it, by ``rule``; ``early``: that is before the day it was booked for. ``away``: whose return it
    waits for ('you' for the reader). ``times``: free for both within the limit; ``after``: the earliest later one where
    there is none. ``books``: the reader is the supervisor. ``auto``: the day after whose end the bot books; ``never``:
    none is left on which it could; ``late``: what it takes may come after the limit; ``back``: whose return must be
    known before it does. ``booked``: the pair's next session, inside the limit, or (``later``) after it where no time
    is free; ``stands``: with no answer it is the one; ``stand_in``: what is in its place, ``instead`` says how.
    ``arranged``: by somebody else than the reader, or (False) by nobody: ``times`` are before it then, and no limit is
    read.
    ``known``: what is known of when the two are busy; ``gone``: one of them has left, so there is no new time;
    ``confirms``: who says yes to a time, where that isn't the other one of the meeting.
    ``holds``: whoever holds it in the place of a reader who books; ``until_back``: until they are back at work.
    ``unfree``: who is away where no time is found, and whom to ask. ``of_two``: whose it was, where its reader is said
    not to have come, and may say that it took place. ``then``: the pair's next, which answers one for which no rule
    asks a new time. ``proposed``: which time its reader proposed, and who is to book it. ``there``: whoever confirms is
    at work."""

    meeting: Meeting
    said: str
    limit: date | None = None
    rule: str = ""
    early: bool = False
    passed: bool = False
    away: str = ""
    times: Sequence[Moment] = ()
    after: Moment | None = None
    books: bool = False
    auto: date | None = None
    never: bool = False
    late: bool = False
    booked: Moment | None = None
    later: bool = False
    stands: bool = False
    stand_in: Moment | None = None
    instead: str = "Booked instead: "
    arranged: bool | None = None
    notes: Sequence[str] = ()
    known: str = UNSEEN
    back: str = ""
    gone: bool = False
    confirms: str = ""
    holds: str = ""
    until_back: bool = False
    unfree: Text = ()
    of_two: SessionWish | None = None
    then: MetNext | None = None
    proposed: Text = ()
    there: bool = False


@dataclass(frozen=True, slots=True)
class Cancelled(Message):
    """What follows from a cancellation, or (``back``) from the return that it waited for."""

    view: CancelledSession
    back: bool = False

    def item(self) -> MessageItem:
        said = self._item()
        return replace(said, buttons=(*said.buttons, *self._took_place()))

    def _another(self) -> Button:
        ask = asks.RebookForm(session=self.view.meeting.id, another=self.view.books)
        return Button("Another time" if self.view.books else "Propose a time", ask)

    def _meets_now(self) -> Text:
        """Where somebody else than it was booked with supervises them by now."""
        now = self.view.confirms
        return () if now in ("", self.view.meeting.name) else (f" It is to be with {now} now.",)

    def _took_place(self) -> tuple[Button, ...]:
        """As noted of one that nobody had booked: it counts once whoever supervises says so too."""
        if self.view.of_two is None or self.view.stand_in:
            return ()
        then = asks.at_time(asks.SessionNoted, self.view.of_two, epoch(self.view.meeting.starts))
        return (Button("It took place", then),)

    def _books(self) -> Text:
        """Who finds a new time, where no rule asks anybody to."""
        if self.view.arranged or not self.view.there:
            return ()
        return (f" {self.view.confirms} books it, or confirms a time that you propose.",)

    def _item(self) -> MessageItem:
        meeting = self.view.meeting
        now = "choose a new time" if self.back and self.view.arranged is None else "cancelled"
        title = f"{meeting.kind.capitalize()} with {meeting.name}: {now}"
        notice = f"A supervision session {'needs a new time' if self.back else 'is cancelled'}"
        was: list[Block] = [Paragraph(("It was booked for ", meeting.was, f". {self.view.said}".rstrip()))]
        if self.view.gone:
            return MessageItem(title, notice, tuple(was))
        if self.view.stand_in:
            again = (self._another(),) if self.view.instead == CANCELLED_TOO else ()
            instead = Paragraph((self.view.instead, self.view.stand_in, "."))
            return MessageItem(title, notice, (*was, instead), again)
        if self.view.then:
            again = (self._another(),) if self.view.then.ahead else ()
            return MessageItem(title, notice, (*was, Paragraph(self.view.then.text)), again)
        if self.view.proposed:
            again = (Button("Propose another time", asks.RebookForm(session=meeting.id)),)
            said = Paragraph(self.view.proposed)
            return MessageItem(title, notice, (*was, *_limit(self.view), said), again)
        if self.view.arranged is not None:
            before = offered(meeting, self.view.times, asks.TimeProposed, "Propose")
            waits = (duty_words.arranged(self.view.arranged), *self._meets_now(), *self._books())
            body = (*was, Paragraph(waits), *_before(self.view))
            return MessageItem(title, notice, body, (*before, self._another()))
        if self.view.away:
            return MessageItem(
                title,
                notice,
                (*was, *_waits(self.view)),
                (line_buttons.back_at_work(self.view.meeting.id, own=self.view.away == YOU),),
            )
        return MessageItem(title, notice, (*was, *_limit(self.view), *_choice(self.view)), _times(self.view))


def _before(view: CancelledSession) -> list[Block]:
    if not view.times:
        return []
    return [Paragraph(("Free for both of you before these days:",)), Note((view.known,))]


def _waits(view: CancelledSession) -> list[Block]:
    text = "A new time waits until you are back at work; the policy's limit is counted from that day."
    if view.away != YOU:
        text = "No day is set yet by which it is to be held."
    return [Paragraph((text,)), *(Note((n,)) for n in view.notes)]


def _limit(view: CancelledSession) -> list[Block]:
    if view.limit is None:
        return []
    blocks: list[Block] = [
        Paragraph(
            (
                "It is now to be held by ",
                Strong(day(view.limit)),
                f" ({view.rule})." if view.rule else ".",
                " That day has passed." if view.passed else "",
            )
        )
    ]
    if view.early:
        blocks.append(
            Note(("That is before the day it was booked for: the policy counts from the cancellation.",))
        )
    return blocks


def _choice(view: CancelledSession) -> list[Block]:
    blocks: list[Block] = []
    if view.booked:
        by_then = "" if view.later else " by then"
        already = (f"One is already booked{by_then}, for ", view.booked, ". It may stand in for this one.")
        blocks.append(Paragraph(already))
    if view.times:
        blocks.append(Paragraph((_asked(view),)))
    elif view.booked:
        other = f"No other time is free for both of you {'in the next weeks' if view.later else 'by then'}."
        blocks.append(Paragraph((other, *((" ", *view.unfree) if view.unfree else ()))))
    elif view.after:
        none = "No time is free for both of you by then. The earliest after it is "
        found = "The earliest time that is free for both of you is " if view.passed else none
        blocks.append(Paragraph((found, view.after, ".")))
    else:
        why = view.unfree or ("Choose one together.",)
        blocks.append(Paragraph(("No time is free for both of you in the next weeks. ", *why)))
    if view.auto:
        then = "it stands in." if view.stands else booked_unasked(late=view.late, passed=view.passed)
        blocks.append(Note(("With no answer by the end of ", Day(view.auto), f" {then} {view.known}")))
    else:
        unknown = f"{_UNKNOWN[view.back == YOU]} " if view.back else f"{NOT_UNASKED} " if view.never else ""
        blocks.append(Note((f"{unknown}{view.known}",)))
    return [*blocks, *(Note((n,)) for n in view.notes)]


def _asked(view: CancelledSession) -> str:
    if not view.books:
        return (
            f"Propose a time that is free for both of you; {view.confirms or view.meeting.name} confirms it:"
        )
    if not view.holds:
        return "Choose a time that is free for both of you:"
    before = "Until you are back " if view.until_back else ""
    return f"Choose a time for {view.meeting.name}. {before}{view.holds} holds it in your place:"


#: The limit comes before both had their time to choose.
NOT_UNASKED: Final = "Nothing is booked by itself: there is too little time for both to choose."
#: Nothing is booked before; by whether it is the reader's own return.
_UNKNOWN: Final = {
    True: "Nothing is booked by itself until you say when you are back.",
    False: "Nothing is booked by itself until it is known when the other one is back.",
}


def _times(view: CancelledSession) -> tuple[Button, ...]:
    times = view.times or ([view.after] if view.after and not view.booked else [])
    ask = asks.SessionRebooked if view.books else asks.TimeProposed
    buttons = offered(view.meeting, times, ask, "Book" if view.books else "Propose")
    if view.booked:
        kept = asks.SessionRebooked(session=view.meeting.id, at=epoch(view.booked))
        buttons = (Button("It stands in", kept), *buttons)
    first = tuple(replace(b, style=Style.PRIMARY) for b in buttons[:1])
    other = Button("Another time", asks.RebookForm(session=view.meeting.id, another=True))
    return (
        *first,
        *buttons[1:],
        other,
        *([line_buttons.back_at_work(view.meeting.id, own=view.back == YOU)] if view.back else []),
    )


#: What a button with a time of its own asks for, of a session.
AskAtTime: TypeAlias = type[asks.SessionMoved | asks.SessionRebooked | asks.TimeProposed]


def offered(meeting: Meeting, times: Sequence[Moment], ask: AskAtTime, verb: str) -> tuple[Button, ...]:
    return tuple(Button(f"{verb} {slot(m)}", ask(session=meeting.id, at=epoch(m))) for m in times)


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_LATER: Final = datetime.fromisoformat("2026-11-26T09:30:00+00:00")
_MEETING: Final = Meeting(7, "case supervision", "Priya Sample", Moment(_WALL, _WALL))
_AT: Final = Moment(_LATER, _LATER)
_RULE: Final = "B18, “Cancellation of case management supervisions”"


@example("cancelled_supervisor")
def _example_supervisor() -> Card:
    view = CancelledSession(
        _MEETING,
        "Your reason: leave.",
        date(2026, 11, 27),
        _RULE,
        times=(_AT,),
        books=True,
        auto=date(2026, 11, 23),
    )
    return message_card([Cancelled(view).item()])


@example("cancelled_held_by_cover")
def _example_by_cover() -> Card:
    view = CancelledSession(
        replace(_MEETING, name="Amara Example"),
        "You were unavailable.",
        date(2026, 11, 27),
        times=(_AT,),
        books=True,
        holds="Owen Placeholder",
        until_back=True,
    )
    return message_card([Cancelled(view).item()])


@example("cancelled_booked_inside")
def _example_booked_inside() -> Card:
    view = CancelledSession(
        _MEETING,
        "",
        date(2026, 11, 27),
        _RULE,
        times=(_AT,),
        books=True,
        auto=date(2026, 11, 23),
        booked=_AT,
        stands=True,
    )
    return message_card([Cancelled(view).item()])


@example("cancelled_supervisee")
def _example_supervisee() -> Card:
    view = CancelledSession(_MEETING, "Priya Sample is unavailable.", arranged=True)
    return message_card([Cancelled(view).item()])


@example("cancelled_not_there")
def _example_not_there() -> Card:
    """To whoever is said not to have come."""
    said, of_two = recorded_absent("Priya Sample"), SessionWish(supervisee=1, supervisor=2)
    view = CancelledSession(_MEETING, said, date(2026, 11, 27), times=(_AT,), of_two=of_two)
    return message_card([Cancelled(view).item()])


@example("cancelled_early")
def _example_early() -> Card:
    by, auto = date(2026, 11, 20), date(2026, 11, 16)
    view = CancelledSession(_MEETING, "", by, early=True, times=(_AT,), auto=auto)
    return message_card([Cancelled(view).item()])


@example("cancelled_waiting")
def _example_waiting() -> Card:
    return message_card(
        [Cancelled(CancelledSession(_MEETING, "Priya Sample is unavailable.", away="Priya Sample")).item()]
    )


@example("cancelled_no_time")
def _example_no_time() -> Card:
    return message_card(
        [Cancelled(CancelledSession(_MEETING, "", date(2026, 11, 25), _RULE, after=_AT, books=True)).item()]
    )


@example("cancelled_nobody_to_choose_with")
def _example_nobody() -> Card:
    """To a supervisee whose supervisor is away meanwhile."""
    said = asking(with_return((NobodyCovers(1, 2, "Priya Sample", None),), None), "Helen Placeholder")
    view = CancelledSession(_MEETING, "", date(2026, 11, 18), passed=True, unfree=said)
    return message_card([Cancelled(view).item()])


@example("cancelled_too_late")
def _example_too_late() -> Card:
    by = date(2026, 11, 18)
    view = CancelledSession(_MEETING, "Priya Sample was unavailable.", by, passed=True, after=_AT, books=True)
    return message_card([Cancelled(view).item()])


@example("cancelled_nothing_unasked")
def _example_never() -> Card:
    view = CancelledSession(_MEETING, "", date(2026, 11, 26), _RULE, times=(_AT,), books=True, never=True)
    return message_card([Cancelled(view).item()])


@example("cancelled_rebooked")
def _example_rebooked() -> Card:
    return message_card([Cancelled(CancelledSession(_MEETING, "", stand_in=_AT)).item()])


@example("back_at_work")
def _example_back() -> Card:
    clause = "B19, “Cancellation of case management supervisions”"
    notes = (f"Rebooking supervision does not replace the return-to-work interview. ({clause})",)
    return message_card(
        [
            Cancelled(
                CancelledSession(_MEETING, "", date(2026, 12, 2), _RULE, times=(_AT,), notes=notes), back=True
            ).item()
        ]
    )
