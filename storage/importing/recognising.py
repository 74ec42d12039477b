"""What a council's own file is, and which of its columns is which: by headings, and by values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from typing import Final

from policy.events import PLAN
from storage.importing import values as v
from storage.importing.faults import Unreadable
from storage.importing.files import FileFault, Table
from storage.importing.known_headings import HEADINGS, SHORT_FORMS
from storage.importing.mapping import is_set
from storage.importing.values import ImportVocabulary, worded

#: So many rows are looked at, and so many different words of a column are kept.
ROWS, WORDS = 5_000, 60
_DAYS: Final = frozenset(
    {"employed_from", "role_from", "left_on", "since", "allocated_on", "closed_on", "first", "last"}
    | {"last_discussed", "last_supervised", "date", "plan_since"}
)
#: What a tracker's words for its sessions mean.
_KINDS_OF_SESSION: Final = {**v.KINDS, "1 1": "case", "121": "case", "one to one": "case"}


def words_of(ours: str, vocabulary: ImportVocabulary) -> Mapping[str, str] | None:
    """For a column in which every word has to be one of the rule set's: those words, else None."""
    known: dict[str, Mapping[str, str]] = {
        "role": vocabulary.roles,
        "service": vocabulary.services,
        "categories": vocabulary.categories,
        "kind": _KINDS_OF_SESSION,
        "state": v.STATES,
    }
    return known.get(ours)


@dataclass(slots=True)
class Column:
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

    def share_of(self, known: Mapping[str, str]) -> float:
        """How many of its words mean one of these."""
        meant = sum(meant_by(word, known) is not None for word in self.words)
        return meant / len(self.words) if self.words else 0.0

    @property
    def are_flags(self) -> bool:
        return all(is_set(word) is not None for word in self.words)


def _is_day(text: str) -> bool:
    with suppress(Unreadable):
        return bool(v.day(text))
    return False


def read(table: Table) -> tuple[list[Column], int]:
    lines = table.lines(lambda cells: sum(is_known(cell) for cell in cells) >= 2)
    first = next(lines, None)
    if first is None:
        raise FileFault("the file is empty: it needs at least a heading")
    columns = [Column(cell.strip()) for cell in first[1]]
    rows = list(islice(lines, ROWS))
    for _, cells in rows:
        for column, cell in zip(columns, cells, strict=False):
            column.take(cell.strip())
    return columns, len(rows)


def normal(word: str) -> str:
    """Without case, and with spaces for everything but letters and digits."""
    return " ".join(re.sub(r"[^\w\s]", " ", word.replace("_", " ")).lower().split())


_SHORT: Final = {
    "no": "number",
    "num": "number",
    "nr": "number",
    "ref": "reference",
    "emp": "employee",
    "pers": "personnel",
}
#: Words by which a heading is of an identity, and those by which it is of somebody else's.
_OF_IDENTITY: Final = frozenset({"number", "reference", "id", "code"})
_OF_OTHERS: Final = frozenset({"manager", "supervisor", "reports", "superior"})


def _canonical(heading: str) -> str:
    """``Emp. No`` and ``Employee number`` alike."""
    words = normal(heading).replace("e mail", "email").split()
    return "_".join(_SHORT.get(word, word) for word in words)


_KNOWN: Final = frozenset(
    _canonical(name) for columns in HEADINGS.values() for names in columns.values() for name in names
)


def is_known(cell: str) -> bool:
    return _canonical(cell) in _KNOWN


def found_in(kind: str, columns: Sequence[Column], vocabulary: ImportVocabulary) -> dict[str, Column]:
    """For our columns of a kind, the file's: by its heading, by one that is nearly it or has it in it, and where every
    word has to be the rule set's by its values. A day has to hold days."""
    found: dict[str, Column] = {}
    for ours, names in HEADINGS[kind].items():
        if ours == "plan_since" and PLAN not in vocabulary.events.values():
            continue
        known = words_of(ours, vocabulary)
        candidates = list(_by_heading(names, columns))
        fitting = [c for c in candidates if c not in found.values() and _fits(ours, c, known)]
        if not fitting and known is not None and ours != "categories":
            fitting = [c for c in columns if c not in found.values() and c.share_of(known) > _MOSTLY]
        if fitting:
            found[ours] = fitting[0]
    return found


def with_number(people: Mapping[str, Column], columns: Sequence[Column]) -> dict[str, Column]:
    """The columns of a file of people, with that of the staff numbers: where none is known by its heading, the first
    that is of an identity by one word of it, and says something else in every row."""
    if "staff_number" in people or "role" not in people or not people.keys() & {"name", "last_name"}:
        return dict(people)
    free = (c for c in columns if c.title and c not in people.values() and _is_identity(c))
    found = next(free, None)
    return {"staff_number": found, **people} if found else dict(people)


def _is_identity(column: Column) -> bool:
    said = set(_canonical(column.title).split("_"))
    different = len(column.words) == min(column.filled, WORDS)
    return bool(said & _OF_IDENTITY) and not said & _OF_OTHERS and bool(column.words) and different


#: Words of a column that have to be known for it to be taken by them.
_MOSTLY: Final = 0.5
#: Names of one word that tell what a longer heading is about.
_TELLING: Final = frozenset({"email", "surname", "forename", "fte"})


def _by_heading(names: Sequence[str], columns: Sequence[Column]) -> Iterator[Column]:
    """The likeliest first: the same, nearly the same, and one that is longer."""
    titles = {_canonical(column.title): column for column in reversed(columns) if column.title}
    known = tuple(map(_canonical, names))
    yield from (titles[name] for name in known if name in titles)
    near = [one for name in known for one in get_close_matches(name, titles, n=1, cutoff=0.88)]
    yield from (titles[name] for name in near)
    longer = [name for name in known if "_" in name or name in _TELLING]
    yield from (c for name in longer for title, c in titles.items() if f"_{name}_" in f"_{title}_")


def _fits(ours: str, column: Column, known: Mapping[str, str] | None) -> bool:
    """An empty column is as its heading says; of several services and categories one is known by its words."""
    if not column.words:
        return True
    if ours in ("service", "categories") and known is not None:
        return column.share_of(known) > 0
    return ours not in _DAYS or column.are_days


def kinds_of(found: Mapping[str, Mapping[str, Column]]) -> Iterator[str]:
    """What the file is: cases where it has references, absences where it has their days, sessions where it has two
    people and a day, else people."""
    people, cases, absences = found["people"], found["cases"], found["absences"]
    numbered = "staff_number" in people
    if "case" in cases and ("worker" in cases or "service" in cases) and "role" not in people:
        yield "cases"
    elif numbered and "first" in absences and ("sickness" in absences or "absence" in absences):
        yield "absences"
    elif {"supervisee", "supervisor", "date"} <= found["sessions"].keys() and not numbered:
        yield "sessions"
    elif numbered and ({"name", "last_name"} & people.keys()):
        yield "people"
        if "supervisor" in found["relationships"]:
            yield "relationships"


def meant_by(word: str, known: Mapping[str, str]) -> str | None:
    """The rule set's word for one of the council's: the same, a short form of it, one it contains, or nearly it. None
    where it contains two that mean different things ("student social worker")."""
    said = normal(word)
    if (exact := known.get(worded(word), known.get(said))) is not None:
        return exact
    long = SHORT_FORMS.get(said.replace(" ", "_"))
    within = [label for label in known if label in said or (long and long in label)]
    if within:
        widest = [w for w in within if not any(w != other and w in other for other in within)]
        meant = {known[w] for w in widest}
        return meant.pop() if len(meant) == 1 else None
    near = get_close_matches(said, known, n=1, cutoff=0.8)
    return known[near[0]] if near else None
