"""The lines of a proposed mapping that say which sessions come next, where a log says so beside those that it is of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from storage.importing.mapped.made_twice import NEXT
from storage.importing.mapped.mapping import UNDECIDED
from storage.importing.proposal.form_lines import words_by
from storage.importing.proposal.heading_words import normal
from storage.importing.proposal.mapping_lines import quoted
from storage.importing.proposal.own_columns import Column
from storage.importing.proposal.planned_lines import no_days
from storage.importing.proposal.session_lines import SessionLines, of_groups

_OF_NEXT: Final = re.compile(
    r"\bnext\b|\bnew (?:date|time)\b|\bre ?(?:arranged|booked|scheduled)\b|\bfollowing\b"
)
_OF_ANOTHER: Final = re.compile(
    r"\b(?:review|visit|panel|court|conference|appraisal|plan|pdr|hearing|lac|cla)\b"
)
#: The day in place of a cancelled one goes before that of the next.
_IN_PLACE: Final = re.compile(r"\bnew\b|\bre ?(?:arranged|booked|scheduled)\b")
_ONLY_DUE: Final = re.compile(r"\bdue\b|\btarget\b|\bby\b|\bdeadline\b")


@dataclass(slots=True)
class NextLines(SessionLines):
    """Written with the others of a file."""

    def next_sessions(self, found: Mapping[str, Column], columns: Sequence[Column]) -> None:
        """Who is in them is as the sessions say."""
        told = [column for column in columns if column.title not in self.used and self.ahead(column)]
        told = sorted(filter(_of_next, told), key=lambda c: not _IN_PLACE.search(normal(c.title)))
        if not told:
            return
        self.used.update(column.title for column in told)
        self.lines.append(f"  {NEXT}:  # of each person the last row that says a day to come; it is booked")
        on = found.get("planned_date", found["date"])
        if not on.each:
            self.lines.append(f"    latest: {quoted(on.title)}")
        kind = found.get("kind")
        if kind and (groups := of_groups(kind)):
            self.lines.append(
                f"    leave_out: {{{words_by({kind.title: groups})}}}  # a group's is no pair's"
            )
        self.lines.append("    columns:")
        self._next_day(told)
        self._next_start(told, columns)
        self._in_place(found, told)

    def ahead(self, column: Column) -> int:
        """How many rows say a day to come."""
        today = self.vocabulary.staff.today
        days = ((word, self._day(word)) for word in column.words) if column.are_days else ()
        return sum(column.words[word] for word, day in days if day and day > today)

    def _next_day(self, told: Sequence[Column]) -> None:
        sources = []
        for column in told:
            none = ", ".join(f'{quoted(word)}: ""' for word in no_days(column))
            sources.append(f"from: {quoted(column.title)}{f', words: {{{none}}}' if none else ''}")
        said = _in_turn(sources)
        named = " or ".join(f"“{column.title}”" for column in told)
        due = [column for column in told if _ONLY_DUE.search(normal(column.title))]
        if not due:
            self.lines.append(f"      date: {said}")
            rows = sum(map(self.ahead, told))
            self.guessed.append(f"{NEXT}: {named} says a day to come in {rows:,} rows, a guess: it is booked")
            return
        why = f"whether the days of {named} are booked, or only due"
        self._ask("date", f'{why}: {said} in its place books them, "" none')

    def _next_start(self, told: Sequence[Column], columns: Sequence[Column]) -> None:
        """Beside the day, or in a column of its own."""
        times = [c for c in columns if c.title not in self.used and c.are_clock_times and _of_next(c)]
        if times:
            self.plain("start", times[0], "a guess: the time of the next session")
            return
        timed = [column for column in told if column.are_moments]
        if len(timed) == len(told):
            said = _in_turn([f"from: {quoted(column.title)}, part: time" for column in told])
            self.lines.append(f"      start: {said}")
            return
        if any(line.startswith("start: ") for line in self.undecided):
            return  # it is asked for all sessions alike
        why = "at what time the next sessions begin, which the file doesn't say and people read"
        self._ask("start", f'{why}: "10:00" books all of them then, "" none')

    def _ask(self, ours: str, what: str) -> None:
        self.lines.append(f"      {ours}: {{is: '{UNDECIDED}'}}  # {what}")
        self.undecided.append(f"{ours} ({NEXT}): {what}")

    def _in_place(self, found: Mapping[str, Column], told: Sequence[Column]) -> None:
        """A day in place of a cancelled one stands in for it."""
        off, ids = self.cancelling(found), found.get("session")
        if ids and off and (new := [c for c in told if _IN_PLACE.search(normal(c.title))]):
            when = words_by({**off, new[0].title: ["*"]})
            self.lines.append(f"      replaces: {{from: {quoted(ids.title)}, when: {{{when}}}}}")


def _in_turn(sources: Sequence[str]) -> str:
    """The first that says something, as a mapping writes it."""
    said = f"{{{sources[-1]}}}"
    for source in reversed(sources[:-1]):
        said = f"{{{source}, or: {said}}}"
    return said


def _of_next(column: Column) -> bool:
    said = normal(column.title)
    return bool(_OF_NEXT.search(said)) and not _OF_ANOTHER.search(said)
