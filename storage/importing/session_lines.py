"""The lines of a proposed mapping that are about sessions: what a tracker of them says, and what it doesn't."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from storage.importing import values as v
from storage.importing.mapped_rows import is_set
from storage.importing.mapping_lines import MappingLines, listed, quoted
from storage.importing.own_columns import Column, meant_by
from storage.importing.own_dates import OwnDates
from storage.importing.recognising import words_of
from storage.importing.values import ImportVocabulary

#: When sessions were held of which only the day is known.
NO_TIME: Final = "09:00"
#: Of a tracker, the rows that are none of a kind's by their state, and why.
LEFT_OUT: Final[Mapping[str, tuple[Set[str], str]]] = {
    "sessions": ({"cancelled"}, "when and why they were cancelled isn't in the file"),
    "discussions": ({"cancelled", "booked"}, "nothing was discussed there"),
}


@dataclass(slots=True)
class SessionLines(MappingLines):
    """``dates``: how the file writes its days."""

    vocabulary: ImportVocabulary = field(kw_only=True)
    dates: OwnDates = field(default_factory=OwnDates)

    def session(self, found: Mapping[str, Column], free: Sequence[Column]) -> None:
        """What no column says of a session: whether it took place, how long it was, of which kind. ``free``: columns
        that were taken for nothing: one that says no of some may say which took place."""
        if "state" not in found and any(_says_no(column) for column in free):
            self.undecided_yet("state", "no column was taken for which took place, and one says yes and no")
        elif "state" not in found:
            self._where_over("state", "held", found["date"], "no column says which took place")
        if {"until", "start"} <= found.keys() and "minutes" not in found:
            self._length(found["start"], found["until"])
        if "kind" not in found:
            self.fixed("kind", "case", "a guess: no column says of which kind they are")

    def start(self, found: dict[str, Column]) -> None:
        """A day with its time in one column is both."""
        if "start" not in found and found["date"].are_moments:
            found["start"] = found["date"]
            self.lines.append(f"      start: {{from: {quoted(found['date'].title)}, part: time}}")
            self.guessed.append(f"start is the time in “{found['date'].title}”")
        elif "start" not in found:
            self._where_over("start", NO_TIME, found["date"], "no column says at what time")

    def _length(self, start: Column, until: Column) -> None:
        self.used.add(until.title)
        self.lines.append(f"      minutes: {{from: {quoted(start.title)}, until: {quoted(until.title)}}}")
        self.guessed.append(f"minutes are those from “{start.title}” to “{until.title}”")

    def _where_over(self, ours: str, value: str, date: Column, why: str) -> None:
        """What is the same for all sessions if they are over: without a column somebody has to say it else."""
        days = [day for day in map(self._day, date.words) if day]
        if days and max(days) <= self.vocabulary.staff.today:
            self.fixed(ours, value, f"a guess: {why}, and every day is over")
        else:
            self.undecided_yet(ours, why)

    def leave_out_others(self, kind: str, state: Column | None) -> None:
        """A cancelled session needs when and why, which a tracker seldom has; nothing was discussed in what wasn't
        held."""
        states, why = LEFT_OUT[kind]
        known = words_of("state", self.vocabulary) or {}
        left = (
            [word for word in sorted(state.words) if meant("state", word, known) in states] if state else []
        )
        if state and left:
            self.lines.append(f"    leave_out: {{{quoted(state.title)}: [{listed(left)}]}}  # {why}")
            self.guessed.append(f"{kind}: rows that say {', '.join(left)} are left out: {why}")

    def _day(self, word: str) -> date | None:
        return v.day_if_readable(self.dates.restated(word))


def _says_no(column: Column) -> bool:
    return column.are_yes_or_no and any(is_set(word) is False for word in column.words)


def meant(ours: str, word: str, known: Mapping[str, str]) -> str | None:
    """A session of which a tracker says yes was held, one of which it says no wasn't."""
    held = is_set(word) if ours == "state" else None
    return meant_by(word, known) if held is None else "held" if held else "cancelled"
