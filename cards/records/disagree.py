"""A record isn't agreed: discussed, asked about again, or referred to the next tier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from cards.answer import answer
from cards.examples import example, form_example
from cards.formats import at_start, day, listing
from cards.message import Message, MessageItem, message_card
from cards.model import (
    Block,
    Button,
    Card,
    ChoiceField,
    Day,
    Form,
    Note,
    Option,
    Paragraph,
    Quote,
    Style,
    Text,
    TextField,
)
from cards.records.asks import AskedAgain, SomeDisagreed
from cards.records.record import Written
from cards.records.referred import DecidedOnReferral
from cards.records.sign_off import AgreementAsked, TakenAsAgreed
from cards.shared import line_buttons
from cards.shared.uncovered import unavailable
from cards.shared.waited import refer_meanwhile

#: Characters of what became of a disagreement.
LONGEST: Final = 1000


def disagree_form(records: Sequence[Written]) -> Form:
    options, first = tuple(Option(str(r.id), at_start(r.what)) for r in records), records[0]
    return Form(
        f"Which record don't you {first.verb}?" if first.led_by else "Which record don't you agree with?",
        (ChoiceField("which", "Record", options, many=True, required=True),),
        (
            Button(
                "I don't sign these off" if first.led_by else "I don't agree with these",
                SomeDisagreed(records=tuple(r.id for r in records)),
                style=Style.PRIMARY,
            ),
        ),
        (Note((*_discussed(first), " Say what you disagree with there, not here.")),),
    )


def amended_form(record: Written, *, amended: bool) -> Form:
    """What the other one reads before they answer again."""
    asked = "What was amended?" if amended else "Why isn't it amended?"
    return Form(
        f"The record of {record.what}: {'amended' if amended else 'not amended'}",
        (
            TextField(
                "outcome",
                asked,
                required=True,
                limit=LONGEST,
                hint=f"In a few words; {record.name} reads them.",
            ),
        ),
        (
            Button(
                "Ask again", AskedAgain(record=record.id, amended=amended, filled=True), style=Style.PRIMARY
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Disputed:
    """A record that somebody doesn't agree, and what became of that. ``referred_on``: the day on which it went to the
    next tier."""

    record: Written
    referred_on: date | None = None
    decided: DecidedOnReferral | None = None

    def paragraphs(self) -> Iterator[Paragraph]:
        if self.referred_on:
            on = Day(self.referred_on)
            yield Paragraph((f"The record of {self.record.what} was referred to the next tier on ", on, "."))
        if self.decided:
            yield self.decided.paragraph


@dataclass(frozen=True, slots=True)
class NotAgreed(Message):
    """The request shown again to whoever didn't agree. ``refers``: whether the policy lets either of the two refer it
    to the next tier."""

    records: Sequence[Disputed]
    guidance: Sequence[str]
    refers: bool = field(kw_only=True)

    def item(self) -> MessageItem:
        first, names = self.records[0].record, listing([r.record.what for r in self.records])
        verb, open_ = first.verb, [r.record for r in self.records if not r.referred_on]
        then = (" ", *_then(first, refers=self.refers)) if open_ else ()
        body: list[Block] = [Paragraph((f"You don't {verb} the record of {names}.", *then))]
        body += [said for r in self.records for said in r.paragraphs()]
        up = (
            line_buttons.refer({r.id: r.what for r in open_}, alone=len(self.records) == 1)
            if self.refers
            else ()
        )
        return MessageItem(
            f"You don't {verb} the record of {names}, {day(first.held_on)}",
            f"You didn't {verb} a record",
            (*body, *(Note((g,)) for g in self.guidance)),
            up,
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
    the policy lets it be referred to the next tier; ``decided``: there, that it is to be amended."""

    record: Written
    late_after: date | None
    guidance: Sequence[str]
    refers: bool = field(kw_only=True, default=False)
    decided: DecidedOnReferral | None = None

    def item(self) -> MessageItem:
        if self.decided:
            return self._to_amend(self.decided)
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
            f"{self.record.name} doesn't {self.record.verb} the record of {self.record.what}, "
            f"{day(self.record.held_on)}",
            "A record needs discussing",
            (
                Paragraph(("Discuss it, amend it or not, then ask again.",)),
                *late,
                *(Note((g,)) for g in self.guidance),
            ),
            _settling(self.record, refers=self.refers),
        )

    def _to_amend(self, decided: DecidedOnReferral) -> MessageItem:
        record = self.record
        (amended,) = line_buttons.amend(record.id)
        done = Paragraph((f"{record.name} doesn't {record.verb} it. Amend it, then ask again.",))
        return MessageItem(
            f"To be amended: the record of {record.what}, {day(record.held_on)}",
            "A record is to be amended",
            (decided.paragraph, done),
            (replace(amended, style=Style.PRIMARY),),
        )


def _settling(record: Written, *, refers: bool) -> tuple[Button, ...]:
    amended, *others = line_buttons.settle(record.id, refers=refers)
    return (replace(amended, style=Style.PRIMARY), *others)


# What was done, to whoever did it


def _discussed(record: Written) -> Text:
    return record.away or (f"{record.discusses} is asked to discuss it with you.",)


def _then(record: Written, *, refers: bool) -> Text:
    if not record.away:
        return (f"{record.discusses} discusses it with you, then asks again.",)
    return refer_meanwhile(record.away, refers=refers)


def not_agreed(records: Sequence[Written], guidance: Sequence[str], *, refers: bool) -> Card:
    """``guidance``: what the policy says of a disagreement; ``refers``: as in ``NotAgreed``."""
    first, made = records[0], answer(f"Noted: you don't {records[0].verb}", *guidance)
    away = bool(first.away)
    said = _then(first, refers=refers) if away else _discussed(first)
    up = line_buttons.refer({r.id: r.what for r in records}) if refers and away else ()
    return replace(made, body=(Paragraph(said), *made.body), buttons=up)


def asked_again(record: Written, *, anew: bool) -> Card:
    """``anew``: whether the policy has days for the answer, which run again from the start."""
    days = "; the days run anew" if anew else ""
    return answer(
        "Asked again", f"{record.name} is asked to {record.verb} the record of {record.what}{days}."
    )


def outcome(name: str, what: str, words: str, *, amended: bool) -> Card:
    """A view, never a message."""
    asked = "What was amended" if amended else "Why it wasn't amended"
    return Card(f"The record of {what}", "Your answer is ready", (Quote(f"{asked}, says {name}", words),))


_RECORD: Final = Written(
    5, 7, "CB-10234", "Amara Example", date(2026, 11, 20), "the case system", delegable=True
)


@example("disagreed")
def _example_disagreed() -> Card:
    other = replace(_RECORD, id=6, what="CB-10240")
    said = ["A disagreement that the two can't resolve may be referred to the next tier (B33, “Appendix 2”)."]
    settled = DecidedOnReferral(5, "Helen Sample", date(2026, 11, 25), "Priya Sample")
    both = [Disputed(_RECORD, date(2026, 11, 23), settled), Disputed(other)]
    return message_card([NotAgreed(both, said, refers=True).item()])


@example("agreed_in_part")
def _example_agreed_in_part() -> Card:
    waiting = TakenAsAgreed([replace(_RECORD, id=6, what="CB-10240")], date(2026, 12, 1), request=True)
    return message_card([RecordsToAgree(waiting, NotAgreed([Disputed(_RECORD)], [], refers=True)).item()])


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


@example("disagreement_to_amend")
def _example_to_amend() -> Card:
    settled = DecidedOnReferral(5, "Helen Sample", date(2026, 11, 25), "you")
    return message_card([RecordDisputed(_RECORD, None, (), decided=settled).item()])


@example("disagreement_outcome")
def _example_outcome() -> Card:
    return outcome("Priya Sample", "CB-10234", "The date of the visit is put right.", amended=True)


@form_example("amended")
def _example_amended() -> Form:
    return amended_form(_RECORD, amended=True)


@example("not_agreed")
def _example_not_agreed() -> Card:
    said = ["Only the supervisor amends the record (B17, “Appendix 2”)."]
    return not_agreed([replace(_RECORD, name="Priya Sample")], said, refers=True)


@example("not_agreed_away")
def _example_not_agreed_away() -> Card:
    away = unavailable("Priya Sample", date(2026, 12, 4))
    return not_agreed([replace(_RECORD, name="Priya Sample", away=away)], [], refers=True)


@example("asked_again")
def _example_asked_again() -> Card:
    return asked_again(_RECORD, anew=True)
