"""The lines of a proposed mapping that are about how much and when somebody works."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from storage.importing.columns.working_week import working_week
from storage.importing.faults import Unreadable
from storage.importing.mapped.mapping import UNDECIDED
from storage.importing.mapped.own_words import generalised
from storage.importing.mapped.posts import LATEST, POST_ENDS, two_of_one_number
from storage.importing.proposal.absence_lines import number_of
from storage.importing.proposal.booked_ranges import ranges_in
from storage.importing.proposal.leavers import left_by_remark
from storage.importing.proposal.likely import likely_week
from storage.importing.proposal.mapping_lines import listed, quoted
from storage.importing.proposal.own_columns import Column
from storage.importing.proposal.person_lines import PersonLines
from storage.importing.proposal.second_holders import SecondHolders
from storage.importing.proposal.team_names import narrowest

_ASYE: Final = re.compile(r"\b(?:asye|nqsw|newly qualified)\b", re.IGNORECASE)
#: What marks somebody who is in it; more different words are no marks; and headings of what else is said of it.
_IN_YEAR: Final = re.compile(
    r"y|yes|true|x|✓|1|(?:y|yr|year) ?[12]|in (?:progress|year)|current|active|on(?:going| programme)|asye|nqsw"
)
_MARKS: Final = 8
_NOT_WHETHER: Final = frozenset(
    {"review", "assessor", "passed", "completed", "complete", "end", "portfolio", "by"}
)
FULL_TIME_HOURS: Final = 37
#: The least and the most hours of a full week: of a file's, that which most full-timers have is meant.
FULL_WEEKS: Final = (35, 41)
#: No share of full time is more, unless somebody meant another unit.
_MOST_SHARE: Final = 2
#: Who works up to so much of what most full-timers do works full time; more is a slip.
_LONGER: Final = 1.3


@dataclass(slots=True)
class PostLines(PersonLines):
    """Written with the others of a file."""

    def full_time(self, ours: str, column: Column, found: Mapping[str, Column]) -> None:
        """As a share of it, or in hours where no share is said."""
        if ours != "hours":
            self._share(ours, column, 1)
        elif "percent" not in found:
            self._share("percent", column, FULL_TIME_HOURS)

    def assessed_year(self, found: Mapping[str, Column]) -> None:
        """Since when somebody is in it, by its own column; who is in it by their title, and says no day there, since
        they are in post."""
        began, title = found.get("asye_from"), found.get("role")
        said = quoted(began.title) if began else ""
        start = found.get("role_from", found.get("employed_from"))
        in_year = _in_assessed_year(title, began) if title else []
        if began:
            self.note("asye_from", began)
        if title and start and in_year:
            why = "a guess: the assessed year is taken to begin on the first day in post"
            guess = f"{{from: {quoted(start.title)}, when: {{{quoted(title.title)}: [{listed(in_year)}]}}}}"
            said = f"{{from: {said}, or: {guess}}}  # {why}" if said else f"{guess}  # {why}"
            self.guessed.append(f"asye_from for {', '.join(in_year)}{' without one' if began else ''}: {why}")
        elif start and not began:
            said = self._marked_in_year(found, start)
        if said:
            self.lines.append(f"      asye_from: {said}")

    def _marked_in_year(self, found: Mapping[str, Column], start: Column) -> str:
        """By a column of marks, of which some say that somebody is in it, as ``Y1``; what it says."""
        free = [c for c in self.columns if c not in found.values() and _ASYE.search(c.title)]
        marked = (c for c in free if not c.are_days and _NOT_WHETHER.isdisjoint(c.heading))
        for column in marked:
            words = [word for word in sorted(column.words) if _IN_YEAR.fullmatch(word.lower())]
            others = [word for word in sorted(column.words) if word not in words]
            if not words or len(column.words) > _MARKS:
                continue
            self.used.add(column.title)
            none = f"; {', '.join(others)}: not" if others else ""
            why = f"a guess: in the assessed year, which is taken to begin on the first day in post{none}"
            self.to_look_at.append(f"asye_from: “{column.title}” {', '.join(words)}: {why}")
            when = f"{{{quoted(column.title)}: [{listed(words)}]}}"
            return f"{{from: {quoted(start.title)}, when: {when}}}  # {why}"
        return ""

    def at_once(self, people: Mapping[str, Column]) -> None:
        """Who has several posts, with a share of full time in each; and a number that is on two people."""
        self._two_people(people)
        share = people.get("percent", people.get("hours"))
        full = (
            _full("percent", share, 1 if "percent" in people else FULL_TIME_HOURS, self._standard())
            if share
            else None
        )
        if LATEST not in people or share is None or full is None:
            return
        ends = people.get(POST_ENDS)
        also = f", ends: {quoted(ends.title)}" if ends else ""
        why = "a guess: of posts that somebody holds at once the larger counts"
        self.lines.append(f"    at_once: {{larger: {quoted(share.title)}, of: {full}{also}}}  # {why}")
        if why not in self.guessed:
            self.guessed.append(why)

    def _two_people(self, people: Mapping[str, Column]) -> None:
        number = people.get("staff_number")
        for one, names in two_of_one_number(number, people.get("name")).items() if number else ():
            who = f"staff_number: {one} is on {' and on '.join(names)}"
            said = f"{who}: rows with it are a fault until each has their own"
            if said not in self.to_look_at:
                self.to_look_at.append(said)

    def open_posts(self, manager: Column, post: Column, people: Mapping[str, Column]) -> None:
        """Posts that are named as managers' and that no one person holds: a vacant one is nobody's, or whoever's who
        stands there beside it."""
        holder, free = people["staff_number"], [c for c in self.columns if c.title not in self.used]
        beside = second.by_post(post) if (second := SecondHolders.of(people, self.columns, free)) else {}
        held: dict[str, set[str]] = defaultdict(set)
        for name, number in zip(post.cells, holder.cells, strict=True):
            held[name].add(number)
        told = [word for word in sorted(manager.words) if len(held[word]) != 1 or "" in held[word]]
        if told:
            self.lines.append("        words:  # posts that aren't here are found as they are")
        for word in told:
            if (post_no := _post_named(word, held)) and (number := next(iter(held[post_no]))):
                self.lines.append(
                    f"          {quoted(word)}: {quoted(number)}  # a guess: the post {post_no}"
                )
                continue
            vacant = "" in held[word]
            why = (
                "a guess: vacant"
                if vacant
                else "no row has this post"
                if not held[word]
                else "several hold it"
            )
            said = '""' if vacant else f"'{UNDECIDED}'"
            if vacant and word in beside:
                said, why = quoted(beside[word]), "a guess: vacant, and covered by them"
            self.lines.append(f"          {quoted(word)}: {said}  # {why}")
            if not vacant:
                self.undecided.append(f"supervisor: who holds '{word}'; {why} ({manager.words[word]:,} rows)")

    def team(self, column: Column) -> None:
        """The narrowest part of where somebody works, where the file says all of them."""
        parts = {word: narrowest(word) for word in sorted(column.words)}
        why = "a guess: the last part of each"
        spelt = {word: column.spelt(word) for word in parts}
        if all(spelt[word] != word for word in parts):
            parts, why = spelt, "a guess: as a key says"
        if 2 * sum(word != part for word, part in parts.items()) <= len(parts):
            self.plain("team", column)
            return
        self.note("team", column, why)
        self.lines += ["      team:", f"        from: {quoted(column.title)}", f"        words:  # {why}"]
        self.lines += [f"          {quoted(word)}: {quoted(part)}" for word, part in parts.items()]

    def left_in_remarks(self, found: Mapping[str, Column]) -> bool:
        """Where no column says when somebody left: by what a remark says of it, if any does."""
        free = (c for c in self.columns if c not in found.values() and not c.are_days)
        told = ((c, said) for c in free if (said := left_by_remark(c)))
        column, days = next(told, (None, dict[str, str]()))
        if column is None:
            return False
        why = "a guess: by what a remark says"
        self.used.add(column.title)
        self.lines += [f"      left_on:  # {why}", f"        from: {quoted(column.title)}", "        words:"]
        for word, day in sorted(days.items()):
            self.lines.append(f"          {quoted(word)}: {quoted(day)}")
            self.to_look_at.append(f"left_on: '{word.strip('*')}' in “{column.title}” is {day}, {why}")
        self.lines.append('          "*": ""')
        return True

    def booked(self, column: Column) -> None:
        """Both days of somebody whom an agency sent, of one column; of many a booking is made longer, and longer."""
        why = "a guess: from the first of its two days until the second"
        self.note("employed_from", column, why)
        self.lines.append(f"      employed_from: {{{self.first_of(column)}}}  # {why}")
        said = "a guess; take the line out where bookings go on"
        self.lines.append(f"      left_on: {{from: {quoted(column.title)}, part: within}}  # {said}")
        self.to_look_at.append(f"left_on: the second day of “{column.title}”, {said}")

    def first_of(self, column: Column) -> str:
        """As a mapping says which day of two is meant."""
        between = sorted({f"*{one.between}*" for one in ranges_in(column)})
        words = ", ".join(f'{quoted(one)}: "*"' for one in between)
        return f"from: {quoted(column.title)}, words: {{{words}}}"

    def qualified(self, column: Column) -> None:
        """Whoever has a number in the register is qualified; what is none, as of one that was applied for, is asked."""
        if column.are_yes_or_no:
            self.plain("qualified", column)
            return
        why = "a guess: whoever has a registration is qualified in social work"
        self.note("qualified", column, why)
        self.lines += [
            f"      qualified:  # {why}",
            f"        from: {quoted(column.title)}",
            "        words:",
        ]
        for word in sorted(word for word in column.words if not re.search(r"\d{4}", word)):
            self.lines.append(f"          {quoted(word)}: '{UNDECIDED}'  # yes or no")
            self.undecided.append(f"qualified: whether '{word}' is (yes or no)")
        self.lines.append('          "*": "yes"')

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
        taken = _full(ours, column, full, self._standard())
        if taken is None:
            return
        why = f"{taken} is taken for {'full time' if ours == 'percent' else 'a full load'}"
        self.note(ours, column, why)
        longer = _longer(column, taken)
        words = f", words: {{{', '.join(f'{quoted(word)}: {quoted(str(taken))}' for word in longer)}}}"
        self.lines.append(
            f"      {ours}: {{from: {quoted(column.title)}, of: {taken}{words if longer else ''}}}  # {why}"
        )
        if longer:
            rows = sum(column.words[word] for word in longer)
            self.guessed.append(
                f"{ours}: {', '.join(longer)} ({rows:,} rows) is more, and taken for as much, a guess"
            )
        for word in _slips(column, taken):
            rows = column.words[word]
            self.guessed.append(
                f"{ours}: '{word}' ({rows:,} rows) is odd, {taken} is all: a row with it is a fault"
            )

    def _standard(self) -> Column | None:
        """What a full week is, by its heading."""
        return next((c for c in self.columns if {"standard", "full"} & {*c.heading} and c.are_hours), None)


def _post_named(word: str, held: Mapping[str, set[str]]) -> str:
    """The post of one holder whose number a cell says, and more: ``P1234 TM``."""
    first, *rest = word.split() or [""]
    return first if rest and len(held.get(first, ())) == 1 else ""


def _in_assessed_year(title: Column, began: Column | None) -> list[str]:
    """The titles of those who are in it, of whom no column says since when."""
    days = began.cells if began else [""] * len(title.cells)
    without = {word for word, day in zip(title.cells, days, strict=True) if word and not day}
    told = {word: count for word, count in title.words.items() if word in without and _ASYE.search(word)}
    return [word for word in sorted(generalised(told)) if _ASYE.search(word)]


def _full(ours: str, column: Column, full: float, standard: Column | None = None) -> float | None:
    """What full time is in a column; None where it holds no numbers alone. Most rows tell in what it counts, and most
    of those that may be full weeks which is one: a slip in one row tells nothing. ``standard``: what it is by a column
    of its own."""
    rows = _by_number(column)
    if rows is None:
        return None
    usual = sorted(rows.elements())[rows.total() // 2]
    if usual > FULL_WEEKS[-1] or (ours != "percent" and usual > _MOST_SHARE):
        return 100
    if full == 1 and (ours != "percent" or usual <= _MOST_SHARE):
        return full
    said = (_by_number(standard) if standard else None) or Counter[float]()
    return _week(said) or _week(rows) or FULL_TIME_HOURS


def _by_number(column: Column) -> Counter[float] | None:
    """How many rows say each; None where some say no number, or none any."""
    rows = Counter[float]()
    for word, count in column.words.items():
        number = number_of(word)
        if number is None:
            return None
        rows[number] += count
    return rows or None


def _week(rows: Counter[float]) -> float | None:
    """The full week that most have, the longest of as many."""
    weeks = {week: count for week, count in rows.items() if FULL_WEEKS[0] <= week <= FULL_WEEKS[-1]}
    most = max(weeks, key=lambda week: (weeks[week], week), default=None)
    return int(most) if most is not None and most.is_integer() else most


def _longer(column: Column, full: float) -> list[str]:
    """More than most full-timers' week, and no slip."""
    return [word for word in sorted(column.words) if full < (number_of(word) or 0) <= _LONGER * full]


def _slips(column: Column, full: float) -> list[str]:
    return [word for word in sorted(column.words) if (number_of(word) or 0) > _LONGER * full]


def _is_week(text: str) -> bool:
    with suppress(Unreadable):
        return bool(working_week(text))
    return False
