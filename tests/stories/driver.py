"""What a story may do, on any platform: type, press, fill in, see, and let time pass. No story reads a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Seen:
    """A card, answer or form as its reader sees it: words, buttons, fields by label, and errors by label."""

    title: str
    text: str
    buttons: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    def __contains__(self, words: str) -> bool:
        return words in self.text


class Driver(Protocol):
    """``who`` is a first name of the stories' council. ``on`` is a part of the card that is meant, newest first."""

    async def types(self, who: str, command: str) -> Seen:
        """A command, and its answer."""

    async def presses(self, who: str, button: str, on: str = "") -> Seen:
        """A button of a message, of the last answer or of the form that is open; what is then shown."""

    async def fills(self, who: str, button: str, **answers: object) -> Seen:
        """Fills in the form that is open (fields by name) and presses one of its buttons."""

    def token(self, who: str, button: str) -> str:
        """What a button of the last answer would send: for pressing it in somebody else's name."""

    async def sends(self, who: str, token: str) -> Seen:
        """Sends a button's token that this person was never shown, or once more."""

    async def messages(self, who: str) -> list[Seen]:
        """What this person's conversation shows, newest first."""

    def options(self, who: str) -> dict[str, str]:
        """What can be chosen in the form that is open: labels and their values."""

    async def waits_until(self, moment: datetime) -> None:
        """Lets time pass, everything due on the way happening in its order."""

    async def restarts(self) -> None:
        """The process ends and starts again."""


async def message(driver: Driver, who: str, words: str) -> Seen:
    """The newest message whose title or text holds these words; says what was there instead."""
    found = await driver.messages(who)
    for seen in found:
        if words in seen.title or words in seen.text:
            return seen
    raise AssertionError(f"{who} has no message with “{words}”, only: " + " | ".join(s.title for s in found))


async def no_message(driver: Driver, who: str, words: str) -> None:
    found = [s.title for s in await driver.messages(who) if words in s.title or words in s.text]
    assert not found, f"{who} was told “{words}”: {found}"
