"""Reads what is typed, a word and what follows it, into the ask that it means; ``cards/commands.py`` has the words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from difflib import get_close_matches
from typing import Final

from cards import commands as words
from cards.absence.asks import AwayCommand, Back, SupervisorAwayForm
from cards.answers.asks import Concern, Help, HomePage, PolicyTopic
from cards.ask import Ask
from cards.cases.asks import (
    DecisionForm,
    Due,
    DueForMe,
    DueInTeam,
    DueOf,
    EventForm,
    IntervalForm,
    JudgeForm,
    MetCommand,
    Section,
)
from cards.evidence.asks import ReportForm
from cards.people.asks import AgreementForm, AuditPointOf, DisclosureForm, FrequencyForm, Milestones
from cards.preparing import asks as preparing
from cards.sessions import asks as sessions
from handlers.shared.base import Refusal
from policy.folding import spaced


def _with_case(word: str, ask: Callable[[str], Ask]) -> Callable[[str], Ask]:
    """Of a command that is about one case: without a reference it is asked for."""

    def checked(rest: str) -> Ask:
        if not rest:
            raise Refusal(words.which_case(word))
        return ask(rest)

    return checked


def _alone(word: str, ask: Callable[[], Ask], *also: str) -> Callable[[str], Ask]:
    """Of a command that takes nothing after its word, or nothing but one of ``also``."""

    def checked(rest: str) -> Ask:
        if rest and rest.lower() not in also:
            raise Refusal(words.unread(word))
        return ask()

    return checked


#: After ``due``, ``due CASE`` or ``due @person``: what was done instead of what is to be.
_MET: Final = "met"


#: What narrows or widens a team.
_OF_TEAM: Final = frozenset({"late", "all", "below"})


def _due(rest: str) -> Ask:
    """``met`` stands before or after whom or what it is about. Raises Refusal for a time."""
    about, met = _without_met(rest)
    if met:
        return MetCommand(person=about) if about.startswith("@") else MetCommand(case=about)
    asked = set(rest.lower().split())
    if asked and asked <= words.TIMES:
        raise Refusal(words.unread("due"))
    if about.lower() in words.ONESELF:
        return Due()
    if asked and asked <= _OF_TEAM:
        return DueForMe(section=Section.LATE) if asked == {"late"} else _team(rest)
    return DueOf(person=rest) if rest.startswith("@") else Due(case=rest)


def _without_met(rest: str) -> tuple[str, bool]:
    said = rest.split()
    first, last = (one.lower() == _MET for one in (said[0], said[-1])) if said else (False, False)
    return " ".join(said[1:] if first else said[:-1] if last else said), first or last


def _team(rest: str) -> Ask:
    asked = set(rest.lower().split())
    if asked - _OF_TEAM:
        raise Refusal(words.unread("team"))
    return DueInTeam(late="late" in asked, below=bool(asked & {"all", "below"}))


#: By its word, what a command asks for, made of what follows the word; may raise Refusal.
READERS: Final[dict[str, Callable[[str], Ask]]] = {
    "my": _alone("my", HomePage),
    "due": _due,
    "team": _team,
    "report": _alone("report", ReportForm),
    "book": lambda rest: sessions.BookCommand(words=rest),
    "group": lambda rest: sessions.GroupForm(words=rest),
    "series": lambda rest: sessions.SeriesForm(words=rest),
    "extra": lambda rest: sessions.AdditionalCommand(words=rest),
    "cancel": _alone("cancel", sessions.SessionsListed),
    "held": lambda rest: sessions.NoteForm(words=rest) if rest else sessions.HeldListed(),
    "move": _alone("move", sessions.SessionsListed),
    "calendar": _alone("calendar", sessions.CalendarAbout),
    "prepare": lambda rest: preparing.PrepareCommand(reference=rest),
    "interval": _with_case("interval", lambda rest: IntervalForm(case=rest)),
    "event": _with_case("event", lambda rest: EventForm(case=rest)),
    "judge": _with_case("judge", lambda rest: JudgeForm(case=rest)),
    "audit": _with_case("audit", lambda rest: AuditPointOf(reference=rest)),
    "decision": lambda rest: DecisionForm(case=rest),
    "away": lambda rest: (
        SupervisorAwayForm() if rest.lower() in words.OWN_SUPERVISOR else AwayCommand(words=rest)
    ),
    "back": lambda rest: Back(words=rest),
    "supervisor": _alone("supervisor", SupervisorAwayForm, "away"),
    "agreement": lambda rest: AgreementForm(words=rest),
    "disclosed": lambda rest: DisclosureForm(words=rest),
    "frequency": lambda rest: FrequencyForm(words=rest),
    "done": lambda rest: Milestones(words=rest),
    "policy": lambda rest: PolicyTopic(topic=rest),
    "concern": _alone("concern", Concern),
}


def parse(typed: str) -> Ask:
    """What a typed command asks for. Raises Refusal with the nearest command."""
    first, rest = _parts(typed)
    if first.lower() in ("", _HELP):
        return Help(about=_known(rest).lower() if rest else "")
    return READERS[_known(first, rest).lower()](rest)


def _known(word: str, rest: str = "") -> str:
    """A command's word. Raises Refusal with one that is nearly so, with the first among the rest, or with the
    nearest."""
    if word.lower() in READERS:
        return word
    typed, others = word.lower(), rest.lower().split()
    near = get_close_matches(typed, (*READERS, _HELP), n=1, cutoff=0.75)
    near = near or [w for w in others if w in READERS]
    near = near or [words.AFTER[one] for one in (typed,) if one in words.AFTER]
    near = near or [words.MEANT[one] for one in (typed, *others) if one in words.MEANT]
    near = near or _run_together(typed)
    near = near or get_close_matches(typed, READERS, n=1, cutoff=0.6)
    raise Refusal(words.unknown(near[0] if near else ""))


def _run_together(word: str) -> list[str]:
    """Of a word that has more in it than letters: the command that it begins with; a case's, where it may be a
    reference."""
    if word.isalpha():
        return []
    begun = max((one for one in READERS if word.startswith(one)), key=len, default="")
    is_case = sum(map(str.isdigit, word)) >= _FIGURES and begun in ("", "due")
    return [words.OF_CASE] if is_case else [begun] if begun else []


_HELP: Final = "help"
#: With as many figures a word may be a case's reference.
_FIGURES: Final = 3
#: What comes along when a command is pasted out of a sentence.
_AROUND: Final = " .,;:!?\"'“”‘’"
#: A full stop ends a mention only where it isn't that of an initial: ``@J. Example``.
_GLUED: Final = re.compile(r"(@(?:[^\s,;:]+?(?=[,;:])|[^\s,;:]{2,}?(?=\.+(?:\s|$))))[.,;:]+\s*")
#: What stands before a command in Slack, or is typed as if it did.
_BEFORE: Final = re.compile(r"^/?supervision\b|^/", re.IGNORECASE)
_QUOTES: Final = re.compile(r"[\"“”„«»]")
_POSSESSIVE: Final = re.compile(r"(?<=\w)['’]s$")
#: Punctuation that says something at the end of a word: whom, which, until when.
_MEANT: Final = "@#"
_JOINTS: Final = "-–—−/&"
#: What neither the whole nor what follows its first word begins or ends with.
_ENDS: Final = _AROUND + _JOINTS.replace("/", "")


def _parts(typed: str) -> tuple[str, str]:
    """The command's word and what follows it, without what comes along in pasting: other spaces, what can't be seen,
    quotation marks and brackets, backslashes, any punctuation at the end of a word."""
    seen = "".join(c for c in spaced(typed.replace("\\", "")) if c.isprintable() or c.isspace())
    apart = _GLUED.sub(r"\1 ", _QUOTES.sub("", seen)).split()
    plain = " ".join(filter(None, map(_bare, apart))).strip(_ENDS)
    first, _, rest = _BEFORE.sub("", plain).strip().partition(" ")
    return first.strip(_AROUND), rest.strip(_ENDS)


def _bare(word: str) -> str:
    """A word without the punctuation around it; the point of an initial or of ``p.m.`` stays."""
    bare = _POSSESSIVE.sub("", word)
    while bare and _is_around(bare[0]):
        bare = bare[1:]
    while bare and _is_around(bare[-1]):
        if bare[-1] == "." and (len(bare.lstrip("@")) == 2 or "." in bare[:-1].rstrip(".")):
            break
        bare = _POSSESSIVE.sub("", bare[:-1])
    return bare


def _is_around(character: str) -> bool:
    if character in _MEANT or character in _JOINTS:
        return False
    return unicodedata.category(character).startswith("P") or character in "`´<>"


def case_of(typed: str) -> str:
    """The reference in ``due CASE``; empty for anything else."""
    first, rest = _parts(typed)
    if first.lower() != "due":
        return ""
    with suppress(Refusal):
        ask = _due(rest)
        return ask.case if isinstance(ask, Due) else ""
    return ""
