"""A record is agreed, signed off, disagreed with, overseen and closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cards.answer import answer
from cards.examples import example
from cards.formats import at_start, day, listed_spans, listing
from cards.message import Joint, Message, MessageItem, message_card
from cards.model import Block, Button, Card, Day, Link, Note, Paragraph, Strong, Style, Text
from cards.records.asks import (
    DisagreeForm,
    OutcomeRead,
    OversightGiven,
    RecordClosed,
    RecordDisagreed,
    RecordsAgreed,
)
from cards.records.record import Written
from cards.shared.line_buttons import agree_labels


@dataclass(frozen=True, slots=True)
class AgreementAsked(Message):
    """Asks the supervisee to agree, or of a group's record the one who signs off; ``consequence``: what silence means
    here, in words with its clause."""

    records: Sequence[Written]
    by: date | None
    consequence: str
    reminder: bool
    outcomes: Sequence[DisagreementOutcome] = ()

    def item(self) -> MessageItem:
        first = self.records[0]
        group = bool(first.led_by)
        names = listing([r.what for r in self.records])
        body: list[Block] = [Paragraph((first.held(self._written_up()), ". ", *_read_in(self.records)))]
        if self.by:
            body.append(Paragraph(("Please answer by ", Day(self.by), ".")))
        body += [Paragraph((one.sentence,)) for one in self.outcomes]
        if self.consequence:
            body.append(Note((self.consequence,)))
        yes = agree_labels(len(self.records), signs=group)[0]
        verb = first.verb
        title = (
            f"Still to {verb}: {names}, {day(first.held_on)}"
            if self.reminder
            else f"Do you {verb} the record of {names}?"
        )
        return MessageItem(
            title,
            "A supervision record is ready for you",
            tuple(body),
            (
                Button(yes, RecordsAgreed(records=_ids(self.records)), style=Style.PRIMARY),
                _no(self.records),
                *(one.read for one in self.outcomes),
            ),
            joint=self._joint(yes) if self.reminder and not self.outcomes else None,
        )

    def _written_up(self) -> str:
        first = self.records[0]
        met = "the group" if first.led_by else "your session"
        wrote = {one.wrote for one in self.records}
        by = wrote.pop() if len(wrote) == 1 else ""
        whose = "" if first.led_by or by == first.name else f" with {first.name}"
        return f"{by} has written it up from {met}{whose}" if by else f"It is written up from {met}{whose}"

    def _joint(self, yes: str) -> Joint:
        """Records of one session are one thing, the words said once."""
        first = self.records[0]
        once: list[Block] = [Paragraph(("Please answer by ", Day(self.by), "."))] if self.by else []
        once += [Note((self.consequence,))] if self.consequence else []
        ways = (
            Button(yes, RecordsAgreed(records=_ids(self.records)), style=Style.PRIMARY),
            _one_of(self.records),
        )
        line: Text = (f"{at_start(first.what)}. ", *_read_in(self.records))
        return Joint(
            ("agree", first.session_id),
            f"Still to {first.verb}, {_session_of(first)}",
            line,
            noun="record",
            once=tuple(once),
            buttons=ways,
        )


def _session_of(first: Written) -> str:
    return f"{first.session[0].lower()}{first.session[1:]} on {day(first.held_on)}"


def _read_in(records: Sequence[Written]) -> Text:
    """Of several, each by its own link where there are any."""
    first = records[0]
    if len(records) == 1 or not first.link:
        return ("Read it in ", first.place, ".")
    links = tuple(Link(one.what, one.link) for one in records)
    return (f"Read them in {first.system}: ", *listed_spans(links), ".")


@dataclass(frozen=True, slots=True)
class DisagreementOutcome:
    """What became of a disagreement about one record: its words are read in a view."""

    record: int
    what: str
    amended: bool

    @property
    def sentence(self) -> str:
        now = "was amended" if self.amended else "wasn't amended"
        return f"After you disagreed, the record of {self.what} {now}."

    @property
    def read(self) -> Button:
        label = "Read what was amended" if self.amended else "Read why not"
        return Button(label, OutcomeRead(record=self.record))


def silence_agrees(days: str, clause: str) -> str:
    """What silence means, under a policy that takes it for agreement; ``days``: to answer in."""
    return (
        f"You have {days} from receiving this; days you are away don't count. "
        f"With no reply it is taken as agreed ({clause})."
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
    return _one_of(records)


def _one_of(records: Sequence[Written]) -> Button:
    label = agree_labels(max(len(records), 2), signs=bool(records[0].led_by))[1]
    return Button(label, DisagreeForm(records=_ids(records)))


@dataclass(frozen=True, slots=True)
class OversightAsked(Message):
    """To whoever oversees a group's records: the one who signs them off leads on this case."""

    record: Written
    signer: str
    source: str

    def item(self) -> MessageItem:
        return MessageItem(
            f"Your oversight is asked for: {self.record.what}",
            "A record asks for your oversight",
            (
                Paragraph(
                    (
                        self.record.held(),
                        f". {self.signer} leads on the case and would sign off their own work. "
                        "Read the record in ",
                        self.record.place,
                        ".",
                    )
                ),
                *((Note((self.source,)),) if self.source else ()),
            ),
            (Button("Oversight given", OversightGiven(record=self.record.id), style=Style.PRIMARY),),
        )


@dataclass(frozen=True, slots=True)
class SignedOff(Message):
    """To those whom a group's records concern. ``name``, in each: whoever signed them off."""

    records: Sequence[Written]

    def item(self) -> MessageItem:
        first, one = self.records[0], len(self.records) == 1
        said = f". {first.name} has signed {'it' if one else 'them'} off."
        return MessageItem(
            f"The {'record' if one else 'records'} of {listing([r.what for r in self.records])} "
            f"{'is' if one else 'are'} signed off",
            "A record is signed off",
            (Paragraph((first.held(), said)),),
        )


@dataclass(frozen=True, slots=True)
class TakenAsAgreed(Message):
    """Nobody answered by the last day: a late answer is still heard. ``clause``: by which silence agrees;
    ``request``: it is the request itself, shown again, beside the message in which that is told."""

    records: Sequence[Written]
    on: date
    clause: str = ""
    request: bool = False

    def item(self) -> MessageItem:
        first, names = self.records[0], listing([r.what for r in self.records])
        late = "If you don't agree you can still say so; it goes to your supervisor."
        if self.request:
            late = "You are told so in a message of its own: if you don't agree you can still say so there."
        said = Paragraph(
            (
                "There was no reply by ",
                Day(self.on),
                f", so it was taken as agreed{f' ({self.clause})' if self.clause else ''}. {late}",
            )
        )
        agree = Button(
            agree_labels(len(self.records), signs=bool(first.led_by))[0],
            RecordsAgreed(records=_ids(self.records)),
        )
        title = f"No reply, taken as agreed: {names}, {day(first.held_on)}"
        if self.request:
            return MessageItem(title, "A record was taken as agreed", (said,), count=0)
        return MessageItem(
            title,
            "A record was taken as agreed",
            (said,),
            (_no(self.records), agree),
            joint=Joint(
                ("taken as agreed", first.session_id),
                f"No reply, taken as agreed, {_session_of(first)}",
                (names,),
                noun="record",
                once=(said,),
                buttons=(_one_of(self.records), agree),
            ),
        )


@dataclass(frozen=True, slots=True)
class RecordToClose(Message):
    """Hands the supervisor the note to put in the case system."""

    record: Written
    agreed_on: date
    clause: str

    def item(self) -> MessageItem:
        until = f"no reply from the supervisee by {day(self.agreed_on)}"
        note = f"Supervision record of {day(self.record.held_on)}: {until}; taken as agreed ({self.clause})."
        silent = " and didn't reply: no reply, taken as agreed."
        body = (
            Paragraph((f"{self.record.name} had until ", Day(self.agreed_on), silent)),
            Paragraph((f"Note for {self.record.system}: ", Strong(note))),
        )
        closes = RecordClosed(record=self.record.id)
        return MessageItem(
            f"Close the record of {self.record.what}",
            "A record is ready to be closed",
            body,
            (Button("Closed", closes, style=Style.PRIMARY),),
            joint=Joint(
                ("close", self.record.session_id),
                f"To close, {_session_of(self.record)}",
                (at_start(self.record.what),),
                noun="record",
                once=body,
                buttons=(
                    Button("Closed", closes, style=Style.PRIMARY),
                    Button(f"{at_start(self.record.what)} is closed", closes),
                ),
            ),
        )


# What was done, to whoever did it


def agreed(author: str, what: Sequence[str], *, signs: bool) -> Card:
    """``author``: who wrote the records; ``what``: of which; ``signs``: a group's, signed off rather than agreed."""
    said, are = "signed off" if signs else "agreed", "is" if len(what) == 1 else "are"
    records = "record" if len(what) == 1 else "records"
    return answer(said.capitalize(), f"{author} can see that the {records} of {listing(what)} {are} {said}.")


def closed(what: Sequence[str]) -> Card:
    if len(what) == 1:
        return answer("Closed", f"The record of {what[0]} is closed as taken as agreed.")
    return answer("Closed", f"The records of {listing(what)} are closed as taken as agreed.")


def oversight_given(what: str) -> Card:
    return answer("Oversight given", f"It is noted of {what} as of today. Nothing more is needed.")


_RECORD: Final = Written(
    5, 7, "CB-10234", "Amara Example", date(2026, 11, 20), "the case system", delegable=True
)


_GROUPS: Final = Written(
    5, 7, "CB-10234", "Sam Invented", date(2026, 11, 20), "the case system", "Priya Sample"
)


@example("record_signed_off")
def _example_told_signed_off() -> Card:
    return message_card([SignedOff([_GROUPS]).item()])


@example("group_sign_off")
def _example_sign_off() -> Card:
    return message_card([AgreementAsked([_GROUPS], None, "", reminder=False).item()])


@example("oversight")
def _example_oversight() -> Card:
    return message_card(
        [
            OversightAsked(
                _GROUPS, "Owen Placeholder", "The Practice Group Lead's oversight (S12, “4.2”)."
            ).item()
        ]
    )


@example("agree_written_by_another")
def _example_by_another() -> Card:
    one = replace(_RECORD, name="Priya Sample", writer="Bo Placeholder")
    return message_card([AgreementAsked([one], None, "", reminder=False).item()])


@example("agree_linked")
def _example_linked() -> Card:
    some = [
        replace(_RECORD, what=what, link=f"https://cases.example.org/{what}") for what in ("CB-1", "CB-2")
    ]
    one = replace(_GROUPS, link="https://cases.example.org/CB-10234")
    asked = [AgreementAsked(some, None, "", reminder=False), AgreementAsked([one], None, "", reminder=True)]
    return message_card([one.item() for one in asked])


@example("agree_request")
def _example_request() -> Card:
    clause = "With no reply by then it is taken as agreed (B16, “Recording of case supervisions”)."
    return message_card([AgreementAsked([_RECORD], date(2026, 12, 1), clause, reminder=False).item()])


@example("agree_request_again")
def _example_request_again() -> Card:
    outcomes = [DisagreementOutcome(5, "CB-10234", amended=True)]
    return message_card([AgreementAsked([_RECORD], date(2026, 12, 1), "", False, outcomes).item()])


@example("taken_as_agreed")
def _example_taken() -> Card:
    clause = "B16, “Recording of case supervisions”"
    return message_card([TakenAsAgreed([_RECORD], date(2026, 12, 1), clause).item()])


@example("agreed")
def _example_agreed() -> Card:
    return agreed("Priya Sample", ["CB-10234"], signs=False)


@example("signed_off")
def _example_signed_off() -> Card:
    return agreed("Priya Sample", ["CB-10234", "CB-10240"], signs=True)


@example("record_closed")
def _example_closed() -> Card:
    return closed(["CB-10234"])


@example("oversight_given")
def _example_oversight_given() -> Card:
    return oversight_given("CB-10234")


@example("closing")
def _example_closing() -> Card:
    return message_card(
        [RecordToClose(_RECORD, date(2026, 12, 1), "B16, “Recording of case supervisions”").item()]
    )
