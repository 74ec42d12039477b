"""A longer interval for one case: asked for, granted or refused, and confirmed on the supervision record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.answer import answer
from cards.cases.asks import (
    IntervalForm,
    JudgeForm,
    LongerIntervalGranted,
    LongerIntervalReason,
    LongerIntervalRecorded,
    LongerIntervalRefused,
    LongerIntervalWithdrawn,
)
from cards.cases.refusals import NOBODY_GRANTS
from cards.examples import example
from cards.formats import listing
from cards.message import Message, MessageItem, message_card
from cards.model import Bullets, Button, Card, Day, Facts, Note, Paragraph, Quote, Style, Text
from cards.shared.line_buttons import due_now
from cards.shared.next_due import NextDueLine


@dataclass(frozen=True, slots=True)
class LongerRequest:
    """What was asked for one case. ``asker`` and ``on``: who asked, and when."""

    id: int
    reference: str
    every: str
    until: date | None
    asker: str
    on: date


def rows(view: LongerRequest) -> Facts:
    return Facts(
        (
            ("Case", (view.reference,)),
            ("In full at least every", (view.every,)),
            ("Until", (Day(view.until),) if view.until else ("further notice",)),
            ("Asked by", (view.asker, " on ", Day(view.on))),
        )
    )


@dataclass(frozen=True, slots=True)
class ToGrant(Message):
    """To everybody who may grant it; whoever answers first decides. ``others``: who else is asked."""

    view: LongerRequest
    rule: str
    others: Sequence[str] = ()

    def item(self) -> MessageItem:
        too = f" {listing(self.others, 'or')} can answer it too." if self.others else ""
        return MessageItem(
            f"Every {self.view.every} for {self.view.reference}?",
            "Somebody asks for your decision",
            (rows(self.view), Note((f"{self.rule}. Without a grant the usual interval stands.{too}",))),
            (*answers(self.view.id), Button("Read why", LongerIntervalReason(asked=self.view.id))),
        )


def answers(asked: int) -> tuple[Button, ...]:
    """To a request; ``asked``: its id, here and below."""
    return (
        Button("Grant", LongerIntervalGranted(asked=asked), style=Style.PRIMARY),
        Button("Refuse", LongerIntervalRefused(asked=asked)),
    )


def withdraw_button(asked: int) -> Button:
    return Button("Take the request back", LongerIntervalWithdrawn(asked=asked))


def more_often_button(case_id: int) -> Button:
    return Button("More often instead", IntervalForm(case=case_id, more=True))


def why(view: LongerRequest, words: str, buttons: Sequence[Button]) -> Card:
    """The asker's reason: a view, never a message."""
    title = f"Every {view.every} for {view.reference}: why"
    return Card(title, "Your answer is ready", (rows(view), Quote("Why", words)), tuple(buttons))


def waiting(view: LongerRequest, who: Sequence[str], buttons: Sequence[Button]) -> Card:
    """It was asked for: who decides, and what can be done meanwhile."""
    somebody = listing(who, "or") or "somebody who may grant it"
    text = f"Waiting for {somebody}. Until it is granted the usual interval stands."
    title = f"{view.reference}: a longer interval is asked for"
    return Card(title, "Your answer is ready", (rows(view), Paragraph((text,))), tuple(buttons))


def granted(reference: str, every: str, until: date | None, following: NextDueLine, confirm: str) -> Card:
    """To whoever granted it. ``confirm``: who still has to say that it is on the supervision record."""
    lasts: Text = (" until ", Day(until), ".") if until else (" until further notice.",)
    follows: Text = following.text() or ("There is no date yet.",)
    if confirm:
        pending = f"It counts once {confirm} that it is on the supervision record."
        follows = (f"{pending} {_UNTIL_THEN}",)
    late = () if confirm or not following.missed else (Paragraph(following.was_late()),)
    return Card(
        f"Granted: every {every} for {reference}",
        "A decision is saved",
        (Paragraph((f"At least every {every}", *lasts)), Paragraph(follows), *late),
        (due_now(reference),),
    )


#: While somebody has yet to confirm it.
_UNTIL_THEN: Final = "Until then the usual interval stands."
#: Who has to confirm it, as the beginning of a sentence.
SUPERVISOR_CONFIRMS: Final = "the supervisor confirms"
YOU_CONFIRM: Final = "you confirm"


def confirms(name: str) -> str:
    return f"{name} confirms"


def _stands(reference: str) -> str:
    return f"The usual interval of {reference} stands."


def refused(reference: str, asker: str) -> Card:
    return answer("Not granted", f"{asker} is told. {_stands(reference)}")


def withdrawn(reference: str) -> Card:
    return answer("Taken back", f"Nobody is asked any more. {_stands(reference)}")


def _allows(allowed: Sequence[str]) -> tuple[Paragraph | Bullets, ...]:
    return (Paragraph(("For this case the policy allows:",)), Bullets(tuple((line,) for line in allowed)))


def judged_first(reference: str, allowed: Sequence[str], judges: str) -> Card:
    """Where the policy lets one be granted once somebody judged the case so; ``judges``: who can, where that isn't the
    reader."""
    said = f"Ask {judges} for that judgement." if judges else "It isn't judged so."
    button = () if judges else (Button("Judge it", JudgeForm(case=reference)),)
    title = f"No longer interval for {reference} while it isn't judged so"
    return Card(title, "Your answer is ready", (*_allows(allowed), Paragraph((said,))), button)


def not_allowed(reference: str, kept: str, allowed: Sequence[str]) -> Card:
    """``kept``: the rule that asks for it more often; ``allowed``: what the policy does know."""
    because = (Paragraph((f"{kept} keeps it more often, whatever is granted.",)),) if kept else ()
    known = _allows(allowed) if allowed else (Paragraph((NOBODY_GRANTS,)),)
    return Card(
        f"No longer interval is allowed for {reference}",
        "Your answer is ready",
        (*because, *known),
    )


@dataclass(frozen=True, slots=True)
class Ends(Message):
    """To the case's worker, their supervisor and whoever granted it, or decided on a shorter one (``more``: it is
    discussed more often). ``last``: today is its last day; ``due``: when the case is to be discussed without it, as
    things stand; ``now``: when while it holds; ``late``: that is past."""

    reference: str
    every: str
    until: date
    last: bool
    case_id: int
    due: date | None = None
    now: date | None = None
    late: bool = False
    more: bool = False

    def item(self) -> MessageItem:
        when: Text = ("Today is its last day. From tomorrow ",)
        if not self.last:
            when = ("Its last day is ", Day(self.until), ". After that ")
        then = "it no longer holds" if self.more else "the policy's own interval holds again"
        note = () if self.more else (Note(("Another takes another grant.",)),)
        every = f"at least every {self.every}" if self.more else f"every {self.every}"
        ask = IntervalForm(case=self.case_id, more=self.more)
        return MessageItem(
            f"{self.reference}: {every} {'ends today' if self.last else 'is about to end'}",
            "News about an interval",
            (Paragraph((*when, then, *self._then())), *note),
            (Button("Decide again" if self.more else "Ask for another", ask), due_now(self.reference)),
        )

    def _then(self) -> Text:
        if self.late and self.now:
            return (f": {self.reference} is late already, as it was to be discussed by ", Day(self.now), ".")
        if self.due is None:
            return (".",)
        if self.due == self.now and self.due <= self.until:
            return (f": {self.reference} is to be discussed by ", Day(self.due), " all the same.")
        if self.due <= self.until:
            return (
                f": {self.reference} is late from then, as it was to be discussed by ",
                Day(self.due),
                ".",
            )
        return (f": {self.reference} is then to be discussed by ", Day(self.due), ".")


@dataclass(frozen=True, slots=True)
class CountsNoLonger(Message):
    """To the same: the case is judged or imported as one for which the policy knows no such interval."""

    reference: str
    every: str
    following: NextDueLine

    def item(self) -> MessageItem:
        text = f"For {self.reference} as it is now the policy allows no interval of {self.every}."
        return MessageItem(
            f"{self.reference}: every {self.every} no longer counts",
            "News about an interval",
            (Paragraph((text,)), *self.following.blocks()),
            (due_now(self.reference),),
        )


@dataclass(frozen=True, slots=True)
class NeverCounted(Message):
    """To the same: its last day is past, and nobody confirmed it."""

    reference: str
    every: str
    until: date
    case_id: int
    following: NextDueLine

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.reference}: every {self.every} ended and never counted",
            "News about an interval",
            (Paragraph(ended_unconfirmed(self.until)), *self.following.blocks()),
            (Button("Ask for another", IntervalForm(case=self.case_id)), due_now(self.reference)),
        )


def ended_unconfirmed(until: date) -> Text:
    """Of a grant whose last day that was."""
    said = ". It wasn't confirmed by then to be on the supervision record, so the usual interval went on throughout."
    return ("Its last day was ", Day(until), said)


def ended(reference: str, every: str, following: NextDueLine) -> Card:
    """Whoever ended a longer interval reads what follows."""
    return Card(
        f"{reference}: every {every} has ended",
        "A longer interval has ended",
        (*following.blocks(), Note(("Those it concerns are told. A longer interval takes another grant.",))),
    )


def recorded_button(grant_id: int, style: Style = Style.NORMAL) -> Button:
    return Button("It is on the supervision record", LongerIntervalRecorded(grant=grant_id), style=style)


@dataclass(frozen=True, slots=True)
class IntervalToRecord(Message):
    """To the supervisor, until they say so."""

    reference: str
    every: str
    grant_id: int
    by: str
    rule: str

    def item(self) -> MessageItem:
        begins = f"{self.by} granted every {self.every} for {self.reference}."
        text = f"{begins} It counts once it is on the supervision record too."
        return MessageItem(
            f"Is it on the supervision record: every {self.every} for {self.reference}?",
            "Something waits for your confirmation",
            (Paragraph((text,)), Note((f"{self.rule}. {_UNTIL_THEN}",))),
            (recorded_button(self.grant_id, Style.PRIMARY),),
        )


_ON: Final = date(2026, 11, 24)
_VIEW: Final = LongerRequest(4, "CB-10300", "12 weeks", date(2027, 3, 31), "Tomasz Sample", _ON)


@example("interval_to_grant")
def _example_to_grant() -> Card:
    rule = "C6: A case deemed stable, in full at every session (“4”)"
    return message_card([ToGrant(_VIEW, rule, ["Adel Madeup"]).item()])


@example("interval_why")
def _example_why() -> Card:
    return why(_VIEW, "Settled since the summer; nothing new at the last two reviews.", answers(4))


@example("interval_waiting")
def _example_waiting() -> Card:
    return waiting(_VIEW, ["Helen Fictional", "Adel Madeup"], (withdraw_button(4),))


@example("interval_ended_early")
def _example_ended() -> Card:
    return ended("CB-10300", "12 weeks", NextDueLine(date(2026, 11, 18), date(2026, 11, 3), in_full=True))


@example("interval_granted")
def _example_granted() -> Card:
    return granted(
        "CB-10300", "12 weeks", None, NextDueLine(None, date(2026, 11, 3)), confirms("Priya Invented")
    )


@example("interval_not_allowed")
def _example_not_allowed() -> Card:
    allowed = ("Up to 12 weeks: a Group Manager or Service Manager grants it (C6, “4”)",)
    return not_allowed("CB-10300", "C5: every 12 weeks (“4”)", allowed)


@example("interval_judged_first")
def _example_judged_first() -> Card:
    allowed = ("Up to 8 weeks if a manager judges it “deemed stable by the manager” (C6, “4”)",)
    return judged_first("CB-10234", allowed, "Priya Invented")


@example("interval_to_record")
def _example_to_record() -> Card:
    rule = "C6: A longer interval counts once it is on the supervision record (“4”)"
    return message_card([IntervalToRecord("CB-10300", "12 weeks", 9, "Helen Fictional", rule).item()])


@example("interval_about_to_end")
def _example_about_to_end() -> Card:
    return message_card(
        [Ends("CB-10300", "12 weeks", date(2026, 11, 30), False, 7, date(2026, 10, 13)).item()]
    )


@example("interval_ends_today")
def _example_ends_today() -> Card:
    return message_card([Ends("CB-10300", "12 weeks", date(2026, 11, 30), True, 7, date(2026, 12, 8)).item()])


@example("interval_ends_late")
def _example_ends_late() -> Card:
    until, late = date(2027, 1, 29), date(2026, 12, 8)
    return message_card([Ends("CB-10300", "12 weeks", until, False, 7, late, late, late=True).item()])


@example("interval_never_counted")
def _example_never_counted() -> Card:
    following = NextDueLine(date(2026, 10, 13), date(2026, 11, 21), in_full=True)
    return message_card([NeverCounted("CB-10300", "12 weeks", date(2026, 11, 20), 7, following).item()])


@example("interval_counts_no_longer")
def _example_counts_no_longer() -> Card:
    return message_card(
        [
            CountsNoLonger(
                "CB-10300", "12 weeks", NextDueLine(date(2026, 10, 13), date(2026, 11, 3), in_full=True)
            ).item()
        ]
    )
