"""What can be typed: a word, what follows it, and the intent it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from handlers.base import Refusal


@dataclass(frozen=True, slots=True)
class Command:
    """``usage`` as in the help; ``read`` turns what follows the word into an intent's fields."""

    usage: str
    meaning: str
    intent: str
    read: Callable[[str], Mapping[str, Any]]


def _nothing(_rest: str) -> Mapping[str, Any]:
    return {}


def _as(name: str) -> Callable[[str], Mapping[str, Any]]:
    return lambda rest: {name: rest}


COMMANDS: dict[str, Command] = {
    "due": Command("due [CASE]", "what is due for you, or when a case is next due", "due", _as("case")),
    "team": Command("team", "what is due in your team", "team", _nothing),
}


def parse(words: str) -> tuple[str, Mapping[str, Any]]:
    """The intent and fields of a typed command. Raises Refusal with the nearest command."""
    first, _, rest = words.strip().removeprefix("/supervision").strip().partition(" ")
    if first.lower() in ("", "help", "?"):
        return "help", {"usages": {c.usage: c.meaning for c in COMMANDS.values()}}
    known = COMMANDS.get(first.lower())
    if known is None:
        near = get_close_matches(first.lower(), COMMANDS, n=1, cutoff=0.5)
        hint = f" Did you mean: {near[0]}?" if near else ""
        raise Refusal(f"There is no command “{first[:40]}”.{hint} For all of them: help")
    return known.intent, known.read(rest.strip())


#: Common commands as buttons: a way to everything without remembering one.
SHORTCUTS = (("What is due for me", "due"), ("My team", "team"))
