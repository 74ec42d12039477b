"""Letters in front of references that one list leaves off and the others have: ``217070`` is ``CS-217070`` there. Taken
as it stands each such case would be two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from storage.importing.mapped.mapping import UNDECIDED
from storage.importing.proposal.own_columns import MOSTLY

#: Letters, and figures with a part of a family's behind them it may be.
_REFERENCE: Final = re.compile(r"(?P<letters>[A-Za-z]{1,6}[-/ ]?)?(?P<figures>\d{3,}(?:[-/]\d+)*[A-Za-z]?)")


@dataclass(frozen=True, slots=True)
class OtherLetters:
    """How the other lists write a column's references. ``letters``: what stands in front of the figures in one of the
    two ways; ``added``: the others have them; ``same``: how many of the column's are another list's so, of all that it
    has."""

    letters: str
    added: bool
    same: int
    of: int
    some_have: bool

    @property
    def is_sure(self) -> bool:
        return self.same > MOSTLY * self.of

    @property
    def words(self) -> Mapping[str, str]:
        """As a mapping has them."""
        headed, means = f"{self.letters}*", f"{self.letters}*" if self.added else "*"
        if not self.added:
            return {headed: means if self.is_sure else UNDECIDED}
        own = {headed: headed} if self.some_have else {}
        return {**own, "*": means if self.is_sure else UNDECIDED}

    @property
    def said(self) -> str:
        """In words, what becomes of the column's."""
        return f"read with {self.letters} in front" if self.added else f"read without {self.letters}"

    @property
    def why(self) -> str:
        written = f"{self.letters}{'#' * 3}" if self.added else "the figures alone"
        return f"the other lists write {written}, and have {self.same:,} of these {self.of:,} so"

    @property
    def to_write(self) -> str:
        """What somebody writes where it isn't sure."""
        same, other = ("*", f"{self.letters}*")[:: -1 if self.added else 1]
        return f'"{same}" if they are the same cases, "{other}" if they are others'


def other_letters(words: Collection[str], known: Iterable[str]) -> OtherLetters | None:
    """``known``: those of all lists, of which most write one way. None where nothing shows that they are the same."""
    mine, all_ = _by_letters(words), _by_letters(chain(known, words))
    letters, most = max(all_.items(), key=lambda one: len(one[1]), default=("", set[str]()))
    others = {own: figures for own, figures in mine.items() if own != letters and not (own and letters)}
    own, figures = max(others.items(), key=lambda one: len(one[1]), default=("", set[str]()))
    same, mostly = figures & most, len(figures) > MOSTLY * len(words)
    if not figures or len(most) == len(all_.get(own, ())):
        return None
    if not same and not (mostly and 0 < _width(figures) == _width(most)):
        return None
    return OtherLetters(letters or own, bool(letters), len(same), len(figures), some_have=letters in mine)


def _by_letters(words: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in filter(None, map(_REFERENCE.fullmatch, words)):
        found.setdefault((one["letters"] or "").upper(), set()).add(one["figures"])
    return found


def _width(figures: Iterable[str]) -> int:
    """As many as all of them have; 0 where they differ."""
    widths = Counter(map(len, figures))
    return next(iter(widths)) if len(widths) == 1 else 0
