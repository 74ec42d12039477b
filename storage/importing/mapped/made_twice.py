"""What a mapping makes a second time of one of our files, of the same rows: the next sessions of those in a log, and
whoever stands beside the holder of a post."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

#: Of those rows of a log that say a day to come.
NEXT: Final = "next_sessions"
#: The other of a job share, and whoever covers a post; and who supervises those.
BESIDE: Final = "second_holders"
BESIDE_LINES: Final = "second_holders_supervised"
SECOND: Final[Mapping[str, str]] = {NEXT: "sessions", BESIDE: "people", BESIDE_LINES: "relationships"}
_OF_THE_SAME: Final = ("supervisee", "supervisor", "kind")
_OF_THE_POST: Final = ("role", "team")


def kind_made(name: str) -> str:
    """Which of our files it is that a mapping makes by this name."""
    return SECOND.get(name, name)


def as_the_first(makes: Mapping[str, Any]) -> dict[str, Any]:
    """With what a second one says as the first does, where it says nothing else: who is in the next sessions, of which
    kind they are, and the time of all that the file says none of; of a second holder the post, and who supervises
    it."""
    told = {name: _columns(makes.get(name)) for name in {*SECOND, *SECOND.values()}}
    sessions, people, lines = (told[kind_made(name)] for name in SECOND)
    start = sessions.get("start")
    theirs: dict[str, dict[str, Any]] = {
        NEXT: _of(sessions, *_OF_THE_SAME)
        | ({"start": start} if isinstance(start, dict) and "is" in start else {}),
        BESIDE: _of(people, *_OF_THE_POST),
        BESIDE_LINES: _of(lines, "supervisor"),
    }
    for name, ours in (("staff_number", "supervisee"), ("employed_from", "since")):
        if name in told[BESIDE]:
            theirs[BESIDE_LINES][ours] = told[BESIDE][name]
    filled = {
        name: {**makes[name], "columns": {**mine, **told[name]}}
        for name, mine in theirs.items()
        if isinstance(makes.get(name), dict) and (told[name] or name == BESIDE_LINES)
    }
    return {**makes, **filled}


def _of(columns: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: columns[name] for name in names if name in columns}


def _columns(made: Any) -> dict[str, Any]:
    """None where it is written otherwise, which is said when it is read."""
    columns = made.get("columns") if isinstance(made, dict) else None
    return columns if isinstance(columns, dict) else {}
