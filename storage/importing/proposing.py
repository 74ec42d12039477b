"""Proposes a mapping for a council's own file, from its headings and values, for the officer to read and correct."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from storage.importing.files import FileFault, Table
from storage.importing.known_headings import HEADINGS
from storage.importing.mapping import UNDECIDED, is_set
from storage.importing.own_columns import Column, meant_by, normal
from storage.importing.recognising import (
    completed,
    found_in,
    is_known,
    kinds_of,
    read,
    whose,
    words_of,
)
from storage.importing.values import ImportVocabulary, worded

FULL_TIME_HOURS: Final = 37
_ASYE: Final = re.compile(r"\b(?:asye|nqsw|newly qualified)\b", re.IGNORECASE)
#: What no row can be taken without, beside that by which a kind of file is known.
_WANTED: Final[Mapping[str, tuple[str, ...]]] = {
    "people": ("role", "employed_from"),
    "cases": ("service",),
    "sessions": ("start",),
    "absences": (),
}
_NAME_PARTS: Final = ("first_name", "last_name")


@dataclass(frozen=True, slots=True)
class Proposal:
    """``text``: the mapping, in YAML. ``guessed``: what was taken for what and why, a line each; ``undecided``: what
    somebody has to decide before it can be used."""

    text: str
    guessed: tuple[str, ...]
    undecided: tuple[str, ...]


def propose(table: Table, words: ImportVocabulary, *, file: str, sheet: str | None = None) -> Proposal:
    """Raises FileFault for a file that cannot be read, or that is of no kind that can be proposed."""
    columns, rows = read(table)
    found = completed({kind: found_in(kind, columns, words) for kind in HEADINGS}, columns)
    kinds = list(kinds_of(found))
    if not kinds:
        known = ", ".join(column.title for column in columns)
        raise FileFault(
            f"this looks like no file of people, cases, sessions or absences; its columns are: {known}"
        )
    writer = _Writer(words)
    writer.begin(file, sheet, rows)
    for kind in kinds:
        writer.kind(kind, {**found[kind]}, found["people"], columns)
    writer.end(columns)
    return Proposal("\n".join(writer.lines) + "\n", tuple(writer.guessed), tuple(writer.undecided))


@dataclass(slots=True)
class _Writer:
    """Writes the mapping, a line for each column, and keeps what was guessed."""

    vocabulary: ImportVocabulary
    lines: list[str] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def begin(self, file: str, sheet: str | None, rows: int) -> None:
        stem = re.split(r"[\d_.\- ]*\d", Path(file).stem, maxsplit=1)[0] or Path(file).stem
        self.lines += [
            f"# A proposal for {file}, made from its headings and {rows:,} rows. Read it through and correct it:",
            f"# what stands as '{UNDECIDED}' has to be decided. What may be written here: docs/import.md.",
            f"files: {_quoted(stem + '*' + Path(file).suffix.lower())}",
        ]
        if sheet:
            self.lines.append(f"sheet: {_quoted(sheet)}")
        self.lines.append("makes:")

    def kind(
        self,
        kind: str,
        found: dict[str, Column],
        people: Mapping[str, Column],
        columns: Sequence[Column],
    ) -> None:
        self.lines.append(f"  {kind}:")
        if kind == "relationships":
            self.lines.append(f"    needs: {_quoted(found['supervisor'].title)}")
            self._of_relationships(found, people)
            return
        if kind == "sessions":
            self._leave_out_cancelled(found)
        self.lines.append("    columns:")
        if kind == "absences":
            theirs = whose(people)
            found = {"staff_number": theirs, **found} if theirs else found
        for ours, column in found.items():
            self._column(kind, ours, column, found)
        self._rest(kind, found, columns)

    def _rest(self, kind: str, found: dict[str, Column], columns: Sequence[Column]) -> None:
        """What isn't one column of the file: joined, in part, fixed, or left to be decided."""
        if kind == "sessions":
            self._start(found)
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

    def _leave_out_cancelled(self, found: Mapping[str, Column]) -> None:
        """A cancelled session needs when and why, which a tracker seldom has."""
        words = found["state"].words if "state" in found else {}
        known = words_of("state", self.vocabulary) or {}
        left = [word for word in sorted(words) if meant_by(word, known) == "cancelled"]
        if left:
            title, said = _quoted(found["state"].title), ", ".join(map(_quoted, left))
            self.lines.append(
                f"    leave_out: {{{title}: [{said}]}}  # cancelled: they need cancelled_on and reason"
            )
            self.guessed.append(
                f"rows that say {', '.join(left)} are left out: when and why isn't in the file"
            )

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
            self._worded(ours, column, known)
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

    def _worded(self, ours: str, column: Column, known: Mapping[str, str]) -> None:
        self._note(ours, column)
        self.lines += [f"      {ours}:", f"        from: {_quoted(column.title)}", "        words:"]
        for word in sorted(column.words):
            meant = "held" if ours == "state" and is_set(word) else meant_by(word, known)
            guess = "" if meant is None or {worded(word), normal(word)} & known.keys() else "  # a guess"
            self.lines.append(f"          {_quoted(word)}: {meant or repr(UNDECIDED)}{guess}")
            if meant is None:
                self.undecided.append(f"{ours}: what '{word}' is here ({column.words[word]:,} rows)")
        self.lines.append(f"        # The rule set's words: {', '.join(sorted(set(known.values())))}")

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
        in_year = [word for word in sorted(found["role"].words) if _ASYE.search(word)]
        if in_year:
            why = "a guess: the assessed year is taken to begin on the first day in post"
            words = ", ".join(map(_quoted, in_year))
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


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ".").removesuffix("%"))
    except ValueError:
        return None


def _quoted(text: str) -> str:
    """As a YAML scalar that can be nothing else than text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
