"""What can be typed: a word, what follows it, and the ask it means. The help and every list of commands come from
here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from cards.absence.asks import Away, Back, SupervisorAwayForm
from cards.answers.asks import Concern, Help, PolicyTopic
from cards.ask import Ask
from cards.cases.asks import DecisionForm, Due, DueInTeam, EventForm, IntervalForm, JudgeForm, Met
from cards.people.asks import AgreementForm, AuditPointOf, FrequencyForm, Milestones
from cards.preparing import asks as preparing
from cards.sessions import asks as sessions
from handlers.shared.base import Refusal


@dataclass(frozen=True, slots=True)
class Command:
    """``usage`` as in the help; ``read`` makes the ask from what follows the word, and may raise Refusal."""

    usage: str
    meaning: str
    read: Callable[[str], Ask]


def with_case(usage: str, read: Callable[[str], Ask]) -> Callable[[str], Ask]:
    """Of a command that is about one case: without a reference it is asked for."""

    def checked(rest: str) -> Ask:
        if not rest:
            raise Refusal(f"Which case? Write its reference after the word: {usage}")
        return read(rest)

    return checked


#: After ``due``, or after ``due CASE``: what was done instead of what is to be.
_MET: Final = "met"


def _due(rest: str) -> Ask:
    case = rest.strip()[: -len(_MET)].strip() if _is_met(rest) else rest
    return Met(case=case) if _is_met(rest) else Due(case=case)


def _is_met(rest: str) -> bool:
    return rest.lower().split()[-1:] == [_MET]


COMMANDS: Final[dict[str, Command]] = {
    "due": Command(
        "due [CASE] [met]", "what is due for you, or when a case is next due; met: what was done", _due
    ),
    "team": Command("team", "what is due in your team", lambda _: DueInTeam()),
    "book": Command(
        "book @person next tuesday 2pm [personal]",
        "book a session, or ask your supervisor for one",
        lambda rest: sessions.BookCommand(words=rest),
    ),
    "group": Command(
        "group [next tuesday 10am]",
        "book group supervision for your team",
        lambda rest: sessions.GroupForm(words=rest),
    ),
    "extra": Command(
        "extra [@person]",
        "ask for an additional session",
        lambda rest: sessions.AdditionalCommand(words=rest),
    ),
    "cancel": Command("cancel", "cancel a booked session", lambda _: sessions.SessionsListed()),
    "held": Command(
        "held",
        "say whether a session took place, note one that nobody booked, or put right what was said",
        lambda _: sessions.HeldListed(),
    ),
    "move": Command("move", "move a booked session", lambda _: sessions.SessionsListed()),
    "prepare": Command(
        "prepare [CASE]",
        "what to prepare for your next session, or one case's form",
        lambda rest: preparing.PrepareCommand(reference=rest),
    ),
    "interval": Command(
        "interval CASE",
        "decide that a case is discussed more often, or ask for less where the policy allows it",
        with_case("interval CASE", lambda rest: IntervalForm(case=rest)),
    ),
    "event": Command(
        "event CASE",
        "record something dated about a case that the policy's rules name",
        with_case("event CASE", lambda rest: EventForm(case=rest)),
    ),
    "judge": Command(
        "judge CASE",
        "say what a case is judged to be, such as stable: a manager's judgement, with why",
        with_case("judge CASE", lambda rest: JudgeForm(case=rest)),
    ),
    "audit": Command(
        "audit CASE",
        "note an audit's learning point for the next session",
        with_case("audit CASE", lambda rest: AuditPointOf(reference=rest)),
    ),
    "decision": Command(
        "decision [CASE]",
        "note that a decision about a case was made outside supervision",
        lambda rest: DecisionForm(case=rest),
    ),
    "away": Command(
        "away [@person] [10 nov to 20 nov]",
        "say that you or somebody in your line is away",
        lambda rest: Away(words=rest),
    ),
    "back": Command(
        "back [@person] [23 nov]",
        "say from when you or somebody in your line is back",
        lambda rest: Back(words=rest),
    ),
    "supervisor": Command(
        "supervisor away", "say that your supervisor is away", lambda _: SupervisorAwayForm()
    ),
    "agreement": Command(
        "agreement @person",
        "start or review a supervision agreement",
        lambda rest: AgreementForm(words=rest),
    ),
    "frequency": Command(
        "frequency @person",
        "record how often another body set supervision, such as a Practice Educator",
        lambda rest: FrequencyForm(words=rest),
    ),
    "done": Command(
        "done [@person] [what]",
        "what the policy asks now and then: see it, record it, take it back",
        lambda rest: Milestones(words=rest),
    ),
    "policy": Command(
        "policy [topic]", "what the policy says, with its clauses", lambda rest: PolicyTopic(topic=rest)
    ),
    "concern": Command(
        "concern",
        "what to do if supervision isn't as it should be; nobody is told",
        lambda _: Concern(),
    ),
}


def parse(words: str, before: str = "") -> Ask:
    """What a typed command asks for. ``before``: what is typed before each here, such as ``/supervision``.
    Raises Refusal with the nearest command."""
    first, rest = _parts(words)
    if first.lower() in ("", "help"):
        return Help(before=before)
    known = COMMANDS.get(first.lower())
    if known is None:
        near = get_close_matches(first.lower(), COMMANDS, n=1, cutoff=0.6)
        hint = f" Did you mean: {f'{before} {near[0]}'.strip()}?" if near else ""
        raise Refusal(
            f"There is no command “{first[:40]}”.{hint} For all of them: {f'{before} help'.strip()}"
        )
    return known.read(rest)


#: What comes along when a command is pasted out of a sentence.
_AROUND: Final = " .,;:!?\"'“”‘’"
_GLUED: Final = re.compile(r"(@[^\s,;]+)[,;]\s*")


def _parts(words: str) -> tuple[str, str]:
    """The command's word and what follows it, without what comes along in pasting: other spaces, what can't be seen,
    quotation marks, backslashes, a full stop at the end, a comma after whoever is mentioned."""
    seen = "".join(c for c in words.replace("\\", "") if unicodedata.category(c) != "Cf")
    plain = _GLUED.sub(r"\1 ", " ".join(seen.split())).strip(_AROUND)
    first, _, rest = plain.removeprefix("/supervision").strip().partition(" ")
    return first.strip(_AROUND), rest.strip(_AROUND)


def case_of(words: str) -> str:
    """The reference in ``due CASE``; empty for anything else."""
    first, rest = _parts(words)
    wants_date = first.lower() == "due" and not _is_met(rest)
    return rest if wants_date else ""


#: Every command that needs no more words, as a button of the page that people open first.
WAYS: Final = (
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


def ways(before: str = "") -> list[tuple[str, Ask]]:
    """Their labels and what they ask for; ``before`` as in ``parse``."""
    return [(label, parse(words, before)) for label, words in WAYS]


#: Common commands as buttons: a way to everything without remembering one.
SHORTCUTS: Final = (
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
