"""The lines of a proposed mapping that are about how much and when somebody works."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from storage.importing.absence_lines import number_of
from storage.importing.faults import Unreadable
from storage.importing.likely import likely_week
from storage.importing.mapping import UNDECIDED
from storage.importing.mapping_lines import MappingLines, quoted
from storage.importing.own_columns import Column
from storage.importing.own_words import narrowest
from storage.importing.posts import LATEST, POST_ENDS
from storage.importing.working_week import working_week

FULL_TIME_HOURS: Final = 37
#: The least and the most hours of a full week: where a file's longest is one of them, that is meant.
FULL_WEEKS: Final = (35, 41)


@dataclass(slots=True)
class PostLines(MappingLines):
    """Written with the others of a file."""

    def full_time(self, ours: str, column: Column, found: Mapping[str, Column]) -> None:
        """As a share of it, or in hours where no share is said."""
        if ours != "hours":
            self._share(ours, column, 1)
        elif "percent" not in found:
            self._share("percent", column, FULL_TIME_HOURS)

    def at_once(self, people: Mapping[str, Column]) -> None:
        """Who has several posts, with a share of full time in each."""
        share = people.get("percent", people.get("hours"))
        full = _full("percent", share, 1 if "percent" in people else FULL_TIME_HOURS) if share else None
        if LATEST not in people or share is None or full is None:
            return
        ends = people.get(POST_ENDS)
        also = f", ends: {quoted(ends.title)}" if ends else ""
        why = "a guess: of posts that somebody holds at once the larger counts"
        self.lines.append(f"    at_once: {{larger: {quoted(share.title)}, of: {full}{also}}}  # {why}")
        if why not in self.guessed:
            self.guessed.append(why)

    def open_posts(self, manager: Column, post: Column, holder: Column) -> None:
        """Posts that are named as managers' and that no one person holds: a vacant one is nobody's."""
        held: dict[str, set[str]] = defaultdict(set)
        for name, number in zip(post.cells, holder.cells, strict=True):
            held[name].add(number)
        told = [word for word in sorted(manager.words) if len(held[word]) != 1 or "" in held[word]]
        if told:
            self.lines.append("        words:  # posts that aren't here are found as they are")
        for word in told:
            vacant = "" in held[word]
            why = (
                "a guess: vacant"
                if vacant
                else "no row has this post"
                if not held[word]
                else "several hold it"
            )
            said = '""' if vacant else f"'{UNDECIDED}'"
            self.lines.append(f"          {quoted(word)}: {said}  # {why}")
            if not vacant:
                self.undecided.append(f"supervisor: who holds '{word}'; {why} ({manager.words[word]:,} rows)")

    def team(self, column: Column) -> None:
        """The narrowest part of where somebody works, where the file says all of them."""
        parts = {word: narrowest(word) for word in sorted(column.words)}
        if 2 * sum(word != part for word, part in parts.items()) <= len(parts):
            self.plain("team", column)
            return
        why = "a guess: the last part of each"
        self.note("team", column, why)
        self.lines += ["      team:", f"        from: {quoted(column.title)}", f"        words:  # {why}"]
        self.lines += [f"          {quoted(word)}: {quoted(part)}" for word, part in parts.items()]

    def weeks(self, column: Column) -> None:
        """Weeks that can't be read whole are guessed, or decided by somebody."""
        unread = [word for word in sorted(column.words) if not _is_week(word)]
        if not unread:
            self.plain("works", column)
            return
        self.note("works", column)
        self.lines += ["      works:", f"        from: {quoted(column.title)}", "        words:"]
        for word in unread:
            if guess := likely_week(word):
                self.lines.append(f"          {quoted(word)}: {guess[0]}  # a guess: {guess[1]}")
                continue
            self.lines.append(f"          {quoted(word)}: '{UNDECIDED}'")
            self.undecided.append(f"works: which days '{word}' is ({column.words[word]:,} rows)")

    def _share(self, ours: str, column: Column, full: float) -> None:
        taken = _full(ours, column, full)
        if taken is None:
            return
        why = f"{taken} is taken for {'full time' if ours == 'percent' else 'a full load'}"
        self.note(ours, column, why)
        self.lines.append(f"      {ours}: {{from: {quoted(column.title)}, of: {taken}}}  # {why}")


def _full(ours: str, column: Column, full: float) -> float | None:
    """What full time is in a column; None where it holds no numbers alone."""
    numbers = [n for n in map(number_of, column.words) if n is not None]
    if not numbers or len(numbers) < len(column.words):
        return None
    # A column of percentages already counts in hundreds.
    most = max(numbers)
    full = 100 if most > FULL_WEEKS[-1] else full
    full = FULL_TIME_HOURS if ours == "percent" and full == 1 and most > 2 else full
    if full == FULL_TIME_HOURS and FULL_WEEKS[0] <= most <= FULL_WEEKS[-1]:
        full = int(most) if most.is_integer() else most
    return full


def _is_week(text: str) -> bool:
    with suppress(Unreadable):
        return bool(working_week(text))
    return False
