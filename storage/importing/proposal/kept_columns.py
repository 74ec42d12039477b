"""The columns that a mapping which stands chose, in place of those that would be guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from storage.importing.mapped.mapping import FileMapping, MappedColumn
from storage.importing.proposal.own_columns import Column
from storage.importing.tables.headings import plain

#: By kind and column of ours, the file's.
Found: TypeAlias = Mapping[str, Mapping[str, Column]]

#: What a proposal asks about word for word: also in a column that somebody chose where none was guessed.
_ASKED_ABOUT: Final = frozenset(
    {"role", "service", "categories", "kind", "state", "worker", "supervisee", "supervisor"}
)


def as_kept(found: Found, columns: Sequence[Column], kept: FileMapping) -> Found:
    """With the columns that somebody chose in place of those that are guessed."""
    titled = {plain(column.title): column for column in columns}
    chosen: dict[str, dict[str, Column]] = {kind: {**theirs} for kind, theirs in found.items()}
    for kind, made in kept.makes.items():
        for ours, one in made.columns.items():
            named = _of_all(one).from_
            title = plain(named[0]) if len(named) == 1 else ""
            known = kind in chosen and (ours in chosen[kind] or ours in _ASKED_ABOUT)
            if title and title in titled and known:
                chosen[kind][ours] = titled[title]
    return chosen


def _of_all(column: MappedColumn) -> MappedColumn:
    """What it is where nothing else is said of some rows alone, such as who leads a group."""
    while column.when and column.or_ and column.or_.from_:
        column = column.or_
    return column
