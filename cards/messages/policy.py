"""What the policy says, by topic; and the way for somebody whose supervision isn't to standard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cards.examples import example
from cards.model import Block, Bullets, Button, Card, Note, Paragraph, Part, Strong, Style
from cards.told import Told, as_card

READY = "Your answer is ready"
ROW = 5


@dataclass(frozen=True, slots=True)
class Said:
    """One thing the policy says: its heading, its words (or the parts of a form), and where it says so."""

    title: str
    text: str
    source: str
    parts: Sequence[str] = ()


def topics(names: Sequence[str], title: str) -> Card:
    """One button for each topic, a few to a part: a row of buttons has room for six."""
    buttons = [Button(name.capitalize(), "policy", {"topic": name}) for name in names]
    rows = [buttons[i : i + ROW] for i in range(0, len(buttons), ROW)]
    parts = tuple(Part("More topics" if i else "Topics", (), tuple(row)) for i, row in enumerate(rows))
    text = "Choose a topic, or type it after the word: policy recording"
    return Card("What the policy says", READY, (Paragraph((text,)), *parts, Note((title,))))


def topic(name: str, said: Sequence[Said], title: str) -> Card:
    body = tuple(block for one in said for block in _said(one))
    return Card(
        f"The policy on {name}",
        READY,
        (*body, Note((title,))),
        (Button("Other topics", "policy", {"topic": ""}),),
    )


def _said(one: Said) -> tuple[Block, ...]:
    text = (Strong(one.title), f": {one.text}" if one.text else "", f" ({one.source})")
    parts = (Bullets(tuple((p,) for p in one.parts)),) if one.parts else ()
    return (Paragraph(text), *parts)


def concern(supervisor: str, manager: str, guidance: Sequence[str]) -> Card:
    """Seen by the asker alone. ``manager`` empty: nobody is recorded above the supervisor."""
    first = (
        f"Nobody is told that you asked this. The way the policy gives, with {supervisor} as your supervisor:"
    )
    ask = (Button(f"Ask for a meeting with {manager}", "concern_ask"),) if manager else ()
    note = (
        ""
        if manager
        else f"No line manager is recorded for {supervisor}; an administrator can say who it is."
    )
    steps = Bullets(tuple((g,) for g in guidance))
    body: tuple[Block, ...] = (Paragraph((first,)), steps, *((Note((note,)),) if note else ()))
    return Card("If supervision isn't as it should be", READY, body, ask)


def concern_ask(supervisor: str, manager: str, away: bool) -> Card:
    """The second step: what pressing it does."""
    text = f"{manager} reads that you ask for a meeting about your supervision, nothing more. {supervisor} isn't told."
    held = (Note((f"{manager} is unavailable at present and reads it on the return.",)),) if away else ()
    yes = Button(f"Yes, ask {manager}", "concern_send", {}, Style.PRIMARY)
    return Card(f"Ask {manager} for a meeting?", READY, (Paragraph((text,)), *held), (yes,))


def meeting_asked(name: str, supervisor: str, guidance: Sequence[str]) -> Told:
    """To the supervisor's line manager."""
    return Told(
        f"{name} asks for a meeting with you",
        "Somebody asks for a meeting with you",
        (
            Paragraph(
                (
                    f"{name} asks to speak with you about supervision with {supervisor}. Arrange it with {name} first.",
                )
            ),
            *(Note((g,)) for g in guidance),
        ),
    )


def concern_told(manager: str) -> Told:
    return Told(
        f"{manager} has your request",
        "Your request has arrived",
        (Paragraph((f"{manager} has been asked for a meeting with you.",)),),
    )


_TITLE = "Central Bedfordshire Council, version 1"


@example("policy_topics")
def _example_topics() -> Card:
    return topics(("preparing", "recording", "cancelling"), _TITLE)


@example("policy_topic")
def _example_topic() -> Card:
    said = (
        Said(
            "Who amends a record",
            "Only the supervisor amends the record.",
            "B17, “Recording of case supervisions”",
        ),
        Said("Actions", "", "B40, “Appendices 3 and 5”", ("Whose it is", "Why")),
    )
    return topic("recording", said, _TITLE)


@example("concern")
def _example_concern() -> Card:
    return concern("Priya Sample", "Helen Fictional", ["Raise it with your supervisor first (B30)."])


@example("concern_ask")
def _example_ask() -> Card:
    return concern_ask("Priya Sample", "Helen Fictional", away=True)


@example("meeting_asked")
def _example_asked() -> Card:
    return as_card([meeting_asked("Amara Example", "Priya Sample", ["You may observe a session (B30)."])])


@example("concern_told")
def _example_told() -> Card:
    return as_card([concern_told("Helen Fictional")])
