"""A record that somebody else writes than who held the session, and stays answerable: asked, and reminded of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.answer import answer
from cards.examples import example, form_example
from cards.formats import day
from cards.message import Joint, Message, MessageItem, message_card
from cards.model import Button, Card, Form, Note, Option, Paragraph, PersonField, Style
from cards.records.asks import RecordDelegated, RecordWritten
from cards.records.record import Written
from cards.records.record_due import deadline, deadline_line
from cards.shared.claims import AskedToWrite
from policy.obligations import is_overdue


@dataclass(frozen=True, slots=True)
class RecordHandedOver(Message):
    """To whoever is to write it in place of who held the session. ``by``: None where the policy sets no deadline."""

    record: Written
    by: date | None
    today: date

    def item(self) -> MessageItem:
        return MessageItem(
            f"Record {self.record.what}",
            "A supervision record is due",
            (Paragraph(deadline(self.record, self.by, self.today)),),
            (self._button("Recorded"),),
            joint=self._joint(),
            late=is_overdue(self.by, self.today),
        )

    def _joint(self) -> Joint:
        """Each of those of one session is handed over by itself."""
        record = self.record
        return Joint(
            ("handed_over", record.session_id),
            f"{record.session} on {day(record.held_on)}",
            deadline_line(record, self.by, self.today),
            noun="record",
            buttons=(self._button(f"Recorded: {record.what}"),),
        )

    def _button(self, label: str) -> Button:
        return Button(label, RecordWritten(record=self.record.id), style=Style.PRIMARY)


def delegate_form(record: Written, people: Sequence[Option], asked: AskedToWrite | None = None) -> Form:
    """``asked``: who is to write it so far."""
    so_far = (Note((asked,)),) if asked else ()
    return Form(
        f"Who writes the record of {record.what}?",
        (PersonField("person", "Delegate to", tuple(people), required=True),),
        (Button("Delegate", RecordDelegated(record=record.id), style=Style.PRIMARY),),
        (*so_far, Note(("You stay answerable for the record.",))),
    )


def delegated(what: str, to: str) -> Card:
    return answer(f"Delegated to {to}", f"{to} is asked to write the record of {what}. You stay answerable.")


_TODAY: Final = date(2026, 11, 24)
_RECORD: Final = Written(
    5, 7, "CB-10234", "Amara Example", date(2026, 11, 20), "the case system", delegable=True
)
_OTHER: Final = Written(
    6, 7, "CB-10240", "Amara Example", date(2026, 11, 20), "the case system", delegable=True
)


@example("record_handed_over")
def _example_handed_over() -> Card:
    return message_card([RecordHandedOver(_RECORD, date(2026, 11, 16), _TODAY).item()])


@example("records_handed_over")
def _example_several() -> Card:
    due = date(2026, 11, 27)
    return message_card([RecordHandedOver(one, due, _TODAY).item() for one in (_RECORD, _OTHER)])


@example("record_delegated")
def _example_delegated() -> Card:
    return delegated("CB-10234", "Bo Placeholder")


@form_example("delegate")
def _example_delegate() -> Form:
    return delegate_form(_RECORD, (Option("S300", "Bo Placeholder"),))
