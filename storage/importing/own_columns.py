"""One column of a council's own file: its heading as it is compared, and what its values look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from policy.written_days import in_plain_words, written
from storage.importing import values as v
from storage.importing.faults import Unreadable
from storage.importing.known_headings import OF_RANK, SHORT_FORMS, SHORTENED
from storage.importing.mapping import is_set
from storage.importing.values import worded

#: So many different words of a column are kept.
WORDS: Final = 60
#: More than this share of a column's words has to be of a kind for the column to be.
MOSTLY: Final = 0.5
#: Words by which a heading is of an identity, of the person's it is about, and of somebody else's.
_OF_IDENTITY: Final = frozenset({"number", "reference", "id", "code"})
_OF_STAFF: Final = frozenset({"worker", "staff", "payroll", "employee", "personnel", "practitioner", "team"})
_OF_OTHERS: Final = frozenset({"manager", "supervisor", "reports", "reporting", "superior"})
_SHORT: Final = {
    "no": "number",
    "num": "number",
    "nr": "number",
    "ref": "reference",
    "emp": "employee",
    "pers": "personnel",
    "mgr": "manager",
    "cont": "continuous",
    "hrs": "hours",
}
_NAME: Final = re.compile(r"[^\W\d_][^\W\d_.'’\-]+,? +[^\W\d_][^\d_]*")
_AMOUNT: Final = re.compile(r"\d+(?:[.,]\d+)? ?%?")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WITH_TIME: Final = re.compile(r"\S+[ T]\d{1,2}[:.]\d{2}.*")


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
    def heading(self) -> list[str]:
        """Its words, as they are compared."""
        return canonical(self.title).split("_")

    @property
    def of_others(self) -> bool:
        """By its heading it is about somebody's manager."""
        return not _OF_OTHERS.isdisjoint(self.heading)

    @property
    def of_staff(self) -> bool:
        return not _OF_STAFF.isdisjoint(self.heading)

    @property
    def are_days(self) -> bool:
        return self._are(_is_day)

    @property
    def are_moments(self) -> bool:
        """Days with a time of theirs beside them."""
        return self.are_days and self._are(_WITH_TIME.fullmatch) and not self._are(_at_midnight)

    @property
    def are_names(self) -> bool:
        return self._are(_NAME.fullmatch)

    @property
    def are_emails(self) -> bool:
        return self._are(_EMAIL.fullmatch)

    @property
    def are_numbers(self) -> bool:
        return self._are(str.isdecimal)

    @property
    def are_amounts(self) -> bool:
        """Numbers, whole or in part, with a percent sign or without."""
        return self._are(_AMOUNT.fullmatch)

    @property
    def are_flags(self) -> bool:
        return all(is_set(word) is not None for word in self.words)

    @property
    def is_identity(self) -> bool:
        """By one word of its heading, and it says something else in every row."""
        different = len(self.words) == min(self.filled, WORDS)
        of_one = not _OF_IDENTITY.isdisjoint(self.heading) and not self.of_others
        return of_one and bool(self.words) and different and not self._counts_rows

    @property
    def _counts_rows(self) -> bool:
        return list(self.words) == [str(n) for n in range(1, len(self.words) + 1)]

    def share_of(self, known: Mapping[str, str]) -> float:
        """How many of its words mean one of these."""
        meant = sum(meant_by(word, known) is not None for word in self.words)
        return meant / len(self.words) if self.words else 0.0

    def overlap(self, other: Column | None) -> int:
        """How many of its words another column says too."""
        return len(self.words.keys() & other.words.keys()) if other else 0

    def _are(self, test: Callable[[str], object]) -> bool:
        return bool(self.words) and sum(bool(test(w)) for w in self.words) > MOSTLY * len(self.words)


def _is_day(text: str) -> bool:
    """Also one with a year of two digits: what is wrong with it is said when it is brought in."""
    with suppress(Unreadable):
        v.day_if_any(text)
        return True
    said = written(in_plain_words(text))
    return said is not None and len(said.year) == 2


def _at_midnight(text: str) -> bool:
    return re.search(r"[ T]0?0:00(?::00)?", text) is not None


def normal(word: str) -> str:
    """Without case, and with spaces for everything but letters and digits."""
    return " ".join(re.sub(r"[^\w\s]", " ", word.replace("_", " ")).lower().split())


def canonical(heading: str) -> str:
    """``Emp. No`` and ``Employee number`` alike."""
    words = normal(heading).replace("e mail", "email").split()
    return "_".join(_SHORT.get(word, word) for word in words)


def meant_by(word: str, known: Mapping[str, str]) -> str | None:
    """The rule set's word for one of the council's: the same, a short form of it, one it contains, or nearly it. None
    where it contains two that mean different things, or says more than that ("student social worker")."""
    said = normal(word)
    if (exact := known.get(worded(word), known.get(said))) is not None:
        return exact
    long = SHORT_FORMS.get(said.replace(" ", "_")) or _long_form(said)
    said = " ".join(SHORTENED.get(part, part) for part in said.split())
    within = [label for label in known if label in said or (long and long in label)]
    if within:
        widest = [w for w in within if not any(w != other and w in other for other in within)]
        meant = {known[w] for w in widest}
        ranks = OF_RANK & set(said.split()) - {part for label in widest for part in label.split()}
        return meant.pop() if len(meant) == 1 and not ranks else None
    near = get_close_matches(said, known, n=1, cutoff=0.8)
    return known[near[0]] if near else None


def _long_form(said: str) -> str | None:
    """Of a short form among other words ("LAC since"), where there is one."""
    found = {SHORT_FORMS[word] for word in said.split() if word in SHORT_FORMS}
    return found.pop() if len(found) == 1 else None
