"""Proposes a mapping for a council's own file, from its headings and values, for the officer to read and correct."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Final

from storage.importing import values as v
from storage.importing.faults import Unreadable
from storage.importing.files import FileFault, Table
from storage.importing.known_headings import HEADINGS, SHORT_FORMS
from storage.importing.mapping import UNDECIDED, is_set
from storage.importing.values import ImportVocabulary, worded

#: So many rows are looked at, and so many different words of a column are kept.
ROWS, WORDS = 5_000, 60
FULL_TIME_HOURS: Final = 37
_ASYE: Final = re.compile(r"\b(?:asye|nqsw|newly qualified)\b", re.IGNORECASE)
#: Columns in which every word has to be one of the rule set's.
_WORDED: Final = {"role": "roles", "service": "services", "categories": "categories"}
_NAME_PARTS: Final = ("first_name", "last_name")
_DAYS: Final = frozenset(
    {"employed_from", "left_on", "since", "allocated_on", "closed_on", "first", "last"}
    | {"last_discussed", "last_supervised"}
)


@dataclass(slots=True)
class _Column:
    """One of the file's columns: its heading, how many rows say something, and its different words."""

    title: str
    filled: int = 0
    words: dict[str, int] = field(default_factory=dict)

    def take(self, cell: str) -> None:
        if cell and not v.SHEET_ERROR.fullmatch(cell):
            self.filled += 1
            if cell in self.words or len(self.words) < WORDS:
                self.words[cell] = self.words.get(cell, 0) + 1

    @property
    def are_days(self) -> bool:
        return bool(self.words) and sum(map(_is_day, self.words)) * 2 > len(self.words)

    @property
    def are_flags(self) -> bool:
        return all(is_set(word) is not None for word in self.words)


def _is_day(text: str) -> bool:
    with suppress(Unreadable):
        return bool(v.day(text))
    return False


@dataclass(frozen=True, slots=True)
class Proposal:
    """``text``: the mapping, in YAML. ``guessed``: what was taken for what and why, a line each; ``undecided``: what
    somebody has to decide before it can be used."""

    text: str
    guessed: tuple[str, ...]
    undecided: tuple[str, ...]


def propose(table: Table, words: ImportVocabulary, *, file: str, sheet: str | None = None) -> Proposal:
    """Raises FileFault for a file that cannot be read, or that is of no kind that can be proposed."""
    columns, rows = _read(table)
    found = {kind: _found(kind, columns) for kind in HEADINGS}
    kinds = list(_kinds(found))
    if not kinds:
        known = ", ".join(column.title for column in columns)
        raise FileFault(f"this looks like no file of people, cases or absences; its columns are: {known}")
    writer = _Writer(words)
    writer.begin(file, sheet, rows)
    for kind in kinds:
        writer.kind(kind, {**found[kind]}, found["people"], columns)
    writer.end(columns)
    return Proposal("\n".join(writer.lines) + "\n", tuple(writer.guessed), tuple(writer.undecided))


def _read(table: Table) -> tuple[list[_Column], int]:
    lines = table.lines(lambda cells: sum(_is_known(cell) for cell in cells) >= 2)
    first = next(lines, None)
    if first is None:
        raise FileFault("the file is empty: it needs at least a heading")
    columns = [_Column(cell.strip()) for cell in first[1]]
    rows = list(islice(lines, ROWS))
    for _, cells in rows:
        for column, cell in zip(columns, cells, strict=False):
            column.take(cell.strip())
    return columns, len(rows)


def normal(word: str) -> str:
    """Without case, and with spaces for everything but letters and digits."""
    return " ".join(re.sub(r"[^\w\s]", " ", word.replace("_", " ")).lower().split())


_SHORT: Final = {"no": "number", "num": "number", "nr": "number", "ref": "reference", "emp": "employee"}


def _canonical(heading: str) -> str:
    """``Emp. No`` and ``Employee number`` alike."""
    words = normal(heading).replace("e mail", "email").split()
    return "_".join(_SHORT.get(word, word) for word in words)


_KNOWN: Final = frozenset(
    _canonical(name) for columns in HEADINGS.values() for names in columns.values() for name in names
)


def _is_known(cell: str) -> bool:
    return _canonical(cell) in _KNOWN


def _found(kind: str, columns: Sequence[_Column]) -> dict[str, _Column]:
    """For our columns of a kind, the file's: by its heading, then by one that is nearly it; a day has to hold days."""
    titles = {_canonical(column.title): column for column in reversed(columns) if column.title}
    found: dict[str, _Column] = {}
    for ours, names in HEADINGS[kind].items():
        known = tuple(map(_canonical, names))
        exact = next((titles[name] for name in known if name in titles), None)
        near = [near for name in known for near in get_close_matches(name, titles, n=1, cutoff=0.88)]
        column = exact or (titles[near[0]] if near else None)
        taken = column in found.values()
        if column is not None and not taken and (ours not in _DAYS or column.are_days or not column.words):
            found[ours] = column
    return found


def _kinds(found: Mapping[str, Mapping[str, _Column]]) -> Iterator[str]:
    """What the file is: cases where it has references, absences where it has their days, else people."""
    people, cases, absences = found["people"], found["cases"], found["absences"]
    numbered = "staff_number" in people
    if "case" in cases and ("worker" in cases or "service" in cases) and "role" not in people:
        yield "cases"
    elif numbered and "first" in absences and ("sickness" in absences or "absence" in absences):
        yield "absences"
    elif numbered and ({"name", "last_name"} & people.keys()):
        yield "people"
        if "supervisor" in found["relationships"]:
            yield "relationships"


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
        found: dict[str, _Column],
        people: Mapping[str, _Column],
        columns: Sequence[_Column],
    ) -> None:
        self.lines.append(f"  {kind}:")
        if kind == "relationships":
            self.lines.append(f"    needs: {_quoted(found['supervisor'].title)}")
            self._of_relationships(found, people)
            return
        self.lines.append("    columns:")
        if kind == "absences":
            found = {"staff_number": people["staff_number"], **found}
        for ours, column in found.items():
            self._column(kind, ours, column, found)
        if kind == "people":
            self._name(found)
            self._asye(found)
            self._missing(found, ("role", "employed_from"))
        if kind == "cases":
            self._flags(columns, found)
            self._missing(found, ("service",))
        if kind == "absences":
            self._fixed("planned", "no", "whether it was planned isn't in the file")

    def _of_relationships(self, found: Mapping[str, _Column], people: Mapping[str, _Column]) -> None:
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

    def _column(self, kind: str, ours: str, column: _Column, found: Mapping[str, _Column]) -> None:
        if ours in _NAME_PARTS or (ours == "name" and "last_name" in found):
            return
        if ours in _WORDED:
            self._worded(ours, column)
        elif ours == "percent":
            self._share(column, 1)
        elif ours == "hours":
            if "percent" not in found:
                self._share(column, FULL_TIME_HOURS)
        elif kind == "absences" and ours == "sickness":
            self._sickness(column)
        else:
            self._plain(ours, column)

    def _plain(self, ours: str, column: _Column, why: str = "") -> None:
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

    def _missing(self, found: Mapping[str, _Column], needed: Sequence[str]) -> None:
        for ours in needed:
            if ours not in found:
                self._undecided(ours, f"no column was taken for the {ours.replace('_', ' ')}")

    def _name(self, found: Mapping[str, _Column]) -> None:
        if "last_name" not in found:
            return
        parts = [found[part].title for part in _NAME_PARTS if part in found]
        self.used.update(parts)
        self.lines.append(f"      name: {{from: [{', '.join(map(_quoted, parts))}]}}")
        self.guessed.append(f"name is {' and '.join(f'“{part}”' for part in parts)}, joined")

    def _share(self, column: _Column, full: int) -> None:
        numbers = [n for n in map(_number, column.words) if n is not None]
        if not numbers or len(numbers) < len(column.words):
            return
        # A column of percentages already counts in hundreds.
        full = 100 if max(numbers) > FULL_TIME_HOURS + 4 else full
        full = FULL_TIME_HOURS if full == 1 and max(numbers) > 2 else full
        self._note("percent", column, f"{full} is taken for full time")
        self.lines.append(
            f"      percent: {{from: {_quoted(column.title)}, of: {full}}}  # {full} is taken for full time"
        )

    def _worded(self, ours: str, column: _Column) -> None:
        known: Mapping[str, str] = getattr(self.vocabulary, _WORDED[ours])
        self._note(ours, column)
        self.lines += [f"      {ours}:", f"        from: {_quoted(column.title)}", "        words:"]
        for word in sorted(column.words):
            meant = meant_by(word, known)
            guess = "" if meant is None or {worded(word), normal(word)} & known.keys() else "  # a guess"
            self.lines.append(f"          {_quoted(word)}: {meant or repr(UNDECIDED)}{guess}")
            if meant is None:
                self.undecided.append(f"{ours}: what '{word}' is here ({column.words[word]:,} rows)")
        self.lines.append(f"        # The rule set's words: {', '.join(sorted(set(known.values())))}")

    def _sickness(self, column: _Column) -> None:
        self._note("sickness", column)
        self.lines += ["      sickness:", f"        from: {_quoted(column.title)}", "        words:"]
        for word in sorted(column.words):
            sick = re.search(r"\bsick|\bill", word, re.IGNORECASE)
            self.lines.append(f"          {_quoted(word)}: {'yes' if sick else 'no'}")

    def _asye(self, found: Mapping[str, _Column]) -> None:
        if "role" not in found or "employed_from" not in found:
            return
        in_year = [word for word in sorted(found["role"].words) if _ASYE.search(word)]
        if in_year:
            why = "a guess: the assessed year is taken to begin on the first day in post"
            words = ", ".join(map(_quoted, in_year))
            title, role = _quoted(found["employed_from"].title), _quoted(found["role"].title)
            self.lines.append(f"      asye_from: {{from: {title}, when: {{{role}: [{words}]}}}}  # {why}")
            self.guessed.append(f"asye_from for {', '.join(in_year)}: {why}")

    def _flags(self, columns: Sequence[_Column], found: Mapping[str, _Column]) -> None:
        """Columns headed with a category that say yes or no, or since when."""
        if "categories" in found:
            return
        meant = {c.title: meant_by(c.title, self.vocabulary.categories) for c in columns if c.are_flags}
        flags = {title: word for title, word in meant.items() if word and title not in self.used}
        if flags:
            self.used.update(flags)
            said = ", ".join(f"{_quoted(title)}: {word}" for title, word in flags.items())
            self.lines.append(f"      categories: {{flags: {{{said}}}}}")
            self.guessed.append(f"categories from {', '.join(f'“{title}”' for title in flags)}")

    def _note(self, ours: str, column: _Column, why: str = "") -> None:
        self.used.add(column.title)
        by = "by its heading" if _is_known(column.title) else "by a heading that is nearly it"
        self.guessed.append(f"{ours} is “{column.title}”, {why or by}")

    def end(self, columns: Sequence[_Column]) -> None:
        rest = [column.title for column in columns if column.title and column.title not in self.used]
        if rest:
            self.lines.append(f"# Not read: {', '.join(rest)}.")


def meant_by(word: str, known: Mapping[str, str]) -> str | None:
    """The rule set's word for one of the council's: the same, a short form of it, one it contains, or nearly it."""
    said = normal(word)
    if (exact := known.get(worded(word), known.get(said))) is not None:
        return exact
    long = SHORT_FORMS.get(said.replace(" ", "_"))
    within = [label for label in known if label in said or (long and long in label)]
    if within:
        return known[max(within, key=len)]
    near = get_close_matches(said, known, n=1, cutoff=0.8)
    return known[near[0]] if near else None


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ".").removesuffix("%"))
    except ValueError:
        return None


def _quoted(text: str) -> str:
    """As a YAML scalar that can be nothing else than text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
