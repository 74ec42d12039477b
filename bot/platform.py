"""What a chat platform must do for us. Slack, Teams and the desk each implement it in one module."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from cards.model import Card


@dataclass(frozen=True, slots=True)
class Address:
    """Where one person is reached: ids of the platform's own, opaque to us (Slack: team and user; Teams: conversation
    id, service URL, tenant)."""

    person_id: int
    platform: str
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform's own reference of a message, enough to find and replace it."""

    reference: str


class TryLaterError(Exception):
    """A passing fault; the message stays ours to send. ``after``: seconds, from Retry-After where there is one."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.after = reason, after


class UnreachableError(Exception):
    """It cannot arrive: the person left the platform, the bot was removed. ``reason`` is one word, never content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Platform(Protocol):
    """``can_be_asked``: whether a message whose sending was cut short can be looked up by its key (Slack: metadata)."""

    name: str
    can_be_asked: bool

    async def send(self, to: Address, /, key: str, card: Card) -> Sent:
        """Deliver a sealed card once. Raises TryLaterError or UnreachableError; any other error counts as TryLater,
        is logged by its type and tried again."""

    async def find(self, to: Address, /, key: str) -> Sent | None:
        """The message with that key if it arrived. Only called where ``can_be_asked``."""

    async def replace(self, to: Address, /, sent: Sent, card: Card) -> None:
        """Show ``card`` in place of a message sent earlier. Raises as ``send``; a message that is gone is no error."""
