"""A record is agreed, signed off, disagreed with, overseen and closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from cards.answer import answer
from cards.examples import example, form_example
from cards.message import MessageItem, message_card
from cards.model import Block, Button, Card, ChoiceField, Day, Form, Note, Option, Paragraph, Strong, Style
from cards.records.asks import (
    AskedAgain,
    DisagreeForm,
    DisagreementReferred,
    OversightGiven,
    RecordClosed,
    RecordDisagreed,
    RecordsAgreed,
    SomeDisagreed,
)
from cards.records.record import Written
from cards.words import day, listing


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
        f"Still to {verb}: {names}, {day(first.held_on)}"
        if reminder
        else f"Do you {verb} the record of {names}?"
    )
    return MessageItem(
        title,
        "A supervision record is ready for you",
        tuple(body),
        (Button(yes, RecordsAgreed(records=_ids(records)), style=Style.PRIMARY), _no(records)),
    )


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


def taken(records: Sequence[Written], on: date) -> MessageItem:
    """The request shown again after its last day: a late answer is still heard."""
    names = listing([r.what for r in records])
    return MessageItem(
        f"No reply, taken as agreed: {names}, {day(records[0].held_on)}",
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
        f"You don't agree: {names}, {day(first.held_on)}",
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


def referred(record: Written, pair: tuple[str, str], by: str) -> MessageItem:
    """To the next tier. ``pair``: who couldn't settle it, one of whom refers it."""
    return MessageItem(
        f"A disagreement about {record.what} is referred to you",
        "A matter is referred to you",
        (
            Paragraph(
                (
                    f"{listing(pair)} couldn't settle it: session on ",
                    Day(record.held_on),
                    f". {by} refers it to you.",
                )
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


# What was done, to whoever did it


def agreed(author: str, *, signs: bool) -> Card:
    """``author``: who wrote the record; ``signs``: it is a group's, signed off rather than agreed."""
    said = "signed off" if signs else "agreed"
    return answer(said.capitalize(), f"{author} can see that the record is {said}.")


def not_agreed(author: str, guidance: Sequence[str]) -> Card:
    """``guidance``: what the policy says of a disagreement."""
    return answer("Noted: you don't agree", f"{author} is asked to discuss it with you.", *guidance)


def asked_again(what: str, reader: str, *, anew: bool) -> Card:
    """``anew``: whether the policy has days for the answer, which run again from the start."""
    days = "; the days run anew" if anew else ""
    return answer("Asked again", f"{reader} is asked to agree the record of {what}{days}.")


def passed_on(what: str, to: str) -> Card:
    """A disagreement went to the next tier."""
    return answer("Referred", f"{to} is told that the disagreement about {what} is referred.")


def closed(what: str) -> Card:
    return answer("Closed", f"The record of {what} is closed as taken as agreed.")


def oversight_given(what: str) -> Card:
    return answer("Oversight given", f"It is noted of {what} as of today. Nothing more is needed.")


_RECORD: Final = Written(
    5, 7, "CB-10234", "Amara Example", date(2026, 11, 20), "the case system", delegable=True
)


_GROUPS: Final = Written(
    5, 7, "CB-10234", "Sam Invented", date(2026, 11, 20), "the case system", "Priya Sample"
)


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
    return message_card([referred(_RECORD, ("Amara Example", "Priya Sample"), "Amara Example")])


@example("agreed")
def _example_agreed() -> Card:
    return agreed("Priya Sample", signs=False)


@example("signed_off")
def _example_signed_off() -> Card:
    return agreed("Priya Sample", signs=True)


@example("not_agreed")
def _example_not_agreed() -> Card:
    return not_agreed("Priya Sample", ["Only the supervisor amends the record (B17, “Appendix 2”)."])


@example("asked_again")
def _example_asked_again() -> Card:
    return asked_again("CB-10234", "Amara Example", anew=True)


@example("disagreement_passed_on")
def _example_passed_on() -> Card:
    return passed_on("CB-10234", "Helen Fictional")


@example("record_closed")
def _example_closed() -> Card:
    return closed("CB-10234")


@example("oversight_given")
def _example_oversight_given() -> Card:
    return oversight_given("CB-10234")


@example("closing")
def _example_closing() -> Card:
    return message_card([closing(_RECORD, date(2026, 12, 1), "B16, “Recording of case supervisions”")])
