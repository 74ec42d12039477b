"""How much a team holds, and that it is more than the policy's limit. Numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cards.examples import example
from cards.formats import listing, plural
from cards.message import Message, MessageItem, message_card
from cards.model import Card, Note, Paragraph

_NOUNS: Final = {"children": ("child", "children"), "cases": ("case", "cases")}


@dataclass(frozen=True, slots=True)
class TeamSize:
    """How many carry the load; ``own_shares``: in percent, of those with a share of their own."""

    number: int
    newly_qualified: int = 0
    own_shares: tuple[int, ...] = ()

    def __str__(self) -> str:
        asye = [f"{self.newly_qualified} on the ASYE"] if self.newly_qualified else []
        own = [f"1 with {share}% of a load" for share in self.own_shares]
        apart = listing([*asye, *own])
        return f"{self.number} staff{f' ({apart})' if apart else ''}"


def count(counts: str, holds: int, staff: TeamSize, most: int, unknown: int) -> str:
    """``counts``: children or cases; ``most``: the limit in proportion; ``unknown``: cases that don't say how many."""
    one, many = _NOUNS[counts]
    text = f"{plural(one, holds, many)} for {staff}; the limit for them is {most}."
    if unknown:
        says = "doesn't say" if unknown == 1 else "don't say"
        text += f" {plural('open case', unknown)} {says} how many children, so it may be more."
    return text


@dataclass(frozen=True, slots=True)
class OverLimit(Message):
    """To those who answer for the team's workload."""

    team: str
    title: str
    source: str
    counted: str

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.team} holds more than the policy's limit",
            "A team's workload is over the limit",
            (
                Paragraph((self.counted,)),
                Paragraph(
                    ("What to do about it is yours to weigh: complexity, travel and support count too.",)
                ),
                Note((f"{self.title} ({self.source})",)),
            ),
        )


@example("workload_over")
def _example_over() -> Card:
    counted = count("children", 41, TeamSize(3, 1), 34, 2)
    return message_card(
        [
            OverLimit(
                "Family Support North", "60 children for each set of five staff", "S18, “13”", counted
            ).item()
        ]
    )
