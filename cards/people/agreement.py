"""The supervision agreement: started by one of the two, signed by both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from cards.answer import answer
from cards.answers.asks import PolicyTopic
from cards.examples import example, form_example
from cards.formats import day
from cards.message import Message, MessageItem, message_card
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
    Quote,
    Style,
    TextField,
)
from cards.people.asks import (
    AgreementDeclined,
    AgreementDeclineForm,
    AgreementForm,
    AgreementReason,
    AgreementSent,
    AgreementSigned,
)
from cards.to_type import to_type

#: How often a pair may agree to meet, as periods of the rule language; empty: as the policy asks.
OFTEN: Final = {
    "": "as often as the policy asks",
    "1 week": "every week",
    "2 weeks": "every 2 weeks",
    "3 weeks": "every 3 weeks",
}
#: And where the policy leaves it to the pair: less often than its standard too.
AS_AGREED: Final = {
    "": "as often as the policy asks until it is agreed",
    **{often: words for often, words in OFTEN.items() if often},
    **{f"{n} weeks": f"every {n} weeks" for n in (4, 5, 6, 8, 10, 12)},
    "1 month": "every month",
}


def often_words(often: str) -> str:
    """One of either, in a sentence."""
    return OFTEN.get(often) or AS_AGREED[often]


def form(
    name: str,
    person: int,
    headings: Sequence[str],
    options: Sequence[Option],
    often: str,
    guidance: Sequence[str],
    *,
    free: bool = False,
    reads: bool = True,
    asked: str = "",
) -> Form:
    """``headings``: what the policy wants shown in it. ``often``: how often the pair agreed to meet, as it stands;
    ``free``: the policy leaves that to them; ``reads``: it wants both to say that they have read it; ``asked``: how
    often it asks, in words."""
    hint = f"It can be more often than the policy asks{f' ({asked})' if asked else ''}, never less."
    yes = (Option("yes", "I have read the supervision policy"),)
    read = (ChoiceField("read", "The policy", yes, many=True, required=True),) if reads else ()
    return Form(
        f"Supervision agreement with {name}",
        (
            *read,
            ChoiceField(
                "often",
                "How often do you meet?",
                tuple(options),
                (often,),
                "The policy leaves this to your agreement, on what the two of you weigh." if free else hint,
            ),
        ),
        (Button("Sign and send", AgreementSent(person=person), style=Style.PRIMARY),),
        (*_shows(headings), *(Note((g,)) for g in guidance)),
    )


def waits(name: str, on: date, *, mine: bool) -> str:
    """One that isn't signed by both. ``mine``: the other one hasn't answered yet."""
    after = "A new one takes its place."
    if mine:
        return f"You signed one on {day(on)}, and {name} hasn't answered yet. {after}"
    return f"{name} signed one on {day(on)} and waits for your answer: {to_type('due')}. {after}"


def _shows(headings: Sequence[str]) -> tuple[Block, ...]:
    return (Paragraph(("It shows:",)), Bullets(tuple((h,) for h in headings))) if headings else ()


def sent(name: str, instead_of: str = "") -> Card:
    """To whoever began it, and has signed. ``instead_of``: how often, in words, of what the other one had sent them."""
    text = f"{name} is asked to sign. You'll hear when it is done; until then nothing is recorded."
    gone = (f"It takes the place of what {name} had sent you: {instead_of}.",) if instead_of else ()
    return answer("Signed and sent", text, *gone)


def recorded(name: str, guidance: Sequence[str]) -> Card:
    """To the other one, who has signed too; ``name``: of whoever began it."""
    return answer("Signed", f"The agreement with {name} is recorded as signed by both today.", *guidance)


@dataclass(frozen=True, slots=True)
class ToSign(Message):
    """To the other one. ``often``: the frequency in words; ``again``: asked since that day; ``instead_of``: how often,
    of what they had sent themselves, which gave way to this."""

    name: str
    often: str
    request: int
    guidance: Sequence[str]
    reads: bool = field(kw_only=True, default=True)
    again: date | None = field(kw_only=True, default=None)
    instead_of: str = field(kw_only=True, default="")

    def item(self) -> MessageItem:
        mine = f"It takes the place of what you sent: {self.instead_of}."
        said, asked = ("has read the policy and signed", "you have read the policy and agree")
        if not self.reads:
            said, asked = "has signed", "you agree"
        yes = "I have read the policy and sign" if self.reads else "Sign"
        return MessageItem(
            f"{'Still to sign: your' if self.again else 'Your'} supervision agreement with {self.name}",
            "An agreement is ready for you",
            (
                Paragraph((f"{self.name} {said}. You meet: {self.often}.",)),
                *((Paragraph((mine,)),) if self.instead_of else ()),
                *((Paragraph(("You were asked on ", Day(self.again), ".")),) if self.again else ()),
                Paragraph((f"Sign if {asked}. If not, say why: only {self.name} reads it.",)),
                *(Note((g,)) for g in self.guidance),
            ),
            (
                Button(yes, AgreementSigned(request=self.request), style=Style.PRIMARY),
                Button("I don't sign it", AgreementDeclineForm(request=self.request)),
                Button("Read the policy", PolicyTopic()),
            ),
        )


_STANDS: Final = "The agreement there was, if any, stands."


def decline_form(name: str, request: int) -> Form:
    return Form(
        f"The agreement with {name}: not signed",
        (TextField("why", "Why, in a word?", required=True, limit=500, hint=f"Only {name} reads it."),),
        (Button("Say no", AgreementDeclined(request=request), style=Style.PRIMARY),),
        (Note((_STANDS,)),),
    )


def declined(name: str) -> Card:
    """To whoever said no."""
    return answer("Not signed", f"{name} is told, and reads why. Either of you can start another.")


def why(name: str, words: str) -> Card:
    """A view, never a message."""
    return Card(f"Why {name} didn't sign", "Your answer is ready", (Quote("Why", words),))


@dataclass(frozen=True, slots=True)
class Declined(Message):
    """To whoever began it. ``typed``: how the other one is named in a command."""

    name: str
    request: int
    typed: str

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.name} doesn't sign the agreement",
            "An agreement isn't signed",
            (Paragraph((f"{_STANDS} Speak to each other, then start another.",)),),
            (
                Button("Read why", AgreementReason(request=self.request), style=Style.PRIMARY),
                Button("Start another", AgreementForm(words=self.typed)),
            ),
        )


@dataclass(frozen=True, slots=True)
class Lapsed(Message):
    """To each of the two while it waited. ``name``: the other."""

    name: str

    def item(self) -> MessageItem:
        text = "Neither of you supervises the other any more, so it is withdrawn and nobody has to answer it."
        return MessageItem(
            f"The agreement with {self.name} isn't to be signed any more",
            "An agreement is withdrawn",
            (Paragraph((text,)),),
        )


@dataclass(frozen=True, slots=True)
class Signed(Message):
    """To whoever began it."""

    name: str
    often: str
    reads: bool = field(kw_only=True, default=True)

    def item(self) -> MessageItem:
        said = "Both of you have read the policy and signed" if self.reads else "Both of you have signed"
        text = f"{said}. You meet: {self.often}."
        return MessageItem(
            f"{self.name} has signed the agreement", "An agreement is signed", (Paragraph((text,)),)
        )


@form_example("agreement")
def _example_form() -> Form:
    options = (Option("", "As often as the policy asks"), Option("2 weeks", "Every 2 weeks"))
    headings = ("Supervisee has read the policy", "Both signatures and dates")
    return form("Amara Example", 3, headings, options, "", ["The supervisee gets an electronic copy (B3)."])


@example("agreement_to_sign")
def _example_to_sign() -> Card:
    return message_card(
        [
            ToSign(
                "Priya Sample",
                "every 2 weeks",
                5,
                ["The supervisee gets a copy (B3)."],
            ).item()
        ]
    )


@example("agreement_to_sign_alone")
def _example_to_sign_alone() -> Card:
    """Of a policy that doesn't ask whether it was read."""
    return message_card(
        [
            ToSign(
                "Priya Sample",
                "every 4 weeks",
                5,
                [],
                reads=False,
                again=date(2026, 11, 18),
            ).item()
        ]
    )


@example("agreement_signed")
def _example_signed() -> Card:
    return message_card([Signed("Amara Example", "as often as the policy asks").item()])


@form_example("agreement_decline")
def _example_decline() -> Form:
    return decline_form("Priya Sample", 5)


@example("agreement_not_signed")
def _example_not_signed() -> Card:
    return declined("Priya Sample")


@example("agreement_why")
def _example_why() -> Card:
    return why("Amara Example", "Every week is more than I can keep.")


@example("agreement_declined")
def _example_declined() -> Card:
    return message_card([Declined("Amara Example", 5, "@S101").item()])


@example("agreement_lapsed")
def _example_lapsed() -> Card:
    return message_card([Lapsed("Amara Example").item()])
