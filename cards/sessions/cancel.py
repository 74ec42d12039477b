"""A session that doesn't take place: why, by when it is to, at which times, and the note on the children's files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from cards.examples import example, form_example
from cards.message import MessageItem, message_card
from cards.model import (
    Block,
    Button,
    Card,
    ChoiceField,
    DateField,
    Day,
    Form,
    Moment,
    Note,
    Option,
    Paragraph,
    Strong,
    Style,
    Text,
    TimeField,
)
from cards.records.record import all_recorded
from cards.sessions.hold import Meeting
from cards.words import clock, day, listing

#: Said wherever times are offered or booked: what nobody imported isn't known.
UNSEEN = "The bot knows of sessions, absences and imported busy times only: check your own calendar too."


PRIVATE = (
    "The reason decides which rule applies. Sickness, leave and emergencies are told to nobody else: "
    "others read only that somebody is unavailable."
)


def short(moment: Moment) -> str:
    """A time on a button: ``Tuesday 10 November, 2:00 pm``."""
    return f"{day(moment.wall.date()).rsplit(' ', 1)[0]}, {clock(moment.wall.time())}"


def epoch(moment: Moment) -> int:
    """How a button keeps an instant: whole seconds."""
    return int(moment.instant.timestamp())


@dataclass(frozen=True, slots=True)
class CancelForm:
    """``past``: its time has come, so it didn't take place. ``limits``: by when it would then be held, in words.
    ``guidance``: what the policy says of cancelling."""

    meeting: Meeting
    reasons: Sequence[Option]
    people: Sequence[Option]
    limits: Sequence[Text]
    past: bool
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    guidance: Sequence[str] = ()


def cancel_form(view: CancelForm) -> Form:
    """The reason from a short list; no free text, so that nobody's health is written down."""
    meeting = view.meeting
    did = "didn't take place" if view.past else "cancel"
    title = f"{meeting.kind.capitalize()} with {meeting.name}: {did}"
    label = "It didn't take place" if view.past else "Cancel the session"
    buttons = [Button(label, "cancel", {"session": meeting.id}, Style.DANGER)]
    if not view.past:
        buttons.append(Button("Move it instead", "move_form", {"session": meeting.id}))
    values = view.values
    return Form(
        title,
        (
            ChoiceField("reason", "Reason", tuple(view.reasons), values.get("reason", ()), required=True),
            ChoiceField(
                "whose",
                "Who couldn't be there",
                tuple(view.people),
                values.get("whose", ()),
                "Needed for sickness, leave, an emergency or somebody who didn't come; not for the others.",
            ),
        ),
        tuple(buttons),
        (
            Paragraph(("It was booked for " if view.past else "It is booked for ", meeting.starts, ".")),
            *(Paragraph(line) for line in view.limits),
            *(Note((words,)) for words in view.guidance),
            Note((PRIVATE,)),
        ),
    )


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A cancelled session as one of the two reads it. ``said``: why, as far as this reader is told. ``limit``: the
    last day for holding it, by ``rule``; ``early``: that is before the day it was booked for. ``away``: whose return
    it waits for ('you' for the reader). ``times``: free for both within the limit; ``after``: the earliest later
    one where there is none. ``books``: the reader is the supervisor. ``auto``: the day after whose end the bot books.
    ``stand_in``: what was booked in its place."""

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
    stand_in: Moment | None = None
    provisional: bool = False
    notes: Sequence[str] = ()


def cancelled(view: Cancelled, back: bool = False) -> MessageItem:
    """What follows from a cancellation, or (``back``) from the return that it waited for."""
    meeting = view.meeting
    title = f"{meeting.kind.capitalize()} with {meeting.name}: {'choose a new time' if back else 'cancelled'}"
    notice = "A supervision session needs a new time" if back else "A supervision session is cancelled"
    was: list[Block] = [Paragraph(("It was booked for ", meeting.starts, f". {view.said}".rstrip()))]
    if view.stand_in:
        how = "Provisionally booked instead: " if view.provisional else "Booked instead: "
        return MessageItem(title, notice, (*was, Paragraph((how, view.stand_in, "."))))
    if view.away:
        return MessageItem(title, notice, (*was, *_waits(view)), (_back_button(view),))
    return MessageItem(title, notice, (*was, *_limit(view), *_choice(view)), _times(view))


def _waits(view: Cancelled) -> list[Block]:
    who = "you are" if view.away == "you" else f"{view.away} is"
    text = f"A new time waits until {who} back at work; the policy's limit is counted from that day."
    return [Paragraph((text,)), *(Note((n,)) for n in view.notes)]


def _back_button(view: Cancelled) -> Button:
    label = "I'm back at work" if view.away == "you" else "Back at work"
    return Button(label, "back_form", {"session": view.meeting.id})


def _limit(view: Cancelled) -> list[Block]:
    if view.limit is None:
        return []
    blocks: list[Block] = [
        Paragraph(
            (
                "It is now to be held by ",
                Strong(day(view.limit)),
                f" ({view.rule}).",
                " That day has passed." if view.passed else "",
            )
        )
    ]
    if view.early:
        blocks.append(
            Note(("That is before the day it was booked for: the policy counts from the cancellation.",))
        )
    return blocks


def _choice(view: Cancelled) -> list[Block]:
    blocks: list[Block] = []
    if view.times:
        asked = (
            "Choose a time that is free for both of you:"
            if view.books
            else f"Propose a time that is free for both of you; {view.meeting.name} confirms it:"
        )
        blocks.append(Paragraph((asked,)))
    elif view.after:
        blocks.append(
            Paragraph(("No time is free for both of you by then. The earliest after it is ", view.after, "."))
        )
    else:
        blocks.append(Paragraph(("No time is free for both of you in the next weeks. Choose one together.",)))
    if view.auto and view.times:
        blocks.append(
            Note(
                (
                    "With no answer by the end of ",
                    Day(view.auto),
                    " the earliest time is booked provisionally. " + UNSEEN,
                )
            )
        )
    else:
        blocks.append(Note((UNSEEN,)))
    return [*blocks, *(Note((n,)) for n in view.notes)]


def _times(view: Cancelled) -> tuple[Button, ...]:
    intent, verb = ("rebook", "Book") if view.books else ("propose_time", "Propose")
    offered = view.times or ([view.after] if view.after else [])
    fields = [{"session": view.meeting.id, "at": epoch(m)} for m in offered]
    buttons = [
        Button(f"{verb} {short(m)}", intent, f, Style.NORMAL if number else Style.PRIMARY)
        for number, (m, f) in enumerate(zip(offered, fields, strict=True))
    ]
    return (*buttons, Button("Another time", "rebook_form", {"session": view.meeting.id}))


def rebook_form(meeting: Meeting, limit: date | None, books: bool, at: Moment | None) -> Form:
    """Another time than those offered."""
    by: tuple[Block, ...] = (Paragraph(("To be held by ", Day(limit), ".")),) if limit else ()
    label = "Book it" if books else "Propose it"
    return Form(
        f"A new time with {meeting.name}",
        when_fields(at),
        (Button(label, "rebook" if books else "propose_time", {"session": meeting.id}, Style.PRIMARY),),
        (*by, Note((UNSEEN,))),
    )


def when_fields(at: Moment | None) -> tuple[DateField, TimeField]:
    """A day and a time, in the council's clock."""
    return (
        DateField("date", "Day", at.wall.date() if at else None, required=True),
        TimeField("time", "Time", at.wall.time() if at else None, required=True),
    )


def proposed(meeting: Meeting, at: Moment, limit: date | None, late: bool) -> MessageItem:
    """To the supervisor: the supervisee's proposal in place of a cancelled session."""
    body: list[Block] = [Paragraph((at, ", in place of ", meeting.starts, "."))]
    if limit:
        body.append(Paragraph(("It is to be held by ", Day(limit), ": this is later." if late else ".")))
    return MessageItem(
        f"{meeting.name} proposes a new time for {meeting.kind}",
        "A new time is proposed for a session",
        tuple(body),
        (
            Button("Confirm", "rebook", {"session": meeting.id, "at": epoch(at)}, Style.PRIMARY),
            Button("Another time", "rebook_form", {"session": meeting.id}),
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
        Button("That's fine", "confirm_time", {"session": meeting.id}, Style.PRIMARY),
        Button("Move it", "move_form", {"session": meeting.id}),
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


def back_form(meeting: Meeting, who: str, today: date) -> Form:
    """The first day back; ``who``: 'you' or a name."""
    asked = "your first day back at work" if who == "you" else f"{who}'s first day back at work"
    return Form(
        "Back at work",
        (DateField("date", f"What was or is {asked}?", today, required=True),),
        (Button("Save", "back", {"session": meeting.id}, Style.PRIMARY),),
        (Paragraph((f"The new time for {meeting.kind} with {meeting.name} is counted from that day.",)),),
    )


@dataclass(frozen=True, slots=True)
class GapNoteShown:
    """One note: the file it belongs on and what it says, word for word."""

    id: int
    session_id: int
    case: str
    words: str
    system: str
    rule: str


def note_gap(note: GapNoteShown, open_notes: int) -> MessageItem:
    """To the supervisor: the note for one child's file, to be copied, and confirmed once it is there."""
    buttons = [Button("Recorded", "gap_noted", {"note": note.id}, Style.PRIMARY)]
    if open_notes > 1:
        buttons.append(Button(all_recorded(open_notes), "gap_noted", {"session": note.session_id}))
    return MessageItem(
        f"Note the cancelled session on the file of {note.case}",
        "A note is to be put on a file",
        (
            Paragraph((f"Copy this into {note.system} as a manager's decision case note on {note.case}:",)),
            Paragraph((f"“{note.words}”",)),
            Note((f"{note.rule}. The policy sets no deadline for it.",)),
        ),
        tuple(buttons),
    )


def gap_noted(cases: Sequence[str]) -> Card:
    text = f"The cancelled session is noted on the file of {listing(cases)}."
    return Card("Noted", "A note is confirmed", (Paragraph((text,)),))


def earlier(meeting: Meeting, who: str, times: Sequence[Moment], intent: str, verb: str) -> MessageItem:
    """Before planned leave: times that come first. ``who``: 'You are' or 'Priya Invented is'."""
    buttons = [Button(f"{verb} {short(m)}", intent, {"session": meeting.id, "at": epoch(m)}) for m in times]
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
        tuple(buttons),
    )


_WALL = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_LATER = datetime.fromisoformat("2026-11-26T09:30:00+00:00")
_MEETING = Meeting(7, "case supervision", "Priya Sample", Moment(_WALL, _WALL))
_AT = Moment(_LATER, _LATER)
_RULE = "B18, “Cancellation of case management supervisions”"
_REASONS = (
    Option("leave", "Leave"),
    Option("sickness", "Sickness"),
    Option("work", "Other work had to come first"),
)
_PEOPLE = (Option("S100", "Amara Example"), Option("S200", "Priya Sample"))


@form_example("cancel")
def _example_form() -> Form:
    limits: tuple[Text, ...] = (
        ("Cancelled today, it is to be held by ", Day(date(2026, 11, 27)), f" ({_RULE})."),
    )
    return cancel_form(CancelForm(_MEETING, _REASONS, _PEOPLE, limits, past=False))


@example("cancelled_supervisor")
def _example_supervisor() -> Card:
    view = Cancelled(
        _MEETING,
        "Your reason: leave.",
        date(2026, 11, 27),
        _RULE,
        times=(_AT,),
        books=True,
        auto=date(2026, 11, 23),
    )
    return message_card([cancelled(view)])


@example("cancelled_supervisee")
def _example_supervisee() -> Card:
    view = Cancelled(
        _MEETING,
        "Priya Sample is unavailable.",
        date(2026, 11, 20),
        _RULE,
        early=True,
        times=(_AT,),
        auto=date(2026, 11, 16),
    )
    return message_card([cancelled(view)])


@example("cancelled_waiting")
def _example_waiting() -> Card:
    return message_card([cancelled(Cancelled(_MEETING, "Priya Sample is unavailable.", away="Priya Sample"))])


@example("cancelled_no_time")
def _example_no_time() -> Card:
    return message_card(
        [cancelled(Cancelled(_MEETING, "", date(2026, 11, 25), _RULE, after=_AT, books=True))]
    )


@example("cancelled_rebooked")
def _example_rebooked() -> Card:
    return message_card([cancelled(Cancelled(_MEETING, "", stand_in=_AT))])


@example("back_at_work")
def _example_back() -> Card:
    notes = ("Rebooking supervision does not replace the return-to-work interview. (B19.interview)",)
    return message_card(
        [cancelled(Cancelled(_MEETING, "", date(2026, 12, 2), _RULE, times=(_AT,), notes=notes), back=True)]
    )


@form_example("back")
def _example_back_form() -> Form:
    return back_form(_MEETING, "you", date(2026, 11, 30))


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


@example("note_gap")
def _example_gap() -> Card:
    words = (
        "Case supervision of Amara Example with Priya Sample was cancelled: one of the two was unavailable."
    )
    return message_card(
        [
            note_gap(
                GapNoteShown(
                    3, 7, "CB-10234", words, "MOSAIC", "B21, “Cancellation of case management supervisions”"
                ),
                2,
            )
        ]
    )


@example("gap_noted")
def _example_gap_noted() -> Card:
    return gap_noted(["CB-10234", "CB-10240"])


@example("earlier")
def _example_earlier() -> Card:
    return message_card([earlier(_MEETING, "Priya Sample is", (_AT,), "move", "Propose")])
