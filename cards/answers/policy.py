"""What the policy says, by topic; and the way for somebody whose supervision isn't to standard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cards.answer import answer
from cards.answers.asks import MeetingAsked, MeetingConsidered, PolicyTopic
from cards.examples import example
from cards.message import Message, MessageItem, message_card
from cards.model import Block, Bullets, Button, Card, Note, Paragraph, Part, Strong, Style

READY: Final = "Your answer is ready"
ROW: Final = 5


@dataclass(frozen=True, slots=True)
class PolicyEntry:
    """One thing the policy says: its heading, its words (or the parts of a form), and where it says so."""

    title: str
    text: str
    source: str
    parts: Sequence[str] = ()


def topics(names: Sequence[str], title: str) -> Card:
    """One button for each topic, a few to a part: a row of buttons has room for six."""
    buttons = [Button(name.capitalize(), PolicyTopic(topic=name)) for name in names]
    rows = [buttons[i : i + ROW] for i in range(0, len(buttons), ROW)]
    parts = tuple(Part("More topics" if i else "Topics", (), tuple(row)) for i, row in enumerate(rows))
    text = "Choose a topic, or type it after the word: policy recording"
    return Card("What the policy says", READY, (Paragraph((text,)), *parts, Note((title,))))


def topic(name: str, said: Sequence[PolicyEntry], title: str) -> Card:
    body = tuple(block for one in said for block in _said(one))
    return Card(
        f"The policy on {name}",
        READY,
        (*body, Note((title,))),
        (Button("Other topics", PolicyTopic()),),
    )


def _said(one: PolicyEntry) -> tuple[Block, ...]:
    text = (Strong(one.title), f": {one.text}" if one.text else "", f" ({one.source})")
    parts = (Bullets(tuple((p,) for p in one.parts)),) if one.parts else ()
    return (Paragraph(text), *parts)


def concern(supervisor: str, manager: str, guidance: Sequence[str], note: str) -> Card:
    """Seen by the asker alone. ``manager``: with whom the policy lets them ask for a meeting, else empty; ``note``:
    what is missing."""
    way = f"The way the policy gives, with {supervisor} as your supervisor:"
    first = (
        f"Nobody is told that you asked this. {way if guidance else 'The policy gives no way of its own.'}"
    )
    ask = (Button(f"Ask for a meeting with {manager}", MeetingConsidered()),) if manager else ()
    steps = (Bullets(tuple((g,) for g in guidance)),) if guidance else ()
    body: tuple[Block, ...] = (Paragraph((first,)), *steps, *((Note((note,)),) if note else ()))
    return Card("If supervision isn't as it should be", READY, body, ask)


#: Notes of ``concern``: what is missing.
NOBODY_ELSE: Final = "The policy names nobody else to ask for a meeting."


def no_manager(supervisor: str) -> str:
    return f"No line manager is recorded for {supervisor}; an administrator can say who it is."


def on_its_way(manager: str) -> Card:
    return answer("Your request is on its way", f"You'll hear once it has reached {manager}.")


def concern_ask(supervisor: str, manager: str, away: bool) -> Card:
    """The second step: what pressing it does."""
    text = f"{manager} reads that you ask for a meeting about your supervision, nothing more. {supervisor} isn't told."
    held = (Note((f"{manager} is unavailable at present and reads it on the return.",)),) if away else ()
    yes = Button(f"Yes, ask {manager}", MeetingAsked(), style=Style.PRIMARY)
    return Card(f"Ask {manager} for a meeting?", READY, (Paragraph((text,)), *held), (yes,))


@dataclass(frozen=True, slots=True)
class MeetingRequested(Message):
    """To the supervisor's line manager."""

    name: str
    supervisor: str
    guidance: Sequence[str]

    def item(self) -> MessageItem:
        asks = f"{self.name} asks to speak with you about supervision with {self.supervisor}."
        text = f"{asks} Arrange it with {self.name} first."
        return MessageItem(
            f"{self.name} asks for a meeting with you",
            "Somebody asks for a meeting with you",
            (
                Paragraph((text,)),
                *(Note((g,)) for g in self.guidance),
            ),
        )


@dataclass(frozen=True, slots=True)
class ConcernTold(Message):
    """To whoever asked for a meeting."""

    manager: str

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.manager} has your request",
            "Your request has arrived",
            (Paragraph((f"{self.manager} has been asked for a meeting with you.",)),),
        )


_TITLE: Final = "Central Bedfordshire Council, version 1"


@example("policy_topics")
def _example_topics() -> Card:
    return topics(("preparing", "recording", "cancelling"), _TITLE)


@example("policy_topic")
def _example_topic() -> Card:
    said = (
        PolicyEntry(
            "Who amends a record",
            "Only the supervisor amends the record.",
            "B17, “Recording of case supervisions”",
        ),
        PolicyEntry("Actions", "", "B40, “Appendices 3 and 5”", ("Whose it is", "Why")),
    )
    return topic("recording", said, _TITLE)


@example("concern")
def _example_concern() -> Card:
    return concern("Priya Sample", "Helen Fictional", ["Raise it with your supervisor first (B30)."], "")


@example("concern_without_a_way")
def _example_no_way() -> Card:
    return concern("Priya Sample", "", [], "Ask Adel Madeup, who keeps the rule set.")


@example("concern_ask")
def _example_ask() -> Card:
    return concern_ask("Priya Sample", "Helen Fictional", away=True)


@example("meeting_asked")
def _example_asked() -> Card:
    return message_card(
        [MeetingRequested("Amara Example", "Priya Sample", ["You may observe a session (B30)."]).item()]
    )


@example("concern_told")
def _example_told() -> Card:
    return message_card([ConcernTold("Helen Fictional").item()])
