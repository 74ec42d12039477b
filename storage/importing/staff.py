"""Who is meant where a file names a member of staff: by staff number, email address, or a name that is one person's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from policy.folding import first_name_first, fold, fold_name, spoken_as
from storage.importing.checks.spellings import Spellings
from storage.importing.faults import Unreadable
from storage.importing.proposal.guessed_people import TITLES, GuessedPeople

#: What stands between a name and its number, or its post: ``Amara Example (S101)``, ``S101 - Amara Example``.
_BETWEEN: Final = re.compile(r"\s+[-–—|/]\s+|\s*[()\[\]]\s*")
MOST_PARTS: Final = 3
#: As alike as a misspelt name is.
NEARLY: Final = 0.8
#: Numbers with more figures than this are no staff numbers.
_WIDEST: Final = 13
#: As many are named where a name is several people's.
NAMED: Final = 4


@dataclass(slots=True)
class Staff:
    """Those stored and those of the files. ``today`` is a date in the council's zone; ``guesses``: how they may be
    spoken of besides, ``elsewhere``: what other mappings say who a name is, and ``lines``: supervisees, each with
    whoever supervises them or did, all for a proposal alone."""

    today: date
    numbers: Spellings = field(default_factory=lambda: Spellings("staff number"))
    guesses: GuessedPeople = field(default_factory=GuessedPeople)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    lines: list[tuple[str, str]] = field(default_factory=list)
    _left: dict[str, bool] = field(default_factory=dict)
    _called: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _left_out: dict[str, Sequence[str]] = field(default_factory=dict)

    def leave_out(self, people: Iterable[Sequence[str]]) -> None:
        """By what each is known whom a mapping leaves out."""
        self._left_out.update((_folded(said), one) for one in people for said in one if said)

    def is_left_out(self, text: str) -> bool:
        """And nobody else is meant who is known."""
        return bool(self.left_out_as(text)) and self.number(text) is None

    def left_out_as(self, text: str) -> Sequence[str]:
        """By what else whoever is named so is known whom a mapping leaves out; empty for nobody."""
        parts = [part for part in _BETWEEN.split(text) if part][:MOST_PARTS]
        spelt = (one for part in (text, *parts) for one in (part, part.lstrip("0")) if one)
        return next(filter(None, (self._left_out.get(_folded(one)) for one in spelt)), ())

    def by_other_row(self, text: str) -> str | None:
        """Of somebody one of whose rows is left out, as a second post's under a former name: the number under which
        another row brings them in."""
        numbers = (one for one in self.left_out_as(text) if any(map(str.isdigit, one)) and "@" not in one)
        return next((self.numbers.of(one) for one in numbers if self.numbers.has(one)), None)

    def know(self, number: str, names: Iterable[str | None], left_on: str | date | None) -> None:
        self.numbers.know([number])
        self._left[number] = left_on is not None and str(left_on) < self.today.isoformat()
        for name in filter(None, names):
            for called in (name, *spoken_as(name)):
                self._called[_folded(called)].add(number)

    def add(self, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
        """The people of a file's rows, as read."""
        for _, row in rows:
            self.know(row["staff_number"], (row["name"], row["email"]), row["left_on"])

    def has(self, text: str) -> bool:
        """Whether it is somebody's number, with more zeros in front than that has too: another system pads it."""
        return self.numbers.has(self._bare(text))

    def _bare(self, text: str) -> str:
        padded = text.isdecimal() and text.startswith("0") and not self.numbers.has(text)
        return text.lstrip("0") if padded else text

    def number(self, text: str) -> str | None:
        """The staff number, as it is known, of the one person who has that number or is called that; None for nobody.
        Raises Unreadable where it is several people's: those in post go before those who left."""
        if self.has(text):
            return self.numbers.of(self._bare(text))
        parts = [part for part in _BETWEEN.split(text) if part] or [text]
        numbered = next(filter(self.has, parts[:MOST_PARTS]), None)
        if numbered:
            return self.numbers.of(self._bare(numbered))
        found = self._called.get(_folded(text)) or self._called.get(_folded(parts[0]), set())
        if not found:
            return None
        meant = sorted(n for n in found if not self._left[n]) or sorted(found)
        if len(meant) > 1:
            named = ", ".join(meant[:NAMED])
            raise Unreadable(f"{len(meant)} people are called '{text}' ({named}): give the staff number")
        return meant[0]

    def known(self, text: str) -> str | None:
        """As ``number``; None where it is several people's too."""
        with suppress(Unreadable):
            return self.number(text)
        return None

    def with_zeros(self, text: str) -> str:
        """A number as it is known that lost its zeros in front; as it is written where it isn't known so."""
        if not text.isdecimal() or self.numbers.has(text):
            return text
        padded = (text.zfill(width) for width in range(len(text) + 1, _WIDEST))
        return next(filter(self.numbers.has, padded), text)

    def named(self, text: str) -> str | None:
        """The number of whoever is known by a name or an address that stands in place of one."""
        return self.known(text) if "@" in text or not any(map(str.isdigit, text)) else None

    def addresses(self, text: str) -> list[str]:
        """Of whoever is meant, as addresses identify."""
        number = self.known(text)
        return [called for called, numbers in self._called.items() if "@" in called and number in numbers]

    def near(self, text: str) -> str:
        """Whoever is called nearly so, with their number; empty where nobody is."""
        found = get_close_matches(_folded(text), self._called, n=1, cutoff=NEARLY)
        return f"{found[0].title()} ({', '.join(sorted(self._called[found[0]]))})" if found else ""


def _folded(text: str) -> str:
    """An address as it identifies, a name as names are compared, without Mrs or Dr."""
    return fold(text) if "@" in text else fold_name(first_name_first(TITLES.sub("", text)))
