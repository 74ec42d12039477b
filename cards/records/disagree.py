"""A record isn't agreed: discussed, asked about again, or referred to the next tier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from cards.answer import answer
from cards.examples import example, form_example
from cards.message import Message, MessageItem, message_card
from cards.model import Block, Button, Card, ChoiceField, Day, Form, Note, Option, Paragraph, Style
from cards.records.asks import AskedAgain, DisagreementReferred, SomeDisagreed
from cards.records.record import Written
from cards.records.sign import AgreementAsked, TakenAsAgreed
from cards.words import day, listing


def disagree_form(records: Sequence[Written]) -> Form:
    options = tuple(Option(str(r.id), r.what) for r in records)
    return Form(
        "Which record don't you agree with?",
        (ChoiceField("which", "Record", options, many=True, required=True),),
        (
            Button(
                "I don't agree with these",
                SomeDisagreed(records=tuple(r.id for r in records)),
                style=Style.PRIMARY,
            ),
        ),
        (
            Note(
                (
                    f"{records[0].name} is asked to discuss it with you. "
                    "Say what you disagree with there, not here.",
                )
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class NotAgreed(Message):
    """The request shown again to whoever didn't agree, each record with the day on which it was referred. ``refers``:
    whether the policy lets either of the two refer it to the next tier."""

    records: Sequence[tuple[Written, date | None]]
    guidance: Sequence[str]
    refers: bool = field(kw_only=True)

    def item(self) -> MessageItem:
        first, names = self.records[0][0], listing([r.what for r, _ in self.records])
        verb = first.verb
        body: list[Block] = [
            Paragraph(
                (
                    f"You don't {verb} the record of {names}. {first.name} discusses it with you, then asks again.",
                )
            )
        ]
        body += [
            Paragraph((f"{r.what} was referred to the next tier on ", Day(on), "."))
            for r, on in self.records
            if on
        ]
        open_ = [r for r, on in self.records if self.refers and not on]
        label = "Refer to the next tier" if len(self.records) == 1 else "Refer {} to the next tier"
        return MessageItem(
            f"You don't {verb}: {names}, {day(first.held_on)}",
            "You didn't agree a record",
            (*body, *(Note((g,)) for g in self.guidance)),
            tuple(Button(label.format(r.what), DisagreementReferred(record=r.id)) for r in open_),
        )


@dataclass(frozen=True, slots=True)
class RecordsToAgree(Message):
    """To whoever was asked to agree records together: those that still wait for an answer, and those they disagreed
    with."""

    waiting: AgreementAsked | TakenAsAgreed | None
    disagreed: NotAgreed | None

    def item(self) -> MessageItem:
        first, *others = [one.item() for one in (self.waiting, self.disagreed) if one]
        if not others:
            return first
        (apart,) = others
        return replace(first, body=(*first.body, *apart.body), buttons=(*first.buttons, *apart.buttons))


@dataclass(frozen=True, slots=True)
class RecordDisputed(Message):
    """To the supervisor. ``late_after``: the day on which it had been taken as agreed, if it had; ``refers``: whether
    the policy lets it be referred to the next tier."""

    record: Written
    late_after: date | None
    guidance: Sequence[str]
    refers: bool = field(kw_only=True, default=False)

    def item(self) -> MessageItem:
        late: tuple[Block, ...] = ()
        if self.late_after:
            late = (
                Paragraph(
                    (
                        "It had been taken as agreed on ",
                        Day(self.late_after),
                        "; the answer came later and counts as a disagreement.",
                    )
                ),
            )
        return MessageItem(
            f"{self.record.name} doesn't {self.record.verb} the record of {self.record.what}",
            "A record needs discussing",
            (
                Paragraph(("Discuss it, amend it or not, then ask again.",)),
                *late,
                *(Note((g,)) for g in self.guidance),
            ),
            _settling(self.record, refers=self.refers),
        )


def _settling(record: Written, *, refers: bool) -> tuple[Button, ...]:
    refer = Button("Refer to the next tier", DisagreementReferred(record=record.id))
    return (
        Button("Amended: ask again", AskedAgain(record=record.id, amended=True), style=Style.PRIMARY),
        Button("Not amended: ask again", AskedAgain(record=record.id, amended=False)),
        *((refer,) if refers else ()),
    )


@dataclass(frozen=True, slots=True)
class DisagreementReferredUp(Message):
    """To the next tier. ``pair``: who couldn't settle it, one of whom refers it."""

    record: Written
    pair: tuple[str, str]
    by: str

    def item(self) -> MessageItem:
        return MessageItem(
            f"A disagreement about {self.record.what} is referred to you",
            "A matter is referred to you",
            (
                Paragraph(
                    (
                        f"{listing(self.pair)} couldn't settle it: session on ",
                        Day(self.record.held_on),
                        f". {self.by} refers it to you.",
                    )
                ),
            ),
        )


# What was done, to whoever did it


def not_agreed(record: Written, guidance: Sequence[str]) -> Card:
    """``guidance``: what the policy says of a disagreement."""
    return answer(
        f"Noted: you don't {record.verb}", f"{record.name} is asked to discuss it with you.", *guidance
    )


def asked_again(record: Written, *, anew: bool) -> Card:
    """``anew``: whether the policy has days for the answer, which run again from the start."""
    days = "; the days run anew" if anew else ""
    return answer(
        "Asked again", f"{record.name} is asked to {record.verb} the record of {record.what}{days}."
    )


def passed_on(what: str, to: str) -> Card:
    """A disagreement went to the next tier."""
    return answer("Referred", f"{to} is told that the disagreement about {what} is referred.")


_RECORD: Final = Written(
    5, 7, "CB-10234", "Amara Example", date(2026, 11, 20), "the case system", delegable=True
)


@example("disagreed")
def _example_disagreed() -> Card:
    other = replace(_RECORD, id=6, what="CB-10240")
    said = ["A disagreement that the two can't resolve may be referred to the next tier (B33, “Appendix 2”)."]
    return message_card([NotAgreed([(_RECORD, date(2026, 11, 23)), (other, None)], said, refers=True).item()])


@example("agreed_in_part")
def _example_agreed_in_part() -> Card:
    waiting = TakenAsAgreed([replace(_RECORD, id=6, what="CB-10240")], date(2026, 12, 1))
    return message_card([RecordsToAgree(waiting, NotAgreed([(_RECORD, None)], [], refers=True)).item()])


@form_example("disagree")
def _example_disagree() -> Form:
    return disagree_form(
        [_RECORD, Written(6, 7, "CB-10240", "Amara Example", date(2026, 11, 20), "the case system")]
    )


@example("disagreement")
def _example_disagreement() -> Card:
    said = ["Only the supervisor amends the record."]
    return message_card([RecordDisputed(_RECORD, date(2026, 12, 1), said, refers=True).item()])


@example("disagreement_not_referred")
def _example_disagreement_between_the_two() -> Card:
    return message_card(
        [RecordDisputed(_RECORD, None, ["It is discussed at the next session (S11, “10”)."]).item()]
    )


@example("referred")
def _example_referred() -> Card:
    return message_card(
        [DisagreementReferredUp(_RECORD, ("Amara Example", "Priya Sample"), "Amara Example").item()]
    )


@example("not_agreed")
def _example_not_agreed() -> Card:
    return not_agreed(
        replace(_RECORD, name="Priya Sample"), ["Only the supervisor amends the record (B17, “Appendix 2”)."]
    )


@example("asked_again")
def _example_asked_again() -> Card:
    return asked_again(_RECORD, anew=True)


@example("disagreement_passed_on")
def _example_passed_on() -> Card:
    return passed_on("CB-10234", "Helen Fictional")
