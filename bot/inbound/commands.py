"""What can be typed: a word, what follows it, and the intent it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from handlers.shared.base import Refusal


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


def _case(name: str, usage: str) -> Callable[[str], Mapping[str, Any]]:
    """A command that is about one case: without a reference it is asked for."""

    def read(rest: str) -> Mapping[str, Any]:
        if not rest:
            raise Refusal(f"Which case? Write its reference after the word: {usage}")
        return {name: rest}

    return read


COMMANDS: dict[str, Command] = {
    "due": Command("due [CASE]", "what is due for you, or when a case is next due", "due", _as("case")),
    "team": Command("team", "what is due in your team", "team", _nothing),
    "book": Command(
        "book @person next tuesday 2pm [personal]",
        "book a session, or ask your supervisor for one",
        "book",
        _as("words"),
    ),
    "group": Command(
        "group [next tuesday 10am]", "book group supervision for your team", "group_form", _as("words")
    ),
    "extra": Command("extra [@person]", "ask for an additional session", "extra", _as("words")),
    "cancel": Command("cancel", "cancel a booked session", "cancel_list", _nothing),
    "move": Command("move", "move a booked session", "cancel_list", _nothing),
    "prepare": Command(
        "prepare [CASE]",
        "what to prepare for your next session, or one case's form",
        "prepare",
        _as("reference"),
    ),
    "interval": Command(
        "interval CASE",
        "decide that a case is discussed more often, or ask for less where the policy allows it",
        "interval_form",
        _case("case", "interval CASE"),
    ),
    "event": Command(
        "event CASE",
        "record something dated about a case that the policy's rules name",
        "event_form",
        _case("case", "event CASE"),
    ),
    "judge": Command(
        "judge CASE",
        "say what a case is judged to be, such as stable: a manager's judgement, with why",
        "judge_form",
        _case("case", "judge CASE"),
    ),
    "audit": Command(
        "audit CASE",
        "note an audit's learning point for the next session",
        "audit",
        _case("reference", "audit CASE"),
    ),
    "decision": Command(
        "decision [CASE]",
        "note that a decision about a case was made outside supervision",
        "decision_form",
        _as("case"),
    ),
    "away": Command(
        "away [@person] [10 nov to 20 nov]",
        "say that you or somebody in your line is away",
        "away",
        _as("words"),
    ),
    "back": Command(
        "back [@person] [23 nov]",
        "say from when you or somebody in your line is back",
        "away_back",
        _as("words"),
    ),
    "supervisor": Command("supervisor away", "say that your supervisor is away", "claim", _nothing),
    "agreement": Command(
        "agreement @person", "start or review a supervision agreement", "agreement", _as("words")
    ),
    "frequency": Command(
        "frequency @person",
        "record how often another body set supervision, such as a Practice Educator",
        "frequency",
        _as("words"),
    ),
    "done": Command(
        "done [@person] [what]",
        "what the policy asks now and then: see it, record it, take it back",
        "done",
        _as("words"),
    ),
    "policy": Command("policy [topic]", "what the policy says, with its clauses", "policy", _as("topic")),
    "concern": Command(
        "concern", "what to do if supervision isn't as it should be; nobody is told", "concern", _nothing
    ),
}


def parse(words: str, before: str = "") -> tuple[str, Mapping[str, Any]]:
    """The intent and fields of a typed command. ``before``: what is typed before each here, such as ``/supervision``.
    Raises Refusal with the nearest command."""
    first, _, rest = words.strip().removeprefix("/supervision").strip().partition(" ")
    if first.lower() in ("", "help", "?"):
        return "help", {"usages": {c.usage: c.meaning for c in COMMANDS.values()}, "before": before}
    known = COMMANDS.get(first.lower())
    if known is None:
        near = get_close_matches(first.lower(), COMMANDS, n=1, cutoff=0.6)
        hint = f" Did you mean: {f'{before} {near[0]}'.strip()}?" if near else ""
        raise Refusal(
            f"There is no command “{first[:40]}”.{hint} For all of them: {f'{before} help'.strip()}"
        )
    return known.intent, known.read(rest.strip())


def case_of(words: str) -> str:
    """The reference in ``due CASE``; empty for anything else."""
    first, _, rest = words.strip().removeprefix("/supervision").strip().partition(" ")
    return rest.strip() if first.lower() == "due" else ""


#: Every command that needs no more words, as a button of the page that people open first.
WAYS = (
    ("Prepare", "prepare"),
    ("Cancel or move a session", "cancel"),
    ("Ask for an extra session", "extra"),
    ("I am away", "away"),
    ("I am back", "back"),
    ("My supervisor is away", "supervisor away"),
    ("What the policy says", "policy"),
    ("A concern about supervision", "concern"),
    ("All commands", "help"),
)


def ways(before: str = "") -> list[tuple[str, str, Mapping[str, Any]]]:
    """Their labels, intents and fields; ``before`` as in ``parse``."""
    return [(label, *parse(words, before)) for label, words in WAYS]


#: Common commands as buttons: a way to everything without remembering one.
SHORTCUTS = (
    ("What is due for me", "due"),
    ("My team", "team"),
    ("Prepare", "prepare"),
    ("Cancel or move a session", "cancel"),
    ("Ask for an extra session", "extra"),
    ("I am away", "away"),
    ("My supervisor is away", "supervisor away"),
    ("The policy", "policy"),
    ("Something isn't right", "concern"),
    ("Help", "help"),
)
