"""The chat platform of a month of kills: it keeps what arrived, lives on when the bot doesn't, and can end it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from storage import tables as t
from tests.proof.killing import Killer


@dataclass(frozen=True, slots=True)
class Arrived:
    """One copy of a message: whose it is, by staff number, under which key, and what it shows now: its title, and each
    button's label and token, top to bottom."""

    to: str
    key: str
    title: str
    buttons: Sequence[tuple[str, str]]


class Outside(Protocol):
    """``name`` says to the bot's process which platform it has."""

    name: str
    killer: Killer

    def served(self) -> AbstractAsyncContextManager[str]:
        """The base URL while it listens."""

    def contact(self, person_id: int, number: str, base: str) -> t.Contact:
        """How somebody is reached there."""

    def arrived(self) -> list[Arrived]:
        """Oldest first."""


def copies(outside: Outside) -> dict[str, list[Arrived]]:
    """Of each message, by its key, oldest first."""
    found: dict[str, list[Arrived]] = defaultdict(list)
    for one in outside.arrived():
        found[one.key].append(one)
    return found
