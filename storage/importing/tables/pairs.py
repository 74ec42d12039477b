"""Cells that name both who were in a session, ``Amara Example / Priya Sample``: each is a column of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from policy.folding import fold
from storage.importing.mapped.own_row import headings_of, places_of
from storage.importing.tables.files import IsHeading, Line, ReadFrom, TableFile, is_total
from storage.importing.tables.headings import is_known, plain

#: By the column that names two, how the two are called that it makes.
Pairs: TypeAlias = Mapping[str, Sequence[str]]
SUPERVISEE: Final = "Supervisee"
SUPERVISOR: Final = "Supervisor"

#: What stands between the two; a comma may be that of ``Example, Amara``.
_BETWEEN: Final = (r"\s*[/;|+&\n→]\s*|\s*->\s*", r"\s+[-–—]\s+", r"\s+(?:and|with|w/|v|by)\s+", r"\s*,\s*")
_NAME: Final = re.compile(r"[^\W\d_][^\W\d_.'’\-]+(?:,? [^\W\d_][\w.'’()\-]*){1,3}")
_MOSTLY: Final = 0.6
_FEWEST: Final = 2


def both_in(cell: str) -> tuple[str, str] | None:
    """None for what isn't two names."""
    for between in _BETWEEN:
        parts = re.split(between, cell.strip(), flags=re.IGNORECASE)
        if len(parts) == 2 and all(map(_NAME.fullmatch, parts)):
            return parts[0], parts[1]
    return None


@dataclass(frozen=True, slots=True)
class PairsApart(ReadFrom):
    """With two columns more for each that names two; both are empty where it doesn't, as it may name a child."""

    pairs: Pairs

    def lines(self, is_heading: IsHeading = is_known) -> Iterator[Line]:
        titles = [title for both in self.pairs.values() for title in both]
        lines = self.table.lines(lambda cells: is_heading([*cells, *titles] if cells else cells))
        first = next(lines, None)
        if first is None:
            return
        number, heading = first
        if not all(plain(name) in headings_of(heading) for name in self.pairs):
            yield first
            yield from lines
            return
        width, places = len(heading), list(places_of(number, heading, list(self.pairs)).values())
        yield number, [*heading, *titles]
        for line, cells in lines:
            own = [*cells[:width], *[""] * (width - len(cells))]
            both = [name for at in places for name in both_in(own[at]) or ("", "")]
            yield line, cells if is_total(cells, width) else [*own, *both, *cells[width:]]


def pairs_apart(table: TableFile, pairs: Pairs) -> TableFile:
    return PairsApart(table, pairs) if pairs else table


def pairs_in(columns: Mapping[str, Sequence[str]], known: Callable[[str], object]) -> Pairs:
    """The one column of which most words name two of the staff: of few the supervisors, of more those whom they
    supervise. ``columns``: their words, by their headings."""
    taken = set(map(fold, columns))
    found = [(title, both) for title, words in columns.items() if (both := _told(words, known))]
    if len(found) != 1 or {fold(SUPERVISEE), fold(SUPERVISOR)} & taken:
        return {}
    title, both = found[0]
    first, second = (len({fold(pair[at]) for pair in both}) for at in (0, 1))
    return {title: (SUPERVISOR, SUPERVISEE) if first < second else (SUPERVISEE, SUPERVISOR)}


def _told(words: Sequence[str], known: Callable[[str], object]) -> Sequence[tuple[str, str]]:
    """The pairs of a column; none where they are few."""
    both = [pair for word in words if (pair := both_in(word))]
    if len(both) < _FEWEST or len(both) <= _MOSTLY * len(words):
        return ()
    people = [name for pair in both for name in pair]
    return both if 2 * sum(bool(known(name)) for name in people) > len(people) else ()
