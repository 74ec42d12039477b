"""What can be typed, in words: for the help, the pages' buttons and every list of commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cards.shared import home_buttons
from cards.to_type import to_type


@dataclass(frozen=True, slots=True)
class CommandWords:
    """``usage``: the word and what may follow it, what may be left out in brackets."""

    usage: str
    meaning: str


#: By the word, in the order in which the help has them.
COMMANDS: Final = {
    "my": CommandWords("my", "your next session, what waits for you, your cases, your year"),
    "due": CommandWords(
        "due [CASE or @person] [met]",
        "what is due for you, for somebody in your line, or when a case is next due; met: what was done",
    ),
    "team": CommandWords(
        "team [late] [all]", "your team by person; late: only what is late; all: everybody below you"
    ),
    "report": CommandWords("report", "what a period shows of supervision, for everybody below you"),
    "book": CommandWords(
        "book @person next tuesday 2pm [personal]", "book a session, or ask your supervisor for one"
    ),
    "group": CommandWords("group [next tuesday 10am]", "book group supervision for your team"),
    "series": CommandWords(
        "series [@person every four weeks tuesday 10am until july]", "book several sessions in one go"
    ),
    "extra": CommandWords("extra [@person] [next tuesday 2pm]", "ask for an additional session"),
    "cancel": CommandWords("cancel", "cancel a booked session"),
    "held": CommandWords(
        "held [@person last friday 2pm]",
        "say whether a session took place, note one that nobody booked, or put right what was said",
    ),
    "move": CommandWords("move", "move a booked session"),
    "calendar": CommandWords("calendar", "your sessions in Outlook, Google's or Apple's calendar"),
    "prepare": CommandWords("prepare [CASE]", "what to prepare for your next session, or one case's form"),
    "interval": CommandWords(
        "interval CASE",
        "decide that a case is discussed more often, or ask for less where the policy allows it",
    ),
    "event": CommandWords("event CASE", "record something dated about a case that the policy's rules name"),
    "judge": CommandWords(
        "judge CASE", "say what a case is judged to be, such as stable: a manager's judgement, with why"
    ),
    "audit": CommandWords("audit CASE", "note an audit's learning point for the next session"),
    "decision": CommandWords(
        "decision [CASE]", "note that a decision about a case was made outside supervision"
    ),
    "away": CommandWords(
        "away [@person] [10 nov to 20 nov]", "say that you or somebody in your line is away"
    ),
    "back": CommandWords("back [@person] [23 nov]", "say from when you or somebody in your line is back"),
    "supervisor": CommandWords("supervisor away", "say that your supervisor is away"),
    "agreement": CommandWords("agreement @person", "start or review a supervision agreement"),
    "disclosed": CommandWords(
        "disclosed @person", "say that you discussed with others what somebody said in supervision"
    ),
    "frequency": CommandWords(
        "frequency @person",
        "record how often another body set supervision, such as a Practice Educator",
    ),
    "done": CommandWords(
        "done [@person] [what]", "what the policy asks now and then: see it, record it, take it back"
    ),
    "policy": CommandWords("policy [topic]", "what the policy says, with its clauses"),
    "concern": CommandWords("concern", "what to do if supervision isn't as it should be; nobody is told"),
}

#: Common commands as buttons: a way to everything without remembering one.
SHORTCUTS: Final = (
    ("My supervision", "my"),
    ("What is due for me", "due"),
    ("My team", "team"),
    (home_buttons.PREPARE, "prepare"),
    (home_buttons.CHANGE, "cancel"),
    (home_buttons.EXTRA, "extra"),
    (home_buttons.AWAY, "away"),
    (home_buttons.SUPERVISOR_AWAY, "supervisor away"),
    ("The policy", "policy"),
    ("Something isn't right", "concern"),
    ("Help", "help"),
)


def which_case(word: str) -> str:
    """To whoever typed a command about one case without its reference."""
    return f"Which case? Write its reference after the word: {to_type(COMMANDS[word].usage)}"


#: After ``away``: the asker's own supervisor.
OWN_SUPERVISOR: Final = ("supervisor", "my supervisor")
#: Of words that mean something after another alone, with that other.
AFTER: Final = {"late": "due late", "met": "due met", "all": "team all", "below": "team below"}


#: Of other words for what a command is about, that command.
MEANT: Final = {
    "leave": "away",
    "holiday": "away",
    "holidays": "away",
    "sick": "away",
    "ill": "away",
    "off": "away",
}
#: How a case is asked about, to whoever typed its reference otherwise.
OF_CASE: Final = "due CASE"
#: After ``due``: the asker.
ONESELF: Final = frozenset({"me", "mine", "my", "for me"})
#: After ``due``: a time, which it doesn't take.
TIMES: Final = frozenset(
    {"today", "tomorrow", "yesterday", "now", "soon", "next", "this", "week", "month", "year"}
)


def unread(word: str) -> str:
    """What was typed after a command means nothing there; it may be a name, and isn't said again."""
    return f"Not all of that can be read after “{word}”. Write it like: {to_type(COMMANDS[word].usage)}"


def unknown(near: str) -> str:
    """``near``: the command that was probably meant."""
    hint = f" Did you mean: {to_type(near)}?" if near else ""
    return f"There is no such command.{hint} For all of them: {to_type('help')}"
