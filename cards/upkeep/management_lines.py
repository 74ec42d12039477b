"""To an administrator: who cannot be reached, and where the line of management leads to nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cards.examples import example
from cards.formats import plural
from cards.message import Message, MessageItem, message_card
from cards.model import Block, Bullets, Card, Note, Paragraph, Text

#: More than this is counted.
MOST: Final = 15

#: What is wrong, by its name in ``storage.nightly_checks``; ``{name}`` is filled in.
WORDS: Final = {
    "no_supervisor": "{name} has no supervisor recorded.",
    "supervisor_left": "{name}'s supervisor has left: until somebody else is named the next manager up answers.",
    "loop": "The line above {name} leads back to {name}.",
    "no_manager": "{name} supervises others and has no line manager recorded: what should go up goes to you.",
    "nobody_there": "{name} is away, and so is everybody above: what should go up goes to you.",
    "unreachable": "{name} cannot be reached in chat.",
    "cover_gone": "Somebody who covers for {name} is away: whoever arranges their cover can name another.",
}
#: What a staff list mends; the rest mends itself, or by an act of somebody's.
BY_FILE: Final = ("no_supervisor", "supervisor_left", "loop", "no_manager")
#: Why somebody can't be reached, as each platform says it in the words of ours, and what mends it.
WHY: Final = {
    "no_address": "No account of theirs is known, or the one that is can't be used.",
    "unknown": "No account there has the email of the staff list.",
    "not_installed": "They don't have the app yet.",
    "taken": "The account with their email is joined to somebody else.",
    "guest": "Their account is a guest's.",
    "deactivated": "Their account was deactivated.",
    "other": "Why isn't known any more.",
}
MEND: Final = {
    "not_installed": "Install the app for them.",
    "taken": "See whose account it is, and put the email right in the staff list.",
    "guest": "They need an account of the council's own, with the email of the staff list.",
    "deactivated": "If they left, import when; if not, have the account restored.",
}
USUAL: Final = (
    "See that they have an account with the email of the staff list, or ask them to write to the bot once."
)
KEPT: Final = (
    "Their messages are kept, tried again each working day, and go out together once they can be reached. "
    "What goes up the line passes over them after one working day; what is urgent did at once."
)


@dataclass(frozen=True, slots=True)
class RouteFaults(Message):
    """``faults``: which, and from whom."""

    faults: Sequence[tuple[str, str]]

    def item(self) -> MessageItem:
        shown = self.faults[:MOST]
        by_file, others = _worded(shown, by_file=True), _worded(shown, by_file=False)
        mend = (Paragraph(("Put these right in the staff list and import it again:",)), Bullets(by_file))
        known = (Paragraph(("No staff list mends this:",)), Bullets(others))
        more = (Note((f"And {len(self.faults) - MOST} more.",)),) if len(self.faults) > MOST else ()
        return MessageItem(
            f"{plural('gap', len(self.faults))} in the lines of management",
            "Something to put right",
            (*(mend if by_file else ()), *(known if others else ()), *more),
        )


def _worded(faults: Sequence[tuple[str, str]], *, by_file: bool) -> tuple[Text, ...]:
    return tuple((WORDS[f].format(name=name),) for f, name in faults if (f in BY_FILE) is by_file)


@dataclass(frozen=True, slots=True)
class Unreachable(Message):
    """To the administrators: messages wait for somebody, why, and how to mend it. ``left``: there is nobody to wait
    for; ``passed_up``: of what was for them, something went to the next manager."""

    name: str
    why: str
    left: bool = False
    passed_up: bool = False

    def item(self) -> MessageItem:
        said = self._left() if self.left else self._waits()
        return MessageItem(f"{self.name} can't be reached", "Somebody can't be reached", said)

    def _waits(self) -> tuple[Block, ...]:
        why = WHY.get(self.why, f"The chat platform answered: {self.why}.")
        mend = MEND.get(self.why, USUAL)
        return (Paragraph((f"{why} {mend}",)), Note((KEPT,)))

    def _left(self) -> tuple[Block, ...]:
        why = "They are recorded as having left: a message for them was dropped."
        up = (Note(("What goes up the line went to the next manager.",)),) if self.passed_up else ()
        return (Paragraph((why,)), *up)


@example("routes")
def _example_routes() -> Card:
    return message_card([RouteFaults([(fault, "Bo Placeholder") for fault in WORDS]).item()])


@example("unreachable")
def _example_unreachable() -> Card:
    return message_card([Unreachable("Bo Placeholder", "no_address").item()])


@example("unreachable_left")
def _example_left() -> Card:
    return message_card([Unreachable("Bo Placeholder", "left", left=True, passed_up=True).item()])
