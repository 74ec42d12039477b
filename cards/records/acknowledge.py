"""Every open case is acknowledged at every session, by both: asked of the worker once a session was held, and of
whoever hasn't by the next day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from cards.examples import example, form_example
from cards.formats import both_or_all, day, listing, plural
from cards.message import Joint, Message, MessageItem, message_card
from cards.model import Bullets, Button, Card, ChoiceField, Form, Moment, Note, Option, Paragraph, Style
from cards.records.asks import AcknowledgeForm, CasesAcknowledged, SomeAcknowledged
from cards.shared.claims import HeldOn
from cards.shared.meeting import Meeting


@dataclass(frozen=True, slots=True)
class ToAcknowledge(Message):
    """To the worker: one tap for all, or some of them. ``cases``: those they haven't acknowledged."""

    meeting: Meeting
    cases: Sequence[str]
    rule: str

    def item(self) -> MessageItem:
        one = len(self.cases) == 1
        every = Button(
            "Acknowledge" if one else f"{both_or_all(len(self.cases))} acknowledged",
            CasesAcknowledged(session=self.meeting.id),
            style=Style.PRIMARY,
        )
        some = () if one else (Button("Only some of them", AcknowledgeForm(session=self.meeting.id)),)
        which = self.cases[0] if one else plural("open case", len(self.cases))
        return MessageItem(
            f"Acknowledge {which}",
            "Something is yours to acknowledge",
            (
                Paragraph(
                    (
                        "Your supervision ",
                        self.meeting.starts,
                        f" with {self.meeting.name} is marked as held.",
                    )
                ),
                Bullets(tuple((case,) for case in self.cases)),
                Note((f"{self.rule}. To acknowledge a case says that it is open and came up, no more.",)),
            ),
            (every, *some),
        )


def only_some(session: int) -> Button:
    return Button("Only some of them", AcknowledgeForm(session=session))


def of_session(session: int, count: int) -> tuple[Button, ...]:
    """In a list, of so many cases of one session."""
    every = Button(f"{both_or_all(count)} acknowledged", CasesAcknowledged(session=session))
    return every, only_some(session)


@dataclass(frozen=True, slots=True)
class NotAcknowledged(Message):
    """To either of the two, a case each. ``of``: how many of that session they haven't acknowledged."""

    meeting: Meeting
    case: str
    case_id: int
    of: int
    rule: str

    def item(self) -> MessageItem:
        met = self.meeting
        one = CasesAcknowledged(session=met.id, case=self.case_id)
        every = Button(f"{both_or_all(self.of)} of that session", CasesAcknowledged(session=met.id))
        buttons = (Button("Acknowledge", one, style=Style.PRIMARY), *((every,) if self.of > 1 else ()))
        return MessageItem(
            f"Not acknowledged by you: {self.case}",
            "Something is yours to acknowledge",
            (
                Paragraph(
                    (HeldOn(met.id, met.on, f"{met.kind.capitalize()} with {met.name} took place"), ".")
                ),
                Note((f"{self.rule}.",)),
            ),
            buttons,
            joint=self._joint(every),
        )

    def _joint(self, every: Button) -> Joint:
        """Those of one session are one item."""
        met = self.meeting
        return Joint(
            ("not acknowledged", met.id),
            f"Not acknowledged by you, {met.kind} with {met.name} on {day(met.starts.wall)}",
            (self.case,),
            noun="case",
            once=(Note((f"{self.rule}.",)),),
            buttons=(replace(every, style=Style.PRIMARY), only_some(met.id)),
        )


def form(session_id: int, options: Sequence[Option]) -> Form:
    return Form(
        "Which cases do you acknowledge?",
        (ChoiceField("cases", "Cases", tuple(options), required=True, many=True),),
        (Button("Acknowledge these", SomeAcknowledged(session=session_id), style=Style.PRIMARY),),
    )


def done(cases: Sequence[str], left: int) -> Card:
    rest = (
        f"{plural('case', left)} of that session {'is' if left == 1 else 'are'} left."
        if left
        else "None is left."
    )
    return Card(f"Acknowledged: {listing(cases)}", "It is saved", (Paragraph((rest,)),))


_AT: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_EXAMPLE: Final = Meeting(7, "case supervision", "Priya Sample", Moment(_AT, _AT))
_RULE: Final = "C4: Every open case acknowledged at every session (“4”)"


@example("acknowledge")
def _example_ask() -> Card:
    return message_card([ToAcknowledge(_EXAMPLE, ["CB-10234", "CB-10240"], _RULE).item()])


@example("acknowledge_reminder")
def _example_remind() -> Card:
    return message_card([NotAcknowledged(_EXAMPLE, "CB-10240", 4, 2, _RULE).item()])


@example("acknowledge_reminder_several")
def _example_several() -> Card:
    both = (("CB-10234", 3), ("CB-10240", 4))
    return message_card([NotAcknowledged(_EXAMPLE, case, n, 2, _RULE).item() for case, n in both])


@form_example("acknowledge_some")
def _example_form() -> Form:
    return form(7, (Option("3", "CB-10234"), Option("4", "CB-10240")))


@example("acknowledge_done")
def _example_done() -> Card:
    return done(["CB-10234"], 1)
