"""A supervisor's long absence: reported, arranged for, covered, over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cards.absence.absence import Absent, spell
from cards.absence.asks import AbsenceReported, BackForm, CoverArranged, CoverForm, CoverTaken
from cards.answer import answer
from cards.cases.asks import DueInTeam
from cards.examples import example, form_example
from cards.message import MessageItem, message_card
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    Day,
    Form,
    Moment,
    Note,
    Option,
    Paragraph,
    PersonField,
    Style,
    Text,
)
from cards.preparing.asks import PrepareCommand
from cards.sessions.asks import SessionCancelForm
from cards.shared.due_lines import DueLine, listed_once
from cards.words import day, listing, plural

#: Items of a list in a message; what is beyond is counted.
MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Booked:
    """A session still booked with the absent supervisor. ``id`` is for its buttons."""

    id: int
    kind: str
    name: str
    starts: Moment


@dataclass(frozen=True, slots=True)
class Situation:
    """What a long absence leaves: who is affected, who is covered by whom, what falls due, what is owed."""

    absent: Absent
    names: Sequence[str]
    covered: Sequence[tuple[str, str]] = ()
    due: Sequence[DueLine] = ()
    gaps: Sequence[DueLine] = ()


def report(absent: Absent, manager: str, clause: str) -> MessageItem:
    """To each supervisee on the day the policy names: theirs to do, in one tap."""
    return MessageItem(
        f"{absent.name} is still unavailable",
        "Something about your supervision",
        (
            Paragraph((f"{absent.name} has been unavailable since ", Day(absent.first), ".")),
            Paragraph((f"The policy asks you to report this to {manager} for other arrangements.",)),
            Note((clause,)),
        ),
        (Button("Report now", AbsenceReported(absence=absent.id), style=Style.PRIMARY),),
    )


def report_sent(manager: str) -> Card:
    """To the supervisee, who hears again once it has arrived."""
    return answer("Reported", f"Your report is on its way to {manager}. You'll hear once it has arrived.")


def report_arrived(absent: Absent, manager: str) -> MessageItem:
    """To the supervisee, once the report has arrived."""
    text = (
        f"Your report that {absent.name} is unavailable has reached {manager}, who arranges your supervision."
    )
    return MessageItem(f"{manager} has been told", "Your report has arrived", (Paragraph((text,)),))


def reported(situation: Situation, by: str, today: date) -> MessageItem:
    """To the supervisor's line manager: a supervisee asks for other arrangements."""
    absent = situation.absent
    text = f"{by} reports that {absent.name} is unavailable, and asks for other arrangements."
    body = (Paragraph((text,)), *_situation(situation, today))
    return MessageItem(
        f"{by} asks for other arrangements", "Supervision needs arranging", body, _arranging(absent)
    )


def arrange(situation: Situation, today: date, source: str, *, again: bool) -> MessageItem:
    """To the supervisor's line manager on the day, again while nobody answers, then one up. ``source``: the rule that
    asks it, with its clause."""
    absent = situation.absent
    left = [n for n in situation.names if n not in {name for name, _ in situation.covered}]
    title = f"Arrange supervision while {absent.name} is away"
    body = (
        Paragraph(
            (f"{absent.name} is unavailable ", *spell(absent), f". Without a supervisor: {listing(left)}.")
        ),
        *_situation(situation, today),
        *((Note((f"{source} The policy sets no day for it.",)),) if source else ()),
        *(
            (Note(("Asking again, and asking the next manager, is this council's practice.",)),)
            if again
            else ()
        ),
    )
    return MessageItem(
        f"Still to do: {title[0].lower()}{title[1:]}" if again else title,
        "Supervision needs arranging",
        body,
        _arranging(absent),
    )


def _arranging(absent: Absent) -> tuple[Button, ...]:
    return (
        Button("I'll cover", CoverTaken(absence=absent.id), style=Style.PRIMARY),
        Button("Someone else covers", CoverForm(absence=absent.id)),
        Button("Back on a date", BackForm(absence=absent.id)),
    )


def _situation(situation: Situation, today: date) -> list[Block]:
    body: list[Block] = []
    if situation.covered:
        body.append(Bullets(tuple((f"{name}: covered by {cover}",) for name, cover in situation.covered)))
    body += _due(situation.due, today)
    if situation.gaps:
        owed = plural("record", len(situation.gaps))
        body.append(
            Paragraph(
                (f"Not recorded yet: {owed} of sessions that {situation.absent.name} held, who writes them.",)
            )
        )
        body.append(Bullets(tuple((f"{x.what}: ", *listed_once(x, today)) for x in situation.gaps[:MOST])))
    return body


def _due(due: Sequence[DueLine], today: date) -> list[Block]:
    if not due:
        return []
    items = tuple((f"{line.what}: ", *listed_once(line, today)) for line in due[:MOST])
    more = [Note((f"And {len(due) - MOST} more, later than these.",))] if len(due) > MOST else []
    return [Paragraph(("What falls due, soonest first:",)), Bullets(items), *more]


@dataclass(frozen=True, slots=True)
class Needs:
    """A supervisee in the form: whom they are covered by now, if anybody."""

    number: str
    name: str
    cover: str = ""


def cover_form(absent: Absent, needs: Sequence[Needs], staff: Sequence[Option]) -> Form:
    """A person for each supervisee; those left empty stay as they are."""
    return Form(
        f"Who covers for {absent.name}?",
        tuple(
            PersonField(
                f"cover_{n.number}",
                f"{n.name} is supervised by",
                tuple(o for o in staff if o.value != n.number),
                n.cover,
            )
            for n in needs
        ),
        (Button("Save", CoverArranged(absence=absent.id), style=Style.PRIMARY),),
        (Paragraph((f"{absent.name} is unavailable ", *spell(absent), ". Cover ends with the return.")),),
    )


def arranged(absent: Absent, pairs: Sequence[tuple[str, str]], left: Sequence[str]) -> Card:
    body: list[Block] = [Bullets(tuple((f"{cover} covers for {name}",) for name, cover in pairs))]
    if left:
        body.append(Paragraph((f"Still without a supervisor: {listing(left)}.",)))
    body.append(Note(("They are told what they take on. It ends with the return.",)))
    again = (Button("Someone else covers", CoverForm(absence=absent.id)),)
    return Card(
        "Cover is arranged" if not left else "Part of the cover is arranged",
        "Your answer is ready",
        tuple(body),
        again,
    )


def covering(situation: Situation, booked: Sequence[Booked], today: date) -> MessageItem:
    """To the cover: what they take on, and until when."""
    absent = situation.absent
    body: list[Block] = [
        Paragraph(
            (
                f"You supervise {listing(list(situation.names))} while {absent.name} is unavailable, ",
                *_until(absent),
                ".",
            )
        ),
        *_due(situation.due, today),
    ]
    if booked:
        body.append(Paragraph(("Booked sessions that are yours to hold, unless you cancel or move them:",)))
        body.append(
            Bullets(tuple((f"{b.kind.capitalize()} with {b.name}, ", b.starts) for b in booked[:MOST]))
        )
    body.append(
        Note(
            (
                f"Sessions {absent.name} held stay theirs to record; those you hold are yours, even after the return.",
            )
        )
    )
    moves = tuple(
        Button(
            f"Cancel or move: {b.name}, {day(b.starts.wall)}",
            SessionCancelForm(session=b.id),
        )
        for b in booked[:4]
    )
    return MessageItem(
        f"You cover for {absent.name}",
        "You cover for somebody",
        tuple(body),
        (Button("What is due in my team", DueInTeam(), style=Style.PRIMARY), *moves),
    )


def _until(absent: Absent) -> Text:
    return ("until ", Day(absent.last)) if absent.last else ("until the return",)


def covered(absent: Absent, cover: str, booked: Sequence[Booked], *, prepares: bool = False) -> MessageItem:
    """To the supervisee; ``prepares``: this policy knows preparation, so what was shared before can be shared again."""
    body: list[Block] = [
        Paragraph((f"{cover} supervises you while {absent.name} is unavailable, ", *_until(absent), "."))
    ]
    if booked:
        items = tuple((f"{b.kind.capitalize()}, ", b.starts) for b in booked[:MOST])
        body += [Paragraph((f"With {cover}:",)), Bullets(items)]
    body.append(
        Note((f"{cover} sees what you share from now on; earlier preparation only if you share it again.",))
    )
    buttons = (Button("Prepare, or share again", PrepareCommand()),) if prepares else ()
    return MessageItem(
        f"{cover} covers for {absent.name}", "Your supervision is arranged", tuple(body), buttons
    )


def ends(absent: Absent, back: date | None, cover: str) -> MessageItem:
    """Cover's end is known, or known no longer. ``cover`` empty: to the cover."""
    if back is None:
        unknown = (f"The day of {absent.name}'s return isn't known now; cover goes on.",)
        return MessageItem(
            f"Cover for {absent.name} goes on", "A date in your supervision changed", (Paragraph(unknown),)
        )
    whose = f"{cover}'s cover for you" if cover else "Your cover"
    held = (
        "Sessions you held stay yours to record."
        if not cover
        else f"{absent.name} supervises you again from that day."
    )
    text: Text = (
        f"{absent.name}'s first day back is ",
        Day(back),
        f". {whose} ends with the day before. {held}",
    )
    return MessageItem(
        f"{absent.name} is back on {day(back)}",
        "A date in your supervision changed",
        (Paragraph(text),),
    )


def cover_gone(absent: Absent, cover: Absent, names: Sequence[str]) -> MessageItem:
    """To the line manager: who covers is away themselves."""
    text: Text = (
        f"{cover.name}, who covers for {absent.name}, is unavailable ",
        *spell(cover),
        f". Affected: {listing(list(names))}.",
    )
    return MessageItem(
        f"Cover for {absent.name} needs arranging again",
        "Supervision needs arranging",
        (Paragraph(text),),
        (
            Button("I'll cover", CoverTaken(absence=absent.id), style=Style.PRIMARY),
            Button("Someone else covers", CoverForm(absence=absent.id)),
        ),
    )


_TODAY: Final = date(2026, 11, 17)
_PRIYA: Final = Absent(4, "Priya Sample", date(2026, 11, 3), None)
_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_BOOKED: Final = (Booked(7, "case supervision", "Amara Example", Moment(_WALL, _WALL)),)
_SITUATION: Final = Situation(
    _PRIYA,
    ("Amara Example", "Tomasz Sample"),
    (("Tomasz Sample", "Owen Placeholder"),),
    (
        DueLine(1, "Discuss CB-10240", date(2026, 11, 9)),
        DueLine(2, "Supervision for Amara Example", date(2026, 11, 30)),
    ),
    (DueLine(3, "Record CB-10234, case supervision with Amara Example", date(2026, 11, 9)),),
)
_SOURCE: Final = "Arranging supervision (B20, “Cancellation of case management supervisions”)."


@example("absence_report")
def _example_report() -> Card:
    return message_card(
        [report(_PRIYA, "Helen Fictional", "B20, “Cancellation of case management supervisions”")]
    )


@example("absence_report_sent")
def _example_report_sent() -> Card:
    return report_sent("Helen Fictional")


@example("absence_told")
def _example_told() -> Card:
    return message_card([report_arrived(_PRIYA, "Helen Fictional")])


@example("absence_reported")
def _example_reported() -> Card:
    return message_card([reported(_SITUATION, "Amara Example", _TODAY)])


@example("arrange_cover")
def _example_arrange() -> Card:
    return message_card([arrange(_SITUATION, _TODAY, _SOURCE, again=False)])


@example("arrange_cover_again")
def _example_again() -> Card:
    return message_card([arrange(_SITUATION, _TODAY, _SOURCE, again=True)])


@form_example("cover")
def _example_form() -> Form:
    needs = (Needs("S101", "Amara Example"), Needs("S102", "Tomasz Sample", "S202"))
    return cover_form(_PRIYA, needs, (Option("S202", "Owen Placeholder"),))


@example("cover_arranged")
def _example_arranged() -> Card:
    return arranged(_PRIYA, (("Amara Example", "Owen Placeholder"),), ["Tomasz Sample"])


@example("covering")
def _example_covering() -> Card:
    return message_card([covering(_SITUATION, _BOOKED, _TODAY)])


@example("covered")
def _example_covered() -> Card:
    return message_card([covered(_PRIYA, "Owen Placeholder", _BOOKED, prepares=True)])


@example("cover_ends")
def _example_ends() -> Card:
    return message_card([ends(_PRIYA, date(2026, 11, 30), "")])


@example("cover_goes_on")
def _example_goes_on() -> Card:
    return message_card([ends(_PRIYA, None, "Owen Placeholder")])


@example("cover_gone")
def _example_gone() -> Card:
    return message_card([cover_gone(_PRIYA, Absent(5, "Owen Placeholder", _TODAY, None), ["Tomasz Sample"])])
