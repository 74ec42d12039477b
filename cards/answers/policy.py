"""What the policy says, by topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cards.answers.asks import PolicyTopic
from cards.examples import example
from cards.model import Block, Bullets, Button, Card, Note, Paragraph, Part, Strong
from cards.to_type import to_type

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
    text = f"Choose a topic, or type it after the word: {to_type('policy recording')}"
    return Card("What the policy says", READY, (Paragraph((text,)), *parts, Note((title,))))


def topic(name: str, said: Sequence[PolicyEntry], title: str) -> Card:
    body = tuple(block for one in said for block in _entry(one))
    return Card(
        f"The policy on {name}",
        READY,
        (*body, Note((title,))),
        (Button("Other topics", PolicyTopic()),),
    )


def _entry(one: PolicyEntry) -> tuple[Block, ...]:
    text = (Strong(one.title), f": {one.text}" if one.text else "", f" ({one.source})")
    parts = (Bullets(tuple((p,) for p in one.parts)),) if one.parts else ()
    return (Paragraph(text), *parts)


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
