"""Something dated about a case that a rule names: recorded, over, or a mistake; which kind and when, never more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.answer import answer
from cards.cases.asks import EventForm, EventOver, EventRecorded, EventTakenAway, Why
from cards.examples import example, form_example
from cards.formats import listing
from cards.message import Message, MessageItem, message_card
from cards.model import (
    Block,
    Button,
    Card,
    ChoiceField,
    DateField,
    Day,
    Form,
    Note,
    Option,
    Paragraph,
    Part,
    Style,
    Text,
)
from cards.sessions.asks import CaseRaised
from cards.shared.due_lines import DueLine
from cards.shared.line_buttons import due_now
from cards.shared.meeting import NextMeeting, next_booked
from cards.shared.next_due import NextDueLine

#: Said wherever such an event is offered or recorded.
SAFEGUARDING: Final = "Recording it here does not replace the safeguarding procedure: follow that first."


@dataclass(frozen=True, slots=True)
class Known:
    """One that is recorded. ``what``: the policy's own words; ``goes_on``: it lasts, and isn't said to be over."""

    id: int
    what: str
    on: date
    until: date | None
    goes_on: bool


def known(case_id: int, reference: str, events: Sequence[Known]) -> Card:
    """What is recorded for a case, before anything else is."""
    another = Button("Record another", EventForm(case=case_id, new=True))
    parts = tuple(_part(one) for one in events)
    return Card(f"What is recorded for {reference}", "Your answer is ready", parts, (another,))


def _part(one: Known) -> Part:
    until: Text = (", until ", Day(one.until)) if one.until else (", and goes on",) if one.goes_on else ()
    buttons = [Button("It was a mistake", EventTakenAway(event=one.id), style=Style.DANGER)]
    if one.goes_on:
        buttons.insert(0, Button("It is over", EventOver(event=one.id)))
    return Part(one.what, (Paragraph((Day(one.on), *until, ".")),), tuple(buttons))


def form(case_id: int, reference: str, options: Sequence[Option], *, lasts: bool, safeguarding: bool) -> Form:
    """``lasts``: some of them may go on for a while."""
    fields: list[ChoiceField | DateField] = [
        ChoiceField("what", "What is it?", tuple(options), required=True),
        DateField("on", "On which day?", required=True),
    ]
    if lasts:
        fields.append(
            DateField("until", "Until", hint="Its last day, if it is over. Leave empty while it goes on.")
        )
    intro: list[Block] = [Note((SAFEGUARDING,))] if safeguarding else []
    intro.append(Note(("Only what it is and the day are recorded, never what happened.",)))
    return Form(
        f"Record for {reference}",
        tuple(fields),
        (Button("Record it", EventRecorded(case=case_id), style=Style.PRIMARY),),
        tuple(intro),
    )


def recorded(
    reference: str, what: str, on: date, following: NextDueLine, ended: Sequence[str], *, safeguarding: bool
) -> Card:
    """``ended``: how often it was discussed under the longer intervals that this ends."""
    body: list[Block] = [Paragraph((f"{what}: ", Day(on), "."))]
    if safeguarding:
        body.append(Paragraph((SAFEGUARDING,)))
    if ended:
        text = f"The longer interval of {listing(ended)} has ended; another takes another grant."
        body.append(Paragraph((text,)))
    body += following.blocks()
    return Card(f"Recorded for {reference}", "It is recorded", tuple(body), (due_now(reference),))


def over(reference: str, what: str) -> Card:
    return answer(f"Over for {reference}", f"{what}: today is recorded as its last day.")


def taken_away(reference: str, what: str) -> Card:
    """It was a mistake."""
    text = f"{what}: nothing rests on it any more. That it was recorded stays in the log."
    return answer(f"Taken away from {reference}", text)


@dataclass(frozen=True, slots=True)
class IntervalEnded(Message):
    """To the case's worker and their supervisor."""

    reference: str
    every: Sequence[str]
    what: str
    on: date
    following: NextDueLine

    def item(self) -> MessageItem:
        ends = ", which ends it. Another takes another grant."
        said = Paragraph((f"“{self.what}” is recorded for ", Day(self.on), ends))
        title = f"{self.reference}: the longer interval of {listing(self.every)} has ended"
        return MessageItem(
            title, "News about an interval", (said, *self.following.blocks()), (due_now(self.reference),)
        )


def raise_button(case: int, event: int) -> Button:
    """Onto the agenda of the worker's next group."""
    return Button("Put it on the agenda", CaseRaised(case=case, event=event), style=Style.PRIMARY)


@dataclass(frozen=True, slots=True)
class ToRaise(Message):
    """A prompt, not a duty: it lapses when the day is over. ``goes_on``: what is to be considered began on its day,
    and is no day to come; ``past``: the day for putting it on was over before it was known."""

    line: DueLine
    what: str
    on: date
    meets: NextMeeting
    ways: Sequence[Button] = ()
    goes_on: bool = False
    past: bool = False

    def item(self) -> MessageItem:
        assert self.line.due
        why = "." if self.goes_on else ", so that a report can be considered."
        by: Text = ("It goes on the agenda by ", Day(self.line.due), why)
        if self.past:
            by = (
                "It was to go on the agenda by ",
                Day(self.line.due),
                ": the next group is the soonest now.",
            )
        return MessageItem(
            f"{self.line.what}: {self.what[0].lower()}{self.what[1:]}",
            "A case for the agenda",
            (
                Paragraph((f"{self.what}{' since' if self.goes_on else ':'} ", Day(self.on), ".")),
                Paragraph(by),
                Paragraph(next_booked(self.meets)),
                Note((f"{self.line.rule}. A prompt, not a duty: it lapses when the day is over.",)),
            ),
            (*self.ways, Button("Why?", Why(obligation=self.line.obligation_id))),
        )


_WHAT: Final = "A known immediate safeguarding concern"


@example("event_known")
def _example_known() -> Card:
    concern = Known(3, _WHAT, date(2026, 11, 16), None, goes_on=True)
    review = Known(4, "A review", date(2026, 12, 15), None, goes_on=False)
    return known(7, "CB-10300", (concern, review))


@form_example("event")
def _example_form() -> Form:
    options = (Option("safeguarding_concern", _WHAT), Option("review", "A review"))
    return form(7, "CB-10300", options, lasts=True, safeguarding=True)


@example("event_recorded")
def _example_recorded() -> Card:
    return recorded(
        "CB-10300",
        _WHAT,
        date(2026, 11, 16),
        NextDueLine(date(2026, 11, 18), date(2026, 11, 16)),
        ["12 weeks"],
        safeguarding=True,
    )


@example("interval_ended")
def _example_ended() -> Card:
    return message_card(
        [
            IntervalEnded(
                "CB-10300",
                ["12 weeks"],
                _WHAT,
                date(2026, 11, 16),
                NextDueLine(date(2026, 11, 18), date(2026, 11, 3)),
            ).item()
        ]
    )


@example("raise_late")
def _example_raise_late() -> Card:
    line = DueLine(1, "Put CB-10234 on the agenda", date(2026, 10, 29), rule="S14: A prompt")
    late = ToRaise(line, "A review", date(2026, 11, 12), NextMeeting(1), (raise_button(7, 4),), past=True)
    return message_card([late.item()])


@example("raise_while_it_lasts")
def _example_raise_while() -> Card:
    line = DueLine(1, "Put CB-10234 on the agenda", date(2027, 1, 12), rule="S15: Nearly a year on a plan")
    since = ToRaise(
        line,
        "A child protection plan",
        date(2026, 1, 12),
        NextMeeting(1),
        (raise_button(7, 4),),
        goes_on=True,
    )
    return message_card([since.item()])


@example("raise")
def _example_raise() -> Card:
    line = DueLine(
        1,
        "Put CB-10234 on the agenda",
        date(2026, 12, 1),
        rule="S14: A prompt, to put the case on the agenda",
    )
    return message_card(
        [
            ToRaise(
                line,
                "A review",
                date(2026, 12, 15),
                NextMeeting(1),
                (raise_button(7, 4),),
            ).item()
        ]
    )
