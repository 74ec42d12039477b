"""Each step of a longer interval, as it happened, to those whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from cards.examples import example
from cards.formats import listing
from cards.message import Message, MessageItem, message_card
from cards.model import Card, Paragraph
from cards.shared.line_buttons import due_now
from cards.shared.next_due import NextDueLine


class Happened(StrEnum):
    """A step of a longer interval."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    RECORDED = "recorded"
    RESTORED = "restored"


#: What each step says after the reference; ``{who}`` did it, ``{every}`` is how often.
STEPS: Final = {
    Happened.ASKED: (
        "asked for every {every}",
        "{who} asked for it. {others} decides; you needn't do anything.",
    ),
    Happened.GRANTED: ("every {every} is granted", "{who} granted it."),
    Happened.REFUSED: ("every {every} is refused", "{who} didn't grant it. The usual interval stands."),
    Happened.WITHDRAWN: ("no longer asked for", "{who} took the request back. The usual interval stands."),
    Happened.ENDED: ("every {every} has ended", "{who} ended it. The usual interval stands."),
    Happened.RECORDED: ("every {every} counts now", "{who} confirmed that it is on the supervision record."),
    Happened.RESTORED: ("every {every} holds again", "{who} took back what had ended it."),
}


@dataclass(frozen=True, slots=True)
class IntervalNews(Message):
    """News for the asker, the case's worker and their supervisor. ``confirm``: it waits for the supervision record;
    ``following``: by when the case is next to be discussed since."""

    what: Happened
    reference: str
    every: str
    who: str
    others: Sequence[str] = ()
    confirm: bool = field(kw_only=True, default=False)
    following: NextDueLine | None = field(kw_only=True, default=None)

    def item(self) -> MessageItem:
        title, text = STEPS[self.what]
        said = text.format(who=self.who, every=self.every, others=listing(self.others, "or"))
        pending = (
            " It counts once the supervisor confirms that it is on the supervision record."
            if self.confirm
            else ""
        )
        return MessageItem(
            f"{self.reference}: {title.format(every=self.every)}",
            "News about an interval",
            (Paragraph((said + pending,)), *(self.following.blocks() if self.following else ())),
            (due_now(self.reference),),
        )


@example("interval_step")
def _example_step() -> Card:
    return message_card(
        [IntervalNews(Happened.GRANTED, "CB-10300", "12 weeks", "Helen Fictional", confirm=True).item()]
    )
