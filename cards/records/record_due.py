"""What reminds whoever is to write the record of a session: it is due, late, or can't wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.cases.asks import DueForMe, Section
from cards.examples import example
from cards.formats import both_or_all, cited, day
from cards.message import Joint, Message, MessageItem, message_card
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    Day,
    Note,
    Paragraph,
    Strong,
    Style,
    Text,
)
from cards.records.asks import (
    AllRecordsWritten,
    RecordWritten,
)
from cards.records.record import GUIDANCE_EXAMPLE, Written
from cards.shared.claims import AskedToWrite
from cards.shared.line_buttons import delegate, every_recorded
from cards.shared.record_text import record_text_button
from policy.obligations import is_overdue
from policy.ruleset import FormPart


@dataclass(frozen=True, slots=True)
class RecordUrgent(Message):
    """A record that can't wait: it has a safeguarding issue in it that needs action. ``past``: its day is over."""

    record: Written
    by: date | None
    guidance: Sequence[str]
    past: bool = False
    asked: AskedToWrite | None = None

    def item(self) -> MessageItem:
        record = self.record
        until = " It was due by the end of " if self.past else " At the latest by the end of "
        latest: Text = (until, Day(self.by), ".") if self.by else ()
        said: Text = (
            record.held(
                f"A safeguarding issue that needs action was named in the session with {record.name}"
            ),
            f". Record it in {record.system} at once.",
            *latest,
            *who_was_asked(self.asked),
        )
        return MessageItem(
            f"Record {record.what} now",
            "A supervision record can't wait",
            (Paragraph(said), *(Note((g,)) for g in self.guidance)),
            _due_buttons(record, 1),
            first=True,
        )


@dataclass(frozen=True, slots=True)
class RecordDue(Message):
    """To whoever answers for it. ``unwritten``: how many of the session's records are still to be written, this one
    included; ``parts``: what it is to hold, of a group's; ``asked``: who is to write it in their place."""

    record: Written
    by: date | None
    today: date
    unwritten: int
    parts: Sequence[FormPart] = ()
    asked: AskedToWrite | None = None

    def item(self) -> MessageItem:
        until = deadline(self.record, self.by, self.today)
        return MessageItem(
            f"Record {self.record.what}",
            "A supervision record is due",
            (Paragraph((*until, *who_was_asked(self.asked))), *headings(self.parts)),
            _due_buttons(self.record, self.unwritten),
            joint=self._joint(),
            late=is_overdue(self.by, self.today),
            foot=(_PRACTICE,),
        )

    def _joint(self) -> Joint:
        record = self.record
        return Joint(
            ("record", record.session_id),
            f"{record.session} on {day(record.held_on)}",
            (*deadline_line(record, self.by, self.today), *who_was_asked(self.asked)),
            noun="record",
            once=headings(self.parts),
            buttons=_joint_buttons(record, self.unwritten),
            every=DueForMe(section=Section.RECORDS, session=record.session_id),
        )


#: Of a reminder that the policy doesn't ask for.
_PRACTICE: Final = Note(("This reminder is the council's practice; the policy doesn't ask for it.",))


def one_by_one(session: int) -> Button:
    """The records of a session, each with its own way to see to it."""
    return Button("Not all of them", DueForMe(section=Section.RECORDS, session=session))


def _joint_buttons(record: Written, unwritten: int) -> tuple[Button, ...]:
    every = every_recorded(record.session_id, unwritten, Style.PRIMARY)
    text = record_text_button(record.session_id)
    each = one_by_one(record.session_id)
    other = (Button("Someone else writes one", each.ask),) if record.delegable else ()
    return (every, text, each, *other)


def deadline(record: Written, by: date | None, today: date) -> Text:
    return (record.held(), ". ", *_until(by, today))


def deadline_line(record: Written, by: date | None, today: date) -> Text:
    """Beside others of its session."""
    return (f"Record {record.what}. ", *_until(by, today))


def who_was_asked(asked: AskedToWrite | None) -> Text:
    return (" ", asked) if asked else ()


def _until(by: date | None, today: date) -> Text:
    if by is None:
        return ("The policy sets no deadline for these notes.",)
    return ("It was to be written by " if is_overdue(by, today) else "To be written by ", Day(by), ".")


def _due_buttons(record: Written, unwritten: int) -> tuple[Button, ...]:
    one = Button("Recorded", RecordWritten(record=record.id), style=Style.PRIMARY)
    every = Button(f"{both_or_all(unwritten)} of that session", AllRecordsWritten(session=record.session_id))
    other = delegate(record.id)
    text = record_text_button(record.session_id)
    return (one, text, *((every,) if unwritten > 1 else ()), *((other,) if record.delegable else ()))


def headings(parts: Sequence[FormPart]) -> tuple[Block, ...]:
    """What a record is to hold, in the policy's order, with its clause."""
    blocks: list[Block] = []
    for part in parts:
        source = f"{cited(part.id, part.clause)}. {part.note or ''}".strip()
        blocks += [Paragraph((Strong(f"{part.title}:"),)), Bullets(tuple((h,) for h in part.headings))]
        blocks.append(Note((source,)))
    return tuple(blocks)


_TODAY: Final = date(2026, 11, 24)
_RECORD: Final = Written(
    5, 7, "CB-10234", "Amara Example", date(2026, 11, 20), "the case system", delegable=True
)
_ASKED: Final = AskedToWrite(5, "Bo Placeholder", date(2026, 11, 23))


@example("record_due")
def _example_due() -> Card:
    return message_card([RecordDue(_RECORD, date(2026, 11, 27), _TODAY, 3).item()])


@example("record_due_by_another")
def _example_due_by_another() -> Card:
    return message_card([RecordDue(_RECORD, date(2026, 11, 27), _TODAY, 3, asked=_ASKED).item()])


@example("record_safeguarding")
def _example_safeguarding() -> Card:
    return message_card([RecordUrgent(_RECORD, date(2026, 11, 20), [GUIDANCE_EXAMPLE]).item()])


_GROUPS: Final = Written(
    5, 7, "CB-10234", "Sam Invented", date(2026, 11, 20), "the case system", "Priya Sample"
)


@example("group_record_due")
def _example_group_due() -> Card:
    parts = (
        FormPart(
            id="S13",
            title="Group supervision record",
            clause="Appendix C",
            form="group_record",
            headings=("Date of the discussion", "Those present"),
        ),
    )
    return message_card([RecordDue(_GROUPS, None, _TODAY, 2, parts).item()])
