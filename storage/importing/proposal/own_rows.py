"""Rows of a council's own file that don't come in: the second of somebody's two posts, leave that was refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from storage.importing.mapped.mapping import FileMapping, MappedKind
from storage.importing.mapped.own_words import OwnWords
from storage.importing.proposal.empty_words import with_initials
from storage.importing.proposal.heading_words import normal
from storage.importing.proposal.own_columns import Column
from storage.importing.tables.headings import plain

#: Leave that nobody takes, by its state: asked for, refused or taken back.
_NOT_TAKEN: Final = re.compile(
    r"(?:cancel|reject|declin|refus|withdr|denied|pending|requested|submitted|awaiting|draft|not approved)\w*.*"
)
#: By its heading a column says how far the papers of an absence are, not whether it was taken.
_OF_PAPERS: Final = frozenset(
    {"interview", "rtw", "return", "certificate", "cert", "note", "form", "referral"}
)
#: So few words tell the rows of one identity apart.
_FEW: Final = 6


LeftOut: TypeAlias = Mapping[str, Sequence[str]]


def left_out(identity: Column | None, columns: Sequence[Column], *, leave: bool) -> dict[str, list[str]]:
    """By column that is none of ours, the words whose rows don't come in. ``leave``: the rows are absences."""
    if leave:
        return dict(_not_taken(columns))
    return dict(_second_rows(identity, columns)) if identity else {}


def is_not_taken(said: str) -> bool:
    """Of leave: that it was asked for, refused or taken back."""
    return _NOT_TAKEN.fullmatch(normal(said)) is not None


def _not_taken(columns: Sequence[Column]) -> Iterator[tuple[str, list[str]]]:
    for column in columns:
        if not _OF_PAPERS.isdisjoint(column.heading):
            continue
        words = [word for word in sorted(column.words) if is_not_taken(column.spelt(word))]
        if words and len(column.words) <= 2 * _FEW:
            yield column.title, words


def _second_rows(identity: Column, columns: Sequence[Column]) -> Iterator[tuple[str, list[str]]]:
    """Where one identity has several rows: the column one of whose words stands in just one row of each."""
    whole = len(identity.words)
    if whole == identity.filled:
        return
    for column in columns:
        if not 2 <= len(column.words) <= _FEW:
            continue
        for word in column.words:
            mine = [i for i, w in zip(identity.cells, column.cells, strict=True) if i and w == word]
            if len(mine) == len(set(mine)) == whole:
                yield column.title, [other for other in sorted(column.words) if other != word]
                return


def _that_count(columns: Sequence[Column], kept: FileMapping) -> list[bool]:
    """Which rows a mapping that stands takes for any of its kinds: what the others say is asked about no more."""
    by = {plain(column.title): column for column in columns}
    each = [[*_taken(made, by)] for made in kept.makes.values()]
    return [any(row) for row in zip(*each, strict=True)]


def _taken(made: MappedKind, by: Mapping[str, Column]) -> Iterator[bool]:
    """Row by row, by the columns that are there."""
    only, out = (
        [(by[plain(title)], OwnWords.of(words)) for title, words in said.items() if plain(title) in by]
        for said in (made.only, made.leave_out)
    )
    needs = [by[plain(title)] for title in made.needs if plain(title) in by]
    for at in range(max((len(column.cells) for column in by.values()), default=0)):
        left = any(column.cells[at] in words for column, words in out)
        is_meant = all(column.cells[at] in words for column, words in only)
        yield is_meant and not left and all(column.cells[at] for column in needs)


def of_kept(columns: Sequence[Column], kept: FileMapping) -> list[Column]:
    """Of the rows that it takes for any of its kinds, if it takes one."""
    counts = _that_count(columns, kept)
    return [with_initials(column.of_rows(counts)) for column in columns] if any(counts) else [*columns]


def without(columns: Sequence[Column], left: LeftOut) -> list[Column]:
    """Of the rows that come in."""
    said = {plain(title): OwnWords.of(words) for title, words in left.items()}
    none = OwnWords.of(())
    telling = ([cell not in said.get(plain(c.title), none) for cell in c.cells] for c in columns)
    kept = [all(row) for row in zip(*telling, strict=True)]
    return [with_initials(column.of_rows(kept)) for column in columns]
