"""What there is to prepare for a session, and the choice of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from cards.answer import answer
from cards.examples import example, form_example
from cards.formats import day, listing, plural
from cards.message import Message, MessageItem, message_card
from cards.model import (
    Block,
    Bullets,
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
from cards.preparing import asks
from cards.shared.claims import NoCaseSession
from cards.shared.meeting import Meeting

#: Times that an action comes from an earlier session before it is pointed out.
POINTED_OUT: Final = 3


class Progress(StrEnum):
    """How far the preparation of a case has come."""

    NOT_YET = "not_yet"
    DRAFT = "draft"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case of the supervisee's and when it falls due for discussion; ``late``: that day is past."""

    id: int
    reference: str
    due: date | None
    state: Progress = Progress.NOT_YET
    late: bool = False


@dataclass(frozen=True, slots=True)
class OpenFromEarlier:
    """How much is open from earlier sessions: counts only, since the words are people's. ``times``: how often the
    longest of them has been carried; ``thrice``: how many were carried three times or more."""

    actions: int = 0
    thrice: int = 0
    times: int = 0
    audit: int = 0


@dataclass(frozen=True, slots=True)
class ToPrepare:
    """What there is for a ``supervisee`` to prepare. ``lines``: soonest due first, ``more``: how many cases beyond
    them. ``unseen_by``: who covers and can't read what was shared before. ``form``: whether the policy has one to fill
    in; without it ``asked`` is what it says of preparing."""

    supervisee: int
    meeting: Meeting | None
    lines: Sequence[CaseLine]
    more: int
    earlier: OpenFromEarlier
    unseen_by: str = ""
    form: bool = True
    asked: Sequence[str] = ()

    @property
    def any(self) -> bool:
        """Whether there is something: a case, or what the policy asks without a form."""
        return bool(self.lines or self.asked)

    @property
    def begun(self) -> bool:
        """Whether there is a draft that wasn't shared."""
        return any(line.state is Progress.DRAFT for line in self.lines)


@dataclass(frozen=True, slots=True)
class Invitation(Message):
    """To the supervisee, once; of a draft that wasn't shared they are reminded in the same words."""

    coming: ToPrepare
    notice: str = "A supervision session is coming up"

    def item(self) -> MessageItem:
        meeting = self.coming.meeting
        title = (
            f"Prepare for {meeting.kind} with {meeting.name}" if meeting else "Prepare for case supervision"
        )
        when: Text = (
            (meeting.booked, ".")
            if meeting
            else (NoCaseSession(self.coming.supervisee, "You can prepare all the same."),)
        )
        body: list[Block] = [
            Paragraph(when),
            *drafts(self.coming),
            *earlier(self.coming.earlier),
            *fall_due(self.coming),
        ]
        if self.coming.unseen_by:
            body.append(
                Paragraph((f"{self.coming.unseen_by} covers and can't read what you shared before.",))
            )
        if self.coming.form:
            body.append(Note(("Notes are enough. Only you see them until you share them.",)))
        body += [Note((one,)) for one in self.coming.asked]
        return MessageItem(title, self.notice, tuple(body), _buttons(self.coming))


def drafts(coming: ToPrepare) -> list[Block]:
    begun = [line.reference for line in coming.lines if line.state is Progress.DRAFT]
    return [Paragraph((f"Not shared yet: your draft for {listing(begun)}.",))] if begun else []


def earlier(counts: OpenFromEarlier) -> list[Block]:
    """Counts of what is still open; the audit's points under their own heading (B26)."""
    found: list[Block] = []
    if counts.actions:
        found.append(Paragraph((_carried(counts),)))
    if counts.audit:
        found.append(Paragraph((f"Case audit: {plural('point', counts.audit)} outstanding.",)))
    return found


def _carried(counts: OpenFromEarlier) -> str:
    said = f"From last time: {plural('action', counts.actions)} still open"
    if not counts.thrice:
        return f"{said}."
    how = "for the third time" if counts.times == 3 else "for the third time or more"
    many = f"{counts.thrice} of them" if counts.actions > 1 else "carried now"
    return f"{said}, {many} {how}."


def fall_due(coming: ToPrepare) -> list[Block]:
    dated = [line for line in coming.lines if line.due]
    if not dated:
        return []
    items = tuple(
        (f"{line.reference} {_by(line)} ", Day(line.due), _mark(line)) for line in dated if line.due
    )
    more = f", and {coming.more} more later" if coming.more else ""
    return [Paragraph((f"To be discussed, soonest first{more}:",)), Bullets(items)]


def _by(line: CaseLine) -> str:
    return "was due by" if line.late else "by"


def _mark(line: CaseLine) -> str:
    return ", prepared" if line.state is Progress.SHARED else ""


_VERBS: Final = {Progress.NOT_YET: "Prepare", Progress.DRAFT: "Go on with", Progress.SHARED: "Change"}


def _buttons(coming: ToPrepare) -> tuple[Button, ...]:
    """At most six, as many as any platform shows: drafts first, then what is due soonest."""
    buttons = _forms(coming) if coming.form else []
    if coming.unseen_by:
        buttons.append(Button("What I have shared", asks.PrepareCommand()))
    if coming.meeting:
        buttons.append(Button("Open the agenda", asks.AgendaOpened(session=coming.meeting.id)))
    return tuple(buttons)


def _forms(coming: ToPrepare) -> list[Button]:
    order = (Progress.DRAFT, Progress.NOT_YET, Progress.SHARED)
    first = sorted(coming.lines, key=lambda line: order.index(line.state))[:3]
    buttons = [_open(line, Style.PRIMARY if line is first[0] else Style.NORMAL) for line in first]
    if coming.more or len(coming.lines) > len(first):
        buttons.append(Button("Another case", asks.CaseChoiceForm()))
    return buttons


def _open(line: CaseLine, style: Style) -> Button:
    return Button(f"{_VERBS[line.state]} {line.reference}", asks.PreparationForm(case=line.id), style=style)


@dataclass(frozen=True, slots=True)
class Unseen:
    """Something shared that whoever covers now may not read."""

    preparation_id: int
    reference: str
    reader: str


def overview(coming: ToPrepare, unseen: Sequence[Unseen]) -> Card:
    """The answer to ``prepare``."""
    card = message_card([Invitation(coming, "Your answer is ready").item()])
    parts = tuple(_unseen_part(one) for one in unseen)
    buttons = tuple(b for b in card.buttons if not isinstance(b.ask, asks.PrepareCommand))
    return Card(card.title, card.notice, (*card.body, *parts), buttons)


def _unseen_part(one: Unseen) -> Part:
    share = Button(f"Share with {one.reader}", asks.SharedAgain(preparation=one.preparation_id))
    said = f"You shared it before {one.reader} was named to cover."
    return Part(f"{one.reference}: not shared with {one.reader}", (Paragraph((said,)),), (share,))


def nothing_to_prepare() -> Card:
    return answer("Nothing to prepare", "No case is allocated to you.")


def choose(lines: Sequence[CaseLine], errors: Mapping[str, str] | None = None) -> Form:
    return Form(
        "Which case do you want to prepare?",
        (ChoiceField("chosen", "Case", tuple(_option(line) for line in lines), required=True),),
        (Button("Open the form", asks.CaseChosen(), style=Style.PRIMARY),),
        errors=dict(errors or {}),
    )


def _option(line: CaseLine) -> Option:
    return Option(str(line.id), line.reference, f"by {day(line.due)}" if line.due else "")


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")


_MEETING: Final = Meeting(7, "case supervision", "Priya Sample", Moment(_WALL, _WALL))


_LINES: Final = (
    CaseLine(3, "CB-10234", date(2026, 11, 25), Progress.DRAFT),
    CaseLine(4, "CB-10240", date(2026, 12, 2)),
)


_COMING: Final = ToPrepare(1, _MEETING, _LINES, 4, OpenFromEarlier(2, 1, 3, 1))


@example("prepare_invite")
def _example_invite() -> Card:
    return message_card([Invitation(_COMING).item()])


@example("prepare_overview")
def _example_overview() -> Card:
    coming = ToPrepare(1, None, _LINES, 0, OpenFromEarlier(1, 1, 4), "Owen Placeholder")
    return overview(coming, [Unseen(5, "CB-10240", "Owen Placeholder")])


@example("prepare_without_form")
def _example_without_form() -> Card:
    asked = ["M6: The individual reviews the notes of last time (“Key messages, individuals”)"]
    return message_card([Invitation(replace(_COMING, form=False, asked=asked)).item()])


@form_example("prepare_choose")
def _example_choose() -> Form:
    return choose((_LINES[0], CaseLine(4, "CB-10240", None)))


@example("nothing_to_prepare")
def _example_nothing() -> Card:
    return nothing_to_prepare()
