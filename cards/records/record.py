"""The record of a session: due, written, agreed or not, closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from cards.examples import example, form_example
from cards.message import MessageItem, message_card
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    ChoiceField,
    Day,
    Form,
    Note,
    Option,
    Paragraph,
    PersonField,
    Strong,
    Style,
    Text,
)
from cards.records.asks import (
    AllRecordsWritten,
    AskedAgain,
    DelegateForm,
    DisagreeForm,
    DisagreementReferred,
    OversightGiven,
    RecordClosed,
    RecordDelegated,
    RecordDisagreed,
    RecordsAgreed,
    RecordWritten,
    SomeDisagreed,
)
from cards.sessions.hold import safeguarding_fields
from cards.words import cited, day, listing
from policy.obligations import is_overdue
from policy.ruleset import FormPart


@dataclass(frozen=True, slots=True)
class Written:
    """One record in a message. ``what``: the case reference, or 'personal session'; ``name``: the other person;
    ``led_by``: who led it, of a group's; ``delegable``: whether the policy lets somebody else write it."""

    id: int
    session_id: int
    what: str
    name: str
    held_on: date
    system: str
    led_by: str = ""
    delegable: bool = False

    @property
    def session(self) -> str:
        return f"Group session led by {self.led_by}" if self.led_by else f"Session with {self.name}"


def safeguarding(record: Written, by: date | None, guidance: Sequence[str]) -> MessageItem:
    """A record that can't wait: it has a safeguarding issue in it that needs action."""
    until = (" At the latest by the end of ", Day(by), ".") if by else ()
    said: Text = (
        f"A safeguarding issue that needs action was named in the session with {record.name} on ",
        Day(record.held_on),
        f". Record it in {record.system} at once.",
        *until,
    )
    return MessageItem(
        f"Record {record.what} now",
        "A supervision record can't wait",
        (Paragraph(said), *(Note((g,)) for g in guidance)),
        _due_buttons(record, 1),
    )


def record_form(
    session_id: int, records: Sequence[Written], ticked: tuple[str, ...], guidance: Sequence[str]
) -> Form:
    """Before the records count as written: is there a safeguarding issue in one of them that needs action?"""
    options = [Option(str(r.id), r.what) for r in records]
    all_of_it = Button("Recorded", AllRecordsWritten(session=session_id, asked=True), style=Style.PRIMARY)
    one = Button("Recorded", RecordWritten(record=records[0].id, asked=True), style=Style.PRIMARY)
    return Form(
        f"Record {listing([r.what for r in records])}"[:75],
        tuple(safeguarding_fields(options, ticked)),
        (one if len(records) == 1 else all_of_it,),
        tuple(Note((g,)) for g in guidance),
    )


def due(record: Written, by: date | None, today: date, unwritten: int, practice: bool) -> MessageItem:
    """``unwritten``: how many of the session's records are still to be written, this one included."""
    if by:
        until = ". It was to be written by " if is_overdue(by, today) else ". To be written by "
        text: Text = (f"{record.session} on ", Day(record.held_on), until, Day(by), ".")
    else:
        text = (
            f"{record.session} on ",
            Day(record.held_on),
            ". The policy sets no deadline for these notes.",
        )
    body: list[Block] = [Paragraph(text)]
    if practice:
        body.append(Note(("This reminder is the council's practice; the policy doesn't ask for it.",)))
    return MessageItem(
        f"Record {record.what}", "A supervision record is due", tuple(body), _due_buttons(record, unwritten)
    )


def _due_buttons(record: Written, unwritten: int) -> tuple[Button, ...]:
    one = Button("Recorded", RecordWritten(record=record.id), style=Style.PRIMARY)
    every = Button(all_recorded(unwritten), AllRecordsWritten(session=record.session_id))
    other = Button("Someone else writes it", DelegateForm(record=record.id))
    return (one, *((every,) if unwritten > 1 else ()), *((other,) if record.delegable else ()))


def all_recorded(count: int) -> str:
    return "Both recorded" if count == 2 else f"All {count} recorded"


def long_late(record: Written, holder: str, by: date) -> MessageItem:
    """To the line manager: practice, not policy, and says so."""
    return MessageItem(
        f"A record by {holder} is late",
        "A supervision record is late",
        (
            Paragraph(
                (
                    f"{record.what}, {record.session[0].lower()}{record.session[1:]} on ",
                    Day(record.held_on),
                    ". It was due on ",
                    Day(by),
                    ".",
                )
            ),
            Note(("Telling you is this council's practice: the policy sets the deadline and no chaser.",)),
        ),
    )


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


def recorded(records: Sequence[str], asks: Asks | None, guidance: Sequence[str] = ()) -> Card:
    """``asks``: None where the policy has nobody agree a record. ``guidance``: what the policy says of a safeguarding
    issue, where one was just named."""
    return Card(
        f"Recorded: {listing(records)}",
        "A record is noted",
        (Paragraph((_asked(asks),)), *(Note((g,)) for g in guidance)),
    )


def _asked(asks: Asks | None) -> str:
    if asks is None:
        return "It is noted as written."
    said = f"{asks.name} is asked to {'sign off' if asks.signs else 'agree'}."
    return f"{said} The days to answer run from when that request arrives." if asks.days else said


def delegate_form(record: Written, people: Sequence[Option]) -> Form:
    return Form(
        f"Who writes the record of {record.what}?",
        (PersonField("person", "Delegate to", tuple(people), required=True),),
        (Button("Delegate", RecordDelegated(record=record.id), style=Style.PRIMARY),),
        (Note(("You stay answerable for the record.",)),),
    )


def request(records: Sequence[Written], by: date | None, consequence: str, reminder: bool) -> MessageItem:
    """Asks the supervisee to agree, or of a group's record the one who signs off; ``consequence``: what silence means
    here, in words with its clause."""
    first = records[0]
    group = bool(first.led_by)
    names = listing([r.what for r in records])
    body: list[Block] = [
        Paragraph(
            (
                f"{first.name} has written it up from {'the group' if group else 'your session'} on ",
                Day(first.held_on),
                f". Read it in {first.system}.",
            )
        )
    ]
    if by:
        body.append(Paragraph(("Please answer by ", Day(by), ".")))
    if consequence:
        body.append(Note((consequence,)))
    yes = "I sign it off" if group else "I agree"
    verb = "sign off" if group else "agree"
    title = (
        f"Still to {verb}: {names}, {_short(first.held_on)}"
        if reminder
        else f"Do you {verb} the record of {names}?"
    )
    return MessageItem(
        title,
        "A supervision record is ready for you",
        tuple(body),
        (Button(yes, RecordsAgreed(records=_ids(records)), style=Style.PRIMARY), _no(records)),
    )


def _ids(records: Sequence[Written]) -> tuple[int, ...]:
    return tuple(r.id for r in records)


def _no(records: Sequence[Written]) -> Button:
    """One record is disagreed with at once; of several it is asked which."""
    first = records[0]
    if len(records) == 1:
        return Button(
            "I don't sign it off" if first.led_by else "I don't agree", RecordDisagreed(record=first.id)
        )
    label = "I don't sign it off: one of them" if first.led_by else "I don't agree with one of them"
    return Button(label, DisagreeForm(records=_ids(records)))


def oversight(record: Written, signer: str, source: str) -> MessageItem:
    """To whoever oversees a group's records: the one who signs them off leads on this case."""
    return MessageItem(
        f"Your oversight is asked for: {record.what}",
        "A record asks for your oversight",
        (
            Paragraph(
                (
                    f"{record.session} on ",
                    Day(record.held_on),
                    f". {signer} leads on the case and would sign off their own work. "
                    f"Read the record in {record.system}.",
                )
            ),
            *((Note((source,)),) if source else ()),
        ),
        (Button("Oversight given", OversightGiven(record=record.id), style=Style.PRIMARY),),
    )


def _short(value: date) -> str:
    """Which session it was, in a title: ``15 October``."""
    return f"{value.day} {value:%B}"


def taken(records: Sequence[Written], on: date) -> MessageItem:
    """The request shown again after its last day: a late answer is still heard."""
    names = listing([r.what for r in records])
    return MessageItem(
        f"No reply, taken as agreed: {names}, {_short(records[0].held_on)}",
        "A record was taken as agreed",
        (
            Paragraph(
                (
                    "There was no reply by ",
                    Day(on),
                    ". If you don't agree you can still say so; it goes to your supervisor.",
                )
            ),
        ),
        (_no(records), Button("I agree", RecordsAgreed(records=_ids(records)))),
    )


def disagree_form(records: Sequence[Written]) -> Form:
    options = tuple(Option(str(r.id), r.what) for r in records)
    return Form(
        "Which record don't you agree with?",
        (ChoiceField("which", "Record", options, many=True, required=True),),
        (
            Button(
                "I don't agree with these",
                SomeDisagreed(records=_ids(records)),
                style=Style.PRIMARY,
            ),
        ),
        (
            Note(
                (
                    "Your supervisor is asked to discuss it with you. Say what you disagree with there, not here.",
                )
            ),
        ),
    )


def disagreed(
    records: Sequence[tuple[Written, date | None]], guidance: Sequence[str], *, refers: bool
) -> MessageItem:
    """The request shown again to whoever didn't agree, each record with the day on which it was referred. ``refers``:
    whether the policy lets either of the two refer it to the next tier."""
    first, names = records[0][0], listing([r.what for r, _ in records])
    body: list[Block] = [
        Paragraph(
            (f"You don't agree the record of {names}. {first.name} discusses it with you, then asks again.",)
        )
    ]
    body += [
        Paragraph((f"{r.what} was referred to the next tier on ", Day(on), ".")) for r, on in records if on
    ]
    open_ = [r for r, on in records if refers and not on]
    label = "Refer to the next tier" if len(records) == 1 else "Refer {} to the next tier"
    return MessageItem(
        f"You don't agree: {names}, {_short(first.held_on)}",
        "You didn't agree a record",
        (*body, *(Note((g,)) for g in guidance)),
        tuple(Button(label.format(r.what), DisagreementReferred(record=r.id)) for r in open_),
    )


def disagreement(
    record: Written, late_after: date | None, guidance: Sequence[str], *, refers: bool = False
) -> MessageItem:
    """To the supervisor. ``late_after``: the day on which it had been taken as agreed, if it had; ``refers``: whether
    the policy lets it be referred to the next tier."""
    late: tuple[Block, ...] = ()
    if late_after:
        late = (
            Paragraph(
                (
                    "It had been taken as agreed on ",
                    Day(late_after),
                    "; the answer came later and counts as a disagreement.",
                )
            ),
        )
    return MessageItem(
        f"{record.name} doesn't agree the record of {record.what}",
        "A record needs discussing",
        (
            Paragraph(("Discuss it, amend it or not, then ask again.",)),
            *late,
            *(Note((g,)) for g in guidance),
        ),
        (
            Button("Amended: ask again", AskedAgain(record=record.id, amended=True), style=Style.PRIMARY),
            Button("Not amended: ask again", AskedAgain(record=record.id, amended=False)),
            *((Button("Refer to the next tier", DisagreementReferred(record=record.id)),) if refers else ()),
        ),
    )


def referred(record: Written, pair: str, by: str) -> MessageItem:
    return MessageItem(
        f"A disagreement about {record.what} is referred to you",
        "A matter is referred to you",
        (
            Paragraph(
                (f"{pair} couldn't settle it: session on ", Day(record.held_on), f". {by} refers it to you.")
            ),
        ),
    )


def closing(record: Written, agreed_on: date, clause: str) -> MessageItem:
    """Hands the supervisor the note to put in the case system."""
    until = f"no reply from the supervisee by {day(agreed_on)}"
    note = f"Supervision record of {day(record.held_on)}: {until}; taken as agreed ({clause})."
    return MessageItem(
        f"Close the record of {record.what}",
        "A record is ready to be closed",
        (
            Paragraph(
                (f"{record.name} had until ", Day(agreed_on), " and didn't reply: no reply, taken as agreed.")
            ),
            Paragraph((f"Note for {record.system}: ", Strong(note))),
        ),
        (Button("Closed", RecordClosed(record=record.id), style=Style.PRIMARY),),
    )


_TODAY = date(2026, 11, 24)
_PROCEDURE = "Recording it here does not replace the safeguarding procedure: follow that first (Y11, “4”)."
_RECORD = Written(5, 7, "CB-10234", "Amara Example", date(2026, 11, 20), "the case system", delegable=True)


@example("record_due")
def _example_due() -> Card:
    return message_card([due(_RECORD, date(2026, 11, 27), _TODAY, 3, True)])


@example("record_safeguarding")
def _example_safeguarding() -> Card:
    return message_card([safeguarding(_RECORD, date(2026, 11, 20), [_PROCEDURE])])


@form_example("record_form")
def _example_record_form() -> Form:
    return record_form(7, [_RECORD], (), [_PROCEDURE])


_GROUPS = Written(5, 7, "CB-10234", "Sam Invented", date(2026, 11, 20), "the case system", "Priya Sample")


@example("group_record_due")
def _example_group_due() -> Card:
    one = due(_GROUPS, None, _TODAY, 2, True)
    parts = (
        FormPart(
            id="S13",
            title="Group supervision record",
            clause="Appendix C",
            form="group_record",
            headings=("Date of the discussion", "Those present"),
        ),
    )
    return message_card([replace(one, body=(*one.body, *headings(parts)))])


@example("group_sign_off")
def _example_sign_off() -> Card:
    return message_card([request([_GROUPS], None, "", reminder=False)])


@example("oversight")
def _example_oversight() -> Card:
    return message_card(
        [oversight(_GROUPS, "Owen Placeholder", "The Practice Group Lead's oversight (S12, “4.2”).")]
    )


@example("disagreed")
def _example_disagreed() -> Card:
    other = replace(_RECORD, id=6, what="CB-10240")
    said = ["A disagreement that the two can't resolve may be referred to the next tier (B33, “Appendix 2”)."]
    return message_card([disagreed([(_RECORD, date(2026, 11, 23)), (other, None)], said, refers=True)])


@example("record_long_late")
def _example_late() -> Card:
    return message_card([long_late(_RECORD, "Priya Sample", date(2026, 11, 16))])


@example("recorded")
def _example_recorded() -> Card:
    return recorded(["CB-10234"], Asks("Amara Example"))


@example("recorded_where_nobody_agrees")
def _example_recorded_alone() -> Card:
    return recorded(["CB-10234"], None)


@form_example("delegate")
def _example_delegate() -> Form:
    return delegate_form(_RECORD, (Option("S300", "Bo Placeholder"),))


@example("agree_request")
def _example_request() -> Card:
    clause = "With no reply by then it is taken as agreed (B16, “Recording of case supervisions”)."
    return message_card([request([_RECORD], date(2026, 12, 1), clause, reminder=False)])


@example("taken_as_agreed")
def _example_taken() -> Card:
    return message_card([taken([_RECORD], date(2026, 12, 1))])


@form_example("disagree")
def _example_disagree() -> Form:
    return disagree_form(
        [_RECORD, Written(6, 7, "CB-10240", "Amara Example", date(2026, 11, 20), "the case system")]
    )


@example("disagreement")
def _example_disagreement() -> Card:
    said = ["Only the supervisor amends the record."]
    return message_card([disagreement(_RECORD, date(2026, 12, 1), said, refers=True)])


@example("disagreement_not_referred")
def _example_disagreement_between_the_two() -> Card:
    return message_card([disagreement(_RECORD, None, ["It is discussed at the next session (S11, “10”)."])])


@example("referred")
def _example_referred() -> Card:
    return message_card([referred(_RECORD, "Amara Example and Priya Sample", "Amara Example")])


@example("closing")
def _example_closing() -> Card:
    return message_card([closing(_RECORD, date(2026, 12, 1), "B16, “Recording of case supervisions”")])
