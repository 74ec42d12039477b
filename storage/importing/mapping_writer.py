"""Writes a proposed mapping in YAML: a line for each column, and what was guessed, for the officer to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from storage.importing import own_dates
from storage.importing import values as v
from storage.importing.faults import Unreadable
from storage.importing.file_columns import BY_NAME
from storage.importing.mapped_rows import is_set
from storage.importing.mapping import UNDECIDED
from storage.importing.own_columns import Column, meant_by, nearest, normal
from storage.importing.own_dates import OwnDates
from storage.importing.own_rows import LeftOut
from storage.importing.own_words import generalised, parted, separator
from storage.importing.recognising import is_known, whose, words_of
from storage.importing.values import ImportVocabulary, worded

FULL_TIME_HOURS: Final = 37
#: When sessions were held of which only the day is known.
NO_TIME: Final = "09:00"
_ASYE: Final = re.compile(r"\b(?:asye|nqsw|newly qualified)\b", re.IGNORECASE)
#: What no row can be taken without, beside that by which a kind of file is known.
_WANTED: Final[Mapping[str, tuple[str, ...]]] = {
    "people": ("role", "employed_from"),
    "cases": ("service",),
    "sessions": (),
    "absences": (),
    "discussions": (),
}
_NAME_PARTS: Final = ("first_name", "last_name")


#: Of a tracker, the rows that are none of a kind's by their state, and why.
LEFT_OUT: Final[Mapping[str, tuple[Set[str], str]]] = {
    "sessions": ({"cancelled"}, "when and why they were cancelled isn't in the file"),
    "discussions": ({"cancelled", "booked"}, "nothing was discussed there"),
}


@dataclass(slots=True)
class MappingWriter:
    """Writes the mapping, a line for each column, and keeps what was guessed."""

    vocabulary: ImportVocabulary
    lines: list[str] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    dates: OwnDates = field(default_factory=OwnDates)

    def begin(self, file: str, sheet: str | None, rows: int) -> None:
        stem = re.split(r"[\d_.\- ]*\d", Path(file).stem, maxsplit=1)[0] or Path(file).stem
        self.lines += [
            f"# A proposal for {file}, made from its headings and {rows:,} rows. Read it through and correct it:",
            f"# what stands as '{UNDECIDED}' has to be decided. What may be written here: docs/import.md.",
            f"files: {_quoted(stem + '*' + Path(file).suffix.lower())}",
        ]
        if sheet:
            self.lines.append(f"sheet: {_quoted(sheet)}")
            self.guessed.append(f"the sheet is “{sheet}”")

    def file(
        self,
        kinds: Sequence[str],
        found: Mapping[str, Mapping[str, Column]],
        columns: Sequence[Column],
        left: LeftOut,
    ) -> None:
        """What holds for the whole file: how days are written, what says nothing, whose rows are left out."""
        nothing = sorted({word for column in columns for word in (*column.nothing, *column.end_of_time)})
        days = [word for column in columns if column.are_days for word in column.words]
        self._dates([word for word in days if word not in nothing])
        if nothing:
            self.lines.append(f"empty: [{_listed(nothing)}]  # a guess: cells that say this say nothing")
            self.guessed.append(f"cells that say {', '.join(nothing)} are taken as empty")
        self._left_out(left)
        if "people" in kinds and "role" in found["people"]:
            self._no_roles(found["people"]["role"], alone=not left)
        self.lines.append("makes:")

    def _left_out(self, left: LeftOut) -> None:
        if left:
            self.lines.append("leave_out:")
        for title, words in left.items():
            self.lines.append(f"  {_quoted(title)}: [{_listed(words)}]  # a guess: rows that don't count")
            self.guessed.append(f"a guess: rows whose “{title}” says {', '.join(words)} are left out")
            self.used.add(title)

    def _dates(self, words: Sequence[str]) -> None:
        self.dates, why = own_dates.proposed(words)
        said = ", ".join(f"{name}: {str(one).lower()}" for name, one in self.dates if one)
        if said:
            self.lines += [*(f"# A guess: {line}." for line in why), f"dates: {{{said}}}"]
            self.guessed += [f"a guess about days: {line}" for line in why]

    def _day(self, word: str) -> date | None:
        with suppress(Unreadable):
            return date.fromisoformat(v.day(self.dates.restated(word)))
        return None

    def _no_roles(self, column: Column, *, alone: bool) -> None:
        """Titles that are no role: whoever has one is translated, or left out by taking a # away."""
        words = sorted(generalised(column.words))
        none = [word for word in words if meant_by(word, self.vocabulary.roles) is None]
        if none:
            self.lines += [
                "# Titles that are none of the rule set's roles: give each a role below, or leave its rows out:"
            ]
            said = f"{_quoted(column.title)}: [{_listed(none)}]"
            self.lines.append(f"# leave_out: {{{said}}}" if alone else f"#  {said}")

    def kind(
        self,
        kind: str,
        found: dict[str, Column],
        people: Mapping[str, Column],
        columns: Sequence[Column],
    ) -> None:
        self.lines.append(f"  {kind}:")
        if kind == "discussions":
            self.lines.append(f"    needs: {_quoted(found['case'].title)}")
        if kind == "relationships":
            self.lines.append(f"    needs: {_quoted(found['supervisor'].title)}")
            self._of_relationships(found, people)
            return
        self._gathers(kind, found)
        if kind in LEFT_OUT:
            self._leave_out(kind, found.get("state"))
        self.lines.append("    columns:")
        if kind == "absences":
            theirs = whose(people)
            found = {"staff_number": theirs, **found} if theirs else found
        for ours, column in found.items():
            if ours in BY_NAME[kind].names or kind not in (*LEFT_OUT, "cases"):
                self._column(kind, ours, column, found)
        self._rest(kind, found, columns)

    def _rest(self, kind: str, found: dict[str, Column], columns: Sequence[Column]) -> None:
        """What isn't one column of the file: joined, in part, fixed, or left to be decided."""
        if kind == "sessions" or "supervisee" in found:
            self._start(found)
        if kind == "sessions" and "state" not in found:
            self._where_over("state", "held", found["date"], "no column says which took place")
        services = set(self.vocabulary.services.values())
        if kind == "cases" and "service" not in found and len(services) == 1:
            self._fixed("service", services.pop(), "the rule set knows no other")
        else:
            self._missing(found, _WANTED[kind])
        if kind == "people":
            self._name(found)
            self._asye(found)
        elif kind == "cases":
            self._flags(columns, found)
        elif kind == "absences" and "sickness" not in found:
            self._fixed("planned", "no", "whether it was planned isn't in the file")

    def _start(self, found: dict[str, Column]) -> None:
        """A day with its time in one column is both."""
        if "start" not in found and found["date"].are_moments:
            found["start"] = found["date"]
            self.lines.append(f"      start: {{from: {_quoted(found['date'].title)}, part: time}}")
            self.guessed.append(f"start is the time in “{found['date'].title}”")
        elif "start" not in found:
            self._where_over("start", NO_TIME, found["date"], "no column says at what time")

    def _where_over(self, ours: str, value: str, date: Column, why: str) -> None:
        """What is the same for all sessions if they are over: without a column somebody has to say it else."""
        days = [day for day in map(self._day, date.words) if day]
        if days and max(days) <= self.vocabulary.staff.today:
            self._fixed(ours, value, f"a guess: {why}, and every day is over")
        else:
            self._undecided(ours, why)

    def _gathers(self, kind: str, found: Mapping[str, Column]) -> None:
        """A case that has a row for each of its plans, an absence that has one for each day."""
        case = found.get("case")
        if kind == "cases" and case and "categories" in found and len(case.words) < case.filled:
            self._gathered("categories", "a guess: a case has a row for each")
        if kind == "absences" and found["first"] is found.get("last"):
            self._gathered("first", "a guess: days in a row are one absence, there is a row for each")

    def _gathered(self, ours: str, why: str) -> None:
        self.lines.append(f"    gathers: {ours}  # {why}")
        self.guessed.append(f"{ours} is gathered from several rows, {why}")

    def _leave_out(self, kind: str, state: Column | None) -> None:
        """A cancelled session needs when and why, which a tracker seldom has; nothing was discussed in what wasn't
        held."""
        states, why = LEFT_OUT[kind]
        known = words_of("state", self.vocabulary) or {}
        left = (
            [word for word in sorted(state.words) if _meant("state", word, known) in states] if state else []
        )
        if state and left:
            self.lines.append(f"    leave_out: {{{_quoted(state.title)}: [{_listed(left)}]}}  # {why}")
            self.guessed.append(f"{kind}: rows that say {', '.join(left)} are left out: {why}")

    def _of_relationships(self, found: Mapping[str, Column], people: Mapping[str, Column]) -> None:
        self.lines.append("    columns:")
        self._plain("supervisee", people["staff_number"], "the same person")
        self._plain("supervisor", found["supervisor"])
        since = found.get("since")
        if since:
            self._plain("since", since)
        elif "employed_from" in people:
            why = "a guess: since when they are supervised by this person isn't in the file"
            self._plain("since", people["employed_from"], why)
        else:
            self._undecided("since", "no column says since when")

    def _column(self, kind: str, ours: str, column: Column, found: Mapping[str, Column]) -> None:
        if ours in _NAME_PARTS or (ours == "name" and "last_name" in found):
            return
        known = words_of(ours, self.vocabulary)
        if known is not None:
            self._worded(ours, column, known, found.get("plan_until") if ours == "categories" else None)
        elif ours in ("percent", "load_percent"):
            self._share(ours, column, 1)
        elif ours == "hours":
            if "percent" not in found:
                self._share("percent", column, FULL_TIME_HOURS)
        elif kind == "absences" and ours == "sickness":
            self._sickness(column)
        else:
            self._plain(ours, column)

    def _plain(self, ours: str, column: Column, why: str = "") -> None:
        self._note(ours, column, why)
        self.lines.append(f"      {ours}: {_quoted(column.title)}{f'  # {why}' if why else ''}")

    def _fixed(self, ours: str, value: str, why: str) -> None:
        self.lines.append(f"      {ours}: {{is: {_quoted(value)}}}  # {why}")
        self.guessed.append(f"{ours} is '{value}' everywhere: {why}")

    def _undecided(self, ours: str, why: str) -> None:
        self.lines.append(
            f"      {ours}: {{is: '{UNDECIDED}'}}  # {why}: name a column, or write what it is everywhere"
        )
        self.undecided.append(f"{ours}: {why}")

    def _missing(self, found: Mapping[str, Column], needed: Sequence[str]) -> None:
        for ours in needed:
            if ours not in found:
                self._undecided(ours, f"no column was taken for the {ours.replace('_', ' ')}")

    def _name(self, found: Mapping[str, Column]) -> None:
        if "last_name" not in found:
            return
        parts = [found[part].title for part in _NAME_PARTS if part in found]
        self.used.update(parts)
        self.lines.append(f"      name: {{from: [{', '.join(map(_quoted, parts))}]}}")
        self.guessed.append(f"name is {' and '.join(f'“{part}”' for part in parts)}, joined")

    def _share(self, ours: str, column: Column, full: int) -> None:
        numbers = [n for n in map(_number, column.words) if n is not None]
        if not numbers or len(numbers) < len(column.words):
            return
        # A column of percentages already counts in hundreds.
        full = 100 if max(numbers) > FULL_TIME_HOURS + 4 else full
        full = FULL_TIME_HOURS if ours == "percent" and full == 1 and max(numbers) > 2 else full
        why = f"{full} is taken for {'full time' if ours == 'percent' else 'a full load'}"
        self._note(ours, column, why)
        self.lines.append(f"      {ours}: {{from: {_quoted(column.title)}, of: {full}}}  # {why}")

    def _worded(self, ours: str, column: Column, known: Mapping[str, str], until: Column | None) -> None:
        """``until``: when it ended, where the file says so."""
        self._note(ours, column)
        self.lines += [f"      {ours}:", f"        from: {_quoted(column.title)}"]
        if until:
            self.lines.append(
                f'        when: {{{_quoted(until.title)}: ""}}  # a guess: those that have not ended'
            )
            self.guessed.append(f"{ours} are those whose “{until.title}” is empty, a guess")
            self.used.add(until.title)
        words = self._several(column, known) if ours == "categories" else generalised(column.words)
        self.lines.append("        words:")
        for word in sorted(words):
            meant = _meant(ours, word, known)
            near = "" if meant else nearest(word, known)
            guess = near or ("" if {worded(word), normal(word)} & known.keys() else "a guess")
            self.lines.append(
                f"          {_quoted(word)}: {meant or repr(UNDECIDED)}{guess and f'  # {guess}'}"
            )
            if meant is None:
                said = f"{ours}: what '{word}' is here ({words[word]:,} rows)"
                self.undecided.append(f"{said}; {near}" if near else said)
        self.lines.append(f"        # The rule set's words: {', '.join(sorted(set(known.values())))}")

    def _several(self, column: Column, known: Mapping[str, str]) -> Mapping[str, int]:
        """The words of cells that hold several, by what stands between them."""
        between = separator(column.words, lambda word: meant_by(word, known) is not None)
        if not between:
            return generalised(column.words)
        self.lines.append(f"        split: {_quoted(between)}  # a guess: several in one cell")
        self.guessed.append(f"“{column.title}” holds several, with “{between}” between them: a guess")
        return parted(column.words, between)

    def _sickness(self, column: Column) -> None:
        """What isn't for sickness is taken as planned."""
        sick = {word for word in column.words if re.search(r"\bsick|\bill", word, re.IGNORECASE)}
        self._note("sickness", column)
        self._yes_or_no("sickness", column, sick)
        self._note("planned", column, "a guess: all but sickness")
        self._yes_or_no("planned", column, column.words.keys() - sick)

    def _yes_or_no(self, ours: str, column: Column, yes: Set[str]) -> None:
        self.lines += [f"      {ours}:", f"        from: {_quoted(column.title)}", "        words:"]
        self.lines += [
            f"          {_quoted(word)}: {'yes' if word in yes else 'no'}" for word in sorted(column.words)
        ]

    def _asye(self, found: Mapping[str, Column]) -> None:
        if "role" not in found or "employed_from" not in found:
            return
        in_year = [word for word in sorted(generalised(found["role"].words)) if _ASYE.search(word)]
        if in_year:
            why = "a guess: the assessed year is taken to begin on the first day in post"
            words = _listed(in_year)
            began = found.get("role_from", found["employed_from"])
            title, role = _quoted(began.title), _quoted(found["role"].title)
            self.lines.append(f"      asye_from: {{from: {title}, when: {{{role}: [{words}]}}}}  # {why}")
            self.guessed.append(f"asye_from for {', '.join(in_year)}: {why}")

    def _flags(self, columns: Sequence[Column], found: Mapping[str, Column]) -> None:
        """Columns headed with a category that say yes or no, or since when, which says both."""
        if "categories" in found:
            return
        used = self.used - {column.title for ours, column in found.items() if ours == "plan_since"}
        meant = {c.title: meant_by(c.title, self.vocabulary.categories) for c in columns if c.are_flags}
        flags = {title: word for title, word in meant.items() if word and title not in used}
        if flags:
            self.used.update(flags)
            said = ", ".join(f"{_quoted(title)}: {word}" for title, word in flags.items())
            self.lines.append(f"      categories: {{flags: {{{said}}}}}")
            self.guessed.append(f"categories from {', '.join(f'“{title}”' for title in flags)}")

    def _note(self, ours: str, column: Column, why: str = "") -> None:
        self.used.add(column.title)
        by = "by its heading" if is_known(column.title) else "by its values, and by a heading that is like it"
        self.guessed.append(f"{ours} is “{column.title}”, {why or by}")

    def end(self, columns: Sequence[Column]) -> None:
        rest = [column.title for column in columns if column.title and column.title not in self.used]
        if rest:
            self.lines.append(f"# Not read: {', '.join(rest)}.")


def _meant(ours: str, word: str, known: Mapping[str, str]) -> str | None:
    """A session of which a tracker says yes was held, one of which it says no wasn't."""
    held = is_set(word) if ours == "state" else None
    return meant_by(word, known) if held is None else "held" if held else "cancelled"


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ".").removesuffix("%"))
    except ValueError:
        return None


def _listed(words: Iterable[str]) -> str:
    return ", ".join(map(_quoted, words))


def _quoted(text: str) -> str:
    """As a YAML scalar that can be nothing else than text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
