"""The record of a session: due, written, agreed or not, closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.cases.asks import DueForMe, Section
from cards.examples import example, form_example
from cards.formats import at_start, both_or_all, cited, day, listing
from cards.message import Joint, Message, MessageItem, message_card
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    Day,
    Form,
    Link,
    Note,
    Option,
    Paragraph,
    Span,
    Strong,
    Style,
    Text,
)
from cards.records.asks import (
    AllRecordsWritten,
    RecordedTakenBack,
    RecordWritten,
)
from cards.shared.claims import AskedToWrite, HeldOn
from cards.shared.line_buttons import delegate, every_recorded
from cards.shared.record_text import record_text_button
from cards.shared.safeguarding import safeguarding_fields
from policy.obligations import is_overdue
from policy.ruleset import FormPart

#: Where the notes of a session about no case are read: they are the pair's, kept apart from the children's files.
PERSONAL_FILE: Final = "the personal supervision file"
#: The same, as the supervisee themselves read it.
YOUR_PERSONAL_FILE: Final = "your personal supervision file"


@dataclass(frozen=True, slots=True)
class Written:
    """One record in a message. ``what``: the case reference, or 'personal session'; ``name``: the other person;
    ``led_by``: who led it, of a group's; ``delegable``: whether the policy lets somebody else write it;
    ``link``: to it in the council's own system, where the council said how those are made; ``now``: who has it in the
    place of whoever wrote it and has left; ``away``: that whoever has it is unavailable, to whoever is to agree it;
    ``writer``: who wrote it, where that is neither of the two."""

    id: int
    session_id: int
    what: str
    name: str
    held_on: date
    system: str
    led_by: str = ""
    delegable: bool = False
    link: str = ""
    now: str = ""
    away: Text = ()
    writer: str = ""

    @property
    def discusses(self) -> str:
        """Who discusses it with whoever doesn't agree it."""
        return self.now or self.name

    @property
    def wrote(self) -> str:
        """Who wrote it; empty where they have left."""
        return self.writer or ("" if self.now else self.name)

    @property
    def verb(self) -> str:
        """What is done with it: a group's isn't agreed by anybody."""
        return "sign off" if self.led_by else "agree"

    @property
    def place(self) -> Span:
        """Where it is read."""
        return Link(self.system, self.link) if self.link else self.system

    @property
    def session(self) -> str:
        return f"Group session led by {self.led_by}" if self.led_by else f"Session with {self.name}"

    def held(self, said: str = "") -> HeldOn:
        """That its session took place. ``said``: what comes before the day, else what it is called."""
        return HeldOn(self.session_id, self.held_on, said or self.session)


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
        )


def record_form(
    session_id: int, records: Sequence[Written], ticked: tuple[str, ...], guidance: Sequence[str]
) -> Form:
    """Before the records count as written: is there a safeguarding issue in one of them that needs action?"""
    options = [Option(str(r.id), at_start(r.what)) for r in records]
    all_of_it = Button("Recorded", AllRecordsWritten(session=session_id, asked=True), style=Style.PRIMARY)
    one = Button("Recorded", RecordWritten(record=records[0].id, asked=True), style=Style.PRIMARY)
    return Form(
        f"Record {listing([r.what for r in records])}"[:75],
        tuple(safeguarding_fields(options, ticked)),
        (one if len(records) == 1 else all_of_it,),
        tuple(Note((g,)) for g in guidance),
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


@dataclass(frozen=True, slots=True)
class Asks:
    """Who is asked for agreement now; ``signs``: to sign a group's record off; ``days``: whether the policy has a limit
    for the answer."""

    name: str
    signs: bool = False
    days: bool = True


def recorded(session: int, records: Sequence[str], asks: Asks | None, guidance: Sequence[str] = ()) -> Card:
    """``asks``: None where the policy has nobody agree a record. ``guidance``: what the policy says of a safeguarding
    issue, where one was just named."""
    return Card(
        f"Recorded: {listing(records)}",
        "A record is noted",
        (Paragraph((_asked(asks),)), *(Note((g,)) for g in guidance)),
        (Button("It isn't recorded", RecordedTakenBack(session=session), style=Style.DANGER),),
    )


def taken_back(records: Sequence[str], session: int) -> Card:
    return Card(
        f"Taken back: {listing(records)}",
        "A record is taken back",
        (Paragraph(("Nobody is asked to agree it until you say that it is recorded.",)),),
        (every_recorded(session, len(records), Style.PRIMARY),),
    )


def _asked(asks: Asks | None) -> str:
    if asks is None:
        return "It is noted as written."
    said = f"{asks.name} is asked to {'sign off' if asks.signs else 'agree'}."
    return f"{said} The days to answer run from when that request arrives." if asks.days else said


_TODAY: Final = date(2026, 11, 24)
_PROCEDURE: Final = (
    "Recording it here does not replace the safeguarding procedure: follow that first (Y11, “4”)."
)
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
    return message_card([RecordUrgent(_RECORD, date(2026, 11, 20), [_PROCEDURE]).item()])


@form_example("record_form")
def _example_record_form() -> Form:
    return record_form(7, [_RECORD], (), [_PROCEDURE])


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


@example("recorded")
def _example_recorded() -> Card:
    return recorded(7, ["CB-10234"], Asks("Amara Example"))


@example("recorded_where_nobody_agrees")
def _example_recorded_alone() -> Card:
    return recorded(7, ["CB-10234"], None)


@example("record_taken_back")
def _example_taken_back() -> Card:
    return taken_back(["CB-10234", "CB-10240"], 7)
