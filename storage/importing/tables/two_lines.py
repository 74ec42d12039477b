"""Headings of two lines: ``Supervisee | 1st | | 2nd |`` over ``| Due | Held | Due | Held``, with cells merged over both
lines or over several columns, or without."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Final, NamedTuple

from policy.folding import fold
from storage.importing.proposal.known_headings import is_called_so
from storage.importing.tables.headings import says_a_row

#: No heading has more words.
_WORDS: Final = 6
#: As many headings that are known no row says.
_KNOWN: Final = 2


class FoundHeading(NamedTuple):
    """``first``, ``last``: the places of its lines among those that were looked at."""

    first: int
    last: int
    cells: Sequence[str]


def heading_in(
    lines: Sequence[Sequence[str]], is_heading: Callable[[Sequence[str]], bool]
) -> FoundHeading | None:
    """The first of these lines that is a heading, with the next where both are one; None where none is."""
    return next(filter(None, (_heading_at(lines, at, is_heading) for at in range(len(lines)))), None)


def _heading_at(
    lines: Sequence[Sequence[str]], at: int, is_heading: Callable[[Sequence[str]], bool]
) -> FoundHeading | None:
    upper = lines[at]
    alone = is_heading(upper)
    both = as_one(upper, lines[at + 1], alone=alone) if upper and at + 1 < len(lines) else None
    if both and is_heading(both):
        return FoundHeading(at, at + 1, both)
    return FoundHeading(at, at, upper) if alone else None


def as_one(upper: Sequence[str], lower: Sequence[str], *, alone: bool) -> list[str] | None:
    """Both as one heading, which says of each column what its lower cell does, else the upper. None where they are no
    such two: each has columns that only it names, and neither says what only a row does. ``alone``: the upper line
    may be a heading by itself; the lower one's words come again then, or are headings that are known, as no row's."""
    pairs = [(one.strip(), other.strip()) for one, other in zip_longest(upper, lower, fillvalue="")]
    only_over = [bool(one) and not other for one, other in pairs]
    spanned = [bool(other) and not one for one, other in pairs]
    said = [other for _, other in pairs if other]
    filled = sum(bool(one) for one, _ in pairs)
    if filled < 2 or not any(only_over) or not any(spanned) or _is_row(upper) or _is_row(lower):
        return None
    if alone and 2 * len(set(map(fold, said))) > len(said) and not _are_known(said):
        return None
    return [other or one for one, other in pairs]


def _are_known(said: Sequence[str]) -> bool:
    known = sum(map(is_called_so, said))
    return known >= _KNOWN and 2 * known > len(said)


def _is_row(cells: Sequence[str]) -> bool:
    return says_a_row(cells) or any(len(cell.split()) > _WORDS for cell in cells)
