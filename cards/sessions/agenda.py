"""A group's agenda: the cases raised for it, seen and added to by everybody in it (S3, S14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cards.examples import example, form_example
from cards.formats import listing
from cards.message import Message, MessageItem, message_card
from cards.model import (
    Block,
    Button,
    Card,
    ChoiceField,
    Day,
    Form,
    Moment,
    Note,
    Option,
    Paragraph,
    Part,
    Style,
    Text,
)
from cards.sessions import asks
from cards.shared import home_buttons
from cards.shared.claims import NoGroupBefore
from cards.shared.meeting import Meeting, NextMeeting, next_booked

#: A view has its limits, and so has a group.
SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Raised:
    """A case on the agenda: whose, by whom it was raised and for what; ``event`` None: for nothing named.
    ``takes_off``: its reader may; ``left``: nobody holds it since the worker did."""

    id: int
    reference: str
    worker: str
    by: str
    event: tuple[str, date] | None = None
    takes_off: bool = False
    left: bool = False


def held_by(worker: str, *, left: bool) -> str:
    return f"nobody holds it since {worker} left" if left else worker


def agenda_button(session: int) -> Button:
    return Button("Open the agenda", asks.GroupAgenda(session=session))


def agenda(meeting: Meeting, raised: Sequence[Raised], *, adds: bool) -> Card:
    """``adds``: its reader has cases that may be added."""
    parts: list[Block] = [_part(one) for one in raised[:SHOWN]]
    if len(raised) > SHOWN:
        parts.append(Note((f"And {len(raised) - SHOWN} more.",)))
    nothing = () if raised else (Paragraph(("No case is on the agenda yet.",)),)
    add = Button("Add a case", asks.RaiseForm(session=meeting.id), style=Style.PRIMARY)
    more = (Part("Another of your cases", (), (add,)),) if adds else ()
    body = (Paragraph((meeting.starts, ".")), *parts, *nothing, *more)
    return Card(f"Agenda: group supervision with {meeting.name}", "A view is open", body)


def _part(one: Raised) -> Part:
    off = (Button("Take it off", asks.TakenOffAgenda(item=one.id)),) if one.takes_off else ()
    said = (*_for(one.event), f"Raised by {one.by}.")
    return Part(f"{one.reference}, {held_by(one.worker, left=one.left)}", (Paragraph(said),), off)


def _for(event: tuple[str, date] | None) -> Text:
    return (f"{event[0]}, ", Day(event[1]), ". ") if event else ()


def raise_form(meeting: Meeting, cases: Sequence[Option]) -> Form:
    return Form(
        "Add to the agenda",
        (ChoiceField("cases", "Which cases?", tuple(cases), required=True, many=True),),
        (Button("Add", asks.CasesRaised(session=meeting.id), style=Style.PRIMARY),),
        (Paragraph(("Group supervision, ", meeting.starts, ".")),),
    )


def raised(references: Sequence[str], meets: NextMeeting, leader: str, *, late: bool = False) -> Card:
    """``leader``: who is told. ``late``: the group meets after the last day to consider a report."""
    body: list[Block] = [Paragraph(next_booked(meets))]
    if leader:
        body.append(Paragraph((f"{leader} is told.",)))
    if late:
        text = "That is later than the policy wants it considered: ask for an earlier group."
        body.append(Paragraph((text,)))
    title = f"On the agenda: {listing(references)}"
    return Card(title, "It is on the agenda", tuple(body))


def taken_off(reference: str) -> Card:
    text = "It can be added again at any time."
    return Card(f"Off the agenda: {reference}", "The agenda has changed", (Paragraph((text,)),))


@dataclass(frozen=True, slots=True)
class OnAgenda(Message):
    """To whoever leads the group, or is to book one."""

    reference: str
    by: str
    event: tuple[str, date] | None
    meets: NextMeeting
    buttons: tuple[Button, ...]

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.reference} is on the agenda of group supervision",
            "The agenda has changed",
            (
                Paragraph((*_for(self.event), f"Raised by {self.by}.")),
                Paragraph(next_booked(self.meets)),
            ),
            self.buttons,
        )


@dataclass(frozen=True, slots=True)
class NotReached(Message):
    """To the ``worker``: the group met without coming to it. ``before``: of these, by reference, what is ahead before
    the next group; ``supervisor``: whom to ask for a session meanwhile."""

    worker: int
    references: Sequence[str]
    held: date
    meets: NextMeeting
    before: Sequence[tuple[str, tuple[str, date]]] = ()
    supervisor: int | None = None

    def item(self) -> MessageItem:
        one = len(self.references) == 1
        stays = f". {'It stays' if one else 'They stay'} on the agenda, for your next group."
        soon = tuple(
            Paragraph(
                (
                    f"{reference}: {what[0].lower()}{what[1:]} is on ",
                    Day(on),
                    NoGroupBefore(self.worker, on),
                )
            )
            for reference, (what, on) in self.before
        )
        return MessageItem(
            f"{listing(self.references)} {'was' if one else 'were'} on the agenda and not discussed",
            "News about your cases",
            (
                Paragraph(("Group supervision met on ", Day(self.held), stays)),
                Paragraph(next_booked(self.meets)),
                *soon,
            ),
            self._ask() if self.before else (),
        )

    def _ask(self) -> tuple[Button, ...]:
        if self.supervisor is None or self.meets.whose is None:
            return ()
        return (
            Button(home_buttons.ASK, asks.BookForm(supervisee=self.meets.whose, supervisor=self.supervisor)),
        )


_WALL: Final = datetime.fromisoformat("2026-11-24T10:00:00+00:00")
_MEETING: Final = Meeting(7, "group supervision", "Priya Sample", Moment(_WALL, _WALL))
_MEETS: Final = NextMeeting(1, _MEETING.starts, group=True)
_REVIEW: Final = ("A review", date(2026, 12, 15))


@example("group_agenda")
def _example_agenda() -> Card:
    review = Raised(1, "CB-10234", "Amara Example", "Amara Example", _REVIEW, takes_off=True)
    return agenda(_MEETING, [review, Raised(2, "CB-10251", "Tomasz Example", "Priya Sample")], adds=True)


@example("group_agenda_empty")
def _example_empty() -> Card:
    return agenda(_MEETING, [], adds=False)


@form_example("group_agenda_add")
def _example_form() -> Form:
    return raise_form(_MEETING, (Option("3", "CB-10234 (Amara Example)"),))


@example("group_case_raised")
def _example_raised() -> Card:
    return raised(["CB-10234"], _MEETS, "Priya Sample", late=True)


@example("group_case_taken_off")
def _example_taken_off() -> Card:
    return taken_off("CB-10234")


@example("group_on_agenda")
def _example_on_agenda() -> Card:
    told = OnAgenda("CB-10234", "Amara Example", _REVIEW, _MEETS, (agenda_button(7),))
    return message_card([told.item()])


@example("group_not_reached")
def _example_not_reached() -> Card:
    return message_card([NotReached(1, ["CB-10234"], date(2026, 11, 17), _MEETS).item()])


@example("not_reached_in_time")
def _example_not_reached_in_time() -> Card:
    soon = [("CB-10234", ("A court hearing", date(2026, 11, 19)))]
    return message_card(
        [NotReached(1, ["CB-10234"], date(2026, 11, 17), NextMeeting(1, group=True), soon, 3).item()]
    )
