"""The first row below a line that says whose team it is may be hers: nobody is their own supervisor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from policy.folding import fold
from storage.importing.mapped.mapping import FileMapping, MappedColumn
from storage.importing.mapped.own_row import OwnRow
from storage.importing.mapped.translating import Translate
from storage.importing.proposal.guessed_people import is_name_of

#: Of what a row says in our columns, and the row: the file's column that names whoever it is about, None where it
#: names another.
OwnLine: TypeAlias = Callable[[Sequence[str], OwnRow], str | None]


def own_line(
    mapping: FileMapping,
    kind: str,
    columns: Mapping[str, MappedColumn],
    translator: Callable[[MappedColumn], Translate],
) -> OwnLine:
    """By number, or by name where the mapping says what people are called."""
    over = {*mapping.sections, *mapping.over_headings}
    if kind != "relationships" or not over.intersection(columns["supervisor"].from_):
        return lambda _cells, _row: None
    people = mapping.makes.get("people")
    name = people.columns.get("name") if people else None
    called = translator(name) if name else lambda _: ""
    mine, theirs = (list(columns).index(ours) for ours in ("supervisee", "supervisor"))

    def named(cells: Sequence[str], row: OwnRow) -> str | None:
        same = fold(cells[mine]) == fold(cells[theirs]) or is_name_of(called(row), cells[theirs])
        return columns["supervisor"].from_[0] if same else None

    return named
