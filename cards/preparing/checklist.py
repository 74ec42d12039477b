"""The day of a case session: the supervisor's checklist, the agenda of both, and an audit's points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cards.examples import example, form_example
from cards.formats import day, listing, plural
from cards.message import Message, MessageItem, message_card
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    ChoiceField,
    Form,
    Moment,
    Note,
    Option,
    Paragraph,
    Part,
    PersonField,
    Quote,
    Style,
    TextField,
)
from cards.people.asks import AuditPointForm, AuditPointNoted
from cards.preparing.asks import ActionsDone, ActionsForm, AgendaOpened, PreparationForm, PreparationRead
from cards.preparing.invitation import (
    POINTED_OUT,
    CaseLine,
    OpenFromEarlier,
    Progress,
    ToPrepare,
    earlier,
    fall_due,
)
from cards.shared.meeting import Meeting
from policy.written_days import ORDINALS

#: More actions than this are counted, not shown: a view has its limits, and so has a reader.
SHOWN: Final = 15
#: As many as any platform shows in a row, less the agenda's own.
READS: Final = 5


@dataclass(frozen=True, slots=True)
class ReadablePreparation:
    """Something the reader may read."""

    reference: str
    button: Button


@dataclass(frozen=True, slots=True)
class Checklist(Message):
    """To the supervisor at the start of the day. What isn't prepared isn't said: it is nobody's to be told."""

    coming: ToPrepare
    supervisee: str
    prepared: Sequence[ReadablePreparation]
    guidance: Sequence[str]

    def item(self) -> MessageItem:
        assert self.coming.meeting
        body: list[Block] = [Paragraph((self.coming.meeting.starts, "."))]
        if self.prepared:
            body.append(
                Paragraph((f"Preparation is there for {listing([p.reference for p in self.prepared])}.",))
            )
        body += [
            *earlier(self.coming.earlier),
            *fall_due(self.coming),
            *(Paragraph((g,)) for g in self.guidance),
        ]
        agenda = Button("Open the agenda", AgendaOpened(session=self.coming.meeting.id))
        reads = tuple(p.button for p in self.prepared[:READS])
        title = f"Today: {self.coming.meeting.kind} with {self.supervisee}"
        return MessageItem(title, "A supervision session is today", tuple(body), (*reads, agenda))


@dataclass(frozen=True, slots=True)
class ActionLine:
    """``times``: how often it comes from an earlier session, this one included; ``what`` and ``why`` are words."""

    case: str
    owner: str
    what: str
    why: str
    agreed_on: date
    times: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """``headings`` with ``clauses``: the policy's own. ``audit``: the headings for done and outstanding points."""

    coming: ToPrepare
    headings: Sequence[str]
    clauses: Sequence[str]
    actions: Sequence[ActionLine]
    audit: Sequence[str]
    audit_done: Sequence[ActionLine]
    audit_open: Sequence[ActionLine]
    buttons: Sequence[Button]


def agenda(a: Agenda) -> Card:
    """What the session goes through: a view, for it holds the words of the actions."""
    meeting = a.coming.meeting
    assert meeting
    body: list[Block] = [
        Paragraph((f"{meeting.kind.capitalize()} with {meeting.name}, ", meeting.starts, "."))
    ]
    if a.headings:
        body += [Bullets(tuple((h,) for h in a.headings), numbered=True), *(Note((c,)) for c in a.clauses)]
    body += _listed("Previous actions", a.actions, "None is open.")
    if a.audit:
        body += _listed(a.audit[0], a.audit_done) + _listed(a.audit[-1], a.audit_open)
    body += fall_due(a.coming)
    return Card(
        f"Agenda: {meeting.kind} with {meeting.name}", "A view is open", tuple(body), tuple(a.buttons[:6])
    )


def tick_button(session: int) -> Button:
    """Under the agenda, where an action is open."""
    return Button("Tick off what is done", ActionsForm(session=session))


def actions_form(session: int, name: str, open_: Sequence[Option]) -> Form:
    return Form(
        f"Actions with {name}",
        (ChoiceField("actions_done", "Which of them are done?", tuple(open_), required=True, many=True),),
        (Button("They are done", ActionsDone(session=session), style=Style.PRIMARY),),
        (Note(("What isn't ticked stays on the agenda.",)),),
    )


def ticked_off(session: int, count: int) -> Card:
    said = f"{plural('action', count)} done. The other one sees it on the agenda."
    agenda = Button("Open the agenda", AgendaOpened(session=session))
    return Card("Ticked off", "It is saved", (Paragraph((said,)),), (agenda,))


def prepare_button(line: CaseLine) -> Button:
    """Under the agenda, for the supervisee."""
    return Button(f"Prepare {line.reference}", PreparationForm(case=line.id))


def _listed(title: str, lines: Sequence[ActionLine], empty: str = "") -> list[Block]:
    if not lines and not empty:
        return []
    quotes: list[Block] = [Quote(_label(line), f"{line.what}\nWhy: {line.why}") for line in lines[:SHOWN]]
    if len(lines) > SHOWN:
        quotes.append(Note((f"And {len(lines) - SHOWN} more, agreed later.",)))
    return [Part(title, tuple(quotes) or (Paragraph((empty,)),))]


def _label(line: ActionLine) -> str:
    case = f"{line.case}, " if line.case else ""
    carried = f", carried now for the {_ordinal(line.times)} time" if line.times >= POINTED_OUT else ""
    return f"{case}{line.owner}, {day(line.agreed_on)}{carried}"


def _ordinal(number: int) -> str:
    return ORDINALS[number - 1] if number <= len(ORDINALS) else f"{number}th"


def audit_form(case_id: int, reference: str, owners: Sequence[Option]) -> Form:
    """One learning point or action of an audit."""
    return Form(
        f"Audit of {reference}: a learning point or action",
        (
            TextField(
                "what",
                "What, in a few words",
                required=True,
                limit=200,
                hint="No names of children.",
            ),
            TextField("why", "Why", required=True, limit=300),
            PersonField("owner", "Whose is it?", tuple(owners), required=True),
        ),
        (Button("Save the point", AuditPointNoted(case=case_id), style=Style.PRIMARY),),
        (Note(("It comes up in the next case supervision, under its own heading.",)),),
    )


def audit_saved(case_id: int, reference: str, supervisee: str, on: date | None) -> Card:
    when = f", {day(on)}" if on else ""
    said = f"It comes up in {supervisee}'s next case supervision{when}, under its own heading."
    again = Button("Add another", AuditPointForm(case=case_id))
    return Card(f"Audit of {reference}: saved", "An audit's point is saved", (Paragraph((said,)),), (again,))


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_LINES: Final = (
    CaseLine(3, "CB-10234", date(2026, 11, 25), Progress.SHARED),
    CaseLine(4, "CB-10240", date(2026, 12, 2)),
)
_MEETING: Final = Meeting(7, "case supervision", "Amara Example", Moment(_WALL, _WALL))
_COMING: Final = ToPrepare(1, _MEETING, _LINES, 0, OpenFromEarlier(3, 1, 3, 1))
_READ: Final = Button("Read CB-10234", PreparationRead(preparation=5, supervisee=1, case=3))
_ACTIONS: Final = (
    ActionLine("CB-10234", "Amara Example", "Ask the school for dates", "Attendance", date(2026, 8, 20), 3),
    ActionLine("", "Priya Sample", "Book the training", "Asked for", date(2026, 10, 20), 1),
)


@example("check")
def _example_check() -> Card:
    guidance = "Check in MOSAIC that visits are kept. (B14, “Preparation for case supervisions”)"
    return message_card(
        [Checklist(_COMING, "Amara Example", [ReadablePreparation("CB-10234", _READ)], [guidance]).item()]
    )


@example("agenda")
def _example_agenda() -> Card:
    headings = ("Previous actions", "Key dates (optional)", "Case discussion", "Actions going forward")
    audit = ("Case audit - done", "Case audit - outstanding")
    clauses = ("B12, “Agenda for case supervisions; appendix 3”",)
    return agenda(Agenda(_COMING, headings, clauses, _ACTIONS, audit, _ACTIONS[1:], _ACTIONS[:1], (_READ,)))


@form_example("actions")
def _example_actions() -> Form:
    return actions_form(7, "Amara Example", (Option("1", "Ring school (CB-10234)"), Option("2", "Book it")))


@example("actions_done")
def _example_actions_done() -> Card:
    return ticked_off(7, 1)


@form_example("audit")
def _example_audit() -> Form:
    return audit_form(3, "CB-10234", (Option("S100", "Amara Example"), Option("S200", "Priya Sample")))


@example("audit_saved")
def _example_audit_saved() -> Card:
    return audit_saved(3, "CB-10234", "Amara Example", date(2026, 11, 24))
