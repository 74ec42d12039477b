"""What is done once or now and then: what is open, its form, what was recorded, and the case drawn for an audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cards.answer import answer
from cards.cases.asks import Why
from cards.examples import example, form_example
from cards.formats import day, plural
from cards.message import Joint, Message, MessageItem, about_a_person, contact_note, message_card
from cards.model import (
    Block,
    Button,
    Card,
    DateField,
    Day,
    Form,
    Note,
    Option,
    Paragraph,
    Part,
    PersonField,
    Style,
    Text,
)
from cards.people.asks import (
    AgreementForm,
    AuditDone,
    AuditDoneForm,
    AuditPointForm,
    MilestoneForm,
    MilestoneRecorded,
    MilestoneTakenBack,
    PersonEventForm,
    PersonEventRecorded,
)
from cards.shared.due_lines import DueLine, notice_of, text_once, when


@dataclass(frozen=True, slots=True)
class Open:
    """Something asked about a person; ``buttons``: what the reader can do about it; ``waits``: as in
    ``MilestoneDue``."""

    line: DueLine
    buttons: tuple[Button, ...] = ()
    waits: Sequence[Text] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """Something recorded: its title in the policy's words, its day, and, where known, who did it and who said so."""

    title: str
    on: date
    by: str = ""
    said_by: str = ""
    buttons: tuple[Button, ...] = ()


def overview(
    name: str,
    asked: Sequence[Open],
    events: Sequence[Button],
    past: Sequence[Past],
    today: date,
    ask: str = "",
) -> Card:
    """``events``: what may be recorded that nothing asks for, such as the end of a probation; ``ask``: whom to ask
    about what the policy leaves open."""
    parts: list[Block] = [*(_asked(one, today) for one in asked), *contact_note(ask)]
    if not asked:
        parts.append(Paragraph(("The policy asks nothing more of this kind.",)))
    if events:
        parts.append(Part("Something else that a rule waits for", (), tuple(events)))
    parts += [_past(one) for one in past]
    return Card(f"{name}: reviews, plans and observations", "Your answer is ready", tuple(parts))


def _asked(one: Open, today: date) -> Part:
    why = Button("Why?", Why(obligation=one.line.obligation_id))
    said = (when(one.line, today), *one.waits)
    return Part(one.line.what, tuple(map(Paragraph, said)), (*one.buttons, why))


def _past(one: Past) -> Part:
    return Part(f"Recorded: {one.title}", (Paragraph(("Done on ", Day(one.on), _by(one), ".")),), one.buttons)


def _by(one: Past) -> str:
    did = f" by {one.by}" if one.by else ""
    return f"{did}; {one.said_by} recorded it" if one.said_by and one.said_by != one.by else did


def back_button(milestone: int) -> Button:
    return Button("Take it back", MilestoneTakenBack(milestone=milestone), style=Style.DANGER)


def event_button(title: str, person: int, what: str) -> Button:
    return Button(f"Record: {title.lower()}", PersonEventForm(person=person, what=what))


def since_employed(name: str, first: date | None) -> str:
    """What the day can't be before, for ``form``; nothing where it isn't known."""
    return f", nor before {day(first)}, when {name} began" if first else ""


def form(
    title: str,
    asked: MilestoneRecorded | PersonEventRecorded | AuditDone,
    people: Sequence[Option],
    by: str,
    today: date,
    since: str = "",
) -> Form:
    """``people``: who may have done it, where that is open; ``since``: what the day can't be before, in words."""
    who = (PersonField("by", "Who did it?", tuple(people), by, required=True),) if len(people) > 1 else ()
    hint = f"Not a day to come{since}."
    return Form(
        title,
        (DateField("on", "On which day?", today, hint, required=True), *who),
        (Button("Record", asked, style=Style.PRIMARY),),
        (Note(("Whoever it is about is told what you record. You can take it back.",)),),
    )


def audit_form(reference: str, draw: int, today: date) -> Form:
    return form(f"Audit of {reference}", AuditDone(draw=draw), [], "", today, ", nor before it was drawn")


def not_recorded(title: str, name: str, *, told: bool) -> Card:
    """To whoever took it back; ``told``: whether the one it was about is."""
    hears = f" {name} is told." if told else ""
    return answer("Taken back", f"{title}, for {name}: it isn't recorded any more.{hears}")


def saved(past: Past, name: str, milestone: int) -> Card:
    said = f"{past.title}, for {name}." if name not in past.title else f"{past.title}."
    done = Paragraph((said, " Done on ", Day(past.on), _by(past), "."))
    return Card("Recorded", "It is recorded", (done,), (back_button(milestone),))


#: The button of what is asked now and then, where it stands by itself.
RECORD: Final = "Record it"


@dataclass(frozen=True, slots=True)
class MilestoneDue(Message):
    """Something of this kind falls due. ``waits``: of an agreement that was sent, for whose answer; ``worker`` and
    ``escalates`` as in ``FallsDue``; ``title``: what it is called where it stands with more about that person."""

    line: DueLine
    today: date
    buttons: Sequence[Button]
    waits: Sequence[Text] = ()
    worker: str = ""
    title: str = ""
    escalates: bool = False

    def item(self) -> MessageItem:
        why = Button("Why?", Why(obligation=self.line.obligation_id))
        return MessageItem(
            self.line.what,
            notice_of(self.line, self.today),
            (Paragraph(text_once(self.line, self.today)), *map(Paragraph, self.waits)),
            (*self.buttons, why),
            joint=self._joint() if self.worker else None,
            foot=_rests_on(self.line),
        )

    def _joint(self) -> Joint:
        said = (text_once(self.line, self.today), *self.waits)
        line: Text = (f"{self.line.what}.", *(span for one in said for span in (" ", *one)))
        named = f"Record: {self.title}"[:75]
        buttons = tuple(replace(b, label=named) if b.label == RECORD else b for b in self.buttons)
        return about_a_person(
            self.worker, line, escalates=self.escalates, why=self.line.obligation_id, buttons=buttons
        )


def record_button(obligation: int) -> Button:
    return Button(RECORD, MilestoneForm(obligation=obligation), style=Style.PRIMARY)


def start_agreement_button(staff_number: str) -> Button:
    return Button("Start the agreement", AgreementForm(words=f"@{staff_number}"), style=Style.PRIMARY)


@dataclass(frozen=True, slots=True)
class AuditCase:
    """A case drawn for an audit; ``place`` of ``of`` in the order of their references, of none where it was drawn
    elsewhere; ``held``: somebody holds it, and so a learning point can come up with them."""

    reference: str
    case_id: int
    draw_id: int
    drawn_on: date
    place: int
    of: int
    done_on: date | None = None
    held: bool = True


def none_to_draw(manager: str) -> str:
    return f"{manager}'s team has no open case, so there is none to draw. Nothing is needed."


@dataclass(frozen=True, slots=True)
class Audit(Message):
    """To whoever audits: the case drawn from a manager's team; without one, that there is none to draw."""

    line: DueLine
    today: date
    manager: str
    drawn: Sequence[AuditCase]

    def item(self) -> MessageItem:
        if not self.drawn:
            none = (Paragraph((none_to_draw(self.manager),)),)
            return MessageItem(self.line.what, "There is no case to audit", none)
        body: list[Block] = [Paragraph(text_once(self.line, self.today))]
        for case in self.drawn:
            among = (
                f" at random from {plural('open case', case.of)} of {self.manager}'s team" if case.of else ""
            )
            chosen = f"{case.reference} was drawn{among} on "
            done = (" It was audited on ", Day(case.done_on), ".") if case.done_on else ()
            body.append(Paragraph((chosen, Day(case.drawn_on), ".", *done)))
        why = Button("Why?", Why(obligation=self.line.obligation_id))
        buttons = [button for case in self.drawn if not case.done_on for button in audit_buttons(case)]
        return MessageItem(
            self.line.what,
            "An audit is to be done",
            tuple(body),
            (*buttons, why),
            foot=_rests_on(self.line),
        )


def _rests_on(line: DueLine) -> tuple[Note, ...]:
    return (Note((line.rule,)),) if line.rule else ()


def audit_buttons(case: AuditCase) -> tuple[Button, ...]:
    point = Button(f"Learning point, {case.reference}", AuditPointForm(case=case.case_id))
    done = Button(f"{case.reference} is audited", AuditDoneForm(draw=case.draw_id), style=Style.PRIMARY)
    return (done, point) if case.held else (done,)


def audited(case: AuditCase, on: date) -> Card:
    text = ("The audit of this case is recorded, done on ", Day(on), ".")
    point = (Button("Note a learning point", AuditPointForm(case=case.case_id)),) if case.held else ()
    return Card(f"{case.reference} is audited", "It is recorded", (Paragraph(text),), point)


@dataclass(frozen=True, slots=True)
class Noted(Message):
    """To whom it is about."""

    past: Past

    def item(self) -> MessageItem:
        text = ("Done on ", Day(self.past.on), _by(self.past), ".")
        right = "If that isn't right, tell whoever recorded it: they can take it back."
        return MessageItem(
            f"Recorded about you: {self.past.title}",
            "Something was recorded",
            (Paragraph(text), Note((right,))),
        )


@dataclass(frozen=True, slots=True)
class MilestoneIsTakenBack(Message):
    """To whom it was about."""

    past: Past

    def item(self) -> MessageItem:
        text = (
            f"{self.past.said_by} took back what was recorded for ",
            Day(self.past.on),
            ". It was a mistake.",
        )
        return MessageItem(f"Taken back: {self.past.title}", "Something was taken back", (Paragraph(text),))


_TODAY: Final = date(2026, 11, 24)
_LINE: Final = DueLine(
    7, "Performance Development Review every year: Amara Example", date(2027, 5, 11), rule="Y7: every year"
)
_PAST: Final = Past("Practice formally observed", date(2026, 11, 20), "Owen Sample", "Priya Sample")
_AUDIT: Final = DueLine(
    8, "One case audited every month: Priya Sample", date(2026, 11, 30), rule="B22: one case every month"
)
_CASE: Final = AuditCase("CB-10234", 3, 5, date(2026, 11, 1), 12, 41)
_RECORD: Final = record_button(7)


@example("milestones")
def _example_overview() -> Card:
    mine = Past(_PAST.title, _PAST.on, _PAST.by, _PAST.said_by, (back_button(4),))
    event = event_button("Probation passed", 3, "probation_passed")
    return overview("Amara Example", [Open(_LINE, (_RECORD,))], [event], [mine], _TODAY)


@example("milestones_none")
def _example_none() -> Card:
    return overview("Amara Example", [], [], [], _TODAY)


@form_example("milestone")
def _example_form() -> Form:
    people = (Option("S200", "Priya Sample"), Option("S201", "Owen Sample"))
    since = since_employed("Priya Sample", date(2019, 3, 4))
    asked = MilestoneRecorded(obligation=7)
    return form("Peer observation: Priya Sample", asked, people, "S200", _TODAY, since)


@example("milestone_saved")
def _example_saved() -> Card:
    return saved(_PAST, "Amara Example", 4)


@example("milestone_reminder")
def _example_reminder() -> Card:
    return message_card([MilestoneDue(_LINE, _TODAY, [_RECORD]).item()])


@example("audit_drawn")
def _example_audit() -> Card:
    return message_card([Audit(_AUDIT, _TODAY, "Priya Sample", [_CASE]).item()])


@example("audit_none_to_draw")
def _example_none_to_draw() -> Card:
    return message_card([Audit(_AUDIT, _TODAY, "Priya Sample", []).item()])


@example("audited")
def _example_audited() -> Card:
    return audited(AuditCase("CB-10234", 3, 5, date(2026, 11, 2), 4, 16), date(2026, 11, 20))


@example("milestone_noted")
def _example_noted() -> Card:
    return message_card([Noted(_PAST).item()])


@example("milestone_taken_back")
def _example_taken_back() -> Card:
    return message_card([MilestoneIsTakenBack(_PAST).item()])
