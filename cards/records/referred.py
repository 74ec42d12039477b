"""A disagreement is with the next tier: referred, decided, both told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cards.absence.asks import BackForm
from cards.answer import answer
from cards.examples import example
from cards.formats import listing
from cards.message import Message, MessageItem, message_card
from cards.model import Button, Card, Day, Note, Paragraph, Text
from cards.records.record import Written
from cards.shared import line_buttons
from cards.shared.duty_claims import RecordStands
from cards.shared.endings import has_it_now
from cards.shared.policy_words import BY_PRACTICE
from cards.shared.uncovered import unavailable, until_back

#: Whoever decided, to themselves.
YOU: Final = "You"


@dataclass(frozen=True, slots=True)
class DecidedOnReferral:
    """By the next tier, of a disagreement about a record. ``amends``: who is to amend it; empty: it stands. ``away``:
    that they are unavailable; ``absence``: its id, to whoever may say that they are back."""

    record: int
    by: str
    on: date
    amends: str = ""
    away: Text = ()
    absence: int = 0

    @property
    def paragraph(self) -> Paragraph:
        what = f"it is to be amended by {self.amends}" if self.amends else RecordStands(self.record)
        return Paragraph((f"{self.by} decided on ", Day(self.on), ": ", what, ".", *until_back(self.away)))

    @property
    def back(self) -> tuple[Button, ...]:
        return (Button("Back on a date", BackForm(absence=self.absence)),) if self.absence else ()


@dataclass(frozen=True, slots=True)
class DisagreementReferredUp(Message):
    """To the next tier. ``there``: whom of the two it concerns they can speak with, the one who wrote the record last;
    ``by``: which of them refers it, not said again in a reminder; ``away``: that one of them is unavailable;
    ``decided``: what the reader decided; ``now``: who is to decide in the place of the reader, who was asked while they
    were away."""

    record: Written
    there: Sequence[str]
    by: str
    decided: DecidedOnReferral | None = None
    away: Sequence[Text] = ()
    now: str = ""

    def item(self) -> MessageItem:
        record = self.record
        referred = f" {self.by} refers it to you." if self.by else ""
        away = tuple(run for one in self.away for run in (" ", *one))
        speak = f"Speak with {listing(list(self.there))}, and say" if self.there else "Say"
        to_do = has_it_now(self.now) if self.now else f" {speak} what becomes of the record."
        asked = Paragraph(
            (
                record.held(f"{record.name} doesn't {record.verb} the record of the session"),
                f".{referred}",
                *away,
                to_do,
            )
        )
        return MessageItem(
            f"{self.record.name}'s disagreement about {self.record.what} is referred to you",
            "A matter is referred to you",
            (self.decided.paragraph if self.decided else asked,),
            self._buttons(),
        )

    def _buttons(self) -> tuple[Button, ...]:
        if self.decided:
            return self.decided.back
        return () if self.now else line_buttons.decide(self.record.id)


@dataclass(frozen=True, slots=True)
class DecidedAbout(Message):
    """To the pair, of what the next tier decided; ``decided`` as its reader reads it."""

    record: Written
    decided: DecidedOnReferral

    def item(self) -> MessageItem:
        outcome = "is to be amended" if self.decided.amends else "stands"
        then = (
            f"When it is, {self.decided.amends} asks again."
            if self.decided.amends
            else "The disagreement stays on record."
        )
        return MessageItem(
            f"The record of {self.record.what} {outcome}",
            "A disagreement is decided",
            (self.decided.paragraph, Paragraph((self.record.held("Session"), f". {then}"))),
            states=() if self.decided.amends else (RecordStands(self.record.id),),
        )


@dataclass(frozen=True, slots=True)
class AmendmentAwaited(Message):
    """To the next tier: what was decided isn't done."""

    record: Written
    decided: DecidedOnReferral

    def item(self) -> MessageItem:
        one, amends = self.record, self.decided.amends
        waits = f"It isn't amended yet: {amends} is still to ask {one.name} to {one.verb} it again."
        return MessageItem(
            f"Not amended yet: the record of {one.what}",
            "A supervision record isn't amended yet",
            (self.decided.paragraph, Paragraph((waits,)), Note((BY_PRACTICE,))),
            self.decided.back,
        )


# What was done, to whoever did it


def decided(what: str, made: DecidedOnReferral) -> Card:
    if amends := made.amends:
        said = answer("To be amended", f"{amends} is asked to amend the record of {what}, and to ask again.")
        away = Paragraph(until_back(made.away)[1:])
        return replace(said, body=(*said.body, away), buttons=made.back) if made.away else said
    return answer("It stands", f"Both are told that the record of {what} stands.")


def passed_on(what: str, to: str) -> Card:
    """A disagreement went to the next tier."""
    return answer("Referred", f"{to} is told that the disagreement about {what} is referred.")


_RECORD: Final = Written(
    5, 7, "CB-10234", "Amara Example", date(2026, 11, 20), "the case system", delegable=True
)


_AWAY: Final = DecidedOnReferral(
    *(5, YOU, date(2026, 11, 25), "Priya Sample"), unavailable("Priya Sample", date(2026, 12, 4)), absence=3
)


@example("referred")
def _example_referred() -> Card:
    return message_card(
        [DisagreementReferredUp(_RECORD, ("Amara Example", "Priya Sample"), "Amara Example").item()]
    )


@example("referred_one_away")
def _example_one_away() -> Card:
    away = unavailable("Priya Sample", date(2026, 12, 4))
    return message_card(
        [DisagreementReferredUp(_RECORD, ["Amara Example"], "Amara Example", away=[away]).item()]
    )


@example("referred_given_back")
def _example_given_back() -> Card:
    return message_card(
        [DisagreementReferredUp(_RECORD, ["Amara Example"], "Amara Example", now="Helen Sample").item()]
    )


@example("referred_decided")
def _example_decided() -> Card:
    decided = DecidedOnReferral(5, YOU, date(2026, 11, 25), "Priya Sample")
    return message_card(
        [DisagreementReferredUp(_RECORD, ("Amara Example", "Priya Sample"), "", decided).item()]
    )


@example("amendment_awaited")
def _example_awaited() -> Card:
    return message_card([AmendmentAwaited(_RECORD, _AWAY).item()])


@example("disagreement_decided")
def _example_decided_about() -> Card:
    return message_card(
        [DecidedAbout(_RECORD, DecidedOnReferral(5, "Helen Sample", date(2026, 11, 25))).item()]
    )


@example("disagreement_decided_done")
def _example_decided_done() -> Card:
    return decided("CB-10234", _AWAY)


@example("disagreement_passed_on")
def _example_passed_on() -> Card:
    return passed_on("CB-10234", "Helen Fictional")
