"""Preparing for a case session: the invitation, the form, what is shared, and whether an extra session can wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from cards.answer import answer
from cards.examples import example, form_example
from cards.message import Message, MessageItem, message_card
from cards.model import (
    Block,
    Button,
    Card,
    Form,
    Moment,
    Note,
    Paragraph,
    Quote,
    Style,
    Text,
    TextField,
)
from cards.preparing import asks
from cards.preparing.refusals import NOBODY_READS
from cards.sessions.asks import AdditionalForm
from cards.shared.claims import NoCaseSession
from cards.shared.free_text import AS_IT_IS, WARNINGS
from cards.shared.meeting import Meeting
from policy.personal_details import Detail

#: The prompts in the order of the policy's form; the headings come from the rule set.
PROMPTS: Final = ("worrying", "working_well", "decided", "help")
#: Answers before whoever wonders about an extra session is asked whether it can wait (B13).
WONDERING: Final = 3
#: One text to copy, up to what a platform can hold in one block.
BLOCK: Final = 3000
#: On the button that opens what was shared.
READ: Final = "Read"


@dataclass(frozen=True, slots=True)
class Preparing:
    """The form about one case of one ``supervisee``. ``headings``: the policy's prompts; ``note``: what it says of
    them. ``reader``: whose it becomes to read; ``returning``: the supervisor for whom that person covers. ``shared``:
    when last shared; ``unread``: what was shared, while nobody has read it; ``stale``: a draft from before the last
    session."""

    supervisee: int
    case_id: int
    reference: str
    headings: Sequence[str]
    note: str
    meeting: Meeting | None
    reader: str
    returning: str = ""
    shared: Moment | None = None
    unread: int | None = None
    is_draft: bool = False
    stale: bool = False
    values: Mapping[str, str] = field(default_factory=dict)


def form(p: Preparing) -> Form:
    """Note form; the policy asks for the fourth where the third can't be answered, so none is always required."""
    fields = tuple(
        _prompt(p, number, name) for number, name in enumerate(PROMPTS[: len(p.headings)], start=1)
    )
    case = p.case_id
    buttons = [
        Button("Share with my supervisor", asks.PreparationShared(case=case, form=True), style=Style.PRIMARY),
        Button("Save draft", asks.DraftSaved(case=case, form=True)),
        Button("Copy for the child's file", asks.PreparationCopied(case=case, form=True)),
    ]
    if len(p.headings) >= WONDERING:
        buttons.append(Button("I wonder about an extra session", asks.ExtraWondered(case=case, form=True)))
    buttons += _take_back(p)
    if p.is_draft:
        buttons.append(Button("Delete my draft", asks.DraftForgotten(case=case), style=Style.DANGER))
    return Form(f"Prepare {p.reference}", fields, tuple(buttons), _intro(p))


def _take_back(p: Preparing) -> list[Button]:
    if p.unread is None:
        return []
    return [Button("Take back what I shared", asks.ShareTakenBack(preparation=p.unread))]


def _prompt(p: Preparing, number: int, name: str) -> TextField:
    hint = {1: "Notes will do. No names of children.", len(p.headings): p.note}.get(number, "")
    value = p.values.get(name, "")
    return TextField(name, f"{number}. {p.headings[number - 1]}", value, hint, long=True)


def _intro(p: Preparing) -> tuple[Block, ...]:
    found: list[Block] = [Paragraph(_purpose(p))]
    if p.stale:
        found.append(Paragraph(("This is a draft from before your last session. Change it or delete it.",)))
    if p.shared:
        found.append(
            Paragraph(("Shared ", p.shared, ". What you change stays yours until you share it again."))
        )
    found.append(Note((who_sees(p),)))
    return tuple(found)


def _purpose(p: Preparing) -> Text:
    if p.meeting is None:
        return (NoCaseSession(p.supervisee, "What you write is kept for the next one."),)
    return (f"For {p.meeting.kind} with {p.meeting.name}, ", p.meeting.booked, ".")


def who_sees(p: Preparing) -> str:
    """Who may see it and when, before anything is typed."""
    if not p.reader:
        return f"{_private(p)} {NOBODY_READS}"
    what = "what you change" if p.shared else "this"
    also = f", and {p.returning} on return" if p.returning else ""
    later = "" if p.returning else " Somebody who covers later can read it only if you share it again."
    return (
        f"Only you can see {what} until you share it. Then {p.reader} can read it at once{also}.{later} "
        "Nobody is told whether you prepare."
    )


def _private(p: Preparing) -> str:
    """Of what is kept now: a draft is its writer's alone; without one it is what was shared."""
    return "Only you can see it." if p.is_draft or not p.shared else "These are the words that you shared."


def saved(p: Preparing) -> Card:
    buttons = (
        Button("Share with my supervisor", asks.PreparationShared(case=p.case_id), style=Style.PRIMARY),
        Button("Go on writing", asks.PreparationForm(case=p.case_id)),
        Button("Another case", asks.CaseChoiceForm()),
    )
    body = (Paragraph((_private(p),)), Paragraph(_purpose(p)))
    if p.shared and not p.is_draft:
        return Card(f"Nothing new to save: {p.reference}", "Your answer is ready", body, buttons[1:])
    return Card(f"Draft saved: {p.reference}", "A draft is saved", body, buttons)


def shared(p: Preparing, guidance: Sequence[str]) -> Card:
    """``guidance``: what the policy says of a finished form (B41)."""
    buttons = (
        Button("Copy for the child's file", asks.PreparationCopied(case=p.case_id)),
        Button("Change it", asks.PreparationForm(case=p.case_id)),
        *_take_back(p),
        Button("Another case", asks.CaseChoiceForm()),
    )
    told = Paragraph((f"{p.reader} is told that it is there and can read it.",))
    body: tuple[Block, ...] = (told, Paragraph(_purpose(p)), *(Note((g,)) for g in guidance))
    return Card(f"Shared with {p.reader}: {p.reference}", "Your preparation is shared", body, buttons)


def copied(p: Preparing, guidance: Sequence[str]) -> Card:
    """The text to put on the child's file, as one piece where a platform can hold it."""
    answered = _answered(p)
    whole = "\n\n".join(f"{heading}\n{words}" for heading, words in answered)
    quotes = [Quote(f"Preparation for case supervision, {p.reference}", whole)]
    if len(whole) > BLOCK:
        quotes = [Quote(heading, words) for heading, words in answered]
    how = Paragraph(("Copy this into the case system. Putting it there doesn't share it here.",))
    buttons = (Button("Go on writing", asks.PreparationForm(case=p.case_id)),)
    body: tuple[Block, ...] = (how, *quotes, *(Note((g,)) for g in guidance))
    return Card(f"For the child's file: {p.reference}", "Your text is ready", body, buttons)


def _answered(p: Preparing) -> list[tuple[str, str]]:
    pairs = [(heading, p.values.get(name, "")) for name, heading in zip(PROMPTS, p.headings, strict=False)]
    return [(heading, words) for heading, words in pairs if words]


def draft_deleted(reference: str, *, shared: bool) -> Card:
    """``shared``: an earlier version of it is."""
    kept = "What you shared stays shared." if shared else "Nobody saw it."
    return answer(f"Draft deleted: {reference}", kept)


def taken_back(p: Preparing) -> Card:
    buttons = (Button("Go on writing", asks.PreparationForm(case=p.case_id)),)
    said = "Nobody had read it. Your words are a draft again, and only you can see them."
    return Card(f"Taken back: {p.reference}", "It is taken back", (Paragraph((said,)),), buttons)


def already_shared(reference: str, reader: str) -> Card:
    return answer(f"Already shared: {reference}", f"{reader} can read it. Nothing was changed.")


def read_case_label(reference: str) -> str:
    """On the button for one of several."""
    return f"{READ} {reference}"


def read(p: Preparing, supervisee: str, shared_at: Moment) -> Card:
    """The supervisor's view of what was shared: shown where the platform keeps no copy."""
    quotes = tuple(Quote(heading, words) for heading, words in _answered(p))
    when = Note(("Shared ", shared_at, ". That you read it is recorded."))
    return Card(f"{p.reference}, prepared by {supervisee}", "A view is open", (*quotes, when))


@dataclass(frozen=True, slots=True)
class PreparationThere(Message):
    """To the supervisor, at once: that it is there, never what it says. ``changed``: after they were told so before."""

    reference: str
    supervisee: int
    name: str
    meeting: Meeting | None
    read_button: Button
    changed: bool = False

    def item(self) -> MessageItem:
        when: Text = (
            (f"For {self.meeting.kind} on ", self.meeting.was, ".")
            if self.meeting
            else (NoCaseSession(self.supervisee),)
        )
        return MessageItem(
            f"{self.name} has changed what they prepared for {self.reference}"
            if self.changed
            else f"{self.name} has prepared {self.reference}",
            "Preparation is there for you",
            (Paragraph(when),),
            (self.read_button,),
        )


def can_it_wait(p: Preparing, guidance: Sequence[str]) -> Card:
    """For someone who answered the first three and wonders about an ad hoc session (B13)."""
    when: Text = (NoCaseSession(p.supervisee),)
    if p.meeting:
        when = (f"Your next {p.meeting.kind} is with {p.meeting.name}, ", p.meeting.booked, ".")
    body: tuple[Block, ...] = (
        Paragraph(when),
        *(Paragraph((g,)) for g in guidance),
        Note((f"Your answers are kept. {_private(p)}",)),
    )
    buttons = (
        Button("It can wait", asks.ExtraCanWait(case=p.case_id), style=Style.PRIMARY),
        Button("Ask for an extra session", AdditionalForm(case=p.case_id)),
    )
    return Card(f"Can {p.reference} wait?", "Your answer is ready", body, buttons)


def first_three(p: Preparing) -> Card:
    """The same without the first three answered: nobody is kept from asking."""
    said = "Prompts 1 to 3 may show you that it can wait. If you can't answer 3, say in 4 what you need help with."
    buttons = (
        Button("Go on writing", asks.PreparationForm(case=p.case_id), style=Style.PRIMARY),
        Button("Ask for an extra session", AdditionalForm(case=p.case_id)),
    )
    return Card(
        f"An extra session about {p.reference}?", "Your answer is ready", (Paragraph((said,)),), buttons
    )


def waits(p: Preparing) -> Card:
    buttons = (
        Button("Share with my supervisor", asks.PreparationShared(case=p.case_id), style=Style.PRIMARY),
        Button("Go on writing", asks.PreparationForm(case=p.case_id)),
    )
    until: Text = ("It is kept for the next session that is booked.",)
    if p.meeting:
        until = (f"It is kept for {p.meeting.kind} with {p.meeting.name}, ", p.meeting.booked, ".")
    return Card(f"{p.reference} can wait", "Your answer is ready", (Paragraph(until),), buttons)


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_MEETING: Final = Meeting(7, "case supervision", "Priya Sample", Moment(_WALL, _WALL))
_HEADINGS: Final = (
    "What is worrying me and/or others",
    "What is working well",
    "What I have decided to do",
    "What I need help with today",
)
_VALUES: Final = {
    "worrying": "Attendance down to 60%.",
    "working_well": "Gran is involved.",
    "decided": "Visit weekly.",
}
_PREPARING: Final = Preparing(
    1,
    3,
    "CB-10234",
    _HEADINGS,
    "For when the third can't be answered.",
    _MEETING,
    "Priya Sample",
    values=_VALUES,
)
_B41: Final = (
    "A completed preparation form may be put on the child's file as a case note. (B41, “Appendix 4”)",
)
_WAIT: Final = ("Consider whether it can wait for the next one booked. (B13, “Appendix 4”)",)


@form_example("prepare")
def _example_form() -> Form:
    return form(_PREPARING)


@form_example("prepare_again")
def _example_again() -> Form:
    again = Preparing(
        1,
        3,
        "CB-10234",
        _HEADINGS,
        "",
        None,
        "Owen Placeholder",
        "Priya Sample",
        Moment(_WALL, _WALL),
        is_draft=True,
        stale=True,
    )
    return form(again)


@form_example("prepare_says_who")
def _example_says_who() -> Form:
    asked = form(_PREPARING)
    errors = {"worrying": WARNINGS[Detail.NHS_NUMBER]}
    return replace(asked, fields=(*asked.fields, AS_IT_IS), errors=errors)


@example("prepare_saved")
def _example_saved() -> Card:
    return saved(replace(_PREPARING, is_draft=True))


@example("prepare_shared")
def _example_shared() -> Card:
    return shared(replace(_PREPARING, shared=Moment(_WALL, _WALL), unread=5), _B41)


@example("prepare_taken_back")
def _example_taken_back() -> Card:
    return taken_back(_PREPARING)


@example("prepare_nothing_new")
def _example_nothing_new() -> Card:
    return saved(replace(_PREPARING, shared=Moment(_WALL, _WALL)))


@example("prepare_copied")
def _example_copied() -> Card:
    return copied(_PREPARING, _B41)


@example("prepare_read")
def _example_read() -> Card:
    return read(_PREPARING, "Amara Example", Moment(_WALL, _WALL))


@example("prepared")
def _example_there() -> Card:
    read_it = Button(READ, asks.PreparationRead(preparation=5, supervisee=1, case=3))
    return message_card([PreparationThere("CB-10234", 1, "Amara Example", _MEETING, read_it).item()])


@example("prepare_can_it_wait")
def _example_wait() -> Card:
    return can_it_wait(_PREPARING, _WAIT)


@example("prepare_first_three")
def _example_first_three() -> Card:
    return first_three(_PREPARING)


@example("prepare_waits")
def _example_waits() -> Card:
    return waits(_PREPARING)


@example("draft_deleted")
def _example_deleted() -> Card:
    return draft_deleted("CB-10234", shared=True)


@example("already_shared")
def _example_already_shared() -> Card:
    return already_shared("CB-10234", "Priya Sample")
