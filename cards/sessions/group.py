"""Group supervision: booked for a team, held, moved or cancelled, and what its people are told (S3, S12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from cards.examples import example, form_example
from cards.formats import listing, plural
from cards.message import Message, MessageItem, message_card
from cards.model import (
    Block,
    Button,
    Card,
    ChoiceField,
    Form,
    Moment,
    Note,
    Option,
    Paragraph,
    PersonField,
    Style,
    Text,
)
from cards.sessions import asks
from cards.sessions.agenda import held_by
from cards.sessions.book import change_buttons, for_so_long
from cards.sessions.hold import NO_CASE, SAVE
from cards.sessions.times import length_field, when_fields
from cards.sessions.to_write import NO_RECORD
from cards.shared.claims import HeldOn
from cards.shared.duty_claims import BooksNext
from cards.shared.meeting import Meeting, records_no_more, unavailable
from cards.shared.put_right import so_long
from policy.facts import SessionState
from policy.periods import Period
from policy.ruleset import Correcting

#: Who shares out the record, by field: what is asked for each.
ROLES: Final = {
    "recorder": "Who records it?",
    "signer": "Who signs the record off?",
    "overseer": "Who gives oversight, where the one who signs off leads on a case?",
}
Named = Mapping[str, str]


def _people(named: Named, staff: Sequence[Option]) -> list[PersonField]:
    """``named``: for each role that the policy knows, the staff number already chosen."""
    return [
        PersonField(role, ROLES[role], tuple(staff), chosen, required=True) for role, chosen in named.items()
    ]


@dataclass(frozen=True, slots=True)
class GroupPeople:
    """Whom a group may be booked for, and the values of those who are ticked."""

    team: Sequence[Option]
    ticked: Sequence[str]


def book_form(
    at: Moment | None,
    minutes: int,
    asked: GroupPeople,
    named: Named,
    staff: Sequence[Option],
    ask: asks.GroupBooked,
    guidance: Sequence[str],
) -> Form:
    team, ticked = tuple(asked.team), tuple(asked.ticked)
    return Form(
        "Book group supervision",
        (
            *when_fields(at),
            length_field(minutes),
            ChoiceField("people", "Who belongs to it?", team, ticked, required=True, many=True),
            *_people(named, staff),
        ),
        (Button("Book it", ask, style=Style.PRIMARY),),
        tuple(Note((g,)) for g in guidance),
    )


def booked(
    meeting: Meeting,
    told: Sequence[str],
    clashes: Sequence[str],
    unseen: str = "",
    minutes: int | None = None,
) -> Card:
    """``clashes``: who isn't free then, as far as is known; ``unseen``: of whom that isn't, a sentence; ``minutes``: as
    in ``GroupChanged``."""
    body: list[Block] = [Paragraph((meeting.starts, for_so_long(minutes), "."))]
    if told:
        body.append(Paragraph((f"{listing(told)} {'is' if len(told) == 1 else 'are'} told.",)))
    if clashes:
        verb = "isn't" if len(clashes) == 1 else "aren't"
        body.append(Paragraph((f"{listing(clashes)} {verb} free then, as far as is known here.",)))
    if unseen:
        body.append(Note((unseen,)))
    return Card("Booked: group supervision", "A session is booked", tuple(body), change_buttons(meeting))


#: What somebody is asked to do about a group's record, by the role they have in it.
TASKS: Final = {
    "recorder": "record it",
    "signer": "sign its record off",
    "overseer": "give oversight of its record",
}


@dataclass(frozen=True, slots=True)
class GroupChanged(Message):
    """To those who belong to it. ``roles``: which the reader has about its record; ``minutes``: how long it is, where
    that isn't as usual."""

    meeting: Meeting
    roles: Sequence[str]
    moved: bool
    minutes: int | None = None

    def item(self) -> MessageItem:
        asked = (
            (Paragraph((f"You are asked to {listing([TASKS[r] for r in self.roles])}.",)),)
            if self.roles
            else ()
        )
        return MessageItem(
            f"Group supervision with {self.meeting.name} is {'moved' if self.moved else 'booked'}",
            "A supervision session is booked",
            (Paragraph((self.meeting.booked, for_so_long(self.minutes), ".")), *asked),
            (Button("Open the agenda", asks.GroupAgenda(session=self.meeting.id)),),
            states=(self.meeting.booked,),
        )


NOT_HELD: Final = "A session didn't take place"
NOT_TAKEN_PLACE: Final = "didn't take place"
OVER: Final[dict[SessionState, str]] = {
    SessionState.BOOKED: "is booked",
    SessionState.HELD: "is held",
    SessionState.CANCELLED: "is cancelled",
    SessionState.WITHDRAWN: NOT_TAKEN_PLACE,
}


@dataclass(frozen=True, slots=True)
class GroupOver(Message):
    """The same once it was held or cancelled, or is said not to have taken place (``not_held``). ``next_by``: who is
    to book another, while that isn't booked."""

    meeting: Meeting
    state: SessionState
    not_held: bool = False
    next_by: BooksNext | None = None

    def item(self) -> MessageItem:
        how = NOT_TAKEN_PLACE if self.not_held else OVER[self.state]
        return MessageItem(
            f"Group supervision with {self.meeting.name} {how}",
            "A session has changed",
            (Paragraph(("It was booked for ", self.meeting.was, ".", *self._then())),),
        )

    def _then(self) -> Text:
        return (" ", self.next_by) if self.next_by else ()


@dataclass(frozen=True, slots=True)
class MemberAway(Message):
    """To whoever leads the group: it meets without ``who``; ``records``: who were to record it."""

    meeting: Meeting
    who: str
    records: bool = False

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.who} is unavailable for group supervision",
            "A session has changed",
            (Paragraph((self.meeting.starts, ". The others meet all the same.", *self._records())),),
        )

    def _records(self) -> Text:
        return (f" {records_no_more(self.who)}",) if self.records else ()


@dataclass(frozen=True, slots=True)
class DiscussedWithoutYou(Message):
    """To the worker of cases that came up in a group without them, with how far their record is; and to whoever belongs
    to it and is recorded as not having come (``missing``). ``correctable``: for how long what was said of the session
    is put right."""

    meeting: Meeting
    cases: Sequence[str]
    recorder: str
    recorded: bool
    correctable: Period
    missing: bool = field(kw_only=True, default=False)

    def item(self) -> MessageItem:
        if not self.cases:
            title = f"Group supervision with {self.meeting.name} took place without you"
            body = Paragraph((self.meeting.was, ". ", *self._missing()))
            held = (HeldOn(self.meeting.id, self.meeting.on, title),)
            return MessageItem(title, "Something was recorded about you", (body,), states=held)
        verb = "was" if len(self.cases) == 1 else "were"
        them = "it" if len(self.cases) == 1 else "them"
        does = f"has recorded {them}" if self.recorded else f"is asked to record {them}"
        return MessageItem(
            f"{listing(self.cases)} {verb} discussed in group supervision without you",
            "News about your cases",
            (
                Paragraph((self.meeting.was, f". {self.recorder} {does} on the child's file.")),
                *((Paragraph(self._missing()),) if self.missing else ()),
            ),
        )

    def _missing(self) -> Text:
        """What can be done if it isn't so."""
        puts = f"who can put it right for {so_long(self.correctable)}"
        return (f"You aren't recorded as having been there. If you were, tell {self.meeting.name}, {puts}.",)


@dataclass(frozen=True, slots=True)
class GroupHeldForm:
    """``cases``: those of the group's people. ``named``: as in booking. ``unavailable``: who of the team is away that
    day, and so isn't ticked."""

    meeting: Meeting
    minutes: int
    team: Sequence[Option]
    cases: Sequence[Option]
    named: Named
    staff: Sequence[Option]
    unavailable: Sequence[Option] = ()
    guidance: Sequence[str] = ()


def held_form(view: GroupHeldForm) -> Form:
    there = tuple(o.value for o in view.team if o not in view.unavailable)
    missing = [unavailable([o.label for o in view.unavailable])] if view.unavailable else []
    cases = [ChoiceField("cases", "Which cases were discussed?", tuple(view.cases), many=True)]
    none = [Button(NO_CASE, asks.SessionHeld(session=view.meeting.id, no_case=True))]
    return Form(
        "Group supervision: it took place",
        (
            length_field(view.minutes, held=True),
            ChoiceField("attended", "Who was there?", tuple(view.team), there, required=True, many=True),
            *(cases if view.cases else ()),
            *_people(view.named, view.staff),
        ),
        (
            Button(SAVE, asks.SessionHeld(session=view.meeting.id), style=Style.PRIMARY),
            *(none if view.cases else ()),
        ),
        (Paragraph(("Held ", view.meeting.starts, ".")), *(Note((g,)) for g in (*missing, *view.guidance))),
    )


def has_task(name: str, task: str) -> str:
    """Beside who is to do something else about the same record."""
    return f"{name} is to {task} already. Choose somebody else."


def case_label(reference: str, worker: str, *, raised: bool = False, left: bool = False) -> str:
    """``left``: who held it last has, and nobody holds it yet."""
    return f"{reference} ({held_by(worker, left=left)}){', on the agenda' if raised else ''}"


def held(
    meeting: Meeting,
    cases: Sequence[str],
    recorder: str,
    signer: str,
    overseer: str,
    left: Sequence[str] = (),
) -> Card:
    """``overseer``: who gives oversight of some of them, if anybody. ``left``: on the agenda and not discussed."""
    text = NO_RECORD
    if cases:
        text = f"{recorder} is asked for {plural('record', len(cases))}, one on each child's file: {listing(cases)}."
        text += f" {signer} then signs them off." if signer else ""
        text += f" {overseer} gives oversight where {signer} leads on the case." if overseer else ""
    next_one = Button("Book the next one", asks.GroupForm(after=meeting.id))
    stays = f"Not discussed, and on the next agenda: {listing(left)}." if left else ""
    body = tuple(Paragraph((said,)) for said in (text, stays) if said)
    return Card("Group supervision: held", "A session's outcome is saved", body, (next_one,))


_WALL: Final = datetime.fromisoformat("2026-11-24T10:00:00+00:00")
_MEETING: Final = Meeting(7, "group supervision", "Priya Sample", Moment(_WALL, _WALL))
_TEAM: Final = (Option("S101", "Amara Example"), Option("S102", "Tomasz Sample"))
_STAFF: Final = (*_TEAM, Option("S202", "Owen Placeholder"), Option("S501", "Sam Pretend"))
_NAMED: Final = {"recorder": "S501", "signer": "S202"}
_RULE: Final = (
    "Casework goes to the group; only what is urgent or specially arranged is one-to-one (S3, “5”)."
)


@form_example("group_book")
def _example_book() -> Form:
    asked = GroupPeople(_TEAM, [one.value for one in _TEAM])
    return book_form(_MEETING.starts, 90, asked, _NAMED, _STAFF, asks.GroupBooked(), [_RULE])


@example("group_booked")
def _example_booked() -> Card:
    return booked(_MEETING, ["Amara Example", "Tomasz Sample"], ["Tomasz Sample"])


@example("group_told")
def _example_told() -> Card:
    return message_card([GroupChanged(_MEETING, ["recorder"], moved=False).item()])


@example("group_over")
def _example_over() -> Card:
    return message_card(
        [GroupOver(_MEETING, SessionState.CANCELLED, next_by=BooksNext(4, 7, "Priya Invented")).item()]
    )


@example("group_member_away")
def _example_member_away() -> Card:
    return message_card([MemberAway(_MEETING, "Tomasz Example").item()])


_SAID: Final = Correcting().said


@example("group_without_you")
def _example_without_you() -> Card:
    return message_card([DiscussedWithoutYou(_MEETING, ["CB-10234"], "Sam Pretend", False, _SAID).item()])


@example("group_held_without_you")
def _example_held_without_you() -> Card:
    return message_card([DiscussedWithoutYou(_MEETING, [], "Sam Pretend", True, _SAID, missing=True).item()])


@form_example("group_held_form")
def _example_held_form() -> Form:
    on_it = case_label("CB-10251", "Tomasz Sample", raised=True)
    cases = (Option("4", on_it), Option("3", "CB-10234 (Amara Example)"))
    return held_form(GroupHeldForm(_MEETING, 60, _TEAM, cases, _NAMED, _STAFF, _TEAM[1:]))


@example("group_held")
def _example_held() -> Card:
    return held(
        _MEETING, ["CB-10234", "CB-10251"], "Sam Pretend", "Owen Placeholder", "Priya Sample", ["CB-10240"]
    )
